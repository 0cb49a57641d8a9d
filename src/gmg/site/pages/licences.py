"""Whose figures these are and what may be done with them."""

from __future__ import annotations

from gmg.analysis.profile import licences
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page

NAMES = ("dataset", "agency", "title", "licence", "url", "attribution", "confidence")


def page(ask: Ask) -> Page:
    """The terms of every data set."""
    _ = ask.words._
    rows = licences(ask.base, ask.base.release.sources)
    return Page(
        kind="licences",
        path="licences",
        title=_("Licences"),
        description=_("Whose figures these are and what may be done with them."),
        values={"rows": rows},
        document={"licences": rows},
        tables={
            "licences": Table(
                "licences",
                _("Licences"),
                tuple(Column(name, name) for name in NAMES),
                [tuple(row[name] for name in NAMES) for row in rows],
            )
        },
    )
