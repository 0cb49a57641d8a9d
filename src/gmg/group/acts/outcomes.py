"""What rounds have come to: the rule, asked with what the room holds."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from gmg.group.acts import clock
from gmg.group.rules import rounds
from gmg.group.store.models import Extension, Position, Round

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet


VERDICTS = {verdict.value: verdict for verdict in rounds.Verdict}


def come_to(round_: Round, now: datetime | None = None) -> rounds.Outcome:
    """What a round has come to, now or at an instant."""
    return rounds.outcome(round_.as_rule(), positions_of(round_), now or clock.now())


def positions_of(round_: Round) -> tuple[rounds.Position, ...]:
    """All positions in a round, in the order of the log."""
    return tuple(row.as_rule() for row in sorted(round_.positions.all(), key=attrgetter("pk")))


def fresh(round_: Round) -> Round:
    """A round as it stands now, with its text and its body; the words are left until they are asked."""
    return asked(Round.objects.all()).get(pk=round_.pk)


def asked(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with the body and the text that they are on, without its words."""
    return rows.select_related("body", "version__document__body").defer("version__content")


def going(rows: QuerySet[Round]) -> QuerySet[Round]:
    """The rounds whose hour has not come and that were not withdrawn; a silence may have been broken."""
    now = clock.now()
    later = Extension.objects.filter(round=OuterRef("pk"), closes__gt=now)
    return rows.filter(Q(closes__gt=now) | Exists(later), withdrawn__isnull=True)


def outcomes(rows: Iterable[Round], now: datetime | None = None) -> dict[int, rounds.Outcome]:
    """What many rounds have come to, by number, in two questions whatever their count.

    Reasons of positions are left out: they decide nothing.
    """
    known, at = list(rows), now or clock.now()
    ids = [row.pk for row in known]
    said, later = positions_in(Position.objects.filter(round__in=ids)), extensions_of(ids)
    return {
        row.pk: rounds.outcome(rule(row, tuple(later[row.pk])), tuple(said[row.pk]), at)
        for row in known
    }


def positions_in(rows: QuerySet[Position]) -> dict[int, list[rounds.Position]]:
    """Positions by the number of their round, in the order of the log and without their reasons."""
    said: dict[int, list[rounds.Position]] = defaultdict(list)
    names = ("round", "agency", "verdict", "at", "version", "pk", "reservation", "amendment")
    for of, agency, verdict, when, version, number, reservation, amendment in rows.order_by(
        "pk"
    ).values_list(*names):
        position = rounds.Position(
            agency, VERDICTS[verdict], when, version, number, "", reservation, amendment
        )
        said[of].append(position)
    return said


def extensions_of(ids: list[int]) -> dict[int, list[rounds.Extension]]:
    """The extensions of rounds, in the order of the log."""
    later: dict[int, list[rounds.Extension]] = defaultdict(list)
    rows = Extension.objects.filter(round__in=ids).order_by("pk")
    for of, when, closes in rows.values_list("round", "at", "closes"):
        later[of].append(rounds.Extension(when, closes))
    return later


def rule(row: Round, extensions: tuple[rounds.Extension, ...]) -> rounds.Round:
    """A round as the rules know it, with extensions that are known already."""
    return rounds.Round(
        rounds.Kind(row.kind),
        row.version.hash,
        row.opens,
        row.closes,
        tuple(row.entitled),
        row.reviewers,
        extensions,
        row.withdrawn,
    )
