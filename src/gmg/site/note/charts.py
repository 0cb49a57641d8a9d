"""The terms of the chair as a calendar: a row a year, a box a term, drawn as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from gmg.analysis.note.model import Line

WIDTH, LEFT, ROW, GAP = 460.0, 42.0, 21.0, 4.0
LETTER = 7.4  # width allowed for a letter of a name in a box


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a drawing: ground, text, quiet text, a box, its text, the day's box, its text."""

    ground: str
    ink: str
    quiet: str
    box: str
    on_box: str
    now: str
    on_now: str
    font: str


PAGE = Palette(
    ground="var(--ground)",
    ink="var(--ink)",
    quiet="var(--quiet)",
    box="var(--box)",
    on_box="var(--ink)",
    now="var(--accent)",
    on_now="var(--on-accent)",
    font="inherit",
)
PAPER = Palette(
    ground="#ffffff",
    ink="#1d2125",
    quiet="#5c6166",
    box="#e3eaf1",
    on_box="#1d2125",
    now="#1a4e79",
    on_now="#ffffff",
    font="Libertinus Serif, Noto Naskh Arabic, Noto Serif CJK SC, DejaVu Sans, serif",
)


def chairs(lines: Sequence[Line], on: date, title: str, look: Palette, rtl: bool = False) -> str:
    """A calendar of terms; the term that the day lies in stands out, vacancies are hatched."""
    spans = [line.span for line in lines if line.span is not None]
    first = min(span.starts.year for span in spans)
    last = max(span.ends.year for span in spans)
    height = (last - first + 1) * (ROW + GAP)
    body = [_years(first, last, look, rtl)]
    for line in lines:
        body += _boxes(line, first, on, look, rtl)
    if first <= on.year <= last:
        body.append(_day(on, first, look, rtl))
    text = "; ".join(said.text for line in lines for said in line.sentences)
    hatch = (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0V6" stroke="{look.quiet}" '
        'stroke-width="1.4"/></pattern></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'font-family="{look.font}" font-size="12">'
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>{hatch}{''.join(body)}</svg>"
    )


def _years(first: int, last: int, look: Palette, rtl: bool) -> str:
    x, anchor = (WIDTH, "end") if rtl else (0.0, "start")
    return "".join(
        f'<text x="{x:g}" y="{_top(year, first) + ROW - 6:.1f}" text-anchor="{anchor}" '
        f'fill="{look.quiet}" direction="ltr">{year}</text>'
        for year in range(first, last + 1)
    )


def _top(year: int, first: int) -> float:
    return (year - first) * (ROW + GAP) + GAP / 2


def _x(when: date, rtl: bool) -> float:
    """Where a day lies in the row of its year."""
    start = date(when.year, 1, 1)
    share = (when - start).days / (date(when.year, 12, 31) - start + timedelta(days=1)).days
    at = LEFT + share * (WIDTH - LEFT)
    return WIDTH - at if rtl else at


def _boxes(line: Line, first: int, on: date, look: Palette, rtl: bool) -> list[str]:
    span = line.span
    if span is None:
        return []
    return [
        _box(
            line,
            max(span.starts, date(y, 1, 1)),
            min(span.ends, date(y, 12, 31)),
            first,
            on,
            look,
            rtl,
        )
        for y in range(span.starts.year, span.ends.year + 1)
    ]


def _box(
    line: Line, starts: date, ends: date, first: int, on: date, look: Palette, rtl: bool
) -> str:
    edge = WIDTH - LEFT if rtl else WIDTH
    end = 0.0 if rtl else edge
    if (ends.month, ends.day) != (12, 31):
        end = _x(ends + timedelta(days=1), rtl)
    left, right = sorted((_x(starts, rtl), end))
    left, width = left + 1, right - left - 2
    y = _top(starts.year, first)
    now = line.span is not None and line.span.starts <= on <= line.span.ends
    fill, ink = (look.now, look.on_now) if now else (look.box, look.on_box)
    dash = ""
    if line.kind == "vacant":
        fill, ink = "url(#hatch)", look.ink
        dash = f' stroke="{look.now if now else look.quiet}" stroke-width="{2 if now else 1}"'
    elif line.kind == "interim":
        dash = f' stroke="{look.quiet}" stroke-dasharray="3 2"'
    said = escape(" ".join(one.text for one in line.sentences))
    box = (
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{ROW:g}" rx="3" '
        f'fill="{fill}"{dash}/>'
    )
    return f"<g><title>{said}</title>{box}{_name(line, left, width, y, ink, look)}</g>"


def _name(line: Line, left: float, width: float, y: float, ink: str, look: Palette) -> str:
    if len(line.label) * LETTER > width - 6:
        return ""
    middle = left + width / 2
    halo = ""
    if line.kind == "vacant":
        halo = (
            f'<rect x="{middle - len(line.label) * LETTER / 2 - 3:.1f}" y="{y + 3:.1f}" rx="2" '
            f'width="{len(line.label) * LETTER + 6:.1f}" height="{ROW - 6:g}" fill="{look.ground}"/>'
        )
    slant = ' font-style="italic"' if line.kind in ("vacant", "interim") else ""
    return (
        f'{halo}<text x="{middle:.1f}" y="{y + ROW - 6:.1f}" text-anchor="middle" '
        f'fill="{ink}"{slant}>{escape(line.label)}</text>'
    )


def _day(on: date, first: int, look: Palette, rtl: bool) -> str:
    x, y = _x(on, rtl), _top(on.year, first)
    return (
        f'<path d="M{x - 5:.1f} {y - 4:.1f}h10l-5 8z" fill="{look.ink}" stroke="{look.ground}" '
        'stroke-width="1"/>'
    )
