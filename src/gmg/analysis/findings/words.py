"""A finding in plain English, from its rule and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import what, where

if TYPE_CHECKING:
    from gmg.analysis.findings.finding import Finding
    from gmg.records.figure import Figure


def sentence(finding: Finding) -> str:
    """One sentence: who says what of which place, and what is the matter."""
    place = where.get(finding.place).name
    other = where.get(finding.counterpart).name if finding.counterpart else None
    corridor = f"from {other} in {place}" if other else f"in {place}"
    concept = what.concept(finding.concept).label.lower()
    said = sides(finding.figures)
    listed = "; ".join(said)
    match finding.rule:
        case "refugees-exceed-migrants":
            return f"More refugees than migrants {corridor}: {listed}"
        case "no-stock-for-refugees":
            return f"Refugees {corridor} are counted, but nobody says how many migrants: {listed}"
        case "one-agency-only":
            return f"Only one agency speaks of {concept} {corridor}: {listed}"
        case "too-long-ago":
            return f"The last figure of {concept} {corridor} is old: {listed}"
        case "nobody-says":
            return f"Nobody publishes {concept} for {place}, where people live: {listed}"
        case _:
            return f"{concept.capitalize()} {corridor}: {listed}"


def sides(figures: tuple[Figure, ...]) -> list[str]:
    """What each data set says: the total where published, else the sum of the figures shown."""
    from gmg.axes.when import Period

    groups: dict[tuple[str, str, str, object], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(
            (figure.agency, figure.concept, figure.edition, figure.time_to), []
        ).append(figure)
    said = []
    for (agency, concept, edition, _), members in groups.items():
        first = members[0]
        when = Period(first.time_from, first.time_to, first.time_kind).label()  # type: ignore[arg-type]
        label = what.concept(concept).label.lower()
        said.append(f"{agency} ({edition}) {_amount(members)} {first.unit}, {label}, {when}")
    return said


def _amount(figures: list[Figure]) -> str:
    """The published total; women + men where there is none, or where they say otherwise."""
    whole = [f for f in figures if f.counterpart is None] or figures
    totals = sorted({f.value for f in whole if f.sex == "total" and f.value is not None})
    sexes = {f.sex: f.value for f in whole if f.sex in ("female", "male") and f.value is not None}
    added = sum(sexes.values()) if len(sexes) == 2 else None
    said = [f"{value:,.15g}" for value in totals[:3]]
    if added is not None and not any(abs(added - value) <= 1e-9 * abs(value) for value in totals):
        said.append(f"{added:,.15g} (women + men)")
    if len({f.counterpart for f in whole}) > 1:
        return f"a sum over {len(whole)} or more figures, the largest {said[-1] if said else 'unknown'}"
    return " and ".join(said) if said else "no total"
