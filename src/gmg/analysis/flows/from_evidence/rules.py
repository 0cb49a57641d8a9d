"""Which places are taken together, and which figures are left out: two tables of rules."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Joined:
    """A place that stands for several in periods that start before a year; always, if none is said."""

    whole: str
    part: str
    before: int | None
    why: str

    def holds(self, start: int) -> bool:
        """Whether it is taken so in a period with that start."""
        return self.before is None or start < self.before


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Stocks in a place of residence that are no evidence at some dates of an edition."""

    edition: str
    place: str
    first: int
    last: int
    why: str


def wholes(start: int) -> dict[str, Joined]:
    """Part to the rule that joins it, in periods with that start; later rows of the table win."""
    return {rule.part: rule for rule in joined() if rule.holds(start)}


@lru_cache(maxsize=1)
def joined() -> tuple[Joined, ...]:
    """The rows of `joined.csv`."""
    return tuple(
        Joined(row["whole"], row["part"], int(row["before"]) if row["before"] else None, row["why"])
        for row in _rows("joined.csv")
    )


@lru_cache(maxsize=1)
def left_out() -> tuple[LeftOut, ...]:
    """The rows of `left_out.csv`."""
    return tuple(
        LeftOut(row["edition"], row["place"], int(row["first"]), int(row["last"]), row["why"])
        for row in _rows("left_out.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
