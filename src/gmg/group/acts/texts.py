"""Documents: started, written in versions, translated, tagged, frozen."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.group.acts import outcomes
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import rounds, texts
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Document, Publication, Round, Version

if TYPE_CHECKING:
    from datetime import datetime

    from gmg.group.store.models import Body

KINDS = ("statement", "position", "note", "guidance", "practice", "minutes")
PUBLIC, BODY = AUDIENCES = ("public", "body")
MOST_TAGS = 60


def start(
    hand: Hand,
    body: Body,
    kind: str,
    title: str,
    penholder: str,
    corrects: Document | None = None,
    audience: str = "",
) -> Document:
    """A new document, of which the penholder's agency writes the versions.

    One that corrects another points to it: after its adoption nothing in the other changes. Minutes
    are for the body alone, other texts for the public, unless it is said otherwise.
    """
    audience = audience or (BODY if kind == "minutes" else PUBLIC)
    if kind not in KINDS or audience not in AUDIENCES:
        raise Conflict("There is no such kind of document")
    refuse_title(title)
    if corrects is not None and (corrects.body_id != body.pk or not adopted(corrects)):
        raise Conflict("A correction points to an adopted text of the same body")
    with writing() as at:
        by = allow(hand, body, Action.START, penholder)
        document = Document.objects.create(
            body=body,
            kind=kind,
            title=title,
            penholder=penholder,
            audience=audience,
            started=at,
            corrects=corrects,
            places=corrects.places if corrects else [],
            topics=corrects.topics if corrects else [],
        )
        write(Action.START, document, at, hand, by)
    return document


def refuse_title(title: str) -> None:
    """Raise Conflict where a title cannot be one."""
    wrong = texts.flaw(texts.normalised(texts.Version("", title, "en", 0)))
    if wrong is not None:
        raise Conflict(wrong.text, **wrong.facts)


def write_version(
    hand: Hand, document: Document, text: texts.Version, on: Version | None
) -> Version:
    """The next version in the document's own language, written on the one that the writer had.

    Raises Conflict where another was written meanwhile: theirs stands, and yours is not lost but
    not kept either: it is in the hands of the caller. The same words again make no version. After
    adoption there are no further versions.
    """
    with writing() as at:
        by = allow(hand, document.body, Action.WRITE, document.penholder, "draft")
        spoken = language_of(document)
        if spoken not in ("", text.language):
            raise Conflict("This document is written in another language: write a translation")
        if adopted(document):
            raise Conflict("This text is adopted and changes no more: write a correction of it")
        version = kept(document, replace(text, translates=""), on, at)
        if version != on:
            document.title = version.content["title"]
            document.save(update_fields=["title"])
            write(Action.WRITE, version, at, hand, by)
    return version


def translate(hand: Hand, source: Version, text: texts.Version, on: Version | None) -> Version:
    """The next version in another language; it names the hash of the version that it translates.

    Raises Conflict as `write_version` does. An adopted text may still be translated.
    """
    document = source.document
    if text.language == source.language or source.content["translates"]:
        raise Conflict("A translation is made from the document's own language into another")
    with writing() as at:
        by = allow(hand, document.body, Action.TRANSLATE, document.penholder)
        version = kept(document, replace(text, translates=source.hash), on, at)
        if version != on:
            write(Action.TRANSLATE, version, at, hand, by)
    return version


def kept(document: Document, text: texts.Version, on: Version | None, at: datetime) -> Version:
    """The text as the newest version of its language, or the one it was written on if it is the same."""
    text = texts.normalised(text)
    wrong = texts.flaw(text)
    if wrong is not None:
        raise Conflict(wrong.text, **wrong.facts)
    newest = latest(document, text.language)
    if (newest and newest.key) != (on and on.key):
        raise Conflict(
            "Version {number} was written meanwhile: read it, and write yours on it",
            number=newest.number if newest else 0,
        )
    numbered = replace(text, document=document.key, number=newest.number + 1 if newest else 1)
    if newest and texts.digest(replace(numbered, number=newest.number)) == newest.hash:
        return newest
    return Version.objects.create(
        document=document,
        language=text.language,
        number=numbered.number,
        parent=newest,
        content=content_of(numbered),
        hash=texts.digest(numbered),
        made=at,
    )


def freeze(hand: Hand, version: Version) -> Version:
    """From now on nothing in this version changes: the database itself refuses."""
    with writing() as at:
        version.refresh_from_db(fields=["frozen"])
        by = allow(hand, version.document.body, Action.FREEZE, state=state_of(version))
        freeze_at(version, at)
        write(Action.FREEZE, version, at, hand, by)
    return version


def freeze_at(version: Version, at: datetime) -> None:
    """Set the instant of freezing, once."""
    version.frozen = at
    version.save(update_fields=["frozen"])


def tag(
    hand: Hand,
    document: Document,
    places: tuple[str, ...],
    topics: tuple[str, ...],
    audience: str = "",
) -> Document:
    """The places and topics under whose profiles a document is found, and whom it is for."""
    if audience not in ("", *AUDIENCES):
        raise Conflict("There is no such kind of document")
    if len(places) + len(topics) > MOST_TAGS:
        raise Conflict("A text has at most {most} tags", most=MOST_TAGS)
    known, themes = set(where.codes()), {theme.code for theme in what.themes()}
    if not (set(places) <= known and set(topics) <= themes):
        raise Conflict("A tag is a code of a place or of a topic")
    with writing() as at:
        by = allow(hand, document.body, Action.TAG, document.penholder)
        document.places = list(dict.fromkeys(places))
        document.topics = list(dict.fromkeys(topics))
        document.audience = audience or document.audience
        document.save(update_fields=["places", "topics", "audience"])
        write(Action.TAG, document, at, hand, by)
    return document


def latest(document: Document, language: str) -> Version | None:
    """The newest version in a language."""
    return document.versions.filter(language=language).order_by("-number").first()


def language_of(document: Document) -> str:
    """The language that a document is written in: that of its first version; empty before it."""
    first = document.versions.order_by("id").values_list("language", flat=True).first()
    return first or ""


def adopted(document: Document) -> bool:
    """Whether a document was adopted: it has a symbol, or its last round that ended adopted it.

    A text cleared at one level that the next one does not adopt is open again.
    """
    if Publication.objects.filter(round__version__document=document).exists():
        return True
    rows = Round.objects.filter(version__document=document, withdrawn__isnull=True)
    row = rows.exclude(kind=rounds.Kind.CONSULTATION.value).order_by("-id").first()
    if row is None:
        return False
    return outcomes.come_to(row).adopted


def state_of(version: Version) -> str:
    """Draft or frozen."""
    return "draft" if version.frozen is None else "frozen"


def content_of(version: texts.Version) -> dict[str, Any]:
    """A version as the JSON that it is kept as; figures as text, so that no digit is lost."""
    content = asdict(version)
    for paragraph in content["paragraphs"]:
        for citation in paragraph["citations"]:
            value = citation["value"]
            citation["value"] = None if value is None else str(value)
            citation["tolerance"] = str(citation["tolerance"])
    return content
