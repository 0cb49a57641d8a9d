"""The site as people use it: by clicking, by keyboard, on a phone, in Arabic, on paper, without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_shots import ARTEFACTS, kept


def test_home_to_place_to_corridor_to_figure_and_back(page: Page, site: str) -> None:
    """What a newcomer is to find out by clicking only."""
    page.goto(site)
    expect(page).to_have_url(re.compile(r"/en$"))
    page.get_by_role("link", name="Where", exact=True).click()
    page.get_by_role("link", name="Libya", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Libya")
    kept(page, "place-LBY")
    page.locator("#partners ~ .pair").get_by_role("link", name="Sudan", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From Sudan to Libya")
    heads = page.locator(".keys").first
    expect(heads).to_contain_text("40,329")
    expect(heads).to_contain_text("551,727")
    expect(page.locator("#differences ~ .cards").first).to_contain_text(
        "They count by another definition"
    )
    expect(page.locator("table.norms").first).to_contain_text(
        "not party: the list does not name it"
    )
    kept(page, "corridor-SDN-LBY")
    heads.get_by_role("link", name="551,727").click()
    expect(page.locator("td.cell")).to_have_text("551727")
    expect(page.locator("main")).to_contain_text("population.csv.gz")
    kept(page, "figure")
    page.go_back()
    heads.get_by_role("link", name="40,329").click()
    expect(page.locator("main")).to_contain_text("our sum of 2 published figures")
    page.locator("td.num a").first.click()
    expect(page.locator("td.cell")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("From Sudan to Libya")


def test_the_slider_moves_the_map(page: Page, site: str) -> None:
    page.goto(f"{site}/en/concept/refugees")
    slider = page.get_by_role("slider")
    shown = page.locator(".slider output")
    before = shown.inner_text()
    size = page.locator('.world [data-code="TUR"]').get_attribute("r")
    slider.focus()
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    assert shown.inner_text() != before
    assert page.locator('.world [data-code="TUR"]').get_attribute("r") != size
    expect(page.locator("nav.years [aria-current]")).to_have_text(shown.inner_text())
    kept(page, "concept-refugees")


def test_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/en")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.locator("#q").focus()
    page.keyboard.type("refugees Sudan Libya")
    page.keyboard.press("Enter")
    expect(page.locator("main a").first).to_have_attribute("href", re.compile("corridor/SDN/LBY"))
    page.locator("main a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("corridor/SDN/LBY"))


@pytest.mark.parametrize("path", ["", "/place/LBY", "/corridor/SDN/LBY", "/findings"])
def test_arabic_runs_from_right_to_left(page: Page, site: str, path: str) -> None:
    page.goto(f"{site}/ar{path}")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    mark = page.locator(".mark").bounding_box()
    assert mark is not None and mark["x"] > 900
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kept(page, f"ar{path.replace('/', '-')}")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(
    "path", ["", "/place/DEU", "/corridor/SDN/LBY", "/findings", "/instruments", "/when"]
)
def test_on_a_phone_nothing_runs_off(browser: Browser, site: str, path: str, lang: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{site}/{lang}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if path in ("", "/corridor/SDN/LBY"):
        kept(page, f"phone-{lang}{path.replace('/', '-')}")
    context.close()


def test_without_scripts_everything_is_there(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/concept/refugees")
    page.locator("nav.years a").first.click()
    expect(page.locator("nav.years [aria-current]")).to_be_visible()
    page.goto(f"{site}/en")
    page.locator("#concept").select_option("migrant-stock")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#map")).to_contain_text("International migrant stock")
    page.locator("#q").fill("Libya")
    page.get_by_role("button", name="Search").first.click()
    expect(page.locator("main")).to_contain_text("Libya")
    context.close()


def test_on_paper(page: Page, site: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.goto(f"{site}/en/corridor/SDN/LBY")
    written = page.pdf(path=ARTEFACTS / "corridor-SDN-LBY.pdf", format="A4")
    assert written.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator(".search").is_hidden()


def test_in_the_dark(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/en/place/LBY")
    red, *_ = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
    )
    assert red < 60
    kept(page, "dark-place-LBY")
    context.close()


def test_written_to_disk_it_needs_no_server(page: Page, base: object, tmp_path: Path) -> None:
    from gmg.evidence.base import Base
    from gmg.site.publish import publish

    assert isinstance(base, Base)
    publish(base, tmp_path / "site", least=100_000, processes=2)
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.get_by_role("link", name="Where", exact=True).click()
    page.get_by_role("link", name="Libya", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Libya")
    page.locator(".keys a.n").first.click()
    expect(page.locator(":target")).to_be_visible()
