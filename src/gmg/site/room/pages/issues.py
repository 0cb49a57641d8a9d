"""The issues list: findings, gaps and other matters that members want spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from gmg.group.acts import clock, issues
from gmg.group.acts.issues import Matter
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.permissions import Action
from gmg.site.room import calendar
from gmg.site.room.asked import BadForm, plain
from gmg.site.room.matters import NOTHING, of_finding, of_gap, still
from gmg.site.room.meeting_words import issue_kinds
from gmg.site.room.pages.meeting import OFFERED
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.store.models import AgendaItem, Body, Issue, Meeting
    from gmg.site.room.asked import Asked

LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """An issue in the list: where it is on an agenda, and what the chair may do with it."""

    row: Issue
    items: list[AgendaItem]
    meetings: list[tuple[str, str]]
    closes: bool
    there: bool | None


def page(asked: Asked) -> HttpResponse:
    """The open issues, newest first; the closed ones where they are asked for; the form to raise one."""
    if asked.posted:
        done = asked.attempt(lambda: act(asked))
        if done is not None:
            return asked.go(done)
    closed = asked.request.GET.get("state", "") == issues.CLOSED
    matter = asked.attempt(lambda: matter_of(asked))
    found = paged(asked, rows_of(asked, closed=closed))
    raisers = raised_for(asked)
    return asked.draw(
        "room/issues.html.j2",
        slice=found,
        lines=lines(asked, found.rows),
        closed=closed,
        kinds=issue_kinds(asked.words),
        matter=matter or NOTHING,
        raisers=raisers,
        raising=bool(raisers) and (asked.do == "raise" or bool(matter and matter.subject)),
    )


def rows_of(asked: Asked, *, closed: bool) -> QuerySet[Issue]:
    """The issues of the bodies in which the person sits today."""
    from gmg.group.store.models import AgendaItem, Issue

    items = AgendaItem.objects.select_related("meeting").order_by("-meeting__starts", "id")
    return (
        Issue.objects.select_related("body")
        .prefetch_related(Prefetch("items", queryset=items))
        .filter(
            body__in=calendar.bodies_open(asked.seats, Action.PAGE_ISSUES),
            state=issues.CLOSED if closed else issues.OPEN,
        )
        .order_by("-at", "-id")
    )


def matter_of(asked: Asked) -> Matter:
    """What the address or the form names: a finding, a gap, or nothing yet."""
    finding, place, theme = (asked.given.get(name, "") for name in ("finding", "place", "theme"))
    if finding:
        return of_finding(asked, finding)
    if place or theme:
        return of_gap(asked, place, theme)
    return NOTHING


def raised_for(asked: Asked) -> list[tuple[str, str]]:
    """For which agency, and in which body, the person may raise an issue."""
    return [
        (f"{body.code} {agency}", f"{body.name}, {asked.words.agency(agency)}")
        for body in asked.bodies()
        for agency in asked.agencies(body)
        if asked.may(Action.RAISE, body, agency)
    ]


def lines(asked: Asked, rows: list[Issue]) -> list[Line]:
    """The issues with what may be done with each: meetings to come are asked for once."""
    to_come = meetings_to_come(asked, rows)
    there = still(row for row in rows if row.state == issues.OPEN)
    found = []
    for row in rows:
        items = seen_items(asked, row)
        taken = {item.meeting_id for item in row.items.all()}
        free = [
            (one.key, f"{one.starts:%Y-%m-%d} {one.title}")
            for one in to_come
            if one.body_id == row.body_id and one.pk not in taken and row.state == issues.OPEN
        ]
        closes = row.state == issues.OPEN and asked.may(Action.CLOSE, row.body)
        found.append(Line(row, items, free, closes, there.get(row.pk)))
    return found


def seen_items(asked: Asked, row: Issue) -> list[AgendaItem]:
    """Where an issue is on an agenda; who only observes is told of public items alone."""
    watching = {s.role for s in asked.seats if s.body_id == row.body_id} == {"observer"}
    return [item for item in row.items.all() if not (watching and item.internal)]


def meetings_to_come(asked: Asked, rows: list[Issue]) -> list[Meeting]:
    """Meetings onto whose agenda the person may put an issue."""
    bodies = {row.body for row in rows if asked.may(Action.AGENDA, row.body)}
    if not bodies:
        return []
    planned = calendar.meetings_of(asked.seats).filter(Q(status="planned"), body__in=bodies)
    return list(planned.filter(ends__gt=clock.now()).order_by("starts", "id")[:OFFERED])


# --- forms ---------------------------------------------------------------------------------------


def act(asked: Asked) -> str:
    """Do what a form asks for; gives the address to go to."""
    match asked.do:
        case "raise":
            row = raise_issue(asked)
            return asked.at("issues") + f"#s-{row.key}"
        case "agenda":
            issue = issue_of(asked)
            meeting = meeting_of(asked, issue.body)
            item = issues.put_on_agenda(asked.hand, issue, meeting)
            return asked.at(f"meeting/{meeting.key}") + f"#i-{item.key}"
        case "close":
            issues.close(asked.hand, issue_of(asked), asked.text("why", most=LONGEST_NOTE))
            return asked.at("issues")
    raise BadForm("do", "Choose one of those offered")


def raise_issue(asked: Asked) -> Issue:
    """The issue that the form describes: of a finding or a gap the words are those of the base."""
    chosen = asked.choice("for", [code for code, _ in raised_for(asked)] or [""])
    code, _, agency = chosen.partition(" ")
    body = next(body for body in asked.bodies() if body.code == code)
    matter = matter_of(asked)
    if not matter.subject:
        matter = Matter(asked.text("words", most=LONGEST_NOTE))
    note = asked.text("note", most=LONGEST_NOTE, needed=False)
    return issues.raise_issue(asked.hand, body, agency, matter, note)


def issue_of(asked: Asked) -> Issue:
    """The issue of a form, of a body in which the person sits. Raises NotAllowed."""
    from gmg.group.store.models import Issue

    open_to = calendar.bodies_open(asked.seats, Action.PAGE_ISSUES)
    rows = Issue.objects.select_related("body").filter(body__in=open_to)
    found = rows.filter(key=plain(asked.given.get("issue", ""))).first()
    if found is None:
        raise NotAllowed("There is no such issue, or no seat of yours may see it")
    return found


def meeting_of(asked: Asked, body: Body) -> Meeting:
    """The meeting of a form. Raises NotAllowed."""
    rows = calendar.meetings_of(asked.seats).filter(body=body)
    found = rows.filter(key=plain(asked.given.get("meeting", ""))).first()
    if found is None:
        raise NotAllowed("There is no such meeting, or no seat of yours may see it")
    return found
