"""The group's information note, inside the site: every sentence leads to its records."""

from __future__ import annotations

from datetime import date
from typing import Any

from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery
from gmg.site.frame.page import Page
from gmg.site.pages.parts_note import LAST_DAY, host, links, told

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
"""Days that may be asked for: any in which the group, its forerunner or its successor may stand."""


def page(ask: Ask) -> Page:
    """The note of a day. Raises BadQuery for what is no day."""
    on = day(ask)
    shown = told(ask.base, on, ask.words.lang, ask.said)
    return Page(
        kind="note",
        path="note",
        title=f"{shown['name']}: {shown['title']}",
        description=f"{shown['title']}, {shown['as_at']}",
        query=dict(ask.query),
        values={
            "p": shown,
            "on": on,
            "first": FIRST,
            "last": LAST,
            "links": links(ask, shown["records"]),
            "host": host,
        },
        document=lambda: document(shown, on),
    )


def day(ask: Ask) -> date:
    """The day of the query string, the last of the group unless named."""
    text = ask.query.get("on", "").strip()
    if not text:
        return LAST_DAY
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadQuery("on: give a day such as 2014-12-31") from None
    if not FIRST <= found <= LAST:
        raise BadQuery(f"on: give a day from {FIRST} to {LAST}")
    return found


def document(shown: dict[str, Any], on: date) -> dict[str, Any]:
    """The note as the API answers it: sections of blocks, lines with the numbers of their records."""
    return {
        "on": on.isoformat(),
        "title": shown["title"],
        "sections": [
            {
                "key": one["key"],
                "agency": one["agency"] or None,
                "title": one["title"],
                "blocks": plain(one["blocks"]),
            }
            for one in [*shown["sections"], *shown["pages"]]
        ],
        "records": shown["records"],
    }


def plain(blocks: Any) -> list[dict[str, Any]]:
    """Blocks as titles and sentences, each line with the numbers of the records behind it."""
    return [
        {
            "title": block["title"],
            "lines": [
                {
                    "code": line.get("code"),
                    "label": line.get("label"),
                    "text": " ".join(part["text"] for part in line["said"]),
                    "records": sorted({n for part in line["said"] for n in part["all"]}),
                }
                for line in block["lines"]
            ],
        }
        for block in blocks
    ]
