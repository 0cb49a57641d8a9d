"""When a figure is true: a point or an interval, never just a year.

Mid-2024 and the end of 2024 are half a year apart, and a sum over 2024 is neither: three periods
that carry the same `year` and are not the same.

>>> mid_year(2024).label(), end_year(2024).label(), calendar_year(2024).label()
('mid-2024', 'end of 2024', '2024')
>>> mid_year(2024).distance(end_year(2024))
183
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["point", "interval"]
KINDS: tuple[Kind, ...] = ("point", "interval")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A point (both dates equal) or an interval (both days are inside).

    Raises ValueError when the dates are the wrong way round or a point has two dates.
    """

    time_from: date
    time_to: date
    kind: Kind

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a period is a point or an interval, not {self.kind!r}")
        if self.time_from > self.time_to:
            raise ValueError(f"{self.time_from} lies after {self.time_to}")
        if self.kind == "point" and self.time_from != self.time_to:
            raise ValueError(f"a point has one date, not {self.time_from} and {self.time_to}")

    @property
    def year(self) -> int:
        """The year a reader would look for: that of the last day.

        A point on 1 January counts as the end of the year before, because publishers write the same
        population as 31 December and as 1 January.
        """
        if self.kind == "point" and (self.time_to.month, self.time_to.day) == (1, 1):
            return self.time_to.year - 1
        return self.time_to.year

    @property
    def days(self) -> int:
        """Days inside an interval, both ends counted; 0 for a point."""
        return 0 if self.kind == "point" else (self.time_to - self.time_from).days + 1

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.time_from <= other.time_to and other.time_from <= self.time_to

    def distance(self, other: Period) -> int:
        """Days between the nearest ends; 0 when the two overlap."""
        if self.overlaps(other):
            return 0
        first, last = sorted((self, other))
        return (last.time_from - first.time_to).days

    def label(self) -> str:
        """The period in words: `mid-2024`, `end of 2023`, `2015`, `July 2015 to June 2020`."""
        return _point_label(self.time_to) if self.kind == "point" else _interval_label(self)

    def __str__(self) -> str:
        return self.label()


def day(d: date) -> Period:
    """A point on one day, such as the date of a count or of a round of assessment."""
    return Period(d, d, "point")


def mid_year(year: int) -> Period:
    """The point 1 July."""
    return day(date(year, 7, 1))


def end_year(year: int) -> Period:
    """The point 31 December."""
    return day(date(year, 12, 31))


def year_start(year: int) -> Period:
    """The point 1 January; its `year` is the year before."""
    return day(date(year, 1, 1))


def days(first: date, last: date) -> Period:
    """The interval from one day to another, both inside; `days(d, d)` is what happened on a day."""
    return Period(first, last, "interval")


def calendar_year(year: int) -> Period:
    """The interval 1 January to 31 December."""
    return calendar_years(year, year)


def calendar_years(first: int, last: int) -> Period:
    """The interval from 1 January of the first year to 31 December of the last."""
    return days(date(first, 1, 1), date(last, 12, 31))


def five_years(text: str) -> Period:
    """The interval from mid-year to mid-year that `2015-2020` names: 1 July 2015 to 30 June 2020.

    World Population Prospects writes its five-year periods so: in the 2024 edition the years at the
    two ends count by half. Raises ValueError when the text is of another form or the years are not
    five apart.
    """
    found = re.fullmatch(r"\s*(\d{4})\s*[-\u2013]\s*(\d{4})\s*", text)
    if found is None:
        raise ValueError(f"{text!r} is not of the form 2015-2020")
    first, last = int(found[1]), int(found[2])
    if last - first != 5:
        raise ValueError(f"{text!r} is {last - first} years long, not five")
    return between_mid_years(first, last)


def between_mid_years(first: int, last: int) -> Period:
    """The interval from 1 July of the first year to 30 June of the last.

    Rates of change of the migrant stock are over such intervals, not all of them five years long.
    """
    return days(date(first, 7, 1), date(last, 6, 30))


def month(text: str) -> Period:
    """The interval of the month that `2014-01` names."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if found is None or not 1 <= int(found[2]) <= 12:
        raise ValueError(f"{text!r} is not of the form 2014-01")
    return months(int(found[1]), int(found[2]), 1)


def quarter(text: str) -> Period:
    """The interval of the quarter that `2014-Q1` or `2014Q1` names."""
    found = re.fullmatch(r"(\d{4})-?Q([1-4])", text)
    if found is None:
        raise ValueError(f"{text!r} is not of the form 2014-Q1")
    return months(int(found[1]), 3 * int(found[2]) - 2, 3)


def months(year: int, first: int, count: int) -> Period:
    """The interval of `count` whole months from month `first` of a year."""
    start = date(year, first, 1)
    years, last = divmod(first - 1 + count - 1, 12)
    end_of_last = monthrange(year + years, last + 1)[1]
    return days(start, date(year + years, last + 1, end_of_last))


def _point_label(d: date) -> str:
    match (d.month, d.day):
        case (7, 1):
            return f"mid-{d.year}"
        case (12, 31):
            return f"end of {d.year}"
        case _:
            return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def _interval_label(period: Period) -> str:
    first, last = period.time_from, period.time_to
    if first == last:
        return f"during {_plain(first)}"
    after = last + timedelta(days=1) if last < date.max else last
    if first.day != 1 or after.day != 1:
        return f"{_plain(first)} to {_plain(last)}"
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    start = f"{MONTHS[first.month - 1]} {first.year}"
    end = f"{MONTHS[last.month - 1]} {last.year}"
    return start if start == end else f"{start} to {end}"


def _plain(d: date) -> str:
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as published: a day, a month or a year. What was not published is not made up.

    >>> PartialDate.parse("2007-11").last
    datetime.date(2007, 11, 30)
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without a month is no date")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """`2014`, `2007-11` or `2006-05-09`; raises ValueError on anything else."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
        if found is None:
            raise ValueError(f"{text!r} is not an ISO date, whole or shortened")
        return cls(*(int(part) for part in found.groups() if part is not None))

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        """How much of the date was published."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def first(self) -> date:
        """The first day the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{p:02}" for p in (self.month, self.day) if p is not None))
        return "-".join(parts)


def partial(text: str) -> PartialDate | None:
    """The date in a cell of a table of facts; None for an empty cell."""
    return PartialDate.parse(text) if text else None
