"""Who moved: our own estimates between all places, by period, as a wheel, a map and a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.from_evidence.ask import DEFAULT
from gmg.analysis.flows.from_evidence.pairs import largest
from gmg.analysis.flows.from_evidence.told import told
from gmg.exchange.tables import Column, Table
from gmg.site.draw import map_arcs, wheel
from gmg.site.draw.bars import bar
from gmg.site.draw.map_base import DISCLAIMER
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.pages.parts_moved import GROUPS, estimates, group_of, method_words, row

if TYPE_CHECKING:
    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.pairs import Estimate

TOP, ARCS, NAMED = 30, 60, 8
COLUMNS = (
    Column("origin", "Origin: ISO 3166-1 alpha-3, or gmg's own code"),
    Column("destination", "Destination"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day", "date"),
    *(Column(name, f"Persons by the method {name}", "number") for name in METHODS),
    Column("low", "The lowest of the methods", "number"),
    Column("high", "The highest of the methods", "number"),
    Column("agency", "GMG: an estimate of this project"),
    Column("inputs", "Editions that it stands on"),
)


class Rows(Sequence[tuple[object, ...]]):
    """All pairs with an estimate by the method, worked out when the table is taken away."""

    def __init__(self, one: Estimated, method: str, place: str | None) -> None:
        self.one, self.method, self.place = one, method, place

    @cached_property
    def found(self) -> list[Estimate]:
        """The pairs, largest first."""
        return pairs(self.one, self.method, self.place, None)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, at: int) -> tuple[object, ...]:  # type: ignore[override]
        return line(self.found[at])


def page(ask: Ask) -> Page:
    """The estimates of a period by a method, of the world or of a place. Raises BadQuery."""
    _ = ask.words._
    method = ask.choice("method", tuple(METHODS)) or DEFAULT
    place = place_of(ask)
    found = asked_for(ask)
    title = _("Who moved: estimated flows")
    if place:
        title = _("Who moved to and from {place}: estimated flows").format(
            place=ask.words.place(place)
        )
    values: dict[str, Any] = {
        "periods": [], "period": "", "method": method, "place": place, "rows": [], "missing": "",
        "methods": [(name, method_words(ask, name)) for name in METHODS], "totals": [],
    }  # fmt: skip
    tables: dict[str, Table] = {}
    document: dict[str, Any] = {"agency": "GMG", "dataset": "gmg.flows", "flows": []}
    if found is None:
        values["missing"] = _("This release holds no migrant stock by origin and sex.")
    else:
        one, known = found
        values |= {"periods": known, "period": one.prepared.span.label}
        if method in one.refused or (place and one.at(place) is None):
            values["missing"] = _("There is no estimate by this method in this period.")
        else:
            top = pairs(one, method, place, ARCS)
            values |= shown(ask, one, method, place, top)
            document |= {"period": one.prepared.span.label, "method": method}
            document["flows"] = [each.as_json() for each in top[:TOP]]
            tables["flows"] = Table("flows", title, COLUMNS, Rows(one, method, place))
    return Page(
        kind="flows",
        path="flows",
        title=title,
        description=_(
            "Nobody counts who moves between all places. Six published methods estimate it from "
            "stocks, births and deaths; these estimates are ours and no agency's."
        ),
        query=dict(ask.query),
        values=values,
        document=document,
        tables=tables,
        datasets=datasets(found[0]) if found else (),
        ours=True,
    )


def place_of(ask: Ask) -> str | None:
    """The place of the query string; BadQuery where it is none."""
    text = ask.query.get("place", "").strip()
    if not text:
        return None
    try:
        return known_place(text).code
    except NotFound as error:
        raise BadQuery(f"place: {error.text}") from None


def asked_for(ask: Ask) -> tuple[Estimated, list[str]] | None:
    """The period of the query string; BadQuery where none is so called."""
    newest = estimates(ask)
    period = ask.query.get("period", "").strip()
    if newest is None or not period:
        return newest
    if period not in newest[1]:
        raise BadQuery(f"period: choose one of {', '.join(newest[1])}")
    return estimates(ask, period)


def pairs(one: Estimated, method: str, place: str | None, top: int | None) -> list[Estimate]:
    """The largest flows by a method, of the world or with the place at one end."""
    if place is None:
        return largest(one, method, top)
    both = [
        *largest(one, method, top, destination=place),
        *largest(one, method, top, origin=place),
    ]
    both.sort(key=lambda each: -each.by_method[method])
    return both


def shown(
    ask: Ask, one: Estimated, method: str, place: str | None, top: list[Estimate]
) -> dict[str, Any]:
    """The wheel, the map, the list and what was done for it."""
    all_of = {name: float(flows.total.sum()) for name, flows in one.flows.items()}
    total = all_of[method]
    return {
        "wheel": None if place else drawn_wheel(ask, one, method),
        "map": drawn_map(ask, top, method),
        "disclaimer": ask.words._(DISCLAIMER),
        "rows": [
            row(ask, each)
            | {
                "chosen": ask.words.number(round(each.by_method[method])),
                "href": ask.to.corridor(each.origin, each.destination),
            }
            for each in top[:TOP]
            if DEFAULT in each.by_method
        ],
        "totals": [
            (name, method_words(ask, name), ask.words.number(round(all_of[name])), bar(share))
            for name, share in ((name, n / max(all_of.values())) for name, n in all_of.items())
        ],
        "total": ask.words.number(round(total)),
        "done": told(one, method),
        "ends": ends(ask, one, method, place) if place else None,
    }


def ends(ask: Ask, one: Estimated, method: str, place: str) -> dict[str, str]:
    """What arrives at a place and what leaves it, by the method."""
    at = one.at(place)
    table = one.flows[method].total
    into, out = float(table[:, at].sum()), float(table[at].sum())
    return {
        "into": ask.words.number(round(into)),
        "out": ask.words.number(round(out)),
        "net": ask.words.number(round(into - out)),
    }


def drawn_wheel(ask: Ask, one: Estimated, method: str) -> str | None:
    """Flows between the groups of places."""
    _ = ask.words._
    of = [group_of(code) for code in one.places]
    member = np.zeros((len(of), len(GROUPS)))
    for at, group in enumerate(of):
        if group is not None:
            member[at, group] = 1.0
    table = member.T @ one.flows[method].total @ member
    names = [" · ".join(str(ask.words.place(code)) for code in codes) for codes in GROUPS]
    number = ask.words.number
    between = table - np.diag(np.diag(table))
    if between.sum() <= 0:
        return None
    sectors = [
        wheel.Sector(
            name,
            _("{place}: {out} left for other regions, {into} came from them").format(
                place=name,
                out=number(round(between[i].sum())),
                into=number(round(between[:, i].sum())),
            ),
        )
        for i, name in enumerate(names)
    ]
    tips = [
        [
            f"{names[i]} {'←' if ask.words.dir == 'rtl' else '→'} {names[j]}: {number(round(table[i, j]))}"
            for j in range(len(names))
        ]
        for i in range(len(names))
    ]
    order = np.argsort(-between, axis=None, kind="stable")[:NAMED]
    largest_tips = [tips[at // len(names)][at % len(names)] for at in order.tolist()]
    return wheel.wheel(
        sectors,
        table.tolist(),
        tips,
        title=_("Estimated movement between regions, {period}").format(
            period=one.prepared.span.label
        ),
        text="; ".join(largest_tips),
        ident="wheel",
    )


def drawn_map(ask: Ask, top: Sequence[Estimate], method: str) -> str:
    """The largest flows on the map."""
    _ = ask.words._
    moves = [
        map_arcs.Move(
            each.origin,
            each.destination,
            each.by_method[method],
            f"{ask.words.place(each.origin)} {'←' if ask.words.dir == 'rtl' else '→'} "
            f"{ask.words.place(each.destination)}: {ask.words.number(round(each.by_method[method]))}",
            ask.to.corridor(each.origin, each.destination) or None,
        )
        for each in top
    ]
    return map_arcs.arcs(
        moves,
        title=_("The largest estimated flows"),
        text="; ".join(move.label for move in moves[:NAMED]),
        ident="flows-map",
    )


def line(each: Estimate) -> tuple[object, ...]:
    """A row of the table to take away."""
    return (
        each.origin,
        each.destination,
        each.span.time_from,
        each.span.time_to,
        *(each.by_method.get(name) for name in METHODS),
        each.low,
        each.high,
        "GMG",
        next(iter(each.editions.values())).partition(" + ")[2] if each.editions else "",
    )


def datasets(one: Estimated) -> tuple[str, ...]:
    """The data sets whose licences the estimates stand under."""
    return tuple(dict.fromkeys(used.dataset for used in one.prepared.used))
