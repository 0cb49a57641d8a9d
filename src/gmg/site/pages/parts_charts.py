"""Charts that several pages show: each agency its own line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.axes import what
from gmg.site.draw import lines as drawn
from gmg.site.draw.marks import Look, look_of, swatch

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask
    from gmg.site.frame.lines import Column

MOST_LINES = 6
CHART_FROM = 1950


def people_chart(
    ask: Ask, found: Sequence[Column], title: str, ident: str = "people"
) -> dict[str, Any] | None:
    """One chart of all stocks of people, with the words beside it; None where there is nothing."""
    ranked = sorted(found, key=lambda column: -max(line.amount for line in column.lines))
    return chart(ask, ranked[:MOST_LINES], title, ident)


def small_charts(ask: Ask, found: Sequence[Column]) -> list[tuple[Column, dict[str, Any] | None]]:
    """Each column with a chart of its own."""
    return [
        (column, chart(ask, [column], str(ask.words.concept(column.concept)), f"c{place}"))
        for place, column in enumerate(found)
    ]


def chart(ask: Ask, found: Sequence[Column], title: str, ident: str) -> dict[str, Any] | None:
    """The chart of some columns of one base unit; None where no line has two points."""
    if not any(len(column.lines) > 1 for column in found):
        return None
    looks = looks_of(found)
    text = spoken(ask, found)
    svg = drawn.lines(
        [path(ask, column, look) for column, look in zip(found, looks, strict=True)],
        title=title,
        text=text,
        short=ask.words.short,
        year=ask.words.year,
        rtl=ask.words.dir == "rtl",
        ident=ident,
    )
    return {
        "svg": svg,
        "legend": [
            {"swatch": swatch(look), "column": column}
            for column, look in zip(found, looks, strict=True)
        ],
    }


def looks_of(found: Sequence[Column]) -> list[Look]:
    """The look of each line: its agency's, varied where the agency has several."""
    seen: dict[str, int] = {}
    looks = []
    for column in found:
        at = seen.get(column.agency, 0)
        seen[column.agency] = at + 1
        looks.append(look_of(column.agency, at))
    return looks


def path(ask: Ask, column: Column, look: Look) -> drawn.Line:
    """A column as a line: in base units, each point a link."""
    return drawn.Line(
        label=str(ask.words.agency(column.agency)),
        look=look,
        points=points(ask, column),
        forecast=forecast(column),
        breaks=(),
    )


def points(ask: Ask, column: Column) -> tuple[drawn.Point, ...]:
    """The numbers of a column as points, each at the end of its period.

    On disk points are no links: the table beneath has the same ones, and pages stay light.
    """
    if not ask.to.linked_points:
        return tuple(
            drawn.Point(line.time_to, line.amount, None, "")
            for line in column.lines
            if line.year >= CHART_FROM
        )
    agency = ask.words.agency(column.agency)
    period = ask.words.period
    return tuple(
        drawn.Point(
            line.time_to,
            line.amount,
            number.href,
            f"{agency}, {period(line.period)}: {number.text}",
        )
        for line, number in zip(column.lines, column.numbers, strict=True)
        if line.year >= CHART_FROM
    )


def forecast(column: Column) -> Any:
    """The first day that a projection speaks of, where the line is one."""
    if not what.basis(column.basis).code.startswith("projection") if column.basis else True:
        return None
    return column.lines[0].time_to


def spoken(ask: Ask, found: Sequence[Column]) -> str:
    """The chart in words: of each line the first and the last number."""
    _ = ask.words._
    said = []
    for column in found:
        first, last = column.lines[0], column.newest
        said.append(
            _("{agency}, {concept}: {first} ({start}) to {last} ({end})").format(
                agency=ask.words.agency(column.agency),
                concept=ask.words.concept(column.concept),
                first=ask.words.number(first.value),
                start=ask.words.period(first.period),
                last=ask.words.number(last.value),
                end=ask.words.period(last.period),
            )
        )
    return "; ".join(said)
