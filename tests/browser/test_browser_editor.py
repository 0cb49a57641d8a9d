"""Writing a text in a real browser: by mouse, by keys, with a figure, and beside another writer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from browser_made import only_here
from gmg.evidence.base import Base
from gmg.group.acts.hand import Hand
from gmg.group.store.models import Remark, Version
from room_people import Group, drafted, group
from room_site import signed_in
from site_base import served


@pytest.fixture
def at(small_base: Base, room_url: str) -> Iterator[tuple[str, Group]]:
    """The address of a site with a room, and who sits in it."""
    from django.conf import settings

    with served(Path(small_base.folder)) as address:
        settings.GMG_ROOM = room_url
        yield address, group()
        settings.GMG_ROOM = ""


def seat(context: BrowserContext, address: str, hand: Hand) -> Page:
    """A page of somebody who is signed in."""
    key = signed_in(hand).cookies["gmg"].value
    context.add_cookies([{"name": "gmg", "value": key, "url": address}])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script failed: {error}"))
    page.on("request", lambda request: only_here(request.url))
    return page


def order(page: Page) -> list[str]:
    return page.eval_on_selector_all(".edited", "all => all.map(one => one.dataset.uid)")


def test_a_text_is_written_by_keys_with_a_figure_where_the_caret_was(
    at: tuple[str, Group], context: BrowserContext
) -> None:
    address, room = at
    version = drafted(room, "Refugees from Sudan.", "Two.", "Three.")
    page = seat(context, address, room.speaks["ILO"])
    edit = f"{address}/en/room/document/{version.document.key}/edit"
    page.goto(edit)
    page.locator("#e-p1 button[value^=insert]").press("Enter")
    page.keyboard.type("Typed by keys.")
    page.locator("#e-p3 button[value^=up]").press("Enter")
    page.locator("#e-p2 button[value^=remove]").press("Enter")
    page.keyboard.press("Enter")  # the way back has the focus
    new = order(page)[1]
    assert order(page) == ["p1", new, "p3", "p2"]
    numbers = page.eval_on_selector_all(".num-field", "all => all.map(one => one.value)")
    assert numbers == ["1", "2", "3", "4"]
    assert "gone" not in (page.locator("#e-p2").get_attribute("class") or "")
    page.locator("#e-p2 button[value^=remove]").click()
    page.locator("#t-p1").focus()
    page.locator("#t-p1").evaluate("area => area.setSelectionRange(0, 0)")
    page.locator("select[name=concept]").select_option("refugees")
    page.locator("input[name=place]").fill("Libya")
    page.locator("input[name=counterpart]").fill("Sudan")
    page.locator("button[value=lookup]").click()
    page.locator("button[value^='cite:']").first.click()
    page.wait_for_function("document.querySelector('#t-p1').value.startsWith('[[c1]]')")
    page.locator(".keep button[value=save]").click()
    page.wait_for_url("**/document/*version=*")
    made = Version.objects.get(number=2).as_rule()
    assert [(p.uid, p.text) for p in made.paragraphs] == [
        ("p1", "[[c1]]Refugees from Sudan."),
        (new, "Typed by keys."),
        ("p3", "Three."),
    ]
    assert str(made.paragraphs[0].citations[0].value) == "313"


def test_marked_words_are_quoted_with_their_figure(
    at: tuple[str, Group], context: BrowserContext
) -> None:
    address, room = at
    version = drafted(room)
    page = seat(context, address, room.speaks["IOM"])
    page.goto(f"{address}/en/room/document/{version.document.key}")
    page.evaluate(
        """() => {
            const words = document.querySelector("#p-p1 .words");
            const range = document.createRange();
            range.selectNodeContents(words);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.locator("#p-p1 a.remark-on").click()
    page.locator("#f-text").fill("Of which date?")
    page.locator("#remark-form button[type=submit]").click()
    page.wait_for_selector("article.remark")
    remark = Remark.objects.get()
    assert remark.quote == "Refugees from Sudan in Libya: [[c1]]."
    assert page.locator(f"#r-{remark.key}").is_visible()


def test_two_writers_in_two_windows_and_none_is_lost(
    at: tuple[str, Group], context: BrowserContext
) -> None:
    address, room = at
    version = drafted(room, "One.", "Two.")
    edit = f"{address}/en/room/document/{version.document.key}/edit"
    mine = seat(context, address, room.speaks["ILO"])
    theirs = context.new_page()
    mine.goto(edit)
    theirs.goto(edit)
    hostile = "<img src=x onerror='document.title=1'>"
    theirs.locator("#t-p2").fill(hostile)
    theirs.locator(".keep button[value=save]").click()
    theirs.wait_for_url("**/document/*version=*")
    mine.locator("#t-p1").fill("One, by me.")
    mine.locator(".keep button[value=save]").click()
    mine.wait_for_selector("#conflict")
    assert mine.locator("#t-p1").input_value() == "One, by me."
    assert "<img src=x onerror=" in mine.locator("#e-p2 .theirs .wording").inner_text()
    assert mine.locator("#e-p2 .theirs img").count() == 0
    assert mine.title() != "1"
    mine.locator("button[value='theirs:']").click()
    mine.wait_for_function("document.querySelector('#t-p2').value.startsWith('<img')")
    mine.locator(".keep button[value=save]").click()
    mine.wait_for_url("**/document/*version=*")
    made = Version.objects.get(number=3).as_rule()
    assert [p.text for p in made.paragraphs] == ["One, by me.", hostile]


def test_axe_finds_nothing_on_any_page_of_texts(
    at: tuple[str, Group], context: BrowserContext
) -> None:
    from test_browser_axe import found_on

    address, room = at
    version = drafted(room, "Nearly 70,000 people, [[c1]] of them refugees.", "We act together.")
    page = seat(context, address, room.speaks["ILO"])
    text = f"/room/document/{version.document.key}"
    for lang in ("en", "ar"):
        for path in ("/room/documents", text, f"{text}?remark_on=p2", f"{text}/edit",
                     f"{text}/edit?lang=fr", f"{text}/redline"):  # fmt: skip
            assert found_on(page, f"{address}/{lang}{path}") == [], path
