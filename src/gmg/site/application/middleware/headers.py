"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from django.http import HttpRequest

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
METHODS = "GET, HEAD, OPTIONS"
OPEN = ("/api/", "/sdmx", "/openapi.json", "/catalogue.")
"""What scripts of any other site may read: figures are public, and nobody is known here."""
TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Disposition",
}
BEFORE = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


class Headers:
    """Nothing from other hosts, nothing inline, no guessing of types; data may be read from anywhere.

    OPTIONS is answered here, and HEAD as GET without its body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.answered(request)
        for name, value in {**ALWAYS, **of_https()}.items():
            response.headers.setdefault(name, value)
        if open_to_all(request.path):
            for name, value in TO_ALL.items():
                response.headers[name] = value
        if in_room(request.path):
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def answered(self, request: HttpRequest) -> HttpResponse:
        """The answer by method."""
        if request.method == "OPTIONS":
            return options(request)
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        return bare(response)


def of_https() -> dict[str, str]:
    """That browsers ask by https alone, where the site has an https address.

    It is told whatever the server knows of how the reader came: the proxy may not say.
    """
    from django.conf import settings

    seconds = settings.SECURE_HSTS_SECONDS
    if not seconds:
        return {}
    return {"Strict-Transport-Security": f"max-age={seconds}; includeSubDomains; preload"}


def options(request: HttpRequest) -> HttpResponse:
    """What may be asked, and by whom (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
    response = HttpResponse(status=204, headers={"Allow": METHODS})
    del response.headers["Content-Type"]
    if open_to_all(request.path):
        for name, value in BEFORE.items():
            response.headers[name] = value
    return response


def bare(response: HttpResponse) -> HttpResponse:
    """The same answer without its body; its length stays where it is known."""
    if response.streaming:
        response.close()
        response.streaming_content = ()  # type: ignore[attr-defined]
        return response
    if response.status_code not in (204, 304):
        response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def open_to_all(path: str) -> bool:
    """Whether scripts of other sites may read it: published figures, and nothing of the room."""
    return path.startswith(OPEN) or ("/table/" in path and not in_room(path))


def in_room(path: str) -> bool:
    """Whether an address is of the room: `/room/…`, or `/en/room/…`."""
    return path.startswith("/room/") or path[3:9] in ("/room", "/room/")
