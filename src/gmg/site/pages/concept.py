"""A concept: what is counted, who publishes it, where, since when, and what may be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.site.frame.ask import Ask, known_concept
from gmg.site.frame.errors import BadQuery
from gmg.site.frame.page import Page
from gmg.site.frame.shown import shown, source_name
from gmg.site.pages.parts_map import world_map
from gmg.site.pages.parts_tables import total_table

if TYPE_CHECKING:
    from gmg.site.shelf import Total

TOP = 25
GROUND = ("country", "area", "composite")


def page(ask: Ask, concept: str) -> Page:
    """What is known of a concept, the world over. Raises NotFound for a code that is no concept's."""
    found = known_concept(concept)
    publishers = of_publishers(ask, found.code)
    leading = chosen(ask, publishers)
    totals = [
        total
        for total in (ask.shelf.totals_in(found.code, leading["dataset"]) if leading else [])
        if where.get(total.place).kind in GROUND
    ]
    known_years = sorted({total.year for total in totals})
    year = at_year(ask, known_years, leading)
    here = sorted(
        (total for total in totals if total.year == year), key=lambda t: (-t.value, t.place)
    )
    label = ask.words.concept(found.code)
    return Page(
        kind="concept",
        path=f"concept/{found.code}",
        title=str(label),
        description=f"{label}. {ask.words.definition(found.code)}",
        query=dict(ask.query),
        values={
            "concept": found,
            "label": label,
            "publishers": publishers,
            "leading": leading,
            "year": year,
            "years": [
                (y, ask.words.year(y), ask.to.page(f"concept/{found.code}", **asked(ask, y)))
                for y in reversed(known_years)
            ],
            "map": world_map(
                ask, found.code, totals, year, f"concept/{found.code}", asked(ask, None)
            ),
            "ranking": [row(ask, total) for total in here[:TOP]],
            "more": [row(ask, total) for total in here[TOP:]],
            "comparisons": comparisons(found.code, publishers),
            "findings": findings(ask, found.code),
            "source": source_name(ask, leading["dataset"], leading["edition"]) if leading else "",
        },
        document={
            "concept": found.code,
            "label": found.label,
            "definition": found.definition,
            "unit": found.unit,
            "kind": found.kind,
            "year": year,
            "years": known_years,
            "publishers": publishers,
            "figures": [total.as_json() for total in here],
            "comparisons": comparisons(found.code, publishers),
        },
        tables={"ranking": total_table("ranking", f"{label} {year or ''}".strip(), here)},
        datasets=tuple(one["dataset"] for one in publishers),
    )


def asked(ask: Ask, year: int | None) -> dict[str, Any]:
    """The query of the page in a year."""
    return {"year": year, "dataset": ask.query.get("dataset")}


def of_publishers(ask: Ask, concept: str) -> list[dict[str, Any]]:
    """Data sets on the shelf that speak of whole places, those with the newest figures first."""
    return [
        {
            "dataset": dataset,
            "edition": edition,
            "agency": agency,
            "places": places,
            "first": first,
            "last": last,
        }
        for dataset, edition, agency, places, first, last in ask.shelf.publishers(concept)
    ]


def chosen(ask: Ask, publishers: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The data set of the map: as asked for, else the newest one that covers many places."""
    wanted = ask.query.get("dataset")
    if wanted:
        for one in publishers:
            if one["dataset"] == wanted:
                return one
        raise BadQuery("dataset: " + ", ".join(one["dataset"] for one in publishers))
    if not publishers:
        return None
    most = max(one["places"] for one in publishers)
    wide = [one for one in publishers if one["places"] >= 0.6 * most]
    return max(wide, key=lambda one: (one["last"], one["places"]))


def at_year(ask: Ask, known: Sequence[int], leading: dict[str, Any] | None) -> int | None:
    """The year asked for, else the newest that is not a projection."""
    wanted = ask.year()
    if wanted is not None or not known or leading is None:
        return wanted
    from gmg.site.pages.place import published_year

    last = published_year(ask, leading["dataset"], leading["edition"])
    return max([year for year in known if year <= last] or known)


def row(ask: Ask, total: Total) -> dict[str, Any]:
    """A line of the ranking."""
    return {
        "place": total.place,
        "number": shown(ask, total),
        "when": ask.words.period(total.period),
        "basis": total.basis,
        "total": total,
    }


def comparisons(concept: str, publishers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whether the data sets may be set side by side, pair by pair."""
    names = list(dict.fromkeys(one["dataset"] for one in publishers))
    made = []
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            judged = what.comparability(concept, first, second)
            made.append(
                {
                    "first": first,
                    "second": second,
                    "verdict": judged.verdict,
                    "reasons": list(judged.reasons),
                    "note": judged.note,
                }
            )
    return made


def findings(ask: Ask, concept: str) -> list[dict[str, Any]]:
    """The weightiest findings on the concept."""
    from gmg.site.pages.parts_findings import of_concept

    return of_concept(ask, concept)
