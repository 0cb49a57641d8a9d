"""The frame every chart stands in, and the few pieces all charts share."""

from __future__ import annotations

import unicodedata
from html import escape

INK, QUIET, PALE, AXIS, PAPER = "#1d2125", "#5c6166", "#dfe2e4", "#9aa0a5", "#ffffff"
SIZE = 12.0
"""Size of labels in units of the drawing."""
NARROW, WIDE, CAPITAL = 6.3, 12.2, 8.2
"""Width allowed for a letter, for a Chinese character, for a capital, at size 12."""


def frame(
    width: float,
    height: float,
    title: str,
    text: str,
    body: str,
    *,
    ident: str = "",
    kind: str = "",
    rtl: bool = False,
    linked: bool = False,
    font: str = "",
) -> str:
    """An inline SVG of `width` by `height` units with its title and its text alternative.

    `ident` must be unique in the page: the ids of title and description are made from it, and
    without it there are none. A drawing with links inside is a `group`, any other an `img`: what
    stands inside an image is hidden from those who hear the page. `font` is for paper; on a page
    the font is inherited.
    """
    named = described = labelled = ""
    if ident:
        key = escape(ident)
        named, described = f' id="{key}-t"', f' id="{key}-d"'
        labelled = f' aria-labelledby="{key}-t" aria-describedby="{key}-d"'
    turned = ' direction="rtl"' if rtl else ""
    lettered = f' font-family="{font}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart{" " if kind else ""}{kind}" '
        f'viewBox="0 0 {width:g} {height:g}" role="{"group" if linked else "img"}"{labelled}'
        f"{turned}{lettered} "
        f'font-size="12" fill="{QUIET}">'
        f"<title{named}>{escape(title)}</title><desc{described}>{escape(text)}</desc>{body}</svg>"
    )


def link(href: str | None, tip: str, inner: str) -> str:
    """What is drawn, as a link where there is an address; `tip` is its name for all readers."""
    said = f"<title>{escape(tip)}</title>" if tip else ""
    if href is None:
        return f"<g>{said}{inner}</g>"
    return f'<a href="{escape(href)}">{said}{inner}</a>'


def width_of(text: str) -> float:
    """About how wide a text is at size 12: enough to keep labels apart, never exact."""
    if text.isascii():
        return len(text) * NARROW + sum(map(str.isupper, text)) * (CAPITAL - NARROW)
    return sum(_letter(one) for one in text)


def fitted(text: str, room: float) -> str:
    """The text, or as much of its beginning as there is room for, with an ellipsis."""
    if width_of(text) <= room:
        return text
    kept = text
    while kept and width_of(kept) + NARROW > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept else ""


def _letter(one: str) -> float:
    if unicodedata.east_asian_width(one) in "WF":
        return WIDE
    if unicodedata.combining(one):
        return 0.0
    return CAPITAL if one.isupper() else NARROW
