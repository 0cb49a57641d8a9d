"""SDMX under `/sdmx/`: what `gmg.exchange.sdmx` answers, given to the network.

The answer is written whole before the first byte leaves, into memory or, when long, into a file:
a slow reader holds up nobody, and its length and its tag are known.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse

from gmg.evidence.base import NoBase
from gmg.site.application import views
from gmg.site.application.failures import failure
from gmg.site.application.releases import releases

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("gmg.site")
IN_MEMORY = 4_000_000
CHUNK = 65_536
LEVEL = 5


def sdmx(request: HttpRequest, rest: str | None = None) -> HttpResponse | StreamingHttpResponse:
    """Structures and data of the current release."""
    from gmg.exchange.sdmx import answer

    try:
        opened = releases().get()
        with opened.making:
            made = answer(
                opened.base,
                rest or "/",
                {name: request.GET[name] for name in request.GET},
                request.META.get("HTTP_ACCEPT", ""),
            )
            packed = views.takes_gzip(request)
            file, tag = spooled(made.body, packed=packed)
    except NoBase:
        return failure(request, 503, views.EMPTY)
    except Exception:
        log.exception("failed: %s", ascii(request.path[:500]))
        return failure(request, 500, views.FAILED)
    headers = {**made.headers, **cached(made.status, tag)}
    if made.status == 200 and views.has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        file.close()
        response = HttpResponse(status=304, headers=headers)
        del response.headers["Content-Type"]
        return response
    if packed:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(file.tell())
    file.seek(0)
    return StreamingHttpResponse(
        chunks(file), status=made.status, content_type=made.media_type, headers=headers
    )


def spooled(body: Iterable[bytes], *, packed: bool) -> tuple[IO[bytes], str]:
    """The body in a file, packed where the reader takes it so, and the tag of what is in it."""
    file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)
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


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces; it is gone afterwards."""
    with file:
        while part := file.read(CHUNK):
            yield part


def cached(status: int, tag: str) -> dict[str, str]:
    """How long an answer may be kept, and by what it differs."""
    vary = {"Vary": "Accept, Accept-Encoding, Accept-Language"}
    if status != 200:
        return {**vary, "Cache-Control": "no-cache"}
    return {**vary, "ETag": f"W/{tag}", "Cache-Control": f"public, max-age={views.AGE}"}
