"""Findings: contradictions, disagreements and silences, with filters, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gmg.analysis.findings import KINDS, RULES
from gmg.analysis.places import answering
from gmg.axes import where
from gmg.axes.comparability import REASONS
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask, known_agency, known_concept, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.pages.parts_findings import brief, told

if TYPE_CHECKING:
    from gmg.site.shelf import Shelf

A_PAGE = 24
MOST_PAGES = 100_000
COLUMNS = (
    Column("id", "Name of the finding, the same from release to release while the finding is"),
    Column("rank", "Place in the order of weight, from 1", "integer"),
    Column("rule", "Rule that found it"),
    Column("kind", "contradiction, disagreement or silence"),
    Column("concept", "What was counted"),
    Column("place", "Where: ISO 3166-1 alpha-3, or gmg's own code"),
    Column("counterpart", "The other end of a pair, empty where there is none"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day", "date"),
    Column("people", "People concerned; empty where the figures count no people", "number"),
    Column("reasons", "What may explain it"),
    Column("agencies", "Agencies whose figures it rests on"),
)


def page(ask: Ask) -> Page:
    """A page of the list. Raises BadQuery for a filter that names nothing, and NotFound past the end."""
    condition, parameters = conditions(ask)
    counts = ask.shelf.count_findings(condition, parameters)
    total = sum(counts.values())
    at, pages = ask.number("page", 1, MOST_PAGES), -(-total // A_PAGE)
    if at > max(1, pages):
        raise NotFound("The list is shorter than that")
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
            "counts": by_kind(counts),
            "total": total,
            "at": at,
            "pages": pages,
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
        tables={
            "findings": Table(
                "findings", _("Findings"), COLUMNS, Listed(ask.shelf, condition, parameters, total)
            )
        },
        datasets=tuple(dict.fromkeys(side.dataset for one in found for side in one.sides)),
    )


class Listed(Sequence[tuple[object, ...]]):
    """All findings that meet the filters, read when someone takes the table and not before."""

    def __init__(self, shelf: Shelf, condition: str, parameters: Sequence[Any], total: int) -> None:
        self.shelf, self.condition, self.parameters = shelf, condition, list(parameters)
        self.total = total

    @cached_property
    def rows(self) -> list[tuple[object, ...]]:
        """The rows, the weightiest first."""
        plain = {"reasons": "list_aggregate(reasons, 'string_agg', '; ')"}
        plain["agencies"] = "list_aggregate(agencies, 'string_agg', '; ')"
        names = ", ".join(plain.get(column.name, column.name) for column in COLUMNS)
        sql = f"SELECT {names} FROM findings WHERE {self.condition} ORDER BY rank"
        return [*self.shelf.rows(sql, self.parameters)]

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self.rows)

    def __getitem__(self, at: int) -> tuple[object, ...]:  # type: ignore[override]
        return self.rows[at]


def by_kind(counts: dict[str, int]) -> dict[str, dict[str, int]]:
    """Counts of rules under their kinds, in the order of the rules; rules without any left out."""
    found: dict[str, dict[str, int]] = {}
    for kind in KINDS:
        of_kind = {r.id: counts[r.id] for r in RULES if r.kind == kind and r.id in counts}
        if of_kind:
            found[kind] = of_kind
    return found


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
