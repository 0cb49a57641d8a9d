"""Several agencies' numbers over time on one chart: one line each, never bridged where it breaks.

A line is broken where the caller says so (another definition, another edition) and where more time
than usual is left out; a thin tick stands in the gap and says why. A missing value is no point.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from gmg.site.draw.ends import GAP, LONGEST, labels
from gmg.site.draw.marks import inside
from gmg.site.draw.plot import Box, Line, Placed, Point
from gmg.site.draw.scale import gaps, scale, years
from gmg.site.draw.svg import AXIS, PALE, frame, width_of

__all__ = ["Line", "Point", "lines"]

WIDTH, HEIGHT = 460.0, 190.0
EDGE = 8.0
DENSE = 25
"""A line with more points than this shows only some of them as marks."""
LINKS = 72
"""So many points are links in one chart at most: the table below it links every number."""


def lines(
    paths: Sequence[Line],
    *,
    title: str,
    text: str,
    short: Callable[[float], str],
    year: Callable[[int], str] = str,
    rtl: bool = False,
    width: float = WIDTH,
    height: float = HEIGHT,
    ident: str = "",
    broken: str = "Break: the definition or the edition changes",
    missing: str = "Break: years without a figure",
    font: str = "",
) -> str:
    """A chart of lines over time, as SVG.

    `short` writes a value of the scale, `year` a year; `text` is the alternative for those who do
    not see it; `broken` and `missing` say what a break is. With `rtl` time runs from right to left
    and the scale stands on the right. Raises ValueError when there is no point at all.
    """
    drawn = [path for path in paths if path.points]
    if not drawn:
        raise ValueError("a chart of lines needs at least one point")
    days = [[point.when.toordinal() for point in path.points] for path in drawn]
    box, ticks = _box(drawn, days, short, width, height, rtl)
    placed = [_placed(path, own, box) for path, own in zip(drawn, days, strict=True)]
    count = sum(len(path.points) for path in drawn)
    body = _values(ticks, box, short) + _years(box, year)
    body += "".join([_line(one, count, (broken, missing)) for one in placed])
    body += labels(placed, box)
    linked = any(point.href is not None for path in drawn for point in path.points)
    return frame(
        width,
        height,
        title,
        text,
        body,
        ident=ident,
        kind="lines",
        rtl=rtl,
        linked=linked,
        font=font,
    )


def _box(
    drawn: Sequence[Line],
    days: Sequence[Sequence[int]],
    short: Callable[[float], str],
    width: float,
    height: float,
    rtl: bool,
) -> tuple[Box, list[float]]:
    values = [point.value for path in drawn for point in path.points]
    ticks = scale(min(values), max(values))
    first, last = min(min(own) for own in days), max(max(own) for own in days)
    if last - first < 366:
        first, last = first - 183, last + 183
    before = 10 + max(width_of(short(tick)) for tick in ticks)
    wide = [width_of(path.label) for path in drawn]
    after = max([EDGE, *(one + GAP for one in wide if one <= LONGEST)]) if len(drawn) > 1 else EDGE
    return Box(width, height, before, after, first, last, ticks[0], ticks[-1], rtl), ticks


def _placed(line: Line, days: list[int], box: Box) -> Placed:
    slope, start = box.across
    rise, base = box.up
    at = [
        (start + slope * day, base + rise * point.value)
        for day, point in zip(days, line.points, strict=True)
    ]
    breaks = [when.toordinal() for when in line.breaks]
    return Placed(line, days, at, gaps(days, breaks))


def _values(ticks: Sequence[float], box: Box, short: Callable[[float], str]) -> str:
    rise, base = box.up
    near, far = box.before, box.width - box.after
    words = near - 6
    if box.rtl:
        near, far, words = box.width - near, box.width - far, box.width - words
    grid, said = [], []
    for tick in ticks:
        y = base + rise * tick
        said.append(f'<text x="{words:.1f}" y="{y + 4:.1f}">{escape(short(tick))}</text>')
        if tick:
            grid.append(f"M{near:.1f} {y:.1f}H{far:.1f}")
    nought = ""
    if ticks[0] <= 0 <= ticks[-1]:
        nought = f'<path class="axis" d="M{near:.1f} {base:.1f}H{far:.1f}" stroke="{AXIS}"/>'
    return (
        f'<g aria-hidden="true"><path class="pale" d="{"".join(grid)}" stroke="{PALE}"/>{nought}'
        f'<g text-anchor="end">{"".join(said)}</g></g>'
    )


def _years(box: Box, year: Callable[[int], str]) -> str:
    """The years below the chart, each under its middle: a calendar year and a mid-year stand there."""
    slope, start = box.across
    first, last = date.fromordinal(box.first), date.fromordinal(box.last)
    most = 7 if box.width - box.before - box.after > 300 else 5
    ticks, said = [], []
    for one in years(first, last, most):
        x = start + slope * date(one, 7, 1).toordinal()
        ticks.append(f"M{x:.1f} {box.base:.1f}v4")
        said.append(f'<text x="{x:.1f}" y="{box.height - 6:g}">{escape(year(one))}</text>')
    return (
        f'<g aria-hidden="true"><path class="axis" d="{"".join(ticks)}" stroke="{AXIS}"/>'
        f'<g text-anchor="middle">{"".join(said)}</g></g>'
    )


def _line(one: Placed, count: int, why: tuple[str, str]) -> str:
    look = one.line.look
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    known, later = _runs(one)
    body = ""
    if known:
        body += f'<path d="{known}" stroke-width="1.9"{dash}/>'
    if later:
        body += f'<path class="later" d="{later}" stroke-width="1.1" stroke-opacity=".6"{dash}/>'
    if body:
        body = f'<g fill="none" stroke="currentColor" stroke-linejoin="round">{body}</g>'
    body += _breaks(one, why) + _points(one, count)
    return (
        f'<g class="line l{look.key}" color="{look.colour}">'
        f"<title>{escape(one.line.label)}</title>{body}</g>"
    )


def _runs(one: Placed) -> tuple[str, str]:
    """The strokes of a line, known and forecast: a run of points from one break to the next."""
    at, broken = one.at, one.broken
    turn = len(at)
    if one.line.forecast is not None:
        turn = bisect_left(one.days, one.line.forecast.toordinal())
    known: list[str] = []
    later: list[str] = []
    for number in range(1, len(at)):
        if number in broken:
            continue
        run = known if number < turn else later
        if not run or number - 1 in broken or number in (1, turn):
            run.append(f"M{at[number - 1][0]:.1f} {at[number - 1][1]:.1f}")
        run.append(f"L{at[number][0]:.1f} {at[number][1]:.1f}")
    return "".join(known), "".join(later)


def _breaks(one: Placed, why: tuple[str, str]) -> str:
    if not one.broken:
        return ""
    parts = []
    for number, gap in sorted(one.broken.items()):
        (left, upper), (right, lower) = one.at[number - 1], one.at[number]
        x, y = (left + right) / 2, (upper + lower) / 2
        said = escape(why[1] if gap else why[0])
        parts.append(f'<path d="M{x:.1f} {y - 7:.1f}v14"><title>{said}</title></path>')
    return f'<g class="break" stroke="currentColor">{"".join(parts)}</g>'


def _points(one: Placed, count: int) -> str:
    """Marks, and links where there are addresses; points of long lines are reached without a mark."""
    points, at, shape = one.line.points, one.at, one.line.look.shape
    total = len(points)
    step = -(-total // DENSE)
    share = -(-count // LINKS)
    always = {0, total - 1} | _alone(one)
    parts = []
    for number, point in enumerate(points):
        x, y = at[number]
        if number % step == 0 or number in always:
            drawn = f'<path d="M{x:.1f} {y:.1f}{shape}"'
        elif number % share == 0 and point.href is not None:
            drawn = f'<path class="hit" d="M{x:.1f} {y:.1f}h0"'
        else:
            continue
        said = f"><title>{escape(point.tip)}</title></path>" if point.tip else "/>"
        if point.href is None:
            parts.append(drawn + said)
        else:
            parts.append(f'<a href="{escape(point.href)}">{drawn}{said}</a>')
    return f"<g {inside(one.line.look)}>{''.join(parts)}</g>"


def _alone(one: Placed) -> set[int]:
    """The points with a break on both sides: without a mark they would not be seen."""
    if not one.broken:
        return set()
    total = len(one.at)
    ends = {0, total, *one.broken}
    return {number for number in range(total) if number in ends and number + 1 in ends}
