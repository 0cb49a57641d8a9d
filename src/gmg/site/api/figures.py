"""Figures of a release by their own columns, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from gmg.analysis.figures import query
from gmg.exchange.tables import licences_of
from gmg.records.figure import figure_from
from gmg.site.application.answers import origin
from gmg.site.application.releases import releases
from gmg.site.frame.ask import FIRST_YEAR, LAST_YEAR, known_agency, known_concept, known_place
from gmg.site.frame.errors import BadQuery

if TYPE_CHECKING:
    from django.http import HttpRequest

PER_PAGE, MOST = 100, 1000


def figures_of(request: HttpRequest, asked: Mapping[str, str], release: str | None) -> bytes:
    """A page of figures as JSON. Raises NotFound for unknown codes and BadQuery for no numbers."""
    opened = releases().get(release)
    at = number(asked, "page", 1, 1_000_000)
    size = number(asked, "per_page", PER_PAGE, MOST)
    with opened.making:
        sql, parameters = query(opened.base, known_concept(asked["concept"]).code, **filters(asked))
        total = opened.base.rows(f"SELECT count(*) AS n FROM ({sql})", parameters)[0]["n"]
        rows = opened.base.rows(f"{sql} LIMIT {size} OFFSET {(at - 1) * size}", parameters)
    found = [figure_from(row) for row in rows]
    document = {
        "release": opened.base.release.id,
        "pages": {
            "page": at,
            "per_page": size,
            "total": total,
            "next": address(request, asked, at + 1, release) if at * size < total else "",
            "previous": address(request, asked, at - 1, release) if at > 1 else "",
        },
        "licences": [
            asdict(one) for one in licences_of(opened.base, {figure.dataset for figure in found})
        ],
        "figures": [figure.as_json() for figure in found],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def filters(asked: Mapping[str, str]) -> dict[str, Any]:
    """The filters that were given."""
    found: dict[str, Any] = {}
    for name in ("place", "counterpart"):
        if asked[name]:
            found[name] = known_place(asked[name]).code
    if asked["agency"]:
        found["agency"] = known_agency(asked["agency"]).code
    for name in ("dataset", "edition", "sex"):
        if asked[name]:
            found[name] = asked[name]
    if asked["year"]:
        year = asked["year"]
        if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
            raise BadQuery("year: give a year such as 2024")
        found["year"] = int(year)
    return found


def number(asked: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`."""
    text = asked[name]
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise BadQuery(f"{name}: give a whole number from 1 to {most}")
    return int(text)


def address(request: HttpRequest, asked: Mapping[str, str], page: int, release: str | None) -> str:
    """Another page of the same list."""
    names = {"counterpart": "from"}
    told = {names.get(name, name): value for name, value in asked.items() if value}
    told |= {"page": str(page)} | ({"release": release} if release else {})
    return f"{origin(request)}/api/v1/figures?{urlencode(told)}"
