"""One line of JSON for every answer: no address of the reader, no query string."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("gmg.site")
SECRETS = ("/room/calendar/", "/room/account/password/new/")
"""What follows is the secret of a person's calendar, or sets their password."""


def told(path: str) -> str:
    """A path as the log keeps it: without a secret that it may hold."""
    secret = next((start for start in SECRETS if path.startswith(start)), "")
    return f"{secret}…" if secret else path[:500]


class Logs:
    """What was asked, how it was answered, how long it took. Readers are nobody's business."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the line is written when someone listens."""
        if not log.isEnabledFor(logging.INFO):
            return self.get_response(request)
        started = time.perf_counter()
        response = self.get_response(request)
        log.info(
            json.dumps(
                {
                    "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                    "method": request.method,
                    "path": told(request.path),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                    "kept": response.headers.get("X-Kept", ""),
                },
                ensure_ascii=True,
            )
        )
        return response
