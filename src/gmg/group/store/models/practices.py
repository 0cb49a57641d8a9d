"""Practices: submitted by an agency, reviewed by criteria, published with places and topics."""

from __future__ import annotations

from django.db import models

from gmg.group.store.models.kept import Kept
from gmg.group.store.models.texts import Document


class Practice(Kept):
    """What was done where, and which objectives it serves; its text is a document of its own.

    `turn` counts how often it was submitted: an improved text is reviewed anew.
    """

    document = models.OneToOneField(Document, models.PROTECT, related_name="practice")
    agency = models.CharField(max_length=20)
    objectives = models.JSONField(default=list)
    places = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    completion = models.CharField(max_length=20)
    turn = models.PositiveIntegerField(default=1)
    submitted = models.DateTimeField(null=True)
    published = models.DateTimeField(null=True)


class Report(Kept):
    """A reviewer's report on a practice; a conflict of interest is declared before reading.

    `declared` is the instant of the declaration, `conflict` what was declared. Scores are by
    criterion, empty until they are given.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="reports")
    turn = models.PositiveIntegerField(default=1)
    agency = models.CharField(max_length=20)
    person = models.CharField(max_length=32)
    inside = models.BooleanField(default=True)
    declared = models.DateTimeField(null=True)
    conflict = models.BooleanField(null=True)
    scores = models.JSONField(default=dict)
    verdict = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "turn", "person"], name="one_report_a_reviewer"
            ),
        )


class Question(Kept):
    """What a reviewer asks the submitter, and the answer."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="questions")
    person = models.CharField(max_length=32)
    text = models.TextField()
    answer = models.TextField(blank=True)
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True)
