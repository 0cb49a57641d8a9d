"""Words of one direction inside a sentence of the other: kept apart, so that neither reorders the other.

An instant after Arabic words would be read from its day to its year, and a title at the start of a
sentence would give the whole of it its own direction (Unicode Bidirectional Algorithm, UAX #9).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.site.words import Words

FIRST_STRONG, POP = "\u2068", "\u2069"
RIGHT_TO_LEFT = frozenset(("R", "AL"))


def apart(words: Words, text: str) -> str:
    """The text, isolated where the sentence around it or the text itself runs from right to left."""
    if text and (words.dir == "rtl" or runs_left(text)):
        return f"{FIRST_STRONG}{text}{POP}"
    return text


def runs_left(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
