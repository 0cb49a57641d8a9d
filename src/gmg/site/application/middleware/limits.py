"""What is refused before it is read, and how often one address may ask for the costly answers."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import DisallowedHost

from gmg.site.application.failures import failure
from gmg.site.application.middleware.headers import in_room

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

METHODS = "GET, HEAD, OPTIONS"
LONGEST = 4_000
"""Characters of an address with its query string; a browser's own bound is far above any real one."""
FIELDS = 50
COSTLY = (
    "/api/", "/sdmx/", "/sum", "/table/", "/figure/", "/search", "/picture.png",
    "/room/calendar/",
)  # fmt: skip
BURST, PER_SECOND = 240.0, 20.0
SIGN_IN = "/room/account/"
FORMS, FORMS_PER_SECOND = 60.0, 0.5
"""Forms of sign-in from one address; `gmg.site.room.account.settings` counts by person and e-mail too."""
REMEMBERED = 10_000


class Limits:
    """Only reading, no endless addresses, and a bucket of requests for each caller."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.buckets = Buckets()
        self.forms = Buckets(FORMS, FORMS_PER_SECOND)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a plain refusal."""
        return self.refused(request) or self.get_response(request)

    def refused(self, request: HttpRequest) -> HttpResponse | None:
        """Why a request is not answered; None where it is."""
        if request.method not in METHODS.split(", ") and not form_of_room(request):
            answer = failure(request, 405, "Nothing can be changed here: ask with GET")
            answer.headers["Allow"] = METHODS
            return answer
        if len(request.get_full_path()) > LONGEST:
            return failure(
                request, 414, f"An address may have {LONGEST:,} characters; ask for less"
            )
        if request.META.get("QUERY_STRING", "").count("&") >= FIELDS:
            return failure(request, 400, f"A question may have {FIELDS} fields; ask for less")
        if in_room(request.path) and not own_host(request):
            return failure(request, 400, "This site is asked by another name")
        wait = 0
        if any(part in request.path for part in COSTLY):
            wait = self.buckets.take(request.META.get("REMOTE_ADDR", ""))
        elif request.method == "POST" and request.path.startswith(SIGN_IN):
            wait = self.forms.take(request.META.get("REMOTE_ADDR", ""))
        if wait:
            answer = failure(request, 429, f"Too many requests: wait {wait} seconds")
            answer.headers["Retry-After"] = str(wait)
            return answer
        return None


def own_host(request: HttpRequest) -> bool:
    """Whether the request names the site by a name of its own."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def form_of_room(request: HttpRequest) -> bool:
    """Whether a form is sent to the room, where things may be changed."""
    return request.method == "POST" and in_room(request.path)


class Buckets:
    """A token bucket for each caller; the longest silent are forgotten first."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self.burst, self.per_second = burst, per_second
        self.kept: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()

    def take(self, caller: str, now: float | None = None) -> int:
        """Nought when the caller may go on, else the seconds to wait."""
        now = time.monotonic() if now is None else now
        with self.lock:
            tokens, last = self.kept.pop(caller, (self.burst, now))
            tokens = min(self.burst, tokens + (now - last) * self.per_second)
            allowed = tokens >= 1
            self.kept[caller] = (tokens - 1 if allowed else tokens, now)
            if len(self.kept) > REMEMBERED:
                self.kept.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - tokens) / self.per_second))
