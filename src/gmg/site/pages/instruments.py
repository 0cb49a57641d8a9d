"""Instruments by places: who has promised what, as far as each list knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.sets import UnknownSet, instrument_set, instrument_sets
from gmg.axes import where
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.pages.parts_norms import day_of, known_to, norms_of, said

if TYPE_CHECKING:
    from gmg.analysis.norms.files import File

FIRST_SET = "core"
FIRST_REGION = "M49-015"
MOST = 50
"""Rows shown: a larger region is taken away as a table, or asked part by part."""
SIGNS = {
    "party": "●",
    "possibly party": "◐",
    "signatory": "✎",
    "ended": "⊘",
    "participant": "○",
    "no action": "○",
    "none yet": "○",
    "not listed": "○",
    "not known here": "?",
}


def page(ask: Ask) -> Page:
    """The matrix of a set of instruments and the countries of a region. Raises BadQuery."""
    chosen, region = asked(ask)
    on = asked_on(ask)
    norms = norms_of(ask.base)
    places = countries(ask, region)
    rows: list[dict[str, Any]] = [
        {
            "place": place,
            "cells": [cell(ask, norms.held(code, place, on)) for code in chosen.instruments],
        }
        for place in places
    ]
    _ = ask.words._
    return Page(
        kind="instruments",
        path="instruments",
        title=_("Instruments by places"),
        description=_("Who has promised what, as far as is known here."),
        query=dict(ask.query),
        values={
            "set": chosen,
            "sets": instrument_sets(),
            "region": region,
            "regions": regions(ask),
            "on": ask.words.date(on) if on else "",
            "rows": rows[:MOST],
            "hidden": len(rows) - len(rows[:MOST]),
            "totals": totals(chosen.instruments, rows),
            "lists": [(code, lists(ask, norms.files.get(code, ()))) for code in chosen.instruments],
            "signs": [
                (SIGNS[state], words)
                for state, words in (
                    ("party", _("party")),
                    ("possibly party", _("possibly party: only the year is published")),
                    ("signatory", _("signed, not bound")),
                    ("ended", _("no longer party")),
                    ("not listed", _("not party: no act, or the list does not name it")),
                    ("not known here", _("not known here")),
                )
            ],
        },
        document={
            "set": chosen.code,
            "region": region,
            "on": on.isoformat() if on else None,
            "instruments": list(chosen.instruments),
            "rows": [
                {
                    "place": row["place"],
                    "states": [one["state"] for one in row["cells"]],
                    "known_to": [one["as_of"] for one in row["cells"]],
                    "acts": [one["id"] for one in row["cells"]],
                }
                for row in rows
            ],
        },
        tables={"matrix": table(chosen.instruments, rows)},
        datasets=tuple(
            sorted({f.dataset for code in chosen.instruments for f in norms.files.get(code, ())})
        ),
    )


def countries(ask: Ask, region: str) -> list[str]:
    """The countries of a region by name."""
    codes = [code for code in where.members(region) if where.get(code).kind == "country"]
    return sorted(codes, key=lambda code: str(ask.words.place(code)))


def asked_on(ask: Ask) -> date | None:
    """The day of the query string; BadQuery for what is no day."""
    text = ask.query.get("on", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadQuery("on: give a day, such as 2014-12-31") from None


def totals(instruments: tuple[str, ...], rows: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """For each instrument, of how many countries it is known that they are parties, and of how many
    nothing is known."""
    states = [[row["cells"][at]["state"] for row in rows] for at in range(len(instruments))]
    return [
        (code, of.count("party"), of.count("not known here"))
        for code, of in zip(instruments, states, strict=True)
    ]


def lists(ask: Ask, files: Iterable[File]) -> list[dict[str, Any]]:
    """The lists that answer for an instrument, the leading one first."""
    return [
        {
            "name": file.name,
            "dataset": file.dataset,
            "known_to": day_of(ask, file.as_of),
            "complete": file.complete,
        }
        for file in files
    ]


def asked(ask: Ask) -> tuple[Any, str]:
    """The set and the region of the query string."""
    try:
        chosen = instrument_set(ask.query.get("set", FIRST_SET))
    except UnknownSet as error:
        raise BadQuery(str(error)) from None
    try:
        region = known_place(ask.query.get("region", FIRST_REGION)).code
        where.members(region)
    except (NotFound, where.NoMembers):
        raise BadQuery("region: give the code of a region, such as M49-015") from None
    return chosen, region


def regions(ask: Ask) -> list[str]:
    """Regions to choose from, by name."""
    codes = {p.subregion for p in where.places("country") if p.subregion}
    return sorted(codes, key=lambda code: str(ask.words.place(code)))


def cell(ask: Ask, held: Any) -> dict[str, Any]:
    """A state as a sign and in words."""
    status = held.elsewhere or held.status
    until = known_to(ask, status)
    words = said(ask, status)
    return {
        "state": status.state,
        "sign": SIGNS[status.state],
        "said": words,
        "text": known_up_to(ask, words, until),
        "href": ask.to.figure(status.cell) if status.cell else "",
        "as_of": status.as_of or None,
        "id": status.cell,
    }


def known_up_to(ask: Ask, words: str, until: str) -> str:
    """A state with the day up to which its list knows."""
    _ = ask.words._
    return _("{state}; known up to {day}").format(state=words, day=until) if until else words


def table(instruments: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    """The matrix as a table: a column an instrument."""
    columns = (
        Column("place", "Place code"),
        *(Column(code, f"State of the place for {code}") for code in instruments),
    )
    return Table(
        "matrix",
        "Instruments by places",
        columns,
        [(row["place"], *(one["state"] for one in row["cells"])) for row in rows],
    )
