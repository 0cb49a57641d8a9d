"""A meeting: its agenda with papers, who took part, what was decided, its minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from gmg.group.acts import clock, issues, meetings
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules import meetings as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import Role
from gmg.group.store.models import state_hash
from gmg.site.room import calendar
from gmg.site.room.asked import BadForm, plain
from gmg.site.room.meeting_words import hows, statuses
from gmg.site.room.pages.meetings import (
    LONGEST_TITLE,
    OFTEN,
    called_from,
    local,
    options_of,
    programme_of,
    programmes_of,
    state_of,
)
from gmg.site.room.pages.seats import ANY

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.store.models import (
        AgendaItem,
        Decision,
        Document,
        Issue,
        Meeting,
        Programme,
    )
    from gmg.site.room.asked import Asked

OFFERED = 100
"""Documents and issues that a list to choose from holds, the newest first."""
LONGEST_NOTE = 5_000
STEPS = {"up": -1, "down": 1}


@dataclass(slots=True)
class Line:
    """An item of the agenda with its number, its papers that may be read, and what was decided."""

    number: str
    depth: int
    internal: bool
    row: AgendaItem
    papers: list[Document] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def page(asked: Asked, key: str) -> HttpResponse:
    """A meeting of a body in which the person sits, and the forms that their seats allow."""
    row = meeting_of(asked, key)
    if asked.posted:
        done = asked.attempt(lambda: act(asked, row))
        if done is not None:
            return asked.go(done)
        row.refresh_from_db()
    now = clock.now()
    lines = agenda_of(asked, row)
    shown = {line.row.pk for line in lines}
    decisions = decisions_of(row, shown)
    for line in lines:
        line.decisions = [one for one in decisions if one.item_id == line.row.pk]
    writes = asked.may(Action.AGENDA, row.body) and state_of(row, now) in ("planned", "running")
    starts, ends = local(row)
    chosen = item_chosen(asked, lines) if writes else None
    return asked.draw(
        "room/meeting.html.j2",
        row=row,
        seen=state_hash(row),
        starts=starts,
        ends=ends,
        state=state_of(row, now),
        states=statuses(asked.words),
        lines=lines,
        decisions=decisions,
        numbers={line.row.pk: line.number for line in lines},
        writes=writes,
        chosen=chosen,
        chosen_seen=state_hash(chosen.row) if chosen else "",
        parents=parents_of(asked, lines, chosen),
        documents=offered(asked, row) if writes else [],
        issues=issues_offered(row) if writes else [],
        changes=asked.may(Action.CHANGE, row.body),
        decides=asked.may(Action.DECIDE, row.body) and row.starts <= now and not cancelled(row),
        items=[("", asked.words._("none")), *((o.row.key, f"{o.number} {o.row.title}") for o in lines)],
        commits=asked.may(Action.COMMIT, row.body),
        attendance=attendance_of(asked, row),
        quorum=meetings.quorum_of(row),
        how_words=hows(asked.words),
        begun=row.starts <= now,
        minutes=minutes_of(asked, row),
        starters=(starting := starters(asked, row, begun=row.starts <= now)),
        unattached=unattached(asked, row) if starting else [],
        paper_for=lambda one: paper_for(row, one, lines),
        programmes=options_of(asked, programmes_with(row)),
        zones=OFTEN,
    )  # fmt: skip


def meeting_of(asked: Asked, key: str) -> Meeting:
    """The meeting, of a body in which the person sits today. Raises NotAllowed."""
    rows = calendar.meetings_of(asked.seats).select_related("programme", "minutes")
    found = rows.filter(key=plain(key)).first()
    if found is None:
        raise NotAllowed("There is no such meeting, or no seat of yours may see it")
    return found


def cancelled(row: Meeting) -> bool:
    """Whether it does not take place."""
    return row.status == rules.Status.CANCELLED.value


# --- what is shown -------------------------------------------------------------------------------


def watches(asked: Asked, row: Meeting) -> bool:
    """Whether the person only observes the body: then internal items are not for them."""
    roles = {seat.role for seat in asked.seats if seat.body_id == row.body_id}
    return roles <= {Role.OBSERVER.value}


def agenda_of(asked: Asked, row: Meeting) -> list[Line]:
    """The items that the person may see, in order and numbered as for everybody."""
    from gmg.group.store.models import AgendaItem

    papers = calendar.documents_of(asked.seats).filter(body=row.body).order_by("started", "id")
    items = (
        AgendaItem.objects.filter(meeting=row)
        .select_related("parent", "issue")
        .prefetch_related(Prefetch("papers", queryset=papers))
    )
    rows = {item.key: item for item in items}
    numbered = rules.agenda(map(meetings.as_rule, rows.values()), public=watches(asked, row))
    return [
        Line(
            one.number,
            one.depth,
            one.internal,
            rows[one.item.key],
            list(rows[one.item.key].papers.all()),
        )
        for one in numbered
    ]


def decisions_of(row: Meeting, shown: set[int]) -> list[Decision]:
    """The decisions, but for those on items that the person may not see."""
    rows = row.decisions.order_by("number")
    return [one for one in rows if one.item_id is None or one.item_id in shown]


def item_chosen(asked: Asked, lines: list[Line]) -> Line | None:
    """The item whose form is asked for."""
    key = asked.given.get("item", "")
    if not key or asked.do in ("decide", "add"):
        return None
    return next((line for line in lines if line.row.key == key), None)


def parents_of(asked: Asked, lines: list[Line], chosen: Line | None) -> list[tuple[str, str]]:
    """Items below which another can stand: any but itself and what is below it."""
    below: set[int] = set()
    if chosen is not None:
        below = {chosen.row.pk}
        for line in lines:
            if line.row.parent_id in below:
                below.add(line.row.pk)
    offered = [
        (line.row.key, f"{line.number} {line.row.title}")
        for line in lines
        if line.row.pk not in below and line.depth < rules.DEEPEST - 1
    ]
    return [("", asked.words._("none")), *offered]


def offered(asked: Asked, row: Meeting) -> list[tuple[str, str]]:
    """Documents of the body that the person may read, to be put before an item."""
    rows = calendar.documents_of(asked.seats).filter(body=row.body).order_by("-started", "-id")
    return list(rows.values_list("key", "title")[:OFFERED])


def issues_offered(row: Meeting) -> list[tuple[str, str]]:
    """Open issues of the body that are not on this agenda yet."""
    from gmg.group.store.models import Issue

    rows = Issue.objects.filter(body=row.body, state=issues.OPEN).exclude(items__meeting=row)
    return [(one.key, issues.title_of(one)) for one in rows.order_by("-at", "-id")[:OFFERED]]


def attendance_of(asked: Asked, row: Meeting) -> list[tuple[str, str, bool]]:
    """Each agency with a seat on that day: how it took part, and whether the person may note it."""
    noted = {one.agency: one.how for one in row.attendance.all()}
    open_now = not cancelled(row)
    return [
        (agency, noted.get(agency, ""), open_now and asked.may(Action.ATTEND, row.body, agency))
        for agency in sorted({*meetings.seated_on(row), *noted})
    ]


def minutes_of(asked: Asked, row: Meeting) -> Document | None:
    """The minutes, where the person may read them."""
    if row.minutes_id is None:
        return None
    return calendar.documents_of(asked.seats).filter(pk=row.minutes_id).first()


def starters(asked: Asked, row: Meeting, *, begun: bool) -> list[str]:
    """The agencies for which the person may start minutes, where there are none yet."""
    if row.minutes_id is not None or not begun or not asked.may(Action.CHANGE, row.body):
        return []
    if asked.may(Action.START, row.body, ANY):
        return meetings.seated_on(row)
    return asked.agencies(row.body)


def unattached(asked: Asked, row: Meeting) -> list[tuple[str, str]]:
    """Minutes of the body that are of no meeting yet, the newest first."""
    rows = calendar.documents_of(asked.seats).filter(
        body=row.body, kind=meetings.MINUTES, minutes_of__isnull=True
    )
    return list(rows.order_by("-started", "-id").values_list("key", "title")[:OFFERED])


def paper_for(row: Meeting, decision: Decision, lines: list[Line]) -> str:
    """The text from which a commitment follows: the minutes, else the first paper of the item."""
    if row.minutes_id is not None:
        return ""
    papers = [p for line in lines if line.row.pk == decision.item_id for p in line.papers]
    return papers[0].key if papers else ""


def programmes_with(row: Meeting) -> list[Programme]:
    """The programmes to choose from, that of the meeting among them."""
    found = programmes_of([row.body])
    if row.programme is not None and row.programme not in found:
        found = [row.programme, *found]
    return [*found]


# --- forms ---------------------------------------------------------------------------------------


def act(asked: Asked, row: Meeting) -> str:
    """Do what a form asks for; gives the address to go to."""
    here = asked.at(f"meeting/{row.key}")
    match asked.do:
        case "change":
            called = called_from(asked)
            programme = programme_of(asked, row.body)
            meetings.change(asked.hand, row, called, programme, asked.given.get("seen", ""))
        case "cancel":
            meetings.cancel(asked.hand, row)
        case "add":
            item = add(asked, row)
            return f"{here}#i-{item.key}"
        case "item" | "remove" | "paper" | "take paper":
            return f"{here}{on_item(asked, named_item(asked, row))}"
        case "move":
            return f"{here}#i-{step(asked, row).key}"
        case "issue":
            item = issues.put_on_agenda(asked.hand, issue_of(asked, row), row)
            return f"{here}#i-{item.key}"
        case "attend":
            meetings.attend(asked.hand, row, noted(asked, row))
            return f"{here}#attendance"
        case "decide":
            meetings.decide(
                asked.hand,
                row,
                asked.text("decision", most=LONGEST_NOTE),
                named_item(asked, row) if asked.given.get("item") else None,
            )
            return f"{here}#decisions"
        case "minutes":
            title = asked.text("minutes_title", most=LONGEST_TITLE)
            penholder = asked.choice("penholder", starters(asked, row, begun=True) or [""])
            meetings.start_minutes(asked.hand, row, title, penholder)
            return f"{here}#minutes"
        case "attach":
            document = document_of(asked, row)
            meetings.attach_minutes(asked.hand, row, document)
            return f"{here}#minutes"
        case _:
            raise BadForm("do", "Choose one of those offered")
    return here


def add(asked: Asked, row: Meeting) -> AgendaItem:
    """The item that the form describes."""
    parent = asked.given.get("parent", "")
    paper = asked.given.get("paper", "")
    return meetings.add_item(
        asked.hand,
        row,
        asked.text("item_title", most=LONGEST_TITLE),
        note=asked.text("note", most=LONGEST_NOTE, needed=False),
        internal=asked.given.get("public") != "yes",
        parent=item_of(row, parent) if parent else None,
        papers=(document_of(asked, row),) if paper else (),
    )


def on_item(asked: Asked, item: AgendaItem) -> str:
    """Change an item, move it, give it papers, take it off; gives where to look then."""
    match asked.do:
        case "remove":
            meetings.remove_item(asked.hand, item)
            return "#agenda"
        case "paper" | "take paper":
            paper = document_of(asked, item.meeting)
            meetings.set_paper(asked.hand, item, paper, on=asked.do == "paper")
            return f"#i-{item.key}"
    parent = asked.given.get("parent", "")
    meetings.change_item(
        asked.hand,
        item,
        asked.text("item_title", most=LONGEST_TITLE),
        asked.text("note", most=LONGEST_NOTE, needed=False),
        internal=asked.given.get("public") != "yes",
        parent=item_of(item.meeting, parent) if parent else None,
        seen=asked.given.get("seen", ""),
    )
    return f"#i-{item.key}"


def step(asked: Asked, row: Meeting) -> AgendaItem:
    """An item one place up or down among its neighbours; at the end it stays."""
    way, _, key = asked.given.get("move", "").partition(" ")
    if way not in STEPS:
        raise BadForm("move", "Choose one of those offered")
    item = item_of(row, key)
    beside = row.items.filter(parent=item.parent).order_by("order", "key")
    keys = [*beside.values_list("key", flat=True)]
    place = keys.index(item.key) + STEPS[way]
    if 0 <= place < len(keys):
        meetings.move_item(asked.hand, item, item.parent, place)
    return item


def noted(asked: Asked, row: Meeting) -> dict[str, rules.How]:
    """How agencies took part, as the form says it: only what the person may note and has changed."""
    found = {}
    for agency, before, may in attendance_of(asked, row):
        said = asked.given.get(f"how-{agency}", "")
        if said and (said != before or not may):
            found[agency] = rules.How(
                asked.choice(f"how-{agency}", [how.value for how in rules.How])
            )
    return found


def named_item(asked: Asked, row: Meeting) -> AgendaItem:
    """The item of a form."""
    return item_of(row, asked.given.get("item", ""))


def item_of(row: Meeting, key: str) -> AgendaItem:
    """An item of this meeting. Raises NotAllowed."""
    rows = row.items.select_related("meeting__body", "parent")
    found = rows.filter(key=plain(key)).first()
    if found is None:
        raise NotAllowed("There is no such item on this agenda")
    return found


def document_of(asked: Asked, row: Meeting) -> Document:
    """The document of a form, that the person may read. Raises NotAllowed."""
    rows = calendar.documents_of(asked.seats).select_related("body").filter(body=row.body)
    found = rows.filter(key=plain(asked.given.get("paper", ""))).first()
    if found is None:
        raise NotAllowed("There is no such document, or no seat of yours may read it")
    return found


def issue_of(asked: Asked, row: Meeting) -> Issue:
    """The issue of a form. Raises NotAllowed."""
    from gmg.group.store.models import Issue

    key = plain(asked.given.get("issue", ""))
    found = Issue.objects.filter(body=row.body, key=key).first()
    if found is None:
        raise NotAllowed("There is no such issue in this body")
    return found
