"""Records of the facts of the axes and of a release, as a note cites them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.analysis.note.model import Record
from gmg.axes.purposes import Purpose, Statement
from gmg.axes.what import Instrument
from gmg.axes.who import Agency, Body, Chair, Membership

if TYPE_CHECKING:
    from gmg.analysis.findings import Finding
    from gmg.evidence.base import Base

CELLS = 6
"""Ids of figures that a record names; more are counted."""


def fact(name: str, says: str, confidence: str, source: str, *notes: str) -> Record:
    """A row of a table of facts."""
    more = "".join(f". {note.rstrip('.')}" for note in notes if note)
    return Record("fact", name, f"{says.rstrip('.')}{more}", confidence, source)


def of_membership(row: Membership) -> Record:
    """A row of the membership table."""
    span = f"{row.starts or 'unknown'} to {row.ends or 'open'}"
    says = f"{row.agency} in {row.body}, {row.status}, {span}"
    name = f"membership/{row.body}.{row.agency}.{row.status}"
    return fact(name, says, row.confidence, row.source, row.note)


def of_chair(row: Chair) -> Record:
    """A term of the chair."""
    holders = " and ".join(one.code for one in row.agencies) or "nobody"
    says = f"{holders}, {row.kind}, {row.starts} to {row.ends}: {row.theme}"
    return fact(f"chairs/{row.starts}", says, row.confidence, row.source, row.note)


def of_body(row: Body) -> Record:
    """A body: the group, one below it, its forerunner or its successor."""
    says = f"{row.name}, {row.starts} to {row.ends or 'today'}: {row.mandate}"
    return fact(f"bodies/{row.code}", says, row.confidence, row.source, row.note)


def of_agency(row: Agency) -> Record:
    """An agency."""
    return fact(f"agencies/{row.code}", row.role, row.confidence, row.source, row.note)


def of_purpose(row: Purpose) -> Record:
    """A purpose of the terms of reference."""
    number = f"its number is of confidence {row.number_confidence!r}"
    return fact(f"purposes/{row.code}", row.purpose, row.confidence, row.source, number, row.note)


def of_statement(row: Statement) -> Record:
    """A dated statement about the group."""
    return fact(f"working_methods/{row.code}", row.text, row.confidence, row.source, row.note)


def of_instrument(row: Instrument) -> Record:
    """An instrument of the catalogue."""
    says = f"{row.title}; adopted {row.adopted}; custody {', '.join(row.custodians)}"
    address = row.source[0] if row.source else ""
    return fact(f"instruments/{row.code}", says, row.confidence, address, row.note)


def of_release(base: Base) -> Record:
    """The release that answers, as a whole."""
    release = base.release
    kept = sum(account.kept for account in release.accounts)
    says = f"{release.data}; {len(release.accounts)} files, {kept:,} records kept"
    return Record("release", release.id, says, ask="gmg sources")


def of_edition(base: Base, dataset: str, edition: str, says: str) -> Record:
    """An edition of a data set; `says` is what was counted in it."""
    source = base.release.sources.get(dataset)
    found = next((e for e in source.editions if e.id == edition), None) if source else None
    title = f"{source.title}, " if source else ""
    address = found.address if found else ""
    return Record("dataset", f"{dataset}@{edition}", title + says, "", address, "gmg sources")


def of_finding(finding: Finding) -> Record:
    """A finding, with the ids of the figures it rests on."""
    cells = tuple(figure.id for figure in finding.figures)
    more = f"; and {len(cells) - CELLS} more figures" if len(cells) > CELLS else ""
    says = finding.sentence + more
    where = f"--place {finding.place}"
    if finding.counterpart:
        where += f" --from {finding.counterpart}"
    ask = f"gmg findings --rule {finding.rule} --concept {finding.concept} {where}"
    return Record("finding", finding_id(finding), says, ask=ask, cells=cells[:CELLS])


def finding_id(finding: Finding) -> str:
    """A name for a finding: rule, concept, place, counterpart and the last day of its time."""
    place = f"{finding.counterpart}-{finding.place}" if finding.counterpart else finding.place
    return f"{finding.rule}/{finding.concept}/{place}/{finding.time_to}"


def lower(text: str) -> str:
    """Text that goes on after a colon: a small first letter, unless a name or a number opens it."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
