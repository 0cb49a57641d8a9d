"""What the group itself has said of a place or with an agency's name: its own words, never evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmg.records.said import Said
    from gmg.site.frame.ask import Ask

MOST = 12


def of_place(ask: Ask, place: str) -> list[dict[str, Any]]:
    """Statements on a place, commitments for it, practices from it; the newest of each first."""
    return shown(ask, (one for one in ask.said if place in one.places))


def with_agency(ask: Ask, agency: str) -> list[dict[str, Any]]:
    """What an agency signed, promised or submitted."""
    return shown(ask, (one for one in ask.said if agency in one.agencies))


def shown(ask: Ask, said: Iterable[Said]) -> list[dict[str, Any]]:
    """The first of them, each with its page."""
    return [
        {
            "kind": kind_words(ask, one.kind),
            "title": one.title,
            "agencies": one.agencies,
            "state": state_words(ask, one.state),
            "when": ask.words.date(one.last),
            "href": f"/{ask.words.lang}/{one.path}",
            "document": one.as_json(),
        }
        for one in list(said)[:MOST]
    ]


def kind_words(ask: Ask, kind: str) -> str:
    """What it is."""
    _ = ask.words._
    return {
        "statement": _("Statement"),
        "commitment": _("Commitment"),
        "practice": _("Practice"),
    }[kind]


def state_words(ask: Ask, state: str) -> str:
    """How it stands."""
    from gmg.site.room.terms import term

    return term(ask.words.lang, state)
