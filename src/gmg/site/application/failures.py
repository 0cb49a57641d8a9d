"""Answers that are no page: one envelope for programs, one page for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from django.http import HttpRequest

NAMES = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    414: "address-too-long",
    429: "too-many-requests",
    500: "server-error",
    503: "no-evidence-base",
}


def envelope(status: int, text: str, **also: object) -> dict[str, object]:
    """The one form of an error: a name for programs and a sentence that says what to do."""
    return {
        "error": {"status": status, "name": NAMES.get(status, "error"), "message": text, **also}
    }


def failure(request: HttpRequest, status: int, text: str, **also: object) -> HttpResponse:
    """An error as JSON for the API and as plain text elsewhere."""
    if request.path.startswith("/api/"):
        body = json.dumps(envelope(status, text, **also), ensure_ascii=False)
        kind = "application/json"
    else:
        body, kind = text + "\n", "text/plain; charset=utf-8"
    return HttpResponse(
        body.encode("utf-8", "replace"),
        status=status,
        content_type=kind,
        headers={"Cache-Control": "no-cache"},
    )
