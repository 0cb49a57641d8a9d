"""How the answers about instruments and their parties are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from textwrap import indent, wrap
from typing import Any

import gmg
from gmg.analysis.norms.act import day
from gmg.analysis.norms.catalogue import catalogue
from gmg.analysis.norms.files import File
from gmg.analysis.norms.gaps import SHOWN, Gap
from gmg.analysis.norms.gaps import ratification_gaps as gaps_of
from gmg.analysis.norms.parties import Parties, name_of, newest_day
from gmg.analysis.norms.parties import parties as parties_of
from gmg.analysis.norms.parties import status as status_of
from gmg.analysis.norms.people import People
from gmg.analysis.norms.reservations import reservations as reservations_of
from gmg.analysis.norms.status import STATES, Status
from gmg.axes import what, where
from gmg.cli.show import about, number, print_json, table

GROUPS = (
    ("party", "parties"),
    ("possibly party", "possibly parties: the source does not say the day"),
    ("signatory", "signed only"),
    ("ended", "no longer parties"),
    ("participant", "named in the table without any act"),
    ("no action", "no action, as the source says"),
    ("none yet", "no act by that day"),
)
SHORT = {"migrant-stock": "migrants", "trafficking-victims": "detected victims"}


def parties(
    instrument: str,
    on: date | None,
    region: str | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Print the parties; a table for each state, the rest by number only."""
    opened = gmg.open(base, release)
    found = parties_of(opened, instrument, on, region)
    if as_json:
        print_json([*(row.as_json() for row in found.rows), *_apart(found)])
        return
    about(opened)
    print(f"{found.instrument.code}: {found.instrument.title}")
    if found.file is None:
        print("not known here: no file of this release holds its parties")
        return
    where_asked = f" in {where.find(region).name}" if region else ""
    least = "" if found.file.complete else "at least "
    bound, signed = found.count("party"), found.count("signatory")
    named = "party" if bound == 1 else "parties"
    print(f"{least}{bound} {named}{where_asked}, {signed} signed only, on {day(found.on)}")
    print(f"by {found.file.said}" + _beyond(found.file, found.on))
    for state, title in GROUPS:
        rows = found.named(state)
        if rows:
            print(f"\n{title} ({len(rows)})")
            table(_heads(), [_row(row) for row in rows], keep=("cell",))
    _rest(found)
    _others(found)


def _apart(found: Parties) -> list[dict[str, Any]]:
    """What other files say, as objects that say so."""
    elsewhere = [{**row.as_json(), "counted": False} for row in found.elsewhere]
    return [*elsewhere, *({**item.as_json(), "state": None} for item in found.disagreements)]


def _heads() -> tuple[str, ...]:
    return ("party", "act", "date", "in force from", "cell")


def _row(row: Status) -> tuple[str, ...]:
    force = row.force.because if row.force and row.in_force_from is None else ""
    return (
        name_of(row.party) + "".join(f"\n  {remark}" for remark in row.remarks),
        row.act or "–",
        _when(row),
        day(row.in_force_from) if row.in_force_from else force or "–",
        row.cell or "–",
    )


def _when(row: Status) -> str:
    told = day(row.date) if row.date else str(row.year or "–")
    return f"{told}; ended {day(row.ended)}" if row.ended and row.state == "signatory" else told


def _rest(found: Parties) -> None:
    names = [name_of(row.party) for row in found.named("not listed")]
    if names:
        print(f"\nnot in the table ({len(names)})")
        print(indent("\n".join(wrap(", ".join(names), 108)), "  "))
    unknown = found.count("not known here")
    if unknown:
        print(f"\nnot known here: {unknown} others; the file is an excerpt, which never says no")


def _others(found: Parties) -> None:
    for file in found.others:
        print(f"\nalso {file.said}")
        later = [
            row
            for row in found.elsewhere
            if row.dataset == file.dataset and row.edition == file.edition
        ]
        if later:
            said = ", ".join(f"{name_of(row.party)} {_when(row)}" for row in later)
            print("  parties there and not counted above:")
            print(indent("\n".join(wrap(said, 106)), "    "))
    if found.disagreements:
        print(f"\nwhere sources disagree or contradict themselves ({len(found.disagreements)})")
        table(
            ("party", "what", "one says", "against it", "cells"),
            [
                (name_of(item.party), item.kind, item.says, item.against, " ".join(item.cells))
                for item in found.disagreements
            ],
        )


def _beyond(file: File, on: date) -> str:
    if on <= newest_day(file):
        return ""
    return f"; nothing later is known from it, so this is how it stood on {file.as_of}"


def status(
    place: str, on: date | None, as_json: bool, base: Path | None, release: str | None
) -> None:
    """Print one line an instrument; those without a file are named at the end."""
    opened = gmg.open(base, release)
    code = where.find(place).code
    rows = status_of(opened, code, on)
    if as_json:
        print_json(row.as_json() for row in rows)
        return
    about(opened)
    asked = f"on {day(on)}" if on else "each at the newest act of its file"
    print(f"{where.get(code).name} ({code}): binding instruments, {asked}")
    known = [row for row in rows if row.state != "not known here"]
    known.sort(key=lambda row: -STATES.index(row.state))
    table(
        ("instrument", "", "state", "act", "date", "in force from", "as of", "cell"),
        [
            (
                row.instrument,
                what.instrument(row.instrument).short_title
                + "".join(f"\n  {remark}" for remark in row.remarks),
                row.state,
                row.act or "–",
                _when(row),
                day(row.in_force_from) if row.in_force_from else "–",
                row.as_of + (" (before the day asked)" if row.beyond and on else ""),
                row.cell or "–",
            )
            for row in known
        ],
        keep=("instrument", "cell"),
    )
    unknown = [row.instrument for row in rows if row.state == "not known here"]
    if unknown:
        print(f"not known here ({len(unknown)}): no file, or an excerpt that does not name it")
        print(indent("\n".join(wrap(", ".join(unknown), 108)), "  "))


def ratification_gaps(
    of: str,
    on: date | None,
    region: str | None,
    top: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Print one line a country, with what it has not joined and its figures."""
    opened = gmg.open(base, release)
    found = gaps_of(opened, of, region, on, top)
    if as_json:
        print_json(row.as_json() for row in found.rows)
        return
    about(opened)
    asked = where.find(region).name if region else "the world"
    print(f"{found.of.title} ({found.of.code}), countries of {asked}: {found.asked} asked")
    print(f"ranked by {found.key}; a country without that figure comes last")
    for code, files in found.files.items():
        said = "; ".join(file.said for file in files) or "no file here: not known"
        print(f"  {code:<8} {said}")
    concepts = tuple(dict.fromkeys((found.ranked_by, *SHOWN)))
    table(
        ("country", "not joined", "not known here", *(SHORT.get(name, name) for name in concepts)),
        [_gap(row, concepts) for row in found.rows],
    )
    _sources(found.rows, concepts)


def _gap(row: Gap, concepts: Sequence[str]) -> tuple[str, ...]:
    return (
        name_of(row.place),
        ", ".join(f"{one.instrument}{_mark(one)}" for one in row.missing),
        ", ".join(one.instrument for one in row.doubtful) or "–",
        *(_people(row.people.get(concept)) for concept in concepts),
    )


def _mark(status: Status) -> str:
    return {"signatory": " (signed)", "ended": " (ended)"}.get(status.state, "")


def _people(figure: People | None) -> str:
    if figure is None:
        return "no figure"
    value = figure.as_published if figure.value is None else number(figure.value)
    added = f"\nadded from {figure.parts}" if figure.parts else ""
    return f"{value or 'no number'} ({figure.on.year}){added}"


def _sources(rows: Iterable[Gap], concepts: Sequence[str]) -> None:
    """Agency, data set and edition of every column of figures."""
    for concept in concepts:
        used = {
            f"{figure.agency}, {figure.dataset}@{figure.edition}"
            for row in rows
            if (figure := row.people.get(concept))
        }
        print(f"{SHORT.get(concept, concept)}: {'; '.join(sorted(used)) or 'no figure here'}")


def reservations(
    instrument: str, place: str | None, as_json: bool, base: Path | None, release: str | None
) -> None:
    """Print the texts, party by party."""
    opened = gmg.open(base, release)
    found = reservations_of(opened, instrument)
    code = None if place is None else where.find(place).code
    acts = [act for act in found.acts if code in (None, act.party)]
    if as_json:
        print_json(act.as_json() for act in acts)
        return
    about(opened)
    print(f"{found.instrument.code}: {found.instrument.title}")
    if not found.files:
        print(
            "not known here: no file of this release holds declarations; that does not say that "
            "nobody made any"
        )
        return
    print(f"{len(acts)} of what parties said, by {'; '.join(file.said for file in found.files)}")
    for act in acts:
        name = name_of(act.party) or act.party_as_published
        print(f"\n{name}: {' '.join(part for part in (act.act, act.when) if part)}  [{act.id}]")
        for line in (act.about, act.note):
            if line:
                print(indent("\n".join(wrap(line, 104)), "    "))
        for paragraph in (act.text or "no text was collected").splitlines():
            print(indent("\n".join(wrap(paragraph, 106)), "  "))


def instruments(
    theme: str | None, custodian: str | None, as_json: bool, base: Path | None, release: str | None
) -> None:
    """Print the catalogue, one line an instrument."""
    opened = gmg.open(base, release)
    entries = catalogue(opened, theme, custodian)
    if as_json:
        print_json(entry.as_json() for entry in entries)
        return
    about(opened)
    table(
        ("code", "title", "adopted", "in force", "depositary", "custodian", "parties", "as of"),
        [
            (
                entry.instrument.code,
                entry.instrument.short_title,
                str(entry.instrument.adopted),
                str(
                    entry.instrument.in_force
                    or ("–" if entry.instrument.binding else "not binding")
                ),
                entry.instrument.depositary or "–",
                ", ".join(entry.instrument.custodians) or "–",
                entry.known,
                entry.file.as_of if entry.file else "–",
            )
            for entry in entries
        ],
        right=("parties",),
        keep=("code", "adopted", "in force"),
    )
    print(f"{len(entries)} instruments; 'at least' is of an excerpt, '–' where no file is here")
