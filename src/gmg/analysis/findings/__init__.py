"""Contradictions, disagreements and silences of a release, ranked by the people concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.findings.finding import KINDS, Finding, Rule
from gmg.analysis.findings.identity import identity
from gmg.analysis.findings.kept import relation
from gmg.analysis.findings.rules import RULES, rule
from gmg.analysis.findings.tables import PROJECTED, listed
from gmg.analysis.places import answering
from gmg.records.figure import Figure, figure_from

if TYPE_CHECKING:
    from gmg.evidence.base import Base

SIDE_COLUMNS = (
    "concept",
    "dataset",
    "edition",
    "place",
    "counterpart",
    "time_to",
    "whole",
    "basis",
)
LARGEST = 12  # figures shown of one side that adds up many

__all__ = ["KINDS", "RULES", "Finding", "Rule", "count", "findings", "made", "rank"]


def findings(
    base: Base,
    *,
    kind: str | None = None,
    rule: str | None = None,
    place: str | None = None,
    counterpart: str | None = None,
    concept: str | None = None,
    year: int | None = None,
    top: int | None = None,
) -> list[Finding]:
    """The findings that meet the filters, the weightiest first.

    `place` also answers for the other side of a corridor when `counterpart` is not given. `year`
    matches findings whose time touches that year. Raises UnknownRule and ValueError for words that
    are no rule and no kind.
    """
    filters = {"place": place, "counterpart": counterpart, "concept": concept, "year": year}
    return made(base, rank(base, chosen(kind, rule), filters, top))


def made(base: Base, ranked: Sequence[dict[str, Any]]) -> list[Finding]:
    """Ranked lines as findings, with their figures."""
    resting = _figures(base, [line["rests_on"] for line in ranked])
    return [
        Finding(
            rule=line["rule"],
            kind=line["kind"],
            concept=line["concept"],
            place=line["place"],
            counterpart=line["counterpart"],
            time_from=line["time_from"],
            time_to=line["time_to"],
            people=line["people"],
            reasons=tuple(line["reasons"]),
            figures=figures,
            id=identity(line),
        )
        for line, figures in zip(ranked, resting, strict=True)
    ]


def chosen(kind: str | None, name: str | None) -> list[Rule]:
    """The rules of a kind, or the one named."""
    if kind is not None and kind not in KINDS:
        raise ValueError(f"no kind {kind!r}; findings are of the kinds {', '.join(KINDS)}")
    rules = [rule(name)] if name is not None else list(RULES)
    return [item for item in rules if kind in (None, item.kind)]


def rank(
    base: Base, rules: Sequence[Rule], filters: dict[str, Any], top: int | None = None
) -> list[dict[str, Any]]:
    """The ranked lines of the rules, without their figures: `rests_on` says which those are."""
    if not rules:
        return []
    sql, parameters = _ranking(relation(base, RULES), rules, filters)
    if top is not None:
        sql += f" LIMIT {int(top)}"
    return base.rows(sql, parameters)


def count(base: Base) -> dict[str, tuple[int, float]]:
    """Per rule the number of findings and of people concerned."""
    lines = base.rows(
        "SELECT rule, count(*) AS n, sum(people) AS people "
        f"FROM ({relation(base, RULES)}) GROUP BY rule ORDER BY rule"
    )
    return {line["rule"]: (line["n"], line["people"] or 0.0) for line in lines}


def _ranking(found: str, rules: Sequence[Rule], filters: dict[str, Any]) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    parameters: list[Any] = []
    if len(rules) < len(RULES):
        conditions.append(f"rule IN ({_marks(rules)})")
        parameters += [item.id for item in rules]
    places = answering(filters["place"]) if filters.get("place") else None
    others = answering(filters["counterpart"]) if filters.get("counterpart") else None
    if places and others:
        conditions.append(f"place IN ({_marks(places)}) AND counterpart IN ({_marks(others)})")
        parameters += [*places, *others]
    elif places:
        conditions.append(f"(place IN ({_marks(places)}) OR counterpart IN ({_marks(places)}))")
        parameters += [*places, *places]
    elif others:
        conditions.append(f"counterpart IN ({_marks(others)})")
        parameters += [*others]
    if filters.get("concept"):
        conditions.append("concept = ?")
        parameters.append(filters["concept"])
    if filters.get("year") is not None:
        year = int(filters["year"])
        conditions.append("time_from <= ? AND time_to >= ?")
        parameters += [date(year, 12, 31), date(year, 1, 1)]
    where = " AND ".join(conditions) or "true"
    return (
        f"SELECT * FROM ({found}) WHERE {where} "
        "ORDER BY people DESC NULLS LAST, rule, concept, place, counterpart NULLS FIRST, "
        "time_to DESC, time_from",
        parameters,
    )


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)


def _figures(base: Base, sides: Sequence[Sequence[dict[str, Any]]]) -> list[tuple[Figure, ...]]:
    """The figures each finding rests on, one query for all: side by side, total, women, men."""
    if not sides:
        return []
    flat = [
        [number, order, *(s[name] for name in SIDE_COLUMNS)]
        for number, rests_on in enumerate(sides)
        for order, s in enumerate(rests_on)
    ]
    connection = base.connection
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE asked (finding INTEGER, side INTEGER, concept VARCHAR, "
        "dataset VARCHAR, edition VARCHAR, place VARCHAR, counterpart VARCHAR, "
        "time_to DATE, whole BOOLEAN, basis VARCHAR)"
    )
    _insert(base, flat)
    concepts = {line[2] for line in flat}
    lines = base.rows(
        f"SELECT a.finding, a.side, f.* FROM ({base.relation(concepts)}) f JOIN asked a "
        "ON f.concept = a.concept AND f.dataset = a.dataset AND f.edition = a.edition "
        "AND f.place = a.place AND f.time_to = a.time_to "
        "AND (a.whole OR coalesce(f.counterpart, '') = coalesce(a.counterpart, '')) "
        "WHERE f.age = 'all' AND f.detail IS NULL AND f.value IS NOT NULL "
        f"AND f.basis NOT IN ({listed(PROJECTED)}) AND (a.basis IS NULL OR f.basis = a.basis) "
        "QUALIFY row_number() OVER (PARTITION BY a.finding, a.side "
        'ORDER BY f.counterpart IS NOT NULL, f.value DESC, f.snapshot, f.row, f."column") '
        f"<= {LARGEST} "
        "ORDER BY a.finding, a.side, f.counterpart NULLS FIRST, f.sex = 'total' DESC, f.sex, "
        'f.snapshot, f.sheet, f."row", f."column"'
    )
    found: list[list[Figure]] = [[] for _ in sides]
    for line in lines:
        found[line["finding"]].append(figure_from(line))
    return [tuple(figures) for figures in found]


def _insert(base: Base, rows: list[list[Any]]) -> None:
    """Many rows at once: as columns, which DuckDB unnests."""
    columns = list(zip(*rows, strict=True))
    marks = ", ".join("unnest(?)" for _ in columns)
    base.connection.execute(
        f"INSERT INTO asked SELECT {marks}", [list(column) for column in columns]
    )
