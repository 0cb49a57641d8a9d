"""The map of one concept and year, with the years it can slide through."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from gmg.site.draw import map_choropleth as drawn
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
    """The map, its legend, and the classes of other years; None where nothing is published."""
    values = [total.amount for total in totals if total.value > 0]
    if not values or year is None:
        return None
    _ = ask.words._
    steps = list(drawn.legend_steps(values))
    here = {total.place: total for total in totals if total.year == year}
    title = _("{concept}, {year}").format(
        concept=ask.words.concept(concept), year=ask.words.year(year)
    )
    slid = slider_years({total.year for total in totals}, year)
    return {
        "svg": drawn.choropleth(
            {code: area(ask, total, steps) for code, total in here.items()},
            [drawn.Step(text) for text in step_texts(ask, steps)],
            title=title,
            text=in_words(ask, list(here.values())),
            ident=f"map-{concept}",
            names=ask.words.place,
        ),
        "legend": drawn.legend(
            [drawn.Step(text) for text in step_texts(ask, steps)], nodata=_("No figure")
        ),
        "title": title,
        "year": year,
        "years": [(y, ask.words.year(y), ask.to.page(path, **{**query, "year": y})) for y in slid],
        "data": classes(ask, totals, slid, steps),
        "disclaimer": _(drawn.DISCLAIMER),
    }


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


def area(ask: Ask, total: Total, steps: Sequence[float]) -> Any:
    """A place of the map: its class, what it says, where it leads."""
    number = shown(ask, total)
    return drawn.Area(
        code=total.place,
        label=f"{ask.words.place(total.place)}: {number.text} ({ask.words.agency(total.agency)})",
        level=level(total.amount, steps),
        href=ask.to.place(total.place),
    )


def step_texts(ask: Ask, steps: Sequence[float]) -> list[str]:
    """The classes in words."""
    _ = ask.words._
    if not steps:
        return [_("any")]
    short = ask.words.short
    return [
        _("under {number}").format(number=short(steps[0])),
        *(
            _("{low} to {high}").format(low=short(a), high=short(b))
            for a, b in zip(steps, steps[1:], strict=False)
        ),
        _("{number} and more").format(number=short(steps[-1])),
    ]


def classes(
    ask: Ask, totals: Sequence[Total], slid: Sequence[int], steps: Sequence[float]
) -> Markup:
    """Of every year of the slider the class and the number of each place, for the script."""
    wanted = set(slid)
    parts: dict[int, list[str]] = {year: [] for year in slid}
    for total in totals:
        if total.year in wanted:
            number = ask.words.number(total.value)
            parts[total.year].append(f'"{total.place}":[{level(total.amount, steps)},"{number}"]')
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
