"""Remarks: where one stands in a later version, and proposed wording taken over into a paragraph.

A remark hangs on the uid of a paragraph and a quote from it, never on a line or an offset: an offset
is worked out anew for each pair of versions and stored nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.redline import Added, Kept, Run, compared
from gmg.group.rules.texts import Paragraph, Version, marks

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMENT, QUESTION, WORDING = KINDS = ("comment", "question", "proposed wording")
OWN, DRAFTERS, ALL = VISIBILITIES = ("own agency", "drafters", "all")
OPEN, ANSWERED, ACCEPTED, DECLINED, WITHDRAWN = STATES = (
    "open", "answered", "accepted", "declined", "withdrawn",
)  # fmt: skip
ANSWERS = (ANSWERED, DECLINED, WITHDRAWN)
"""What a remark becomes by an answer; it is accepted by a version that takes its wording over."""


class Place(StrEnum):
    """Where a remark stands in a later version, as it is said beside it."""

    EXACT = "at the words it quotes"
    MOVED = "the words it quotes stand elsewhere in the paragraph"
    QUOTE_GONE = "the words it quotes are gone: it stands on the paragraph"
    PARAGRAPH_GONE = "its paragraph is gone: it stands on the nearest one before it"
    DOCUMENT = "its paragraph is gone, and all before it: it stands on the document"


@dataclass(frozen=True)
class Stand:
    """Where a remark stands: `uid` is empty on the document.

    `start` and `end` bound the quote in the paragraph's text as stored, in code points; None where
    the remark stands on a whole paragraph or on the document.
    """

    place: Place
    uid: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Proposal:
    """Wording that an agency proposes in place of a quote, or of a whole paragraph (no quote)."""

    agency: str
    uid: str
    quote: str
    wording: str


@dataclass(frozen=True)
class Taken:
    """A paragraph with proposed wording in it, and whose wording it is.

    `runs` leads from the paragraph as it was. Where the wording stands in a later version is asked of
    `stands` with `uid` and `wording`, as for a quote.
    """

    agency: str
    uid: str
    wording: str
    paragraph: Paragraph
    runs: tuple[Run, ...]


class NotTaken(ValueError):
    """Wording that may not be taken over unseen; the text says what to do."""


def drafts(penholder: str, seats: Iterable[tuple[str, str]]) -> bool:
    """Whether one of these seats (role, agency) writes the text of a penholder's agency."""
    return any(
        allowed(Action.WRITE, "draft", role, own=agency == penholder) for role, agency in seats
    )


def seen(visibility: str, by: str, penholder: str, seats: Iterable[tuple[str, str]]) -> bool:
    """Whether a remark made by an agency is shown to who holds these seats (role, agency) of its body.

    Its own agency always sees it; `drafters` are those who may write the text; `all` are all seats
    of the body.
    """
    held = list(seats)
    if any(agency == by for _, agency in held):
        return True
    return (visibility == ALL and bool(held)) or (
        visibility == DRAFTERS and drafts(penholder, held)
    )


def stands(uid: str, quote: str, old: Version, new: Version) -> Stand:
    """Where a remark made on `old` stands in `new`.

    The quote is exact where its words were carried over as they stood, whatever was written before
    them; moved where they are found elsewhere in the paragraph. A quote that a paragraph has several
    times means the first; blanks count as equal whatever their kind, letters in NFC and NFD too.
    """
    here, there = paragraph_of(new, uid), paragraph_of(old, uid)
    if here is None:
        return bereft(uid, old, new)
    return replace(stands_in(quote, there.text if there else None, here.text), uid=uid)


def stands_in(quote: str, was: str | None, now: str) -> Stand:
    """Where a quote from a paragraph stands in the paragraph as it is now; the uid is left empty."""
    if not quote.strip():
        return Stand(Place.EXACT, "")
    first = next(iter(spans(quote, was)), None) if was is not None else None
    found = spans(quote, now)
    if not found:
        return Stand(Place.QUOTE_GONE, "")
    if was is None or first is None:
        return Stand(Place.MOVED, "", *found[0])
    expected = carried(compared(was, now), first[0])
    nearest = min(found, key=lambda span: abs(span[0] - expected))
    place = Place.EXACT if nearest[0] == expected else Place.MOVED
    return Stand(place, "", *nearest)


def bereft(uid: str, old: Version, new: Version) -> Stand:
    """Where a remark stands whose paragraph is gone: on the nearest earlier one that is still there."""
    surviving = {paragraph.uid for paragraph in new.paragraphs}
    before = [p.uid for p in takewhile(lambda p: p.uid != uid, old.paragraphs)]
    if len(before) == len(old.paragraphs):
        return Stand(Place.DOCUMENT, "")
    for earlier in reversed(before):
        if earlier in surviving:
            return Stand(Place.PARAGRAPH_GONE, earlier)
    return Stand(Place.DOCUMENT, "")


def paragraph_of(version: Version, uid: str) -> Paragraph | None:
    """The paragraph of that uid, or None."""
    return next((paragraph for paragraph in version.paragraphs if paragraph.uid == uid), None)


def spans(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a text has a quote, first to last; overlapping ones too, but none within a letter.

    A quote that ends in the middle of a letter and its combining marks is not found there.
    """
    forms = dict.fromkeys([quote, *(unicodedata.normalize(form, quote) for form in ("NFC", "NFD"))])
    found = set()
    for form in forms:
        words = r"\s+".join(re.escape(word) for word in form.split())
        if words:
            found |= {(m.start(), m.end(1)) for m in re.finditer(f"(?=({words}))", text)}
    return sorted(
        (start, end) for start, end in found if not (end < len(text) and combines(text[end]))
    )


def combines(sign: str) -> bool:
    """Whether a sign sits on the letter before it."""
    return unicodedata.category(sign).startswith("M")


def carried(runs: tuple[Run, ...], offset: int) -> int:
    """Where an offset in the old text comes to in the new one.

    In words that were removed it comes to as far into those that came in their place.
    """
    was = now = 0
    replaced = 0
    for run in runs:
        size = len(run.text)
        if isinstance(run, Added):
            now += size
            continue
        if offset < was + size:
            return now + offset - was
        was += size
        now += size if isinstance(run, Kept) else replaced
    return now


def take_over(proposal: Proposal, old: Version, new: Version) -> Taken:
    """The paragraph of `new` with the wording that an agency proposed on `old`, and its author.

    Raises NotTaken where the paragraph or the quote is gone, where the paragraph now has the quote
    several times, or where a whole paragraph was proposed for one that has changed since. A citation
    goes with the last of its marks that the wording replaces.
    """
    stand = stands(proposal.uid, proposal.quote, old, new)
    here = paragraph_of(new, proposal.uid)
    if here is None:
        raise NotTaken("The paragraph is gone: propose the wording on one that is there")
    if not proposal.quote.strip():
        was = paragraph_of(old, proposal.uid)
        if was is None or was.text != here.text:
            raise NotTaken("The paragraph has changed since: compare, and propose the wording anew")
        text = proposal.wording
    else:
        if stand.start is None or stand.end is None:
            raise NotTaken("The words to be replaced are gone: quote words that are there")
        if len(spans(proposal.quote, here.text)) > 1:
            raise NotTaken("The words to be replaced are there several times: quote more of them")
        text = here.text[: stand.start] + proposal.wording + here.text[stand.end :]
    gone = set(marks(here.text)) - set(marks(text))
    citations = tuple(citation for citation in here.citations if citation.key not in gone)
    paragraph = replace(here, text=text, citations=citations)
    return Taken(proposal.agency, here.uid, proposal.wording, paragraph, compared(here.text, text))
