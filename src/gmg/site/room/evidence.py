"""What the evidence base that is served says of what the room's texts cite."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gmg.evidence.base import NoBase
from gmg.group.acts import reviews, versions
from gmg.group.store.models import Version
from gmg.site.application.releases import releases
from gmg.site.room.pages import live

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gmg.evidence.base import Base
    from gmg.group.rules import texts
    from gmg.group.rules.reviews import Moved


KEPT = 4_096
_moved: OrderedDict[tuple[str, str], tuple[Moved, ...]] = OrderedDict()
_lock = threading.Lock()


@contextmanager
def base() -> Iterator[Base | None]:
    """The release that is served, through a cursor of one's own; None where there is none."""
    try:
        opened = releases().get().own()
    except NoBase:
        yield None
        return
    try:
        yield opened
    finally:
        opened.connection.close()


def moved_of(text: texts.Version) -> tuple[Moved, ...]:
    """The citations of a text that the newest edition has otherwise; what is known is not asked again."""
    return reviews.moved_in(text, live.standings(reviews.cited_in(text)))


def moved_by_hash(given: Mapping[str, int]) -> dict[str, tuple[Moved, ...]]:
    """The same of frozen texts, by hash and number of their version: asked once for each release."""
    try:
        release = releases().current_name()
    except NoBase:
        return dict.fromkeys(given, ())
    with _lock:
        found = {digest: _moved[release, digest] for digest in given if (release, digest) in _moved}
    absent = {digest: number for digest, number in given.items() if digest not in found}
    if absent:
        rows = Version.objects.defer("content").filter(pk__in=absent.values())
        texts = versions.words_of(rows)
        words = {row.hash: texts[row.key] for row in rows}
        known = live.standings(c for text in words.values() for c in reviews.cited_in(text))
        new = {digest: reviews.moved_in(text, known) for digest, text in words.items()}
        with _lock:
            _moved.update({(release, digest): moved for digest, moved in new.items()})
            while len(_moved) > KEPT:
                _moved.popitem(last=False)
        found |= new
    return found
