"""Pages that answer a question outright, in the order in which they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gmg.axes import what, where
from gmg.site.search.hit import (
    Hit,
    of_agency,
    of_concept,
    of_corridor,
    of_instrument,
    of_place,
    of_topic,
)
from gmg.site.search.question import Question
from gmg.site.words import Label, words

MOST = 8
_ANCHORS = {"stock": "people", "flow": "movements", "money": "money"}
"""Kind of concept to the part of a corridor's page that shows it."""


def direct(asked: Question, lang: str) -> list[Hit]:
    """Corridor, instrument, place, concept and agency pages that the question names.

    Of two places the first hit is the corridor as the words order it, the second the way back.
    """
    found: dict[tuple[str, tuple[str, ...]], Hit] = {}
    for hit in _ordered(asked, lang):
        found.setdefault((hit.kind, hit.codes), replace(hit, direct=True))
    return list(found.values())[:MOST]


def _ordered(asked: Question, lang: str) -> Iterator[Hit]:
    yield from _pair(asked, lang)
    if asked.party or asked.instruments:
        yield from _promises(asked, lang)
    if len(asked.places) == 1:
        yield from (of_topic(asked.places[0].code, one, lang) for one in asked.concepts[:2])
    yield from (of_place(mention.code, lang) for mention in asked.places)
    yield from (of_agency(code, lang) for code in asked.agencies)
    yield from (of_concept(code, lang, asked.year) for code in asked.concepts)


def _pair(asked: Question, lang: str) -> Iterator[Hit]:
    if asked.corridor is None:
        return
    origin, destination = asked.corridor
    if not (where.get(origin).territory and where.get(destination).territory):
        return
    spoken = words(lang)
    said = [str(spoken.concept(code)) for code in asked.concepts]
    said += [spoken.year(asked.year)] if asked.year else []
    context = Label(", ".join(said), lang)
    anchor = _ANCHORS.get(what.concept(asked.concepts[0]).kind, "") if asked.concepts else ""
    yield replace(of_corridor(origin, destination, lang), context=context, anchor=anchor)
    yield replace(of_corridor(destination, origin, lang), context=context, anchor=anchor)


def _promises(asked: Question, lang: str) -> Iterator[Hit]:
    yield from (of_instrument(code, lang) for code in asked.instruments)
    for mention in asked.places:
        yield replace(of_place(mention.code, lang), anchor="norms")
