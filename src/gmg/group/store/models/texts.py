"""Documents, their versions, and what agencies remark upon them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from gmg.group.rules import texts
from gmg.group.store.models.kept import Kept
from gmg.group.store.models.people import Body

if TYPE_CHECKING:
    from collections.abc import Iterable


class Document(Kept):
    """A statement, position, note, guidance, practice or minutes, over all its versions.

    `audience` is whom it is for: `public`, or `body`, which is never published.
    """

    body = models.ForeignKey(Body, models.PROTECT)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    symbol = models.CharField(max_length=60, blank=True)
    penholder = models.CharField(max_length=20)
    audience = models.CharField(max_length=20, default="public")
    started = models.DateTimeField()
    places = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")


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
        indexes = (models.Index(fields=["frozen"]),)

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
    wording = models.TextField(blank=True)
    taken_in = models.ForeignKey(Version, models.PROTECT, null=True, related_name="taken")
    at = models.DateTimeField()


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
