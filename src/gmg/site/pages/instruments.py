"""Instruments by places: who has promised what, as far as each list knows."""

from __future__ import annotations

from typing import Any

from gmg.analysis.norms.sets import UnknownSet, instrument_set, instrument_sets
from gmg.axes import where
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.pages.parts_norms import known_to, norms_of, said

FIRST_SET = "core"
FIRST_REGION = "M49-015"
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
    norms = norms_of(ask.base)
    places = sorted(
        (code for code in where.members(region) if where.get(code).kind == "country"),
        key=lambda code: str(ask.words.place(code)),
    )
    rows: list[dict[str, Any]] = [
        {
            "place": place,
            "cells": [cell(ask, norms.held(code, place)) for code in chosen.instruments],
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
            "rows": rows,
            "signs": [
                (SIGNS[state], words)
                for state, words in (
                    ("party", _("party")),
                    ("possibly party", _("possibly party: only the year is published")),
                    ("signatory", _("signed, not bound")),
                    ("ended", _("no longer party")),
                    ("not listed", _("not party")),
                    ("not known here", _("not known here")),
                )
            ],
        },
        document={
            "set": chosen.code,
            "region": region,
            "instruments": list(chosen.instruments),
            "rows": [
                {
                    "place": row["place"],
                    "states": [one["state"] for one in row["cells"]],
                    "known_to": [one["as_of"] for one in row["cells"]],
                }
                for row in rows
            ],
        },
        tables={"matrix": table(chosen.instruments, rows)},
        datasets=tuple(sorted({f.dataset for files in norms.files.values() for f in files})),
    )


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
        "text": f"{words} ({until})" if until else words,
        "href": ask.to.figure(status.cell) if status.cell else "",
        "as_of": status.as_of or None,
    }


def table(instruments: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    """The matrix as a table: a column an instrument."""
    columns = (Column("place", "Place code"),) + tuple(
        Column(code, f"State of the place for {code}") for code in instruments
    )
    return Table(
        "matrix",
        "Instruments by places",
        columns,
        [(row["place"], *(one["state"] for one in row["cells"])) for row in rows],
    )
