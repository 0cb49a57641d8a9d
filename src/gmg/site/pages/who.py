"""Who: the members of the group, the other publishers, and what each is there for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.axes import mandates, who
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page
from gmg.site.pages.agency_data import of_agency

if TYPE_CHECKING:
    from gmg.axes.when import PartialDate

TEN = date(2007, 1, 1)
"""Any day before November 2007, when the group grew beyond its ten first members."""
COLUMNS = (
    Column("agency", "Code of the agency"),
    Column("name", "Name"),
    Column("group", "first member, later member, not verified, or other"),
    Column("role", "What it is there for"),
    Column("dataset", "Data set that is read here; empty where none is"),
    Column("newest", "Last day of which the data set says anything", "date"),
    Column("kept", "Figures, acts or activities held", "integer"),
)
FIRST, LATER, OTHER, DOUBTED = "first member", "later member", "other", "not verified"
"""`DOUBTED` are called members by some source and were not found to be."""


def page(ask: Ask) -> Page:
    """The agencies, members first."""
    _ = ask.words._
    groups = grouped()
    known = {group: [described(ask, one) for one in of] for group, of in groups.items()}
    shared = sorted(mandates.shared().items())
    unattended = mandates.unattended()
    return Page(
        kind="who",
        path="who",
        title=_("Who"),
        description=_("The agencies of the group, what each publishes and what each is there for."),
        values={
            "lead": lead(ask, known),
            "members": known[FIRST],
            "later": known[LATER],
            "others": known[OTHER],
            "doubted": known[DOUBTED],
            "shared": [(function, theme, agencies) for (function, theme), agencies in shared],
            "unattended": unattended,
            "bodies": [body(ask, one) for one in who.bodies()],
            "chairs": [chair(ask, one) for one in who.chairs()],
        },
        document={
            "agencies": [
                told(one) | {"group": group} for group, rows in known.items() for one in rows
            ],
            "shared_mandates": [
                {"function": function, "theme": theme, "agencies": list(agencies)}
                for (function, theme), agencies in shared
            ],
            "themes_nobody_acts_on": {theme: list(of) for theme, of in unattended.items()},
            "bodies": [one.code for one in who.bodies()],
            "chairs": [
                {
                    "agencies": [each.code for each in one.agencies],
                    "kind": one.kind,
                    "from": str(one.starts),
                    "to": str(one.ends),
                }
                for one in who.chairs()
            ],
        },
        tables={"agencies": table(ask, groups)},
    )


def grouped() -> dict[str, list[who.Agency]]:
    """Agencies as first members, as members that came later, as doubted ones, and all others."""
    first = {one.code for one in who.members(TEN)}
    named = {one.agency: DOUBTED for one in who.memberships() if one.body == who.GROUP}
    named |= {
        one.agency: LATER
        for one in who.memberships()
        if one.body == who.GROUP and one.status in who.SEATED
    }
    named |= dict.fromkeys(first, FIRST)
    found: dict[str, list[who.Agency]] = {FIRST: [], OTHER: [], LATER: [], DOUBTED: []}
    for one in who.agencies():
        if one.code != who.GROUP:
            found[named.get(one.code, OTHER)].append(one)
    return found


def described(ask: Ask, agency: who.Agency) -> dict[str, Any]:
    """An agency in a line, with the data sets read here and the newest day that they speak of."""
    sets = of_agency(ask.base, agency.code)
    newest = max((one.newest for one in sets if one.newest), default=None)
    return {
        "code": agency.code,
        "name": agency.name,
        "role": agency.role,
        "joined": str(agency.joined) if agency.joined else None,
        "datasets": [one.dataset for one in sets],
        "newest": newest.isoformat() if newest else None,
        "newest_said": ask.words.date(newest) if newest else "",
    }


def told(one: dict[str, Any]) -> dict[str, Any]:
    """An agency as the API answers it: without what is said in one language."""
    return {name: value for name, value in one.items() if name != "newest_said"}


def lead(ask: Ask, known: dict[str, list[dict[str, Any]]]) -> str:
    """How many agencies publish what is read here."""
    _ = ask.words._
    rows = [one for of in known.values() for one in of if one["datasets"]]
    return _(
        "{agencies} agencies publish the {datasets} data sets that are read here; {members} of them "
        "are among the {first} first members of the group."
    ).format(
        agencies=ask.words.number(len(rows)),
        datasets=ask.words.number(sum(len(one["datasets"]) for one in rows)),
        first=ask.words.number(len(known[FIRST])),
        members=ask.words.number(sum(bool(one["datasets"]) for one in known[FIRST])),
    )


def body(ask: Ask, one: who.Body) -> dict[str, Any]:
    """A body with its years and who leads it."""
    return {
        "name": one.name,
        "mandate": one.mandate,
        "leads": list(one.leads),
        "years": span(ask, one.starts, one.ends),
        "confidence": one.confidence,
    }


def chair(ask: Ask, one: who.Chair) -> dict[str, Any]:
    """A term of the chair."""
    return {
        "agencies": [each.code for each in one.agencies],
        "kind": one.kind,
        "theme": one.theme,
        "from": day(ask, one.starts),
        "to": day(ask, one.ends),
        "confidence": one.confidence,
    }


def span(ask: Ask, starts: PartialDate, ends: PartialDate | None) -> str:
    """Years from one to another; open where it goes on."""
    first = ask.words.year(starts.first.year)
    return f"{first}–{ask.words.year(ends.last.year)}" if ends else f"{first}–"


def day(ask: Ask, when: PartialDate) -> str:
    """A day in words, or what is known of it."""
    return ask.words.date(when.first) if when.first == when.last else str(when)


def table(ask: Ask, groups: dict[str, list[who.Agency]]) -> Table:
    """One row an agency and data set; an agency without one has a row too."""
    rows: list[tuple[Any, ...]] = []
    for group, agencies in groups.items():
        for one in agencies:
            start = (one.code, one.name, group, one.role)
            sets = of_agency(ask.base, one.code)
            rows += [(*start, each.dataset, each.newest, each.kept) for each in sets]
            rows += [] if sets else [(*start, None, None, None)]
    return Table("agencies", "Agencies", COLUMNS, rows)
