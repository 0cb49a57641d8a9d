"""For those who come by machine: the map of the site, and what robots may read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.http import HttpResponse

from gmg.axes import what, where, who
from gmg.axes.where import LANGUAGES
from gmg.site.application.answers import origin
from gmg.site.application.failures import failure
from gmg.site.application.kept import Kept, kept
from gmg.site.application.releases import Opened
from gmg.site.application.views import given
from gmg.site.frame.addresses import Addresses
from gmg.site.publish.publish import LEAST, SINGLE

if TYPE_CHECKING:
    from django.http import HttpRequest

PARTS = ("pages", "places", "corridors", "norms", "data")
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; lists that only filter need not be."""
    text = (
        "User-agent: *\nDisallow: /*/search\nDisallow: /*/sum\nDisallow: /*/findings?\n"
        f"Disallow: /r/\nSitemap: {origin(request)}/sitemap.xml\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the maps."""
    host = origin(request)
    parts = "".join(
        f"<sitemap><loc>{escape(host)}/sitemap-{part}.xml</loc></sitemap>" for part in PARTS
    )
    body = f'{XML}<sitemapindex xmlns="{SITEMAP}">{parts}</sitemapindex>\n'
    return HttpResponse(body, content_type="application/xml")


def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """One map: every page in six languages, each naming the others."""
    if part not in PARTS:
        return failure(request, 404, "There is no such map")

    host = origin(request)

    def make(opened: Opened) -> Kept:
        urls = "".join(entry(host, path) for path in paths(opened, part))
        body = (
            f'{XML}<urlset xmlns="{SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}'
            "</urlset>\n"
        )
        return kept(body.encode(), "application/xml")

    return given(request, request.path, None, make, lang=None)


def entry(host: str, path: str) -> str:
    """A page: its English address, and its addresses in the other languages."""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{link(host, lang, path)}"/>'
        for lang in LANGUAGES
    )
    return f"<url><loc>{link(host, 'en', path)}</loc>{others}</url>"


def link(host: str, lang: str, path: str) -> str:
    """The address of a page."""
    return escape(host + Addresses(lang=lang).page(path), {'"': "&quot;"})


def paths(opened: Opened, part: str) -> list[str]:
    """The paths of one map."""
    match part:
        case "pages":
            found = [*SINGLE, *(f"concept/{code}" for code in what.codes())]
            return [*found, *(f"agency/{one.code}" for one in who.agencies())]
        case "places":
            return [f"place/{place.code}" for place in where.places()]
        case "corridors":
            return [f"corridor/{o}/{d}" for o, d, _ in opened.shelf.corridors(LEAST)]
        case "norms":
            return [f"instrument/{one.code}" for one in what.instruments()]
        case _:
            return [f"data/{name}" for name in sorted(opened.base.release.sources)]
