"""An instrument: who has joined it and when, what was reserved, and up to which day that is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.parties import Parties, name_of, parties
from gmg.analysis.norms.reservations import reservations
from gmg.axes import where
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask, known_instrument
from gmg.site.frame.page import Page
from gmg.site.pages.instrument_said import grouped
from gmg.site.pages.parts_norms import day_of, known_to, said, when
from gmg.site.pages.parts_party_map import over_time, party_map

if TYPE_CHECKING:
    from gmg.analysis.norms.act import Act
    from gmg.analysis.norms.disagreement import Disagreement
    from gmg.analysis.norms.files import File
    from gmg.analysis.norms.status import Status

COLUMNS = (
    Column("party", "Place code, or the name as published"),
    Column("state", "State on the day asked for"),
    Column("act", "The act that decided"),
    Column("date", "Day of the act", "date"),
    Column("year", "Year of the act", "integer"),
    Column("in_force_from", "First day in force for the party", "date"),
    Column("dataset", "Data set"),
    Column("edition", "Edition"),
    Column("act_id", "Id of the act: what `gmg trace` takes"),
)
SHOWN = ("party", "possibly party", "signatory", "ended", "participant", "no action", "none yet")
LONGEST = 600


def page(ask: Ask, instrument: str) -> Page:
    """The parties to an instrument at the end of a year. Raises NotFound and BadQuery."""
    found = known_instrument(instrument)
    year = ask.year()
    held = parties(ask.base, found.code, date(year, 12, 31) if year else None)
    title = ask.words.instrument_title(found.code)
    rows = [row for state in SHOWN for row in held.named(state)]
    bound = held.count("party")
    words = reservations(ask.base, found.code).acts
    return Page(
        kind="instrument",
        path=f"instrument/{found.code}",
        title=str(title),
        description=f"{title}. {counted(ask, held)}",
        query=dict(ask.query),
        values={
            "instrument": found,
            "title": title,
            "held": held,
            "counted": counted(ask, held),
            "adopted": day_of(ask, str(found.adopted)),
            "in_force": day_of(ask, str(found.in_force)) if found.in_force else "",
            "bound": bound,
            "year": year,
            "on": ask.words.date(held.on),
            "known_to": known_to(ask, held.rows[0]) if held.rows else "",
            "groups": [
                (state, [shown(ask, row) for row in held.named(state)])
                for state in SHOWN
                if held.named(state)
            ],
            "rest": [row.party for row in held.named("not listed") if row.party],
            "unknown": held.count("not known here"),
            "elsewhere": [shown(ask, row) for row in held.elsewhere],
            "disagreements": [against(ask, item) for item in held.disagreements],
            "lists": [list_of(ask, file) for file in (held.file, *held.others) if file is not None],
            "map": party_map(ask, held) if held.file else None,
            "chart": over_time(ask, held) if held.file else None,
            "reservations": reserved(ask, words),
        },
        document={
            "instrument": found.code,
            "title": found.title,
            "adopted": str(found.adopted),
            "in_force": str(found.in_force) if found.in_force else None,
            "depositary": found.depositary,
            "custodians": list(found.custodians),
            "on": held.on.isoformat(),
            "known_to": held.file.as_of if held.file else None,
            "parties": bound,
            "rows": [row.as_json() for row in held.rows],
            "elsewhere": [row.as_json() for row in held.elsewhere],
            "disagreements": [item.as_json() for item in held.disagreements],
            "files": [file.as_json() for file in (held.file, *held.others) if file],
            "reservations": [act.as_json() for act in words],
        },
        tables={
            "parties": Table(
                "parties",
                str(title),
                COLUMNS,
                [
                    (
                        row.party,
                        row.state,
                        row.act,
                        row.date,
                        row.year,
                        row.in_force_from,
                        row.dataset,
                        row.edition,
                        row.cell,
                    )
                    for row in rows
                ],
            )
        },
        datasets=(held.file.dataset,) if held.file else (),
    )


def counted(ask: Ask, held: Parties) -> str:
    """How many parties there are, and up to which day that is known."""
    _ = ask.words._
    if held.file is None:
        return _("Its parties are not known here: no list of them is held.")
    number = ask.words.number(held.count("party"))
    text = ask.words.n_("{number} party on {day}", "{number} parties on {day}", held.count("party"))
    if not held.file.complete:
        text = _("At least {number} parties on {day}: the list is an excerpt")
    return text.format(number=number, day=ask.words.date(held.on))


def list_of(ask: Ask, file: File) -> dict[str, Any]:
    """A file on the instrument: up to which day it is true, and whether it is whole."""
    return {
        "dataset": file.dataset,
        "name": file.name,
        "known_to": day_of(ask, file.as_of),
        "complete": file.complete,
        "days": file.days,
    }


def against(ask: Ask, item: Disagreement) -> dict[str, Any]:
    """Two things said of one party, each with its cell: of one file against itself there is one cell."""
    first, *rest = item.cells or ("",)
    return {
        "place": item.party if is_place(item.party) else None,
        "name": item.party,
        "kind": item.kind,
        "says": item.says,
        "against": item.against,
        "cells": [ask.to.figure(first) if first else "", ask.to.figure(rest[0]) if rest else ""],
    }


def shown(ask: Ask, row: Status) -> dict[str, Any]:
    """A party with the act that decided."""
    return {
        "place": row.party if is_place(row.party) else None,
        "name": name(ask, row.party),
        "state": row.state,
        "said": said(ask, row),
        "act": row.act,
        "when": when(ask, row),
        "href": ask.to.figure(row.cell) if row.cell else "",
        "in_force": ask.words.date(row.in_force_from) if row.in_force_from else "",
        "remarks": row.remarks,
    }


def is_place(party: str | None) -> bool:
    """Whether a party is a place that gmg knows: organisations have names only."""
    try:
        where.get(party or "")
    except where.UnknownPlace:
        return False
    return True


def name(ask: Ask, party: str | None) -> str:
    """The name of a place, or of an organisation as published."""
    return ask.words.place(party) if party and is_place(party) else party or ""


def reserved(ask: Ask, acts: Iterable[Act]) -> dict[str, Any]:
    """What each party declared or reserved, with the objections to it beneath, and the other objections."""
    said, alone = grouped(acts)
    return {
        "parties": [
            {
                "place": one.party if is_place(one.party) else None,
                "name": one.name,
                "acts": [words_of(ask, act) for act in one.acts],
                "objections": [words_of(ask, act) for act in one.objections],
            }
            for one in said
        ],
        "others": [words_of(ask, act) for act in alone],
    }


def words_of(ask: Ask, act: Act) -> dict[str, Any]:
    """What a party said, as published; a long text in part, the whole stands behind its link."""
    text = act.text or ""
    return {
        "place": act.party if is_place(act.party) else None,
        "name": name_of(act.party) or act.party_as_published,
        "act": act.act,
        "about": act.about or "",
        "when": ask.words.date(act.date) if act.date else str(act.year or ""),
        "text": text[:LONGEST] + ("…" if len(text) > LONGEST else ""),
        "href": ask.to.figure(act.id),
    }
