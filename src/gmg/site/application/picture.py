"""Pictures that other sites show beside a link to a page, drawn by typst when they are asked for."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gmg.site.application.kept import Kept, kept

if TYPE_CHECKING:
    from gmg.site.frame.page import Page

DRAWING = """
#let told = json("told.json")
#set page(width: 1200pt, height: 630pt, margin: (x: 80pt, y: 70pt), fill: rgb("#0b5a8f"))
#set text(fill: white, lang: told.lang, font: told.fonts, top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.1em)
#text(size: 26pt, weight: "bold")[gmg]
#v(1fr)
#block(height: 250pt, clip: true, align(bottom, text(size: told.size * 1pt, weight: "bold", told.title)))
#block(height: 130pt, clip: true, text(size: 28pt, told.text))
#v(1fr)
#text(size: 22pt, told.foot)
"""
FONTS = ("Noto Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Sans CJK SC", "Libertinus Serif")
WIDTH = 1040
"""Points for text; a line of text holds about `WIDTH / (0.55 * size)` letters, of Chinese half."""
LARGE, SMALL = 60, 30
LINES_OF_TITLE, LINES_OF_TEXT = 3, 3
WIDE = ("zh",)


def picture(page: Page, lang: str, release: str) -> Kept:
    """The picture of a page: 1200 by 630 pixels."""
    import typst

    size = size_of(page.title, lang)
    told = {
        "lang": lang,
        "title": cut(page.title, fitting(size, LINES_OF_TITLE, lang)),
        "size": size,
        "text": cut(page.description, fitting(28, LINES_OF_TEXT, lang)),
        "foot": f"release {release}",
        "fonts": fonts(),
    }
    with TemporaryDirectory() as folder:
        (Path(folder) / "told.json").write_text(json.dumps(told), encoding="utf-8")
        (Path(folder) / "page.typ").write_text(DRAWING, encoding="utf-8")
        made = typst.compile(str(Path(folder) / "page.typ"), format="png", ppi=72)
    first = made if isinstance(made, bytes) else made[0]
    assert isinstance(first, bytes)
    return kept(first, "image/png")


def size_of(title: str, lang: str) -> int:
    """The largest size at which the title has room.

    >>> size_of("Libya", "en"), size_of("a" * 400, "en")
    (60, 30)
    """
    return next(
        (
            size
            for size in range(LARGE, SMALL, -2)
            if len(title) <= fitting(size, LINES_OF_TITLE, lang)
        ),
        SMALL,
    )


def fitting(size: int, lines: int, lang: str) -> int:
    """Letters of a size that some lines hold, with room for words that end a line early."""
    return int(0.85 * lines * WIDTH / (size * (1.0 if lang in WIDE else 0.55)))


def cut(text: str, most: int) -> str:
    """The text, its end left out where it is too long."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@lru_cache(maxsize=1)
def fonts() -> list[str]:
    """Fonts at hand that hold the letters of the six languages; typst's own where there is none."""
    import typst

    there = set(typst.Fonts().families())
    return [name for name in FONTS if name in there] or ["Libertinus Serif"]
