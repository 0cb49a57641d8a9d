"""Live citations: what has become of a figure that a text quotes, from what each edition says of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.group.rules.texts import Citation


class State(StrEnum):
    """What has become of a cited figure."""

    UNRESOLVED = "unresolved"
    CURRENT = "current"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Said:
    """The cited figure in one edition: its value in the citation's unit, None where that is another
    kind of unit or a marker stands in the cell."""

    edition: str
    value: Decimal | None
    figure: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a release says of a citation: `said` by edition, oldest first.

    `newest` is the newest edition that has figures of that sort at all: of the concept in that year,
    of pairs of places or of single ones. `of_pair` says whether it has others of the same places:
    then the breakdown is gone, not the figure.
    """

    release: str
    said: tuple[Said, ...] = ()
    newest: str = ""
    of_pair: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A citation beside the newest edition that has its figure.

    `by` is the first edition that changed it beyond tolerance; `without` a newer edition that speaks
    of the same places and period but has no figure of this breakdown.
    """

    state: State
    value: Decimal | None = None
    edition: str = ""
    figure: str = ""
    release: str = ""
    by: str = ""
    without: str = ""


def beyond(citation: Citation, value: Decimal | None) -> bool:
    """Whether another value is another figure, by the citation's relative tolerance."""
    if value is None or citation.value is None:
        return value != citation.value
    return abs(value - citation.value) > citation.tolerance * abs(citation.value)


def standing(citation: Citation, found: Found) -> Standing:
    """What has become of a citation.

    Unresolved where it has no value; withdrawn where no edition has the figure any more, or the
    newest one speaks of the period and no longer of these places; changed where the newest one that
    has it is beyond tolerance.
    """
    if citation.value is None:
        return Standing(State.UNRESOLVED, release=found.release)
    if not found.said:
        return Standing(State.WITHDRAWN, release=found.release, by=found.newest)
    last = found.said[-1]
    where = (last.value, last.edition, last.figure, found.release)
    if found.newest > last.edition and not found.of_pair:
        return Standing(State.WITHDRAWN, *where, by=found.newest)
    without = found.newest if found.newest > last.edition else ""
    if not beyond(citation, last.value):
        return Standing(State.CURRENT, *where, without=without)
    later = (said for said in found.said if said.edition >= citation.edition)
    by = next((said.edition for said in later if beyond(citation, said.value)), last.edition)
    return Standing(State.CHANGED, *where, by=by, without=without)
