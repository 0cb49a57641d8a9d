"""Every phrase that names a place, a concept, an instrument or an agency, in six languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from gmg.axes import what, where, who
from gmg.axes.labels import labels
from gmg.axes.tables import rows
from gmg.site.search import demonyms, lexicon
from gmg.site.search.fold import is_chinese, stem, words

Units = tuple[str, ...]

_GROUND = ("country", "area", "former", "composite", "region", "group")
_KINDS = ("between", "place", "concept", "instrument", "agency", "party", "from", "to", "there")
LONGEST = 24  # units of a phrase that are looked at
_ELIDED = re.compile(r"\bd['\u2019](?=\w)", re.IGNORECASE)
_ARABIC_PEOPLE = ("ي", "يه", "يين", "يون", "يات")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for; `people` where it names the people of a place."""

    kind: str
    code: str
    people: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases as written, phrases by their stems, and names of peoples by their stems.

    `called` are names of peoples as made, whose stem may be that of the place itself.
    """

    exact: dict[Units, Meaning]
    stems: dict[Units, Meaning]
    peoples: dict[Units, Meaning]
    called: frozenset[Units]

    def meaning(self, units: Units) -> Meaning | None:
        """What the units stand for; as written counts before stems, names before peoples."""
        if found := self.exact.get(units):
            return found
        if _too_short(units) or units[0] in lexicon.NO_PEOPLE:
            return None
        stemmed = tuple(map(stem, units))
        named, people = self.stems.get(stemmed), self.peoples.get(stemmed)
        if named is None:
            return people
        if named.kind == "place" and (units in self.called or _arabic_people(units[-1])):
            return replace(named, people=True)
        return named


def units(text: str) -> list[str]:
    """The words of a text, Chinese as single characters: what phrases are made of."""
    return [unit for word in words(text) for unit in (word if is_chinese(word) else [word])]


def spelled_out(text: str) -> str:
    """The text with French `d'` written as `de`, which says where people come from."""
    return _ELIDED.sub("de ", text)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The phrases of today's tables. Where several claim one, the likelier keeps it."""
    named = list(_named())
    exact: dict[Units, Meaning] = {}
    stems: dict[Units, Meaning] = {}
    for meaning, phrase in sorted(named, key=lambda pair: _rank(pair[0])):
        for found in {tuple(units(phrase)), tuple(units(spelled_out(phrase)))}:
            if not 0 < len(found) <= LONGEST:
                continue
            exact.setdefault(found, meaning)
            if meaning.kind not in ("between", "from", "to", "there") and not _too_short(found):
                stems.setdefault(tuple(map(stem, found)), meaning)
    made = _peoples()
    called = (form for form in made if form not in exact)
    peoples: dict[Units, Meaning] = {}
    for form, meaning in made.items():
        peoples.setdefault(tuple(map(stem, form)), meaning)
    return Vocabulary(exact, stems, peoples, frozenset(called))


@lru_cache(maxsize=1)
def place_names() -> dict[str, tuple[str, ...]]:
    """Place code to all its names and spellings: ours in six languages, CLDR's, the agencies'."""
    found: dict[str, dict[str, None]] = {}
    for code, name in _spelled():
        found.setdefault(code, {})[name] = None
    return {code: tuple(names) for code, names in found.items()}


def _spelled() -> Iterator[tuple[str, str]]:
    for place in where.places():
        if place.kind in _GROUND:
            yield from ((place.code, place.label(lang)) for lang in where.LANGUAGES)
            yield from ((place.code, name) for _, name in _cldr(place))
    known = {place.code for place in where.places() if place.kind in _GROUND}
    for row in rows("place_names_extra"):
        if row["place"] in known:
            yield row["place"], row["name"]
    for row in rows("place_codes"):
        dated = row["valid_from"] or row["valid_to"]
        if row["scheme"].endswith("-name") and row["place"] in known and not dated:
            yield row["place"], row["code"]


def _cldr(place: where.Place) -> Iterator[tuple[str, str]]:
    """Language and name of a country or area in CLDR, ours beside it or not."""
    from babel import Locale

    if place.iso2 is None:
        return
    for lang in where.LANGUAGES:
        if name := Locale.parse(lang).territories.get(place.iso2):
            yield lang, name


def _named() -> Iterator[tuple[Meaning, str]]:
    for code, names in place_names().items():
        yield from ((Meaning("place", code), name) for name in names)
    yield from _concepts()
    yield from _instruments()
    yield from _agencies()
    for kind in lexicon.KINDS:
        if kind != "people":
            yield from ((Meaning(kind, code), said) for code, said in lexicon.phrases(kind))


def _concepts() -> Iterator[tuple[Meaning, str]]:
    for concept in what.concepts():
        yield Meaning("concept", concept.code), concept.label
        yield Meaning("concept", concept.code), concept.code.replace("-", " ")
    yield from _translated("concept", "concept")


def _instruments() -> Iterator[tuple[Meaning, str]]:
    for item in what.instruments():
        said = [item.short_title, item.title]
        if len(item.code) > 3:  # shorter ones are words of a language: they must be in capitals
            said.append(item.code)
        yield from ((Meaning("instrument", item.code), name) for name in said if name)
    yield from _translated("instrument", "instrument")
    yield from _translated("instrument_title", "instrument")


def _agencies() -> Iterator[tuple[Meaning, str]]:
    for agency in who.agencies():
        called = [agency.label, *agency.names]
        called += [one.value for one in agency.identifiers if one.scheme == "name"]
        yield from ((Meaning("agency", agency.code), name) for name in called if name)
    yield from _translated("agency", "agency")


def _translated(named: str, kind: str) -> Iterator[tuple[Meaning, str]]:
    """The names that the table of labels holds of codes of a kind."""
    return ((Meaning(kind, one.code), one.label) for one in labels() if one.kind == named)


def _rank(meaning: Meaning) -> tuple[int, int, int]:
    """Which of two meanings of a phrase counts: the kind, then today's countries first."""
    kind = _KINDS.index(meaning.kind)
    if meaning.kind != "place":
        return kind, 0, 0
    place = where.get(meaning.code)
    return kind, int(place.valid_to is not None), _GROUND.index(place.kind)


def _too_short(found: Iterable[str]) -> bool:
    """Whether the phrase is too short for its stem to say what it is."""
    return len("".join(found)) < 4


def _peoples() -> dict[Units, Meaning]:
    """Names of peoples as written: the irregular ones, then made ones, each to the nearest place name."""
    made: list[tuple[int, int, str, str]] = []
    for place in where.places():
        if place.kind not in ("country", "area", "former"):
            continue
        called = {(lang, place.label(lang)) for lang in where.LANGUAGES} | set(_cldr(place))
        for lang, name in sorted(called):
            folded = " ".join(words(name))
            made += [
                (cost, int(place.valid_to is not None), form, place.code)
                for cost, form in demonyms.made(folded, lang)
            ]
    found: dict[Units, Meaning] = {}
    for code, form in lexicon.phrases("people"):
        found.setdefault(tuple(units(form)), Meaning("place", code, people=True))
    for _, _, form, code in sorted(made):
        found.setdefault(tuple(form.split()), Meaning("place", code, people=True))
    for word in lexicon.NO_PEOPLE:
        found.pop((word,), None)
    return found


def _arabic_people(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff" and word.endswith(_ARABIC_PEOPLE)
