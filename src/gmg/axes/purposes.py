"""What the group is for and how it works: its numbered purposes, and dated statements about it.

>>> purpose("TOR-06").confidence
'note'
>>> [p.code for p in purposes() if p.lost and p.confidence == "recalled"]
['TOR-03', 'TOR-10']

The list of purposes is damaged in the only known copy of the group's note. Every purpose says how
sure its substance and its number are, and what of it is lost; the wording is this project's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.axes.tables import UnknownCode, rows
from gmg.axes.when import PartialDate, partial

if TYPE_CHECKING:
    from datetime import date

TOPICS = ("aims", "origin", "lost", "methods", "count")


class UnknownPurpose(UnknownCode):
    """No purpose has that code."""

    what = "purpose"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One item of the terms of reference.

    `confidence` is of the substance, `number_confidence` of its place in the list. `lost` says what
    is missing of the text, empty where nothing is. `carried_by` names what of gmg serves it.
    """

    code: str
    purpose: str
    confidence: str
    number_confidence: str
    lost: str
    carried_by: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about the group, true from the first day of `starts` to the last of `ends`.

    `topic` is one of `TOPICS`; a `count` is a number of members that was published, in `number`.
    """

    code: str
    topic: str
    text: str
    starts: PartialDate
    ends: PartialDate | None
    number: int | None
    confidence: str
    lost: str
    source: str
    note: str

    def holds(self, on: date) -> bool:
        """Whether the statement is true of a day."""
        return self.starts.first <= on and (self.ends is None or on <= self.ends.last)


def purpose(code: str) -> Purpose:
    """The purpose of a code such as `TOR-06`; UnknownPurpose names the nearest codes."""
    found = {one.code: one for one in purposes()}
    if code not in found:
        raise UnknownPurpose(code, tuple(found))
    return found[code]


@lru_cache(maxsize=1)
def purposes() -> tuple[Purpose, ...]:
    """All purposes, in the order of their numbers."""
    return tuple(Purpose(**row) for row in rows("purposes"))


def statements(topic: str, on: date) -> tuple[Statement, ...]:
    """The statements of a topic that hold on a day. Raises ValueError for another topic."""
    if topic not in TOPICS:
        raise ValueError(f"no topic {topic!r}; there are {', '.join(TOPICS)}")
    return tuple(one for one in _statements() if one.topic == topic and one.holds(on))


def published_count(on: date) -> Statement | None:
    """The latest number of members published for a day not after this one."""
    return max(statements("count", on), key=lambda one: one.starts.first, default=None)


@lru_cache(maxsize=1)
def _statements() -> tuple[Statement, ...]:
    return tuple(
        Statement(
            code=row["code"],
            topic=row["topic"],
            text=row["text"],
            starts=PartialDate.parse(row["starts"]),
            ends=partial(row["ends"]),
            number=int(row["number"]) if row["number"] else None,
            confidence=row["confidence"],
            lost=row["lost"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("working_methods")
    )
