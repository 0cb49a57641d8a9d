"""Names of codes in the five languages beside English.

>>> label("concept", "migrant-stock", "fr")
'Stock de migrants internationaux'

The rows stand in `facts/labels.csv`. What nobody here knows is left out, never made up: English is
shown then, and marked as English. `kind` is the kind of code (concept, basis, instrument_title ...);
titles of instruments are the official ones as far as recalled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gmg.axes.tables import rows

LANGUAGES = ("fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True)
class Translation:
    """The name of a code of some kind in a language, and how sure it is."""

    kind: str
    code: str
    lang: str
    label: str
    confidence: str


@lru_cache(maxsize=1)
def labels() -> tuple[Translation, ...]:
    """All names that are held, in the order of the table."""
    return tuple(Translation(**row) for row in rows("labels"))


def label(kind: str, code: str, lang: str) -> str | None:
    """The name of a code in a language; None where none is held."""
    return _table().get((kind, code, lang))


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str, str], str]:
    return {(one.kind, one.code, one.lang): one.label for one in labels()}
