"""The days on which places became parties to an instrument, or ceased to be, by one file of acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.norms.force import ends_on
from gmg.analysis.norms.status import party_status
from gmg.records.treaty_act import ENDING

if TYPE_CHECKING:
    from gmg.analysis.norms.act import Act
    from gmg.analysis.norms.files import File


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which a party began to be bound (1) or ceased to be (-1).

    `act` is the id of the act that decided; `exact` is False where only its year is published and
    the day is the last one of it, from which the act counts for certain.
    """

    when: date
    party: str
    change: int
    act: str
    exact: bool


def steps(file: File) -> list[Step]:
    """All steps, oldest first: their sum up to a day is the number of parties on that day."""
    found = [
        step for party, acts in file.by_party().items() for step in _of_party(file, party, acts)
    ]
    return sorted(found, key=lambda step: (step.when, step.party))


def _of_party(file: File, party: str, acts: Sequence[Act]) -> Iterator[Step]:
    """The state changes on a day of an act, or on one of its effect, and on no other."""
    bound = False
    for day in sorted({day for act in acts for day in _days(file, act)}):
        status = party_status(acts, file.instrument, day, complete=file.complete, as_of=file.as_of)
        if (status.state == "party") != bound:
            bound = not bound
            act = status.cell or acts[0].id
            exact = any(one.id == act and one.date for one in acts)
            yield Step(day, party, 1 if bound else -1, act, exact)


def _days(file: File, act: Act) -> set[date]:
    days: set[date | None] = {act.earliest, act.latest, act.effective}
    if act.act in ENDING:
        told = [day for day in (act.earliest, act.latest) if day is not None]
        days |= {ends_on(file.instrument, day) for day in told}
        if not told:
            days.add(_last(file))
    return {day for day in days if day is not None}


def _last(file: File) -> date | None:
    """The newest act of the file: from then on an end without a day is certain."""
    from gmg.axes.when import PartialDate

    return PartialDate.parse(file.as_of).last if file.as_of else None
