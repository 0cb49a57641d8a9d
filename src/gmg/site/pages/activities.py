"""Activities: who does what where, as agencies report it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.axes.tables import UnknownCode
from gmg.exchange.tables import Column, Table
from gmg.records.row import Row
from gmg.site.frame.ask import Ask, known_agency, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page

if TYPE_CHECKING:
    from gmg.evidence.base import Base

A_PAGE = 50
FIELDS = (
    "identifier, agency, reporter_name, title, tier, topics, status, time_from, time_to, places, "
    'dataset, edition, snapshot, sheet, "row", "column"'
)
FILTERED = (
    f"SELECT {FIELDS} FROM activities WHERE {{condition}} "
    "ORDER BY time_from DESC NULLS LAST, identifier"
)
READ = """
SELECT agency, count(*) AS n, min(year(time_from)) AS first, max(year(time_from)) AS last
FROM activities WHERE agency IS NOT NULL AND NOT coalesce(secondary, false)
GROUP BY agency ORDER BY agency
"""
COLUMNS = (
    Column("id", "Id of the activity: what `gmg trace` takes"),
    Column("identifier", "Identifier as published"),
    Column("agency", "Agency that reports it"),
    Column("reporter", "Name of who reports it, as published"),
    Column("title", "Title"),
    Column("tier", "How near to migration: core, displacement, adjacent"),
    Column("status", "Code of IATI's ActivityStatus, as published"),
    Column("topics", "Themes"),
    Column("places", "Places"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day, empty where none is stated", "date"),
    Column("dataset", "Data set"),
    Column("edition", "Edition of the data set"),
)


def page(ask: Ask) -> Page:
    """A page of the list. Raises BadQuery for a filter that names nothing, NotFound past the end."""
    condition, parameters = conditions(ask)
    total = int(
        ask.base.rows(f"SELECT count(*) AS n FROM activities WHERE {condition}", parameters)[0]["n"]
    )
    at, pages = ask.number("page", 1, 10_000), -(-total // A_PAGE)
    if at > max(1, pages):
        raise NotFound("The list is shorter than that")
    filtered = FILTERED.format(condition=condition)
    found = ask.base.rows(f"{filtered} LIMIT {A_PAGE} OFFSET {(at - 1) * A_PAGE}", parameters)
    rows = [shown(ask, row) for row in found]
    read = ask.base.rows(READ)
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
            "pages": pages,
            "read": read,
            "tiers": tiers(ask),
            "statuses": statuses(ask),
            "agencies": [row["agency"] for row in read],
            "themes": [one.code for one in what.themes()],
            "places": places(ask),
        },
        document={
            "total": total,
            "page": at,
            "per_page": A_PAGE,
            "activities": [told(row) for row in rows],
        },
        tables={
            "activities": Table(
                "activities",
                _("Who does what where"),
                COLUMNS,
                Listed(ask.base, filtered, parameters, total),
            )
        },
        datasets=tuple(sorted({row["dataset"] for row in rows})),
    )


class Listed(Sequence[tuple[object, ...]]):
    """All activities that meet the filters, read when someone takes the table and not before."""

    def __init__(self, base: Base, sql: str, parameters: Sequence[Any], total: int) -> None:
        self.base, self.sql, self.parameters, self.total = base, sql, list(parameters), total

    @cached_property
    def rows(self) -> list[tuple[object, ...]]:
        """The rows, the newest first. Read through a cursor: others may be asking at the time."""
        answer = self.base.connection.cursor().execute(self.sql, self.parameters)
        names = [column[0] for column in answer.description or ()]
        return [line(dict(zip(names, row, strict=True))) for row in answer.fetchall()]

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self.rows)

    def __getitem__(self, at: int) -> tuple[object, ...]:  # type: ignore[override]
        return self.rows[at]


def tiers(ask: Ask) -> dict[str, str]:
    """How near to migration an activity is, in words."""
    _ = ask.words._
    return {
        "core": _("migration itself"),
        "displacement": _("displacement"),
        "adjacent": _("touches migration"),
    }


def statuses(ask: Ask) -> dict[str, str]:
    """Codes of ActivityStatus in words; a cancelled activity is listed and says so."""
    _ = ask.words._
    return {
        "1": _("planned"),
        "2": _("under way"),
        "3": _("being wound up"),
        "4": _("closed"),
        "5": _("cancelled"),
        "6": _("suspended"),
    }


def conditions(ask: Ask) -> tuple[str, list[Any]]:
    """The filters of the query string as SQL.

    An activity is of a year that its dates touch: without a start of none, without an end of the
    year of its start alone, as `gmg.analysis.coordination.response` has it.
    """
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
            parameters.append(theme(text))
    except NotFound as error:
        raise BadQuery(f"{error.text}: {error.asked}") from None
    if year := ask.year():
        parts.append("year(time_from) <= ? AND year(coalesce(time_to, time_from)) >= ?")
        parameters += [year, year]
    return " AND ".join(parts), parameters


def theme(code: str) -> str:
    """The code of a theme; NotFound where there is none."""
    try:
        return what.theme(code).code
    except UnknownCode:
        raise NotFound("No theme has that code", code) from None


def shown(ask: Ask, row: dict[str, Any]) -> dict[str, Any]:
    """An activity as the list shows it."""
    known = Row("activities", row)
    return {
        "id": known.id,
        "href": ask.to.figure(known.id),
        "identifier": row["identifier"],
        "agency": row["agency"],
        "reporter": row["reporter_name"],
        "title": row["title"] or row["identifier"],
        "tier": row["tier"],
        "status": row["status"],
        "topics": list(row["topics"] or ()),
        "places": places_of(row),
        "when": " – ".join(
            ask.words.date(day) for day in (row["time_from"], row["time_to"]) if day is not None
        ),
        "time_from": row["time_from"],
        "time_to": row["time_to"],
        "dataset": row["dataset"],
    }


def places_of(row: dict[str, Any]) -> list[str]:
    """The codes of the places that an activity names."""
    return [one["place"] for one in row["places"] or () if one["place"]]


def line(row: dict[str, Any]) -> tuple[object, ...]:
    """An activity as a row of the table."""
    return (
        Row("activities", row).id,
        row["identifier"],
        row["agency"],
        row["reporter_name"],
        row["title"],
        row["tier"],
        row["status"],
        "; ".join(row["topics"] or ()),
        "; ".join(places_of(row)),
        row["time_from"],
        row["time_to"],
        row["dataset"],
        row["edition"],
    )


def told(row: dict[str, Any]) -> dict[str, Any]:
    """An activity as the API answers it."""
    plain = {
        name: row[name]
        for name in ("id", "identifier", "agency", "title", "tier", "status", "topics", "places")
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
    known = set(where.codes())
    codes = [row["place"] for row in rows if row["place"] in known]
    return sorted(codes, key=lambda code: str(ask.words.place(code)))
