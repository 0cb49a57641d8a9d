"""The public record of an adopted text: the words, who signed them, on which figures, and how to check it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from gmg.group.acts import clock, records, reviews, versions
from gmg.group.acts.commitments import seen
from gmg.group.rules import reviews as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.record import instant
from gmg.group.rules.seats import day_of
from gmg.site.frame.errors import NotFound
from gmg.site.room.clocks import exact, running
from gmg.site.room.evidence import moved_of
from gmg.site.room.pages.wording import decimals, shown_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gmg.group.store.models import Commitment, Publication
    from gmg.site.room.asked import Asked


MOST = 100
"""Commitments that a record lists."""
FILES = (("json", "JSON"), ("pdf", "PDF"), ("xml", "Akoma Ntoso"))
"""How a record can be taken away."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """An agency that joined the text, how and by which seat."""

    agency: str
    silent: bool
    role: str
    on_behalf: bool
    at: datetime | None
    reserved: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A round of the history, with the number of the version that it was on."""

    given: dict[str, Any]
    number: int
    opens: datetime
    closed: datetime
    this: bool


def page(asked: Asked, symbol: str) -> HttpResponse:
    """The record for people to read."""
    publication = records.publication(asked.hand, symbol)
    record = records.record_of(publication)
    adopted = publication.round.version
    translations = {v.language: v for v in records.translations_of(adopted)}
    chosen = translations.get(asked.request.GET.get("text", ""), adopted)
    words = versions.words_of([adopted, chosen])
    found = reviews.of(publication, moved_of(words[adopted.key]), tuple(record["signatories"]))
    held = records.held_or_out(publication) == "held"
    answer = asked.draw(
        "room/record.html.j2",
        publication=publication,
        record=record,
        document=adopted.document,
        adopted=adopted,
        text=shown_text(chosen, words[chosen.key]),
        translations=translations,
        signatories=signatories(record),
        past=past(record),
        reviews=found,
        standing=rules.worst(found),
        answers=answering(asked, publication, record),
        held=running(asked.words, publication.embargo) if held else None,
        followed=followed(publication),
        without=without(publication, record),
        positions=sum(len(r["positions"]) for r in record["rounds"]),
        instant_of=instant,
        files=FILES,
        exact=exact,
        decimal=decimals(asked.lang),
    )
    return told(asked, answer, held)


def followed(publication: Publication) -> list[tuple[Commitment, str]]:
    """The commitments that follow from the text, soonest due first, each with its status today."""
    day = day_of(clock.now())
    rows = publication.round.version.document.commitments.order_by("due", "id")[:MOST]
    return [(row, seen(row, day)) for row in rows]


def without(publication: Publication, record: dict[str, Any]) -> list[str]:
    """Signatories of whom no follow-up is known: every adopted text asks each of them for one."""
    rows = publication.round.version.document.commitments.values_list("lead", "support")
    busy = {agency for lead, support in rows for agency in (lead, *support)}
    return [agency for agency in record["signatories"] if agency not in busy]


def signatories(record: dict[str, Any]) -> list[Signatory]:
    """Who joined, from the round that adopted the text."""
    by = adopting(record)
    said = {p["agency"]: p for p in by["positions"] if counts(by, p)}
    reserved = {r["agency"] for r in record["reservations"]}
    return [
        Signatory(
            agency,
            silent=agency not in said,
            role=said[agency]["role"] if agency in said else "",
            on_behalf=bool(agency in said and said[agency]["on_behalf"]),
            at=instant(said[agency]["at"]) if agency in said else None,
            reserved=agency in reserved,
        )
        for agency in record["signatories"]
    ]


def adopting(record: dict[str, Any]) -> dict[str, Any]:
    """The round that adopted the text."""
    found: dict[str, Any] = [r for r in record["rounds"] if r["version"] == record["hash"]][-1]
    return found


def counts(given: dict[str, Any], position: dict[str, Any]) -> bool:
    """Whether a position of a record was entered before the end of its round."""
    return instant(position["at"]) < instant(given["decided"])


def past(record: dict[str, Any]) -> list[Past]:
    """The rounds, oldest first."""
    numbers = {version["hash"]: version["number"] for version in record["versions"]}
    by = adopting(record)["key"]
    return [
        Past(
            given,
            numbers[given["version"]],
            instant(given["opens"]),
            instant(given["decided"] or given["closes"]),
            given["key"] == by,
        )
        for given in record["rounds"]
    ]


def answering(asked: Asked, publication: Publication, record: dict[str, Any]) -> list[str]:
    """The signatories for which the reader may answer a review."""
    body = publication.round.body
    mine = asked.agencies(body)
    return [
        agency
        for agency in record["signatories"]
        if agency in mine and asked.may(Action.REVIEW, body, agency)
    ]


def as_json(asked: Asked, symbol: str) -> HttpResponse:
    """The record as `gmg record check` reads it."""
    return file(asked, symbol, "json", "application/json", written)


def as_xml(asked: Asked, symbol: str) -> HttpResponse:
    """The text as Akoma Ntoso: in the language of the address where there is a translation."""

    def made(record: dict[str, Any]) -> bytes:
        from gmg.exchange.akn import to_akn

        there = {version["text"]["language"] for version in record["translations"]}
        return to_akn(record, asked.lang if asked.lang in there else None)

    return file(asked, symbol, "xml", "application/akn+xml", made)


def as_pdf(asked: Asked, symbol: str) -> HttpResponse:
    """The record on paper, in the language of the address."""
    from gmg.site.note.page import NoFont

    try:
        return file(
            asked, symbol, "pdf", "application/pdf", lambda r: on_paper(written(r), asked.lang)
        )
    except NoFont:
        raise NotFound("No font here holds the letters of that language") from None


@lru_cache(maxsize=64)
def on_paper(record: bytes, lang: str) -> bytes:
    """A record as a PDF; the same record is drawn once."""
    from gmg.site.record import pdf

    return pdf(json.loads(record), lang)


def written(record: dict[str, Any]) -> bytes:
    """A record as text that people can read too."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def file(
    asked: Asked, symbol: str, ending: str, kind: str, make: Callable[[dict[str, Any]], bytes]
) -> HttpResponse:
    """A record as a file, known by its ETag; not sent again to who has it."""
    publication = records.publication(asked.hand, symbol)
    body = make(records.record_of(publication))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    held = records.held_or_out(publication) == "held"
    asked_for = asked.request.headers.get("If-None-Match", "").split(",")
    known = {tag.strip().removeprefix("W/") for tag in asked_for}
    if etag in known:
        answer = HttpResponse(status=304)
        del answer.headers["Content-Type"]
    else:
        answer = HttpResponse(body, content_type=kind)
        name = publication.symbol.replace("/", "-")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer.headers["ETag"] = etag
    return told(asked, answer, held)


def told(asked: Asked, answer: HttpResponse, held: bool) -> HttpResponse:
    """What is public may be kept for a minute; what is held back, and what a person sees, by nobody."""
    shared = asked.person is None and not held
    answer.headers["Cache-Control"] = "public, max-age=60" if shared else "private, no-store"
    return answer
