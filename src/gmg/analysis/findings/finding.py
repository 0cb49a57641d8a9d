"""What analysis says about evidence, with the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from gmg.records.figure import Figure

Kind = Literal["contradiction", "disagreement", "silence"]
KINDS: tuple[Kind, ...] = ("contradiction", "disagreement", "silence")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of finding something.

    `sql` selects from the tables of `gmg.analysis.findings.tables`, with the columns concept,
    place, counterpart, time_from, time_to, people, reasons (list of text) and rests_on (list of
    `side` structs). `needs` are the concepts it reads.
    """

    id: str
    kind: Kind
    says: str
    tests: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken, two agencies apart, or nobody speaking, at one place and time.

    `people` is the number of people concerned, None where the figures don't count people.
    `figures` are the figures it rests on; of a sum of many, the twelve largest. `id` is its lasting
    name.
    """

    rule: str
    kind: Kind
    concept: str
    place: str
    counterpart: str | None
    time_from: date
    time_to: date
    people: float | None
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]
    id: str = ""

    @property
    def sentence(self) -> str:
        """The finding in a sentence of plain English."""
        from gmg.analysis.findings.words import sentence

        return sentence(self)

    def as_json(self) -> dict[str, Any]:
        """The stable contract: id, rule, kind, place, counterpart, times, people, reasons, figures."""
        people = self.people
        return {
            "id": self.id,
            "rule": self.rule,
            "kind": self.kind,
            "place": self.place,
            "counterpart": self.counterpart,
            "time_from": self.time_from.isoformat(),
            "time_to": self.time_to.isoformat(),
            "people": int(people) if people is not None and people.is_integer() else people,
            "reasons": list(self.reasons),
            "figures": [figure.as_json() for figure in self.figures],
        }
