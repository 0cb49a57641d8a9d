"""Named sets of instruments, from `facts/instrument_sets.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gmg.axes import what
from gmg.axes.tables import UnknownCode, rows, words


class UnknownSet(UnknownCode):
    """No set of instruments has that code."""

    what = "set of instruments"

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.listed = f"; there are {', '.join(known)}"
        super().__init__(code, known)


@dataclass(frozen=True, slots=True)
class InstrumentSet:
    """A set: its instruments in order, and the concept by which its gaps are ranked."""

    code: str
    title: str
    instruments: tuple[str, ...]
    ranked_by: str
    confidence: str
    source: str
    note: str


def instrument_set(code: str) -> InstrumentSet:
    """The set of a code such as `core`; UnknownSet names the nearest codes."""
    found = _sets().get(code)
    if found is None:
        raise UnknownSet(code, tuple(_sets()))
    return found


def instrument_sets() -> tuple[InstrumentSet, ...]:
    """All sets, in the order of the table."""
    return tuple(_sets().values())


@lru_cache(maxsize=1)
def _sets() -> dict[str, InstrumentSet]:
    return {
        row["set"]: InstrumentSet(
            code=row["set"],
            title=row["title"],
            instruments=tuple(what.instrument(code).code for code in words(row["instruments"])),
            ranked_by=what.concept(row["ranked_by"]).code,
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("instrument_sets")
    }
