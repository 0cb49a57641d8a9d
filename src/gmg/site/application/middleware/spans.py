"""Sessions end: after twelve hours one signs in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gmg.site.application.middleware.headers import in_room

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Spans:
    """Sign out who has been signed in for as long as anybody may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; pages of published figures have no session and are not asked for one."""
        from django.contrib.auth import logout

        from gmg.site.room.account.sessions import over

        if in_room(request.path) and over(request):
            logout(request)
        return self.get_response(request)
