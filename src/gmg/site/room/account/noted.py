"""What the site's log is told of signing in: who, how, from where; never a word that opens anything.

A person is told by their random id. The address of the network stands beside signing in and what was
refused there, and nowhere else in the log.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("gmg.site")


def note(request: HttpRequest | None, event: str, person: str = "", **facts: str) -> None:
    """One line of JSON."""
    log.info(
        json.dumps(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "sign-in": event,
                "person": person,
                "from": request.META.get("REMOTE_ADDR", "") if request is not None else "",
                **facts,
            },
            ensure_ascii=True,
        )
    )
