"""What a chart over time is made of: lines of points, and the box they are put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gmg.site.draw.marks import Look

TOP, BOTTOM, PAD = 12.0, 24.0, 8.0


@dataclass(frozen=True, slots=True)
class Point:
    """A number: the middle of its period, its value in the unit of the chart, its address, its tip."""

    when: date
    value: float
    href: str | None
    tip: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: points oldest first, all in the unit of the chart.

    `forecast` is the first date that is one. Before the first point on or after a date of `breaks`
    the line is broken.
    """

    label: str
    look: Look
    points: tuple[Point, ...]
    forecast: date | None = None
    breaks: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Where the numbers stand: days and values to units of the drawing; time may run leftwards."""

    width: float
    height: float
    before: float
    after: float
    first: int
    last: int
    low: float
    high: float
    rtl: bool

    @property
    def base(self) -> float:
        """The height of the axis of years."""
        return self.height - BOTTOM

    @property
    def across(self) -> tuple[float, float]:
        """Units a day, and where day nought lies."""
        room = self.width - self.before - self.after - 2 * PAD
        slope = room / (self.last - self.first)
        if self.rtl:
            return -slope, self.width - self.before - PAD + self.first * slope
        return slope, self.before + PAD - self.first * slope

    @property
    def up(self) -> tuple[float, float]:
        """Units a unit of value, and where value nought lies."""
        slope = -(self.base - TOP) / (self.high - self.low)
        return slope, self.base - self.low * slope


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with where its points lie, and the points it is broken before (True: a gap)."""

    line: Line
    days: list[int]
    at: list[tuple[float, float]]
    broken: dict[int, bool]
