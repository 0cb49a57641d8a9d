"""Addresses of pages: of a server, or of files that link to one another on a disk.

A page asks for an address and never writes one, so the same page serves both. An empty address
means that there is nothing to link to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from gmg.records.figure import Figure
    from gmg.site.shelf import Line, Total

FORMS = ("csv", "json", "parquet")


def safe(part: str) -> str:
    """A part of a path, percent-encoded."""
    return quote(part, safe="-._~@:!$'()*+,;=")


@dataclass(slots=True)
class Addresses:
    """Addresses on a server, in one language; `release` is set where the reader asked for that one.

    `linked_points` says whether the points of charts are links too, `roomed` whether the group's room
    is served here.
    """

    lang: str = "en"
    release: str | None = None
    linked_points: bool = True
    assets: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    roomed: bool = False

    @property
    def depth(self) -> str:
        """What addresses of this kind begin with: pages of one depth share what is drawn for them."""
        return f"/r/{self.release}/{self.lang}" if self.release else f"/{self.lang}"

    def page(self, path: str, **query: object) -> str:
        """A page by its path and query string; arguments that are None or empty are left out."""
        return self._in(self.lang, path, query)

    def in_language(self, lang: str, path: str, query: Mapping[str, object]) -> str:
        """The same page in another language."""
        return self._in(lang, path, query)

    def permanent(self, release: str, path: str, query: Mapping[str, object]) -> str:
        """The page as this release shows it, for good."""
        whole = f"/{self.lang}/{path}".rstrip("/")
        return f"{self.origin}/r/{safe(release)}{whole}{asked(query)}"

    def newest(self, path: str, query: Mapping[str, object]) -> str:
        """The page as the newest release shows it."""
        return f"/{self.lang}/{path}".rstrip("/") + asked(query)

    def document(self, path: str, query: Mapping[str, object]) -> str:
        """The JSON document of a page."""
        release = {"release": self.release} if self.release else {}
        return f"/api/v1/{path or 'home'}{asked({**query, **release})}"

    def table(self, path: str, name: str, form: str, query: Mapping[str, object]) -> str:
        """A table of a page as CSV, JSON or Parquet."""
        return self._in(self.lang, f"{path}/table/{safe(name)}.{form}", query)

    def picture(self, path: str) -> str:
        """The picture that other sites show beside a link to a page."""
        return self._in(self.lang, f"{path}/picture.png" if path else "picture.png", {})

    def static(self, name: str) -> str:
        """A stylesheet, script or picture, by its lasting name."""
        return f"/static/{self.assets.get(name, name)}"

    def place(self, code: str) -> str:
        """The page of a place."""
        return self.page(f"place/{safe(code)}")

    def corridor(self, origin: str, destination: str) -> str:
        """The page of an ordered pair."""
        return self.page(f"corridor/{safe(origin)}/{safe(destination)}")

    def concept(self, code: str, year: int | None = None) -> str:
        """The page of a concept, in a year where one is given."""
        return self.page(f"concept/{safe(code)}", year=year)

    def instrument(self, code: str) -> str:
        """The page of an instrument."""
        return self.page(f"instrument/{safe(code)}")

    def agency(self, code: str) -> str:
        """The page of an agency."""
        return self.page(f"agency/{safe(code)}")

    def dataset(self, code: str) -> str:
        """The page of a data set."""
        return self.page(f"data/{safe(code)}")

    def finding(self, code: str) -> str:
        """The page of a finding."""
        return self.page(f"finding/{safe(code)}")

    def raised(self, **query: object) -> str:
        """The form of the room by which a finding or a gap is put on the issues list.

        It speaks of the newest release, so a page of another one leads nowhere.
        """
        return f"/{self.lang}/room/issues{asked(query)}" if self.roomed and not self.release else ""

    def figure(self, figure: Figure | str) -> str:
        """The page of a figure, an act or an activity."""
        return self.page(f"figure/{safe(figure if isinstance(figure, str) else figure.id)}")

    def sum(self, line: Line | Total) -> str:
        """The page that lists the figures which a number of ours adds."""
        side, counterpart = getattr(line, "side", "place"), getattr(line, "counterpart", None)
        ends = {"place": line.place, "from": counterpart}
        return self.page(
            "sum",
            concept=line.concept,
            dataset=line.dataset,
            edition=line.edition,
            time=line.time_to.isoformat(),
            **(ends if side == "place" else {"from": line.place}),
        )

    def _in(self, lang: str, path: str, query: Mapping[str, object]) -> str:
        pinned = f"/r/{safe(self.release)}" if self.release else ""
        return f"{pinned}/{lang}/{path}".rstrip("/") + asked(query)


def asked(query: Mapping[str, object]) -> str:
    """A query string with its `?`, keys in order; nothing where nothing is asked."""
    kept = {name: str(query[name]) for name in sorted(query) if query[name] not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""
