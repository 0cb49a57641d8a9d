"""What happens by the hour alone is told by whoever looks first; told again it is not.

No outcome rests on this: rounds are read, not closed. A room that nobody watches tells later, and its
desks say the same without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Max, Q

from gmg.group.acts import cite, clock, notices, reviews, rounds
from gmg.group.acts.log import subject_of, write, writing
from gmg.group.acts.outcomes import asked, come_to, fresh, going, outcomes
from gmg.group.rules.commitments import Status
from gmg.group.rules.meetings import Status as MeetingStatus
from gmg.group.rules.seats import day_of
from gmg.group.store.models import (
    AgendaItem,
    Commitment,
    Meeting,
    Notice,
    Publication,
    Round,
    Seat,
    read_version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from gmg.evidence.base import Base
    from gmg.group.rules.citations import Standing
    from gmg.group.rules.reviews import Moved
    from gmg.group.rules.texts import Citation

BACK = timedelta(days=30)
"""How far back rounds that have ended are looked for."""
AHEAD = timedelta(days=14)
"""How long before its day a commitment is told of."""
BATCH = 100
LEADS = ("principal", "focal point", "alternate")
"""Seats that answer for a commitment of their agency."""
Row = TypeVar("Row", bound="Model")


@dataclass(frozen=True)
class Watched:
    """How many notices were written: of rounds that ended, of commitments, of figures; and how many
    adopted texts were put on an agenda."""

    rounds: int = 0
    commitments: int = 0
    figures: int = 0
    agenda: int = 0

    def __bool__(self) -> bool:
        """Whether anything was new."""
        return any((self.rounds, self.commitments, self.figures, self.agenda))


def watch(base: Base | None = None, back: timedelta = BACK) -> Watched:
    """Look once, and tell what is new; with an evidence base at hand, of figures too."""
    now = clock.now()
    ended, placed = ends(now - back, now)
    return Watched(ended, due(now), figures(base) if base is not None else 0, placed)


def ends(since: datetime, now: datetime) -> tuple[int, int]:
    """Tell what rounds came to whose hour passed; adopted texts go on the next agenda (S-12)."""
    told = placed = 0
    window = Q(closes__gte=since, closes__lte=now)
    window |= Q(extensions__closes__gte=since, extensions__closes__lte=now)
    rows = asked(Round.objects.filter(window, withdrawn__isnull=True)).distinct().order_by("closes")
    for some in batches(rows):
        known = outcomes(some, now)
        subjects = {subject_of(row): row for row in some}
        kinds = [kind.value for kind in rounds.ENDS.values()]
        already = set(
            Notice.objects.filter(kind__in=kinds, subject__in=subjects)
            .values_list("subject", flat=True)
            .distinct()
        )
        for subject, row in subjects.items():
            if known[row.pk].state in rounds.ENDS and subject not in already:
                told += rounds.tell_ended(row)
            placed += known[row.pk].adopted and announce(row)
    return told, placed


def announce(round_: Round) -> bool:
    """Put an adopted text on the agenda of the next meeting of its body, once; whether it was.

    It waits where no meeting is planned.
    """
    with writing() as at:
        row = fresh(round_)
        document = row.version.document
        if (
            not come_to(row, at).adopted
            or AgendaItem.objects.filter(papers=document, meeting__starts__gte=row.closes).exists()
        ):
            return False
        planned = Meeting.objects.filter(
            body=row.body, status=MeetingStatus.PLANNED.value, starts__gt=at
        )
        meeting = planned.order_by("starts", "id").first()
        if meeting is None:
            return False
        last = meeting.items.filter(parent=None).aggregate(last=Max("order"))["last"] or 0
        item = AgendaItem.objects.create(
            meeting=meeting, order=last + 1, title=document.title, internal=True
        )
        item.papers.add(document)
        write("agenda.announce", item, at, None, None)
    return True


def due(now: datetime) -> int:
    """Tell the agency that leads of a commitment that is due soon, and once more when it is overdue."""
    today = day_of(now)
    told = 0
    rows = Commitment.objects.select_related("origin__body").filter(due__lte=day_of(now + AHEAD))
    for row in rows.exclude(status=Status.COMPLETED.value).order_by("due", "id"):
        facts = {"due": row.due.isoformat(), "agency": row.lead}
        facts["state"] = "overdue" if row.due < today else "due soon"
        if notices.told_already(notices.Kind.DUE, row, **facts):
            continue
        with writing() as at:
            if notices.told_already(notices.Kind.DUE, row, **facts):
                continue
            body = row.origin.body
            day = day_of(at)
            held = Seat.objects.filter(
                Q(last__isnull=True) | Q(last__gte=day),
                body=body, agency=row.lead, role__in=LEADS, first__lte=day,
            )  # fmt: skip
            told += notices.tell(at, held, notices.Kind.DUE, row, facts | {"text": row.text[:200]})
    return told


def figures(base: Base) -> int:
    """Tell signatories of figures that moved, and the agencies entitled in rounds that run."""
    told = 0
    published = Publication.objects.select_related("round__body", "round__version__document")
    for some in batches(published.order_by("id")):
        known = standings(base, [row.round for row in some])
        for row in some:
            found = reviews.moved_in(read_version(row.round.version.content), known)
            if found:
                told += reviews.tell_moved(base.release.id, row, found)
    running = Round.objects.select_related("body", "version__document")
    for rows in batches(going(running).order_by("id")):
        known = standings(base, rows)
        for each in rows:
            found = reviews.moved_in(read_version(each.version.content), known)
            if found:
                told += tell_running(base.release.id, each, found)
    return told


def tell_running(release: str, round_: Round, found: Iterable[Moved]) -> int:
    """Tell all who are entitled in a round that runs of figures that moved under it, each once."""
    told = 0
    with writing() as at:
        row = fresh(round_)
        if come_to(row, at).decided is not None:
            return 0
        for each in found:
            key = reviews.key_of(each)
            if not notices.told_already(notices.Kind.MOVED, row, **key):
                facts = key | reviews.figures_of(each) | {"release": release}
                facts["symbol"] = row.version.document.title
                told += rounds.tell(at, row, notices.Kind.MOVED, **facts)
    return told


def standings(base: Base, rows: Iterable[Round]) -> dict[Citation, Standing]:
    """What has become of all that some rounds' texts cite, in one question."""
    texts = [read_version(row.version.content) for row in rows]
    return cite.standings(base, [c for text in texts for c in reviews.cited_in(text)])


def batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """The rows of a query, a hundred at a time; no question stays open while others are written."""
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield list(rows.filter(pk__in=ids[start : start + BATCH]))
