"""An ordered pair: people from an origin in a destination, each agency's figures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.analysis.corridor import sends_back
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.errors import NotFound
from gmg.site.frame.lines import Column, by_kind, columns, years
from gmg.site.frame.page import Page
from gmg.site.pages.parts_charts import people_chart, small_charts
from gmg.site.pages.parts_tables import line_table

if TYPE_CHECKING:
    from gmg.site.shelf import Line

FIRST = (
    "migrant-stock",
    "refugees",
    "asylum-seekers",
    "palestine-refugees",
    "others-in-need-of-protection",
    "remittances-received",
)
"""Concepts of the numbers that stand on top."""

INSIDE = ("host-community", "internally-displaced", "returned-internally-displaced")
"""Concepts that stay inside a place and say nothing of a pair of two."""


def page(ask: Ask, origin: str, destination: str) -> Page:
    """What is known of people from one place in another. Raises NotFound for no such pair of places."""
    first, second = known_place(origin), known_place(destination)
    if first.code == second.code:
        raise NotFound("A corridor joins two places", first.code)
    if not (first.territory and second.territory):
        raise NotFound("A corridor joins two countries or areas", first.code)
    lines, back = ask.shelf.corridor(first.code, second.code)
    return of_lines(ask, first.code, second.code, lines, back)


def of_lines(
    ask: Ask, origin: str, destination: str, lines: Sequence[Line], back: Sequence[Line]
) -> Page:
    """The page of a pair from its lines at the destination and the newest ones at the origin.

    Money that families receive is published at the origin: those lines change sides.
    """
    _ = ask.words._
    names = {"origin": ask.words.place(origin), "destination": ask.words.place(destination)}
    there = [*of_people(lines), *of_money(back)]
    mirrored = [*of_people(back), *of_money(lines)]
    found = columns(ask, there)
    spoken = [column for column in found if not column.nothing]
    kinds = by_kind(spoken)
    title = _("From {origin} to {destination}").format(**names)
    people = sorted(kinds.get("stock", []), key=order)
    values: dict[str, Any] = {
        "origin": origin,
        "destination": destination,
        "names": names,
        "heads": heads(ask, spoken),
        "people_chart": people_chart(ask, people, title),
        "people": years(ask, people),
        "movements": [
            {"columns": [column], "table": years(ask, [column]), "chart": chart}
            for column, chart in small_charts(ask, kinds.get("flow", []))
        ],
        "money": years(ask, kinds.get("money", [])),
        "silent": [column for column in found if column.nothing],
        "back": mirror(ask, mirrored),
    }
    values |= around(ask, origin, destination)
    return Page(
        kind="corridor",
        path=f"corridor/{origin}/{destination}",
        title=title,
        description=description(ask, names, values["heads"]),
        values=values,
        document=lambda: document(origin, destination, there, mirrored, values),
        tables={"figures": line_table("figures", title, there)},
        datasets=tuple(dict.fromkeys(line.dataset for line in there)),
    )


def document(
    origin: str,
    destination: str,
    there: Sequence[Line],
    back: Sequence[Line],
    values: dict[str, Any],
) -> dict[str, Any]:
    """What the API answers."""
    return {
        "origin": origin,
        "destination": destination,
        "figures": [line.as_json() for line in there],
        "mirror": [line.as_json() for line in back],
        "estimated": [one["document"] for one in values["moved"]],
        "findings": values["finding_ids"],
    }


def heads(ask: Ask, found: Sequence[Column]) -> list[dict[str, Any]]:
    """The newest number of each data set for the concepts most asked for."""
    return [head(ask, column) for column in sorted(found, key=order) if column.concept in FIRST]


def order(column: Column) -> tuple[int, bool, str]:
    """Columns in the order of the concepts most asked for, the widest publisher first."""
    at = FIRST.index(column.concept) if column.concept in FIRST else len(FIRST)
    return at, column.agency != "UNDESA", column.concept


def head(ask: Ask, column: Column) -> dict[str, Any]:
    """One number with whose it is, of what, and when."""
    newest = column.newest
    return {
        "number": column.numbers[-1],
        "concept": column.concept,
        "agency": column.agency,
        "when": ask.words.period(newest.period),
        "basis": column.basis,
        "dataset": column.dataset,
    }


def description(ask: Ask, names: dict[str, Any], found: Sequence[dict[str, Any]]) -> str:
    """The page in a sentence, with its first numbers."""
    _ = ask.words._
    said = "; ".join(
        f"{ask.words.agency(one['agency'])} {one['number'].text} "
        f"({ask.words.concept(one['concept'])}, {one['when']})"
        for one in found[:3]
    )
    start = _("People from {origin} in {destination}").format(**names)
    return f"{start}: {said}" if said else start


def of_people(lines: Sequence[Line]) -> list[Line]:
    """Lines that count people who went from the counterpart to the place."""
    return [line for line in lines if not sends_back(line.concept) and line.concept not in INSIDE]


def of_money(lines: Sequence[Line]) -> list[Line]:
    """Lines of money that came from the counterpart to the place."""
    return [line for line in lines if sends_back(line.concept)]


def mirror(ask: Ask, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The numbers on top of the page of the pair the other way round."""
    found = columns(ask, (line for line in lines if line.concept in FIRST))
    return heads(ask, [column for column in found if not column.nothing])


def around(ask: Ask, origin: str, destination: str) -> dict[str, Any]:
    """What other parts of the site say of the pair: findings, and what both ends have promised."""
    from gmg.site.pages.parts_findings import of_corridor
    from gmg.site.pages.parts_moved import pair
    from gmg.site.pages.parts_norms import block

    found = of_corridor(ask, origin, destination)
    return {
        "moved": pair(ask, origin, destination),
        "findings": found,
        "finding_ids": [one["id"] for one in found],
        "norms": [(code, block(ask, code)) for code in (destination, origin)],
    }
