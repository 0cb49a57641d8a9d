"""A finding: the figures side by side, what the rule says, and the reasons that may explain it."""

from __future__ import annotations

from typing import Any

from gmg.analysis.corridor import sends_back
from gmg.analysis.findings.rules import rule
from gmg.axes import what, where
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.shown import source_name
from gmg.site.pages.parts_editions import elsewhere, shown
from gmg.site.pages.parts_findings import brief, told

OTHERS = 12
COLUMNS = (
    Column("agency", "Who publishes the figure"),
    Column("dataset", "Data set"),
    Column("edition", "Edition"),
    Column("concept", "What was counted"),
    Column("figure", "Id of the figure"),
    Column("value", "Value in the published unit", "number"),
    Column("unit", "Unit"),
    Column("sex", "Who was counted"),
    Column("counterpart", "The other end of the pair"),
    Column("time_to", "Last day", "date"),
)


def page(ask: Ask, finding: str) -> Page:
    """One finding. Raises NotFound for an id that no finding of the release has."""
    lines = ask.shelf.findings("id = ?", [finding], 1)
    if not lines:
        raise NotFound("No finding of this release has that id", finding.split("-")[0])
    (found,) = lines
    card = brief(ask, found)
    made = rule(found.rule)
    earlier = elsewhere(ask, found)
    others = [
        brief(ask, one)
        for one in ask.shelf.findings(
            "place = ? AND coalesce(counterpart, '') = ? AND id <> ?",
            [found.place, found.counterpart or "", found.id],
            OTHERS,
        )
    ]
    return Page(
        kind="finding",
        path=f"finding/{found.id}",
        title=card["title"],
        description=f"{card['title']}. {ask.words.rule_says(found.rule)}",
        values={
            "found": card,
            "rule_tests": made.tests,
            "sources": {
                (s["dataset"], s["edition"]): source_name(ask, s["dataset"], s["edition"])
                for s in card["sides"]
            },
            "corridor": pair(ask, found.concept, found.place, found.counterpart),
            "verdicts": verdicts(ask, card),
            "others": others,
            "elsewhere": [shown(ask, figure) for figure in earlier],
        },
        document=told(found) | {"other_editions": [figure.as_json() for figure in earlier]},
        tables={
            "figures": Table(
                "figures",
                card["title"],
                COLUMNS,
                [
                    (
                        side.agency,
                        side.dataset,
                        side.edition,
                        side.concept,
                        one.id,
                        one.value,
                        one.unit,
                        one.sex,
                        one.counterpart,
                        side.time_to,
                    )
                    for side in found.sides
                    for one in side.numbers
                ],
            )
        },
        datasets=tuple(dict.fromkeys(side.dataset for side in found.sides)),
    )


def pair(ask: Ask, concept: str, place: str, counterpart: str | None) -> str:
    """The page of the pair a finding speaks of; nothing where it speaks of one place."""
    if not counterpart or counterpart == place:
        return ""
    origin, destination = (place, counterpart) if sends_back(concept) else (counterpart, place)
    both = where.get(origin).territory and where.get(destination).territory
    return ask.to.corridor(origin, destination) if both else ""


def verdicts(ask: Ask, card: dict[str, Any]) -> list[dict[str, Any]]:
    """Whether the data sets of the finding may be compared, where they are two and count one thing."""
    sides = card["sides"]
    made = []
    for at, first in enumerate(sides):
        for second in sides[at + 1 :]:
            if first["concept"] != second["concept"] or first["dataset"] == second["dataset"]:
                continue
            judged = what.comparability(first["concept"], first["dataset"], second["dataset"])
            made.append(
                {
                    "first": ask.words.agency(first["agency"]),
                    "second": ask.words.agency(second["agency"]),
                    "verdict": judged.verdict,
                    "note": judged.note,
                }
            )
    return made
