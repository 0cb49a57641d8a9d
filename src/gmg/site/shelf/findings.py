"""Findings on the shelf: each with its figures side by side, so that a page reads and never works out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from gmg.analysis.findings import RULES, made, rank
from gmg.analysis.findings.kept import fingerprint

if TYPE_CHECKING:
    from gmg.analysis.findings import Finding
    from gmg.evidence.base import Base
    from gmg.records.figure import Figure

TABLE = """
CREATE TABLE shelf.findings (
    id VARCHAR, rank INTEGER, rule VARCHAR, kind VARCHAR, concept VARCHAR, place VARCHAR,
    counterpart VARCHAR, time_from DATE, time_to DATE, people DOUBLE, reasons VARCHAR[],
    agencies VARCHAR[], sides VARCHAR
)
"""
COLUMNS = (
    "id, rank, rule, kind, concept, place, counterpart, time_from, time_to, people, reasons, "
    "agencies, sides"
)


def version() -> str:
    """What decides which findings there are."""
    return fingerprint(RULES)


class Number(NamedTuple):
    """A figure of a side: its id, its value in `unit`, who was counted."""

    id: str
    value: float | None
    unit: str
    sex: str
    counterpart: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """What one data set says: one figure, or several that belong together."""

    concept: str
    agency: str
    dataset: str
    edition: str
    basis: str
    place: str
    time_from: date
    time_to: date
    time_kind: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the shelf; `rank` counts from 1, the weightiest first."""

    id: str
    rank: int
    rule: str
    kind: str
    concept: str
    place: str
    counterpart: str | None
    time_from: date
    time_to: date
    people: float | None
    reasons: tuple[str, ...]
    agencies: tuple[str, ...]
    sides: tuple[Side, ...]


def found(row: tuple[Any, ...]) -> Found:
    """A finding from a row of the table."""
    told: dict[str, Any] = dict(zip(COLUMNS.split(", "), row, strict=True))
    told["reasons"], told["agencies"] = tuple(told["reasons"]), tuple(told["agencies"])
    told["sides"] = tuple(map(side_from, json.loads(told["sides"])))
    return Found(**told)


def side_from(told: list[Any]) -> Side:
    """A side as the table keeps it."""
    concept, agency, dataset, edition, basis, place, time_from, time_to, time_kind, numbers = told
    return Side(
        concept=concept,
        agency=agency,
        dataset=dataset,
        edition=edition,
        basis=basis,
        place=place,
        time_from=date.fromisoformat(time_from),
        time_to=date.fromisoformat(time_to),
        time_kind=time_kind,
        numbers=tuple(Number(*number) for number in numbers),
    )


def fill_findings(base: Base, connection: Any) -> None:
    """Write every finding of the release, ranked."""
    import polars as pl

    lines = made(base, rank(base, RULES, {}))
    rows = [row(place, finding) for place, finding in enumerate(lines, start=1)]
    connection.execute(TABLE)
    if not rows:
        return
    names = [name.strip() for name in COLUMNS.split(",")]
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    frame = pl.DataFrame(  # noqa: F841 - DuckDB finds it by its name
        {name: list(values) for name, values in columns.items()},
        schema_overrides={
            "counterpart": pl.String,
            "people": pl.Float64,
            "reasons": pl.List(pl.String),
            "agencies": pl.List(pl.String),
        },
    ).to_arrow()
    connection.execute(f"INSERT INTO shelf.findings SELECT {COLUMNS} FROM frame ORDER BY rank")


def row(place: int, finding: Finding) -> tuple[Any, ...]:
    """A finding as the table keeps it."""
    sides = sides_of(finding.figures)
    return (
        finding.id,
        place,
        finding.rule,
        finding.kind,
        finding.concept,
        finding.place,
        finding.counterpart,
        finding.time_from,
        finding.time_to,
        finding.people,
        list(finding.reasons),
        sorted({figure.agency for figure in finding.figures}),
        json.dumps(sides, separators=(",", ":")),
    )


def sides_of(figures: tuple[Figure, ...]) -> list[list[Any]]:
    """Figures by data set, edition and time, in the order in which the finding names them."""
    sides: dict[tuple[Any, ...], list[Any]] = {}
    for one in figures:
        key = (one.concept, one.agency, one.dataset, one.edition, one.place, one.time_to)
        side = sides.setdefault(
            key,
            [
                one.concept,
                one.agency,
                one.dataset,
                one.edition,
                one.basis,
                one.place,
                one.time_from.isoformat(),
                one.time_to.isoformat(),
                one.time_kind,
                [],
            ],
        )
        side[-1].append([one.id, one.value, one.unit, one.sex, one.counterpart])
    return list(sides.values())
