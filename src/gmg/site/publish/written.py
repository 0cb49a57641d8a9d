"""Addresses between files: relative, so that they work from a folder, a stick or any web server."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from gmg.site.frame.addresses import Addresses

if TYPE_CHECKING:
    from gmg.records.figure import Figure
    from gmg.site.shelf import Line, Total

FRONT = "index"


def file_of(path: str) -> str:
    """The file of a page.

    >>> file_of("place/LBY"), file_of("")
    ('place/LBY.html', 'index.html')
    """
    return f"{path or FRONT}.html"


class Written(Addresses):
    """Links from one written page to others.

    `paths` says which pages are written: to any other there is no link, and no address is ever
    made up. Figures have no page of their own on disk: a link leads to the entry of the cell at the
    foot of the page, and `cells` collects the ids in the order in which they are asked for.
    `findings` collects the findings that the page leads to: they are written in their turn.
    """

    def __init__(
        self,
        lang: str,
        here: str,
        paths: Collection[str],
        *,
        languages: Collection[str] = (),
        assets: Mapping[str, str] | None = None,
        origin: str = "",
    ) -> None:
        super().__init__(lang=lang, linked_points=False, assets=assets or {}, origin=origin)
        self.here = here
        self.up = "../" * here.count("/")
        self.paths = paths
        self.languages = languages
        self.cells: dict[str, None] = {}
        self.findings: dict[str, None] = {}

    @property
    def depth(self) -> str:
        """The way up from the page."""
        return self.up or "."

    def page(self, path: str, **query: object) -> str:
        """A written page; nothing for one that asks a question, or is not written."""
        if path not in self.paths or any(value not in (None, "") for value in query.values()):
            return ""
        return self.up + file_of(path)

    def place(self, code: str) -> str:
        """The page of a place."""
        return f"{self.up}place/{code}.html" if f"place/{code}" in self.paths else ""

    def in_language(self, lang: str, path: str, query: Mapping[str, object]) -> str:
        """The same page in another language, where that is written too."""
        if lang not in self.languages or path not in self.paths:
            return ""
        return f"{self.up}../{lang}/{file_of(path)}"

    def permanent(self, release: str, path: str, query: Mapping[str, object]) -> str:
        """The page on the server that it was written from, where that is known."""
        return super().permanent(release, path, query) if self.origin else ""

    def newest(self, path: str, query: Mapping[str, object]) -> str:
        """Files know of no newer release."""
        return ""

    def document(self, path: str, query: Mapping[str, object]) -> str:
        """There is no API on a disk."""
        return ""

    def table(self, path: str, name: str, form: str, query: Mapping[str, object]) -> str:
        """Tables are taken from a server."""
        return ""

    def static(self, name: str) -> str:
        """A stylesheet, script or picture beside the pages."""
        return f"{self.up}../static/{self.assets.get(name, name)}"

    def finding(self, code: str) -> str:
        """A finding, which is then written too."""
        self.findings[code] = None
        return f"{self.up}finding/{code}.html"

    def figure(self, figure: Figure | str) -> str:
        """The entry of the cell at the foot of this page."""
        known = figure if isinstance(figure, str) else figure.id
        self.cells[known] = None
        return f"#{known}"

    def sum(self, line: Line | Total) -> str:
        """The entries of women and men, where those are what was added."""
        parts = [getattr(line, name, None) for name in ("women_id", "men_id")]
        links = [self.figure(part) for part in parts if part]
        return links[0] if links else ""
