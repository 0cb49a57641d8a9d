"""The home page: the world by one concept, the weightiest findings, and where to go from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.site.frame.ask import Ask, known_concept
from gmg.site.frame.page import Page
from gmg.site.pages import concept as concept_page
from gmg.site.pages.parts_map import world_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmg.site.shelf import Total

CONCEPTS = (
    "refugees",
    "migrant-stock",
    "asylum-seekers",
    "internally-displaced",
    "remittances-received",
    "net-migration",
)
"""What the map of the home page may show; the first that is published is shown unasked."""

WEIGHTIEST = 5
CORRIDORS = 12


def page(ask: Ask) -> Page:
    """The world at a glance."""
    _ = ask.words._
    offered = [code for code in CONCEPTS if ask.shelf.publishers(code)]
    chosen = ask.query.get("concept") or (offered[0] if offered else CONCEPTS[0])
    found = known_concept(chosen)
    publishers = concept_page.of_publishers(ask, found.code)
    leading = concept_page.chosen(ask, publishers)
    totals = ground(ask.shelf.totals_in(found.code, leading["dataset"])) if leading else []
    years = sorted({total.year for total in totals})
    year = concept_page.at_year(ask, years, leading)
    size = size_of(ask)
    findings = weightiest(ask)
    return Page(
        kind="home",
        path="",
        title=_("What is known of migration, and who says so"),
        description=_(
            "Figures of ten agencies on international migration side by side: where they agree, "
            "contradict each other and say nothing. Every number leads to its cell."
        ),
        query=dict(ask.query),
        values={
            "concept": found,
            "offered": offered,
            "leading": leading,
            "year": year,
            "map": world_map(
                ask, found.code, totals, year, "", {"concept": ask.query.get("concept")}
            ),
            "findings": findings,
            "corridors": [
                (origin, destination, people)
                for origin, destination, people in ask.shelf.corridors(0, CORRIDORS)
            ],
            "size": size,
        },
        document={
            "concept": found.code,
            "year": year,
            "figures": [total.as_json() for total in totals if total.year == year],
            "findings": [one["id"] for one in findings],
            "size": size,
        },
        datasets=(leading["dataset"],) if leading else (),
        structured={
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "gmg",
            "url": ask.to.origin + ask.to.page(""),
            "inLanguage": ask.words.lang,
        },
    )


def ground(totals: Sequence[Total]) -> list[Total]:
    """Totals of countries and areas: regions would count people twice."""
    return [total for total in totals if where.get(total.place).kind in concept_page.GROUND]


def size_of(ask: Ask) -> dict[str, Any]:
    """How much there is: figures, publishers, data sets, acts."""
    accounts = ask.base.release.accounts
    figures = [one for one in accounts if one.kind == "observations"]
    return {
        "figures": sum(one.kept for one in figures),
        "agencies": len({one.agency for one in figures}),
        "datasets": len({one.dataset for one in accounts}),
        "acts": sum(one.kept for one in accounts if one.kind == "treaty_acts"),
        "instruments": len(what.instruments()),
    }


def weightiest(ask: Ask) -> list[dict[str, Any]]:
    """The weightiest findings, no two of one concept and place."""
    from gmg.site.pages.parts_findings import top

    return top(ask, WEIGHTIEST)
