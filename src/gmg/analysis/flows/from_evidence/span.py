"""The time between two tables of stocks: from one 1 July to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gmg.analysis.flows.inputs import FlowError


class NoPeriod(FlowError):
    """A period that no two tables of stocks of the edition stand at the ends of."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From 1 July of `start` to 30 June of `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise NoPeriod(f"{self.start}-{self.end}: a period ends later than it starts")

    @property
    def label(self) -> str:
        """As it is asked for: `2015-2020`."""
        return f"{self.start}-{self.end}"

    @property
    def years(self) -> int:
        """How long it is. UN DESA's stocks of 2024 and of 2019 end periods of four years."""
        return self.end - self.start

    @property
    def time_from(self) -> date:
        """The first day inside."""
        return date(self.start, 7, 1)

    @property
    def time_to(self) -> date:
        """The last day inside."""
        return date(self.end, 6, 30)

    def weights(self) -> dict[int, float]:
        """The calendar years that it touches: half of the first and of the last, all of the others.

        >>> Span(2015, 2018).weights()
        {2015: 0.5, 2016: 1.0, 2017: 1.0, 2018: 0.5}
        """
        between = range(self.start + 1, self.end)
        return {self.start: 0.5, **dict.fromkeys(between, 1.0), self.end: 0.5}


def span(asked: Span | str) -> Span:
    """A period from its text: `2015-2020` or `2015–20`."""
    if isinstance(asked, Span):
        return asked
    found = re.fullmatch(r"\s*(\d{4})\s*[-–/]\s*(\d{2}|\d{4})\s*", asked)
    if found is None:
        raise NoPeriod(f"{asked!r} is no period; one is written 2015-2020")
    start, end = int(found[1]), found[2]
    if len(end) == 2:
        century = start // 100 * 100
        last = century + int(end)
        return Span(start, last if last > start else last + 100)
    return Span(start, int(end))


def spans(years: tuple[int, ...]) -> tuple[Span, ...]:
    """The periods between dates that follow one another."""
    return tuple(Span(a, b) for a, b in pairwise(years))


def of_edition(asked: Span | str | None, years: tuple[int, ...], edition: str) -> Span:
    """The period asked for, the last one if none; both of its ends must be dates of the edition.

    Raises NoPeriod. A period may pass over dates between.
    """
    if asked is None:
        return spans(years)[-1]
    found = span(asked)
    for year in (found.start, found.end):
        if year not in years:
            known = ", ".join(one.label for one in spans(years))
            raise NoPeriod(
                f"UN DESA's edition of {edition} has no stocks of mid-{year}; its periods are {known}"
            )
    return found
