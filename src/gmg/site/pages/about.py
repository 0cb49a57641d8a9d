"""What this is, and for whom."""

from __future__ import annotations

from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page
from gmg.site.pages.home import size_of


def page(ask: Ask) -> Page:
    """About the site."""
    _ = ask.words._
    size = size_of(ask)
    return Page(
        kind="about",
        path="about",
        title=_("About"),
        description=_("What this is, for whom, and what it is not."),
        values={"size": size},
        document=size | {"release": ask.base.release.id, "sample": ask.base.release.sample},
    )
