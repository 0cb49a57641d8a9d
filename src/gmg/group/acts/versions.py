"""Reading texts: a document with its state, which of its versions are shown, their words, read once."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gmg.group.acts import reading
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.permissions import Action, allowed
from gmg.group.store.models import Document, Publication, Version, read_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from gmg.group.rules import texts
    from gmg.group.store.models import Seat

KEY = re.compile("[0-9a-f]{32}")
KEPT = 128
_words: OrderedDict[tuple[str, str], texts.Version] = OrderedDict()
_lock = threading.Lock()


def key_of(text: str) -> str:
    """The text where it is a key of ours, else nothing: no other reaches the database."""
    return text if KEY.fullmatch(text) else ""


def document(held: Iterable[Seat], key: str) -> Document:
    """A document by its key with its state as `state_now`, to who holds these seats, by one query.

    Just those that `records.document` gives; what may not be read is told as what there is not.
    """
    rows: QuerySet[Any] = reading.with_state(Document.objects.select_related("body", "corrects"))
    row = rows.filter(key=key_of(key)).first()
    if row is not None:
        roles = {seat.role for seat in held if seat.body_id == row.body_id} or {"public"}
        if any(allowed(Action.READ, row.state_now, role, own=role != "public") for role in roles):
            found: Document = row
            return found
    raise NotAllowed("There is no such document, or no seat of yours may read it")


def shown_to(document: Document, held: Iterable[Seat]) -> QuerySet[Version]:
    """The versions of a document that are shown to who holds these seats, without their words.

    Seats of the body read drafts as the matrix says. Others, who came by a published text, read that
    text and the frozen translations of it.
    """
    roles = {seat.role for seat in held if seat.body_id == document.body_id}
    rows = Version.objects.filter(document=document).defer("content")
    if not roles:
        out = Publication.objects.filter(round__version__document=document)
        given = Q(pk__in=out.values("round__version"))
        hashes = list(out.values_list("round__version__hash", flat=True))
        return rows.filter(
            given | Q(frozen__isnull=False, content__translates__in=hashes)
        ).select_related("document__body")
    drafts, frozen = (
        any(allowed(Action.READ, state, role, own=True) for role in roles)
        for state in ("draft", "frozen")
    )
    may = Q(pk__in=())
    may |= Q(frozen__isnull=True) if drafts else Q(pk__in=())
    may |= Q(frozen__isnull=False) if frozen else Q(pk__in=())
    return rows.filter(may).select_related("document__body")


def words_of(rows: Iterable[Version]) -> dict[str, texts.Version]:
    """The words of versions by key; those not known yet are read by one query.

    What is written in a version never changes, draft or frozen: another word is another version.
    """
    wanted = {(row.key, row.hash): row.pk for row in rows}
    with _lock:
        known = {name: _words[name] for name in wanted if name in _words}
        for name in known:
            _words.move_to_end(name)
    absent = [pk for name, pk in wanted.items() if name not in known]
    if absent:
        read = Version.objects.filter(pk__in=absent).values_list("key", "hash", "content")
        new = {(key, hash_): read_version(content) for key, hash_, content in read}
        with _lock:
            _words.update(new)
            while len(_words) > KEPT:
                _words.popitem(last=False)
        known |= new
    return {key: words for (key, _), words in known.items()}
