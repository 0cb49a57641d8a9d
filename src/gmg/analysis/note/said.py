"""What the group itself had said by a day: adopted statements, what follows from them, practices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gmg.analysis.note.model import Block, Line, Record, Section
from gmg.analysis.note.words import Speaker
from gmg.axes import who
from gmg.axes.tables import UnknownCode
from gmg.records.said import Said

KINDS = ("statement", "commitment", "practice")
MOST = 12
"""Of each kind, the newest."""


def sections(said: tuple[Said, ...], on: date, say: Speaker) -> Iterator[Section]:
    """One section, where anything was said by that day."""
    known = [one for one in said if one.first <= on]
    blocks = [block for kind in KINDS if (block := of_kind(kind, known, say)) is not None]
    if blocks:
        yield Section("said", say.phrase("h_said"), tuple(blocks))


def of_kind(kind: str, known: list[Said], say: Speaker) -> Block | None:
    """The lines of one kind; None where there are none."""
    lines = tuple(line(one, say) for one in known if one.kind == kind)[:MOST]
    return Block("list", lines, say.phrase(f"h_said_{kind}")) if lines else None


def line(one: Said, say: Speaker) -> Line:
    """One of them, resting on its record in the room."""
    sentence = say.say(
        f"said_{one.kind}",
        record(one),
        title=one.title.rstrip("."),
        agencies=", ".join(label(code) for code in one.agencies),
        date=one.last,
    )
    return Line((sentence,))


def record(one: Said) -> Record:
    """Where it can be read."""
    says = f"{one.title.rstrip('.')} ({', '.join(one.agencies)}; {one.state})"
    return Record("text", one.id, says, address=one.path)


def label(code: str) -> str:
    """The short name of an agency; its code where it has none."""
    try:
        return who.agency(code).label
    except UnknownCode:
        return code
