"""Ratification gaps: what the countries of a region have not joined, by the people concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.files import File, files, leading
from gmg.analysis.norms.parties import joined_elsewhere, name_of, status_in
from gmg.analysis.norms.people import People, people
from gmg.analysis.norms.sets import InstrumentSet, instrument_set
from gmg.analysis.norms.status import Status
from gmg.axes import where

if TYPE_CHECKING:
    from gmg.evidence.base import Base

SHOWN = ("migrant-stock", "refugees", "trafficking-victims")


@dataclass(frozen=True, slots=True)
class Gap:
    """One country: what it has joined, not joined, and what is not known, with its figures.

    `people` maps concepts to the country's figure; a concept without a figure is left out.
    """

    place: str
    missing: tuple[Status, ...]
    joined: tuple[Status, ...]
    doubtful: tuple[Status, ...]
    people: Mapping[str, People]

    def as_json(self) -> dict[str, Any]:
        """The country with one object a state and a figure."""
        return {
            "place": self.place,
            "name": name_of(self.place),
            "missing": [status.as_json() for status in self.missing],
            "joined": [status.as_json() for status in self.joined],
            "not_known_or_doubtful": [status.as_json() for status in self.doubtful],
            "people": {concept: figure.as_json() for concept, figure in self.people.items()},
        }


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a set in a region: `rows` by the figure of `ranked_by`, largest first; countries
    without that figure come last, by name. `files` are those of each instrument, the leading one
    first; none where the release has none.
    """

    of: InstrumentSet
    on: date | None
    ranked_by: str
    files: Mapping[str, tuple[File, ...]]
    rows: tuple[Gap, ...]
    asked: int

    @property
    def key(self) -> str:
        """In words what made the order."""
        if self.ranked_by == "migrant-stock":
            return "migrants living in the country, as UN DESA publishes or adds up by origin"
        if self.ranked_by == "trafficking-victims":
            return "victims of trafficking that the country's authorities detected (UNODC)"
        name = {"refugees": "refugees", "stateless": "stateless persons"}[self.ranked_by]
        return f"{name} in the country (UNHCR, added up by origin)"


def ratification_gaps(
    base: Base, of: str, region: str | None = None, on: date | None = None, top: int | None = None
) -> Gaps:
    """The countries of a region, or of the world, that have not joined all of a set.

    Without a day each file is asked at its newest act. A country has joined where any of the files
    says so: an older file does not know of later acts. Raises UnknownSet,
    UnknownPlace and NoMembers.
    """
    chosen = instrument_set(of)
    countries = {place.code for place in where.places("country")}
    if region is not None:
        countries &= set(where.members(where.find(region).code))
    held = {code: files(base, code) for code in chosen.instruments}
    concepts = dict.fromkeys((chosen.ranked_by, *SHOWN))
    figures = {concept: people(base, concept, countries) for concept in concepts}
    rows = [_gap(country, chosen, held, figures, on) for country in countries]
    rows = sorted(
        (row for row in rows if row.missing), key=lambda row: _rank(row, chosen.ranked_by)
    )
    return Gaps(chosen, on, chosen.ranked_by, held, tuple(rows[:top]), len(countries))


def _gap(
    country: str,
    of: InstrumentSet,
    held: Mapping[str, tuple[File, ...]],
    figures: Mapping[str, Mapping[str, People]],
    on: date | None,
) -> Gap:
    found = [_best(held[code], code, country, on) for code in of.instruments]
    return Gap(
        place=country,
        missing=tuple(status for status in found if status.open),
        joined=tuple(status for status in found if status.state == "party"),
        doubtful=tuple(status for status in found if not status.open and status.state != "party"),
        people={concept: by[country] for concept, by in figures.items() if country in by},
    )


def _best(held: Sequence[File], instrument: str, country: str, on: date | None) -> Status:
    """What the leading file says, or any other in which the country is bound."""
    first = status_in(leading(held), instrument, country, on)
    return first if first.state == "party" else joined_elsewhere(held, country, on) or first


def _rank(row: Gap, concept: str) -> tuple[Any, ...]:
    figure = row.people.get(concept)
    value = figure.value if figure else None
    return (value is None, -(value or 0), name_of(row.place))
