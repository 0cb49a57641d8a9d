"""Meetings of a body, what they speak of, and what they decide."""

from __future__ import annotations

from django.db import models

from gmg.group.store.models.kept import Kept, new_key
from gmg.group.store.models.people import Body
from gmg.group.store.models.texts import Document


class Programme(Kept):
    """What a chair means to do in its time, under one theme."""

    body = models.ForeignKey(Body, models.PROTECT)
    agency = models.CharField(max_length=20)
    theme = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    first = models.DateField()
    last = models.DateField()


class Meeting(Kept):
    """A meeting: a stable `uid` for calendars, and a `sequence` that grows with each change."""

    body = models.ForeignKey(Body, models.PROTECT)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="meetings")
    title = models.CharField(max_length=300)
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()
    zone = models.CharField(max_length=60, default="UTC")
    place = models.CharField(max_length=300, blank=True)
    uid = models.CharField(max_length=64, unique=True, default=new_key)
    sequence = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, default="planned")
    changed = models.DateTimeField()
    minutes = models.ForeignKey(Document, models.PROTECT, null=True, related_name="minutes_of")


class Issue(Kept):
    """A finding, a gap or another matter that a member wants spoken of.

    `subject` is the lasting id of the finding or the key of the cell, `path` its page, and `words`
    what the evidence base of `release` said of it on the day it was raised. `note` is why it was
    raised, `closing` why it was closed.
    """

    body = models.ForeignKey(Body, models.PROTECT)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    release = models.CharField(max_length=80, blank=True)
    agency = models.CharField(max_length=20)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    state = models.CharField(max_length=20, default="open")
    closing = models.TextField(blank=True)


class AgendaItem(Kept):
    """An item of the agenda tree: `order` counts among the items of one parent."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="items")
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    internal = models.BooleanField(default=True)
    papers = models.ManyToManyField(Document, related_name="items")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="items")


class Attendance(Kept):
    """How an agency took part in a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    agency = models.CharField(max_length=20)
    how = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "agency"], name="one_attendance_an_agency"),
        )


class Decision(Kept):
    """What a meeting decided; rows are only added."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "number"], name="one_decision_of_a_number"),
        )
