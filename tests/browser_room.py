"""The room in a real browser: a served site, a clock that the test moves, a window for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser_made import PATIENCE, only_here
from room_made import NOON
from room_site import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from gmg.evidence.base import Base
    from gmg.group.acts.hand import Hand
    from room_people import Group

Opened = Callable[..., "Window"]


@dataclass
class Hours:
    """The server's clock, in all its threads; it stands until the test moves it on."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def on(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


@dataclass
class Window:
    """A person before the room, in a profile of their own; nobody for the public."""

    page: Page
    address: str
    lang: str
    wrong: list[str] = field(default_factory=list)

    def say(self, text: str) -> str:
        """A text of the site as this window's reader sees it."""
        from gmg.site.words import words

        return words(self.lang)._(text)

    def term(self, code: str) -> str:
        from gmg.site.room.terms import term

        return term(self.lang, code)

    def go(self, path: str) -> Page:
        answer = self.page.goto(f"{self.address}/{self.lang}/{path}".rstrip("/"))
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        return self.page

    def link(self, text: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=self.say(text), exact=True)

    def follow(self, link: Locator | str) -> Page:
        with self.page.expect_navigation():
            (self.link(link) if isinstance(link, str) else link).first.click()
        return self.page

    def press(self, text: str, within: str = "main", do: str = "") -> Page:
        """A button that sends a form; `do` is its value where several say the same."""
        if do:
            button = self.page.locator(f'{within} button[value="{do}"]')
        else:
            button = self.page.locator(within).get_by_role(
                "button", name=self.say(text), exact=True
            )
        with self.page.expect_navigation():
            button.first.click()
        return self.page

    def unfold(self, text: str) -> None:
        self.page.locator("summary").get_by_text(self.say(text), exact=True).click()

    def fill(self, **values: str) -> None:
        """Fields by their names; of the last form where several have one of that name."""
        for name, value in values.items():
            one = self.page.locator(f'main [name="{name.replace("__", "-")}"]:visible').last
            kind = one.evaluate("e => e.type || e.tagName")
            if kind == "select-one":
                one.select_option(value)
            elif kind == "radio":
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                one.set_checked(bool(value))
            else:
                one.fill(value)


@dataclass(frozen=True)
class Served:
    """A site with a room, who sits in it, and its clock."""

    address: str
    group: Group
    hours: Hours
    open: Opened


@pytest.fixture
def served_room(
    room: Group, small_base: Base, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """The room behind a server with threads, as `gmg serve` has it; its clock stands at NOON."""
    from django.conf import settings
    from playwright.sync_api import expect

    from gmg.group.acts import clock
    from site_base import served

    expect.set_options(timeout=PATIENCE / 2)
    hours = Hours(NOON)
    monkeypatch.setattr(clock, "now", hours.now)
    settings.GMG_HELD = True
    windows: list[Window] = []
    with ExitStack() as stack:
        stack.callback(setattr, settings, "GMG_HELD", False)
        address = stack.enter_context(served(Path(small_base.folder)))

        def opened(hand: Hand | None = None, lang: str = "en", **also: Any) -> Window:
            context = browser.new_context(
                **{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | also
            )
            context.set_default_timeout(PATIENCE)
            stack.callback(context.close)
            if hand is not None:
                cookie = signed_in(hand).cookies[settings.SESSION_COOKIE_NAME].value
                context.add_cookies([{"name": "gmg", "value": cookie, "url": address}])
            window = Window(context.new_page(), address, lang)
            window.page.on("pageerror", lambda error: window.wrong.append(str(error)))
            window.page.on("request", lambda request: only_here(request.url))
            windows.append(window)
            return window

        yield Served(address, room, hours, opened)
    assert [one.wrong for one in windows if one.wrong] == []


on_sqlite, on_postgres = (
    pytest.mark.parametrize("empty_room", [kind], indirect=True)
    for kind in ("sqlite", "postgresql")
)
"""Run on one of the two databases only: a browser takes its time."""

__all__ = ["Hours", "Served", "Window", "on_postgres", "on_sqlite", "served_room"]
