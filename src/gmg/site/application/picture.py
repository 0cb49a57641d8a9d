"""Pictures that other sites show beside a link to a page, drawn by typst when they are asked for."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gmg.site.application.kept import Kept, kept

if TYPE_CHECKING:
    from gmg.site.frame.page import Page

DRAWING = """
#let told = json("told.json")
#set page(width: 1200pt, height: 630pt, margin: (x: 80pt, y: 70pt), fill: rgb("#0b5a8f"))
#set text(fill: white, size: 30pt, lang: told.lang, font: told.fonts)
#text(size: 26pt, weight: "bold")[gmg]
#v(1fr)
#text(size: 58pt, weight: "bold")[#told.title]
#v(18pt)
#text(size: 28pt)[#told.text]
#v(1fr)
#text(size: 22pt)[#told.foot]
"""
FONTS = ("Noto Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Sans CJK SC", "Libertinus Serif")
LONGEST = 190


def picture(page: Page, lang: str, release: str) -> Kept:
    """The picture of a page: 1200 by 630 pixels."""
    import typst

    there = set(typst.Fonts().families())
    text = page.description[:LONGEST] + ("…" if len(page.description) > LONGEST else "")
    told = {
        "lang": lang,
        "title": page.title[:90],
        "text": text,
        "foot": f"release {release}",
        "fonts": [name for name in FONTS if name in there] or ["Libertinus Serif"],
    }
    with TemporaryDirectory() as folder:
        (Path(folder) / "told.json").write_text(json.dumps(told), encoding="utf-8")
        (Path(folder) / "page.typ").write_text(DRAWING, encoding="utf-8")
        made = typst.compile(str(Path(folder) / "page.typ"), format="png", ppi=72)
    assert isinstance(made, bytes)
    return kept(made, "image/png")
