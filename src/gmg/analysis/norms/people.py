"""How many people a gap concerns: one agency's newest figure of a place, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.axes import what

if TYPE_CHECKING:
    from gmg.evidence.base import Base

FIGURES = {
    "migrant-stock": "undesa.migrant-stock",
    "refugees": "unhcr.population",
    "asylum-seekers": "unhcr.population",
    "internally-displaced": "unhcr.population",
    "stateless": "unhcr.population",
    "trafficking-victims": "unodc.trafficking",
}
"""The data set that each concept is taken from."""

LIVE = "9999"  # an edition without a date was pulled live and is the newest


@dataclass(frozen=True, slots=True)
class People:
    """One figure: `value` in persons, None where the publisher gives no number (`as_published` says
    what it gives).

    `parts` is 0 for a published total; else the value was added from so many published figures by
    origin, of which `without` give no number. `cells` are the ids of up to three of them.
    """

    concept: str
    place: str
    value: float | None
    as_published: str
    on: date
    agency: str
    dataset: str
    edition: str
    parts: int
    without: int
    cells: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The figure as a flat object."""
        return {
            "concept": self.concept,
            "place": self.place,
            "value": self.value,
            "as_published": self.as_published,
            "on": self.on.isoformat(),
            "agency": self.agency,
            "dataset": self.dataset,
            "edition": self.edition,
            "added_from": self.parts,
            "without_a_number": self.without,
            "ids": list(self.cells),
        }


def people(
    base: Base, concept: str, places: Iterable[str], on: date | None = None
) -> dict[str, People]:
    """The newest figure of each place, or the newest that is not later than a day.

    That is the newest edition, then its newest time, then the published total or, where there is
    none, the figures by origin added up. A place without a figure is left out; that is not zero.
    """
    from gmg.analysis.figures import YEAR

    asked = sorted(set(places))
    dataset = FIGURES[what.concept(concept).code]
    marks = ", ".join("?" for _ in asked)
    rows = base.rows(
        f"""
        SELECT place, counterpart, sex, value, unit, as_published, time_to, agency, dataset, edition,
            substr(snapshot, 1, 12) || '.' || "row" || '.' || "column"
            || coalesce('.' || replace(sheet, ' ', '_'), '') AS id
        FROM ({base.relation([concept])})
        WHERE concept = ? AND dataset = ? AND age = 'all' AND detail IS NULL
            AND basis NOT LIKE '%repatriated%' AND place IN ({marks}) AND {YEAR} <= ?
            AND time_to <= ?
        QUALIFY time_to = max(time_to) OVER (PARTITION BY place, edition)
        ORDER BY place, edition, counterpart NULLS FIRST, sex, id
        """,
        [concept, dataset, *asked, date.today().year, on or date.max],
    )
    order = _editions(base, dataset)
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        found.setdefault(row["place"], {}).setdefault(row["edition"], []).append(row)
    return {
        place: _figure(concept, editions[max(editions, key=lambda name: order.get(name, ""))])
        for place, editions in found.items()
    }


def _editions(base: Base, dataset: str) -> dict[str, str]:
    """The day on which each edition was published, to order them."""
    described = base.release.sources.get(dataset)
    return {item.id: item.published or LIVE for item in described.editions} if described else {}


def _figure(concept: str, rows: Sequence[dict[str, Any]]) -> People:
    totals = [row for row in rows if row["counterpart"] is None and row["sex"] == "total"]
    if totals:
        return _made(concept, totals[:1], _persons(totals[0]), 0)
    used: list[dict[str, Any]] = []
    by_origin: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        by_origin.setdefault(row["counterpart"], []).append(row)
    for origin in by_origin.values():
        whole = [row for row in origin if row["sex"] == "total"]
        used += whole[:1] or origin
    numbers = [value for row in used if (value := _persons(row)) is not None]
    return _made(concept, used, sum(numbers) if numbers else None, len(used))


def _persons(row: dict[str, Any]) -> float | None:
    return None if row["value"] is None else row["value"] * what.unit(row["unit"]).factor


def _made(concept: str, rows: Sequence[dict[str, Any]], value: float | None, parts: int) -> People:
    first = rows[0]
    return People(
        concept=concept,
        place=first["place"],
        value=value,
        as_published=first["as_published"] if parts < 2 else "",
        on=first["time_to"],
        agency=first["agency"],
        dataset=first["dataset"],
        edition=first["edition"],
        parts=parts,
        without=sum(row["value"] is None for row in rows),
        cells=tuple(row["id"] for row in rows[:3]),
    )
