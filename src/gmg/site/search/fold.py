"""Folding of text for search, in six languages: what is written differently and means the same.

Stock tokenizers fail at these languages: one that parts words at blanks finds no Chinese and no
Arabic with vowel signs, one of three letters finds no two-letter Chinese word. So every text gets
a *shadow* that an index of plain words can hold: without accents, vowel signs and articles, each
word beside its light stem, Chinese as single characters and pairs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gmg.axes.names import fold

ARTICLES = frozenset(("le", "la", "les", "el", "los", "las", "der", "dem"))
"""Articles that fall; `die` and `den` are words of other languages and stay."""

_ELIDED = re.compile(r"\b(?:l|d|qu)['\u2019\u2018\u02bc](?=\w)", re.IGNORECASE)
_LETTERS = str.maketrans({"ٱ": "ا", "ی": "ي", "ے": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه"})
_RUNS = re.compile(
    "([\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]+)"
    "|([\u0600-\u06ff\u0750-\u077f]+)"
    "|([0-9]+)"
    "|([^\\s\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff"
    "\U00020000-\U0003ffff\u0600-\u06ff\u0750-\u077f0-9]+)"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")

# Longest first. Letters have lost their marks by then: the short i is an i.
_RUSSIAN = tuple(
    re.findall(
        r"\w+",
        "иями ями ами ого его ому ему ыми ими иях ях ах ая яя ое ее ые ие ыи ии ои еи ых их ую юю ию "
        "ов ев ам ям ом ем ия ья ы и а я о е у ю ь",
    )
)
_ARABIC = ("يين", "يون", "يات", "ها", "ان", "ات", "ون", "ين", "يه", "يا", "ه", "ي")
_SHORTEST = 3
_SHORTEST_LATIN = 4


def readable(text: str) -> str:
    """The text without halves of characters, controls and marks of direction."""
    return "".join(
        " " if unicodedata.category(char) in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp") else char
        for char in text
        if unicodedata.category(char) != "Cf"
    )


def words(text: str) -> list[str]:
    """The words of a text in the form in which they are compared; folding twice changes nothing.

    A run of Chinese is one word here. Latin and Arabic articles fall unless nothing else is left;
    an Arabic article is a part of its word.
    """
    found = _once(text)
    while (again := _once(" ".join(found))) != found:
        found = again
    return found


def _once(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", readable(text))
    folded = fold(_ELIDED.sub(" ", text)).translate(_LETTERS)
    plain = "".join(_digit(char) for char in folded) if not folded.isascii() else folded
    runs = [match.group() for match in _RUNS.finditer(plain)]
    return [_bare(run) for run in runs if run not in ARTICLES] or [_bare(run) for run in runs]


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _bare(word: str) -> str:
    """An Arabic word without its article and the particles written on to it."""
    if not "\u0600" <= word[0] <= "\u06ff":
        return word
    while (shorter := _without_article(word)) != word:
        word = shorter
    return word


def _without_article(word: str) -> str:
    if word.startswith("لل") and len(word) >= 5:
        return word[1:] if word[2] == "ا" else word[2:]
    for article in ("وال", "بال", "فال", "كال", "ال"):
        if word.startswith(article) and len(word) >= len(article) + _SHORTEST:
            return word[len(article) :]
    if word.startswith("و") and len(word) >= 5:
        return word[1:]
    return word


def is_chinese(word: str) -> bool:
    """Whether the word is a run of characters that are not parted by blanks."""
    found = _RUNS.match(word)
    return found is not None and found.group(1) is not None


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word of `words` without the endings that number, gender and case give it.

    Light on purpose: endings only, by script, never below three letters (four in Latin script).
    The stem of a stem is itself.
    """
    if is_chinese(word) or any(char.isdigit() for char in word):
        return word
    shorten = _latin
    if _CYRILLIC.match(word):
        shorten = _russian
    elif "\u0600" <= word[0] <= "\u06ff":
        shorten = _arabic
    while (shorter := shorten(word)) != word:
        word = shorter
    return word


def _latin(word: str) -> str:
    if word[-1] == "y" and len(word) >= _SHORTEST_LATIN:
        return word[:-1] + "i"
    if len(word) <= _SHORTEST_LATIN:
        return word
    if word[-1] in "aeo" or (word[-1] == "s" and word[-2] != "s"):
        return word[:-1]
    return word


def _russian(word: str) -> str:
    if word.endswith("ец") and len(word) > _SHORTEST + 1:
        return word[:-2] + "ц"
    return _without(word, _RUSSIAN)


def _arabic(word: str) -> str:
    return _bare(_without(word, _ARABIC))


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            return word[: -len(ending)]
    return word


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of Chinese; the run itself where it is a single character."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def shadow(text: str) -> str:
    """The text as an index holds it: words, then stems and single characters, parted by blanks."""
    first: list[str] = []
    then: list[str] = []
    for word in words(text):
        if is_chinese(word):
            first += pairs(word)
            then += word if len(word) > 1 else []
            continue
        first.append(word)
        if (short := stem(word)) != word:
            then.append(short)
    return " ".join(first + then)


def query(text: str, *, every: bool = True, open_end: bool = False) -> str:
    """The text as a question to the index; empty where it holds no word.

    Each word asks for its stem, Chinese for its pairs one after another. All words are asked for,
    or any of them unless `every`. With `open_end` the last word may be the beginning of one. Every
    word is quoted: nothing that a reader types is an operator.
    """
    found = list(dict.fromkeys(words(text)))
    parts = [_asked(word, open_end=open_end and word == found[-1]) for word in found]
    return (" AND " if every else " OR ").join(parts)


def _asked(word: str, *, open_end: bool) -> str:
    if is_chinese(word):
        return f'"{" ".join(pairs(word))}"' + (" *" if open_end and len(word) < 3 else "")
    exact = f'"{stem(word)}"'
    return f'({exact} OR "{word}" *)' if open_end and len(word) > 1 else exact
