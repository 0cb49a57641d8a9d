"""Texts: the documents of the person's bodies, and the form that starts one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Min, Q

from gmg.group.acts import clock, reading, texts, versions
from gmg.group.rules import rounds
from gmg.group.rules.permissions import Action
from gmg.group.rules.texts import LONGEST_TITLE
from gmg.site.frame.errors import BadQuery
from gmg.site.room.asked import BadForm
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.store.models import Body, Document, Round
    from gmg.site.room.asked import Asked

IN_ROUND = "in a round"
STATES = ("draft", "frozen", IN_ROUND, "held", "published")


@dataclass(slots=True)
class Line:
    """A document in a list: where it stands, and how far it is in which language."""

    row: Document
    state: str
    versions: dict[str, int] = field(default_factory=dict)
    changed: datetime | None = None


def page(asked: Asked) -> HttpResponse:
    """The documents of the person's bodies, newest first."""
    if asked.posted:
        made = asked.attempt(lambda: start(asked))
        if made is not None:
            return asked.go(asked.at(f"document/{made.key}/edit"))
    starts = places_to_start(asked)
    chosen = {name: asked_word(asked, name) for name in ("body", "kind", "state", "agency")}
    found = paged(asked, asked_for(asked, **chosen))
    return asked.draw(
        "room/documents.html.j2",
        lines=lines(found.rows),
        slice=found,
        chosen=chosen,
        kinds=texts.KINDS,
        states=STATES,
        bodies=asked.bodies(),
        starts=starts,
        corrected=corrected(asked),
        agencies=sorted({agency for _, agency in starts}),
    )


def asked_word(asked: Asked, name: str) -> str:
    """A word of the query string; BadQuery for what is none."""
    word = asked.request.GET.get(name, "")
    if len(word) > 40 or not word.isprintable():
        raise BadQuery(f"{name}: choose one of those offered")
    return word


def readable(asked: Asked) -> QuerySet[Any]:
    """The documents of the person's bodies that may be read: just those that open."""
    from gmg.group.store.models import Document

    condition, partly = Q(pk__in=()), False
    for body in asked.bodies():
        may = [s for s in reading.STATES if asked.may(Action.READ, body, state=s)]
        whole = len(may) == len(reading.STATES)
        partly = partly or not whole
        condition |= Q(body=body) if whole else Q(body=body, state_now__in=may)
    rows: QuerySet[Any] = Document.objects.select_related("body")
    return (reading.with_state(rows) if partly else rows).filter(condition)


def asked_for(asked: Asked, body: str, kind: str, state: str, agency: str) -> QuerySet[Any]:
    """What the query string asks for, newest first; numbers grow with the instant of the start."""
    rows = readable(asked)
    if body:
        rows = rows.filter(body__code=body)
    if kind:
        rows = rows.filter(kind=kind)
    if agency:
        rows = rows.filter(penholder=agency)
    if state == IN_ROUND:
        rows = rows.filter(pk__in=running().values("version__document"))
    elif state:
        rows = in_state(rows, state)
        if state == "frozen":
            rows = rows.exclude(pk__in=running().values("version__document"))
    return rows.order_by("-id")


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Those in a state at this instant, whether rounds run on them or not."""
    found: QuerySet[Any] = reading.with_state(rows)
    return found.filter(Q(state_now=state))


def running() -> QuerySet[Round]:
    """Rounds that run at this instant, but for those whose silence is broken."""
    from gmg.group.store.models import Position, Round

    now = clock.now()
    later = Q(closes__gt=now) | Q(extensions__closes__gt=now, extensions__at__lte=now)
    broke = Position.objects.filter(
        Q(verdict=rounds.Verdict.OBJECTS.value) | Q(amendment=True),
        round__kind=rounds.Kind.SILENCE.value,
    )
    return Round.objects.filter(later, withdrawn__isnull=True, opens__lte=now).exclude(
        pk__in=broke.values("round")
    )


def lines(rows: list[Document]) -> list[Line]:
    """The lines of one page, by three queries."""
    from gmg.group.store.models import Publication, Version

    keys = [row.pk for row in rows]
    if not keys:
        return []
    found = {row.pk: Line(row, "draft") for row in rows}
    written = (
        Version.objects.filter(document__in=keys)
        .values_list("document", "language")
        .annotate(Max("number"), Min("id"), Max("made"), Max("frozen"))
    )
    for key, lang, number, _, made, frozen in sorted(written, key=itemgetter(3)):
        line = found[key]
        line.versions[lang] = number
        line.changed = max(line.changed or made, made)
        line.state = "frozen" if frozen else line.state
    ran = running().filter(version__document__in=keys).values_list("version__document", flat=True)
    for key in ran:
        found[key].state = IN_ROUND
    now = clock.now()
    out = Publication.objects.filter(round__version__document__in=keys).order_by("-embargo")
    for key, embargo in out.values_list("round__version__document", "embargo"):
        found[key].state = "held" if embargo > now or found[key].state == "held" else "published"
    return list(found.values())


def places_to_start(asked: Asked) -> list[tuple[Body, str]]:
    """Bodies and agencies for which the person may start a document.

    Who serves the body may put the pen in the hand of any agency that sits in it today.
    """
    serving = [body for body in asked.bodies() if asked.may(Action.START, body, "another agency")]
    others = seated(serving)
    found = []
    for body in asked.bodies():
        own = [a for a in asked.agencies(body) if asked.may(Action.START, body, a)]
        found += [(body, a) for a in dict.fromkeys([*own, *others.get(body.pk, ())])]
    return found


def seated(bodies: list[Body]) -> dict[int, list[str]]:
    """The agencies that sit in some bodies today, but for observers."""
    from gmg.group.rules.seats import day_of
    from gmg.group.store.models import Seat

    day = day_of(clock.now())
    running_ = Q(last__isnull=True) | Q(last__gte=day)
    found: dict[int, list[str]] = defaultdict(list)
    if bodies:
        rows = Seat.objects.filter(running_, body__in=bodies, first__lte=day)
        pairs = rows.exclude(role="observer").values_list("body", "agency").distinct()
        for body, agency in sorted(pairs):
            found[body].append(agency)
    return found


def corrected(asked: Asked) -> Document | None:
    """The adopted text that a new document would correct, where the address names one."""
    key = asked.given.get("corrects", "")
    return versions.document(asked.seats, key) if key else None


def start(asked: Asked) -> Document:
    """The document that the form describes."""
    where = asked.given.get("where", "")
    found = next((p for p in places_to_start(asked) if where == f"{p[0].code} {p[1]}"), None)
    if found is None:
        raise BadForm("where", "Choose one of those offered")
    return texts.start(
        asked.hand,
        found[0],
        asked.choice("kind", texts.KINDS),
        asked.text("title", most=LONGEST_TITLE),
        found[1],
        corrected(asked),
        asked.choice("audience", ("", *texts.AUDIENCES)),
    )
