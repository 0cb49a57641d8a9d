"""On which day an instrument is in force for a party, by the instrument's own rule.

The rules stand in `facts/entry_into_force.csv`, each with its article and its confidence. A rule
that is not held is not guessed: the answer is then None, with the reason.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from gmg.axes import what
from gmg.axes.tables import rows

SPAN = re.compile(r"(\d+) (day|month|year)s?|(?:the )?(\d+)(?:st|nd|rd|th) (day)")
FIRST = "1st of the month after "
ON_DEPOSIT = "on deposit"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an instrument says of its entry into force.

    `late_party` is the rule for who joins when it is in force, `first` the one by which it entered
    into force itself after `needed` deposits, `denunciation` the one by which a denunciation takes
    effect. Each is a text that `after` reads; empty where it is not held.
    """

    instrument: str
    late_party: str
    first: str
    needed: int | None
    denunciation: str
    article: str
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Force:
    """The first day in force, and why; `on` is None where it cannot be said, with the reason."""

    on: date | None
    because: str


def rule(instrument: str) -> Rule | None:
    """The rule of an instrument; None where none is held. Raises UnknownInstrument."""
    return _rules().get(what.instrument(instrument).code)


def rules() -> tuple[Rule, ...]:
    """All rules held, in the order of the table."""
    return tuple(_rules().values())


def in_force_on(instrument: str, deposited: date) -> date | None:
    """The day on which the instrument is in force for who deposited on that day.

    The later of the instrument's own entry into force and of the day that its rule for a late party
    gives; None where one of the two is not held. Raises UnknownInstrument.

    >>> in_force_on("ICRMW", date(2013, 8, 19))
    datetime.date(2013, 12, 1)
    """
    return entry(instrument, deposited).on


def entry(
    instrument: str, deposited: date | None, act: str = "", effective: date | None = None
) -> Force:
    """The first day in force for one act, with what it rests on.

    `effective` is the day that the source itself gives, which then counts. A successor is bound from
    the succession of States, at the latest from its notification: the day given is the latest one.
    """
    if effective is not None:
        return Force(effective, "the source gives the day")
    if deposited is None:
        return Force(None, "the day of the act is not published")
    own = own_entry(instrument)
    held = rule(instrument)
    if own is None:
        return Force(None, "the day of the instrument's own entry into force is not held")
    if act == "succession":
        return Force(max(own, deposited), "succession: at the latest from its notification")
    if held is None:
        return Force(None, "the instrument's rule for a late party is not held")
    late = after(deposited, held.late_party)
    if own >= late:
        return Force(own, "with the instrument's own entry into force")
    return Force(
        late, f"{held.late_party} ({held.article or 'article not held'}, {held.confidence})"
    )


def ends_on(instrument: str, notified: date) -> date | None:
    """The day on which a denunciation takes effect; None where the rule is not held."""
    held = rule(instrument)
    return after(notified, held.denunciation) if held and held.denunciation else None


def own_entry(instrument: str) -> date | None:
    """The day of the instrument's own entry into force; None where no day is held."""
    held = what.instrument(instrument).in_force
    return held.first if held is not None and held.first == held.last else None


def after(day: date, text: str) -> date:
    """The day that a rule gives, counted from another.

    Rules read `on deposit`, `30th day`, `3 months`, `1 year`, `1st of the month after 3 months` or
    `1st of the month after the 60th day`. A month that is too short for the day ends the count on
    its last day. The first of a month is always one that lies after the span. Raises ValueError for
    another text.

    >>> after(date(2002, 4, 11), "1st of the month after the 60th day")
    datetime.date(2002, 7, 1)
    """
    if text == ON_DEPOSIT:
        return day
    reached = _span(day, text.removeprefix(FIRST))
    if not text.startswith(FIRST):
        return reached
    return _months(reached.replace(day=1), 1)


def _span(day: date, text: str) -> date:
    found = SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no rule of entry into force, as '30th day' or '3 months'")
    number, unit = int(found[1] or found[3]), found[2] or found[4]
    if unit == "day":
        return day + timedelta(days=number)
    return _months(day, number * (12 if unit == "year" else 1))


def _months(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    return {
        row["instrument"]: Rule(
            instrument=row["instrument"],
            late_party=row["late_party"],
            first=row["first"],
            needed=int(row["needed"]) if row["needed"] else None,
            denunciation=row["denunciation"],
            article=row["article"],
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("entry_into_force")
    }
