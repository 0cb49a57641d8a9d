"""What the evidence base that is served says of what the room's texts cite."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gmg.evidence.base import NoBase
from gmg.group.acts import reviews
from gmg.site.application.releases import releases
from gmg.site.room.pages import live

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmg.evidence.base import Base
    from gmg.group.rules import texts
    from gmg.group.rules.reviews import Moved


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
    return moved_of_all([text])[0]


def moved_of_all(given: Iterable[texts.Version]) -> list[tuple[Moved, ...]]:
    """The same of several texts, in one question."""
    known = list(given)
    cited = [citation for text in known for citation in reviews.cited_in(text)]
    found = live.standings(cited)
    return [reviews.moved_in(text, found) for text in known]
