"""Tables of a page as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.exchange.tables import Citation, licences_of, written
from gmg.site.application.kept import Kept, kept
from gmg.site.frame.errors import NotFound

if TYPE_CHECKING:
    from gmg.site.application.answers import Made


def table_of(made: Made, name: str, form: str) -> Kept:
    """The table with its licence and its citation inside. Raises NotFound for a table it has not."""
    table = made.page.tables.get(name)
    if table is None or form not in ("csv", "json", "parquet"):
        raise NotFound("This page has no such table", name)
    to, release = made.ask.to, made.opened.base.release
    citation = Citation(
        title=f"{made.page.title}: {table.title}",
        address=to.permanent(release.id, made.page.path, made.page.query),
        release=release.id,
        licences=licences_of(made.opened.base, made.page.datasets),
        ours=made.page.ours,
    )
    done = written(table, citation, form)
    return kept(done.body, done.media_type, done.file_name)
