"""The catalogue of instruments, with what a release knows of their parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.files import File, files, leading
from gmg.analysis.norms.parties import newest_day, statuses_in
from gmg.axes import what, who

if TYPE_CHECKING:
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Entry:
    """One instrument; `parties` and `signed` as of the newest act of `file`, None without a file."""

    instrument: what.Instrument
    file: File | None
    parties: int | None
    signed: int | None

    @property
    def known(self) -> str:
        """The number of parties in words."""
        if self.file is None:
            return "–"
        return f"{self.parties}" if self.file.complete else f"at least {self.parties}"

    def as_json(self) -> dict[str, Any]:
        """The instrument as a flat object."""
        item = self.instrument
        return {
            "instrument": item.code,
            "title": item.title,
            "short_title": item.short_title,
            "scope": item.scope,
            "kind": item.kind,
            "binding": item.binding,
            "parent": item.parent,
            "themes": list(item.themes),
            "adopted": str(item.adopted),
            "adopted_confidence": item.adopted_confidence,
            "in_force": str(item.in_force) if item.in_force else None,
            "in_force_confidence": item.in_force_confidence or None,
            "depositary": item.depositary or None,
            "custodians": list(item.custodians),
            "reference": item.untc or item.reference or None,
            "confidence": item.confidence,
            "source": list(item.source),
            "parties": self.parties,
            "signed_only": self.signed,
            "complete": self.file.complete if self.file else None,
            "as_of": self.file.as_of if self.file else None,
            "file": self.file.name if self.file else None,
        }


def catalogue(
    base: Base, theme: str | None = None, custodian: str | None = None
) -> tuple[Entry, ...]:
    """All instruments, of one theme or in the custody of one agency, in the order of the table.

    Raises UnknownTheme and UnknownAgency.
    """
    about = None if theme is None else what.theme(theme).code
    agency = None if custodian is None else who.agency(custodian).code
    held: dict[str, list[File]] = {}
    for file in files(base):
        held.setdefault(file.instrument, []).append(file)
    return tuple(
        _entry(item, leading(held.get(item.code, ())))
        for item in what.instruments()
        if about in (None, *item.themes) and agency in (None, *item.custodians)
    )


def _entry(item: what.Instrument, file: File | None) -> Entry:
    if file is None:
        return Entry(item, None, None, None)
    states = [row.state for row in statuses_in(file, newest_day(file))]
    return Entry(item, file, states.count("party"), states.count("signatory"))
