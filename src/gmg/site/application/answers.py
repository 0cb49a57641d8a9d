"""From a route and its parameters to a page, whatever form it will be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.site.application.assets import assets
from gmg.site.application.releases import Opened
from gmg.site.frame.addresses import Addresses, asked
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.room.public import public
from gmg.site.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gmg.site.frame.page import Page
    from gmg.site.pages import Route

LONGEST_PART = 200
SPOKEN_OF = ("place", "agency", "gaps", "note")
"""Pages that show what the group itself has said."""


@dataclass(frozen=True, slots=True)
class Made:
    """A page and the question it answers; `pinned` where the reader asked for that release."""

    page: Page
    ask: Ask
    opened: Opened
    pinned: bool


def make(
    request: HttpRequest,
    route: Route,
    parameters: Mapping[str, str],
    lang: str,
    release: str | None,
    opened: Opened,
) -> Made:
    """The page, of `opened`; `release` is its name where the reader named it.

    Raises NotFound and BadQuery.
    """
    if any(len(part) > LONGEST_PART for part in parameters.values()):
        raise NotFound("Nothing has an address that long")
    ask = Ask(
        base=opened.base,
        shelf=opened.shelf,
        words=words(lang),
        to=addresses(lang, release, origin(request)),
        query=query_of(request, route),
        said=public().said if route.kind in SPOKEN_OF else (),
    )
    with opened.making:
        page = route.make(ask, **parameters)
    return Made(page, ask, opened, release is not None)


def addresses(lang: str, release: str | None, host: str) -> Addresses:
    """Addresses in a language, pinned to a release where one was asked for."""
    from django.conf import settings

    return held(lang, release, host, roomed=bool(settings.GMG_ROOM))  # type: ignore[misc]


@lru_cache(maxsize=64)
def held(lang: str, release: str | None, host: str, *, roomed: bool) -> Addresses:
    """The same addresses for the same question."""
    return Addresses(lang=lang, release=release, assets=assets().names, origin=host, roomed=roomed)


def origin(request: HttpRequest) -> str:
    """Scheme and host for addresses that leave the site: as set, else as the request says."""
    from django.conf import settings

    return settings.GMG_ORIGIN or f"{request.scheme}://{host(request)}"  # type: ignore[misc]


def host(request: HttpRequest) -> str:
    """The host of the request, where it is a plain name with a port."""
    from django.core.exceptions import DisallowedHost

    try:
        return request.get_host()
    except DisallowedHost:
        return "localhost"


def question(request: HttpRequest, route: Route) -> str:
    """What is asked of a page: answers differ only where this differs."""
    mark = public().mark if route.kind in SPOKEN_OF else ""
    return f"{request.path}{asked(query_of(request, route))} {mark}"


def query_of(request: HttpRequest, route: Route) -> dict[str, str]:
    """What the route understands of the query string; the first of repeated names, blanks left out."""
    asked = {name: request.GET.get(name, "") for name, _ in route.query}
    return {name: value for name, value in asked.items() if value.strip()}
