"""The mandate of an agency, from the table of mandates."""

from __future__ import annotations

from gmg.analysis.note.model import Block
from gmg.analysis.note.words import Speaker


def blocks(agency: str, say: Speaker) -> tuple[Block, ...]:
    """What the mandate covers, function by function, each with its confidence."""
    return ()
