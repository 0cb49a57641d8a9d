"""Findings as other pages show them: what is the matter, who says what, and why it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gmg.analysis.places import answering
from gmg.analysis.series import plain
from gmg.axes import what, where
from gmg.axes.when import Period
from gmg.site.frame.shown import PERSONS, Shown, legible
from gmg.site.frame.shown import added as said_of_sum
from gmg.site.shelf.line import ALL_PARTNERS, WOMEN_AND_MEN

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask
    from gmg.site.shelf.findings import Found, Number, Side

ON_PLACE = 6
ON_CONCEPT = 6
LOOKED_AT = 400
RECENT = 2015
MIGRATION = "IV"
"""The part of the Common Set of Indicators whose findings come first on a page about a place."""


def of_corridor(ask: Ask, origin: str, destination: str) -> list[dict[str, Any]]:
    """Findings on a pair, in either order, the weightiest first."""
    found = ask.shelf.findings_of_pair(origin, destination)
    return [brief(ask, one) for one in one_a_subject(found)]


def of_place(ask: Ask, place: str) -> list[dict[str, Any]]:
    """The findings on a place that say most about its migration."""
    codes = answering(place)
    marks = ", ".join("?" for _ in codes)
    found = ask.shelf.findings(
        f"place IN ({marks}) OR counterpart IN ({marks})", [*codes, *codes], LOOKED_AT
    )
    ranked = sorted(found, key=lambda one: (not of_migration(one.concept), one.rank))
    return [brief(ask, one) for one in one_a_subject(ranked)[:ON_PLACE]]


def of_concept(ask: Ask, concept: str) -> list[dict[str, Any]]:
    """The weightiest findings on a concept, one a place."""
    found = ask.shelf.findings("concept = ?", [concept], LOOKED_AT)
    seen: dict[str, Found] = {}
    for one in found:
        seen.setdefault(one.place, one)
    return [brief(ask, one) for one in [*seen.values()][:ON_CONCEPT]]


def top(ask: Ask, count: int) -> list[dict[str, Any]]:
    """The weightiest recent findings on migration between named places, no two of a rule or place.

    Who speaks of no one place ("others", "unknown") is left to the list of findings.
    """
    codes = [concept.code for concept in what.concepts() if of_migration(concept.code)]
    ground = [p.code for kind in ("country", "area") for p in where.places(kind)]
    condition = (
        "list_contains(?, concept) AND list_contains(?, place) AND year(time_to) >= ? "
        "AND (counterpart IS NULL OR list_contains(?, counterpart))"
    )
    found = one_a_subject(ask.shelf.findings(condition, [codes, ground, RECENT, ground], LOOKED_AT))
    chosen: list[Found] = []
    for one in found:
        if not any(one.place == other.place or one.rule == other.rule for other in chosen):
            chosen.append(one)
    rest = [one for one in found if all(one.place != other.place for other in chosen)]
    return [brief(ask, one) for one in [*chosen, *rest][:count]]


def of_migration(concept: str) -> bool:
    """Whether a concept is about migration, and not about population or development."""
    return what.concept(concept).part == MIGRATION or what.concept(concept).place_role in (
        "destination",
        "country of asylum",
    )


def one_a_subject(found: Iterable[Found]) -> list[Found]:
    """Of each rule, concept and pair the first: other years stand on the page of findings."""
    kept: dict[tuple[str, ...], Found] = {}
    for one in found:
        key = (one.rule, one.concept, one.place, one.counterpart or "")
        kept.setdefault(key, one)
    return [*kept.values()]


def brief(ask: Ask, found: Found) -> dict[str, Any]:
    """A finding as a card: title, who says what, reasons, and its address."""
    words = ask.words
    return {
        "id": found.id,
        "href": ask.to.finding(found.id),
        "kind": found.kind,
        "rule": found.rule,
        "concept": found.concept,
        "place": found.place,
        "counterpart": found.counterpart,
        "title": title(ask, found),
        "where": where_words(ask, found),
        "when": words.period(Period(found.time_from, found.time_to, kind_of(found))),
        "people": None if found.people is None else words.number(found.people),
        "sides": [side(ask, one) for one in found.sides],
        "reasons": list(found.reasons),
    }


def kind_of(found: Found) -> Any:
    """Point or interval, as the finding's own period is."""
    return "point" if found.time_from == found.time_to else "interval"


NAMED = ("refugees-exceed-migrants", "migrants-exceed-population", "no-stock-for-refugees")
"""Rules whose names say what was counted."""


def title(ask: Ask, found: Found) -> str:
    """The matter, what was counted, and the place."""
    _ = ask.words._
    rule, where = ask.words.rule(found.rule), where_words(ask, found)
    if found.rule in NAMED:
        return _("{matter}: {where}").format(matter=rule, where=where)
    return _("{matter}: {concept}, {where}").format(
        matter=rule, concept=ask.words.concept(found.concept), where=where
    )


def where_words(ask: Ask, found: Found) -> str:
    """The place, or the pair in the order in which people moved."""
    from gmg.analysis.corridor import sends_back

    if not found.counterpart:
        return str(ask.words.place(found.place))
    ends = (found.counterpart, found.place)
    if sends_back(found.concept):
        ends = (found.place, found.counterpart)
    return ask.words._("from {origin} to {destination}").format(
        origin=ask.words.place(ends[0]), destination=ask.words.place(ends[1])
    )


def side(ask: Ask, one: Side) -> dict[str, Any]:
    """What one data set says: its total, or its parts."""
    period = Period(one.time_from, one.time_to, one.time_kind)  # type: ignore[arg-type]
    return {
        "agency": one.agency,
        "dataset": one.dataset,
        "edition": one.edition,
        "concept": one.concept,
        "basis": one.basis,
        "when": ask.words.period(period),
        "numbers": [number(ask, each) for each in one.numbers],
        "added": added(ask, one.numbers),
        "sum": sum_of(ask, one),
    }


def sum_of(ask: Ask, one: Side) -> Shown | None:
    """Our sum over the other ends, where the publisher gives no total: the finding rests on it, and
    its figures are only the largest addends. The text is empty where the shelf holds no such sum."""
    ends = {each.counterpart for each in one.numbers}
    if len(ends) < 2 or None in ends:
        return None
    href = ask.to.page(
        "sum",
        concept=one.concept,
        dataset=one.dataset,
        edition=one.edition,
        time=one.time_to.isoformat(),
        place=one.place,
    )
    rows = ask.shelf.rows(
        "SELECT value, count FROM totals WHERE place = ? AND side = 'place' AND concept = ? "
        "AND dataset = ? AND edition = ? AND time_to = ? AND how = ? LIMIT 1",
        [one.place, one.concept, one.dataset, one.edition, one.time_to, ALL_PARTNERS],
    )
    if not rows:
        return Shown("", href, ask.words._("our sum of published figures"))
    value, count = rows[0]
    return Shown(ask.words.number(value), href, said_of_sum(ask, ALL_PARTNERS, count))


def number(ask: Ask, one: Number) -> dict[str, Any]:
    """A figure of a side, with who was counted where that is not everybody."""
    text, exact = ("", "") if one.value is None else legible(ask, one.value)
    unit = "" if one.unit == PERSONS else one.unit
    return {
        "shown": Shown(text, ask.to.figure(one.id), "", exact, unit),
        "sex": "" if one.sex == "total" else one.sex,
        "counterpart": one.counterpart,
    }


def added(ask: Ask, numbers: Sequence[Number]) -> Shown | None:
    """The sum of women and men, where those are all there is: ours, not the publisher's."""
    sexes = {one.sex: one.value for one in numbers if one.value is not None}
    if len(numbers) != 2 or set(sexes) != {"female", "male"}:
        return None
    text, exact = legible(ask, sum(value for value in sexes.values() if value is not None))
    unit = "" if numbers[0].unit == PERSONS else numbers[0].unit
    return Shown(text, "", said_of_sum(ask, WOMEN_AND_MEN, len(numbers)), exact, unit)


def told(found: Found) -> dict[str, Any]:
    """A finding as the API answers it: codes and plain values."""
    return {
        "id": found.id,
        "rank": found.rank,
        "rule": found.rule,
        "kind": found.kind,
        "concept": found.concept,
        "place": found.place,
        "counterpart": found.counterpart,
        "time_from": found.time_from.isoformat(),
        "time_to": found.time_to.isoformat(),
        "people": plain(found.people),
        "reasons": list(found.reasons),
        "sides": [
            {
                "concept": one.concept,
                "agency": one.agency,
                "dataset": one.dataset,
                "edition": one.edition,
                "basis": one.basis,
                "time_from": one.time_from.isoformat(),
                "time_to": one.time_to.isoformat(),
                "figures": [
                    {
                        "id": each.id,
                        "value": plain(each.value),
                        "unit": each.unit,
                        "sex": each.sex,
                        "counterpart": each.counterpart,
                    }
                    for each in one.numbers
                ],
            }
            for one in found.sides
        ],
    }
