"""SDMX under `/sdmx/`: what `gmg.exchange.sdmx` answers, given to the network.

The answer is written whole before the first byte leaves, into memory or, when long, into a file
that the server sends on its own: a slow reader holds up nobody, and length and tag are known.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.http import FileResponse, HttpResponse

from gmg.evidence.base import NoBase
from gmg.site.application import views
from gmg.site.application.failures import failure
from gmg.site.application.releases import releases

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("gmg.site")
IN_MEMORY = 4_000_000  # bytes
LEVEL = 5
AT_ONCE, PATIENCE = 3, 20.0
TURNS = threading.BoundedSemaphore(AT_ONCE)
"""Answers may be long: most threads are left to pages. Whoever waits longer is told to come back."""


def sdmx(request: HttpRequest, rest: str | None = None) -> HttpResponse | FileResponse:
    """Structures and data of the current release."""
    if not TURNS.acquire(timeout=PATIENCE):
        busy = failure(request, 503, "Others are taking long answers; ask again in a minute")
        busy.headers["Retry-After"] = "60"
        return busy
    try:
        return answered(request, rest or "/")
    except NoBase:
        return failure(request, 503, views.EMPTY)
    except Exception:
        log.exception("failed: %s", ascii(request.path[:500]))
        return failure(request, 500, views.FAILED)
    finally:
        TURNS.release()


def answered(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """The answer with its headers, or 304."""
    from gmg.exchange.sdmx import answer

    asked = {name: request.GET.get(name, "") for name in request.GET}
    made = answer(releases().get().own(), path, asked, request.META.get("HTTP_ACCEPT", ""))
    packed = views.takes_gzip(request)
    file, tag = spooled(made.body, packed=packed)
    headers = {**made.headers, **cached(made.status, tag)}
    if made.status == 200 and views.has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        file.close()
        response = HttpResponse(status=304, headers=headers)
        del response.headers["Content-Type"]
        return response
    if packed:
        headers["Content-Encoding"] = "gzip"
    file.seek(0)
    return FileResponse(file, status=made.status, content_type=made.media_type, headers=headers)


def spooled(body: Iterable[bytes], *, packed: bool) -> tuple[IO[bytes], str]:
    """The body in a file, packed where the reader takes it so, and the tag of what is in it."""
    file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    digest = hashlib.sha256()
    if not packed:
        for part in body:
            digest.update(part)
            file.write(part)
        return file, f'"{digest.hexdigest()[:20]}"'
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=LEVEL, mtime=0) as pack:
        for part in body:
            digest.update(part)
            pack.write(part)
    return file, f'"{digest.hexdigest()[:20]}"'


def cached(status: int, tag: str) -> dict[str, str]:
    """How long an answer may be kept, and by what it differs."""
    vary = {"Vary": "Accept, Accept-Encoding, Accept-Language"}
    if status != 200:
        return {**vary, "Cache-Control": "no-cache"}
    return {**vary, "ETag": f"W/{tag}", "Cache-Control": f"public, max-age={views.AGE}"}
