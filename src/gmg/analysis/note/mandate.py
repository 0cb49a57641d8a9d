"""The mandate of an agency: what the group's note says of it, and its functions by theme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Record, Sentence
from gmg.analysis.note.words import Speaker
from gmg.axes import mandates, what
from gmg.axes.mandates import Mandate, Text


def block(agency: str, on: date, say: Speaker) -> Block:
    """The note's text with what is lost of it, then a line a function, its themes by confidence."""
    held = mandates.mandates(agency, on=on)
    text = mandates.text(agency)
    lines = [Line(tuple(_text(text, say)))] if text else []
    lines += [_line(one.code, held, say) for one in mandates.functions() if _has(one.code, held)]
    if not held:
        behind = rec.fact("mandates", f"no row with {agency}", "", "")
        lines.append(Line((say.say("mandate_none", behind),)))
    return Block("list", tuple(lines), say.phrase("h_mandate"))


def _text(text: Text, say: Speaker) -> Iterator[Sentence]:
    record = rec.fact(
        f"mandate_texts/{text.agency}",
        text.text or f"the note's text on {text.agency}: {text.state}",
        text.confidence,
        "",
        text.note,
    )
    if text.text and text.state != "lost":
        yield say.quote(text.text, record)
    if text.state == "lost":
        yield say.say("mandate_lost", record)
    elif text.state != "whole":
        yield say.say("mandate_part", record)


def _has(function: str, held: tuple[Mandate, ...]) -> bool:
    return any(one.function == function for one in held)


def _line(function: str, held: tuple[Mandate, ...], say: Speaker) -> Line:
    """The themes of a function: those of the note or confirmed, then those that are recalled."""
    mine = [one for one in held if one.function == function]
    sure = [one for one in mine if one.confidence != "recalled"]
    recalled = [one for one in mine if one.confidence == "recalled"]
    said = tuple(_themes(several, say) for several in (sure, recalled) if several)
    return Line(said, mandates.function(function).label)


def _themes(several: list[Mandate], say: Speaker) -> Sentence:
    labels = [what.theme(one.theme).label for one in several]
    first, *others = labels
    text = ", ".join([first, *(rec.lower(label) for label in others)])
    return say.quote(text, [_record(one) for one in several])


def _record(one: Mandate) -> Record:
    says = f"{one.agency}: {one.function}, {one.theme}"
    name = f"mandates/{one.agency}.{one.function}.{one.theme}"
    return rec.fact(name, says, one.confidence, one.source)
