"""Documents: started, written in versions, frozen, remarked upon."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import texts
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Document, Remark, Version

if TYPE_CHECKING:
    from datetime import datetime

    from gmg.group.store.models import Body

KINDS = ("statement", "position", "note", "guidance", "practice", "minutes")
ANSWERS = ("answered", "accepted", "declined", "withdrawn")


def start(hand: Hand, body: Body, kind: str, title: str, penholder: str) -> Document:
    """A new document, of which the penholder's agency writes the versions."""
    if kind not in KINDS:
        raise Conflict(f"{kind!r} is no kind of document: {', '.join(KINDS)}")
    with writing() as at:
        by = allow(hand, body, Action.START, penholder)
        document = Document.objects.create(
            body=body, kind=kind, title=title, penholder=penholder, started=at
        )
        write(Action.START, document, at, hand, by)
    return document


def write_version(
    hand: Hand, document: Document, text: texts.Version, on: Version | None
) -> Version:
    """The next version in its language, written on the one that the writer had before them.

    Raises Conflict where another was written meanwhile: theirs stands, and yours is not lost but
    not kept either: it is in the hands of the caller. The same words again make no version.
    """
    with writing() as at:
        by = allow(hand, document.body, Action.WRITE, document.penholder, "draft")
        newest = latest(document, text.language)
        if (newest and newest.key) != (on and on.key):
            raise Conflict(
                f"Version {newest.number if newest else 0} was written meanwhile: "
                "read it, and write yours on it"
            )
        numbered = replace(text, document=document.key, number=newest.number + 1 if newest else 1)
        if newest and texts.digest(replace(numbered, number=newest.number)) == newest.hash:
            return newest
        version = Version.objects.create(
            document=document,
            language=text.language,
            number=numbered.number,
            parent=newest,
            content=content_of(numbered),
            hash=texts.digest(numbered),
            made=at,
        )
        write(Action.WRITE, version, at, hand, by)
    return version


def freeze(hand: Hand, version: Version) -> Version:
    """From now on nothing in this version changes: the database itself refuses."""
    with writing() as at:
        by = allow(hand, version.document.body, Action.FREEZE, state=state_of(version))
        freeze_at(version, at)
        write(Action.FREEZE, version, at, hand, by)
    return version


def freeze_at(version: Version, at: datetime) -> None:
    """Set the instant of freezing, once."""
    version.frozen = at
    version.save(update_fields=["frozen"])


def remark(
    hand: Hand,
    version: Version,
    agency: str,
    paragraph: str,
    text: str,
    quote: str = "",
    kind: str = "comment",
    visibility: str = "all",
) -> Remark:
    """What an agency says of a paragraph."""
    known = {p.uid: p.text for p in version.as_rule().paragraphs}
    if paragraph not in known:
        raise Conflict("This version has no such paragraph")
    if quote and quote not in known[paragraph]:
        raise Conflict("The quote does not stand in that paragraph")
    with writing() as at:
        by = allow(hand, version.document.body, Action.REMARK, agency, state_of(version))
        row = Remark.objects.create(
            version=version,
            paragraph=paragraph,
            quote=quote,
            agency=agency,
            kind=kind,
            visibility=visibility,
            text=text,
            at=at,
        )
        write(Action.REMARK, row, at, hand, by)
    return row


def answer(hand: Hand, row: Remark, state: str, text: str = "") -> Remark:
    """Answer a remark: answered, accepted, declined, or withdrawn by the agency that made it."""
    if state not in ANSWERS:
        raise Conflict(f"A remark becomes {', '.join(ANSWERS)}, not {state!r}")
    document = row.version.document
    owner = row.agency if state == "withdrawn" else document.penholder
    with writing() as at:
        by = allow(hand, document.body, Action.ANSWER, owner)
        row.state, row.answer = state, text
        row.save(update_fields=["state", "answer"])
        write(Action.ANSWER, row, at, hand, by)
    return row


def latest(document: Document, language: str) -> Version | None:
    """The newest version in a language."""
    return document.versions.filter(language=language).order_by("-number").first()


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
