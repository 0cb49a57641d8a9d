"""The forms of a document's page: remark, answer, take over, freeze, tag, take new figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.group.acts import cite, remarks, texts
from gmg.group.acts.refusals import NotAllowed
from gmg.group.acts.versions import key_of, words_of
from gmg.group.rules import remarks as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.texts import LONGEST_PARAGRAPH
from gmg.site.room.asked import BadForm
from gmg.site.room.codes import places, topics
from gmg.site.room.pages import live, prose

if TYPE_CHECKING:
    from gmg.group.rules.citations import Standing
    from gmg.group.rules.texts import Citation
    from gmg.group.rules.texts import Version as Text
    from gmg.group.store.models import Document, Remark, Version
    from gmg.site.room.asked import Asked

UNKNOWN = "There is no such remark, or no seat of yours may read it"


@dataclass(frozen=True, slots=True)
class FormAt:
    """Which form of the margin is open, and with what in it: at a paragraph, or below a remark."""

    paragraph: str = ""
    remark: str = ""
    quote: str = ""


def form_at(asked: Asked) -> FormAt:
    """The form that the address opens, or that was refused; quotes are cut, never run."""
    given = asked.given
    quote = given.get("quote", "")[: remarks.LONGEST]
    if asked.posted and asked.do == "remark":
        return FormAt(paragraph=given.get("paragraph", ""), quote=quote)
    if asked.posted:
        return FormAt(remark=given.get("remark", ""))
    return FormAt(given.get("remark_on", ""), given.get("answer", ""), quote)


def speaks_for(asked: Asked, document: Document, state: str) -> list[str]:
    """The agencies for which the person may remark on a document."""
    body = document.body
    return [a for a in asked.agencies(body) if asked.may(Action.REMARK, body, a, state)]


def take(asked: Asked, version: Version, newest: Version, late: int) -> str:
    """Do what the form asks; where to go then. Refusals are those of the acts.

    `late` is how many paragraphs of a translation are behind its text.
    """
    match asked.do:
        case "remark":
            row = remark(asked, version)
            return at(asked, version, f"r-{row.key}")
        case "answered" | "declined" | "withdrawn" as state:
            row = named(asked, version.document)
            words = asked.text("words", most=remarks.LONGEST, needed=state == "answered")
            remarks.answer(asked.hand, row, state, words)
            return at(asked, version, f"p-{row.paragraph}")
        case "take":
            return take_over(asked, version, newest)
        case "freeze":
            return freeze(asked, version, late)
        case "tag":
            audience = asked.choice("audience", ("", *texts.AUDIENCES))
            texts.tag(asked.hand, version.document, places(asked), topics(asked), audience)
            return at(asked, version, "tags")
        case "fresh":
            return fresh(asked, version, newest)
    raise BadForm("do", "This page has no such form")


def at(asked: Asked, version: Version, place: str) -> str:
    """The page of a version, at a place on it; the part of a long text that was open stays open."""
    query = {name: asked.request.GET.get(name, "") for name in ("part", "paragraph")}
    path = f"document/{version.document.key}"
    return f"{asked.at(path, version=version.key, **query)}#{place}"


def remark(asked: Asked, version: Version) -> Remark:
    """The remark that the form describes."""
    kind = asked.choice("kind", rules.KINDS)
    proposes = kind == rules.WORDING
    uid = asked.text("paragraph", most=40)
    quote = asked.text("quote", most=remarks.LONGEST, needed=False)
    return remarks.make(
        asked.hand,
        version,
        asked.choice("agency", speaks_for(asked, version.document, texts.state_of(version))),
        uid,
        asked.text("text", most=remarks.LONGEST, needed=not proposes),
        quote=stored(quote, version, uid),
        kind=kind,
        visibility=asked.choice("visibility", rules.VISIBILITIES),
        wording=asked.text("wording", most=LONGEST_PARAGRAPH) if proposes else "",
    )


def stored(quote: str, version: Version, uid: str) -> str:
    """A quote as the text is stored: where it was copied with a figure, the figure's mark is meant."""
    here = rules.paragraph_of(words_of([version])[version.key], uid)
    if here is None or not quote or rules.spans(quote, here.text):
        return quote
    now = live.standings(here.citations)
    frozen = version.frozen is not None
    meant = quote
    for citation in sorted(here.citations, key=lambda one: one.value or 0, reverse=True):
        one = prose.cited(citation, now.get(citation), version.language, frozen=frozen)
        meant = meant.replace(one.text, f"[[{citation.key}]]")
    return meant if rules.spans(meant, here.text) else quote


def named(asked: Asked, document: Document) -> Remark:
    """The remark that the form names; what is not shown to the person is told as not there."""
    from gmg.group.store.models import Remark

    rows = Remark.objects.select_related("version__document__body")
    key = key_of(asked.given.get("remark", ""))
    row = rows.filter(remarks.shown_to(document, asked.seats), key=key).first()
    if row is None:
        raise NotAllowed(UNKNOWN)
    return row


def take_over(asked: Asked, version: Version, newest: Version) -> str:
    """Proposed wording becomes part of a new version, written on the one the person had before them."""
    row = named(asked, version.document)
    words = asked.text("words", most=remarks.LONGEST, needed=False)
    on = newest if asked.given.get("on", "") == newest.key else version
    made = remarks.take_over(asked.hand, row, on, words)
    return at(asked, made, f"p-{row.paragraph}")


def freeze(asked: Asked, version: Version, late: int) -> str:
    """Freeze a version; what is still open in it has been said, and is known."""
    waiting = asked.given.get("known", "") != "yes" and (late or waits(asked, version))
    if waiting:
        raise BadForm("known", "Something is still open in this version: say that you know")
    texts.freeze(asked.hand, version)
    return at(asked, version, "main")


def waits(asked: Asked, version: Version) -> bool:
    """Whether remarks are open, figures missing or moved, in a version about to be frozen."""
    from gmg.group.store.models import Remark

    rows = Remark.objects.filter(remarks.shown_to(version.document, asked.seats))
    if rows.filter(version__language=version.language, state=rules.OPEN).exists():
        return True
    words = words_of([version])[version.key]
    cites = cited(words)
    known = live.standings(cites)
    return any(citation.value is None for citation in cites) or any(
        one.state.value in ("changed", "withdrawn") for one in known.values()
    )


def cited(words: Text) -> list[Citation]:
    """All citations of a text."""
    return [citation for paragraph in words.paragraphs for citation in paragraph.citations]


def fresh(asked: Asked, version: Version, newest: Version) -> str:
    """A new version with the newest figures, in all citations or in the one that is named."""
    words = words_of([newest])[newest.key]
    known: dict[Citation, Standing] = live.standings(cited(words))
    keys = [asked.given["key"]] if asked.given.get("key") else None
    on = newest if asked.given.get("on", "") == newest.key else version
    made = texts.write_version(asked.hand, version.document, cite.refreshed(words, known, keys), on)
    return at(asked, made, "figures")
