"""What parties said of an instrument, with the objections of others beneath what they object to.

An objection names what it is about in the words published ("to the reservation made by Norway").
Where those words name exactly one party that declared or reserved something, the objection stands
below that party; any other stands by itself. Nothing that was published is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.norms.parties import name_of
from gmg.axes.names import fold

if TYPE_CHECKING:
    from gmg.analysis.norms.act import Act

OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Said:
    """All that one party said, and the objections to it."""

    party: str | None
    name: str
    acts: tuple[Act, ...]
    objections: tuple[Act, ...]


def grouped(acts: Iterable[Act]) -> tuple[list[Said], list[Act]]:
    """What was said party by party, in the order given, and the objections that name no one of them."""
    by_party: dict[str, list[Act]] = {}
    objecting: list[Act] = []
    for act in acts:
        if act.act == OBJECTION:
            objecting.append(act)
        else:
            by_party.setdefault(act.party or act.party_as_published, []).append(act)
    names = {party: called(party, found) for party, found in by_party.items()}
    under: dict[str, list[Act]] = {}
    alone: list[Act] = []
    for act in objecting:
        meant = named(act.about or "", names) - {act.party or act.party_as_published}
        (under.setdefault(meant.pop(), []) if len(meant) == 1 else alone).append(act)
    said = [
        Said(
            found[0].party,
            name_of(found[0].party) or party,
            tuple(found),
            tuple(under.get(party, ())),
        )
        for party, found in by_party.items()
    ]
    return said, alone


def called(party: str, acts: Iterable[Act]) -> frozenset[str]:
    """What a party may be called, folded: its name here and as published, whole and without brackets."""
    names = {name_of(party), *(act.party_as_published for act in acts)}
    bare = {re.sub(r"\(.*?\)", "", name) for name in names}
    return frozenset(filter(None, map(fold, names | bare)))


def named(text: str, names: Mapping[str, Iterable[str]]) -> set[str]:
    """The parties that a text names; `Guinea` is not named by `Papua New Guinea`.

    >>> sorted(named("made by Papua New Guinea", {"GIN": ["guinea"], "PNG": ["papua new guinea"]}))
    ['PNG']
    """
    folded = fold(text)
    spans = {
        (found.start(), found.end(), party)
        for party, known in names.items()
        for name in known
        for found in re.finditer(rf"\b{re.escape(name)}\b", folded)
    }
    return {party for start, end, party in spans if not _inside(start, end, spans)}


def _inside(start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> bool:
    return any(
        first <= start and end <= last and last - first > end - start for first, last, _ in spans
    )
