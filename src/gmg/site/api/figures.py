"""Figures of a release by their own columns, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from gmg.analysis.figures import ORDER, query
from gmg.exchange.tables import licences_of
from gmg.records.figure import figure_from
from gmg.site.application.kept import Kept, packed_json
from gmg.site.application.releases import Opened
from gmg.site.frame.ask import (
    FIRST_YEAR,
    LAST_YEAR,
    is_number,
    known_agency,
    known_concept,
    known_place,
)
from gmg.site.frame.errors import BadQuery, NotFound

PER_PAGE, MOST, LAST_PAGE = 100, 1000, 100_000
SEXES = ("total", "female", "male", "other", "unknown")
COLUMNS = {"from": "counterpart"}
"""Names in the query string that are not those of the column."""


def figures_of(opened: Opened, asked: Mapping[str, str], origin: str, release: str | None) -> Kept:
    """A page of figures as JSON, in a fixed order.

    Raises NotFound for codes that name nothing and BadQuery for what is no number.
    """
    at = number(asked, "page", 1, LAST_PAGE)
    size = number(asked, "per_page", PER_PAGE, MOST)
    base = opened.own()
    sql, parameters = query(base, **filters(opened, asked))
    unordered = sql.removesuffix(f" ORDER BY {ORDER}")
    total = base.rows(f"SELECT count(*) AS n FROM ({unordered})", parameters)[0]["n"]
    skip = (at - 1) * size
    rows = base.rows(f"{sql} LIMIT {size} OFFSET {skip}", parameters) if skip < total else []
    found = [figure_from(row) for row in rows]

    def page(number: int, there: bool) -> str:
        told = {**asked, "page": str(number), "release": release or ""}
        said = urlencode({name: text for name, text in told.items() if text})
        return f"{origin}/api/v1/figures?{said}" if there else ""

    return packed_json(
        {
            "release": base.release.id,
            "pages": {
                "page": at,
                "per_page": size,
                "total": total,
                "next": page(at + 1, skip + size < total),
                "previous": page(at - 1, at > 1),
            },
            "licences": [
                asdict(one) for one in licences_of(base, {figure.dataset for figure in found})
            ],
            "figures": [figure.as_json() for figure in found],
        }
    )


def filters(opened: Opened, asked: Mapping[str, str]) -> dict[str, Any]:
    """The filters that were given, checked: a typing error is no empty answer."""
    found: dict[str, Any] = {"concept": None}
    if text := asked.get("concept"):
        found["concept"] = known_concept(text).code
    for name in ("place", "from"):
        if text := asked.get(name):
            found[COLUMNS.get(name, name)] = known_place(text).code
    if text := asked.get("agency"):
        found["agency"] = known_agency(text).code
    if text := asked.get("dataset"):
        if text not in opened.base.release.sources:
            raise NotFound("No data set has that name", text)
        found["dataset"] = text
    if text := asked.get("sex"):
        if text not in SEXES:
            raise BadQuery("sex: choose one of total, female, male, other, unknown")
        found["sex"] = text
    if text := asked.get("edition"):
        found["edition"] = text
    if text := asked.get("year"):
        if not (is_number(text, 4) and FIRST_YEAR <= int(text) <= LAST_YEAR):
            raise BadQuery("year: give a year such as 2024")
        found["year"] = int(text)
    return found


def number(asked: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`."""
    text = asked.get(name, "")
    if not text:
        return default
    if not (is_number(text, 7) and 1 <= int(text) <= most):
        raise BadQuery(f"{name}: give a whole number from 1 to {most}")
    return int(text)
