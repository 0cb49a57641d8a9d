"""One concept in one place: every year, every agency, every place at the other end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.site.frame.ask import Ask, known_concept, known_place
from gmg.site.frame.lines import years
from gmg.site.frame.page import Page
from gmg.site.pages.parts_partners import CONCEPTS, table
from gmg.site.pages.parts_tables import line_table, total_table
from gmg.site.pages.place import AWAY, HERE, known, of_topic

if TYPE_CHECKING:
    from gmg.site.shelf import Line

ALL = 1000


def page(ask: Ask, place: str, concept: str) -> Page:
    """All years and all partners of a concept in a place. Raises NotFound for unknown codes."""
    found, counted = known_place(place), known_concept(concept)
    totals = known(ask, ask.shelf.totals(found.code))
    topics = [
        topic
        for side in (HERE, AWAY)
        if (topic := of_topic(ask, totals, side, counted.code)) is not None
    ]
    lines = partner_lines(ask, found.code, counted.code) if found.territory else {}
    rankings = [
        ranked
        for side, of_side in lines.items()
        if (ranked := table(ask, counted.code, side, of_side, ALL)) is not None
    ]
    label, name = ask.words.concept(counted.code), ask.words.place(found.code)
    title = f"{name}: {label}"
    return Page(
        kind="topic",
        path=f"place/{found.code}/{counted.code}",
        title=title,
        description=f"{title}. {ask.words.definition(counted.code)}",
        values={
            "code": found.code,
            "name": name,
            "concept": counted,
            "label": label,
            "topics": [topic | {"years": years(ask, topic["columns"])} for topic in topics],
            "rankings": rankings,
        },
        document={
            "place": found.code,
            "concept": counted.code,
            "figures": [line.as_json() for topic in topics for line in topic["lines"]],
            "partners": [ranked["document"] for ranked in rankings],
        },
        tables={
            "figures": total_table(
                "figures", title, [line for topic in topics for line in topic["lines"]]
            ),
            "partners": line_table(
                "partners", title, [line for of_side in lines.values() for line in of_side]
            ),
        },
        datasets=tuple(dict.fromkeys(line.dataset for topic in topics for line in topic["lines"])),
    )


def partner_lines(ask: Ask, place: str, concept: str) -> dict[str, list[Line]]:
    """The newest lines of pairs, by the end at which the place stands."""
    if concept not in CONCEPTS:
        return {}
    both: dict[str, Any] = {HERE: ask.shelf.newest_at(place), AWAY: ask.shelf.newest_from(place)}
    return {side: [one for one in lines if one.concept == concept] for side, lines in both.items()}
