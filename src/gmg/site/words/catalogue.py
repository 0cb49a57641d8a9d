"""Messages: ordinary gettext catalogues, compiled in memory when a language is first spoken.

Only `.po` files are kept: a fresh clone and a wheel need no step of building.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "catalogues"
DOMAIN = "gmg"


def path_of(lang: str) -> Path:
    """The catalogue of a language, for translators' own tools."""
    return CATALOGUES / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


@lru_cache(maxsize=8)
def catalogue(lang: str) -> gettext.NullTranslations:
    """The messages of a language. English, the language they are written in, has no catalogue."""
    path = path_of(lang)
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        read = read_po(file, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
