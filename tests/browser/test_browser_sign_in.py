"""Signing in in a real browser: a password and an app, then a passkey; in English and in Arabic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from test_browser_room_axe import found_on

from browser_made import PATIENCE
from browser_room import Served, Window, on_sqlite, served_room
from browser_shots import kept
from room_signing import PASSWORD, code, forget_codes, person_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage

__all__ = ["served_room"]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""A device that Chromium plays: it asks for a finger, and the finger is there."""
Opened = Callable[..., Window]


@pytest.fixture
def window(served_room: Served, browser: Browser) -> Iterator[Opened]:
    """A window at `localhost`: a passkey is bound to a name, and an address of numbers is none."""
    address = served_room.address.replace("127.0.0.1", "localhost")
    contexts, wrong = [], []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "400 (Bad Request)" not in message.text:
            wrong.append(message.text)

    def opened(lang: str, **also: object) -> Window:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **also})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", said)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        return Window(page, address, lang)

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, "nothing failed, and nothing was kept from running by the policy of the page"


def out(window: Window) -> None:
    """Sign out, from whichever page."""
    with window.page.expect_navigation():
        window.page.locator("header").get_by_role("button", name=window.say("Sign out")).click()


def at(window: Window) -> str:
    """Where one is, without language and query."""
    return window.page.url.removeprefix(window.address).partition("?")[0]


@on_sqlite
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_password_and_app_then_a_passkey_alone(
    served_room: Served, window: Opened, lang: str
) -> None:
    person = person_of(served_room.group.chair)
    person.language = lang
    person.save()
    one: Window = window(lang)
    page = one.page
    page.goto(f"{one.address}/{lang}/room/rounds")
    assert at(one) == "/room/account/login/"
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    found = found_on(page)
    kept(page, f"sign-in-1-{lang}")

    one.fill(login=person.email, password="not this")
    page.keyboard.press("Enter")
    page.locator("#said").wait_for()
    assert page.locator("[name=login]").input_value() == person.email
    assert page.locator("[name=password]").input_value() == ""
    one.fill(password=PASSWORD)
    one.press("Sign in")
    assert at(one) == "/room/account/2fa/", "the password alone opens nothing"
    found += found_on(page)
    kept(page, f"sign-in-2-{lang}")

    one.follow("Set up an app")
    found += found_on(page)
    kept(page, f"sign-in-3-{lang}")
    secret = page.locator("code.key").inner_text()
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 50
    one.fill(code=code(secret))
    page.keyboard.press("Enter")
    page.locator(".codes li").first.wait_for()
    found += found_on(page)
    kept(page, f"sign-in-4-{lang}")
    assert page.locator(".codes li").count() == 10
    one.follow("I have kept them")
    assert at(one) == f"/{lang}/room"

    page.goto(f"{one.address}/room/account/2fa/")
    one.follow("Add a passkey")
    found += found_on(page)
    kept(page, f"sign-in-5-{lang}")
    one.fill(name="مفتاحي" if lang == "ar" else "My laptop")
    with page.expect_navigation():
        page.locator("form.passkey button").click()
    page.goto(f"{one.address}/room/account/2fa/passkeys/")
    assert page.locator("tbody tr").count() == 1
    found += found_on(page)
    kept(page, f"sign-in-6-{lang}")
    page.goto(f"{one.address}/room/account/")
    found += found_on(page)
    kept(page, f"sign-in-7-{lang}")

    out(one)
    page.goto(f"{one.address}/room/account/login/?lang={lang}&next=/{lang}/room/rounds")
    with page.expect_navigation():
        page.get_by_role("button", name=one.say("Sign in with a passkey")).click()
    page.wait_for_url(f"{one.address}/{lang}/room/rounds")
    assert page.locator("h1").inner_text() == one.say("Rounds")

    out(one)
    forget_codes()
    page.goto(f"{one.address}/room/account/login/?lang={lang}")
    one.fill(login=person.email, password=PASSWORD)
    one.press("Sign in")
    assert at(one) == "/room/account/2fa/code/"
    assert page.locator("html").get_attribute("lang") == lang
    found += found_on(page)
    kept(page, f"sign-in-8-{lang}")
    with page.expect_navigation():
        page.get_by_role("button", name=one.say("Use a passkey instead")).click()
    page.wait_for_url(f"{one.address}/{lang}/room")
    assert found == []


@on_sqlite
def test_a_passkey_that_is_not_used_is_told_and_nothing_is_lost(
    served_room: Served, window: Opened
) -> None:
    one: Window = window("en")
    page = one.page
    page.goto(f"{one.address}/room/account/login/?lang=en")
    one.fill(login="chair@example.org")
    page.get_by_role("button", name="Sign in with a passkey").click()
    told = page.locator("form.passkey [role=alert]")
    told.wait_for()
    assert "was not used" in told.inner_text()
    assert page.locator("[name=login]").input_value() == "chair@example.org"


@on_sqlite
def test_without_script_one_signs_in_by_password_and_code(
    served_room: Served, browser: Browser
) -> None:
    person = person_of(served_room.group.chair)
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    one = Window(context.new_page(), served_room.address, "en")
    page = one.page
    page.goto(f"{one.address}/en/room")
    one.fill(login=person.email, password=PASSWORD)
    one.press("Sign in")
    one.follow("Set up an app")
    one.fill(code=code(page.locator("code.key").inner_text()))
    one.press("Switch it on")
    one.follow("I have kept them")
    assert at(one) == "/en/room"
    page.goto(f"{one.address}/room/account/2fa/passkeys/add/")
    assert page.locator("form.passkey").is_hidden()
    assert "need the script" in page.locator("main").inner_text()
    context.close()
