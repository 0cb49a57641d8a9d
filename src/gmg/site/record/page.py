"""The record on A4, made by typst; the same record gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gmg.site.note.page import FONTS, NoFont
from gmg.site.record.view import view

HERE = Path(__file__).parent
LATIN = "Libertinus Serif"


def pdf(record: dict[str, Any], lang: str) -> bytes:
    """The record in one of the six languages; its text in that language where there is a translation.

    Raises NoFont where no font on the machine holds the letters of that language or of the text.
    """
    import typst

    shown = view(record, lang)
    shown["fonts"] = fonts(lang, shown["text_lang"])
    with TemporaryDirectory() as folder:
        document = json.dumps(shown, ensure_ascii=False).encode("utf-8", "replace")
        (Path(folder) / "record.json").write_bytes(document)
        template = (HERE / "record.typ").read_text(encoding="utf-8")
        (Path(folder) / "record.typ").write_text(template, encoding="utf-8")
        made = typst.compile(str(Path(folder) / "record.typ"), format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def fonts(*languages: str) -> list[str]:
    """Fonts at hand, first choice first, that hold the letters of all the languages."""
    import typst

    there = set(typst.Fonts().families())
    found = [LATIN]
    for language in dict.fromkeys(languages):
        choice = [name for name in FONTS.get(language, ()) if name in there]
        if language in FONTS and not choice:
            raise NoFont(
                f"no font here holds the letters of {language!r}; install {FONTS[language][0]}"
            )
        found += choice[:1]
    others = (name for names in FONTS.values() for name in names if name in there)
    return list(dict.fromkeys([*found, *others]))
