"""One published act, and the file it stands in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gmg.axes.when import MONTHS


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one party as published; `id` is its cell, which `gmg trace` takes."""

    instrument: str | None
    party: str | None
    party_as_published: str
    act: str
    date: datetime.date | None
    year: int | None
    effective: datetime.date | None = None
    about: str | None = None
    provisions: str | None = None
    text: str | None = None
    as_published: str | None = None
    complete: bool = True
    agency: str = ""
    dataset: str = ""
    edition: str = ""
    snapshot: str = ""
    sheet: str | None = None
    row: int = 0
    column: str = ""
    note: str | None = None

    @property
    def id(self) -> str:
        """What `gmg trace` takes."""
        from gmg.records.cell import Cell

        return Cell(self.snapshot, self.sheet, self.row, self.column).id

    @property
    def when(self) -> str:
        """The day or the year of the act in words; empty where none is published."""
        return day(self.date) if self.date else str(self.year or "")

    @property
    def earliest(self) -> datetime.date | None:
        """The first day that the act can be of; None where neither day nor year is published."""
        if self.date is not None:
            return self.date
        return datetime.date(self.year, 1, 1) if self.year else None

    @property
    def latest(self) -> datetime.date | None:
        """The last day that the act can be of; None where neither day nor year is published."""
        if self.date is not None:
            return self.date
        return datetime.date(self.year, 12, 31) if self.year else None

    def as_json(self) -> dict[str, Any]:
        """The act as a flat object."""
        return {
            "party": self.party,
            "act": self.act,
            "date": self.date.isoformat() if self.date else None,
            "year": self.year,
            "effective": self.effective.isoformat() if self.effective else None,
            "about": self.about,
            "provisions": self.provisions,
            "text": self.text,
            "as_published": self.as_published,
            "complete": self.complete,
            "agency": self.agency,
            "dataset": self.dataset,
            "edition": self.edition,
            "id": self.id,
            "note": self.note,
        }


def act_from(row: Mapping[str, Any]) -> Act:
    """The act of a row of the contract; a release made before a column was there lacks its value."""
    values: dict[str, Any] = {name: row.get(name) for name in Act.__slots__}
    return Act(**values)


def day(on: datetime.date) -> str:
    """A date in words: `24 February 1993`."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
