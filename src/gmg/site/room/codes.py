"""Codes of places and topics in forms: each one known, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import what, where
from gmg.site.room.asked import BadForm

if TYPE_CHECKING:
    from gmg.site.room.asked import Asked

NO_PLACE = "{code} is no code of a place: use those of ISO 3166, such as LBY"


def places(asked: Asked, name: str = "places") -> tuple[str, ...]:
    """Places by code, parted by blanks or commas; BadForm names the first that is none."""
    found = asked.text(name, most=600, needed=False).replace(",", " ").split()
    known = []
    for code in found:
        try:
            known.append(where.get(code.upper()).code)
        except where.UnknownPlace:
            raise BadForm(name, NO_PLACE, code=code) from None
    return tuple(dict.fromkeys(known))


def topics(asked: Asked, name: str = "topics") -> tuple[str, ...]:
    """Topics, from the boxes that were ticked."""
    return tuple(asked.choices(name, [theme.code for theme in what.themes()]))
