"""Notices as sentences, in the reader's language, and the page that each leads to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from gmg.group.acts.notices import Kind
from gmg.group.rules.numerals import written
from gmg.site.room.apart import apart
from gmg.site.room.clocks import exact
from gmg.site.room.terms import term

if TYPE_CHECKING:
    from gmg.group.store.models import Notice
    from gmg.site.words import Words


class Facts(dict[str, str]):
    """The facts of a notice; one that is missing leaves a dash and no error."""

    def __missing__(self, name: str) -> str:
        """A dash."""
        return "—"


def said(words: Words, notice: Notice) -> str:
    """What a notice says; its kind alone where it is of a kind that is not known here."""
    known = sentences(words)
    how = notice.facts.get("change") or notice.facts.get("state") or ""
    text = known.get(f"{notice.kind}: {how}") or known.get(notice.kind, notice.kind)
    return text.format_map(spoken(words, notice.facts))


def spoken(words: Words, facts: Mapping[str, str]) -> Facts:
    """The facts of a notice as they are said: names of agencies, instants, kinds of rounds."""
    found = Facts({name: str(value) for name, value in facts.items()})
    if "agency" in found:
        found["agency"] = str(words.agency(found["agency"]))
    for name in ("asks", "state", "role", "kind"):
        if name in found:
            found[name] = term(words.lang, found[name])
    if "due" in found:
        found["due"] = day(words, found["due"])
    for name in ("closes", "embargo", "starts"):
        if name in found:
            found[name] = instant(found[name])
    for name in ("signed", "value"):
        if name in found:
            found[name] = figure(words, found[name])
    return Facts({name: apart(words, value) for name, value in found.items()})


def instant(text: str) -> str:
    """An instant as it is shown; as it stands where it is none."""
    try:
        return exact(datetime.fromisoformat(text))
    except ValueError:
        return text


def figure(words: Words, text: str) -> str:
    """A figure as it is shown; one that is empty was dropped."""
    if not text:
        return words._("dropped by its source")
    try:
        return written(Decimal(text), words.lang)
    except ArithmeticError:
        return text


def day(words: Words, text: str) -> str:
    """A day as it is shown; as it stands where it is none."""
    try:
        return words.date(date.fromisoformat(text))
    except ValueError:
        return text


def sentences(words: Words) -> dict[str, str]:
    """A sentence for each kind, and where it is told how, for each way."""
    _ = words._
    return {
        Kind.OPENED: _("{title}: {asks} is open until {closes}"),
        Kind.EXTENDED: _("{title}: {asks} is extended to {closes}"),
        Kind.WITHDRAWN: _("{title}: {asks} was withdrawn"),
        Kind.BROKEN: _("{title}: the silence is broken by {agency}; the text is not adopted"),
        Kind.ADOPTED: _("{title}: adopted"),
        Kind.CLOSED: _("{title}: {asks} has ended: {state}"),
        Kind.PUBLISHED: _("{title}: published as {symbol}, public from {embargo}"),
        Kind.ANSWERED: _("{title}: your remark was answered"),
        f"{Kind.ANSWERED}: accepted": _("{title}: your wording was accepted"),
        f"{Kind.ANSWERED}: declined": _("{title}: your remark was declined"),
        Kind.DUE: _("Due {due}: {text}"),
        f"{Kind.DUE}: overdue": _("Overdue since {due}: {text}"),
        Kind.MOVED: _("{symbol}: a figure that was {signed} is {value} in edition {edition}"),
        Kind.REOPEN: _("{symbol}: {agency} asks to reopen the text"),
        Kind.SEATED: _("You hold a seat in {body}: {role}, {agency}"),
        Kind.MEETING: _("{title}: meeting on {starts}"),
        f"{Kind.MEETING}: changed": _("{title}: the meeting was changed, it begins on {starts}"),
        f"{Kind.MEETING}: cancelled": _("{title}: the meeting of {starts} is cancelled"),
    }


PAGES = {
    "round": "round/{key}",
    "publication": "review/{key}",
    "commitment": "commitment/{key}",
    "meeting": "meeting/{key}",
}
"""What a notice is about, and its page in the room."""


def page_of(notice: Notice) -> str:
    """The page of the room that a notice leads to; empty for the desk."""
    what, _, key = notice.subject.partition(":")
    if what == "remark":
        document = str(notice.facts.get("document", ""))
        return f"document/{document}" if document else ""
    return PAGES.get(what, "").format(key=key)
