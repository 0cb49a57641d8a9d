"""Movement between groups of places: sectors around a circle, ribbons from origin to destination.

A sector is as long as what leaves and arrives together; a ribbon has the colour of its origin, and
ends short of the sector it arrives at (Abel & Sander 2014, Science 343:1520, figure 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from gmg.site.draw.svg import frame, width_of

WIDTH, HEIGHT, RADIUS, BAND, SHORT = 760.0, 600.0, 250.0, 13.0, 15.0
APART = 2.4 * pi / 180
"""Between two sectors, in radians."""
THINNEST = 0.004
"""A ribbon of a smaller share of all is not drawn: the table holds it."""
COLOURS = (
    "#1a4e79", "#a3470d", "#2f6b45", "#6a3d80", "#7a6410", "#3d4348", "#a8284f", "#0f6f76",
    "#8c5230", "#4a55b5", "#566b12", "#9a3f8f", "#5c6166",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sector:
    """A group: its name, and what is said of all that leaves and arrives."""

    label: str
    tip: str


@dataclass(frozen=True, slots=True)
class Arc:
    """Part of the circle, in radians clockwise from the top."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """Half-way."""
        return (self.start + self.end) / 2


def wheel(
    sectors: Sequence[Sector],
    flows: Sequence[Sequence[float]],
    tips: Sequence[Sequence[str]],
    *,
    title: str,
    text: str,
    ident: str,
) -> str:
    """The wheel. `flows[i][j]` goes from i to j; what stays within a group is not drawn.

    Raises ValueError for a flow below nought, for another number of rows than sectors, or none at all.
    """
    count = len(sectors)
    if any(value < 0 for row in flows for value in row):
        raise ValueError("a ribbon has no width below nought")
    if len(flows) != count or any(len(row) != count for row in flows):
        raise ValueError("a row and a column for each sector")
    between = [[0.0 if i == j else flows[i][j] for j in range(count)] for i in range(count)]
    total = 2 * sum(map(sum, between))
    if total <= 0:
        raise ValueError("a wheel needs a flow")
    arcs, leaving, arriving = placed(between, total)
    parts = [
        ribbon(i, leaving[i, j], arriving[i, j], tips[i][j])
        for i, j in sorted(leaving, key=lambda pair: between[pair[0]][pair[1]], reverse=True)
        if between[i][j] >= THINNEST * total / 2
    ]
    parts += [band(i, arcs[i], sector) for i, sector in enumerate(sectors)]
    return frame(WIDTH, HEIGHT, title, text, "".join(parts), ident=ident, kind="wheel")


def placed(
    flows: Sequence[Sequence[float]], total: float
) -> tuple[list[Arc], dict[tuple[int, int], Arc], dict[tuple[int, int], Arc]]:
    """Where sectors lie, and in each where every ribbon leaves and where it arrives.

    Ribbons lie in the order of the sectors at their other end, counted backwards around the circle,
    so that those of a sector do not cross.
    """
    count = len(flows)
    unit = (2 * pi - count * APART) / total
    arcs: list[Arc] = []
    leaving: dict[tuple[int, int], Arc] = {}
    arriving: dict[tuple[int, int], Arc] = {}
    at = APART / 2
    for i in range(count):
        first = at
        for step in range(1, count):
            j = (i - step) % count
            leaving[i, j] = Arc(at, at := at + flows[i][j] * unit)
            arriving[j, i] = Arc(at, at := at + flows[j][i] * unit)
        arcs.append(Arc(first, at))
        at += APART
    return arcs, leaving, arriving


def point(radius: float, angle: float) -> str:
    """A point of the drawing."""
    return f"{WIDTH / 2 + radius * sin(angle):.1f} {HEIGHT / 2 - radius * cos(angle):.1f}"


def ribbon(group: int, start: Arc, end: Arc, tip: str) -> str:
    """From a sector to another, through the middle."""
    near, far = RADIUS - 2, RADIUS - SHORT
    middle = f"{WIDTH / 2:g} {HEIGHT / 2:g}"
    d = (
        f"M{point(near, start.start)}A{near:g} {near:g} 0 {wide(start)} 1 {point(near, start.end)}"
        f"Q{middle} {point(far, end.start)}A{far:g} {far:g} 0 {wide(end)} 1 {point(far, end.end)}"
        f"Q{middle} {point(near, start.start)}Z"
    )
    return (
        f'<path class="ribbon l{group % len(COLOURS)}" color="{COLOURS[group % len(COLOURS)]}" '
        f'fill="currentColor" fill-opacity=".62" d="{d}"><title>{escape(tip)}</title></path>'
    )


def band(group: int, arc: Arc, sector: Sector) -> str:
    """A sector with its name outside."""
    outer = RADIUS + BAND
    d = (
        f"M{point(RADIUS, arc.start)}A{RADIUS:g} {RADIUS:g} 0 {wide(arc)} 1 {point(RADIUS, arc.end)}"
        f"L{point(outer, arc.end)}A{outer:g} {outer:g} 0 {wide(arc)} 0 {point(outer, arc.start)}Z"
    )
    look = f'class="l{group % len(COLOURS)}" color="{COLOURS[group % len(COLOURS)]}"'
    return (
        f'<g><title>{escape(sector.tip)}</title><path {look} fill="currentColor" d="{d}"/>'
        f"{name(arc.middle, sector.label)}</g>"
    )


def name(angle: float, label: str) -> str:
    """The name of a sector, on as many lines as it needs, away from the circle."""
    x, y = point(RADIUS + BAND + 9, angle).split()
    side = sin(angle)
    anchor = "middle" if abs(side) < 0.25 else "start" if side > 0 else "end"
    room = WIDTH / 2 - (RADIUS + BAND + 9) * abs(side) - 4 if anchor != "middle" else 190.0
    rows = folded(label, room)
    lift = (1 + cos(angle)) / 2 * 14 * (len(rows) - 1)
    base = float(y) + 4 - lift + (10 if anchor == "middle" and cos(angle) < 0 else 0)
    spans = "".join(
        f'<tspan x="{x}" y="{base + 14 * row:.1f}">{escape(words)}</tspan>'
        for row, words in enumerate(rows)
    )
    return f'<text class="ink" text-anchor="{anchor}">{spans}</text>'


def folded(label: str, room: float) -> list[str]:
    """A label on lines that fit, parted at blanks."""
    rows = [""]
    for word in label.split():
        joined = f"{rows[-1]} {word}".strip()
        if rows[-1] and width_of(joined) > room:
            rows.append(word)
        else:
            rows[-1] = joined
    return rows


def wide(arc: Arc) -> int:
    """Whether an arc is more than half of the circle, as SVG wants it said."""
    return int(arc.end - arc.start > pi)
