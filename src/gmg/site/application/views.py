"""Views: pages as HTML, their tables as files, and the few addresses that are no page."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect

from gmg.axes.where import LANGUAGES
from gmg.evidence.base import NoBase
from gmg.site.application import answers
from gmg.site.application.assets import TYPES, assets
from gmg.site.application.failures import failure
from gmg.site.application.html import html_of, missing
from gmg.site.application.kept import Keep, Kept, kept, packed_json
from gmg.site.application.middleware.logs import told
from gmg.site.application.releases import releases
from gmg.site.application.tables import table_of
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.languages import preferred

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from gmg.site.application.releases import Opened
    from gmg.site.pages import Route

log = logging.getLogger("gmg.site")
KEEP = Keep()
PINNED_AGE = 31_536_000
AGE = 300
NOT_PAGES = ("api/", "sdmx/", "static/", "r/")
EMPTY = "There is no evidence base to answer from yet"
FAILED = "Something failed here; it has been written to the log"


def page(
    request: HttpRequest, route: Route, lang: str, release: str | None = None, **parameters: str
) -> HttpResponse:
    """A page in a language, of the current release or of a named one."""

    def answer(opened: Opened) -> Kept:
        made = answers.make(request, route, parameters, lang, release, opened)
        return kept(html_of(made).encode("utf-8", "replace"), "text/html; charset=utf-8")

    return given(request, answers.question(request, route), release, answer, lang=lang)


def table(
    request: HttpRequest,
    route: Route,
    lang: str,
    name: str,
    form: str,
    release: str | None = None,
    **parameters: str,
) -> HttpResponse:
    """A table of a page as CSV, JSON or Parquet."""

    def answer(opened: Opened) -> Kept:
        made = answers.make(request, route, parameters, lang, release, opened)
        with opened.making:
            return table_of(made, name, form)

    return given(request, answers.question(request, route), release, answer, lang=lang)


def picture(
    request: HttpRequest, route: Route, lang: str, release: str | None = None, **parameters: str
) -> HttpResponse:
    """The picture that other sites show beside a link to a page."""
    from gmg.site.application.picture import picture as drawn

    def answer(opened: Opened) -> Kept:
        made = answers.make(request, route, parameters, lang, release, opened)
        if not made.page.index:
            raise NotFound("This page has no picture")
        return drawn(made.page, lang, opened.base.release.id)

    return given(request, answers.question(request, route), release, answer, lang=lang)


def given(
    request: HttpRequest,
    question: str,
    release: str | None,
    make: Callable[[Opened], Kept],
    *,
    lang: str | None,
) -> HttpResponse:
    """A kept answer with its tag, or the page that says why there is none.

    `question` tells answers of one release apart. The release is settled here, once: what is made
    and what it is kept under are of one release, whatever is swapped in meanwhile.
    """
    try:
        current = releases().current_name()
        opened = releases().get(release or current)
        key = (
            current if release is None else f"{opened.base.release.id} beside {current}",
            answers.origin(request),
            question,
        )
        found, was_kept = KEEP.get(key, lambda: make(opened))
    except NotFound as error:
        return missing(request, lang, 404, error.text, error.asked)
    except BadQuery as error:
        return missing(request, lang, 400, error.text, "")
    except NoBase:
        return failure(request, 503, EMPTY)
    except Exception:
        log.exception("failed: %s", ascii(request.path[:500]))
        return failure(request, 500, FAILED)
    return sent(request, found, was_kept=was_kept, age=PINNED_AGE if release else AGE)


def sent(
    request: HttpRequest, found: Kept, *, was_kept: bool = False, age: int = AGE
) -> HttpResponse:
    """The bytes, packed where the reader takes them so; 304 where the reader has them."""
    if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), found.tag):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        packed = found.packed if takes_gzip(request) else None
        response = HttpResponse(packed or found.body, content_type=found.media_type)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        if found.file_name:
            response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response.headers["ETag"] = f"W/{found.tag}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={age}"
    response.headers["X-Kept"] = "yes" if was_kept else "no"
    return response


def has_it(told: str, tag: str) -> bool:
    """Whether If-None-Match names the answer (RFC 9110, 13.1.2). Tags are weak: packed or not."""
    return told.strip() == "*" or tag in told


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the reader unpacks gzip: named, and not with a weight of nought."""
    for item in request.META.get("HTTP_ACCEPT_ENCODING", "")[:500].split(","):
        name, _, weight = item.strip().partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def home(request: HttpRequest) -> HttpResponse:
    """To the reader's own language, where it is one of the six."""
    lang = preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500])
    answer = HttpResponseRedirect(f"/{lang}")
    answer.headers["Vary"] = "Accept-Language"
    return answer


def static(request: HttpRequest, name: str) -> HttpResponse:
    """A stylesheet, script or picture."""
    found = of_asset(name)
    if found is None:
        return failure(request, 404, "There is no such file")
    return sent(request, found, was_kept=True, age=PINNED_AGE)


@lru_cache(maxsize=64)
def of_asset(name: str) -> Kept | None:
    """The bytes of a stylesheet, script or picture, packed once."""
    body = assets().bodies.get(name)
    return None if body is None else kept(body, TYPES["." + name.rpartition(".")[2]])


def openapi(request: HttpRequest) -> HttpResponse:
    """What the API can be asked."""
    return sent(request, description(), was_kept=True)


@lru_cache(maxsize=1)
def description() -> Kept:
    """The OpenAPI document."""
    from gmg.site.api import described

    return packed_json(described())


def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer, and with which release."""
    try:
        opened = releases().get()
    except (NoBase, NotFound, OSError):
        return failure(request, 503, EMPTY)
    body: dict[str, Any] = {
        "status": "ok",
        "release": opened.base.release.id,
        "sample": opened.base.release.sample,
    }
    return HttpResponse(
        json.dumps(body), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def nothing(request: HttpRequest, path: str = "") -> HttpResponse:
    """An address that is no page's: to the page where only language or slashes are wrong."""
    first = path.split("/", 1)[0]
    spoken = first in LANGUAGES
    lang = first if spoken else preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500])
    wanted = path.strip("/")
    if path != wanted and known(wanted):
        return elsewhere(request, wanted)
    if not spoken and wanted and not path.startswith(NOT_PAGES) and known(f"{lang}/{wanted}"):
        return elsewhere(request, f"{lang}/{wanted}")
    return missing(request, lang, 404, "There is no page at this address", path.rpartition("/")[2])


def elsewhere(request: HttpRequest, path: str) -> HttpResponse:
    """To another address of this site, with the same question. It begins with one slash, always."""
    question = request.META.get("QUERY_STRING", "")
    answer = HttpResponseRedirect(f"/{quote(path)}{'?' if question else ''}{question}")
    answer.headers["Vary"] = "Accept-Language"
    return answer


def known(path: str) -> bool:
    """Whether something answers at the path."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(f"/{path}").func is not nothing
    except Resolver404:
        return False


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django itself would not read."""
    del exception
    return failure(request, 400, "This request cannot be read")


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that no pattern knows."""
    del exception
    return failure(request, 404, "There is no page at this address")


def failed(request: HttpRequest) -> HttpResponse:
    """What went wrong outside of a page."""
    log.error("failed: %s", ascii(told(request.path)), exc_info=True)
    return failure(request, 500, FAILED)
