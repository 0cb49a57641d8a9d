"""Axe, in a real browser, finds nothing against WCAG 2.2 AA on any kind of page."""

from __future__ import annotations

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser_made import PATIENCE

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATHS = (
    "", "where", "what", "who", "when", "place/LBY", "place/LBY/refugees", "corridor/SDN/LBY",
    "concept/refugees", "concept/migrant-stock-share", "instrument/ICRMW", "instruments", "agency/UNHCR",
    "findings", "flows", "gaps", "activities", "data", "data/unhcr.population", "note", "about", "method",
    "licences", "api", "search?q=refugees", "nothing", "figure/4d8356453a32.129753.H",
)  # fmt: skip


def found_on(page: Page, address: str) -> list[str]:
    page.goto(address)
    answer = Axe().run(page, options=RULES)
    return [
        f"{one['id']}: {one['help']} ({len(one['nodes'])}) {one['nodes'][0]['html'][:160]}"
        for one in answer["violations"]
    ]


@pytest.mark.parametrize("path", PATHS)
def test_in_english(page: Page, site: str, path: str) -> None:
    assert found_on(page, f"{site}/en/{path}".rstrip("/")) == []


@pytest.mark.parametrize("path", ["", "place/LBY", "corridor/SDN/LBY", "findings"])
def test_in_arabic(page: Page, site: str, path: str) -> None:
    assert found_on(page, f"{site}/ar/{path}".rstrip("/")) == []


@pytest.mark.parametrize("path", ["", "place/LBY", "corridor/SDN/LBY", "instrument/ICRMW"])
def test_in_the_dark(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(color_scheme="dark")
    context.set_default_timeout(PATIENCE)
    assert found_on(context.new_page(), f"{site}/en/{path}".rstrip("/")) == []
    context.close()
