"""The parties to an instrument as a map at one date, and their number through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.axes import where
from gmg.site.draw import map_parties as drawn
from gmg.site.draw import strip
from gmg.site.draw.map_base import DISCLAIMER

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
    """How many parties there were on each day, and the acts that made them so."""
    file = held.file
    if file is None:
        return None
    acts = [
        strip.Act(
            when=row.date,
            change=1,
            tip=f"{name_of(row.party)}, {ask.words.date(row.date)}",
            href=(ask.to.figure(row.cell) if row.cell else None) or None,
        )
        for row in held.rows
        if row.state == "party" and row.date
    ]
    if len(acts) < 2:
        return None
    _ = ask.words._
    item = held.instrument
    events = [strip.Event(item.adopted.first, _("adopted"))]
    if item.in_force:
        events.append(strip.Event(item.in_force.first, _("in force")))
    return strip.parties(
        acts,
        events,
        held.on,
        title=_("Parties to {instrument} through time").format(
            instrument=ask.words.instrument(item.code)
        ),
        text=_("{count} parties by {day}").format(
            count=ask.words.number(len(acts)), day=ask.words.date(held.on)
        ),
        short=ask.words.short,
        year=ask.words.year,
        rtl=ask.words.dir == "rtl",
        ident=f"strip-{item.code}",
    )


def name_of(party: str | None) -> str:
    """The code of a party, as a tip has it."""
    return party or ""


__all__ = ["over_time", "party_map"]
