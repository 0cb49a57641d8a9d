"""Views: pages as HTML, their tables as files, and the few addresses that are no page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect

from gmg.axes.where import LANGUAGES
from gmg.evidence.base import NoBase
from gmg.site.application import answers
from gmg.site.application.assets import TYPES, assets
from gmg.site.application.failures import failure
from gmg.site.application.html import html_of, missing
from gmg.site.application.kept import Keep, Kept, kept, packed_json
from gmg.site.application.releases import releases
from gmg.site.application.tables import table_of
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.languages import preferred

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from gmg.site.pages import Route

log = logging.getLogger("gmg.site")
KEEP = Keep()
PINNED_AGE = 31_536_000
AGE = 300


def page(
    request: HttpRequest, route: Route, lang: str, release: str | None = None, **parameters: str
) -> HttpResponse:
    """A page in a language, of the current release or of a named one."""

    def answer() -> Kept:
        return kept(
            html_of(answers.make(request, route, parameters, lang, release)).encode(),
            "text/html; charset=utf-8",
        )

    return given(request, release, answer, lang=lang)


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

    def answer() -> Kept:
        return table_of(answers.make(request, route, parameters, lang, release), name, form)

    return given(request, release, answer, lang=lang)


def picture(
    request: HttpRequest, route: Route, lang: str, release: str | None = None, **parameters: str
) -> HttpResponse:
    """The picture that other sites show beside a link to a page."""
    from gmg.site.application.picture import picture as drawn

    def answer() -> Kept:
        made = answers.make(request, route, parameters, lang, release)
        return drawn(made.page, lang, made.opened.base.release.id)

    return given(request, release, answer, lang=lang)


def given(
    request: HttpRequest, release: str | None, make: Callable[[], Kept], *, lang: str | None
) -> HttpResponse:
    """A kept answer with its tag, or the page that says why there is none."""
    try:
        current = releases().current_name()
        key = (
            current if release is None else f"{release} of {current}",
            answers.origin(request),
            request.get_full_path(),
        )
        found, was_kept = KEEP.get(key, make)
    except NotFound as error:
        return missing(request, lang, 404, error.text, error.asked)
    except BadQuery as error:
        return missing(request, lang, 400, error.text, "")
    except NoBase as error:
        return failure(request, 503, str(error))
    except Exception:
        log.exception("%s", request.path[:500])
        return failure(request, 500, "Something failed here; it has been written to the log")
    return sent(request, found, was_kept=was_kept, age=PINNED_AGE if release else AGE)


def sent(
    request: HttpRequest, found: Kept, *, was_kept: bool = False, age: int = AGE
) -> HttpResponse:
    """The bytes, packed where the reader takes them so; 304 where the reader has them."""
    if found.tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304)
    else:
        packed = found.packed is not None and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(
            found.packed if packed else found.body, content_type=found.media_type
        )
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        if found.file_name:
            response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response.headers["ETag"] = found.tag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={age}"
    response.headers["X-Kept"] = "yes" if was_kept else "no"
    return response


def home(request: HttpRequest) -> HttpResponse:
    """To the reader's own language, where it is one of the six."""
    lang = preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500])
    answer = HttpResponseRedirect(f"/{lang}")
    answer.headers["Vary"] = "Accept-Language"
    return answer


def static(request: HttpRequest, name: str) -> HttpResponse:
    """A stylesheet, script or picture."""
    body = assets().bodies.get(name)
    if body is None:
        return failure(request, 404, "There is no such file")
    return sent(request, kept(body, TYPES["." + name.rpartition(".")[2]]), age=PINNED_AGE)


def openapi(request: HttpRequest) -> HttpResponse:
    """What the API can be asked."""
    from gmg.site.api import described

    response = sent(request, packed_json(described()))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer, and with which release."""
    import json

    try:
        opened = releases().get()
    except (NoBase, NotFound, OSError) as error:
        return failure(request, 503, str(error))
    body: dict[str, Any] = {
        "status": "ok",
        "release": opened.base.release.id,
        "sample": opened.base.release.sample,
    }
    return HttpResponse(json.dumps(body), content_type="application/json")


def nothing(request: HttpRequest, path: str = "") -> HttpResponse:
    """An address that is no page's."""
    first = path.split("/", 1)[0]
    lang = (
        first
        if first in LANGUAGES
        else preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500])
    )
    if (
        not path.startswith(("api/", "sdmx/"))
        and f"{first}/"
        and first not in LANGUAGES
        and known(path)
    ):
        return HttpResponseRedirect(f"/{lang}/{path}")
    return missing(request, lang, 404, "There is no page at this address", path.rpartition("/")[2])


def known(path: str) -> bool:
    """Whether the path is a page's, written without a language."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(f"/en/{path}").func is not nothing
    except Resolver404:
        return False
