"""Where two files on one instrument say different things, and where a file contradicts itself.

A later file that knows of a later act disagrees with nobody. Files are compared up to the newest
act of the older one; a year agrees with every day in it. Nothing is mended: each row shows both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gmg.analysis.norms.act import Act, day
from gmg.analysis.norms.files import File
from gmg.analysis.norms.force import entry
from gmg.analysis.norms.status import CONTRADICTED, before_adoption, party_status
from gmg.axes.when import PartialDate
from gmg.records.treaty_act import CONSENT

KINDS = (
    "bound in one only",
    "another year",
    "contradicts itself",
    "not filled in",
    "before adoption",
    "day in force not by the rule",
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One row: what each file says of a party, with the cells."""

    instrument: str
    party: str
    kind: str
    says: str
    against: str
    cells: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The row as a flat object."""
        return {
            "instrument": self.instrument,
            "party": self.party,
            "kind": self.kind,
            "says": self.says,
            "against": self.against,
            "ids": list(self.cells),
        }


def disagreements(files: Iterable[File]) -> tuple[Disagreement, ...]:
    """All disagreements in the files of one instrument or more, by instrument, party and kind."""
    held = list(files)
    found = [item for file in held for item in within(file)]
    for at, one in enumerate(held):
        for other in held[at + 1 :]:
            if one.instrument == other.instrument:
                found += between(one, other)
    return tuple(
        sorted(found, key=lambda item: (item.instrument, item.party, KINDS.index(item.kind)))
    )


def within(file: File) -> Iterator[Disagreement]:
    """What a file says against itself, an act at a time."""
    for act in file.acts:
        party = act.party or act.party_as_published
        said = f"{file.name}: {act.act} {act.when}".rstrip()
        if before_adoption(act, file.instrument):
            against = "the instrument was adopted later"
            yield Disagreement(file.instrument, party, "before adoption", said, against, (act.id,))
        if act.act in CONSENT and act.effective and act.date:
            held = entry(file.instrument, act.date, act.act)
            if held.on not in (None, act.effective):
                stated = f"in force {day(act.effective)} is published, by the rule {day(held.on)}"
                kind = "day in force not by the rule"
                yield Disagreement(file.instrument, party, kind, said, stated, (act.id,))
        note = act.note or ""
        for kind, words in (("contradicts itself", CONTRADICTED), ("not filled in", "is empty")):
            if words in note:
                yield Disagreement(file.instrument, party, kind, said, note, (act.id,))


def between(one: File, other: File) -> Iterator[Disagreement]:
    """Parties of which two files say different things up to the newest act of the older one."""
    until = min(_last(one), _last(other))
    here, there = one.by_party(), other.by_party()
    for party in sorted(here.keys() & there.keys()):
        states = [
            party_status(acts[party], file.instrument, until, as_of=file.as_of).state
            for file, acts in ((one, here), (other, there))
        ]
        first, second = _consent(here[party], until), _consent(there[party], until)
        cells = tuple(act.id for act in (first, second) if act)
        said = f"{one.name}: {_says(first, states[0])}"
        against = f"{other.name}: {_says(second, states[1])}"
        kind = _kind(first, second, states)
        if kind:
            yield Disagreement(one.instrument, party, kind, said, against, cells)


def _kind(first: Act | None, second: Act | None, states: list[str]) -> str:
    if "possibly party" in states or "not known here" in states:
        return ""
    if (states[0] == "party") != (states[1] == "party"):
        return "bound in one only"
    if first and second and first.year != second.year:
        return "another year"
    return ""


def _consent(acts: Iterable[Act], until: date) -> Act | None:
    """The first act that binds up to the day, a year taken at its end."""
    known = [act for act in acts if act.act in CONSENT and act.latest and act.latest <= until]
    return min(known, key=lambda act: act.latest or until, default=None)


def _says(act: Act | None, state: str) -> str:
    return f"{act.act} {act.when}" if act else state


def _last(file: File) -> date:
    return PartialDate.parse(file.as_of).last if file.as_of else date.max
