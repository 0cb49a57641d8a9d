"""The room as people use it: four of four agencies clear a statement, each in a browser of their own.

Nothing is done behind the pages: what a person does here, they do by links, fields and buttons.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, Page, expect

from browser_room import Served, Window, on_postgres, on_sqlite, served_room
from browser_shots import kept
from room_made import NOON
from room_people import START
from room_signing import PASSWORD, code, forget_codes, person_of

__all__ = ["served_room"]
FIRST = "Registration must be open to all who arrive"
BETTER = "Registration must be open to all who arrive, without fear of detention"
OBJECTION = "Paragraph 3 needs the dates of both counts."
MET = "The two counts are of different dates, and neither contains the other."
RESERVATION = "Detention on suspicion of a crime is a matter of its own."


def seat_the_chair(room: Served) -> None:
    """Give the chair's person the seat of a focal point too: the pen is an agency's, not a chair's."""
    from gmg.group.acts import seats
    from gmg.group.rules.seats import Role
    from gmg.group.store.models import Person

    person = Person.objects.get(key=room.group.chair.person)
    group = room.group
    seats.give(group.secretariat, group.body, "ILO", Role.FOCAL_POINT, START, None, person)


def minute(at: datetime) -> str:
    """An instant as a field of a form takes it."""
    return f"{at:%Y-%m-%dT%H:%M}"


def document_of(page: Page) -> str:
    """The path of the text that is shown or written, below the language."""
    found = re.search(r"room/document/\w+", page.url)
    assert found, page.url
    return found[0]


# --- steps that several stories take -------------------------------------------------------------


def sign_in(window: Window, email: str, secret: str = "") -> str:
    """Password, then the second step: set up by who comes for the first time; gives the app's key."""
    page = window.page
    page.goto(f"{window.address}/room/account/login/?lang={window.lang}")
    window.fill(login=email, password=PASSWORD)
    window.press("Sign in")
    if secret:
        window.fill(code=code(secret))
        window.press("Sign in")
        return secret
    window.follow("Set up an app")
    secret = page.locator("code.key").inner_text()
    window.fill(code=code(secret))
    window.press("Switch it on")
    assert page.locator(".codes li").count() == 10
    window.follow("I have kept them")
    return secret


def paragraphs(window: Window, *texts: str) -> None:
    """Write paragraphs in the editor, the first in the one that is there, each below the one before."""
    fields = window.page.locator(".edited textarea")
    fields.first.fill(texts[0])
    for number, text in enumerate(texts[1:], 1):
        below = window.page.locator(".edited").last.get_by_role(
            "button", name=window.say("Insert below"), exact=True
        )
        below.click()
        expect(fields.nth(number)).to_be_focused()
        fields.nth(number).fill(text)


def start(window: Window, title: str, *texts: str, figure: str, at: int) -> str:
    """Start a statement, write its paragraphs, cite a figure in one; gives its path."""
    window.go("room")
    window.page.locator("header").get_by_role("link", name=window.say("Texts"), exact=True).click()
    window.fill(title=title, kind="statement")
    window.press("Start it")
    window.fill(language=window.lang)
    paragraphs(window, *texts)
    window.page.locator(".edited textarea").nth(at).focus()
    window.fill(concept="refugees", place="DEU", counterpart="SYR", year="2024")
    window.press("Look up")
    row = window.page.locator("tr", has_text=figure)
    with window.page.expect_navigation():
        row.get_by_role("button", name=window.say("Cite it"), exact=True).click()
    expect(window.page.locator(".citing")).to_contain_text(figure)
    window.press("Keep as the next version")
    expect(window.page.locator(".cited .n")).to_have_text(figure)
    return document_of(window.page)


def remark(window: Window, path: str, number: int, **values: str) -> None:
    """Remark on the n-th paragraph of a text."""
    window.go(path)
    window.follow(window.page.locator(".para").nth(number - 1).locator(".remark-on"))
    window.fill(**values)
    window.press("Enter the remark")


def freeze(window: Window, path: str, number: int) -> None:
    """Freeze a version."""
    window.go(path)
    text = window.say("Freeze version %(number)s") % {"number": number}
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=text, exact=True).click()
    expect(window.page.locator(".standing")).to_contain_text(window.term("frozen"))


def open_round(window: Window, kind: str, closes: datetime) -> str:
    """From the chair's desk: a round on the version that waits for one; gives its path."""
    window.go("room")
    window.follow(window.page.locator('a[href*="rounds/new"]'))
    window.fill(kind=kind, closes=minute(closes))
    window.press("Open the round now")
    found = re.search(r"room/round/\w+", window.page.url)
    assert found, window.page.url
    expect(window.page.locator(".state").first).to_have_text(window.term("open"))
    return found[0]


def sign(window: Window, agency: str, verdict: str, **also: str) -> None:
    """From the desk to the round that runs, and an agency's word on it."""
    window.go("room")
    window.follow(window.page.locator("table.desk").get_by_role("link"))
    window.fill(verdict=verdict, **also)
    window.press("Read once more before signing")
    expect(window.page.locator("main")).to_contain_text(window.term(verdict))
    window.press("Sign")
    expect(line(window, agency)).to_contain_text(window.term(verdict))


def line(window: Window, agency: str) -> Locator:
    """The line of an agency on the board."""
    from gmg.site.words import words

    return window.page.locator(".board tr", has_text=words(window.lang).agency(agency)).first


def state(window: Window) -> Locator:
    """What the round has come to, at the head of its page."""
    return window.page.locator(".lead .state")


# --- the whole story -----------------------------------------------------------------------------


@on_sqlite
def test_four_agencies_clear_a_statement(served_room: Served, tmp_path: Path) -> None:
    room, hours = served_room, served_room.hours
    seat_the_chair(room)
    chair, email = room.open(), person_of(room.group.chair).email
    secret = sign_in(chair, email)
    expect(chair.page.locator(".eyebrow")).to_contain_text("ILO, chair, GMG")
    chair.page.locator("header").get_by_role("button", name="Sign out").click()
    forget_codes()
    sign_in(chair, email, secret)
    expect(chair.page.get_by_role("heading", level=1)).to_have_text("My desk")

    call_a_meeting(chair, hours.at)
    put_a_finding_on_the_agenda(chair)
    path = start(
        chair,
        "Statement on people from Syria in Germany",
        "UNHCR counts this many refugees from Syria in Germany at the end of 2024:",
        f"{FIRST}.",
        "The two counts are not of the same people.",
        figure="700",
        at=0,
    )
    iom, ohchr, unhcr = (room.open(room.group.speaks[a]) for a in ("IOM", "OHCHR", "UNHCR"))
    hours.on(hours=2)
    remark(iom, path, 1, kind="question", text="Is this the newest edition?")
    remark(
        ohchr, path, 2, kind="proposed wording", quote=FIRST, wording=BETTER,
        text="Registration keeps people away where it may end in a cell.",
    )  # fmt: skip
    remark(unhcr, path, 3, kind="comment", text="Say why.", visibility="drafters")
    iom.go(path)
    expect(iom.page.locator(".remark")).to_have_count(2)  # what is for the drafters is not shown
    answer_the_remarks(chair, path)
    expect(chair.page.locator(".para").nth(1).locator(".words")).to_have_text(f"{BETTER}.")
    expect(chair.page.locator(".para").nth(1).locator(".margin")).to_contain_text("OHCHR")
    kept(chair.page, "room-document")

    freeze(chair, path, 2)
    hours.on(hours=2)
    first = open_round(chair, "clearance", hours.at + timedelta(days=3))
    hours.on(hours=1)
    sign(chair, "ILO", "cleared")
    sign(iom, "IOM", "cleared")
    sign(ohchr, "OHCHR", "cleared with comments", statement="With thanks.")
    sign(unhcr, "UNHCR", "objects", statement=OBJECTION)
    chair.go(first)
    expect(chair.page.locator(".statement").first).to_contain_text(OBJECTION)
    kept(chair.page, "room-clearance")
    hours.on(days=3)
    chair.go(first)
    expect(state(chair)).to_have_text("not adopted")

    write_anew(chair, path)
    look_at_the_redline(unhcr, path)
    freeze(chair, path, 3)
    too_soon(chair, hours.at)
    silence = open_round(chair, "silence", hours.at + timedelta(hours=72))
    expect(chair.page.locator("h1")).to_contain_text("under silence")
    hours.on(hours=20)
    sign(iom, "IOM", "cleared with comments", reservation=RESERVATION)
    ends = hours.on(hours=52, seconds=-1)
    for window in (chair, unhcr):
        window.go(silence)
        expect(state(window)).to_have_text("open")
    hours.on(seconds=1)
    chair.go(silence)
    expect(state(chair)).to_have_text("adopted")
    expect(line(chair, "UNHCR")).to_contain_text("silent: it joins")
    late(unhcr, silence)

    public = room.open()
    publish(chair, ends + timedelta(days=2))
    gone = public.page.goto(f"{room.address}/en/record/GMG/2026/1")
    assert gone is not None and gone.status == 404
    unhcr.go("record/GMG/2026/1")
    expect(unhcr.page.locator(".refusal")).to_contain_text("Held back")
    hours.on(days=2, minutes=1)
    read_and_check(public, tmp_path)


def call_a_meeting(chair: Window, now: datetime) -> None:
    chair.page.locator("header").get_by_role("link", name="Meetings").click()
    chair.unfold("Call a meeting")
    begins = now + timedelta(days=1)
    chair.fill(
        title="Working-level meeting", starts=minute(begins), ends=minute(begins + timedelta(hours=2)),
        zone="Europe/Zurich", place="Geneva",
    )  # fmt: skip
    chair.press("Call the meeting")
    expect(chair.page.locator("h1")).to_have_text("Working-level meeting")
    expect(chair.page.locator("dl.facts")).to_contain_text("(2026-03-03 11:00 UTC)")


def put_a_finding_on_the_agenda(chair: Window) -> None:
    """From the page of a finding, which everybody may read, to an agenda."""
    chair.go("findings")
    chair.follow(chair.page.locator('main a[href*="/finding/"]'))
    title = chair.page.locator("h1").inner_text()
    chair.follow("Put it on the group's issues list")
    chair.press("Put it on the issues list")
    chair.press("Put it on the agenda")
    chair.page.locator("header").get_by_role("link", name="Meetings").click()
    chair.follow(chair.link("Working-level meeting"))
    assert title.split(",")[0] in chair.page.locator(".agenda").inner_text()


def answer_the_remarks(chair: Window, path: str) -> None:
    """One is answered in words, the wording of another taken over, one declined."""
    chair.go(path)
    page = chair.page
    chair.follow(page.locator(".para").nth(0).locator(".remark a", has_text="Answer"))
    chair.fill(words="It is; the citation names it.")
    chair.press("Answer", within=".small-form")
    chair.follow(page.locator(".para").nth(2).locator(".remark a", has_text="Answer"))
    chair.press("Decline", within=".small-form")
    chair.follow(page.locator(".para").nth(1).locator(".remark a", has_text="Answer"))
    chair.press("Take the wording over")


def write_anew(chair: Window, path: str) -> None:
    """A version that meets the objection, written on the frozen one."""
    chair.go(path)
    chair.follow("Write")
    chair.page.locator(".edited textarea").nth(2).fill(MET)
    chair.press("Keep as the next version")


def look_at_the_redline(unhcr: Window, path: str) -> None:
    unhcr.go(path)
    unhcr.follow(unhcr.page.get_by_role("link", name="Redline with version 2"))
    expect(unhcr.page.locator(".passage")).to_have_count(1)
    expect(unhcr.page.locator(".passage ins").first).to_contain_text("different dates")
    expect(unhcr.page.locator(".passage del").first).to_be_visible()
    kept(unhcr.page, "room-redline")


def too_soon(chair: Window, now: datetime) -> None:
    """A silence of less than 72 hours is refused, and the form is as it was sent."""
    chair.go("room")
    chair.follow(chair.page.locator('a[href*="rounds/new"]'))
    chair.fill(kind="silence", closes=minute(now + timedelta(hours=71)))
    chair.press("Open the round now")
    expect(chair.page.get_by_role("alert")).to_be_visible()
    assert chair.page.locator("[name=closes]").input_value() == minute(now + timedelta(hours=71))


def late(unhcr: Window, silence: str) -> None:
    """An objection at the very hour is kept, shown as late, and changes nothing."""
    unhcr.go(silence)
    unhcr.unfold("Enter a late position")
    unhcr.fill(verdict="objects", statement="Too late.")
    unhcr.press("Read once more before signing")
    expect(unhcr.page.locator(".refusal")).to_contain_text("does not count")
    unhcr.press("Sign")
    expect(unhcr.page.locator("#rest ~ .scroll").first).to_contain_text("late")
    expect(state(unhcr)).to_have_text("adopted")


def publish(chair: Window, embargo: datetime) -> None:
    chair.go("room")
    chair.follow(chair.page.locator("#chair ~ .cards-of-desk a[href*='/room/round/']"))
    chair.fill(symbol="GMG/2026/1", embargo=minute(embargo))
    chair.press("Publish")
    expect(chair.page.locator(".lead")).to_contain_text("GMG/2026/1")


def read_and_check(public: Window, folder: Path) -> None:
    """Somebody without a seat reads the record, takes its file, and checks it with nothing else."""
    from gmg.cli import app

    public.go("records")
    public.follow(public.link("GMG/2026/1"))
    page = public.page
    expect(page.locator(".wording")).to_contain_text(BETTER)
    expect(page.locator(".wording")).to_contain_text(MET)
    expect(page.locator("#signatories ~ .scroll").first.locator("tbody tr")).to_have_count(4)
    expect(page.locator("blockquote")).to_have_text(RESERVATION)
    expect(page.locator("#history ~ .scroll").first.locator("tbody tr")).to_have_count(2)
    kept(page, "room-record")
    with page.expect_download() as taken:
        public.link("JSON").click()
    file = folder / taken.value.suggested_filename
    taken.value.save_as(file)
    assert file.name == "GMG-2026-1.json"
    checked = CliRunner().invoke(app, ["record", "check", str(file)])
    assert checked.exit_code == 0, checked.output
    record = json.loads(file.read_text("utf-8"))
    shown = page.locator("#check ~ p code.hash").inner_text()
    assert shown in checked.output and shown in json.dumps(record)
    forged = file.read_text("utf-8").replace(MET, MET.replace("neither", "each"))
    file.write_text(forged, "utf-8")
    assert CliRunner().invoke(app, ["record", "check", str(file)]).exit_code != 0


# --- the same in Arabic, without script, by keyboard ---------------------------------------------


ARABIC = ("يبلغ عدد اللاجئين من سوريا في ألمانيا:", "يجب أن يكون التسجيل متاحا للجميع.")


@on_sqlite
def test_write_remark_and_sign_in_arabic(served_room: Served) -> None:
    room = served_room
    seat_the_chair(room)
    chair = room.open(room.group.chair, "ar")
    ohchr = room.open(room.group.speaks["OHCHR"], "ar")
    path = start(chair, "بيان", *ARABIC, figure="700", at=0)
    page = chair.page
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).direction") == "rtl"
    words, margin = (
        page.locator(f".para .{part}").first.bounding_box() for part in ("words", "margin")
    )
    assert words is not None and margin is not None and margin["x"] < words["x"]
    remark(
        ohchr, path, 2, kind="proposed wording", quote="للجميع", wording="لكل من يصل دون خوف من الاحتجاز",
        text="اقتراح",
    )  # fmt: skip
    chair.go(path)
    chair.follow(page.locator(".para").nth(1).locator(".answers a"))
    chair.press("Take the wording over")
    expect(page.locator(".para").nth(1).locator(".words")).to_contain_text("دون خوف من الاحتجاز")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kept(page, "room-ar-document")
    freeze(chair, path, 2)
    open_round(chair, "clearance", NOON + timedelta(days=3))
    sign(ohchr, "OHCHR", "cleared with comments", statement="مع الشكر", reservation="تحفظ")
    expect(ohchr.page.locator("blockquote", has_text="تحفظ")).to_be_visible()
    kept(ohchr.page, "room-ar-round")
    ohchr.go("room")
    news = ohchr.page.locator(".rows a", has_text="2026-03-05").first
    assert news.evaluate(FROM_YEAR_TO_DAY), news.inner_text()
    assert news.evaluate("one => getComputedStyle(one).direction") == "rtl"
    kept(ohchr.page, "room-ar-desk")


FROM_YEAR_TO_DAY = """one => {
  const at = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const text = at.nextNode(), from = text.data.indexOf('2026-03-05');
  const left = (place) => {
    const range = document.createRange();
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    return range.getBoundingClientRect().left;
  };
  return left(from) < left(from + 5) && left(from + 5) < left(from + 8);
}"""
"""Whether a day inside a sentence is read from its year on, whatever way the sentence runs."""


@on_postgres
def test_without_script_all_of_it_is_done(served_room: Served) -> None:
    """Forms alone, no word of script."""
    room = served_room
    seat_the_chair(room)
    chair = room.open(room.group.chair, java_script_enabled=False)
    iom = room.open(room.group.speaks["IOM"], java_script_enabled=False)
    chair.go("room/documents")
    chair.fill(title="On Syria", kind="statement")
    chair.press("Start it")
    write_without_script(chair)
    path = document_of(chair.page)
    remark(iom, path, 1, kind="comment", text="Name the edition.")
    chair.go(path)
    chair.follow(chair.page.locator(".remark a", has_text="Answer"))
    chair.fill(words="The citation names it.")
    chair.press("Answer", within=".small-form")
    freeze(chair, path, 1)
    board = open_round(chair, "clearance", NOON + timedelta(days=3))
    sign(iom, "IOM", "cleared")
    sign(chair, "ILO", "cleared")
    for agency in ("OHCHR", "UNHCR"):
        sign(room.open(room.group.speaks[agency], java_script_enabled=False), agency, "cleared")
    room.hours.on(days=4)
    chair.go(board)
    expect(state(chair)).to_have_text("adopted")
    publish(chair, room.hours.at + timedelta(minutes=1))
    room.hours.on(minutes=2)
    public = room.open(java_script_enabled=False)
    public.go("record/GMG/2026/1")
    expect(public.page.locator(".wording")).to_contain_text("700")


def write_without_script(chair: Window) -> None:
    """Paragraphs are put in, moved and taken out by the server where there is no script."""
    page = chair.page
    page.locator(".edited textarea").first.fill(
        "Refugees from Syria in Germany at the end of 2024:"
    )
    chair.press("Insert below")
    page.locator(".edited textarea").nth(1).fill("A paragraph too many.")
    chair.press("Insert below")
    expect(page.locator(".edited")).to_have_count(3)
    with page.expect_navigation():
        page.locator(".edited").nth(2).get_by_role(
            "button", name="Take paragraph", exact=False
        ).click()
    chair.fill(concept="refugees", place="Germany", counterpart="Syria", year="2024")
    chair.press("Look up")
    page.locator("[name=cite-in]").select_option(index=0)
    chair.press("Cite it")
    chair.press("Keep as the next version")
    expect(page.locator(".cited .n")).to_have_text("700")


@on_sqlite
def test_a_position_is_signed_by_keyboard_alone(served_room: Served) -> None:
    from gmg.group.rules.rounds import Kind
    from room_people import opened

    room = served_room
    opened(room.group, Kind.CLEARANCE)
    iom = room.open(room.group.speaks["IOM"])
    iom.go("room")
    page = iom.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    press_on(page, page.locator("table.desk a"), "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("on Sudan", re.IGNORECASE))
    tab_to(page, page.locator("[name=verdict]").first)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[value='cleared with comments']")).to_be_checked()
    tab_to(page, page.locator("[name=statement]"))
    page.keyboard.type("By keyboard alone.")
    tab_to(page, page.locator("[name=on_behalf]"))
    page.keyboard.press("Space")
    expect(page.locator("[name=on_behalf]")).to_be_checked()
    press_on(page, page.get_by_role("button", name="Read once more before signing"), "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before signing")
    press_on(page, page.locator("main").get_by_role("button", name="Sign", exact=True), "Space")
    expect(line(iom, "IOM")).to_contain_text("cleared with comments")
    expect(page.locator("blockquote")).to_have_text("By keyboard alone.")


def press_on(page: Page, target: Locator, key: str) -> None:
    """Go to a control by Tab and press it; a new page is loaded."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press(key)


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Press Tab until a control has the focus; where the focus stands can be seen all the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"no way by keyboard to {target}")


SEEN = """() => {
  const at = document.activeElement, look = getComputedStyle(at);
  return at === document.body || (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2);
}"""


@on_sqlite
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_nothing_of_the_room_runs_off(served_room: Served, lang: str) -> None:
    from gmg.group.rules.rounds import Kind
    from room_people import opened

    room = served_room
    round_ = opened(room.group, Kind.CLEARANCE)
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
    iom = room.open(room.group.speaks["IOM"], lang, **phone)
    document = f"room/document/{round_.version.document.key}"
    for path in (
        "room", "room/documents", document, "room/rounds", f"room/round/{round_.key}", "room/group",
        "room/group/GMG", "room/meetings", "room/issues", "room/commitments", "room/practices", "records",
    ):  # fmt: skip
        iom.go(path)
        assert iom.page.evaluate("document.documentElement.scrollWidth") <= 390, path
