"""My desk: what waits for my agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.site.room.asked import Asked


def page(asked: Asked) -> HttpResponse:
    """What waits."""
    return asked.draw("room/desk.html.j2")
