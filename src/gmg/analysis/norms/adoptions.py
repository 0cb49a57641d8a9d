"""What one State did about each legal instrument, and up to which day each file is known to be true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.act import Act, act_from, day
from gmg.analysis.places import answering
from gmg.axes import what

if TYPE_CHECKING:
    from gmg.evidence.base import Base

COMMON_SET = tuple(i.instrument for i in what.indicators("I") if i.instrument)
"""Instruments of part I of the Common Set."""


@dataclass(frozen=True, slots=True)
class Held:
    """One file on an instrument: whether it is whole, and the latest act of any party in it."""

    dataset: str
    edition: str
    snapshot: str
    complete: bool
    until: str

    def as_json(self) -> dict[str, Any]:
        """The file as a flat object."""
        return {
            "dataset": self.dataset,
            "edition": self.edition,
            "complete": self.complete,
            "latest_act_in_file": self.until or None,
        }


@dataclass(frozen=True, slots=True)
class Adoption:
    """One instrument: the acts of the place, and the files in which they would stand."""

    instrument: str
    title: str
    indicator: str | None
    acts: tuple[Act, ...]
    files: tuple[Held, ...]

    def as_json(self) -> dict[str, Any]:
        """The instrument with acts and files."""
        return {
            "instrument": self.instrument,
            "title": self.title,
            "indicator": self.indicator,
            "acts": [act.as_json() for act in self.acts],
            "files": [held.as_json() for held in self.files],
        }


def adoptions(base: Base, place: str) -> tuple[Adoption, ...]:
    """Each instrument that the release has a file on; nothing where it has no treaty acts."""
    if not base.release.parquet("treaty_acts"):
        return ()
    files = base.rows(
        "SELECT instrument, dataset, edition, snapshot, bool_and(complete) AS complete, "
        'max(date) AS last_day, max("year") AS last_year FROM treaty_acts '
        "WHERE instrument IS NOT NULL GROUP BY ALL ORDER BY ALL"
    )
    codes = answering(place)
    marks = ", ".join("?" for _ in codes)
    acts = base.rows(
        f"SELECT * FROM treaty_acts WHERE party IN ({marks}) AND instrument IS NOT NULL "
        'ORDER BY instrument, dataset, edition, coalesce(date, make_date("year", 12, 31)), "row", '
        '"column"',
        codes,
    )
    instruments = {row["instrument"] for row in files}
    ordered = [code for code in COMMON_SET if code in instruments]
    ordered += sorted(instruments - set(ordered), key=_by_adoption)
    return tuple(_adoption(code, acts, files) for code in ordered)


def _by_adoption(code: str) -> tuple[str, str]:
    return str(what.instrument(code).adopted), code


def _adoption(
    code: str, acts: Sequence[dict[str, Any]], files: Iterable[dict[str, Any]]
) -> Adoption:
    return Adoption(
        instrument=code,
        title=what.instrument(code).short_title,
        indicator=next((i.code for i in what.indicators("I") if i.instrument == code), None),
        acts=tuple(act_from(row) for row in acts if row["instrument"] == code),
        files=tuple(_held(row) for row in files if row["instrument"] == code),
    )


def _held(row: dict[str, Any]) -> Held:
    until = day(row["last_day"]) if row["last_day"] else str(row["last_year"] or "")
    return Held(row["dataset"], row["edition"], row["snapshot"], row["complete"], until)
