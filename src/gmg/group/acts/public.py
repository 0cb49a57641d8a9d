"""What the room has made public: adopted statements, what follows from them, reviewed practices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from gmg.group.acts import clock
from gmg.group.acts.commitments import seen
from gmg.group.acts.rounds import come_to
from gmg.group.rules.seats import day_of
from gmg.group.store.models import Commitment, Event, Practice, Publication
from gmg.records.said import Said

if TYPE_CHECKING:
    from datetime import datetime

FOREVER = date(9999, 12, 31)


def public() -> tuple[Said, ...]:
    """All of it at this instant, newest first; what is held back to a later instant is not in it."""
    now = clock.now()
    rows = Publication.objects.select_related("round__version__document", "round__body")
    given = list(rows.filter(embargo__lte=now).order_by("-embargo", "-id"))
    documents = {row.round.version.document_id: row for row in given}
    promised = Commitment.objects.select_related("origin").filter(origin__in=documents)
    practices = Practice.objects.select_related("document").filter(published__lte=now)
    return (
        *(statement(row) for row in given),
        *(commitment(row, documents[row.origin_id]) for row in promised.order_by("due", "id")),
        *(practice(row) for row in practices.order_by("-published", "-id")),
    )


def statement(row: Publication) -> Said:
    """An adopted text with those who signed it."""
    document = row.round.version.document
    day = day_of(row.adopted)
    return Said(
        kind="statement",
        id=f"statement:{row.symbol}",
        title=row.round.version.content["title"],
        agencies=come_to(row.round).signatories,
        places=tuple(document.places),
        topics=tuple(document.topics),
        first=day,
        last=day,
        state="adopted",
        path=f"record/{row.symbol}",
    )


def commitment(row: Commitment, origin: Publication) -> Said:
    """A commitment that follows from a published text."""
    return Said(
        kind="commitment",
        id=f"commitment:{row.key}",
        title=row.text,
        agencies=(row.lead, *row.support),
        places=tuple(row.places),
        topics=tuple(row.topics),
        first=min(day_of(origin.adopted), row.due),
        last=row.due,
        state=seen(row, day_of(clock.now())),
        path=f"record/{origin.symbol}",
    )


def practice(row: Practice) -> Said:
    """A practice that was reviewed and published."""
    first = row.first or row.last or day_of(row.published or clock.now())
    return Said(
        kind="practice",
        id=f"practice:{row.document.key}",
        title=row.document.title,
        agencies=(row.agency,),
        places=tuple(row.places),
        topics=tuple(row.topics),
        first=first,
        last=row.last or first,
        state=row.completion,
        path=f"practice/{row.document.key}",
    )


def last_event() -> int:
    """The number of the newest event: nothing of this changed where it did not, but for the clock."""
    newest = Event.objects.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def next_change() -> datetime | None:
    """The next instant at which something becomes public by the clock alone."""
    ends = Publication.objects.filter(Q(embargo__gt=clock.now())).order_by("embargo")
    return ends.values_list("embargo", flat=True).first()
