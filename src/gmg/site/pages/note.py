"""The group's information note, inside the site."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gmg.analysis.note import note as written
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery
from gmg.site.frame.page import Page
from gmg.site.note.view import view

if TYPE_CHECKING:
    from gmg.evidence.base import Base

LAST_DAY = date(2018, 12, 31)
"""The last day of the group: the day shown unless another is asked for."""


def page(ask: Ask) -> Page:
    """The note of a day. Raises BadQuery for what is no day."""
    try:
        on = date.fromisoformat(ask.query["on"]) if ask.query.get("on") else LAST_DAY
    except ValueError:
        raise BadQuery("on: give a day such as 2014-12-31") from None
    shown = told(ask.base, on, ask.words.lang)
    return Page(
        kind="note",
        path="note",
        title=f"{shown['name']}: {shown['title']}",
        description=f"{shown['title']}, {shown['as_at']}",
        query=dict(ask.query),
        values={"p": shown, "on": on},
        document={
            "on": on.isoformat(),
            "title": shown["title"],
            "sections": [
                {"key": one["key"], "title": one["title"], "blocks": plain(one["blocks"])}
                for one in [*shown["sections"], *shown["pages"]]
            ],
            "records": shown["records"],
        },
    )


@lru_cache(maxsize=24)
def told(base: Base, on: date, lang: str) -> dict[str, Any]:
    """The note as plain values, kept: it takes a second to gather."""
    return view(written(base, on, lang))


def plain(blocks: Any) -> list[dict[str, Any]]:
    """Blocks as titles and sentences."""
    return [
        {
            "title": block["title"],
            "lines": [
                {
                    "code": line.get("code"),
                    "label": line.get("label"),
                    "text": " ".join(part["text"] for part in line["said"]),
                }
                for line in block["lines"]
            ],
        }
        for block in blocks
    ]
