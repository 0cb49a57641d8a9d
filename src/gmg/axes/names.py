"""Folding of names: accents, case, apostrophes and regional letters do not hide a match."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc\u02bb\u02be\u02bf`\u00b4\u2032"))
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ə": "e",
        "ى": "ي",  # final alef without dots is written for ya, and the other way round
        "ة": "ه",
        "\u0640": None,  # tatweel only stretches a word
        "&": " and ",
    }
)
_WORD = re.compile(r"[^\W_]+")
_ENTITY = re.compile(r"&#?\w+;")
_SHORT = {"st": "saint", "ste": "sainte"}


def fold(text: str) -> str:
    """`text` in the form in which names are compared; folding twice changes nothing.

    HTML entities are read, accents and vowel signs fall, letters lose their case and their
    regional form, apostrophes vanish, all other signs part words, `&` becomes `and`, `St.`
    becomes `saint`, and the article `the` falls unless nothing else is left.
    """
    while (folded := _once(text)) != text:
        text = folded
    return folded


def _once(text: str) -> str:
    if _ENTITY.search(text):
        text = _unescape(text)
    text = _without_marks(_without_marks(text).casefold())
    words = _WORD.findall(text.translate(_LETTERS).translate(_APOSTROPHES))
    kept = [_SHORT.get(word, word) for word in words if word != "the"]
    return " ".join(kept or words)


def _without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _unescape(text: str) -> str:
    import html  # its table of entities is large and few names need it

    return html.unescape(text)
