"""All data sets, by publisher."""

from __future__ import annotations

from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page
from gmg.site.pages.agency import datasets


def page(ask: Ask) -> Page:
    """The list of data sets."""
    agencies = sorted({source.agency for source in ask.base.release.sources.values()})
    groups = [(agency, datasets(ask, agency)) for agency in agencies]
    _ = ask.words._
    return Page(
        kind="datasets",
        path="data",
        title=_("Data sets"),
        description=_("What is read here: publishers, editions, licences."),
        values={"groups": groups},
        document={"datasets": [one | {"agency": a} for a, found in groups for one in found]},
        datasets=tuple(ask.base.release.sources),
    )
