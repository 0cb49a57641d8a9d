"""What people of a place are called, made from the name of the place by the habits of a language.

Made forms are asked for only where no name matches, and a form that several places would share
goes to the one whose name it is nearest to. What no habit makes stands in
`phrases.csv`, as kind `people`.
"""

from __future__ import annotations

from collections.abc import Iterator

_ENGLISH = ("ese", "ian", "an", "n", "i", "ean")
_FRENCH = [
    "ais",
    "aise",
    "ois",
    "oise",
    "ien",
    "ienne",
    "en",
    "enne",
    "n",
    "nne",
    "ain",
    "aine",
    "an",
    "ane",
    "in",
    "ine",
    "i",
    "ie",
]
_SPANISH = ["es", "esa", "eses", "esas", "ano", "ana", "eno", "ena", "i", "ense", "o", "a"]
# As folded: the short i is an i.
_RUSSIAN = [
    "ец",
    "цы",
    "цев",
    "ка",
    "ки",
    "скии",
    "ские",
    "ских",
    "ицы",
    "ицев",
    "иискии",
    "ииские",
    "ииских",
]


def made(name: str, lang: str) -> Iterator[tuple[int, str]]:
    """How far from the folded name, and a form that the language may make of it.

    The last word takes the ending: South Sudanese. Chinese and Arabic need nothing here: one adds
    a word, the other an ending that stems lose.
    """
    before, _, last = name.rpartition(" ")
    if len(last) < 4:
        return
    for cost, form in _forms(last, lang):
        yield cost, f"{before} {form}".strip()


def _forms(word: str, lang: str) -> Iterator[tuple[int, str]]:
    endings = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH, "ru": _RUSSIAN}.get(lang, ())
    for stump in _stumps(word, lang):
        for ending in endings:
            yield len(word) - len(stump) + len(ending), stump + ending


def _stumps(word: str, lang: str) -> Iterator[str]:
    yield word
    vowels = "аяоеиыь" if lang == "ru" else "aeiouy"
    for length in (1, 2):
        if all(char in vowels for char in word[-length:]) and len(word) - length >= 3:
            yield word[:-length]
    tail = {"en": "istan", "fr": "istan", "es": "istan", "ru": "истан"}.get(lang, "-")
    if word.endswith(tail) and len(word) > len(tail) + 3:
        yield word.removesuffix(tail)
