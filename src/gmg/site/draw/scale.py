"""Scales: round values for an axis, years for an axis of time, and where a line has to break."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

USUAL = 0.25
"""A step is usual when it makes up this share of all steps of a line."""
BEYOND = 1.5
"""A step longer than this many usual steps leaves a year out."""
MONTH = 30.44


def scale(low: float, high: float) -> list[float]:
    """Three to six round values that hold all between them, from nought where that is not too far.

    >>> scale(3, 96)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    low = min(low, 0.0) if low <= 0 or low < 0.6 * high else low
    if high <= 0:
        high = 0.0
    if low == high:
        high = low + (abs(low) or 1.0)
    step = _round_step((high - low) / 4)
    start, end = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(start, max(end, start + 1) + 1)]


def years(first: date, last: date, most: int = 7) -> list[int]:
    """At most about `most` round years whose middle lies between two dates.

    >>> years(date(1990, 7, 1), date(2024, 7, 1))
    [1990, 1995, 2000, 2005, 2010, 2015, 2020]
    """
    start = first.year + (first > date(first.year, 7, 1))
    end = last.year - (last < date(last.year, 7, 1))
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100, 10_000) if (end - start) / s <= most)
    return list(range(ceil(start / step) * step, end + 1, step))


def gaps(days: Sequence[int], breaks: Sequence[int] = ()) -> dict[int, bool]:
    """The points before which a line is broken: the number of the point, and whether it is a gap.

    `days` are ordinals of dates, rising. True: more time than usual is left out. False: one of
    `breaks` (a change of definition or edition) lies after the point before and not after this one.

    >>> gaps([0, 365, 730, 1826, 2191])
    {3: True}
    """
    if len(days) < 2:
        return {}
    steps = [later - earlier for earlier, later in pairwise(days)]
    found: dict[int, bool] = {}
    if max(steps) > BEYOND * min(steps):
        longest = BEYOND * _usual(steps)
        found = {at: True for at, step in enumerate(steps, 1) if step > longest}
    if breaks:
        ordered = sorted(breaks)
        for at, (earlier, later) in enumerate(pairwise(days), 1):
            if bisect_right(ordered, later) > bisect_right(ordered, earlier):
                found[at] = False
    return found


def _usual(steps: Sequence[int]) -> float:
    """The longest step that is common: five years and then one year are both usual."""
    months = Counter(max(1, round(step / MONTH)) for step in steps)
    common = [length for length, count in months.items() if count >= USUAL * len(steps)]
    longest = max(common) if common else sorted(months.elements())[len(steps) // 2]
    return longest * MONTH


def _round_step(rough: float) -> float:
    size = 10.0 ** floor(log10(rough))
    return next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= rough * 0.999)
