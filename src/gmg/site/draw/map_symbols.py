"""Proportional symbols: a circle at each place, its area proportional to the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10, sqrt

from gmg.site.draw.map_base import framed, ground, linked, world

LARGEST = 78.0
"""Radius of the largest circle, in units of the drawing."""

SMALLEST = 2.2
NAMED = 7


@dataclass(frozen=True, slots=True)
class Circle:
    """A place: its name, what it says, its value in base units, and where it leads."""

    code: str
    name: str
    label: str
    value: float
    href: str | None = None


def radius(value: float, largest: float) -> float:
    """The radius at which areas are proportional to values; tiny ones stay visible."""
    if value <= 0 or largest <= 0:
        return 0.0
    return max(SMALLEST, LARGEST * sqrt(value / largest))


def symbols(circles: Sequence[Circle], *, largest: float, title: str, text: str, ident: str) -> str:
    """The map: the largest circle first, so that small ones lie above; the largest few are named.

    A circle of nought is drawn without a size: it is there for other years of a slider.
    `largest` is the value of the largest circle of all years, so that years may be compared.
    """
    shapes = world().shapes
    ranked = sorted(
        (one for one in circles if one.code in shapes), key=lambda one: (-one.value, one.code)
    )
    parts = [ground()]
    for one in ranked:
        at = shapes[one.code]
        parts.append(
            linked(
                f'<circle class="symbol" data-code="{one.code}" cx="{at.x}" cy="{at.y}" '
                f'r="{radius(one.value, largest):.1f}" fill="#0b5a8f" fill-opacity=".55" '
                f'stroke="#0b5a8f" stroke-width="1.5"><title>{escape(one.label)}</title></circle>',
                one.href,
            )
        )
    seen = [one for one in ranked if one.value > 0]
    parts += [named(one, radius(one.value, largest)) for one in apart(seen)]
    return framed("".join(parts), title=title, text=text, ident=ident, kind="symbols")


def apart(ranked: Sequence[Circle]) -> list[Circle]:
    """The largest circles whose names do not run into one another."""
    shapes = world().shapes
    chosen: list[Circle] = []
    for one in ranked[: 3 * NAMED]:
        at = shapes[one.code]
        if all(
            abs(at.y - shapes[other.code].y) > 34
            or abs(at.x - shapes[other.code].x) > 10 * (len(one.name) + len(other.name))
            for other in chosen
        ):
            chosen.append(one)
        if len(chosen) == NAMED:
            break
    return chosen


def named(one: Circle, size: float) -> str:
    """The name of a place on its circle, with a halo of paper."""
    at = world().shapes[one.code]
    height = at.y + 8 if size > 30 else at.y - size - 8
    return (
        f'<text class="name" x="{at.x}" y="{height:.0f}" text-anchor="middle" font-size="26" '
        f'fill="#1c2226" stroke="#ffffff" stroke-width="6" paint-order="stroke" '
        f'stroke-linejoin="round" aria-hidden="true">{escape(one.name)}</text>'
    )


def sizes(largest: float) -> list[float]:
    """Three round values for the legend: the largest and two smaller ones.

    >>> sizes(11_573_680)
    [10000000.0, 1000000.0, 100000.0]
    """
    if largest <= 0:
        return []
    top = 10.0 ** int(log10(largest))
    if largest >= 5 * top:
        top *= 5
    return [value for value in (top, top / 10, top / 100) if value > 0]


def legend(values: Sequence[tuple[float, str]], largest: float) -> str:
    """Circles of round values with their texts, as a list in HTML."""
    items = []
    for value, text in values:
        size = radius(value, largest) / 2
        side = 2 * size + 3
        items.append(
            f'<li><svg viewBox="0 0 {side:.1f} {side:.1f}" width="{side:.0f}" height="{side:.0f}" '
            f'aria-hidden="true"><circle class="symbol" cx="{side / 2:.1f}" cy="{side / 2:.1f}" '
            f'r="{size:.1f}" fill="#0b5a8f" fill-opacity=".55" stroke="#0b5a8f"/></svg> '
            f"{escape(text)}</li>"
        )
    return f'<ul class="classes sizes">{"".join(items)}</ul>'
