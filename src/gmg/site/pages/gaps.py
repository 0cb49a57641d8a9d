"""Gaps and overlaps: where nobody is known to act on a need, and where two agencies do the same."""

from __future__ import annotations

from typing import Any

from gmg.analysis.coordination.gaps import Gaps
from gmg.analysis.coordination.gaps import gaps as gaps_of
from gmg.analysis.coordination.overlaps import overlaps as overlaps_of
from gmg.axes import what, where
from gmg.axes.tables import UnknownCode
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page

TOP = 40
COLUMNS = (
    Column("place", "Place code"),
    Column("topic", "Theme"),
    Column("year", "Year", "integer"),
    Column("state", "What is known to be done"),
    Column("score", "log10(1 + people) × lack × (1 + share not joined)", "number"),
    Column("people", "People whom the topic concerns", "number"),
    Column("not_joined", "Instruments on the topic that the place has not joined"),
)


def page(ask: Ask) -> Page:
    """The weightiest gaps and overlaps, of the world or of one place. Raises BadQuery."""
    place, theme = asked(ask)
    places = None if place is None else [place]
    topics = None if theme is None else [theme]
    found = gaps_of(ask.base, places=places, topics=topics, top=TOP)
    both = overlaps_of(ask.base, places=places, topics=topics)[:TOP]
    _ = ask.words._
    return Page(
        kind="gaps",
        path="gaps",
        title=_("Gaps and overlaps"),
        description=_(
            "Where nobody is known to act on a need, and where two agencies do the same."
        ),
        query=dict(ask.query),
        values={
            "found": found,
            "rows": [row(ask, gap) for gap in found.cells],
            "overlaps": both,
            "states": [(state_words(ask, s), ask.words.number(n)) for s, n in found.states.items()],
            "place": place,
            "theme": theme,
            "places": choices(ask),
            "themes": [one.code for one in what.themes()],
        },
        document={
            "year": found.year,
            "states": found.states,
            "gaps": [gap.as_json() for gap in found.cells],
            "overlaps": [one.as_json() for one in both],
        },
        tables={"gaps": table(found)},
    )


def asked(ask: Ask) -> tuple[str | None, str | None]:
    """The place and the theme of the query string."""
    place = theme = None
    if text := ask.query.get("place"):
        try:
            place = known_place(text).code
        except NotFound as error:
            raise BadQuery(f"place: {error.text}") from None
    if text := ask.query.get("theme"):
        try:
            theme = what.theme(text).code
        except UnknownCode as error:
            raise BadQuery(f"theme: {error}") from None
    return place, theme


def choices(ask: Ask) -> list[str]:
    """Countries to choose from, by name."""
    codes = [one.code for one in where.places("country")]
    return sorted(codes, key=lambda code: str(ask.words.place(code)))


def state_words(ask: Ask, state: str) -> str:
    """What is known of a cell."""
    _ = ask.words._
    return {
        "not reported": _("not reported"),
        "none known": _("none known"),
        "single agency": _("a single agency"),
        "several agencies": _("several agencies"),
        "covered": _("covered"),
    }.get(state, state)


def row(ask: Ask, gap: Any) -> dict[str, Any]:
    """A gap in words, with the figure that weighs it."""
    first = gap.need.figures[0] if gap.need.figures else None
    persons = gap.need.persons
    return {
        "place": gap.place,
        "topic": gap.topic,
        "state": state_words(ask, gap.state),
        "agencies": gap.agencies,
        "people": "" if persons is None else ask.words.number(persons),
        "href": ask.to.figure(first.cells[0]) if first and len(first.cells) == 1 else "",
        "concept": first.concept if first else None,
        "agency": first.agency if first else None,
        "year": ask.words.year(first.on.year) if first else "",
        "topic_href": ask.to.page(f"place/{gap.place}/{first.concept}") if first else "",
        "open": gap.law.open,
        "score": "" if gap.score is None else ask.words.number(round(gap.score, 2)),
    }


def table(found: Gaps) -> Table:
    """The gaps as a table."""
    return Table(
        "gaps",
        f"Gaps of {found.year}",
        COLUMNS,
        [
            (
                gap.place,
                gap.topic,
                gap.year,
                gap.state,
                gap.score,
                gap.need.persons,
                "; ".join(gap.law.open),
            )
            for gap in found.cells
        ],
    )
