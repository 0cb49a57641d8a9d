"""Bars: agencies' newest numbers side by side, a bar for a row of a table, women beside men."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from gmg.site.draw.marks import AGENCIES, SEXES, Look, inside
from gmg.site.draw.svg import AXIS, fitted, frame, width_of

WIDTH, ROW, THICK, EDGE = 460.0, 24.0, 12.0, 8.0
WORDS = 0.42
"""The words before the bars take at most this share of the width."""
SIGN = 14.0
"""Room for an agency's mark before its words."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One number: its words, its value in the unit of all bars, its tip, its address, its look."""

    label: str
    value: float
    tip: str
    href: str | None
    look: Look


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    text: str,
    short: Callable[[float], str],
    rtl: bool = False,
    width: float = WIDTH,
    ident: str = "",
) -> str:
    """Bars from nought, one a row in the order given; the value is written at the end of its bar.

    Values may be below nought. Raises ValueError without a row.
    """
    if not rows:
        raise ValueError("a chart of bars needs at least one row")
    said = [short(row.value) for row in rows]
    room = min(WORDS * width, max(width_of(row.label) for row in rows) + 2) + SIGN + 6
    low, high = min(0.0, *(row.value for row in rows)), max(0.0, *(row.value for row in rows))
    tail = max(width_of(one) for one in said) + EDGE + 4
    head = room + (tail if low < 0 else 0.0)
    unit = (width - head - (tail if high > 0 else EDGE)) / ((high - low) or 1.0)
    nought = head - low * unit
    height = len(rows) * ROW + 4
    body = "".join(
        _row(row, one, 2 + at * ROW, nought, unit, room, width if rtl else 0.0)
        for at, (row, one) in enumerate(zip(rows, said, strict=True))
    )
    x = width - nought if rtl else nought
    body += f'<path class="axis" d="M{x:.1f} 0V{height:g}" stroke="{AXIS}"/>'
    linked = any(row.href is not None for row in rows)
    return frame(width, height, title, text, body, ident=ident, kind="bars", rtl=rtl, linked=linked)


def bar(share: float, look: Look = AGENCIES["UNDESA"]) -> str:
    """A bar for a row of a table; `share` of its full width."""
    return _small(_part(0.0, max(0.6, 100 * min(share, 1.0)), look))


def split(women: float, men: float) -> str:
    """Women and men as the two parts of one bar; nothing where both are nought.

    Only the two are drawn: where a total counts more people than both, the words must say so.
    """
    both = women + men
    if both <= 0:
        return ""
    at = 100 * women / both
    return _small(_part(0.0, at, SEXES[0]) + _part(at, 100 - at, SEXES[1], pale=True))


def _small(inner: str) -> str:
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f"{inner}</svg>"
    )


def _part(at: float, width: float, look: Look, *, pale: bool = False) -> str:
    faint = ' fill-opacity=".55"' if pale else ""
    return (
        f'<rect class="l{look.key}" color="{look.colour}" x="{at:.1f}" width="{width:.1f}" '
        f'height="6" fill="currentColor"{faint}/>'
    )


def _row(
    row: Bar, said: str, top: float, nought: float, unit: float, room: float, mirror: float
) -> str:
    """A row; `mirror` is the width of the drawing where it runs from right to left, else nought."""

    def x(at: float) -> float:
        return mirror - at if mirror else at

    middle = top + ROW / 2
    near, far = sorted((nought, nought + row.value * unit))
    end = far + 6 if row.value >= 0 else near - 6
    anchor = "" if row.value >= 0 else ' text-anchor="end"'
    left = min(x(near), x(far))
    label = fitted(row.label, room - SIGN - 4)
    inner = (
        f"<title>{escape(row.tip)}</title>"
        f'<rect class="hit" x="0" y="{top:.1f}" width="100%" height="{ROW:g}" fill="none"/>'
        f'<path d="M{x(8.0):.1f} {middle:.1f}{row.look.shape}" {inside(row.look)}/>'
        f'<text class="ink" x="{x(SIGN + 4):.1f}" y="{middle + 4:.1f}">{escape(label)}</text>'
        f'<rect class="body" x="{left:.1f}" y="{middle - THICK / 2:.1f}" '
        f'width="{max(far - near, 0.8):.1f}" height="{THICK:g}" fill="currentColor"/>'
        f'<text class="ink" x="{x(end):.1f}" y="{middle + 4:.1f}"{anchor}>{escape(said)}</text>'
    )
    look = f'class="l{row.look.key}" color="{row.look.colour}"'
    if row.href is None:
        return f"<g {look}>{inner}</g>"
    return f'<g {look}><a href="{escape(row.href)}">{inner}</a></g>'
