"""A real browser, Debian's Chromium, before the site of the published files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from gmg.evidence.base import Base

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 120_000
"""Milliseconds that a page may take on a busy machine; how fast it is, is measured in `bench/`."""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip


@pytest.fixture(scope="session")
def server(base: Base) -> Iterator[str]:
    """The address of a server of the site, for all tests."""
    from site_base import served

    with served(base.folder) as address:
        ready(address)
        yield address


@pytest.fixture
def site(server: str, base: Base) -> str:
    """The server, with the base of the published files: other tests may have pointed it elsewhere."""
    from django.conf import settings

    from site_base import client_of

    if str(base.folder) != settings.GMG_BASE:
        client_of(base.folder)
        ready(server)
    return server


def ready(address: str) -> None:
    """Wait for the first page: what is made once for a release is not the browser's to wait for."""
    from urllib.request import urlopen

    for path in ("/en", "/ar", "/en/place/LBY"):
        with urlopen(address + path, timeout=300) as answer:
            answer.read()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if CHROMIUM is None:
        absent = "no Chromium here: apt-get install chromium"
        if os.environ.get("GMG_NO_SKIP") == "1":
            pytest.fail(f"{absent}, and nothing may be skipped here")
        pytest.skip(absent)
    from playwright.sync_api import sync_playwright

    # Playwright keeps a loop in the thread of the tests, where rooms are set up too.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile on a laptop's screen."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails the test when anything goes wrong in it, or asks another host."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"script failed: {error}"))
    opened.on("request", lambda request: only_here(request.url))
    return opened


def only_here(url: str) -> None:
    """No request may leave the machine."""
    assert url.startswith(("http://127.0.0.1:", "data:", "blob:", "file:")), url
