"""The published figures that a sum of ours adds: each with its link."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.findings.tables import PROJECTED
from gmg.analysis.gather import LOCATED
from gmg.axes import where
from gmg.exchange.tables import figure_table
from gmg.records.figure import Figure, figure_from
from gmg.site.frame.ask import Ask, known_concept, known_place
from gmg.site.frame.errors import BadQuery
from gmg.site.frame.page import Page
from gmg.site.frame.shown import figure_shown, source_name
from gmg.site.shelf.build import GROUND

if TYPE_CHECKING:
    from collections.abc import Sequence

A_PAGE = 200


def page(ask: Ask) -> Page:
    """The figures of a sum, the largest first. Raises BadQuery where the sum is not fully named."""
    named = asked(ask)
    found = addends(ask, named)
    at = ask.number("page", 1, 10_000)
    part = found[(at - 1) * A_PAGE : at * A_PAGE]
    _ = ask.words._
    title = _("The figures behind a sum: {concept}").format(
        concept=ask.words.concept(named["concept"])
    )
    return Page(
        kind="sum",
        path="sum",
        title=title,
        description=title,
        query=dict(ask.query),
        values={
            "named": named,
            "source": source_name(ask, named["dataset"], named["edition"]),
            "rows": [(figure, figure_shown(ask, figure)) for figure in part],
            "total": sum(figure.value or 0 for figure in found),
            "count": len(found),
            "at": at,
            "pages": -(-len(found) // A_PAGE) or 1,
            "when": ask.words.date(named["time"]),
        },
        document={
            **{name: str(value) for name, value in named.items() if value},
            "count": len(found),
            "figures": [figure.as_json() for figure in part],
        },
        tables={"figures": figure_table("figures", title, found)},
        datasets=(named["dataset"],),
        index=False,
    )


def asked(ask: Ask) -> dict[str, Any]:
    """What names the sum."""
    query = ask.query
    missing = [n for n in ("concept", "dataset", "edition", "time") if not query.get(n)]
    if missing or not (query.get("place") or query.get("from")):
        raise BadQuery(
            "A sum is named by concept, dataset, edition, time and place or from; follow a link"
        )
    try:
        time = date.fromisoformat(query["time"])
    except ValueError:
        raise BadQuery("time: give a day such as 2024-06-30") from None
    return {
        "concept": known_concept(query["concept"]).code,
        "dataset": query["dataset"],
        "edition": query["edition"],
        "time": time,
        "place": known_place(query["place"]).code if query.get("place") else None,
        "from": known_place(query["from"]).code if query.get("from") else None,
    }


def addends(ask: Ask, named: dict[str, Any]) -> list[Figure]:
    """The figures that the shelf added, by the same rule: totals where published, else the parts."""
    conditions = [
        "concept = ?",
        "dataset = ?",
        "edition = ?",
        "time_to = ?",
        "value IS NOT NULL",
        f"dataset NOT IN ({marks(LOCATED)})",
        f"basis NOT IN ({marks(PROJECTED)})",
    ]
    parameters: list[Any] = [named["concept"], named["dataset"], named["edition"], named["time"]]
    parameters += [*LOCATED, *PROJECTED]
    if named["place"]:
        conditions.append("place = ?")
        parameters.append(named["place"])
    if named["from"]:
        conditions.append("counterpart = ?")
        parameters.append(named["from"])
    sql = (
        f"SELECT * FROM ({ask.base.relation([named['concept']])}) WHERE {' AND '.join(conditions)} "
        'ORDER BY value DESC, place, counterpart, sex, snapshot, sheet, "row", "column"'
    )
    rows = ask.base.rows(sql, parameters)
    return chosen([figure_from(row) for row in rows])


def chosen(figures: Sequence[Figure]) -> list[Figure]:
    """Of each pair the figure for both sexes, else those of the sexes; regions are left out."""
    ground = {place.code for kind in (*GROUND, "pseudo") for place in where.places(kind)}
    pairs: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in figures:
        if figure.counterpart is not None and not {figure.place, figure.counterpart} <= ground:
            continue
        pairs.setdefault((figure.place, figure.counterpart), []).append(figure)
    kept: set[str] = set()
    for group in pairs.values():
        whole = [f for f in group if f.age == "all"] or group
        plain = [f for f in whole if f.detail is None] or whole
        totals = [f for f in plain if f.sex == "total"]
        kept |= {figure.id for figure in totals or plain}
    return [figure for figure in figures if figure.id in kept]


def marks(values: Sequence[object]) -> str:
    """Question marks for values."""
    return ", ".join("?" for _ in values)
