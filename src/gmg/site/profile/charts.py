"""Small charts as inline SVG: no script, text alternatives inside, readable without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 460.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 10.0, 24.0
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"
INK, PALE = "#5c6166", "#dfe2e4"


@dataclass(frozen=True, slots=True)
class Style:
    """How one line looks: each differs from the next in colour, in dash and in mark."""

    colour: str
    dash: str
    mark: str


STYLES = (
    Style("#1a4e79", "", "disc"),
    Style("#a3470d", "7 3", "square"),
    Style("#2f6b45", "2 3", "triangle"),
    Style("#6a3d80", "9 3 2 3", "ring"),
    Style("#7a6410", "4 2", "diamond"),
    Style("#3d4348", "1 3", "cross"),
)


@dataclass(frozen=True, slots=True)
class Path:
    """One line: dates and values in one unit, oldest first; `forecast` is the first date that is one."""

    label: str
    style: Style
    points: tuple[tuple[date, float], ...]
    forecast: date | None = None


def style(at: int) -> Style:
    """The style of the line number `at`; they come round again after the last."""
    return STYLES[at % len(STYLES)]


def lines(paths: Sequence[Path], title: str, text: str, short: Callable[[float], str]) -> str:
    """A chart of lines over time. `short` writes a value of the scale; `text` is the alternative."""
    values = [value for path in paths for _, value in path.points]
    ticks = scale(min(values), max(values))
    dates = [when for path in paths for when, _ in path.points]
    first, last = _fraction(min(dates)), _fraction(max(dates))
    span = max(last - first, 1.0)

    def x(when: date) -> float:
        return LEFT + (_fraction(when) - first) / span * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    body = [_scale(ticks, y, short), _years(first, last, span)]
    body += [_path(path, x, y) for path in paths]
    return _svg(WIDTH, HEIGHT, title, text, "".join(body))


def swatch(look: Style) -> str:
    """The sign of a line for the words beside a chart."""
    middle = _stroke([(1.0, 6.0), (27.0, 6.0)], look) + _mark(14.0, 6.0, look)
    return (
        '<svg class="swatch" viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">'
        f"{middle}</svg>"
    )


def bar(share: float) -> str:
    """A bar for a row of a table; `share` of its full width."""
    width = max(0.6, 100 * share)
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.1f}" height="6" fill="{STYLES[0].colour}"/></svg>'
    )


def scale(low: float, high: float) -> list[float]:
    """Three to six round values that hold all between them, from nought where that is not too far.

    >>> scale(3, 96)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    low = min(low, 0.0) if low <= 0 or low < 0.6 * high else low
    if high <= 0:
        high = 0.0
    if low == high:
        high = low + (abs(low) or 1.0)
    step = _round_step((high - low) / 4)
    start, end = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(start, max(end, start + 1) + 1)]


def _round_step(rough: float) -> float:
    size = 10.0 ** floor(log10(rough))
    return next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= rough * 0.999)


def _fraction(when: date) -> float:
    start = date(when.year, 1, 1)
    return when.year + (when - start).days / 366


def _scale(
    ticks: Iterable[float], y: Callable[[float], float], short: Callable[[float], str]
) -> str:
    parts = []
    for tick in ticks:
        at = y(tick)
        colour = "#9aa0a5" if tick == 0 else PALE
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" '
            f'stroke="{colour}"/><text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">'
            f"{escape(short(tick))}</text>"
        )
    return "".join(parts)


def _years(first: float, last: float, span: float) -> str:
    """The years below the chart, each under its middle: a calendar year and a mid-year stand there."""
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100) if span / s <= 7)
    parts = []
    for year in range(ceil((first - 0.5) / step) * step, floor(last - 0.5) + 1, step):
        at = LEFT + (year + 0.5 - first) / span * (WIDTH - LEFT - RIGHT)
        anchor = "end" if at > WIDTH - 30 else "middle"
        parts.append(
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM + 4}" '
            f'stroke="#9aa0a5"/><text x="{at:.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">'
            f"{year}</text>"
        )
    return "".join(parts)


def _path(path: Path, x: Callable[[date], float], y: Callable[[float], float]) -> str:
    known = [(w, v) for w, v in path.points if path.forecast is None or w < path.forecast]
    later = [(w, v) for w, v in path.points if path.forecast is not None and w >= path.forecast]
    known_at = [(x(w), y(v)) for w, v in known]
    later_at = known_at[-1:] + [(x(w), y(v)) for w, v in later]
    body = _stroke(known_at, path.style) if len(known_at) > 1 else ""
    if later:
        body += _stroke(later_at, path.style, thin=True)
    marked = known_at if len(known_at) <= 16 else [known_at[0], known_at[-1]]
    body += "".join(_mark(*at, path.style) for at in marked)
    return f"<g><title>{escape(path.label)}</title>{body}</g>"


def _stroke(points: Sequence[tuple[float, float]], look: Style, thin: bool = False) -> str:
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    shade = ' stroke-opacity=".55"' if thin else ""
    wide = "1.1" if thin else "1.9"
    return (
        f'<path d="{d}" fill="none" stroke="{look.colour}" stroke-width="{wide}"{shade}{dash} '
        'stroke-linejoin="round"/>'
    )


def _mark(x: float, y: float, look: Style) -> str:
    c = look.colour
    match look.mark:
        case "disc":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{c}"/>'
        case "ring":
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#fff" stroke="{c}" '
                'stroke-width="1.6"/>'
            )
        case "square":
            return (
                f'<rect x="{x - 2.8:.1f}" y="{y - 2.8:.1f}" width="5.6" height="5.6" fill="{c}"/>'
            )
        case "triangle":
            return f'<path d="M{x:.1f} {y - 3.8:.1f}l3.6 6.4h-7.2z" fill="{c}"/>'
        case "diamond":
            return f'<path d="M{x:.1f} {y - 4:.1f}l4 4l-4 4l-4 -4z" fill="{c}"/>'
        case _:
            return (
                f'<path d="M{x - 3:.1f} {y - 3:.1f}l6 6m0 -6l-6 6" stroke="{c}" '
                'stroke-width="1.6" fill="none"/>'
            )


def _svg(width: float, height: float, title: str, text: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'role="img" font-family="{FONT}" font-size="11.5" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>{body}</svg>"
    )
