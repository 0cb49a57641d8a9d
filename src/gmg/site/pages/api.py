"""How to take it all away."""

from __future__ import annotations

from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page
from gmg.site.pages import ROUTES


def page(ask: Ask) -> Page:
    """The API and the downloads."""
    _ = ask.words._
    rows = [{"path": f"/api/v1/{one.path or 'home'}", "says": one.says} for one in ROUTES]
    return Page(
        kind="api",
        path="api",
        title=_("API and downloads"),
        description=_(
            "Everything that a page shows as JSON, every table as CSV, JSON and Parquet."
        ),
        values={"rows": rows, "host": ask.to.origin or "http://127.0.0.1:8000"},
        document={"operations": rows},
    )
