"""The log, and what was told to whom."""

from __future__ import annotations

from django.db import models

from gmg.group.rules import chain
from gmg.group.store.models.kept import Kept
from gmg.group.store.models.people import Person


class Event(models.Model):
    """The log. Rows are only added, and each carries the hash of the one before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    seat = models.CharField(max_length=32, blank=True)
    person = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=64)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def as_rule(self) -> chain.Event:
        """The event as the rules know it."""
        return chain.Event(
            self.number,
            self.at,
            self.action,
            self.subject,
            self.seat,
            self.person,
            self.state,
            self.before,
            self.hash,
        )


class Notice(Kept):
    """What a person was told, at the instant of the act that it tells of.

    `subject` is `round:key` and the like, `facts` the plain values that the sentence needs; `mailed`
    is when it went out with a digest.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    read = models.DateTimeField(null=True)
    mailed = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "read"]),)
