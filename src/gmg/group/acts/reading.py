"""Which documents somebody may read, as a query: lists and counts never grow with what is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When

from gmg.group.acts import clock
from gmg.group.acts.hand import Hand, may_read
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Document, Publication, Version

if TYPE_CHECKING:
    from gmg.group.store.models import Body

STATES = ("draft", "frozen", "held", "published")


def with_state(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with their state at this instant as `state_now`: what `records.state_of` says of one."""
    given = Publication.objects.filter(round__version__document=OuterRef("pk"))
    frozen = Version.objects.filter(document=OuterRef("pk"), frozen__isnull=False)
    return rows.annotate(
        state_now=Case(
            When(Exists(given.filter(embargo__gt=clock.now())), then=Value("held")),
            When(Exists(given), then=Value("published")),
            When(Exists(frozen), then=Value("frozen")),
            default=Value("draft"),
            output_field=CharField(),
        )
    )


def readable(hand: Hand, body: Body) -> QuerySet[Document]:
    """The documents of a body that may be read: just those that `records.document` would give."""
    may = [state for state in STATES if may_read(hand, body, Action.READ, state)]
    rows = with_state(Document.objects.select_related("body").filter(body=body))
    return rows.filter(state_now__in=may)  # type: ignore[misc]
