"""What a question asks: its places and which way round, its concept, year, agency, instrument.

A question is read from left to right, the longest phrase that means something first, in any of six
languages at once. Nothing here opens a base.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gmg.axes import what, where, who
from gmg.site.search.fold import is_chinese, readable
from gmg.site.search.vocabulary import (
    LONGEST,
    Meaning,
    Vocabulary,
    spelled_out,
    units,
    vocabulary,
)

LONGEST_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1900, 2100
_FORGOTTEN_AFTER = 2  # words between a preposition and its place
_CODE = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*(?![\w-])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a question: its code and, where the words say so, its side of a corridor."""

    code: str
    side: str = ""  # "from", "to" or not said
    people: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A phrase of the question that a search can use, and what it stands for."""

    text: str
    kind: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `rest` are the words that mean nothing known here.

    `pieces` are all its phrases in order, without the small words between them.
    """

    text: str
    places: tuple[Mention, ...] = ()
    concepts: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    year: int | None = None
    party: bool = False
    rest: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def corridor(self) -> tuple[str, str] | None:
        """Origin and destination of the first two places; None where there are fewer.

        Prepositions and names of peoples decide; where they don't, the first place is the origin.
        """
        found = self.places[:2]
        if len(found) < 2:
            return None
        first, second = found
        turned = (first.side == "to" and second.side != "to") or (
            second.side == "from" and first.side != "from"
        )
        if not turned and not first.side and second.people and not first.people:
            turned = second.side != "to"
        return (second.code, first.code) if turned else (first.code, second.code)


def clean(text: str) -> str:
    """The text as it may be shown and searched: one line of at most `LONGEST_TEXT` characters."""
    return " ".join(readable(text[: 4 * LONGEST_TEXT]).split())[:LONGEST_TEXT].strip()


def question(text: str) -> Question:
    """The question of a text. Any text can be read; one that says nothing is all `rest`."""
    said = clean(text)
    return _Reader(said).read()


class _Reader:
    """One pass over the units of a question."""

    def __init__(self, said: str) -> None:
        self.said = said
        self.units = units(spelled_out(said))
        self.coded = _coded(said)
        self.places: list[Mention] = []
        self.found: dict[str, list[str]] = {"concept": [], "instrument": [], "agency": []}
        self.year: int | None = None
        self.party = False
        self.rest: list[str] = []
        self.pieces: list[Piece] = []
        self.apart = True
        self.side, self.since = "", 0

    def read(self) -> Question:
        at = 0
        while at < len(self.units):
            length, meaning = _longest(vocabulary(), self.units, at, self.coded)
            if meaning is None:
                self._unknown(self.units[at])
            else:
                self._known(meaning, self.units[at : at + length])
                self.apart = True
            at += length
        return Question(
            text=self.said,
            places=tuple(self.places),
            concepts=tuple(dict.fromkeys(self.found["concept"])),
            instruments=tuple(dict.fromkeys(self.found["instrument"])),
            agencies=tuple(dict.fromkeys(self.found["agency"])),
            year=self.year,
            party=self.party,
            rest=tuple(self.rest),
            pieces=tuple(self.pieces),
        )

    def _unknown(self, unit: str) -> None:
        year = _year(unit)
        if year is not None and self.year is None:
            self.year = year
            self.apart = True
            return
        if is_chinese(unit) and not self.apart:
            self.rest[-1] += unit
            self.pieces[-1] = Piece(self.rest[-1])
        else:
            self.rest.append(unit)
            self.pieces.append(Piece(unit))
        self.apart = not is_chinese(unit)
        self.since += 1
        if self.since >= _FORGOTTEN_AFTER:
            self.side = ""

    def _known(self, meaning: Meaning, said: list[str]) -> None:
        if meaning.kind == "between":
            return
        if meaning.code:
            self.pieces.append(Piece(_joined(said), meaning.kind, meaning.code))
        if meaning.kind in ("from", "to"):
            self.side, self.since = meaning.kind, 0
        elif meaning.kind == "there":
            self._there()
        elif meaning.kind == "place":
            self._place(meaning)
        elif meaning.kind == "party":
            self.party, self.side = True, ""
        else:
            self.found[meaning.kind].append(meaning.code)
            self.side = ""

    def _place(self, meaning: Meaning) -> None:
        """A place; one that is named twice keeps the side that was said."""
        side = self.side or ("from" if meaning.people else "")
        self.side = ""
        for at, mention in enumerate(self.places):
            if mention.code == meaning.code:
                self.places[at] = Mention(
                    meaning.code, mention.side or side, mention.people or meaning.people
                )
                return
        self.places.append(Mention(meaning.code, side, meaning.people))

    def _there(self) -> None:
        """A word after a place, saying that people are there."""
        if self.places and not self.places[-1].side:
            last = self.places[-1]
            self.places[-1] = Mention(last.code, "to", last.people)


def _longest(
    known: Vocabulary, found: list[str], at: int, coded: dict[str, Meaning]
) -> tuple[int, Meaning | None]:
    """How many units from there mean something, and what; one unit that means nothing."""
    for length in range(min(LONGEST, len(found) - at), 0, -1):
        part = tuple(found[at : at + length])
        if length == 1 and part[0] in coded:
            return 1, coded[part[0]]
        if meaning := known.meaning(part):
            return length, meaning
    return 1, None


def _joined(said: list[str]) -> str:
    text = " ".join(said)
    return re.sub(r"(?<=[\u3005-\u9fff]) (?=[\u3005-\u9fff])", "", text)


def _year(unit: str) -> int | None:
    if len(unit) == 4 and unit.isascii() and unit.isdigit():
        return int(unit) if FIRST_YEAR <= int(unit) <= LAST_YEAR else None
    return None


def _coded(said: str) -> dict[str, Meaning]:
    """Codes that stand in capitals: `SDN LBY`, `WHO`. In a text all in capitals they say nothing,
    unless all of its words are codes."""
    written = _CODE.findall(said)
    found = {code: meaning for code in written if (meaning := _code(code))}
    if said == said.upper() and len(found) < len(said.split()):
        return {}
    folded = {code: units(code) for code in found}
    return {folded[code][0]: found[code] for code in found if len(folded[code]) == 1}


@lru_cache(maxsize=1)
def _codes() -> dict[str, Meaning]:
    places = {place.code: Meaning("place", place.code) for place in where.places() if place.iso3}
    instruments = {item.code: Meaning("instrument", item.code) for item in what.instruments()}
    agencies = {one.code: Meaning("agency", one.code) for one in who.agencies()}
    return agencies | instruments | places


def _code(text: str) -> Meaning | None:
    return _codes().get(text)
