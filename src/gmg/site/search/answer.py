"""The answer to a search: pages that answer the question outright, then all that holds its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.site.search.direct import direct
from gmg.site.search.entries import KINDS
from gmg.site.search.hit import Hit, of_entry
from gmg.site.search.index import Index, Row, index
from gmg.site.search.meant import meant
from gmg.site.search.question import Question, clean, question

if TYPE_CHECKING:
    from gmg.evidence.base import Base

WEIGHTS = {
    "place": 3.0,
    "concept": 2.6,
    "instrument": 2.2,
    "agency": 2.0,
    "dataset": 1.5,
    "finding": 1.0,
    "activity": 0.8,
}
"""How much a match counts by the kind of thing that is found."""

MOST = 200  # hits that are looked at of the kinds asked for
FEW = 40  # and of each kind where all are
SHARE = 8  # findings, and activities, among the hits of all kinds
CROWDS = ("finding", "activity")
_ANY, _ALL, _TITLE = 100.0, 200.0, 300.0
_DIRECT = 1000.0


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found.

    `question` is how it was read; `meant` is the text that it may have been meant to be, empty
    where every word is known; `instead` says that the hits are those of `meant`, because the text
    itself found nothing.
    """

    question: Question
    hits: tuple[Hit, ...]
    meant: str = ""
    instead: bool = False


def search(
    base: Base, text: str, lang: str, limit: int = 20, kinds: Sequence[str] | None = None
) -> Results:
    """The hits of a text, best first: direct answers, titles, then words.

    Any text is allowed; what is longer than 200 characters is cut. `kinds` are some of
    `entries.KINDS` or "corridor"; None asks for all.
    """
    said = clean(text)
    asked = question(said)
    if not said:
        return Results(asked, ())
    held = index(base)
    found = _hits(held, asked, lang, kinds)
    other = meant(held, asked, lang)
    if other and not found:
        corrected = question(other)
        found = _hits(held, corrected, lang, kinds)
        return Results(corrected, tuple(found[:limit]), other, bool(found))
    return Results(asked, tuple(found[:limit]), other)


def suggest(base: Base, text: str, lang: str, limit: int = 6) -> list[Hit]:
    """The likeliest pages for an address or a text that led nowhere."""
    said = text.replace("/", " ").replace("-", " ").replace("_", " ")
    found = search(base, said, lang, limit)
    return list(found.hits)


def _hits(held: Index, asked: Question, lang: str, kinds: Sequence[str] | None) -> list[Hit]:
    wanted = [kind for kind in KINDS if kinds is None or kind in kinds]
    first = [hit for hit in direct(asked, lang) if kinds is None or hit.kind in kinds]
    ranked = [hit.at(_DIRECT - place) for place, hit in enumerate(first)]
    scored = list(_scored(held, asked, wanted, FEW if kinds is None else MOST))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].weight, pair[1].kind, pair[1].code))
    rows = _shared(_once(scored), crowded=kinds is None)
    known = {(hit.kind, hit.codes) for hit in ranked}
    for score, row in rows:
        if (row.kind, (row.code,)) not in known:
            ranked.append(of_entry(row, lang).at(score))
    return ranked


def _scored(
    held: Index, asked: Question, kinds: Sequence[str], most: int
) -> Iterator[tuple[float, Row]]:
    for row in held.titled(asked.text, kinds, most):
        yield _TITLE * row.match + WEIGHTS[row.kind], row
    whole = held.holding(asked.pieces, kinds, most)
    for row in whole:
        yield _ALL + row.match * WEIGHTS[row.kind], row
    if len(whole) < SHARE and len(asked.pieces) > 1:
        for row in held.holding(asked.pieces, kinds, SHARE, every=False):
            yield min(_ANY + row.match * WEIGHTS[row.kind], _ALL), row
        last = asked.pieces[-1]
        if not last.code:  # a word that is still being typed
            for row in held.titled(last.text, kinds, SHARE):
                yield _ALL + row.match + WEIGHTS[row.kind], row


def _once(scored: Iterable[tuple[float, Row]]) -> Iterator[tuple[float, Row]]:
    seen: set[tuple[str, str]] = set()
    for score, row in scored:
        if (row.kind, row.code) not in seen:
            seen.add((row.kind, row.code))
            yield score, row


def _shared(scored: Iterable[tuple[float, Row]], *, crowded: bool) -> Iterator[tuple[float, Row]]:
    """The rows; of the kinds that come in hundreds a few only, unless they are what is asked for."""
    count: dict[str, Any] = dict.fromkeys(CROWDS, 0)
    for score, row in scored:
        if crowded and row.kind in count:
            count[row.kind] += 1
            if count[row.kind] > SHARE:
                continue
        yield score, row
