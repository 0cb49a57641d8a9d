"""Choropleth map: places shaded by class; a place without a figure is hatched and never pale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from gmg.site.draw.map_base import DISCLAIMER, framed, linked, outline, world

COLOURS = ("#e9f0f5", "#c5dae8", "#96bcd6", "#5f98bf", "#2f6f9f", "#134670")
MOST_CLASSES = len(COLOURS)
MANTISSAS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Area:
    """A place: what it says, its class (None: no figure), and where it leads."""

    code: str
    label: str
    level: int | None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A class in words."""

    label: str


def choropleth(
    areas: Mapping[str, Area], *, title: str, text: str, ident: str, nodata: str = "No figure"
) -> str:
    """The map. `areas` are by place code; places that are not among them have no figure."""
    hatch = escape(ident, quote=True) + "-hatch"
    parts = [
        f'<defs><pattern id="{hatch}" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="nodata-ground" width="8" height="8" fill="#f3f4f5"/>'
        '<path class="nodata-line" d="M0 0V8" stroke="#c3c9cd" stroke-width="3"/></pattern></defs>'
    ]
    small: list[str] = []
    for code, shape in world().shapes.items():
        area = areas.get(code)
        drawn = painted(code, area, hatch, nodata)
        (small if shape.small else parts).append(drawn)
    return framed("".join(parts + small), title=title, text=text, ident=ident, kind="choropleth")


def painted(code: str, area: Area | None, hatch: str, nodata: str) -> str:
    """One place in its class."""
    if area is None or area.level is None:
        label = area.label if area else ""
        inside = f"<title>{escape(label or nodata)}</title>{outline(code)}"
        return linked(
            f'<g class="nodata" data-code="{code}" fill="url(#{hatch})">{inside}</g>',
            area.href if area else None,
        )
    level = min(area.level, MOST_CLASSES - 1)
    return linked(
        f'<g class="c{level}" data-code="{code}" fill="{COLOURS[level]}">'
        f"<title>{escape(area.label)}</title>{outline(code)}</g>",
        area.href,
    )


def legend_steps(values: Sequence[float], most: int = MOST_CLASSES) -> list[float]:
    """Round limits between classes, at most `most` classes: 1, 2 or 5 times a power of ten.

    Figures of migration are spread over powers of ten, so classes are about equally many times
    apart, and the limits are chosen so that places are shared out among them.

    >>> legend_steps([3, 40, 700, 8_000, 90_000, 1_000_000])
    [10, 100, 1000, 20000, 200000]
    """
    positive = sorted(value for value in values if value > 0)
    if len(positive) < 2:
        return []
    limits = []
    for at in range(1, most):
        value = positive[min(len(positive) - 1, at * len(positive) // most)]
        limits.append(rounded(value))
    return sorted({limit for limit in limits if positive[0] < limit <= positive[-1]})


def rounded(value: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten at or below a value."""
    from math import floor, log10

    size = 10.0 ** floor(log10(value))
    best = max((m * size for m in MANTISSAS if m * size <= value * 1.0000001), default=size)
    return int(best) if best >= 1 else best


def legend(steps: Sequence[Step], nodata: str) -> str:
    """The classes as a list in HTML, so that it turns with the language."""
    shown = [
        f'<li><svg viewBox="0 0 24 14" width="24" height="14" aria-hidden="true"><rect class="c{at}" '
        f'width="24" height="14" fill="{COLOURS[min(at, MOST_CLASSES - 1)]}"/></svg> '
        f"{escape(step.label)}</li>"
        for at, step in enumerate(steps)
    ]
    hatched = (
        '<li><svg viewBox="0 0 24 14" width="24" height="14" aria-hidden="true"><rect class="nodata-ground" '
        'width="24" height="14" fill="#f3f4f5"/><path class="nodata-line" d="M2 14L14 0M12 14L24 0" '
        f'stroke="#c3c9cd" stroke-width="3"/></svg> {escape(nodata)}</li>'
    )
    return f'<ul class="classes">{"".join(shown)}{hatched}</ul>'


__all__ = ["DISCLAIMER", "Area", "Step", "choropleth", "legend", "legend_steps"]
