"""Findings: contradictions, disagreements and silences, with filters, the weightiest first."""

from __future__ import annotations

from typing import Any

from gmg.analysis.findings import KINDS, RULES
from gmg.analysis.places import answering
from gmg.axes import where
from gmg.axes.comparability import REASONS
from gmg.site.frame.ask import Ask, known_agency, known_concept, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.pages.parts_findings import brief, told

A_PAGE = 24
MOST_PAGES = 100_000


def page(ask: Ask) -> Page:
    """A page of the list. Raises BadQuery for a filter that names nothing."""
    condition, parameters = conditions(ask)
    counts = ask.shelf.count_findings(condition, parameters)
    total = sum(counts.values())
    at = ask.number("page", 1, MOST_PAGES)
    found = ask.shelf.findings(condition, parameters, A_PAGE, (at - 1) * A_PAGE)
    _ = ask.words._
    return Page(
        kind="findings",
        path="findings",
        title=_("Findings"),
        description=_("Where agencies contradict one another, disagree or say nothing."),
        query=dict(ask.query),
        values={
            "found": [brief(ask, one) for one in found],
            "counts": counts,
            "total": total,
            "at": at,
            "pages": -(-total // A_PAGE),
            "kinds": KINDS,
            "rules": [rule.id for rule in RULES],
            "reasons": list(REASONS),
            "concepts": sorted(spoken_of(ask), key=lambda code: str(ask.words.concept(code))),
            "places": places(ask),
            "agencies": agencies(ask),
        },
        document={
            "total": total,
            "by_rule": counts,
            "page": at,
            "per_page": A_PAGE,
            "findings": [told(one) for one in found],
        },
        datasets=tuple(dict.fromkeys(side.dataset for one in found for side in one.sides)),
    )


def conditions(ask: Ask) -> tuple[str, list[Any]]:
    """The filters of the query string as SQL."""
    parts, parameters = ["true"], []
    if kind := ask.choice("kind", KINDS):
        parts.append("kind = ?")
        parameters.append(kind)
    if rule := ask.choice("rule", tuple(one.id for one in RULES)):
        parts.append("rule = ?")
        parameters.append(rule)
    if reason := ask.choice("reason", tuple(REASONS)):
        parts.append("list_contains(reasons, ?)")
        parameters.append(reason)
    try:
        if text := ask.query.get("concept"):
            parts.append("concept = ?")
            parameters.append(known_concept(text).code)
        if text := ask.query.get("agency"):
            parts.append("list_contains(agencies, ?)")
            parameters.append(known_agency(text).code)
        if text := ask.query.get("place"):
            codes = answering(known_place(text).code)
            marks = ", ".join("?" for _ in codes)
            parts.append(f"(place IN ({marks}) OR counterpart IN ({marks}))")
            parameters += [*codes, *codes]
    except NotFound as error:
        raise BadQuery(f"{error.text}: {error.asked}") from None
    return " AND ".join(parts), parameters


def spoken_of(ask: Ask) -> list[str]:
    """Concepts on which there is a finding."""
    return [row[0] for row in ask.shelf.rows("SELECT DISTINCT concept FROM findings")]


def agencies(ask: Ask) -> list[str]:
    """Agencies whose figures are part of a finding."""
    rows = ask.shelf.rows("SELECT DISTINCT unnest(agencies) AS a FROM findings ORDER BY a")
    return [row[0] for row in rows]


def places(ask: Ask) -> list[str]:
    """Places to choose from, by name."""
    codes = [one.code for kind in ("country", "area") for one in where.places(kind)]
    return sorted(codes, key=lambda code: str(ask.words.place(code)))
