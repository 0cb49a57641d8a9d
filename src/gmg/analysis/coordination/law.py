"""Law: which binding instruments on a topic a place is bound by, as far as the files here say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.norms.matrix import matrix
from gmg.analysis.norms.status import OPEN
from gmg.axes import what

if TYPE_CHECKING:
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Law:
    """Codes of the instruments on a topic: joined, not joined, and not known here.

    `as_of` says up to when the file that answers for an instrument is true: what was joined since
    is not seen.
    """

    joined: tuple[str, ...]
    open: tuple[str, ...]
    unknown: tuple[str, ...]
    as_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def share_open(self) -> float | None:
        """Of those that are known, the share not joined; None where none is known."""
        known = len(self.joined) + len(self.open)
        return len(self.open) / known if known else None


def instruments_on(topic: str) -> tuple[str, ...]:
    """Binding instruments on a topic that any State can join, in the order of the catalogue.

    Regional ones are left out: nobody outside the region can join them.
    """
    return tuple(
        one.code
        for one in what.instruments()
        if one.binding and topic in one.themes and one.scope == "universal"
    )


def laws(
    base: Base, places: Iterable[str], topics: Iterable[str], on: date | None = None
) -> dict[tuple[str, str], Law]:
    """The law of each place and topic on a day, today unless named."""
    asked, where = list(topics), list(places)
    codes = sorted({code for topic in asked for code in instruments_on(topic)})
    if not codes:
        return {(place, topic): Law((), (), ()) for place in where for topic in asked}
    day = on or date.today()
    made = matrix(base, instruments=codes, places=where, first_year=day.year, today=day)
    states = {
        (row["place"], row["instrument"]): row[str(day.year)]
        for row in made.cells.iter_rows(named=True)
    }
    whole = frozenset(made.files.filter("complete")["instrument"])
    as_of = {code: day for code, day in made.files.select("instrument", "as_of").iter_rows() if day}
    return {
        (place, topic): _law(place, instruments_on(topic), states, as_of, whole)
        for place in where
        for topic in asked
    }


def _law(
    place: str,
    codes: Iterable[str],
    states: Mapping[tuple[str, str], str],
    as_of: Mapping[str, str],
    whole: frozenset[str],
) -> Law:
    """An excerpt never says that a place has not joined."""
    of = {code: states[place, code] for code in codes}
    return Law(
        joined=tuple(code for code, state in of.items() if state == "party"),
        open=tuple(code for code, state in of.items() if state in OPEN and code in whole),
        unknown=tuple(
            code
            for code, state in of.items()
            if state != "party" and not (state in OPEN and code in whole)
        ),
        as_of={code: as_of[code] for code in of if code in as_of},
    )
