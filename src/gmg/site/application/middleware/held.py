"""Pages of the room, held for one session until anything changes.

Every act in the room adds an event to the log, so a page that was made after the newest event still
says what is, until the clock itself changes something: a round closes, an embargo ends, a day begins.
What is held is of one session and one form token, is asked for by one query (that the session lives,
and the number of the newest event), is forgotten at every form sent to this process, and is never
older than ten seconds: what persons set for themselves is no event.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse

from gmg.group.acts import clock
from gmg.site.application.middleware.headers import in_room

if TYPE_CHECKING:
    from django.http import HttpRequest

OLDEST = timedelta(seconds=10)
MOST = 48_000_000
"""Bytes held in all."""
NEWEST = """
SELECT (SELECT max(number) FROM room_event),
       (SELECT count(*) FROM django_session WHERE session_key = %s AND expire_date > %s)
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made: after which event and of which release, when, and how long it may stand."""

    event: int
    release: str
    made: datetime
    until: datetime
    body: bytes
    headers: tuple[tuple[str, str], ...]


class Held:
    """The middleware; it stands before sessions, which a held page does not need to open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The held page, or a fresh one."""
        key = key_of(request)
        if key is None:
            response = self.get_response(request)
            if request.method == "POST" and in_room(request.path):
                self.forget()
            return response
        now = clock.now()
        event, lives = newest(key[0], now)
        release = release_name()
        page = self.pages.get(key)
        if page is not None and lives and stands(page, event, release, now):
            return again(page)
        response = self.get_response(request)
        if lives and event and may_be_held(response, key[1]):
            self.hold(key, page_of(response, event, release, now))
        return response

    def hold(self, key: tuple[str, ...], page: Page) -> None:
        """Keep a page, and let go of the oldest where there is no room."""
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.size += len(page.body)
            while self.size > MOST:
                self.drop(next(iter(self.pages)))

    def drop(self, key: tuple[str, ...]) -> None:
        """Let go of a page. The lock is held."""
        page = self.pages.pop(key, None)
        self.size -= len(page.body) if page else 0

    def forget(self) -> None:
        """Let go of all pages."""
        with self.lock:
            self.pages.clear()
            self.size = 0


def key_of(request: HttpRequest) -> tuple[str, ...] | None:
    """Session, form token and address; None for what is never held."""
    from django.conf import settings

    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    token = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    of_room = in_room(request.path) and not request.path.startswith("/room/")
    on = settings.GMG_ROOM and settings.GMG_HELD  # type: ignore[misc]
    if not (on and of_room and request.method == "GET" and session and token):
        return None
    return session, token, request.get_full_path()


def newest(session: str, now: datetime) -> tuple[int, bool]:
    """The number of the newest event, and whether the session lives."""
    from django.db import connection

    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [session, at])
        number, lives = cursor.fetchone()
    return number or 0, bool(lives)


def release_name() -> str:
    """The name of the release that pages quote."""
    from gmg.evidence.base import NoBase
    from gmg.site.application.releases import releases

    try:
        return releases().current_name()
    except NoBase:
        return ""


def stands(page: Page, event: int, release: str, now: datetime) -> bool:
    """Whether a page still says what is."""
    same = page.event == event and page.release == release
    return same and page.made <= now < min(page.until, page.made + OLDEST)


def may_be_held(response: HttpResponse, token: str) -> bool:
    """Whether an answer is a whole page that changes nothing in the browser.

    The form token is sent with every page, as it is: that is no change.
    """
    same = all(cookie.value == token for cookie in response.cookies.values())
    whole = response.status_code == 200 and not response.streaming and same
    return whole and response.headers.get("Content-Type", "").startswith("text/html")


def page_of(response: HttpResponse, event: int, release: str, now: datetime) -> Page:
    """An answer as it is held."""
    headers = tuple(response.headers.items())
    return Page(event, release, now, next_change(now), bytes(response.content), headers)


def again(page: Page) -> HttpResponse:
    """The same answer once more."""
    response = HttpResponse(page.body)
    for name, value in page.headers:
        response.headers[name] = value
    response.headers["X-Kept"] = "yes"
    return response


def next_change(now: datetime) -> datetime:
    """The next instant at which the clock alone changes what pages say; midnight UTC at the latest."""
    from django.db.models import Min

    from gmg.group.store.models import Extension, Publication, Round

    midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), tzinfo=UTC)
    ends = ((Round, "closes"), (Extension, "closes"), (Publication, "embargo"))
    found = [
        table._default_manager.filter(**{f"{name}__gt": now}).aggregate(first=Min(name))["first"]
        for table, name in ends
    ]
    ends_known: list[datetime] = [midnight, *(each for each in found if each is not None)]
    return min(ends_known)
