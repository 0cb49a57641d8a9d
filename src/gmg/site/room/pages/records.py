"""Records: the texts that the group has adopted and published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextField
from django.db.models.functions import Cast

from gmg.axes import who
from gmg.group.acts import clock, records
from gmg.group.acts.outcomes import outcomes
from gmg.site.room.clocks import exact
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.rules.rounds import Outcome
    from gmg.group.store.models import Publication
    from gmg.site.room.asked import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """A record in the list."""

    row: Publication
    outcome: Outcome
    held: bool


def page(asked: Asked) -> HttpResponse:
    """The records that may be read, newest first."""
    agency = asked.request.GET.get("agency", "")
    known = {each.code for each in who.agencies()}
    rows = records.publications(asked.hand)
    if agency in known:
        named = Cast("round__entitled", TextField())
        rows = rows.annotate(named=named).filter(named__contains=f'"{agency}"')
    found = paged(asked, rows)
    came = outcomes([row.round for row in found.rows])
    now = clock.now()
    answer = asked.draw(
        "room/records.html.j2",
        lines=[Line(row, came[row.round_id], row.embargo > now) for row in found.rows],
        slice=found,
        agency=agency if agency in known else "",
        exact=exact,
    )
    if asked.person is None:
        answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
