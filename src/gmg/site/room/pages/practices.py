"""Practices in the room: those proposed, those under review, mine to review; and the form for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.axes.objectives import objectives
from gmg.group.acts import practices
from gmg.group.rules.permissions import Action
from gmg.group.rules.practices import Completion, Submission
from gmg.site.room.asked import BadForm
from gmg.site.room.codes import places, topics
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.store.models import Body, Practice, Report
    from gmg.site.room.asked import Asked

ANSWER = 8_000
"""Characters of one answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A practice in a list and how it stands."""

    row: Practice
    state: str


def page(asked: Asked) -> HttpResponse:
    """The practices of the person's bodies, the newest first, and what they have to review."""
    if asked.posted:
        made = asked.attempt(lambda: propose(asked))
        if made is not None:
            return asked.go(asked.at(f"practice/{made.document.key}"))
    found = paged(asked, known(asked))
    return asked.draw(
        "room/practices.html.j2",
        lines=[Line(row, state_of(row)) for row in found.rows],
        slice=found,
        mine=list(mine(asked)[:10]),
        bodies=[body for body in asked.bodies() if submitters(asked, body)],
        agencies=sorted({a for body in asked.bodies() for a in submitters(asked, body)}),
        **form_parts(),
    )


def form_parts() -> dict[str, object]:
    """What the form of a practice offers."""
    return {
        "parts": practices.PARTS,
        "objectives": objectives("GCM-OBJ"),
        "completions": [each.value for each in Completion],
        "themes": what.themes(),
        "answer_most": ANSWER,
    }


def known(asked: Asked) -> QuerySet[Practice]:
    """Practices of the person's bodies: their own agency's, and those that were handed in."""
    from django.db.models import Q

    from gmg.group.store.models import Practice

    agencies = {seat.agency for seat in asked.seats}
    seen = Q(submitted__isnull=False) | Q(agency__in=agencies)
    rows = Practice.objects.select_related("document__body")
    return rows.filter(seen, document__body__in=asked.bodies()).order_by("-id")


def mine(asked: Asked) -> QuerySet[Report]:
    """Reports that the person is asked for and has not given."""
    from gmg.group.store.models import Report

    rows = Report.objects.select_related("practice__document")
    return rows.filter(person=asked.hand.person, at__isnull=True).order_by("id")


def state_of(row: Practice) -> str:
    """How a practice stands, without its reviews: those are on its own page."""
    if row.published is not None:
        return "published"
    return "draft" if row.submitted is None else "under review"


def submitters(asked: Asked, body: Body) -> list[str]:
    """The agencies for which the person may hand one in."""
    return [a for a in asked.agencies(body) if asked.may(Action.SUBMIT, body, a)]


def propose(asked: Asked) -> Practice:
    """The practice that the form describes, as a draft."""
    body = next((b for b in asked.bodies() if b.code == asked.given.get("body")), None)
    if body is None:
        raise BadForm("body", "Choose one of those offered")
    agency = asked.choice("agency", submitters(asked, body))
    return practices.propose(
        asked.hand,
        body,
        asked.text("title"),
        answers(asked),
        submission(asked, agency),
        places(asked),
        topics(asked),
    )


def answers(asked: Asked) -> Mapping[str, str]:
    """The answers of the form; the first one is needed."""
    first, *others = practices.PARTS
    given = {first: asked.text(first, most=ANSWER)}
    return given | {part: asked.text(part, most=ANSWER, needed=False) for part in others}


def submission(asked: Asked, agency: str) -> Submission:
    """The form as the rules know it."""
    known_codes = [one.code for one in objectives("GCM-OBJ")]
    first, last = asked.day("first", needed=False), asked.day("last", needed=False)
    if first and last and last < first:
        raise BadForm("last", "A practice ends on or after the day that it began")
    return Submission(
        agency,
        tuple(asked.choices("objectives", known_codes)),
        Completion(asked.choice("completion", [each.value for each in Completion])),
        first,
        last,
    )
