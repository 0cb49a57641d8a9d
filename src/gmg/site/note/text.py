"""The note as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING, Any

from gmg.site.note.view import view

if TYPE_CHECKING:
    from gmg.analysis.note import Note

WIDTH = 100


def text(note: Note) -> str:
    """Headings, paragraphs and lists, folded; numbers in brackets lead to the list at the end."""
    return "\n".join(_lines(view(note)))


def _lines(p: dict[str, Any]) -> Iterator[str]:
    yield f"{p['name']}: {p['title']}"
    yield f"{p['as_at']}. {p['release']}"
    for remark in (p["sample"], p["in_english"]):
        if remark:
            yield fill(remark, WIDTH)
    for section in (*p["sections"], *p["pages"]):
        yield ""
        yield section["title"].upper()
        for block in section["blocks"]:
            yield from _block(block)
    yield ""
    yield p["words"]["h_sources"].upper()
    for record in p["records"]:
        yield from _record(record)


def _block(block: dict[str, Any]) -> Iterator[str]:
    if block["title"]:
        yield ""
        yield f"  {block['title']}"
    for line in block["lines"]:
        front = line["code"] if block["kind"] == "list" else ""
        label = "" if block["kind"] == "chairs" else line["label"]
        said = " ".join(_said(one) for one in line["said"])
        tag = f"({line['tag']})" if line["tag"] else ""
        label = f"{label}:" if label else ""
        whole = " ".join(part for part in (front, label, said, tag) if part)
        indent = "  " if block["kind"] == "text" else "    "
        yield fill(whole, WIDTH, initial_indent="  ", subsequent_indent=indent)


def _said(one: dict[str, Any]) -> str:
    refs = ",".join(ref["text"] for ref in one["refs"])
    return f"{one['text']} [{refs}]" if refs else str(one["text"])


def _record(record: dict[str, Any]) -> Iterator[str]:
    sure = f" ({record['confidence']})" if record["confidence"] else ""
    where = " ".join(part for part in (record["address"], record["ask"]) if part)
    indent = " " * 7
    yield fill(
        f"{record['n']:>5}  {record['says']}{sure}. {where}",
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if record["cells"]:
        yield fill(
            "figures: " + " ".join(record["cells"]),
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
        )
