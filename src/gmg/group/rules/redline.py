"""Redlines: what was kept, added, removed and moved between two versions, as records without markup.

Paragraphs are matched by uid, words by their longest common subsequence: the row update of Hyyrö,
"Bit-parallel LCS-length computation revisited" (2004), traced back from saved rows.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import groupby
from math import isqrt
from typing import TYPE_CHECKING, Any

from gmg.group.rules.texts import MARK, Citation, Paragraph, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAIRS = 500_000_000
"""Words of the old text times words of the new one, common ends left out: beyond it, what lies
between the ends is replaced as a whole. Two paragraphs of 20,000 words are within it."""

CONFETTI = 2
"""As many words kept between two replacements count as replaced too, where both are no shorter."""

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that stand in both versions."""

    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Words of the old version only."""

    text: str


@dataclass(frozen=True, slots=True)
class Added:
    """Words of the new version only."""

    text: str


Run = Kept | Removed | Added


class Change(StrEnum):
    """What became of a paragraph. One that moved and changed is `changed`, with `moved` set."""

    KEPT = "kept"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Side:
    """A paragraph in one version but for its words; `at` is its place in the order, from 0."""

    at: int
    num: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A paragraph over two versions; `before` or `after` is None where a version has it not.

    In `runs` no two of a kind follow each other, and what is removed comes before what is added.
    """

    uid: str
    runs: tuple[Run, ...]
    before: Side | None
    after: Side | None
    moved: bool = False

    @property
    def change(self) -> Change:
        """What became of it. Another `num` alone is no change: it is only what is shown."""
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        recited = self.before.citations != self.after.citations
        if recited or any(not isinstance(run, Kept) for run in self.runs):
            return Change.CHANGED
        return Change.MOVED if self.moved else Change.KEPT

    @property
    def old(self) -> str:
        """Its words in the old version."""
        return "".join(run.text for run in self.runs if not isinstance(run, Added))

    @property
    def new(self) -> str:
        """Its words in the new version."""
        return "".join(run.text for run in self.runs if not isinstance(run, Removed))


@dataclass(frozen=True)
class Redline:
    """From one version to another. `before` and `after` are the versions without their paragraphs.

    `passages` stand in the order of the new version, what was removed behind what it followed.
    """

    before: Version
    after: Version
    passages: tuple[Passage, ...]


class DoesNotFit(ValueError):
    """Paragraphs that share a uid, or a redline laid on a version it was not drawn from."""


def redline(old: Version, new: Version) -> Redline:
    """What leads from `old` to `new`; DoesNotFit where two paragraphs of a version share a uid.

    Between two languages a paragraph is kept whole or replaced whole: shared words mean nothing there.
    """
    olds, news = named(old), named(new)
    moves = moved([news[uid][0] for uid in olds if uid in news])
    passages = []
    for uid in dict.fromkeys([*olds, *news]):
        before, after = olds.get(uid), news.get(uid)
        was, now = before[1].text if before else "", after[1].text if after else ""
        same = old.language == new.language
        runs = tidied(compared(was, now)) if same else whole(was, now)
        went = after is not None and before is not None and after[0] in moves
        passages.append(Passage(uid, runs, side(before), side(after), went))
    return Redline(head(old), head(new), woven(passages))


def apply(old: Version, line: Redline) -> Version:
    """The new version, from the old one and a redline drawn from it; DoesNotFit from any other."""
    drawn = {passage.uid: passage for passage in line.passages if passage.before}
    if head(old) != line.before or len(old.paragraphs) != len(drawn):
        raise DoesNotFit("This redline was drawn from another version")
    for uid, there in named(old).items():
        passage = drawn.get(uid)
        if passage is None or passage.before != side(there) or passage.old != there[1].text:
            raise DoesNotFit(f"Paragraph {uid} is not as it was when this redline was drawn")
    standing = {p.after.at: (p, p.after) for p in line.passages if p.after}
    paragraphs = (
        Paragraph(passage.uid, now.num, passage.new, now.citations)
        for _, (passage, now) in sorted(standing.items(), key=lambda item: item[0])
    )
    return replace(line.after, paragraphs=tuple(paragraphs))


def reverse(line: Redline) -> Redline:
    """The way back: what leads from the new version to the old one."""
    return Redline(line.after, line.before, woven([turned(p) for p in line.passages]))


def turned(passage: Passage) -> Passage:
    """A passage read from the new version to the old one."""
    turn: dict[type[Run], type[Run]] = {Kept: Kept, Removed: Added, Added: Removed}
    runs = joined(turn[type(run)](run.text) for run in passage.runs)
    return Passage(passage.uid, runs, passage.after, passage.before, passage.moved)


def named(version: Version) -> dict[str, tuple[int, Paragraph]]:
    """Paragraphs by uid, each with its place; DoesNotFit where a uid is there twice."""
    found = {paragraph.uid: (at, paragraph) for at, paragraph in enumerate(version.paragraphs)}
    if len(found) < len(version.paragraphs):
        raise DoesNotFit("Two paragraphs share a uid: a uid is given once, and for life")
    return found


def head(version: Version) -> Version:
    """A version without its paragraphs."""
    return replace(version, paragraphs=())


def side(there: tuple[int, Paragraph] | None) -> Side | None:
    """A paragraph but for its words."""
    return Side(there[0], there[1].num, there[1].citations) if there else None


def moved(places: Sequence[int]) -> set[int]:
    """The fewest places to take out so that the rest are in order: all but a longest rising part."""
    ends: list[int] = []
    length = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        length.append(at)
    wanted, out = len(ends) - 1, set()
    for place, at in zip(reversed(places), reversed(length), strict=True):
        if at == wanted:
            wanted -= 1
        else:
            out.add(place)
    return out


def woven(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """In the order of the new version; what was removed, behind the unmoved one it followed."""
    given = list(passages)
    staying = sorted(
        (p.before.at, p.after.at) for p in given if p.before and p.after and not p.moved
    )

    def key(passage: Passage) -> tuple[int, int]:
        if passage.after:
            return passage.after.at, -1
        was = passage.before.at if passage.before else -1
        behind = bisect_left(staying, (was, -1))
        return (staying[behind - 1][1] if behind else -1), was

    return tuple(sorted(given, key=key))


def compared(old: str, new: str) -> tuple[Run, ...]:
    """The runs that lead from one text to the other, with as many words kept as can be.

    Time grows with the product of the words, memory with its root; beyond PAIRS see there.
    """
    a, b = tokens(old), tokens(new)
    first, last = ends(a, b)
    rows = [at for at in range(first, len(a) - last) if not a[at].isspace()]
    columns = [at for at in range(first, len(b) - last) if not b[at].isspace()]
    pairs: list[tuple[int, int]] = []
    if len(rows) * len(columns) <= PAIRS:
        shared = common([a[at] for at in rows], [b[at] for at in columns])
        pairs = [(rows[row], columns[column]) for row, column in shared]
    found: list[Run] = [Kept("".join(a[:first]))]
    at, to = first, first
    for row, column in pairs:
        found += [*gap(a[at:row], b[to:column]), Kept(a[row])]
        at, to = row + 1, column + 1
    found += [*gap(a[at : len(a) - last], b[to : len(b) - last]), Kept("".join(a[len(a) - last :]))]
    return joined(found)


def whole(old: str, new: str) -> tuple[Run, ...]:
    """One text in place of the other."""
    return joined([Kept(old)] if old == new else [Removed(old), Added(new)])


def gap(a: list[str], b: list[str]) -> list[Run]:
    """What stands between two shared words, where only blanks can still be shared."""
    first, last = ends(a, b)
    return [
        Kept("".join(a[:first])),
        Removed("".join(a[first : len(a) - last])),
        Added("".join(b[first : len(b) - last])),
        Kept("".join(a[len(a) - last :])),
    ]


def ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many tokens are the same at the start, and how many of the rest at the end."""
    short = min(len(a), len(b))
    first = next((at for at in range(short) if a[at] != b[at]), short)
    left = short - first
    return first, next((at for at in range(left) if a[-1 - at] != b[-1 - at]), left)


def common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence, rising.

    A row is an integer with a bit for each word of `b`: 0 where the length grows at that word. Only
    every so many rows are kept, the root of their number; those between are made again on the way back.
    """
    if len(b) > len(a):
        return [(row, column) for column, row in common(b, a)]
    masks: dict[str, int] = dict.fromkeys(a, 0)
    for column, word in enumerate(b):
        if word in masks:
            masks[word] |= 1 << column
    full = (1 << len(b)) - 1

    def below(row: int, word: str) -> int:
        grows = row & masks[word]
        return ((row + grows) | (row - grows)) & full

    stride = isqrt(len(a)) + 1
    row, saved = full, []
    for at, word in enumerate(a):
        if at % stride == 0:
            saved.append(row)
        row = below(row, word)
    found: list[tuple[int, int]] = []
    column = len(b)
    for block in reversed(range(len(saved))):
        rows = [saved[block]]
        for word in a[block * stride : (block + 1) * stride]:
            rows.append(below(rows[-1], word))
        at = len(rows) - 1
        while at and column:
            if rows[at] >> (column - 1) & 1:
                column -= 1
                continue
            at -= 1
            if rows[at] >> (column - 1) & 1:
                column -= 1
                found.append((block * stride + at, column))
    return found[::-1]


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same runs, none empty: neighbours of a kind are one, removed words come before added ones."""
    found: list[Run] = []
    full = (run for run in runs if run.text)
    for kept, stretch in groupby(full, key=lambda run: isinstance(run, Kept)):
        part = list(stretch)
        for kind in (Kept,) if kept else (Removed, Added):
            text = "".join(run.text for run in part if isinstance(run, kind))
            found += [kind(text)] if text else []
    return tuple(found)


def tidied(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The same way from old to new, easier to read: without single kept words amid a rewritten part.

    Kept words between two replacements are replaced too where they are few (CONFETTI) and no longer
    than either replacement. A citation mark is never taken for replaced.
    """
    changes: list[tuple[str, str, str]] = []
    for change in parted(runs):
        kept, removed, added = change
        while changes and absorbs(changes[-1], (kept, removed, added)):
            before, was, now = changes.pop()
            kept, removed, added = before, was + kept + removed, now + kept + added
        changes.append((kept, removed, added))
    return joined(
        run for kept, was, now in changes for run in (Kept(kept), Removed(was), Added(now))
    )


def parted(runs: Iterable[Run]) -> list[tuple[str, str, str]]:
    """Runs as changes: what is kept before each, what it removes and what it adds."""
    found = [("", "", "")]
    for run in runs:
        kept, removed, added = found[-1]
        match run:
            case Kept(text):
                found.append((text, "", ""))
            case Removed(text):
                found[-1] = (kept, text, added)
            case Added(text):
                found[-1] = (kept, removed, text)
    return found


def absorbs(change: tuple[str, str, str], later: tuple[str, str, str]) -> bool:
    """Whether the words kept between two changes are too few to be worth keeping."""
    _, was, now = change
    kept, removed, added = later
    if not (was and now and removed and added) or MARK.search(kept):
        return False
    if len(kept.strip()) > min(max(len(was), len(now)), max(len(removed), len(added))):
        return False
    return sum(token[0].isalnum() for token in tokens(kept)) <= CONFETTI


@cache
def token_pattern() -> re.Pattern[str]:
    """What a token is; made on first use, for it lists all combining marks of Unicode."""
    planes = (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0))
    marks = (
        "".join(c for c in map(chr, planes) if unicodedata.category(c)[0] == "M") + "\u200c\u200d"
    )
    word = rf"(?:[^\W{CJK}][{marks}]*|(?<=\d)[.,\u066b\u066c](?=\d))+"
    return re.compile(rf"{MARK.pattern}|\s+[{marks}]*|{word}|[{marks}]+|.[{marks}]*", re.DOTALL)


def tokens(text: str) -> list[str]:
    """Words, blanks, and single signs of punctuation or of Chinese and Japanese; joined, the text.

    A combining mark stays with the letter it is on, a figure is one word with its separators, and a
    citation mark is one token.
    """
    return [found.group() for found in token_pattern().finditer(text)]


FORM = "gmg redline 1"
SIGNS: dict[str, type[Run]] = {"=": Kept, "-": Removed, "+": Added}


def as_json(line: Redline) -> dict[str, Any]:
    """A redline with its exact runs, as JSON; `from_json` reads it back."""
    sign = {kind: sign for sign, kind in SIGNS.items()}
    return {
        "form": FORM,
        "before": plain(line.before),
        "after": plain(line.after),
        "passages": [
            {
                "uid": passage.uid,
                "change": passage.change.value,
                "moved": passage.moved,
                "before": None if passage.before is None else plain(passage.before),
                "after": None if passage.after is None else plain(passage.after),
                "runs": [[sign[type(run)], run.text] for run in passage.runs],
            }
            for passage in line.passages
        ],
    }


def plain(record: Version | Side) -> dict[str, Any]:
    """A record as JSON: figures as text, so that no digit is lost."""
    given = asdict(record)
    for citation in given.get("citations", ()):
        value = citation["value"]
        citation["value"] = None if value is None else str(value)
        citation["tolerance"] = str(citation["tolerance"])
    return given


def from_json(given: dict[str, Any]) -> Redline:
    """A redline from its JSON; DoesNotFit for anything that is no such record."""
    try:
        if given["form"] != FORM:
            raise DoesNotFit(f"This is no {FORM}")
        return Redline(
            head(Version(**given["before"])),
            head(Version(**given["after"])),
            tuple(
                Passage(
                    passage["uid"],
                    tuple(SIGNS[sign](text) for sign, text in passage["runs"]),
                    side_from(passage["before"]),
                    side_from(passage["after"]),
                    passage["moved"],
                )
                for passage in given["passages"]
            ),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as no:
        raise DoesNotFit(f"This is no {FORM}") from no


def side_from(given: dict[str, Any] | None) -> Side | None:
    """A paragraph in one version, from JSON."""
    if given is None:
        return None
    cites = (
        Citation(
            **c
            | {
                "value": None if c["value"] is None else Decimal(c["value"]),
                "tolerance": Decimal(c["tolerance"]),
            }
        )
        for c in given["citations"]
    )
    return Side(given["at"], given["num"], tuple(cites))


def as_text(line: Redline) -> str:
    """A redline as plain text: `[-removed-]` and `{+added+}`, each paragraph with what became of it."""
    lines = [f"{line.before.title} ({line.before.language} {line.before.number})"]
    lines.append(f"{line.after.title} ({line.after.language} {line.after.number})")
    for passage in line.passages:
        side = passage.after or passage.before
        moved = ", moved" if passage.moved and passage.change is not Change.MOVED else ""
        lines.append(f"\n{side.num if side else ''} [{passage.uid}] {passage.change.value}{moved}")
        lines.append("".join(MARKED[type(run)].format(run.text) for run in passage.runs))
    return "\n".join(lines) + "\n"


MARKED: dict[type[Run], str] = {Kept: "{}", Removed: "[-{}-]", Added: "{{+{}+}}"}
