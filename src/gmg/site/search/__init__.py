"""Search in six languages: `search` answers a text, `suggest` a page that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.site.frame.addresses import Addresses
    from gmg.site.search.answer import Results
    from gmg.site.search.hit import Hit


def search(
    base: Base, text: str, lang: str, limit: int = 20, kinds: tuple[str, ...] | None = None
) -> Results:
    """See `gmg.site.search.answer.search`."""
    from gmg.site.search import answer

    return answer.search(base, text, lang, limit, kinds)


def suggest(base: Base, text: str, lang: str, to: Addresses | None = None) -> list[Hit]:
    """The likeliest pages for a text that led nowhere, with their addresses where `to` is given."""
    from gmg.site.search import answer

    found = answer.suggest(base, text, lang)
    return found if to is None else [hit.addressed(to) for hit in found]


def warm(base: Base) -> None:
    """Build the index of a release and read the vocabulary, before anybody asks."""
    from gmg.site.search.answer import search as answered

    answered(base, "refugess", "en", 1)  # misspelt, so that the names for corrections are read too
