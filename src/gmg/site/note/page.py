"""The note as a page of HTML that needs nothing else, as Markdown, and as a PDF on A4."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gmg.site.note.view import view

if TYPE_CHECKING:
    from jinja2 import Environment

    from gmg.analysis.note import Note

HERE = Path(__file__).parent
FONTS = {
    "ar": ("Noto Naskh Arabic", "Amiri", "Noto Sans Arabic", "DejaVu Sans"),
    "zh": (
        "Noto Serif CJK SC",
        "Noto Serif SC",
        "Noto Sans CJK SC",
        "Source Han Serif SC",
        "SimSun",
    ),
}
"""Fonts that hold the letters of a language that typst's own fonts lack."""


class NoFont(RuntimeError):
    """No font here holds the letters of the language."""


def html(note: Note) -> str:
    """One HTML document: style and charts inside, no script, no other file asked for."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    return _pages().get_template("page.html.j2").render(p=view(note), style=style)


def markdown(note: Note) -> str:
    """The note in Markdown; records are footnotes."""
    return _pages().get_template("page.md.j2").render(p=view(note))


def pdf(note: Note) -> bytes:
    """The note on A4 in two columns, made by typst; the same note gives the same bytes.

    Raises NoFont where no font on the machine holds the letters of the language.
    """
    import typst

    document = {**view(note), "fonts": _fonts(note.language)}
    with TemporaryDirectory() as folder:
        (Path(folder) / "note.json").write_text(
            json.dumps(document, ensure_ascii=False), encoding="utf-8"
        )
        template = (HERE / "note.typ").read_text(encoding="utf-8")
        (Path(folder) / "note.typ").write_text(template, encoding="utf-8")
        made = typst.compile(str(Path(folder) / "note.typ"), format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _fonts(language: str) -> list[str]:
    """Fonts for the PDF, first choice first: those at hand that hold the language's letters."""
    if language not in FONTS:
        return ["Libertinus Serif"]
    import typst

    there = set(typst.Fonts().families())
    found = [name for name in FONTS[language] if name in there]
    if not found:
        raise NoFont(
            f"no font here holds the letters of {language!r}; install {FONTS[language][0]}, "
            "or write .html or .md"
        )
    return ["Libertinus Serif", *found]


@lru_cache(maxsize=1)
def _pages() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
