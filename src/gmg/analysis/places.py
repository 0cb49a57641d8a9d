"""Which places answer to a question about one place."""

from __future__ import annotations

from functools import lru_cache

from gmg.axes import where


def answering(code: str) -> tuple[str, ...]:
    """The place itself, then former and composite places it is or was a part of.

    Their figures are shown beside, under their own name, never as those of the place.

    >>> answering("SRB")[:2]
    ('SRB', 'SRB_XKX')
    """
    wider = [name for name, parts in _wider().items() if code in parts and name != code]
    return (code, *wider)


@lru_cache(maxsize=1)
def _wider() -> dict[str, frozenset[str]]:
    """Former and composite places with all that they consisted of."""
    return {
        place.code: frozenset(place.successors) | composite_members(place.code)
        for place in where.places()
        if place.kind in ("former", "composite")
    }


def composite_members(code: str) -> frozenset[str]:
    """Parts of a composite place; nothing where no list is held."""
    try:
        return frozenset(where.members(code))
    except where.NoMembers:
        return frozenset()
