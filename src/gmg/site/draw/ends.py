"""Labels at the ends of lines: only those that find room."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from gmg.site.draw.plot import Box, Placed
from gmg.site.draw.svg import width_of

GAP = 7.0
LONGEST = 110.0
"""A label at the end of a line is at most so wide; a longer one stands in the legend only."""
APART, SHIFT = 13.0, 9.0
"""Labels stand so far apart at least, and are moved at most so far from the end of their line."""


def labels(placed: Sequence[Placed], box: Box) -> str:
    """Labels at the ends of the lines, those that find room without covering a label or a line."""
    if len(placed) < 2:
        return ""
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for one in sorted(placed, key=lambda one: one.at[-1][1]):
        x, y = one.at[-1]
        x += -GAP if box.rtl else GAP
        wide = width_of(one.line.label)
        left, right = (x - wide, x) if box.rtl else (x, x + wide)
        if wide > LONGEST or left < 0 or right > box.width:
            continue
        lower = max([y, *(own + APART for a, b, own in taken if a < right and b > left)])
        if lower - y > SHIFT or lower > box.base + 4:
            continue
        if any(_covers(other, left, right, lower) for other in placed if other is not one):
            continue
        taken.append((left, right, lower))
        look = one.line.look
        parts.append(
            f'<text class="l{look.key}" color="{look.colour}" fill="currentColor" '
            f'x="{x:.1f}" y="{lower + 4:.1f}">{escape(one.line.label)}</text>'
        )
    return f'<g class="ends" aria-hidden="true">{"".join(parts)}</g>' if parts else ""


def _covers(other: Placed, left: float, right: float, middle: float) -> bool:
    """Whether a label would lie upon another line."""
    upper, lower = middle - APART / 2, middle + APART / 2
    at = other.at
    if max(at[0][0], at[-1][0]) + 3 < left or min(at[0][0], at[-1][0]) - 3 > right:
        return False
    if any(left - 4 < x < right + 4 and upper - 3 < y < lower + 3 for x, y in at):
        return True
    for (a, p), (b, q) in pairwise(at):
        begin, end = max(min(a, b), left), min(max(a, b), right)
        if begin >= end:
            continue
        slope = (q - p) / (b - a)
        ends = (p + slope * (begin - a), p + slope * (end - a))
        if min(ends) < lower and max(ends) > upper:
            return True
    return False
