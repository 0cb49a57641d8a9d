"""Whether a party is bound by an instrument on a day, from its acts alone.

| state | says |
|---|---|
| party | an act that binds was done on or before the day and has not ended |
| possibly party | the source gives a year only, or no day of the end: it may be either |
| signatory | signed and not bound; a ratification that was withdrawn leaves a signatory |
| ended | was bound; a denunciation or withdrawal has taken effect |
| participant | named in the table without any act |
| no action | the source says so itself |
| none yet | has acts, all after the day |
| not listed | the table is whole and does not name it |
| not known here | no file, or an excerpt, which never says no |

Policy. An act of which only the year is published counts for certain from 31 December of it, and
possibly from 1 January. An end counts from the day it takes effect: as published, else by the
instrument's rule, else from its notification. It ends the acts that were done before it, so that
who accedes again is a party again. An end without a day is certain only from the newest act of the
file. An act dated before the instrument was adopted can't be right: it makes nobody a party for
certain, and is reported. Acts that follow the Vienna Convention on the Law of Treaties, articles 11
to 16 and 54 to 56: https://legal.un.org/ilc/texts/instruments/english/conventions/1_1_1969.pdf
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gmg.analysis.norms.act import Act
from gmg.analysis.norms.force import Force, ends_on, entry
from gmg.axes import what
from gmg.axes.when import PartialDate
from gmg.records.treaty_act import CONSENT, ENDING, SAYING, SIGNING

STATES = (
    "not known here",
    "not listed",
    "no action",
    "participant",
    "none yet",
    "ended",
    "signatory",
    "possibly party",
    "party",
)
"""From the least that can be said to the most; the order is that of `matrix`."""

JOINED = ("party",)
OPEN = ("not listed", "no action", "participant", "none yet", "ended", "signatory")
"""States in which something could still be joined: all but party, possibly party, not known."""

CONTRADICTED = "contradicted in its row"
EXCERPT = "an excerpt: an act that binds may be missing from it"
EARLIEST, LATEST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one party on one day, by one file.

    `act`, `date`, `year` and `cell` are of the act that decided; `force` is the first day in force
    for the party and why; `signed` the day of its signature; `ended` the day on which an end took
    effect; `as_of` the newest act in the file, in ISO form, empty where it has none: on a later day
    the answer is still that of `as_of`. `remarks` say what the source says against itself.
    """

    instrument: str
    party: str | None
    state: str
    on: datetime.date
    as_of: str = ""
    act: str | None = None
    date: datetime.date | None = None
    year: int | None = None
    force: Force | None = None
    signed: datetime.date | None = None
    ended: datetime.date | None = None
    remarks: tuple[str, ...] = ()
    cell: str | None = None
    dataset: str = ""
    edition: str = ""

    @property
    def in_force_from(self) -> datetime.date | None:
        """The first day in force for the party; None where it is not bound or it cannot be said."""
        return self.force.on if self.force else None

    @property
    def beyond(self) -> bool:
        """True where the day asked for is after the newest act of the file."""
        return bool(self.as_of) and self.on.isoformat()[: len(self.as_of)] > self.as_of

    @property
    def open(self) -> bool:
        """True where the party is known not to be bound; an excerpt never says so."""
        return self.state in OPEN and EXCERPT not in self.remarks

    def as_json(self) -> dict[str, Any]:
        """The status as a flat object."""
        return {
            "instrument": self.instrument,
            "party": self.party,
            "state": self.state,
            "on": self.on.isoformat(),
            "as_of": self.as_of or None,
            "after_newest_act": self.beyond,
            "act": self.act,
            "date": self.date.isoformat() if self.date else None,
            "year": self.year,
            "in_force_from": self.in_force_from.isoformat() if self.in_force_from else None,
            "in_force_because": self.force.because if self.force else None,
            "signed": self.signed.isoformat() if self.signed else None,
            "ended": self.ended.isoformat() if self.ended else None,
            "remarks": list(self.remarks),
            "dataset": self.dataset or None,
            "edition": self.edition or None,
            "id": self.cell,
        }


@dataclass(frozen=True, slots=True)
class End:
    """An act that ends others: its days, each as the earliest and the latest it can be."""

    act: Act
    told: tuple[date, date]
    effect: tuple[date, date]


def party_status(
    acts: Iterable[Act],
    instrument: str,
    on: date,
    *,
    complete: bool = True,
    as_of: str = "",
) -> Status:
    """The state of one party on a day, from all its acts on one instrument in one file.

    `acts` are of one party and in any order; without any, `complete` says whether the table would
    name it. `as_of` is the newest act in the file, in ISO form. The rules stand at the head of this
    module. Raises UnknownInstrument, and ValueError where acts of several parties come in.

    >>> from datetime import date
    >>> signed = Act("ICRMW", "ARM", "Armenia", "signature", date(2013, 9, 26), 2013)
    >>> party_status([signed], "ICRMW", date(2014, 9, 24)).state
    'signatory'
    """
    found = sorted(acts, key=_order)
    whole = complete and all(act.complete for act in found)
    if len({(act.party, act.party_as_published if act.party is None else "") for act in found}) > 1:
        raise ValueError("acts of several parties; ask for one, or use `party_statuses`")
    if all(act.act in SAYING for act in found):  # no act, or declarations of who is in no table
        return _without_acts(instrument, on, whole, as_of)
    consents = [act for act in found if act.act in CONSENT]
    ends = [_end(act, instrument, as_of, on) for act in found if act.act in ENDING]
    state, deciding = _state(found, consents, ends, instrument, on, whole)
    signed = _signed(found, on)
    ended = _ended(ends, on) if state in ("ended", "signatory") else None
    force = _force(deciding, instrument) if state in ("party", "possibly party") else None
    first = deciding or found[0]
    return Status(
        instrument=what.instrument(instrument).code,
        party=found[0].party,
        state=state,
        on=on,
        as_of=as_of,
        act=deciding.act if deciding else None,
        date=deciding.date if deciding else None,
        year=deciding.year if deciding else None,
        force=force,
        signed=signed,
        ended=ended,
        remarks=remarks(found, instrument) + _of_an_excerpt(state, whole),
        cell=first.id,
        dataset=first.dataset,
        edition=first.edition,
    )


def _without_acts(instrument: str, on: date, whole: bool, as_of: str) -> Status:
    state = "not listed" if whole else "not known here"
    return Status(what.instrument(instrument).code, None, state, on, as_of)


def _of_an_excerpt(state: str, whole: bool) -> tuple[str, ...]:
    if whole or state in ("party", "possibly party", "not known here"):
        return ()
    return (EXCERPT,)


def _order(act: Act) -> tuple[Any, ...]:
    return (
        act.latest or LATEST,
        act.act,
        act.snapshot,
        act.row,
        act.column,
        act.as_published or "",
    )


def _state(
    found: Sequence[Act],
    consents: Sequence[Act],
    ends: Sequence[End],
    instrument: str,
    on: date,
    whole: bool,
) -> tuple[str, Act | None]:
    """The state, and the act that decided it."""
    doubtful = {id(act) for act in consents if before_adoption(act, instrument)}
    sure = [act for act in consents if id(act) not in doubtful and _surely(act, ends, on)]
    if sure:
        return "party", sure[0]
    maybe = [act for act in consents if _possibly(act, ends, on)]
    if maybe:
        return "possibly party", maybe[0]
    signing = [act for act in found if act.act in SIGNING and (act.latest or EARLIEST) <= on]
    done = [act for act in consents if (act.earliest or LATEST) <= on]
    past = sorted(
        (end for end in ends if end.effect[1] <= on), key=lambda end: (end.effect[1], end.told[1])
    )
    if done or (signing and past):
        last = past[-1].act
        # without an act that binds, what was withdrawn is the signature itself
        signed_still = done and signing and last.act == "withdrawal"
        return ("signatory", signing[0]) if signed_still else ("ended", last)
    if signing:
        return "signatory", signing[0]
    if not whole:
        return "not known here", None
    for state in ("no action", "participant"):
        for act in found:
            if act.act == state:
                return state, act
    return "none yet", None


def _surely(act: Act, ends: Iterable[End], on: date) -> bool:
    """Bound on that day, whatever the days that are not published."""
    if act.latest is None or act.latest > on:
        return False
    return not any(end.told[1] > (act.earliest or EARLIEST) and end.effect[0] <= on for end in ends)


def _possibly(act: Act, ends: Iterable[End], on: date) -> bool:
    """Bound on that day for some choice of the days that are not published."""
    if act.earliest is None or act.earliest > on:
        return False
    return not any(end.told[0] > (act.latest or LATEST) and end.effect[1] <= on for end in ends)


def _end(act: Act, instrument: str, as_of: str, on: date) -> End:
    """The days of an end. One without a day is told after all that the party did before it ended,
    and is certain from the newest act of the file."""
    if act.latest is None or act.earliest is None:
        known = PartialDate.parse(as_of).last if as_of else on
        if act.effective is not None:
            return End(act, (LATEST, LATEST), (act.effective, act.effective))
        return End(act, (LATEST, LATEST), (EARLIEST, known))
    if act.effective is not None:
        return End(act, (act.earliest, act.latest), (act.effective, act.effective))
    by_rule = (
        (ends_on(instrument, act.earliest), ends_on(instrument, act.latest))
        if act.act == "denunciation"
        else (None, None)
    )
    effect = (by_rule[0] or act.earliest, by_rule[1] or act.latest)
    return End(act, (act.earliest, act.latest), effect)


def _ended(ends: Sequence[End], on: date) -> date | None:
    """The day on which the last end took effect, where it is one day."""
    past = [end for end in ends if end.effect[1] <= on]
    if not past:
        return None
    effect = max(end.effect for end in past)
    return effect[1] if effect[0] == effect[1] else None


def _signed(found: Iterable[Act], on: date) -> date | None:
    return next(
        (act.date for act in found if act.act in SIGNING and act.date and act.date <= on), None
    )


def _force(act: Act | None, instrument: str) -> Force | None:
    return entry(instrument, act.date, act.act, act.effective) if act else None


def before_adoption(act: Act, instrument: str) -> bool:
    """Whether the act is dated before the instrument was adopted, which cannot be."""
    return act.latest is not None and act.latest < what.instrument(instrument).adopted.first


def remarks(acts: Iterable[Act], instrument: str) -> tuple[str, ...]:
    """What stands against the acts: contradictions that their source holds, impossible days."""
    adopted = what.instrument(instrument).adopted
    said = []
    for act in acts:
        if before_adoption(act, instrument):
            said.append(f"{act.act} of {act.when}: before the instrument was adopted ({adopted})")
        if act.note and (CONTRADICTED in act.note or "is empty" in act.note):
            said.append(act.note)
    return tuple(dict.fromkeys(said))
