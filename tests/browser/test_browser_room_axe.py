"""Axe finds nothing against WCAG 2.2 AA on any page of the room in use, by day and by night."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page
from test_browser_axe import RULES

from browser_room import Served, Window, on_sqlite, served_room
from gmg.group.rules.citations import Standing, State
from room_full import furnished
from room_people import Group
from room_signing import PASSWORD, code, person_of

if TYPE_CHECKING:
    from gmg.group.rules.texts import Citation

__all__ = ["served_room"]
Rules = dict[str, object]
ACCOUNT = (
    "", "2fa/", "2fa/app/add/", "2fa/codes/new/", "2fa/passkeys/", "2fa/passkeys/add/",
    "password/change/", "again/", "logout/",
)  # fmt: skip
SIGNED_OUT = ("login/", "password/reset/", "password/reset/sent/", "inactive/")
COLOURS = ("color-contrast", "link-in-text-block")
OF_COLOURS = {"runOnly": {"type": "rule", "values": [*COLOURS]}}
"""What a dark sheet can break."""
OF_WORDS = RULES | {"rules": {name: {"enabled": 0} for name in COLOURS}}
"""What another language can break. The options are read as JavaScript, where 0 is false."""


@pytest.fixture(autouse=True)
def revised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every figure that is cited has another value in a later edition: pages show all that they can."""
    later = Standing(
        State.CHANGED, value=Decimal(600_000), edition="2025", figure="f" * 12 + ".2.H", by="2025"
    )

    def standings(citations: Iterable[Citation]) -> dict[Citation, Standing]:
        return dict.fromkeys(citations, later)

    monkeypatch.setattr("gmg.site.room.pages.live.standings", standings)


def found_on(page: Page, rules: Rules = RULES) -> list[str]:
    """What axe finds; where it looks at everything, by night too."""
    found = run(page, rules)
    if rules is RULES:
        page.emulate_media(color_scheme="dark")
        found += run(page, OF_COLOURS)
        page.emulate_media(color_scheme="light")
    return found


def run(page: Page, rules: Rules) -> list[str]:
    answer = Axe().run(page, options=rules | {"resultTypes": ["violations"]})
    return [
        f"{page.url}: {one['id']}: {one['help']} ({len(one['nodes'])}) {one['nodes'][0]['html'][:200]}"
        for one in answer["violations"]
    ]


def all_of(room: Served, lang: str, rules: Rules) -> list[str]:
    """What axe finds on every page, as who may do most on it sees it."""
    paths = furnished(room.group, room.hours)
    chair, ilo = (room.open(hand, lang) for hand in (both(room.group), room.group.speaks["ILO"]))
    secretariat, public = (room.open(hand, lang) for hand in (room.group.secretariat, None))
    of = {"seats": secretariat, "log": secretariat, "record": public, "review": ilo, "records": public,
          "library": public, "published practice": public, "edit": ilo, "draft": ilo}  # fmt: skip
    found: list[str] = []
    for name, path in paths.items():
        window = of.get(name, chair)
        window.page.goto(f"{window.address}/{lang}/{path}")
        found += found_on(window.page, rules)
    found += after_forms(chair, ilo, paths, rules)
    for names, window in ((SIGNED_OUT, public), (ACCOUNT, ilo)):
        for name in names:
            window.page.goto(f"{window.address}/room/account/{name}?lang={lang}")
            found += found_on(window.page, rules)
    return found


def both(group: Group) -> object:
    """The chair's person, with the pen of ILO too."""
    from gmg.group.acts import seats
    from gmg.group.rules.seats import Role
    from gmg.group.store.models import Person
    from room_people import START

    person = Person.objects.get(key=group.chair.person)
    seats.give(group.secretariat, group.body, "ILO", Role.FOCAL_POINT, START, None, person)
    return group.chair


def after_forms(chair: Window, ilo: Window, paths: dict[str, str], rules: Rules) -> list[str]:
    """Pages that are the answer to a form: figures looked up, a sign-off read once more, refusals."""
    found = []
    ilo.go(paths["edit"])
    ilo.fill(concept="refugees", place="DEU", counterpart="SYR")
    ilo.press("", do="lookup")
    found += found_on(ilo.page, rules)
    ilo.fill(place="Nowhere at all")
    ilo.press("", do="lookup")
    assert ilo.page.locator("[aria-invalid]").count() == 1
    found += found_on(ilo.page, rules)
    chair.go(paths["silence"])
    chair.fill(verdict="objects", statement="Because.")
    chair.press("Read once more before signing")
    found += found_on(chair.page, rules)
    chair.go("room/meetings")
    chair.unfold("Call a meeting")
    chair.fill(title="x", starts="2026-05-01T10:00", ends="2026-04-01T10:00", zone="UTC")
    chair.press("Call the meeting")
    assert chair.page.get_by_role("alert").count() == 1
    found += found_on(chair.page, rules)
    return found


@on_sqlite
@pytest.mark.parametrize(("lang", "rules"), [("en", RULES), ("ar", OF_WORDS)], ids=["en", "ar"])
def test_every_page_of_the_room(served_room: Served, lang: str, rules: Rules) -> None:
    found = all_of(served_room, lang, rules)
    assert not found, "\n".join(found)


@on_sqlite
def test_the_second_step_of_signing_in(served_room: Served) -> None:
    """Where a password is wrong, where an app is set up, where its code is asked for."""
    person = person_of(served_room.group.speaks["ILO"])
    public = served_room.open()
    page, found = public.page, []
    page.goto(f"{public.address}/room/account/login/")
    public.fill(login=person.email, password="wrong")
    public.press("Sign in")
    found += found_on(page)
    public.fill(login=person.email, password=PASSWORD)
    public.press("Sign in")
    found += found_on(page)
    public.follow("Set up an app")
    public.fill(code="000000")
    public.press("Switch it on")
    assert page.locator("[aria-invalid]").count() == 1
    found += found_on(page)
    public.fill(code=code(page.locator("code.key").inner_text()))
    public.press("Switch it on")
    found += found_on(page)
    page.locator("header").get_by_role("button", name="Sign out").click()
    page.goto(f"{public.address}/room/account/login/")
    public.fill(login=person.email, password=PASSWORD)
    public.press("Sign in")
    assert page.locator("[name=code]").count() == 1
    assert page.get_by_role("heading", level=1).inner_text() == "The second step"
    found += found_on(page)
    assert not found, "\n".join(found)
