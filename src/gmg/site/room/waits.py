"""What waits for a person by the seats of today: for the desk, and for the mail that says the same.

Every list is bounded and says whether there is more; the number of queries is the same for a room of
ten documents and of ten thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db.models import Count, Q

from gmg.group.acts import clock, notices, records, reviews
from gmg.group.acts.outcomes import extensions_of, going, outcomes, positions_in
from gmg.group.rules import remarks as remark_rules
from gmg.group.rules import rounds as rules
from gmg.group.rules.commitments import Status
from gmg.group.rules.meetings import Status as MeetingStatus
from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.seats import CHAIRS, day_of
from gmg.group.store.models import (
    Commitment,
    Issue,
    Meeting,
    Position,
    Publication,
    Remark,
    Round,
    Seat,
    Version,
)
from gmg.site.room.evidence import moved_by_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from gmg.group.acts.hand import Hand
    from gmg.group.rules.reviews import Review
    from gmg.group.rules.rounds import Outcome
    from gmg.group.store.models import Notice

EACH = 8
"""Rows of one list on the desk."""
LOOKED_AT = 25
"""Rounds that run, and texts signed last, that are looked through for what waits."""
SOON = timedelta(days=60)
RECENT = timedelta(days=90)
OF_ROUND = (
    "pk", "key", "kind", "body", "version__document__title", "version__hash", "opens", "closes",
    "entitled",
)  # fmt: skip
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Few(Generic[Row]):
    """The first rows of a list, and whether there are more."""

    rows: list[Row] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """A round that runs: the agencies for which the person speaks and which have not answered.

    `silent` is how many have not answered at all; it is asked where the person speaks for none.
    """

    key: str
    kind: str
    title: str
    closes: datetime
    unanswered: tuple[str, ...]
    answered: tuple[str, ...]
    silent: int | None = None

    @property
    def order(self) -> tuple[bool, bool, datetime]:
        """What waits for a word first, then what closes first."""
        return (not self.unanswered, not self.answered, self.closes)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A signed text whose figures moved, and the agencies that have not said whether it stands."""

    row: Publication
    reviews: tuple[Review, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chairs:
    """What waits for a chair."""

    to_open: Few[Version]
    to_publish: Few[Round]
    issues: Few[Issue]


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits; `chair` is None for who holds no chair today."""

    rounds: Few[Running]
    remarks: Few[Remark]
    commitments: Few[Commitment]
    meetings: Few[Meeting]
    moved: Few[Reviewed]
    told: Few[Notice]
    chair: Chairs | None


def waiting(hand: Hand, seats: Iterable[Seat], now: datetime | None = None) -> Waiting:
    """What waits for the holder of some seats."""
    held, at = tuple(seats), now or clock.now()
    return Waiting(
        rounds=running(held, at),
        remarks=few(remarks_to_answer(held)),
        commitments=few(commitments_due(held, at)),
        meetings=few(meetings_soon(held, at)),
        moved=moved(held, at),
        told=few(notices.unread(hand)),
        chair=chairs(held, at),
    )


def few(rows: QuerySet[Any]) -> Few[Any]:
    """The first rows, by one query."""
    found = list(rows[: EACH + 1])
    return Few(found[:EACH], len(found) > EACH)


def by_right(seats: Iterable[Seat], action: Action, state: str = "any") -> dict[int, set[str]]:
    """Body to the agencies for which a seat of today may do something for its own agency."""
    found: dict[int, set[str]] = {}
    for seat in seats:
        if allowed(action, state, seat.role, own=True):
            found.setdefault(seat.body_id, set()).add(seat.agency)
    return found


def any_of(pairs: dict[int, set[str]], make: Callable[[int, set[str]], Q]) -> Q:
    """One of several conditions; none where there are none."""
    condition = Q(pk__in=())
    for body, agencies in pairs.items():
        condition |= make(body, agencies)
    return condition


def running(seats: tuple[Seat, ...], now: datetime) -> Few[Running]:
    """The rounds that run, those first in which an agency of the person has not answered."""
    speaks = by_right(seats, Action.POSITION, "open")
    rows = going(records.rounds_of(seats)).order_by("closes", "id")
    looked = [Read(*row) for row in rows.values_list(*OF_ROUND)[: LOOKED_AT + 1]]
    known = said_in(looked[:LOOKED_AT], set().union(*speaks.values()), now)
    found, numbers = [], {}
    for row in looked[:LOOKED_AT]:
        outcome = known[row.pk]
        if outcome.decided is not None:
            continue
        ours = [a for a in row.entitled if a in speaks.get(row.body, ())]
        silent = tuple(a for a in ours if a in outcome.silent)
        said = tuple(a for a in ours if a not in outcome.silent)
        found.append(Running(row.key, row.kind, row.title, outcome.closes, silent, said))
        numbers[row.key] = row
    found.sort(key=lambda each: each.order)
    shown = counted(found[:EACH], numbers)
    return Few(shown, len(found) > EACH or len(looked) > LOOKED_AT)


class Read(NamedTuple):
    """What is read of a round that runs."""

    pk: int
    key: str
    kind: str
    body: int
    title: str
    version: str
    opens: datetime
    closes: datetime
    entitled: list[str]

    def rule(self, extensions: tuple[rules.Extension, ...]) -> rules.Round:
        """The round as the rules know it."""
        return rules.Round(
            rules.Kind(self.kind), self.version, self.opens, self.closes, tuple(self.entitled),
            extensions=extensions,
        )  # fmt: skip


def said_in(rows: list[Read], agencies: set[str], now: datetime) -> dict[int, Outcome]:
    """What rounds that run have come to, from what some agencies said and what breaks a silence."""
    ids = [row.pk for row in rows]
    if not ids:
        return {}
    breaks = Q(verdict=rules.Verdict.OBJECTS.value) | Q(amendment=True)
    said = positions_in(Position.objects.filter(Q(agency__in=agencies) | breaks, round__in=ids))
    later = extensions_of(ids)
    return {
        row.pk: rules.outcome(row.rule(tuple(later[row.pk])), tuple(said[row.pk]), now)
        for row in rows
    }


def counted(shown: list[Running], rows: dict[str, Read]) -> list[Running]:
    """The same with how many are silent, where the person speaks for nobody in a round."""
    asked = [rows[each.key].pk for each in shown if not each.unanswered and not each.answered]
    if not asked:
        return shown
    spoke = Position.objects.filter(round__in=asked).values_list("round")
    count = dict(spoke.annotate(Count("agency", distinct=True)))
    return [
        replace(each, silent=len(row.entitled) - count.get(row.pk, 0)) if row.pk in asked else each
        for each, row in ((each, rows[each.key]) for each in shown)
    ]


def remarks_to_answer(seats: tuple[Seat, ...]) -> QuerySet[Remark]:
    """The open remarks on the texts of which the person's agency holds the pen."""
    pens = by_right(seats, Action.ANSWER)
    mine = any_of(
        pens,
        lambda body, agencies: Q(
            version__document__body=body, version__document__penholder__in=agencies
        ),
    )
    readers = Q(visibility__in=(remark_rules.ALL, remark_rules.DRAFTERS))
    readers |= Q(agency__in={seat.agency for seat in seats})
    rows = Remark.objects.select_related("version__document").defer("version__content")
    return rows.filter(mine, readers, state=remark_rules.OPEN).order_by("at", "id")


def commitments_due(seats: tuple[Seat, ...], now: datetime) -> QuerySet[Commitment]:
    """What the person's agencies lead and have not completed, due soon or overdue."""
    leads = by_right(seats, Action.REPORT)
    mine = any_of(leads, lambda body, agencies: Q(origin__body=body, lead__in=agencies))
    rows = Commitment.objects.select_related("origin")
    soon = day_of(now + SOON)
    return (
        rows.filter(mine, due__lte=soon)
        .exclude(status=Status.COMPLETED.value)
        .order_by("due", "id")
    )


def meetings_soon(seats: tuple[Seat, ...], now: datetime) -> QuerySet[Meeting]:
    """The meetings of the person's bodies that are not over."""
    rows = Meeting.objects.select_related("body").exclude(status=MeetingStatus.CANCELLED.value)
    bodies = {seat.body_id for seat in seats}
    return rows.filter(body__in=bodies, ends__gt=now, starts__lte=now + SOON).order_by(
        "starts", "id"
    )


def moved(seats: tuple[Seat, ...], now: datetime) -> Few[Reviewed]:
    """The texts that the person's agencies signed and whose figures wait for their word.

    The texts published last are looked through; of older ones notices tell when a release comes.
    """
    signs = by_right(seats, Action.REVIEW)
    if not signs:
        return Few()
    rows = Publication.objects.filter(round__body__in=signs).order_by("-id")
    looked = rows.values_list("pk", "round__version", "round__version__hash")[:LOOKED_AT]
    figures = moved_by_hash({digest: version for _, version, digest in looked})
    ids = [pk for pk, _, digest in looked if figures[digest]]
    if not ids:
        return Few()
    touched = list(
        Publication.objects.select_related("round__body", "round__version__document")
        .defer("round__version__content")
        .prefetch_related("reviews")
        .filter(pk__in=ids)
        .order_by("-id")
    )
    known = outcomes([row.round for row in touched], now)
    found = []
    for row in touched:
        signatories = known[row.round_id].signatories
        reviewed = reviews.of(row, figures[row.round.version.hash], signatories)
        silent = {a for review in reviewed for a in review.waiting}
        mine = tuple(a for a in signatories if a in silent and a in signs[row.round.body_id])
        if mine:
            found.append(Reviewed(row, reviewed, mine))
    return Few(found[:EACH], len(found) > EACH)


def chairs(seats: tuple[Seat, ...], now: datetime) -> Chairs | None:
    """What waits for the chair: texts to put to a round, adopted ones to publish, issues to place."""
    bodies = {seat.body_id for seat in seats if seat.role in CHAIRS}
    if not bodies:
        return None
    frozen = Version.objects.select_related("document").only("key", "number", "document__title").filter(
        document__body__in=bodies, document__symbol="", rounds__isnull=True,
        frozen__gte=now - RECENT, content__translates="",
    )  # fmt: skip
    issues = Issue.objects.filter(body__in=bodies, state="open").order_by("-at", "-id")
    return Chairs(few(frozen.order_by("-frozen", "-id")), unpublished(bodies, now), few(issues))


def unpublished(bodies: set[int], now: datetime) -> Few[Round]:
    """Adopted texts that wait for their symbol."""
    kinds = [rules.Kind.CLEARANCE, rules.Kind.SILENCE, rules.Kind.PRINCIPALS]
    rows = Round.objects.select_related("version__document", "body").defer("version__content")
    rows = rows.filter(
        body__in=bodies, closes__lte=now, closes__gte=now - RECENT, kind__in=kinds,
        publication__isnull=True, withdrawn__isnull=True, version__document__symbol="",
    ).order_by("-closes", "-id")  # fmt: skip
    looked = list(rows[:LOOKED_AT])
    known = outcomes(looked, now)
    adopted = [row for row in looked if known[row.pk].adopted]
    return Few(adopted[:EACH], len(adopted) > EACH)
