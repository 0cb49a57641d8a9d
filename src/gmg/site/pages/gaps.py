"""Gaps and overlaps: where nobody is known to act on a need, and where two agencies do the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.axes.tables import UnknownCode
from gmg.exchange.tables import Column, Table
from gmg.records.said import hung
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.shown import Shown, added
from gmg.site.pages.parts_gaps import cells, met
from gmg.site.pages.parts_said import kind_words
from gmg.site.shelf.line import ALL_PARTNERS

if TYPE_CHECKING:
    from gmg.analysis.coordination.gaps import Gap, Gaps
    from gmg.analysis.coordination.overlaps import Overlap
    from gmg.analysis.norms.people import People

TOP = 40
LAWS = 5
CHOICES = ("country", "region")
GAPS = (
    Column("place", "Place code"),
    Column("topic", "Theme"),
    Column("year", "Year", "integer"),
    Column("state", "What is known to be done"),
    Column("score", "log10(1 + people) × lack × (1 + share not joined)", "number"),
    Column("people", "People whom the theme concerns, the largest figure published", "number"),
    Column("concept", "What that figure counts"),
    Column("dataset", "Whose figure it is"),
    Column("edition", "Edition of that data set"),
    Column("on", "Day of the figure", "date"),
    Column("added", "Published figures added; 0 for a published total", "integer"),
    Column("agencies", "Agencies whose activities are known"),
    Column("activities", "Their activities, by identifier"),
    Column("not_joined", "Instruments on the theme that the place has not joined"),
    Column("reporting_not_known", "Agencies whose reporting is not known to be complete"),
)
OVERLAPS = (
    Column("place", "Place or region code"),
    Column("one", "Agency"),
    Column("other", "Another agency"),
    Column("kind", "overlap, or possible overlap where a part of the test is not stated"),
    Column("topics", "Themes in common"),
    Column("time_from", "First day in common", "date"),
    Column("time_to", "Last day in common; empty where no end is stated", "date"),
    Column("not_stated", "Parts of the test that one of them leaves open"),
    Column("ones", "Activities of the one, by identifier"),
    Column("others", "Activities of the other, by identifier"),
)


class Rows(Sequence[tuple[object, ...]]):
    """Rows made when someone takes the table, not before: it holds every cell, the page a few."""

    def __init__(self, items: Sequence[Any], made: Callable[[Any], tuple[object, ...]]) -> None:
        self.items, self.made = items, made

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, at: int) -> tuple[object, ...]:  # type: ignore[override]
        return self.made(self.items[at])


def page(ask: Ask) -> Page:
    """The weightiest gaps and overlaps, of the world, a region or a place. Raises BadQuery."""
    place, theme = asked(ask)
    found, both = cells(ask.base, place, theme), met(ask.base, place, theme)
    found = replace(found, cells=with_said(ask, found.cells))
    titles = {one.id: shown for one, shown in zip(ask.said, each_said(ask), strict=True)}
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
            "rows": [row(ask, gap, titles) for gap in found.cells[:TOP]],
            "count": len(found.cells),
            "overlaps": [overlap(ask, one) for one in both[:TOP]],
            "certain": sum(one.certain for one in both),
            "overlap_count": len(both),
            "states": [(state_words(ask, s), ask.words.number(n)) for s, n in found.states.items()],
            "unknown": sorted({code for gap in found.cells[:TOP] for code in gap.unknown}),
            "place": place,
            "theme": theme,
            "places": choices(ask),
            "themes": [one.code for one in what.themes()],
        },
        document={
            "year": found.year,
            "states": found.states,
            "gaps": [gap.as_json() for gap in found.cells[:TOP]],
            "overlaps": [one.as_json() for one in both[:TOP]],
        },
        tables={
            "gaps": Table("gaps", _("Gaps"), GAPS, Rows(found.cells, line)),
            "overlaps": Table("overlaps", _("Overlaps"), OVERLAPS, Rows(both, overlap_line)),
        },
        datasets=datasets(found),
    )


def with_said(ask: Ask, found: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """The cells, with what the group hung on each."""
    if not ask.said:
        return found
    on = hung(ask.said)
    return tuple(
        replace(gap, attached=on[gap.subject]) if gap.subject in on else gap for gap in found
    )


def each_said(ask: Ask) -> list[dict[str, Any]]:
    """What the group said, each with its kind, title and page."""
    return [
        {
            "kind": kind_words(ask, one.kind),
            "title": one.title,
            "href": f"/{ask.words.lang}/{one.path}",
        }
        for one in ask.said
    ]


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
        except UnknownCode:
            raise BadQuery("theme: No theme has that code") from None
    return place, theme


def choices(ask: Ask) -> list[str]:
    """Regions and countries to choose from, each by name."""
    found: list[str] = []
    for kind in reversed(CHOICES):
        codes = [one.code for one in where.places(kind)]
        found += sorted(codes, key=lambda code: str(ask.words.place(code)))
    return found


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


def row(ask: Ask, gap: Gap, titles: Mapping[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """A gap in words, with the figure that weighs it."""
    first = gap.need.figures[0] if gap.need.figures else None
    known = len(gap.law.open) + len(gap.law.joined)
    return {
        "place": gap.place,
        "topic": gap.topic,
        "state": state_words(ask, gap.state),
        "agencies": gap.agencies,
        "around": gap.around,
        "attached": [titles[one] for one in gap.attached] if titles else [],
        "activities": ask.words.number(len(gap.activities)) if gap.activities else "",
        "activities_href": ask.to.page(
            "activities", place=gap.place, theme=gap.topic, year=gap.year
        ),
        "people": people(ask, first) if first else None,
        "concept": first.concept if first else None,
        "agency": first.agency if first else None,
        "year": ask.words.year(first.on.year) if first else "",
        "open": gap.law.open[:LAWS],
        "more": max(0, len(gap.law.open) - LAWS),
        "known": known,
        "score": "" if gap.score is None else ask.words.number(round(gap.score, 2)),
    }


def people(ask: Ask, figure: People) -> Shown:
    """The people concerned: one published figure, or our sum of those by origin."""
    text = ask.words.number(figure.value or 0)
    if not figure.parts and figure.cells:
        return Shown(text, ask.to.figure(figure.cells[0]))
    href = ask.to.page(
        "sum",
        concept=figure.concept,
        dataset=figure.dataset,
        edition=figure.edition,
        time=figure.on.isoformat(),
        place=figure.place,
    )
    return Shown(text, href, added(ask, ALL_PARTNERS, figure.parts))


def overlap(ask: Ask, one: Overlap) -> dict[str, Any]:
    """An overlap in words; the activities of each agency are one link away."""
    sides = [
        {
            "agency": agency,
            "count": len(activities),
            "text": ask.words.number(len(activities)),
            "href": ask.to.page("activities", agency=agency, place=one.place)
            if agency in agencies()
            else "",
        }
        for agency, activities in ((one.one, one.ones), (one.other, one.others))
    ]
    return {
        "place": one.place,
        "sides": sides,
        "topics": one.topics,
        "certain": one.certain,
        "not_stated": [part_words(ask, part) for part in one.not_stated],
        "first": ask.words.date(one.time_from),
        "last": ask.words.date(one.time_to) if one.time_to else "",
        "admin": one.admin,
    }


def part_words(ask: Ask, part: str) -> str:
    """A part of the test for overlaps."""
    _ = ask.words._
    return {
        "area within the country": _("the area within the country"),
        "target group": _("the target group"),
        "end": _("the end"),
    }.get(part, part)


def agencies() -> frozenset[str]:
    """Codes of the agencies: who else reports has an identifier and no page."""
    from gmg.axes import who

    return frozenset(one.code for one in who.agencies())


def line(gap: Gap) -> tuple[object, ...]:
    """A gap as a row of the table."""
    first = gap.need.figures[0] if gap.need.figures else None
    return (
        gap.place,
        gap.topic,
        gap.year,
        gap.state,
        gap.score,
        gap.need.persons,
        first.concept if first else None,
        first.dataset if first else None,
        first.edition if first else None,
        first.on if first else None,
        first.parts if first else None,
        "; ".join(gap.agencies),
        "; ".join(gap.activities),
        "; ".join(gap.law.open),
        "; ".join(gap.unknown),
    )


def overlap_line(one: Overlap) -> tuple[object, ...]:
    """An overlap as a row of the table."""
    return (
        one.place,
        one.one,
        one.other,
        "overlap" if one.certain else "possible overlap",
        "; ".join(one.topics),
        one.time_from,
        one.time_to,
        "; ".join(one.not_stated),
        "; ".join(one.ones),
        "; ".join(one.others),
    )


def datasets(found: Gaps) -> Sequence[str]:
    """The data sets whose figures weigh the cells."""
    return tuple(
        dict.fromkeys(figure.dataset for gap in found.cells for figure in gap.need.figures[:1])
    )
