"""What was meant by a text with a word that nothing here holds: the nearest names, by spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from gmg.axes import what, where, who
from gmg.site.search import lexicon
from gmg.site.search.fold import is_chinese, words
from gmg.site.search.index import Index
from gmg.site.search.question import Question
from gmg.site.search.vocabulary import place_names, vocabulary
from gmg.site.words import words as spoken

SHORTEST = 4
NEAR = 0.72
OWN_LANGUAGE = 0.06  # how much nearer a word of the reader's own language counts
MOST_WORDS = 4
_WORD = re.compile(r"[^\s,;:!?()\[\]\"«»؟،]+")


def meant(held: Index, asked: Question, lang: str) -> str:
    """The text with its unknown words replaced by the nearest known ones; empty where none is."""
    unknown = [word for word in asked.rest if _correctable(word)][:MOST_WORDS]
    better = {
        word: near
        for word in unknown
        if not held.knows(word) and (near := nearest(word, lang)) is not None
    }
    if not better:
        return ""
    return _WORD.sub(lambda match: _replaced(match.group(), better, lang), asked.text)


def nearest(word: str, lang: str) -> str | None:
    """The known word that looks most like a folded one, in its own spelling."""
    letters = frozenset(word)
    best, score = None, NEAR
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    for known, (shown, langs) in _known().items():
        if abs(len(known) - len(word)) > 2 or len(letters & frozenset(known)) < len(letters) - 2:
            continue
        matcher.set_seq1(known)
        bonus = OWN_LANGUAGE if lang in langs else 0.0
        if matcher.quick_ratio() + bonus <= score:
            continue
        found = matcher.ratio() + bonus
        if found > score:
            best, score = shown, found
    return best


def _correctable(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and not is_chinese(word)


def _replaced(token: str, better: dict[str, str], lang: str) -> str:
    folded = words(token)
    if len(folded) != 1 or folded[0] not in better:
        return token
    near = better[folded[0]]
    meaning = vocabulary().meaning(tuple(words(near)))
    if meaning is not None and meaning.kind == "place" and not meaning.people:
        own = str(spoken(lang).place(meaning.code))
        return own if len(own.split()) == 1 else near
    return near.lower() if token.islower() else near


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, frozenset[str]]]:
    """Folded words of titles, each with how it is written and the languages it is seen in."""
    found: dict[str, tuple[str, set[str]]] = {}
    for lang, title in _titles():
        for token in _WORD.findall(title):
            folded = words(token)
            if len(folded) == 1 and _correctable(folded[0]):
                found.setdefault(folded[0], (token, set()))[1].add(lang)
    return {word: (shown, frozenset(langs)) for word, (shown, langs) in found.items()}


def _titles() -> Iterator[tuple[str, str]]:
    codes = {
        "place": [*place_names()],
        "concept": [concept.code for concept in what.concepts()],
        "instrument": [item.code for item in what.instruments()],
        "agency_name": [agency.code for agency in who.agencies()],
    }
    for kind, of_kind in codes.items():
        for lang in where.LANGUAGES:
            yield from ((lang, str(spoken(lang).label(kind, code))) for code in of_kind)
    yield from (("", name) for names in place_names().values() for name in names)
    for kind in ("concept", "instrument", "agency", "people"):
        yield from (("", phrase) for _, phrase in lexicon.phrases(kind))
