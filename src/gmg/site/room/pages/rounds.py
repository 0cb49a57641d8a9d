"""Rounds: the board of agencies and rounds, and the opening of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from gmg.group.acts import clock, records, rounds
from gmg.group.acts.outcomes import going, outcomes
from gmg.group.acts.refusals import NotAllowed
from gmg.group.acts.versions import key_of
from gmg.group.rules import rounds as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.rounds import Kind
from gmg.site.room.asked import BadForm
from gmg.site.room.clocks import ZONES, Clock, exact, running, zones
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.rules.rounds import Condition, Outcome
    from gmg.group.store.models import Round, Version
    from gmg.site.room.asked import Asked

EACH = 6
"""Rounds on one board: more columns than that nobody reads."""
RUNNING, ALL = "running", "all"
RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Column:
    """A round on the board, and what each agency has said in it."""

    row: Round
    outcome: Outcome
    closes: Clock
    under_silence: bool

    def cell(self, agency: str) -> str:
        """What counts of what an agency said; `-` where it is not entitled, empty for no reply."""
        if agency not in self.row.entitled:
            return "-"
        return next((p.verdict.value for p in self.outcome.counted if p.agency == agency), "")

    def reserved(self, agency: str) -> bool:
        """Whether an agency joins with a reservation."""
        return any(p.agency == agency for p in self.outcome.reservations)


def page(asked: Asked) -> HttpResponse:
    """Agencies by rounds, the newest first."""
    which = asked.request.GET.get("show", "")
    rows = records.rounds_of(asked.seats).order_by("-opens", "-id")
    found = paged(asked, going(rows) if which == RUNNING else rows, EACH)
    now = clock.now()
    known = outcomes(found.rows, now)
    columns = [column(asked, row, known[row.pk]) for row in found.rows]
    mine = {seat.agency for seat in asked.seats}
    return asked.draw(
        "room/rounds.html.j2",
        columns=columns,
        agencies=sorted({agency for row in found.rows for agency in row.entitled}),
        mine=mine,
        slice=found,
        which=which,
        may_open=any(asked.may(Action.OPEN, body) for body in asked.bodies()),
        exact=exact,
    )


def column(asked: Asked, row: Round, outcome: Outcome) -> Column:
    """A round with what it has come to."""
    closes = running(asked.words, outcome.closes)
    silent = row.kind == Kind.SILENCE and outcome.state in (rules.State.OPEN, rules.State.ANNOUNCED)
    return Column(row, outcome, closes, silent)


def new(asked: Asked) -> HttpResponse:
    """The form that opens a round, with what it needs and what is missing; or the texts it could be on."""
    if not any(asked.may(Action.OPEN, body) for body in asked.bodies()):
        raise NotAllowed("A chair opens rounds")
    key = asked.given.get("version", "")
    if not key:
        return asked.draw(
            "room/round_choose.html.j2", slice=paged(asked, waiting(asked)), exact=exact
        )
    version = version_named(asked, key)
    if asked.posted:
        row = asked.attempt(lambda: opened(asked, version))
        if row is not None:
            return asked.go(asked.at(f"round/{row.key}"))
    ready = rounds.ready_for(asked.hand, version)
    return asked.draw(
        "room/round_open.html.j2",
        version=version,
        document=version.document,
        conditions=rules.conditions(Kind.CLEARANCE, ready),
        for_silence=rules.conditions(Kind.SILENCE, ready)[5:],
        languages=ready.languages,
        members=ready.members,
        need_words=lambda condition: need_in_words(asked, condition),
        kinds=kinds_of(version),
        zones=zones(asked.words),
        closes=f"{suggested(version):%Y-%m-%dT%H:%M}",
        hours=max(version.document.body.silence_hours, 72),
    )


def kinds_of(version: Version) -> list[str]:
    """The kinds of rounds on a text: only a practice is reviewed by peers."""
    practice = version.document.kind == "practice"
    return [kind.value for kind in Kind if practice or kind is not Kind.PEER_REVIEW]


def waiting(asked: Asked) -> QuerySet[Version]:
    """Frozen versions on which no round was opened yet, in the bodies that the person chairs."""
    from gmg.group.store.models import Version

    bodies = [body.pk for body in asked.bodies() if asked.may(Action.OPEN, body)]
    rows = Version.objects.select_related("document__body").defer("content")
    return rows.filter(
        document__body__in=bodies,
        frozen__gte=clock.now() - RECENT,
        rounds__isnull=True,
        document__symbol="",
    ).order_by("-frozen", "-id")


def version_named(asked: Asked, key: str) -> Version:
    """The version that a round is to be on: one of a text that the person reads and body it chairs."""
    from gmg.group.store.models import Version

    row = Version.objects.select_related("document__body").filter(key=key_of(key)).first()
    if row is None or not asked.may(Action.OPEN, row.document.body):
        raise NotAllowed("There is no such version, or you do not chair its body")
    records.document(asked.hand, row.document.key)
    return row


def opened(asked: Asked, version: Version) -> Round:
    """The round that the form describes."""
    kind = Kind(asked.choice("kind", kinds_of(version)))
    reviewers = 0
    if kind is Kind.PEER_REVIEW:
        text = asked.text("reviewers", most=3)
        if not (text.isascii() and text.isdigit()):
            raise BadForm("reviewers", "Give a whole number")
        reviewers = int(text)
    closes = asked.instant("closes", asked.choice("closes_zone", ZONES))
    return rounds.open_round(asked.hand, version, kind, closes, reviewers=reviewers)


def suggested(version: Version) -> object:
    """A closing instant that any kind of round allows: whole hours, a day more than a silence lasts."""
    hours = max(version.document.body.silence_hours, 72) + 24
    return (clock.now() + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)


def need_in_words(asked: Asked, condition: Condition) -> str:
    """A condition of the opening, in a sentence."""
    _ = asked.words._
    return {
        rules.Need.CHAIR: _("You hold the chair of the body today"),
        rules.Need.FROZEN: _("The version is frozen: its words no longer change"),
        rules.Need.CITATIONS: _("Every citation has its figure"),
        rules.Need.FREE: _("No other round on this version runs"),
        rules.Need.MEMBERS: _("The body has members today, who are entitled"),
        rules.Need.SWITCHED_ON: _("The rules of the body have a silence procedure"),
        rules.Need.LANGUAGES: _("The text lies in the languages that the rules of the body name"),
        rules.Need.NO_SYMBOL: _("The text bears no symbol: it is given on adoption"),
    }[condition.need]  # fmt: skip
