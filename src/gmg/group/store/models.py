"""The tables of the room. What may happen to them is in `gmg.group.acts`; here is only their shape."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from gmg.group.rules import chain, rounds, seats, texts

if TYPE_CHECKING:
    from collections.abc import Iterable


def new_key() -> str:
    """A random name of 128 bits, that cannot be counted through."""
    return uuid.uuid4().hex


class Kept(models.Model):
    """A row with a public name that says nothing."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True


class Body(Kept):
    """The group, its principals, a working group or a task team, and its own rules.

    `silence_hours` 0 means that the body has no silence procedure.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True)
    silence_hours = models.PositiveIntegerField(default=0)


class Person(Kept):
    """Somebody who acts through seats, and in no other way."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, default="en")


class Seat(Kept):
    """A dated seat of an agency in a body."""

    body = models.ForeignKey(Body, models.PROTECT)
    agency = models.CharField(max_length=20, db_index=True)
    role = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True)

    class Meta:
        indexes = (models.Index(fields=["body", "first"]), models.Index(fields=["person", "first"]))

    def as_rule(self) -> seats.Seat:
        """The seat as the rules know it."""
        return seats.Seat(
            self.body.code,
            self.agency,
            seats.Role(self.role),
            self.first,
            self.last,
            self.person.key if self.person else None,
            self.key,
        )


class Document(Kept):
    """A statement, position, note, guidance, practice or minutes, over all its versions."""

    body = models.ForeignKey(Body, models.PROTECT)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    symbol = models.CharField(max_length=60, blank=True)
    penholder = models.CharField(max_length=20)
    started = models.DateTimeField()


class Version(Kept):
    """A version of a document in one language; nothing in it changes once it is frozen."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True)
    content = models.JSONField()
    hash = models.CharField(max_length=64, db_index=True)
    made = models.DateTimeField()
    frozen = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["document", "language", "number"], name="one_version_of_a_number"
            ),
        )

    def as_rule(self) -> texts.Version:
        """The version as the rules know it."""
        return read_version(self.content)


class Remark(Kept):
    """What an agency says of a paragraph: it hangs on the paragraph's name and a quote."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="remarks")
    paragraph = models.CharField(max_length=40)
    quote = models.TextField(blank=True)
    agency = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    visibility = models.CharField(max_length=20)
    text = models.TextField()
    state = models.CharField(max_length=20, default="open")
    answer = models.TextField(blank=True)
    at = models.DateTimeField()


class Round(Kept):
    """A round on one frozen version, with the agencies entitled when it opened."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    body = models.ForeignKey(Body, models.PROTECT)
    kind = models.CharField(max_length=20)
    opens = models.DateTimeField()
    closes = models.DateTimeField(db_index=True)
    entitled = models.JSONField()
    reviewers = models.PositiveIntegerField(default=0)
    withdrawn = models.DateTimeField(null=True)

    def as_rule(self) -> rounds.Round:
        """The round as the rules know it, with its extensions."""
        return rounds.Round(
            rounds.Kind(self.kind),
            self.version.hash,
            self.opens,
            self.closes,
            tuple(self.entitled),
            self.reviewers,
            tuple(rounds.Extension(e.at, e.closes) for e in self.extensions.order_by("id")),
            self.withdrawn,
        )


class Extension(models.Model):
    """A later closing hour, for all."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    at = models.DateTimeField()
    closes = models.DateTimeField()


class Position(Kept):
    """What an agency said in a round. Rows are only added."""

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


class Commitment(Kept):
    """Who promised what by when, from which text, and how far it has come."""

    origin = models.ForeignKey(Document, models.PROTECT, related_name="commitments")
    text = models.TextField()
    lead = models.CharField(max_length=20, db_index=True)
    support = models.JSONField(default=list)
    due = models.DateField(db_index=True)
    status = models.CharField(max_length=20)
    evidence = models.TextField(blank=True)
    verified_by = models.CharField(max_length=20, blank=True)


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


def read_version(content: dict[str, Any]) -> texts.Version:
    """A version from the JSON that it is kept as."""
    return texts.Version(
        document=content["document"],
        title=content["title"],
        language=content["language"],
        number=content["number"],
        paragraphs=tuple(read_paragraph(p) for p in content["paragraphs"]),
        translates=content["translates"],
        facts=dict(content["facts"]),
    )


def read_paragraph(content: dict[str, Any]) -> texts.Paragraph:
    """A paragraph from the JSON that it is kept as."""
    return texts.Paragraph(
        content["uid"], content["num"], content["text"], read_citations(content["citations"])
    )


def read_citations(content: Iterable[dict[str, Any]]) -> tuple[texts.Citation, ...]:
    """Citations from JSON: figures come back as the decimals that they were."""
    found = []
    for row in content:
        value = None if row["value"] is None else Decimal(row["value"])
        exact = {"value": value, "tolerance": Decimal(row["tolerance"])}
        found.append(texts.Citation(**(row | exact)))
    return tuple(found)


def state_hash(row: models.Model) -> str:
    """The SHA-256 of a row as it stands."""
    import hashlib

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date | datetime) else value

    fields = {f.attname: plain(f.value_from_object(row)) for f in row._meta.concrete_fields}
    return hashlib.sha256(texts.canonical(fields)).hexdigest()
