"""Reviews: what becomes of a signed figure that a later edition has otherwise.

Nothing is stored but what the signatories answer: which figures moved is asked of the evidence base
whenever it is read, and an answer holds for the edition and the value that it was given of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

WIDE = Decimal("0.1")
"""A change of more than a tenth of the signed figure, or its loss, re-opens the position: our rule.
A citation that tolerates more is re-opened beyond what it tolerates."""


class Verdict(StrEnum):
    """What a signatory says of a figure that moved."""

    STANDS = "stands"
    REOPEN = "reopen"


class State(StrEnum):
    """Where a review stands."""

    OPEN = "open"
    STANDS = "stands"
    ASKED = "asked to reopen"
    REOPENED = "re-opened"


BLOCKS = frozenset((State.ASKED, State.REOPENED))
"""States in which the figure is not published anew."""


@dataclass(frozen=True)
class Moved:
    """A citation of a signed text, and the value and edition that the evidence base has now.

    `value` is None where the source dropped the figure; `tolerance` is the citation's own.
    """

    paragraph: str
    citation: str
    signed: Decimal | None
    value: Decimal | None
    edition: str
    figure: str = ""
    tolerance: Decimal = Decimal(0)

    @property
    def wide(self) -> bool:
        """Whether the position itself is re-opened by the change."""
        if self.value is None or self.signed is None:
            return self.value != self.signed
        return abs(self.value - self.signed) > max(WIDE, self.tolerance) * abs(self.signed)

    @property
    def said(self) -> str:
        """The value as text; empty where it was dropped."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class Answer:
    """What a signatory said, of which figure in which edition; `number` is its place in the log."""

    agency: str
    paragraph: str
    citation: str
    edition: str
    value: str
    verdict: Verdict
    at: datetime
    number: int = 0
    words: str = ""


@dataclass(frozen=True)
class Review:
    """The review of one figure that moved: the last answer of each signatory, and who has not answered."""

    moved: Moved
    answers: tuple[Answer, ...]
    waiting: tuple[str, ...]
    state: State

    @property
    def asking(self) -> tuple[str, ...]:
        """The signatories that ask to reopen."""
        return tuple(a.agency for a in self.answers if a.verdict is Verdict.REOPEN)


def review(signatories: Iterable[str], moved: Moved, answers: Iterable[Answer]) -> Review:
    """The review of a figure. Answers about another edition or value, and of others, do not count.

    It stands when every signatory says so. One that asks to reopen is enough to be asked; a wide
    change re-opens until all have said that it stands.
    """
    named = tuple(dict.fromkeys(signatories))
    last: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda a: (a.at, a.number)):
        if answer.agency in named and about(answer, moved):
            last[answer.agency] = answer
    counted = tuple(last[agency] for agency in named if agency in last)
    waiting = tuple(agency for agency in named if agency not in last)
    return Review(moved, counted, waiting, state(moved, counted, waiting))


def about(answer: Answer, moved: Moved) -> bool:
    """Whether an answer is about the figure as it stands now."""
    return (answer.paragraph, answer.citation, answer.edition, answer.value) == (
        moved.paragraph, moved.citation, moved.edition, moved.said
    )  # fmt: skip


def state(moved: Moved, counted: tuple[Answer, ...], waiting: tuple[str, ...]) -> State:
    """Where a review stands."""
    if any(answer.verdict is Verdict.REOPEN for answer in counted):
        return State.ASKED
    if not waiting:
        return State.STANDS
    return State.REOPENED if moved.wide else State.OPEN


def worst(found: Iterable[Review]) -> State | None:
    """The state of a text: of its reviews the one that weighs most; None where nothing moved."""
    order = (State.REOPENED, State.ASKED, State.OPEN, State.STANDS)
    states = {each.state for each in found}
    return next((each for each in order if each in states), None)
