"""Movement on the map: tapered arcs, thin where people leave and wide where they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot

from gmg.site.draw.map_base import framed, ground, linked, world

WIDEST, THINNEST = 52.0, 3.0
"""Width of the widest and of the thinnest arc where it arrives, in units of the drawing."""
BEND = 0.22
"""How far an arc leaves the straight line, as a share of its length."""
STEPS = 18


@dataclass(frozen=True, slots=True)
class Move:
    """From a place to another, its value, what it says and where it leads."""

    origin: str
    destination: str
    value: float
    label: str
    href: str | None = None


def arcs(moves: Sequence[Move], *, title: str, text: str, ident: str) -> str:
    """The map: the widest arc first, so that thin ones lie above. Places off the map are left out."""
    shapes = world().shapes
    drawn = [m for m in moves if m.origin in shapes and m.destination in shapes and m.value > 0]
    ranked = sorted(drawn, key=lambda move: (-move.value, move.origin, move.destination))
    largest = ranked[0].value if ranked else 1.0
    parts = [ground()]
    for move in ranked:
        width = max(THINNEST, WIDEST * move.value / largest)
        parts.append(
            linked(
                f'<path class="flow" fill="#0b5a8f" fill-opacity=".62" d="{arc(move, width)}">'
                f"<title>{escape(move.label)}</title></path>",
                move.href,
            )
        )
    return framed("".join(parts), title=title, text=text, ident=ident, kind="flows")


def arc(move: Move, width: float) -> str:
    """The outline of a tapered arc: out along one side, back along the other."""
    start, end = (world().shapes[code] for code in (move.origin, move.destination))
    dx, dy = end.x - start.x, end.y - start.y
    length = hypot(dx, dy) or 1.0
    turn = BEND if dx >= 0 else -BEND
    over = (start.x + dx / 2 + dy * turn, start.y + dy / 2 - dx * turn)
    left, right = [], []
    for step in range(STEPS + 1):
        t = step / STEPS
        x = (1 - t) ** 2 * start.x + 2 * t * (1 - t) * over[0] + t * t * end.x
        y = (1 - t) ** 2 * start.y + 2 * t * (1 - t) * over[1] + t * t * end.y
        tx = 2 * (1 - t) * (over[0] - start.x) + 2 * t * (end.x - over[0])
        ty = 2 * (1 - t) * (over[1] - start.y) + 2 * t * (end.y - over[1])
        norm = hypot(tx, ty) or length
        half = width / 2 * (0.12 + 0.88 * t)
        left.append(f"{x - ty / norm * half:.0f} {y + tx / norm * half:.0f}")
        right.append(f"{x + ty / norm * half:.0f} {y - tx / norm * half:.0f}")
    return "M" + "L".join([*left, *reversed(right)]) + "Z"
