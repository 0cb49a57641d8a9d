"""A made page as HTML, and the page that says there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from markupsafe import Markup

from gmg.evidence.base import NoBase
from gmg.exchange.tables import licences_of
from gmg.site.application.answers import Made, addresses, origin
from gmg.site.application.failures import failure
from gmg.site.application.releases import releases
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.render import html
from gmg.site.frame.structured import structured
from gmg.site.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest


def html_of(made: Made) -> str:
    """The page as a document, with what only a server knows: newer releases, its own address."""
    page, to = made.page, made.ask.to
    release = made.opened.base.release.id
    newest = to.newest(page.path, page.query)
    also: dict[str, Any] = {
        "permanent": to.permanent(release, page.path, page.query) if page.index else "",
        "newest": f"{to.origin}{newest}",
        "notice": notice(made, newest),
        "picture": f"{to.origin}{to.picture(page.path)}" if page.index else "",
        "structured": embedded(
            structured(
                page,
                words=made.ask.words,
                to=to,
                release=release,
                licences=licences_of(made.opened.base, page.datasets),
            )
        ),
    }
    return html(page, base=made.opened.base, words=made.ask.words, to=to, **also)


def notice(made: Made, newest: str) -> Markup | str:
    """What a reader of an older release must know."""
    current = releases().current_name()
    if not made.pinned or current == made.opened.base.release.id:
        return ""
    _ = made.ask.words._
    return Markup('{} <a href="{}">{}</a>').format(
        _("You are reading release {release}. A newer release, {newer}, exists.").format(
            release=made.opened.base.release.id, newer=current
        ),
        newest,
        _("Read the newest"),
    )


def embedded(structured: Any) -> Markup | str:
    """Structured data for a script element: nothing in it can end the element."""
    if not structured:
        return ""
    text = json.dumps(structured, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def missing(
    request: HttpRequest, lang: str | None, status: int, text: str, asked: str
) -> HttpResponse:
    """A page that says what is not there, and searches for what was meant."""
    if lang is None or request.path.startswith(("/api/", "/sdmx")) or "/table/" in request.path:
        return failure(request, status, text)
    try:
        opened = releases().get()
    except (NoBase, NotFound):
        return failure(request, status, text)
    from gmg.site.search import suggest

    spoken = words(lang)
    to = addresses(lang, None, origin(request))
    hits = suggest(opened.base, asked[:200], lang, to) if status == 404 and asked else []
    page = Page(
        kind="missing",
        path="missing",
        title=spoken._("Not found") if status == 404 else spoken._("That cannot be answered"),
        description=text,
        values={"status": status, "text": spoken._(text), "asked": asked[:200], "hits": hits},
        document={},
        index=False,
    )
    body = html(page, base=opened.base, words=spoken, to=to)
    return HttpResponse(body, status=status, content_type="text/html; charset=utf-8")
