"""Which places answer to a question about one place."""

from __future__ import annotations

from gmg.axes import where


def answering(code: str) -> tuple[str, ...]:
    """The place itself, then former and composite places it is or was a part of.

    Their figures are shown beside, under their own name, never as those of the place.

    >>> answering("SRB")[:2]
    ('SRB', 'SRB_XKX')
    """
    wider = [
        place.code
        for place in where.places()
        if place.kind in ("former", "composite")
        and (code in place.successors or code in composite_members(place.code))
    ]
    return (code, *wider)


def composite_members(code: str) -> tuple[str, ...]:
    """Parts of a composite place; nothing where no list is held."""
    try:
        return tuple(where.members(code))
    except where.NoMembers:
        return ()
