"""Activities: who does what where, as agencies report it."""

from __future__ import annotations

from typing import Any

from gmg.axes import what, where
from gmg.axes.tables import UnknownCode
from gmg.exchange.tables import Column, Table
from gmg.records.row import Row
from gmg.site.frame.ask import Ask, known_agency, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page

A_PAGE = 50
FIELDS = (
    "identifier, agency, reporter_name, title, tier, topics, status, time_from, time_to, places, "
    'dataset, edition, snapshot, sheet, "row", "column"'
)
COLUMNS = (
    Column("id", "Id of the activity: what `gmg trace` takes"),
    Column("identifier", "Identifier as published"),
    Column("agency", "Agency that reports it"),
    Column("title", "Title"),
    Column("tier", "How near to migration"),
    Column("topics", "Themes"),
    Column("places", "Places"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day", "date"),
)


def page(ask: Ask) -> Page:
    """A page of the list. Raises BadQuery for a filter that names nothing."""
    condition, parameters = conditions(ask)
    total = int(
        ask.base.rows(f"SELECT count(*) AS n FROM activities WHERE {condition}", parameters)[0]["n"]
    )
    at = ask.number("page", 1, 10_000)
    order = (
        f"SELECT {FIELDS} FROM activities WHERE {condition} "
        "ORDER BY time_from DESC NULLS LAST, identifier"
    )
    found = ask.base.rows(f"{order} LIMIT {A_PAGE} OFFSET {(at - 1) * A_PAGE}", parameters)
    rows = [shown(ask, row) for row in found]
    _ = ask.words._
    return Page(
        kind="activities",
        path="activities",
        title=_("Who does what where"),
        description=_(
            "Activities on migration as agencies report them. What is not reported is not known."
        ),
        query=dict(ask.query),
        values={
            "rows": rows,
            "total": total,
            "at": at,
            "pages": -(-total // A_PAGE),
            "agencies": [
                row["agency"]
                for row in ask.base.rows(
                    "SELECT DISTINCT agency FROM activities WHERE agency IS NOT NULL ORDER BY agency"
                )
            ],
            "themes": [one.code for one in what.themes()],
            "places": places(ask),
        },
        document={
            "total": total,
            "page": at,
            "per_page": A_PAGE,
            "activities": [told(r) for r in rows],
        },
        tables={
            "activities": Table(
                "activities",
                _("Who does what where"),
                COLUMNS,
                [
                    (
                        row["id"],
                        row["identifier"],
                        row["agency"],
                        row["title"],
                        row["tier"],
                        "; ".join(row["topics"]),
                        "; ".join(row["places"]),
                        row["time_from"],
                        row["time_to"],
                    )
                    for row in rows
                ],
            )
        },
        datasets=tuple(sorted({row["dataset"] for row in rows})),
    )


def conditions(ask: Ask) -> tuple[str, list[Any]]:
    """The filters of the query string as SQL."""
    parts: list[str] = ["NOT coalesce(secondary, false)"]
    parameters: list[Any] = []
    try:
        if text := ask.query.get("agency"):
            parts.append("agency = ?")
            parameters.append(known_agency(text).code)
        if text := ask.query.get("place"):
            parts.append("list_contains(list_transform(places, lambda p: p.place), ?)")
            parameters.append(known_place(text).code)
        if text := ask.query.get("theme"):
            parts.append("list_contains(topics, ?)")
            parameters.append(what.theme(text).code)
    except (NotFound, UnknownCode) as error:
        raise BadQuery(str(error)) from None
    if year := ask.year():
        parts.append("coalesce(year(time_from), 0) <= ? AND coalesce(year(time_to), 9999) >= ?")
        parameters += [year, year]
    return " AND ".join(parts), parameters


def shown(ask: Ask, row: dict[str, Any]) -> dict[str, Any]:
    """An activity as the list shows it."""
    known = Row("activities", row)
    codes = [one["place"] for one in row["places"] or () if one["place"]]
    return {
        "id": known.id,
        "href": ask.to.figure(known.id),
        "identifier": row["identifier"],
        "agency": row["agency"],
        "reporter": row["reporter_name"],
        "title": row["title"] or row["identifier"],
        "tier": row["tier"],
        "topics": list(row["topics"] or ()),
        "places": codes,
        "when": " – ".join(
            ask.words.date(day) for day in (row["time_from"], row["time_to"]) if day is not None
        ),
        "time_from": row["time_from"],
        "time_to": row["time_to"],
        "dataset": row["dataset"],
    }


def told(row: dict[str, Any]) -> dict[str, Any]:
    """An activity as the API answers it."""
    plain = {
        name: row[name]
        for name in ("id", "identifier", "agency", "title", "tier", "topics", "places")
    }
    for name in ("time_from", "time_to"):
        plain[name] = row[name].isoformat() if row[name] else None
    return plain


def places(ask: Ask) -> list[str]:
    """Places that any activity names, by name."""
    rows = ask.base.rows(
        "SELECT DISTINCT p.place AS place FROM (SELECT unnest(places) AS p FROM activities) "
        "WHERE p.place IS NOT NULL"
    )
    codes = [row["place"] for row in rows if row["place"] in set(where.codes())]
    return sorted(codes, key=lambda code: str(ask.words.place(code)))
