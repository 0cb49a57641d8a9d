"""What follows from a text: commitments and their trail, and reviews of figures that were revised."""

from __future__ import annotations

from django.db import models

from gmg.group.store.models.kept import Kept
from gmg.group.store.models.meetings import Decision
from gmg.group.store.models.rounds import Publication
from gmg.group.store.models.texts import Document


class Commitment(Kept):
    """Who promised what by when, from which text or decision, and how far it has come."""

    origin = models.ForeignKey(Document, models.PROTECT, related_name="commitments")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="commitments")
    kind = models.CharField(max_length=20, default="pledge")
    text = models.TextField()
    lead = models.CharField(max_length=20, db_index=True)
    support = models.JSONField(default=list)
    due = models.DateField(db_index=True)
    high = models.BooleanField(default=False)
    status = models.CharField(max_length=20)
    evidence = models.TextField(blank=True)
    paper = models.ForeignKey(Document, models.PROTECT, null=True, related_name="shows")
    verified_by = models.CharField(max_length=20, blank=True)
    places = models.JSONField(default=list)
    topics = models.JSONField(default=list)


class Move(Kept):
    """A step in the life of a commitment, with its reason; rows are only added."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="moves")
    agency = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    at = models.DateTimeField()


class Review(Kept):
    """What a signatory says of a signed figure that a later edition has otherwise; rows are only added.

    `verdict` is `stands` or `reopen`; `edition` and `value` are those that it was said of.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="reviews")
    paragraph = models.CharField(max_length=40)
    citation = models.CharField(max_length=40)
    edition = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=40, blank=True)
    agency = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
