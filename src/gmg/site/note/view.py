"""A note as plain values: what the page, the PDF, the Markdown and the terminal all show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from gmg.analysis.note.model import Block, Line, Note, Record, Section, Sentence, Span
from gmg.analysis.note.words import RIGHT_TO_LEFT, Speaker, speaker
from gmg.axes import who
from gmg.site.note import charts

WORDS = (
    *("contents", "h_sources", "h_pages", "designations", "numbers_lead", "legend"),
    *("note", "confirmed", "recalled", "rule", "mark_lost"),
)
TAGGED = ("recalled", "rule")
"""Confidences that a tag says beside every line; items of the terms of reference show any."""


def view(note: Note) -> dict[str, Any]:
    """The whole note; records are numbered in the order of first use."""
    say = speaker(note.language)
    numbers = note.records()
    axis = _axis(note)
    return {
        "lang": note.language,
        "dir": direction(note.language),
        "name": note.name,
        "title": note.title,
        "as_at": say.phrase("as_at", date=note.on),
        "release": say.phrase("release", release=note.release),
        "sample": say.phrase("sample") if note.sample else "",
        "in_english": say.phrase("in_english") if note.fell_back() else "",
        "words": {key: say.phrase(key) for key in WORDS},
        "sections": [_section(one, note, numbers, axis, say) for one in note.sections],
        "pages": [_section(one, note, numbers, axis, say) for one in note.pages],
        "records": [_record(one, n, say) for one, n in numbers.items()],
    }


def direction(language: str) -> str:
    """`rtl` for a language that runs from right to left, else `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def ranges(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Numbers in order, runs of three and more as one: `{"n": 3, "text": "3–10"}`."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    found = []
    for run in runs:
        if len(run) > 2:
            found.append({"n": run[0], "text": f"{run[0]}\u2013{run[-1]}"})
        else:
            found += [{"n": n, "text": str(n)} for n in run]
    return found


def anchor(section: Section) -> str:
    """The name of a section in links."""
    return f"{section.key}-{section.agency}" if section.agency else section.key


def _section(
    section: Section,
    note: Note,
    numbers: dict[Record, int],
    axis: tuple[date, date] | None,
    say: Speaker,
) -> dict[str, Any]:
    return {
        "key": section.key,
        "anchor": anchor(section),
        "title": section.title,
        "agency": section.agency,
        "short": who.agency(section.agency).label if section.agency else "",
        "blocks": [_block(one, section, note, numbers, axis, say) for one in section.blocks],
    }


def _block(
    block: Block,
    section: Section,
    note: Note,
    numbers: dict[Record, int],
    axis: tuple[date, date] | None,
    say: Speaker,
) -> dict[str, Any]:
    ends = axis if section.agency else _ends(block.lines)
    mark = None if section.agency else note.stands
    largest = max((line.amount or 0 for line in block.lines), default=0)
    shown = [_line(line, note, numbers, ends, mark, largest) for line in block.lines]
    for line, one in zip(block.lines, shown, strict=True):
        if line.confidence and (line.confidence in TAGGED or section.key == "purposes"):
            one["tag"] = say.phrase(line.confidence)
    made: dict[str, Any] = {"kind": block.kind, "title": block.title, "lines": shown}
    if block.kind == "chairs":
        rtl = note.language in RIGHT_TO_LEFT
        for name, look in (("svg", charts.PAGE), ("paper", charts.PAPER)):
            made[name] = charts.chairs(block.lines, note.stands, block.title, look, rtl)
        made["refs"] = ranges(numbers[r] for line in block.lines for r in line.records)
    if block.kind == "spans" and ends is not None:
        made["axis"] = [str(ends[0].year), str(ends[1].year)]
    return made


def _line(
    line: Line,
    note: Note,
    numbers: dict[Record, int],
    ends: tuple[date, date] | None,
    mark: date | None,
    largest: int,
) -> dict[str, Any]:
    said = _sentences(line.sentences, numbers)
    languages = {one["lang"] for one in said}
    # a line in one other language runs as that language does
    other = languages.pop() if len(languages) == 1 else note.language
    return {
        "label": line.label,
        "code": line.code,
        "kind": line.kind,
        "confidence": line.confidence,
        "tag": "",
        "lang": other,
        "dir": direction(other),
        "said": said,
        "span": None if line.span is None or ends is None else _span(line.span, ends, mark),
        "share": line.amount / largest if line.amount and largest else 0,
    }


def _sentences(sentences: Sequence[Sentence], numbers: dict[Record, int]) -> list[dict[str, Any]]:
    """The sentences; where neighbours rest on the same records, the last one carries the numbers."""
    shown = []
    for at, said in enumerate(sentences):
        again = at + 1 < len(sentences) and sentences[at + 1].records == said.records
        shown.append(
            {
                "text": said.text,
                "lang": said.language,
                "dir": direction(said.language),
                "mark": said.mark,
                "refs": [] if again else ranges(numbers[one] for one in said.records),
                "all": [] if again else sorted({numbers[one] for one in said.records}),
            }
        )
    return shown


def _axis(note: Note) -> tuple[date, date] | None:
    """From the first to the last reference date on any page: one scale for all of them."""
    return _ends([line for page in note.pages for _, line in page.lines()])


def _ends(lines: Sequence[Line]) -> tuple[date, date] | None:
    spans = [line.span for line in lines if line.span is not None]
    if not spans:
        return None
    first = min(span.starts for span in spans).year
    last = max(span.ends for span in spans).year
    return date(first, 1, 1), date(last, 12, 31)


def _span(span: Span, ends: tuple[date, date], mark: date | None) -> dict[str, float | None]:
    """Shares of the scale: the whole reach, the sure reach inside it, and the day of the note."""
    whole = (ends[1] - ends[0]).days or 1

    def share(day: date) -> float:
        return round((day - ends[0]).days / whole, 4)

    return {
        "from": share(span.starts),
        "to": max(share(span.ends), share(span.starts) + 0.008),
        "sure_from": None if span.sure_from is None else share(span.sure_from),
        "sure_to": None if span.sure_to is None else max(share(span.sure_to), share(span.starts)),
        "mark": share(mark) if mark is not None and ends[0] <= mark <= ends[1] else None,
    }


def _record(record: Record, number: int, say: Speaker) -> dict[str, Any]:
    return {
        "n": number,
        "kind": record.kind,
        "id": record.id,
        "says": record.says,
        "confidence": say.phrase(record.confidence) if record.confidence else "",
        "recalled": record.confidence == "recalled",
        "address": record.address,
        "ask": record.ask,
        "cells": list(record.cells),
    }
