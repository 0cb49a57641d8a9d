"""When: which years each agency speaks of, concept by concept, and how fresh its data sets are."""

from __future__ import annotations

from typing import Any

from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page

SPANS = ((1950, 1989), (1990, 1999), (2000, 2009), (2010, 2014), (2015, 2019))
"""Years that are gathered; from 2020 on each year stands by itself."""

EACH_FROM = 2020
LAST = 2026
CONCEPTS = (
    "migrant-stock",
    "refugees",
    "asylum-seekers",
    "asylum-applications",
    "internally-displaced",
    "internal-displacements",
    "stateless",
    "palestine-refugees",
    "returned-refugees",
    "resettlement",
    "naturalisation",
    "forced-displacement-flow",
    "net-migration",
    "remittances-received",
    "remittances-paid",
    "migrant-deaths",
    "trafficking-victims",
    "population",
)


def page(ask: Ask) -> Page:
    """Places with a figure, by concept, agency and year."""
    _ = ask.words._
    found = [one for one in ask.shelf.coverage() if one[0] in CONCEPTS and one[2] <= LAST]
    spans = [*SPANS, *((year, year) for year in range(EACH_FROM, LAST + 1))]
    counts: dict[tuple[str, str], list[int]] = {}
    for concept, agency, year, places in found:
        row = counts.setdefault((concept, agency), [0] * len(spans))
        for at, (first, last) in enumerate(spans):
            if first <= year <= last:
                row[at] = max(row[at], places)
    used = [at for at in range(len(spans)) if any(row[at] for row in counts.values())]
    rows = [
        {
            "concept": concept,
            "agency": agency,
            "cells": [cell(ask, concept, spans[at], counts[concept, agency][at]) for at in used],
        }
        for concept, agency in sorted(counts, key=lambda key: (CONCEPTS.index(key[0]), key[1]))
    ]
    editions = freshness(ask)
    return Page(
        kind="when",
        path="when",
        title=_("When"),
        description=_("Of which years each agency speaks, and when each data set last came out."),
        values={
            "spans": [span_text(ask, spans[at]) for at in used],
            "rows": rows,
            "editions": editions,
        },
        document={
            "coverage": [
                {"concept": concept, "agency": agency, "year": year, "places": places}
                for concept, agency, year, places in found
            ],
            "editions": editions,
        },
    )


def span_text(ask: Ask, span: tuple[int, int]) -> str:
    """A year, or the first and last of several."""
    first, last = span
    return (
        ask.words.year(first)
        if first == last
        else f"{ask.words.year(first)}–{ask.words.year(last)}"
    )


def cell(ask: Ask, concept: str, span: tuple[int, int], places: int) -> dict[str, Any] | None:
    """The number of places with a figure; None where there is none."""
    if not places:
        return None
    return {"text": ask.words.number(places), "href": ask.to.concept(concept, span[1])}


def freshness(ask: Ask) -> list[dict[str, Any]]:
    """The newest edition of each data set, the youngest first."""
    rows = []
    for source in ask.base.release.sources.values():
        edition = max(source.editions, key=lambda one: (one.published or "9999", one.id))
        rows.append(
            {
                "dataset": source.id,
                "title": source.title,
                "agency": source.agency,
                "edition": edition.id,
                "published": edition.published,
            }
        )
    return sorted(rows, key=lambda row: (row["published"] or "", row["dataset"]), reverse=True)
