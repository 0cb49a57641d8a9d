"""Words checked against figures: "more than", "nearly", "one in N", "tens of millions".

What words claim is a range; a figure bears them out where it lies within.

- A number as it stands: what rounds to it at its significant figures, and within 5 per cent of it.
  Noughts at the end of a whole number claim nothing (70,000 has one figure), but for percentages.
- more than N: above N; at least N: N or above; fewer than N: below N; up to N: N or below.
- nearly N: below N and within 10 per cent of it; just over N: above it and within 10 per cent.
- about N: within 10 per cent either way; so are parts in words (a third) and changes (doubled).
- one in N: N rounds to it at its significant figures and lies within 10 per cent of it.
- tens of millions: from 10 to under 100 million; millions: from 1 to under 1,000 million.
- between N and M: from N to M, both included.

Which figure words are held to: one whose mark stands in them (`more than [[c1]]`: what is shown of
it, with its rounding, is the number that is said); else those in brackets behind them or set off by
a comma (`more than 70,000 people ([[c1]])`); else the citations that the paragraph shows nowhere. A
part may be told of two marks, the part and the whole; a change of two marks of different periods.

Years, dates, symbols and numbers that name an article or a convention are no figures, nor are whole
numbers under a hundred without a scale (three agencies) unless a mark is held to them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.axes.tables import UnknownCode
from gmg.group.rules.numerals import (
    DIGITS,
    Piece,
    numeral,
    read_numeral,
    rendered,
    rounded,
    shown,
    written,
)
from gmg.group.rules.quantity_words import Patterns, Relation, patterns
from gmg.group.rules.texts import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmg.group.rules.texts import Citation, Paragraph, Version

__all__ = [
    "Answer",
    "Bounds",
    "Doubt",
    "Piece",
    "Why",
    "doubts",
    "doubts_of",
    "rendered",
    "rounded",
    "shown",
    "weighed",
    "written",
]

NEAR, CLOSE = Decimal("0.1"), Decimal("0.05")
FAR = 300
"""How many signs away from words a mark may stand that answers for them."""
SMALL = 100
RATES = frozenset(Decimal(10) ** power for power in range(2, 7))
LONG_LIST = 1_000
"""Numbers of a list (Conventions 97 and 143) are smaller: what is greater is a figure behind one."""
YEARS = range(1900, 2101)
SHARES = {"per cent": 100, "per cent a year": 100, "per 1000": 1000, "per 1000 live births": 1000,
          "per 1000 women": 1000, "per 100000 live births": 100_000}  # fmt: skip
"""Units that are parts of a whole, and of how many."""
WHITE, QUOTES = " \t\n\u00a0\u202f\u2009\u3000", ("'", "’")
HIDDEN, HIDDEN_ADDRESS = "\ue000", "\ue001"
ADDRESSES = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]{1,64}@\S+")
SENTENCES = re.compile(r"(?<!тыс)(?<!млн)(?<!млрд)[.!?](?=\s|$)|[。！？؟;؛；\n]")
BRACKETS = re.compile(r"[(\[（【﹙][^()\[\]（）【】]*$")
SET_OFF = re.compile(r"[\s,،、:：–—-]*")


class Answer(StrEnum):
    """What a figure says to words."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    CANNOT_TELL = "cannot be told"


class Why(StrEnum):
    """The reason of an answer, as a sentence."""

    BORNE_OUT = "The figure bears the words out."
    TOO_LOW = "The figure is lower than the words say."
    TOO_HIGH = "The figure is higher than the words say."
    SHOWN_WHOLE = "All digits of the figure are shown, so nothing is left for the words: round it."
    MULTIPLIED = "The figure is shown whole; the word behind it multiplies it."
    NO_PERCENTAGE = "The figure is no percentage."
    ANOTHER_KIND = "A part needs a percentage, or two figures: the part and the whole."
    NO_CHANGE = "A change needs two figures of different periods."
    UNRESOLVED = "The citation has no figure yet."
    NO_FIGURE = "No figure is cited for these words."
    TYPED = "A number typed into the text: cite it, so that it leads back to its cell."


class Kind(StrEnum):
    """What words speak of."""

    AMOUNT = "amount"
    SHARE = "part of a whole"
    TIMES = "change"


@dataclass(frozen=True)
class Bounds:
    """A range, open where `below` or `above` is None; an end counts as within where it is `in`."""

    below: Decimal | None = None
    above: Decimal | None = None
    below_in: bool = True
    above_in: bool = True

    def too_low(self, value: Decimal) -> bool:
        """Whether a value lies under the range."""
        return self.below is not None and (
            value < self.below or (value == self.below and not self.below_in)
        )

    def too_high(self, value: Decimal) -> bool:
        """Whether a value lies over the range."""
        return self.above is not None and (
            value > self.above or (value == self.above and not self.above_in)
        )

    def __contains__(self, value: Decimal) -> bool:
        return not (self.too_low(value) or self.too_high(value))

    def times(self, factor: Decimal) -> Bounds:
        """The range in another unit; the factor is positive."""
        return Bounds(
            None if self.below is None else self.below * factor,
            None if self.above is None else self.above * factor,
            self.below_in,
            self.above_in,
        )


@dataclass(frozen=True)
class Doubt:
    """Words of quantity in a paragraph, and what its figures say to them.

    `paragraph` is its uid; `words` stand from `start` to `end` of its text in NFC. `key` is the
    citation they were held to and `value` its figure, empty and None where there is none.
    """

    paragraph: str
    words: str
    value: Decimal | None
    why: Why
    answer: Answer
    key: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Claim:
    """Words that say how many. `key` is the mark in them.

    `typed`: a number in digits; `bare`: with no qualifier; `loose`: too small to be a figure unless a
    mark is held to it.
    """

    start: int
    end: int
    kind: Kind
    bounds: Bounds
    key: str = ""
    relation: Relation = Relation.PLAIN
    scale: int = 1
    percent: bool = False
    typed: bool = False
    bare: bool = False
    loose: bool = False


def doubts_of(version: Version) -> list[Doubt]:
    """All that a version says without a figure that bears it out, paragraph by paragraph."""
    return [d for p in version.paragraphs for d in doubts(p, version.language)]


def doubts(paragraph: Paragraph, lang: str) -> list[Doubt]:
    """The words of a paragraph that its figures contradict, or that hang on no figure."""
    return [found for found in weighed(paragraph, lang) if found.answer is not Answer.AGREES]


def weighed(paragraph: Paragraph, lang: str) -> list[Doubt]:
    """All words of quantity of a paragraph, in order, each with what its figures say to it."""
    text = unicodedata.normalize("NFC", paragraph.text)
    scene = Scene(text, paragraph, lang)
    return [found for claim in scene.claims for found in scene.weigh(claim)]


def bounds(relation: Relation, number: Decimal, figures: int) -> Bounds:
    """What a number with a qualifier claims; it has so many significant figures."""
    near = number * NEAR
    match relation:
        case Relation.MORE:
            return Bounds(number, None, below_in=False)
        case Relation.AT_LEAST:
            return Bounds(number, None)
        case Relation.LESS:
            return Bounds(None, number, above_in=False)
        case Relation.AT_MOST:
            return Bounds(None, number)
        case Relation.NEARLY:
            return Bounds(number - near, number, above_in=False)
        case Relation.JUST_OVER:
            return Bounds(number, number + near, below_in=False)
        case Relation.ABOUT:
            return Bounds(number - near, number + near)
        case Relation.PLAIN:
            half = Decimal((0, (5,), number.adjusted() - figures)) if number else Decimal(0)
            slack = min(half, number * CLOSE)
            return Bounds(number - slack, number + slack)


class Scene:
    """A paragraph read for words of quantity: its claims, and the marks that may answer for them."""

    def __init__(self, text: str, paragraph: Paragraph, lang: str) -> None:
        self.text, self.uid, self.lang = text, paragraph.uid, lang
        self.words: Patterns = patterns(lang)
        self.marks = [(m.start(), m.end(), m.group(1)) for m in MARK.finditer(text)]
        self.plain = hidden(text.translate(DIGITS))
        self.cited = {c.key: c for c in paragraph.citations}
        shown_keys = {key for *_, key in self.marks}
        self.unmarked = tuple(c for c in paragraph.citations if c.key not in shown_keys)
        self.ends = [found.end() for found in SENTENCES.finditer(self.plain)]
        self.claims = self.read()

    # --- reading --------------------------------------------------------------------------------

    def read(self) -> list[Claim]:
        """The claims of the text, first to last; none overlaps another."""
        found = [*self.numbers(), *self.parts(), *self.slots()]
        found.sort(key=lambda claim: (claim.start, claim.start - claim.end))
        claims: list[Claim] = []
        for claim in found:
            if not claims or claim.start >= claims[-1].end:
                claims.append(claim)
        return claims

    def slots(self) -> Iterator[Claim]:
        """Marks with words of quantity around them."""
        for start, end, key in self.marks:
            first, relation = self.before(start)
            scale, last, odd = self.scale(end)
            percent = self.words.percent.match(self.plain, last)
            last = percent.end() if percent else last
            last, relation = self.after(last, relation, odd)
            said = relation is not Relation.PLAIN or scale != 1 or percent
            if said:
                yield Claim(
                    *(first, last, Kind.AMOUNT, Bounds(), key, relation, scale, bool(percent))
                )

    def numbers(self) -> Iterator[Claim]:
        """Numbers in digits, and in words with a scale; two of a range are one claim."""
        found = sorted(
            [*self.typed(), *self.worded()], key=lambda number: (number.start, -number.end)
        )
        taken = -1
        for number, follower in [*pairwise(found), *((last, None) for last in found[-1:])]:
            if number.start < taken:
                continue
            spread = self.spread(number, follower) if follower else None
            claim = spread or self.qualified(number)
            if claim is not None:
                taken = claim.end
                yield claim

    def typed(self) -> Iterator[Number]:
        """Numbers in digits."""
        for found in re.finditer(numeral(self.lang), self.plain):
            value, figures = read_numeral(found.group(), self.lang)
            scale, end, odd = self.scale(found.end())
            percent = self.words.percent.match(self.plain, end)
            if percent:
                end = percent.end()
                figures = max(figures, value.adjusted() + 1)
            bare = found.group().isdigit() and scale == 1 and not percent
            if bare and len(found.group()) == 4 and int(value) in YEARS:
                continue
            if scale == 1 and not percent and self.names_something(found.start(), value):
                continue
            loose = bare and value < SMALL
            yield Number(
                found.start(), end, value, figures, scale, bool(percent), odd, True, loose
            )  # fmt: skip

    def worded(self) -> Iterator[Number]:
        """Small numbers in words with a scale: two million, half a million."""
        for found in self.words.worded.finditer(self.plain):
            said, scale = found.group("number"), found.group("scale")
            value = next(v for p, v in self.words.numbers if p.fullmatch(said))
            factor = next(f for p, f in self.words.scales if p.fullmatch(scale))
            more, end, odd = self.scale(found.end())
            yield Number(found.start(), end, value, 1, factor * more, False, odd, False, False)

    def qualified(self, number: Number) -> Claim:
        """A number with the words around it."""
        start, relation = self.before(number.start)
        end, relation = self.after(number.end, relation, number.odd)
        said = bounds(relation, number.value, number.figures).times(Decimal(number.scale))
        kind = Kind.AMOUNT
        if number.percent:
            kind, said = Kind.SHARE, said.times(Decimal("0.01"))
        bare = number.digits and relation is Relation.PLAIN
        return Claim(
            *(start, end, kind, said),
            relation=relation,
            typed=number.digits,
            bare=bare,
            loose=number.loose,
        )

    def spread(self, one: Number, other: Number) -> Claim | None:
        """Two numbers as a range, if they are one."""
        between = self.plain[one.end : other.start]
        ahead = self.plain[max(0, one.start - 40) : one.start]
        pair = self.words.between.search(ahead)
        joined = self.words.joins.fullmatch(between) and not self.words.starts.search(ahead)
        if not joined and not (pair and self.words.pairs.fullmatch(between)):
            return None
        scale = one.scale if one.scale != 1 else other.scale
        percent = one.percent or other.percent
        low, high = one.value * scale, other.value * other.scale
        if low > high:
            return None
        start = one.start if pair is None else one.start - len(ahead) + pair.start()
        said, kind = Bounds(low, high), Kind.AMOUNT
        if percent:
            kind, said = Kind.SHARE, said.times(Decimal("0.01"))
        return Claim(start, other.end, kind, said, loose=one.loose and other.loose)

    def parts(self) -> Iterator[Claim]:
        """Orders of magnitude, parts of a whole, changes."""
        for pattern, low, high in self.words.orders:
            for found in pattern.finditer(self.plain):
                said = Bounds(Decimal(10) ** low, Decimal(10) ** high, above_in=False)
                yield Claim(found.start(), found.end(), Kind.AMOUNT, said)
        tables = ((self.words.shares, Kind.SHARE), (self.words.times, Kind.TIMES))
        for table, kind in tables:
            for pattern, value in table:
                for found in pattern.finditer(self.plain):
                    yield self.part(found, kind, value)
        for pattern in self.words.one_in:
            for found in pattern.finditer(self.plain):
                claim = self.one_in(found)
                if claim is not None:
                    yield claim

    def part(self, found: re.Match[str], kind: Kind, value: Decimal) -> Claim:
        """A part of a whole or a change, with its qualifier; as it stands it means about."""
        start, relation = self.before(found.start())
        end, relation = self.after(found.end(), relation, odd=False)
        meant = Relation.ABOUT if relation is Relation.PLAIN else relation
        return Claim(start, end, kind, bounds(meant, value, 1), relation=relation)

    def one_in(self, found: re.Match[str]) -> Claim | None:
        """One in N: the share is that of a number that rounds to N."""
        given = found.groupdict()
        below = self.spoken(given["n"])
        above = self.spoken(given["m"]) if given.get("m") else Decimal(1)
        if not above or below <= above or (given["n"].isdigit() and int(below) in YEARS):
            return None
        start, relation = self.before(found.start())
        if relation is not Relation.PLAIN:
            said = bounds(relation, above / below, 1)
        else:
            _, figures = read_numeral(str(below), self.lang)
            half = Decimal((0, (5,), below.adjusted() - figures))
            slack = min(max(half, Decimal("0.5")), below * NEAR)
            said = Bounds(above / (below + slack), above / (below - slack))
        return Claim(start, found.end(), Kind.SHARE, said, relation=relation)

    def spoken(self, text: str) -> Decimal:
        """A number of `one in N`."""
        if text.isdigit():
            return Decimal(text)
        return Decimal(self.words.spoken[" ".join(text.lower().split())])

    def before(self, start: int) -> tuple[int, Relation]:
        """The qualifier that ends where a number begins, and where it begins itself."""
        ahead = self.plain[max(0, start - 60) : start]
        last = ahead.rstrip("$€" + WHITE)[-1:]
        if not last.isalpha() and last not in QUOTES:  # most numbers have none
            return start, Relation.PLAIN
        found = self.words.before.search(ahead)
        if found is None or found.lastgroup is None:
            return start, Relation.PLAIN
        return start - len(ahead) + found.start(), Relation[found.lastgroup]

    def after(self, end: int, relation: Relation, odd: bool) -> tuple[int, Relation]:
        """The qualifier behind a number; one before it goes first. `odd` is the Chinese 多 within."""
        found = self.words.after.match(self.plain, end)
        if found is not None and found.lastgroup is not None:
            end = found.end()
            relation = Relation[found.lastgroup] if relation is Relation.PLAIN else relation
        if odd and relation is Relation.PLAIN:
            relation = Relation.MORE
        return end, relation

    def scale(self, end: int) -> tuple[int, int, bool]:
        """The scale behind a number, where it ends, and whether 多 stands before it."""
        found = self.words.scale.match(self.plain, end)
        if found is None:
            return 1, end, False
        factor = next(f for p, f in self.words.scales if p.fullmatch(found.group("scale")))
        return factor, found.end(), bool(found.group("odd"))

    def names_something(self, start: int, value: Decimal) -> bool:
        """Whether a number is that of an article, a convention, a target; or a rate, per 1,000."""
        ahead = self.plain[max(0, start - 40) : start]
        if value in RATES and self.words.per.search(ahead):
            return True
        if value < LONG_LIST and self.words.listed.search(ahead):
            return True
        return bool(self.words.references.search(ahead))

    # --- weighing -------------------------------------------------------------------------------

    def weigh(self, claim: Claim) -> list[Doubt]:
        """What the figures say to a claim: one answer, or none where it is no claim at all."""
        if claim.key:
            return [self.slot(claim)]
        keys, firm = self.held_to(claim)
        if claim.loose and not (keys and firm):
            return []
        held = [self.cited[key] for key in keys if key in self.cited]
        answers = [self.answer(claim, citation) for citation in held]
        pair = self.of_pairs(claim, held)
        for found in (*answers, *pair):
            if found.answer is Answer.AGREES:
                return [found]
        if claim.bare and not firm:
            return [self.told(claim, None, Why.TYPED)]
        for found in (*pair, *answers):
            if found.answer is Answer.CONTRADICTS:
                return [found]
        if answers or pair:
            return [(*pair, *answers)[0]]
        return [self.told(claim, None, Why.TYPED if claim.typed else Why.NO_FIGURE)]

    def slot(self, claim: Claim) -> Doubt:
        """Words around a mark, held to what is shown of its figure."""
        citation = self.cited.get(claim.key)
        if citation is None or citation.value is None:
            return self.told(claim, citation, Why.UNRESOLVED)
        factor, base = unit_of(citation)
        if claim.percent and base not in SHARES:
            return self.told(claim, citation, Why.NO_PERCENTAGE, against=True)
        if claim.scale != 1 and Decimal(claim.scale) != factor:
            return self.told(claim, citation, Why.MULTIPLIED, against=True)
        said = rounded(citation.value, citation.rounding)
        if citation.value < 0:
            return self.told(claim, citation, Why.ANOTHER_KIND)
        if claim.relation is Relation.PLAIN:
            return self.told(claim, citation, Why.BORNE_OUT)
        why = held_against(bounds(claim.relation, said, 1), citation.value)
        if why is not Why.BORNE_OUT and said == citation.value:
            why = Why.SHOWN_WHOLE
        return self.told(claim, citation, why, against=True)

    def held_to(self, claim: Claim) -> tuple[list[str], bool]:
        """The citations that answer for a claim, and whether they stand by it for sure."""
        inside, beside = [], []
        for start, end, key in self.near(claim):
            if start >= claim.end and self.in_brackets(claim, start):
                inside.append(key)
            elif self.next_to(claim, start, end):
                beside.append(key)
        if inside:
            return inside, True
        if beside:
            return beside, not claim.bare
        return [citation.key for citation in self.unmarked], False

    def in_brackets(self, claim: Claim, start: int) -> bool:
        """Whether a mark stands in brackets that open behind the claim, and before the next claim."""
        between = self.plain[claim.end : start]
        opened = BRACKETS.search(between)
        if opened is None:
            return False
        end = claim.end + opened.start()
        rivals = self.claims[self.place(claim.end) : self.place(end)]
        if claim.loose:
            before = self.claims[self.place(self.sentence(claim)[0]) : self.place(claim.start)]
            return not rivals and all(other.loose for other in before)
        return all(other.loose for other in rivals)

    def place(self, offset: int) -> int:
        """How many claims begin before an offset."""
        return bisect_left(self.claims, offset, key=lambda claim: claim.start)

    def near(self, claim: Claim) -> list[tuple[int, int, str]]:
        """The marks of the claim's sentence that are not far from it."""
        first, last = self.sentence(claim)
        first, last = max(first, claim.start - FAR), min(last, claim.end + FAR)
        low = bisect_left(self.marks, first, key=itemgetter(0))
        return self.marks[low : bisect_left(self.marks, last, key=itemgetter(0))]

    def next_to(self, claim: Claim, start: int, end: int) -> bool:
        """Whether nothing but a comma, a colon or a dash stands between a mark and the claim."""
        if start >= claim.end:
            return SET_OFF.fullmatch(self.plain[claim.end : start]) is not None
        between = self.plain[end : claim.start]
        return SET_OFF.fullmatch(between) is not None and bool(between.strip())

    def sentence(self, claim: Claim) -> tuple[int, int]:
        """Where the sentence of a claim begins and ends."""
        before = bisect_right(self.ends, claim.start)
        after = bisect_left(self.ends, claim.end)
        first = self.ends[before - 1] if before else 0
        return first, self.ends[after] if after < len(self.ends) else len(self.plain)

    def answer(self, claim: Claim, citation: Citation) -> Doubt:
        """What one figure says to a claim with a number of its own."""
        if citation.value is None:
            return self.told(claim, citation, Why.UNRESOLVED)
        factor, base = unit_of(citation)
        if claim.kind is Kind.TIMES:
            return self.told(claim, citation, Why.NO_CHANGE)
        if (claim.kind is Kind.SHARE) != (base in SHARES):
            why = Why.ANOTHER_KIND if claim.kind is Kind.SHARE else Why.NO_FIGURE
            return self.told(claim, citation, why)
        whole = Decimal(SHARES.get(base, 1))
        value = citation.value * factor / whole
        return self.told(claim, citation, held_against(claim.bounds, value), against=True)

    def of_pairs(self, claim: Claim, held: list[Citation]) -> list[Doubt]:
        """What two figures say to a part or a change: a whole that is named, or the only two there."""
        if claim.kind is Kind.AMOUNT:
            return []
        near = dict.fromkeys(key for *_, key in self.near(claim))
        around = [self.cited[key] for key in near if key in self.cited]
        whole = self.whole(claim)
        if claim.kind is Kind.SHARE and whole is not None:
            rest = [c for c in held if c != whole] or [c for c in around if c != whole]
            return self.share(claim, rest[0], whole, sure=True) if len(rest) == 1 else []
        two = around if len(around) == 2 else list(self.unmarked)
        if len(two) != 2:
            return []
        if claim.kind is Kind.TIMES:
            return self.change(claim, two[0], two[1])
        return self.share(claim, two[0], two[1], sure=False)

    def whole(self, claim: Claim) -> Citation | None:
        """The figure that a part is said to be of: `a third of the [[c1]] people`."""
        for start, _, key in self.near(claim):
            if start >= claim.end and self.words.whole.fullmatch(self.plain, claim.end, start):
                return self.cited.get(key)
        return None

    def share(self, claim: Claim, part: Citation, whole: Citation, *, sure: bool) -> list[Doubt]:
        """A part against its whole; of two that are not told apart the smaller is the part."""
        values = comparable(part, whole)
        if values is None:
            return []
        if not sure:
            values = (min(values), max(values))
        if not values[1]:
            return []
        why = held_against(claim.bounds, values[0] / values[1])
        if not sure and why is not Why.BORNE_OUT:
            return [self.told(claim, part, Why.ANOTHER_KIND)]
        return [self.told(claim, part, why, against=True)]

    def change(self, claim: Claim, one: Citation, other: Citation) -> list[Doubt]:
        """A change against two figures, by their periods."""
        if one.period == other.period:
            return [self.told(claim, other, Why.NO_CHANGE)]
        if other.period < one.period:
            one, other = other, one
        values = comparable(one, other)
        if values is None or not values[0]:
            return [self.told(claim, other, Why.NO_CHANGE)]
        why = held_against(claim.bounds, values[1] / values[0])
        return [self.told(claim, other, why, against=True)]

    def told(
        self, claim: Claim, citation: Citation | None, why: Why, *, against: bool = False
    ) -> Doubt:
        """An answer. `against`: a reason that is not in favour contradicts."""
        answer = Answer.AGREES if why is Why.BORNE_OUT else Answer.CANNOT_TELL
        if against and why is not Why.BORNE_OUT:
            answer = Answer.CONTRADICTS
        words = self.text[claim.start : claim.end].strip()
        start = claim.start + self.text[claim.start : claim.end].find(words)
        return Doubt(
            self.uid,
            words,
            None if citation is None else citation.value,
            why,
            answer,
            claim.key if citation is None else citation.key,
            start,
            start + len(words),
        )


@dataclass(frozen=True)
class Number:
    """A number in a text with its scale: `digits` where it is typed in digits."""

    start: int
    end: int
    value: Decimal
    figures: int
    scale: int
    percent: bool
    odd: bool
    digits: bool
    loose: bool


def held_against(within: Bounds, value: Decimal) -> Why:
    """Whether a value lies within what words say."""
    if within.too_low(value):
        return Why.TOO_LOW
    return Why.TOO_HIGH if within.too_high(value) else Why.BORNE_OUT


def comparable(one: Citation, other: Citation) -> tuple[Decimal, Decimal] | None:
    """Two counts of one unit, else None."""
    (factor, base), (other_factor, other_base) = unit_of(one), unit_of(other)
    if one.value is None or other.value is None or base != other_base or base in SHARES:
        return None
    values = one.value * factor, other.value * other_factor
    return values if min(values) >= 0 else None


def unit_of(citation: Citation) -> tuple[Decimal, str]:
    """The factor and the base of a citation's unit; one that no table knows is a base of its own."""
    try:
        unit = what.unit(citation.unit)
    except UnknownCode:
        return Decimal(1), citation.unit
    return Decimal(unit.factor), unit.base


def hidden(text: str) -> str:
    """The text with signs that no pattern reads in place of marks and addresses."""

    def blank(sign: str, found: re.Match[str]) -> str:
        return sign * len(found.group())

    text = MARK.sub(lambda found: blank(HIDDEN, found), text)
    return ADDRESSES.sub(lambda found: blank(HIDDEN_ADDRESS, found), text)
