"""The page of one member: mandate, custody, what it publishes, does, and where that is disputed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.note import activities, disputed, mandate, publishes
from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Section
from gmg.analysis.note.publishes import Held
from gmg.analysis.note.words import Speaker
from gmg.axes import mandates, what

if TYPE_CHECKING:
    from gmg.axes.who import Agency
    from gmg.evidence.base import Base


def page(base: Base, agency: Agency, on: date, editions: Sequence[Held], say: Speaker) -> Section:
    """The page of an agency that is a member on a day."""
    role = Line((say.quote(agency.role, rec.of_agency(agency)),))
    blocks = (
        Block("text", (role,)),
        mandate.block(agency.code, on, say),
        _custody(agency.code, on, say),
        publishes.block(base, editions, agency.code, say),
        *activities.blocks(base, agency.code, say),
        disputed.block(base, editions, agency.code, say),
    )
    return Section("member", agency.name_in(say.language), blocks, agency.code)


def _custody(agency: str, on: date, say: Speaker) -> Block:
    """The instruments in its custody that had been adopted by the day."""
    mine = mandates.custody(agency)
    there = [one for one in mine if one.adopted.first <= on]
    title = say.phrase("h_custody")
    if not mine:
        catalogue = rec.fact(
            "instruments", f"{len(what.instruments())} instruments, none with {agency}", "", ""
        )
        return Block("text", (Line((say.say("custody_none", catalogue),)),), title)
    said = [say.say("custody", map(rec.of_instrument, there or mine), date=on, n=len(there))]
    if len(there) < len(mine):
        later = [rec.of_instrument(one) for one in mine if one not in there]
        said.append(say.say("custody_later", later, n=len(later)))
    lines = [
        Line(
            (say.say("instrument", rec.of_instrument(i), title=i.short_title, date=i.adopted),),
            code=i.code,
        )
        for i in sorted(there, key=lambda one: one.adopted.first)
    ]
    return Block("list", (Line(tuple(said), kind="count"), *lines), title)
