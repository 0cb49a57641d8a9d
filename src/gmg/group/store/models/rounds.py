"""Rounds on frozen versions, the positions taken in them, and the publication that may follow."""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

from django.db import models

from gmg.group.rules import rounds
from gmg.group.store.models.kept import Kept
from gmg.group.store.models.people import Body, Seat
from gmg.group.store.models.texts import Version


class Round(Kept):
    """A round on one frozen version, with the agencies entitled when it opened.

    `languages` lists the text in each language as it lay before them: `{"language": …, "hash": …}`.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    body = models.ForeignKey(Body, models.PROTECT)
    kind = models.CharField(max_length=20)
    opens = models.DateTimeField()
    closes = models.DateTimeField(db_index=True)
    entitled = models.JSONField()
    reviewers = models.PositiveIntegerField(default=0)
    withdrawn = models.DateTimeField(null=True)
    languages = models.JSONField(default=list)

    def as_rule(self) -> rounds.Round:
        """The round as the rules know it, with its extensions."""
        return rounds.Round(
            rounds.Kind(self.kind),
            self.version.hash,
            self.opens,
            self.closes,
            tuple(self.entitled),
            self.reviewers,
            tuple(
                rounds.Extension(e.at, e.closes)
                for e in sorted(self.extensions.all(), key=attrgetter("pk"))
            ),
            self.withdrawn,
        )


class Extension(models.Model):
    """A later closing hour, for all."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    at = models.DateTimeField()
    closes = models.DateTimeField()


class Position(Kept):
    """What an agency said in a round. Rows are only added.

    `on_behalf` says that a seat signed for its agency's principal; `entered_from` is the address of
    the network from which the sign-off came, which stays out of the log and of the public record.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="positions")
    agency = models.CharField(max_length=20)
    seat = models.ForeignKey(Seat, models.PROTECT)
    verdict = models.CharField(max_length=30)
    amendment = models.BooleanField(default=False)
    statement = models.TextField(blank=True)
    reservation = models.TextField(blank=True)
    version = models.CharField(max_length=64)
    at = models.DateTimeField()
    once = models.CharField(max_length=64, unique=True)
    """A name given by the one who signs: the same sign-off cannot be entered twice."""
    on_behalf = models.BooleanField(default=False)
    entered_from = models.CharField(max_length=45, blank=True, default="")

    PERSONAL: ClassVar[tuple[str, ...]] = ("entered_from",)

    def as_rule(self) -> rounds.Position:
        """The position as the rules know it."""
        return rounds.Position(
            self.agency,
            rounds.Verdict(self.verdict),
            self.at,
            self.version,
            self.pk or 0,
            self.statement,
            self.reservation,
            self.amendment,
        )


class Publication(Kept):
    """An adopted text, with its symbol and the instant until which it is held back."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="publication")
    symbol = models.CharField(max_length=60, unique=True)
    adopted = models.DateTimeField()
    embargo = models.DateTimeField()
