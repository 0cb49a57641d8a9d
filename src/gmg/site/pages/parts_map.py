"""The map of one concept and year, with the years it can slide through."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from gmg.axes import what
from gmg.site.draw import map_choropleth, map_symbols
from gmg.site.draw.map_base import DISCLAIMER
from gmg.site.frame.shown import shown

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask
    from gmg.site.shelf import Total

MOST_YEARS = 14
"""Years that a page carries along for its slider: more would weigh more than the map."""


def world_map(
    ask: Ask,
    concept: str,
    totals: Sequence[Total],
    year: int | None,
    path: str,
    query: Mapping[str, Any],
) -> dict[str, Any] | None:
    """The map with its legend, and what it takes to slide to other years; None without figures.

    Counts are drawn as circles, because a large country is not a large number; rates, shares and
    indices shade the places they are about.
    """
    values = [total.amount for total in totals if total.value > 0]
    if not values or year is None:
        return None
    _ = ask.words._
    here = [total for total in totals if total.year == year]
    slid = slider_years({total.year for total in totals}, year)
    title = _("{concept}, {year}").format(
        concept=ask.words.concept(concept), year=ask.words.year(year)
    )
    counted = what.concept(concept).kind in ("stock", "flow", "money")
    draw = circles if counted else shades
    others = {t.place: t for t in totals if t.year in slid and t.year != year}
    svg, legend, size_of = draw(ask, here, list(others.values()), values, title, f"map-{concept}")
    return {
        "svg": svg,
        "legend": legend,
        "kind": "symbols" if counted else "choropleth",
        "title": title,
        "year": year,
        "years": [(y, ask.words.year(y), ask.to.page(path, **{**query, "year": y})) for y in slid],
        "data": years_data(ask, totals, slid, size_of),
        "disclaimer": _(DISCLAIMER),
    }


def circles(
    ask: Ask,
    here: Sequence[Total],
    others: Sequence[Total],
    values: Sequence[float],
    title: str,
    ident: str,
) -> tuple[str, str, Callable[[Total], str]]:
    """Proportional symbols, their legend, and the radius of a figure."""
    largest = max(values)
    known = {total.place for total in here}
    svg = map_symbols.symbols(
        [
            map_symbols.Circle(
                code=total.place,
                name=str(ask.words.place(total.place)),
                label=tip(ask, total),
                value=total.amount,
                href=ask.to.place(total.place) or None,
            )
            for total in here
        ]
        + [
            map_symbols.Circle(
                code=total.place,
                name="",
                label=f"{ask.words.place(total.place)}: {ask.words._('No figure')}",
                value=0.0,
                href=ask.to.place(total.place) or None,
            )
            for total in others
            if total.place not in known
        ],
        largest=largest,
        title=title,
        text=in_words(ask, here),
        ident=ident,
    )
    legend = map_symbols.legend(
        [(value, ask.words.short(value)) for value in map_symbols.sizes(largest)], largest
    )
    return svg, legend, lambda total: f"{map_symbols.radius(total.amount, largest):.1f}"


def shades(
    ask: Ask,
    here: Sequence[Total],
    others: Sequence[Total],
    values: Sequence[float],
    title: str,
    ident: str,
) -> tuple[str, str, Callable[[Total], str]]:
    """A choropleth, its legend, and the class of a figure."""
    steps = map_choropleth.legend_steps(values)
    nodata = ask.words._("No figure")
    known = {total.place for total in here}
    svg = map_choropleth.choropleth(
        {
            total.place: map_choropleth.Area(
                code=total.place,
                label=tip(ask, total),
                level=level(total.amount, steps),
                href=ask.to.place(total.place) or None,
            )
            for total in here
        }
        | {
            total.place: map_choropleth.Area(
                code=total.place,
                label=f"{ask.words.place(total.place)}: {nodata}",
                level=None,
                href=ask.to.place(total.place) or None,
            )
            for total in others
            if total.place not in known
        },
        title=title,
        text=in_words(ask, here),
        ident=ident,
        nodata=nodata,
    )
    legend = map_choropleth.legend(
        [map_choropleth.Step(text) for text in step_texts(ask, steps)], nodata
    )
    return svg, legend, lambda total: str(level(total.amount, steps))


def tip(ask: Ask, total: Total) -> str:
    """What a place says when it is pointed at."""
    number = shown(ask, total)
    return f"{ask.words.place(total.place)}: {number.text} ({ask.words.agency(total.agency)})"


def slider_years(known: Iterable[int], year: int) -> list[int]:
    """The years to slide through: all, or every fifth and the last ones where there are many.

    >>> slider_years(range(2000, 2021), 2003)
    [2000, 2003, 2005, 2010, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020]
    """
    ordered = sorted(known)
    if len(ordered) <= MOST_YEARS:
        return ordered
    last = ordered[-9:]
    fifth = [y for y in ordered[:-9] if y % 5 == 0]
    while len(fifth) + len(last) > MOST_YEARS:
        fifth = fifth[-(MOST_YEARS - len(last)) :]
    return sorted({*fifth, *last, year} & set(ordered))


def level(amount: float, steps: Sequence[float]) -> int:
    """The class of an amount: how many of the class limits it reaches."""
    return bisect.bisect_right(steps, amount)


def step_texts(ask: Ask, steps: Sequence[float]) -> list[str]:
    """The classes in words."""
    _ = ask.words._
    if not steps:
        return [_("any")]
    short = ask.words.short
    return [
        _("under {number}").format(number=short(steps[0])),
        *(_("{low} to {high}").format(low=short(a), high=short(b)) for a, b in pairwise(steps)),
        _("{number} and more").format(number=short(steps[-1])),
    ]


def years_data(
    ask: Ask, totals: Sequence[Total], slid: Sequence[int], size_of: Callable[[Total], str]
) -> Markup:
    """Of every year of the slider the radius or class and the number of each place."""
    wanted = set(slid)
    parts: dict[int, list[str]] = {year: [] for year in slid}
    for total in totals:
        if total.year in wanted:
            number = ask.words.number(total.value)
            parts[total.year].append(f'"{total.place}":[{size_of(total)},"{number}"]')
    return Markup(
        "{" + ",".join(f'"{year}":{{{",".join(found)}}}' for year, found in parts.items()) + "}"
    )


def in_words(ask: Ask, totals: Sequence[Total]) -> str:
    """The map in words: how many places, and the largest five."""
    _ = ask.words._
    ranked = sorted(totals, key=lambda total: -total.value)[:5]
    largest = ", ".join(
        f"{ask.words.place(total.place)} {ask.words.number(total.value)}" for total in ranked
    )
    return _("{count} places have a figure. The largest: {largest}.").format(
        count=ask.words.number(len(totals)), largest=largest
    )
