"""Acts in time: parties to an instrument as steps that rise and fall, and dots on a strip of years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from gmg.site.draw.marks import AGENCIES, MARKS
from gmg.site.draw.plot import Box
from gmg.site.draw.scale import scale, years
from gmg.site.draw.svg import AXIS, INK, PALE, fitted, frame, link, width_of

WIDTH, HEIGHT, EDGE = 460.0, 190.0, 8.0
LANE, FOOT = 22.0, 24.0
DOTS = 60
"""More acts than this stand as ticks without links: the list of acts links each."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of one State: its day, how many parties it adds (1, 0 or -1), its tip, its address."""

    when: date
    change: int
    tip: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A day that matters to the instrument itself: adoption, entry into force."""

    when: date
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One act on a strip: its lane (from nought), its day, its tip, its address, its mark."""

    lane: int
    when: date
    tip: str
    href: str | None = None
    mark: str = "disc"


def parties(
    acts: Sequence[Act],
    events: Sequence[Event],
    until: date,
    *,
    title: str,
    text: str,
    short: Callable[[float], str],
    year: Callable[[int], str] = str,
    rtl: bool = False,
    width: float = WIDTH,
    height: float = HEIGHT,
    ident: str = "",
) -> str:
    """How many parties an instrument had, from the first event or act to `until`.

    The acts are those known: the line is their running sum. Raises ValueError without an act.
    """
    if not acts:
        raise ValueError("steps need at least one act")
    ordered = sorted(acts, key=lambda act: act.when)
    days = [one.when.toordinal() for one in (*ordered, *events)]
    first, last = min(days), max(*days, until.toordinal())
    first = min(first, last - 366)
    counts, count = [], 0
    for act in ordered:
        count += act.change
        counts.append(count)
    ticks = [one for one in scale(min(0, *counts), max(1, *counts)) if one == int(one)]
    before = 10 + max(width_of(short(tick)) for tick in ticks)
    box = Box(width, height - 8, before, EDGE, first, last, ticks[0], ticks[-1], rtl)
    body = _grid(box, ticks, short) + year_axis(box, height, year)
    body += "".join(_event(one, at, box) for at, one in enumerate(events))
    body += _steps(ordered, counts, last, box) + _rug(ordered, box)
    linked = len(acts) <= DOTS and any(act.href is not None for act in acts)
    return frame(
        width, height, title, text, body, ident=ident, kind="steps", rtl=rtl, linked=linked
    )


def strip(
    dots: Sequence[Dot],
    lanes: Sequence[str],
    *,
    title: str,
    text: str,
    year: Callable[[int], str] = str,
    span: tuple[date, date] | None = None,
    rtl: bool = False,
    width: float = WIDTH,
    ident: str = "",
) -> str:
    """Acts as dots on lanes over years, each lane with its words before it.

    `span` widens the years shown. Raises ValueError without a dot.
    """
    if not dots:
        raise ValueError("a strip needs at least one dot")
    days = [one.toordinal() for one in (*(dot.when for dot in dots), *(span or ()))]
    first, last = min(days), max(days)
    if last - first < 366:
        first, last = first - 183, last + 183
    height = len(lanes) * LANE + FOOT + 4
    before = min(0.4 * width, 8 + max(width_of(lane) for lane in lanes))
    box = Box(width, height, before, EDGE, first, last, 0.0, 1.0, rtl)
    slope, start = box.across
    near, far = (width - before, EDGE) if rtl else (before, width - EDGE)
    parts = []
    for at, lane in enumerate(lanes):
        y = LANE * (at + 0.5)
        words = width if rtl else 0.0
        parts.append(
            f'<text class="ink" fill="{INK}" x="{words:g}" y="{y + 4:.1f}">'
            f"{escape(fitted(lane, before - 4))}</text>"
            f'<path class="pale" d="M{near:.1f} {y:.1f}H{far:.1f}" stroke="{PALE}"/>'
        )
    marks = "".join(
        link(
            dot.href,
            dot.tip,
            f'<path d="M{start + slope * dot.when.toordinal():.1f} {LANE * (dot.lane + 0.5):.1f}'
            f'{MARKS[dot.mark]}"/>',
        )
        for dot in dots
    )
    look = AGENCIES["UNDESA"]
    body = (
        "".join(parts)
        + year_axis(box, height, year)
        + f'<g class="l{look.key}" color="{look.colour}" fill="currentColor">{marks}</g>'
    )
    linked = any(dot.href is not None for dot in dots)
    return frame(
        width, height, title, text, body, ident=ident, kind="strip", rtl=rtl, linked=linked
    )


def year_axis(box: Box, height: float, year: Callable[[int], str]) -> str:
    """The years below a chart, each at its first day."""
    slope, start = box.across
    first, last = date.fromordinal(box.first), date.fromordinal(box.last)
    ticks, said = [], []
    for one in years(first, last):
        x = start + slope * date(one, 1, 1).toordinal()
        if not 14 < x < box.width - 14:
            continue
        ticks.append(f"M{x:.1f} {height - FOOT + 2:.1f}v4")
        said.append(f'<text x="{x:.1f}" y="{height - 5:g}">{escape(year(one))}</text>')
    return (
        f'<g aria-hidden="true"><path class="axis" d="{"".join(ticks)}" stroke="{AXIS}"/>'
        f'<g text-anchor="middle">{"".join(said)}</g></g>'
    )


def _grid(box: Box, ticks: Sequence[float], short: Callable[[float], str]) -> str:
    rise, base = box.up
    near, far, words = box.before, box.width - box.after, box.before - 6
    if box.rtl:
        near, far, words = box.width - near, box.width - far, box.width - words
    said, grid = [], []
    for tick in ticks:
        y = base + rise * tick
        said.append(f'<text x="{words:.1f}" y="{y + 4:.1f}">{escape(short(tick))}</text>')
        grid.append(f"M{near:.1f} {y:.1f}H{far:.1f}")
    return (
        f'<g aria-hidden="true"><path class="pale" d="{"".join(grid)}" stroke="{PALE}"/>'
        f'<g text-anchor="end">{"".join(said)}</g></g>'
    )
