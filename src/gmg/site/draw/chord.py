"""Where people of one place come from and go to: two fans of ribbons that meet at the place.

Both sides are drawn to one scale, so that a ribbon twice as wide is twice the number, whichever side
it stands on. Nothing is added up here: a row for the rest is drawn only when its number is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from gmg.site.draw.svg import INK, QUIET, fitted, frame

WIDTH, ROW, HEAD, TALL = 460.0, 30.0, 24.0, 120.0
WORDS = 138.0
"""Room for the words of a side."""
CORE = 10.0
"""Width of the bar that stands for the place."""
THINNEST = 0.8
INWARD, OUTWARD, REST = ("7", "#2a6f77"), ("1", "#a3470d"), ("12", "#7b8187")
"""Class number and colour on light paper of the two sides and of a row for the rest."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One end: its words, its value (from nought), the value written, its address, its tip.

    `rest` marks the row that stands for all other places.
    """

    label: str
    value: float
    text: str
    href: str | None = None
    tip: str = ""
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One fan: where its words, its outer and its inner ends lie, in a drawing that runs rightwards."""

    ribbons: Sequence[Ribbon]
    words: float
    outer: float
    inner: float
    anchor: str
    look: tuple[str, str]


def chord(
    place: str,
    origins: Sequence[Ribbon],
    destinations: Sequence[Ribbon],
    *,
    title: str,
    text: str,
    heads: tuple[str, str],
    rtl: bool = False,
    width: float = WIDTH,
    ident: str = "",
) -> str:
    """The fans of a place: origins before it, destinations after it, largest first as given.

    `heads` are the words over the two sides ("Born in", "Living in"). Raises ValueError where both
    sides are empty or a value is below nought.
    """
    if not origins and not destinations:
        raise ValueError("a picture of origins and destinations needs at least one row")
    if any(one.value < 0 for one in (*origins, *destinations)):
        raise ValueError("a ribbon has no width below nought")
    totals = [sum(one.value for one in side) for side in (origins, destinations)]
    unit = TALL / (max(totals) or 1.0)
    tall = max(sum(_slots(side, unit)) for side in (origins, destinations))
    height, middle, centre = HEAD + tall + 6, width / 2, HEAD + tall / 2
    sides = (
        Side(origins, WORDS, WORDS + 6, middle - CORE / 2, "end", INWARD),
        Side(destinations, width - WORDS, width - WORDS - 6, middle + CORE / 2, "start", OUTWARD),
    )
    body = "".join(
        _head(words, side, width, rtl) + _side(side, unit, total, centre, width, rtl)
        for words, side, total in zip(heads, sides, totals, strict=True)
        if side.ribbons
    )
    body += _core(place, TALL if max(totals) else 0.0, centre, width)
    linked = any(one.href is not None for one in (*origins, *destinations))
    return frame(
        width, height, title, text, body, ident=ident, kind="chord", rtl=rtl, linked=linked
    )


def _head(words: str, side: Side, width: float, rtl: bool) -> str:
    x = width - side.words if rtl else side.words
    return (
        f'<text class="ink" fill="{INK}" font-weight="600" x="{x:.1f}" y="14" '
        f'text-anchor="{side.anchor}">{escape(fitted(words, 0.46 * width))}</text>'
    )


def _side(side: Side, unit: float, total: float, centre: float, width: float, rtl: bool) -> str:
    slots = _slots(side.ribbons, unit)
    top = centre - sum(slots) / 2
    inner = centre - total * unit / 2
    parts = []
    for one, slot in zip(side.ribbons, slots, strict=True):
        thick = max(THINNEST, one.value * unit)
        parts.append(_ribbon(side, one, top + slot / 2, inner, thick, (width, rtl)))
        top += slot
        inner += one.value * unit
    return f"<g>{''.join(parts)}</g>"


def _slots(side: Sequence[Ribbon], unit: float) -> list[float]:
    """The room each ribbon takes at its outer end: never less than its words need."""
    return [max(ROW, one.value * unit + 4) for one in side]


def _ribbon(
    side: Side, one: Ribbon, outer: float, inner: float, thick: float, turned: tuple[float, bool]
) -> str:
    width, rtl = turned
    key, colour = REST if one.rest else side.look
    a, b, words = side.outer, side.inner, side.words
    if rtl:
        a, b, words = width - a, width - b, width - words
    bend = (a + b) / 2
    upper, lower = outer - thick / 2, outer + thick / 2
    shape = (
        f"M{a:.1f} {upper:.1f}C{bend:.1f} {upper:.1f} {bend:.1f} {inner:.1f} {b:.1f} {inner:.1f}"
        f"v{thick:.1f}C{bend:.1f} {inner + thick:.1f} {bend:.1f} {lower:.1f} {a:.1f} {lower:.1f}z"
    )
    said = f"<title>{escape(one.tip or f'{one.label}: {one.text}')}</title>"
    label = escape(fitted(one.label, WORDS - 4))
    drawn = (
        f'{said}<path d="{shape}" fill="currentColor" fill-opacity=".5"/>'
        f'<text text-anchor="{side.anchor}" y="{outer - 1.5:.1f}">'
        f'<tspan class="ink" fill="{INK}" x="{words:.1f}">{label}</tspan>'
        f'<tspan fill="{QUIET}" x="{words:.1f}" dy="12.5" font-size="11">{escape(one.text)}</tspan>'
        "</text>"
    )
    if one.href is not None:
        drawn = f'<a href="{escape(one.href)}">{drawn}</a>'
    return f'<g class="l{key}" color="{colour}">{drawn}</g>'


def _core(place: str, tall: float, centre: float, width: float) -> str:
    tall = max(tall, 4.0)
    x, top = (width - CORE) / 2, centre - tall / 2
    return (
        f'<rect class="core" x="{x:.1f}" y="{top:.1f}" width="{CORE:g}" height="{tall:.1f}" '
        f'rx="1.5" fill="{INK}"/><text class="ink" fill="{INK}" '
        f'font-weight="600" text-anchor="middle" x="{width / 2:.1f}" y="{top - 6:.1f}">'
        f"{escape(fitted(place, 150))}</text>"
    )
