"""The parties to an instrument as a map at one date, and their number through time."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from gmg.axes import where
from gmg.site.draw import lines
from gmg.site.draw import map_parties as drawn
from gmg.site.draw.map_base import DISCLAIMER
from gmg.site.draw.marks import numbered
from gmg.site.pages.instrument_steps import steps

if TYPE_CHECKING:
    from gmg.analysis.norms.parties import Parties
    from gmg.site.frame.ask import Ask

STEPS = 12
"""Years that the page offers for its map."""


def party_map(ask: Ask, held: Parties) -> dict[str, Any]:
    """The world by state, with the years it can be asked for."""
    from gmg.site.pages.parts_norms import said

    _ = ask.words._
    code = held.instrument.code
    areas = {
        row.party: drawn.Area(
            code=row.party,
            label=f"{ask.words.place(row.party)}: {said(ask, row)}",
            state=row.state,
            href=ask.to.place(row.party),
        )
        for row in held.rows
        if row.party and is_ground(row.party)
    }
    years = years_of(held)
    return {
        "svg": drawn.parties(
            areas,
            title=str(ask.words.instrument(code)),
            text=_("{parties} parties, {signatories} signed only").format(
                parties=ask.words.number(held.count("party")),
                signatories=ask.words.number(held.count("signatory")),
            ),
            ident=f"parties-{code}",
        ),
        "legend": [
            (drawn.swatch(group, f"parties-{code}"), text)
            for group, text in (
                ("bound", _("party")),
                ("signed", _("signed, not bound")),
                ("left", _("no longer party")),
                ("without", _("not party")),
                ("unknown", _("not known here")),
            )
        ],
        "disclaimer": _(DISCLAIMER),
        "years": [(y, ask.words.year(y), ask.to.page(f"instrument/{code}", year=y)) for y in years],
    }


def is_ground(code: str) -> bool:
    """Whether a party can be drawn."""
    try:
        return where.get(code).territory
    except where.UnknownPlace:
        return False


def years_of(held: Parties) -> list[int]:
    """Years for the map: from the adoption to the last act, evenly."""
    if held.file is None:
        return []
    acts = [act.earliest.year for act in held.file.acts if act.earliest]
    if not acts:
        return []
    first, last = max(held.instrument.adopted.year, min(acts)), max(acts)
    step = max(1, -(-(last - first) // (STEPS - 1)))
    return sorted({*range(last, first - 1, -step)})


def over_time(ask: Ask, held: Parties) -> str | None:
    """How many parties there were at the end of each year up to the day asked for, by the leading file.

    None where fewer than two acts are known, or the file is an excerpt: the number of some parties
    would look like that of all.
    """
    file = held.file
    if file is None or not file.complete:
        return None
    changes = [step for step in steps(file) if step.when <= held.on]
    if len(changes) < 2:
        return None
    _ = ask.words._
    name = str(ask.words.instrument(held.instrument.code))
    counts = list(accumulate(step.change for step in changes))
    days = [step.when for step in changes]
    ends = [date(year, 12, 31) for year in range(days[0].year, held.on.year)]
    numbers = [(day, counts[bisect_right(days, day) - 1]) for day in (*ends, held.on)]
    points = tuple(
        lines.Point(day, float(n), None, f"{ask.words.date(day)}: {ask.words.number(n)}")
        for day, n in numbers
    )
    return lines.lines(
        [lines.Line(label=_("parties"), look=numbered(0), points=points, forecast=None, breaks=())],
        title=_("Parties to {instrument} through time").format(instrument=name),
        text=_("{count} parties by {day}").format(
            count=ask.words.number(counts[-1]), day=ask.words.date(held.on)
        ),
        short=ask.words.short,
        year=ask.words.year,
        rtl=ask.words.dir == "rtl",
        ident=f"joined-{held.instrument.code}",
    )
