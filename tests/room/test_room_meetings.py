"""Meetings in a browser's forms: called, changed, cancelled; agenda, attendance, decisions, minutes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, commitments, meetings, rounds, seats, texts
from gmg.group.acts.hand import Hand
from gmg.group.rules.meetings import Called, How
from gmg.group.rules.seats import Role
from gmg.group.store.models import AgendaItem, Body, Event, Meeting, Programme
from room_made import NOON
from room_people import Group, drafted, opened, text
from room_site import signed_in

HOSTILE = '"><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(2)>'
STARTS = datetime(2026, 3, 10, 13, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CALL = {
    "do": "call",
    "body": "GMG",
    "title": "Working level",
    "starts": "2026-03-10T14:00",
    "ends": "2026-03-10T16:00",
    "zone": "Europe/Zurich",
    "place": "Room XIX",
}


def page(hand: Hand | None, path: str, at: datetime = NOON) -> str:
    with clock.standing_at(at):
        answer = signed_in(hand).get(f"/en/room/{path}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def status(hand: Hand | None, path: str, at: datetime = NOON) -> int:
    with clock.standing_at(at):
        return signed_in(hand).get(f"/en/room/{path}").status_code


def sent(
    hand: Hand | None, path: str, form: dict[str, object], at: datetime = NOON
) -> tuple[int, str]:
    with clock.standing_at(at):
        answer = signed_in(hand).post(f"/en/room/{path}", form)
    return answer.status_code, answer.content.decode() or answer.headers.get("Location", "")


def called(room: Group, title: str = "Working level", starts: datetime = STARTS) -> Meeting:
    with clock.standing_at(min(NOON, starts)):
        return meetings.call(
            room.chair, room.body, Called(title, starts, starts + 2 * HOUR, "Europe/Zurich")
        )


# --- calling and changing ------------------------------------------------------------------------


def test_a_meeting_is_called_changed_and_cancelled(room: Group) -> None:
    code, where = sent(room.chair, "meetings", CALL)
    row = Meeting.objects.get()
    assert (code, where) == (302, f"/en/room/meeting/{row.key}")
    assert (row.starts, row.zone) == (STARTS, "Europe/Zurich")
    html = page(room.speaks["ILO"], f"meeting/{row.key}")
    assert "2026-03-10 14:00" in html and "Room XIX" in html and "2026-03-10 13:00 UTC" in html
    assert "Change or cancel" not in html
    seen = re.search(r'name="seen" value="(\w+)"', page(room.chair, f"meeting/{row.key}"))
    assert seen is not None
    change = CALL | {"do": "change", "title": "Earlier", "starts": "2026-03-10T09:00"}
    assert sent(room.chair, f"meeting/{row.key}", change | {"seen": seen[1]})[0] == 302
    code, html = sent(room.chair, f"meeting/{row.key}", change | {"seen": seen[1], "title": "Mine"})
    assert code == 409 and "meanwhile" in html and 'value="Mine"' in html
    assert sent(room.chair, f"meeting/{row.key}", {"do": "cancel"})[0] == 302
    row.refresh_from_db()
    assert (row.title, row.status, row.sequence) == ("Earlier", "cancelled", 2)
    listed = page(room.speaks["ILO"], "meetings")
    assert "Earlier" in listed and "cancelled" in listed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts": "2026-03-29T02:30", "ends": "2026-03-29T04:00"}, "starts"),
        ({"starts": "2026-10-25T02:30", "ends": "2026-10-25T04:00"}, "starts"),
        ({"ends": "2026-10-25T02:30"}, "ends"),
        ({"ends": "2026-03-10T14:00"}, "ends"),
        ({"starts": "soon"}, "starts"),
        ({"starts": "0001-01-01T00:00"}, "starts"),
        ({"ends": "9999-12-31T23:00"}, "ends"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": HOSTILE}, "zone"),
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"body": "NONE"}, "body"),
        ({"programme": "none"}, "programme"),
        ({"do": "anything"}, ""),
    ],
)
def test_forms_that_are_refused_at_their_field(
    room: Group, change: dict[str, str], field: str
) -> None:
    code, html = sent(room.chair, "meetings", CALL | change)
    assert code == 400
    assert f'id="{field}-problem"' in html or field in ("", "body", "programme")
    assert "<script>alert" not in html
    assert not Meeting.objects.exists()


def test_the_hour_that_a_change_of_clocks_repeats_can_be_given_in_utc(room: Group) -> None:
    form = CALL | {"starts": "2026-10-25T01:30", "ends": "2026-10-25T02:30", "zone": "UTC"}
    assert sent(room.chair, "meetings", form)[0] == 302
    assert Meeting.objects.get().starts == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_text_in_every_field_is_text(room: Group) -> None:
    sent(room.chair, "meetings", CALL | {"title": HOSTILE, "place": HOSTILE})
    row = Meeting.objects.get()
    where = f"meeting/{row.key}"
    sent(room.chair, where, {"do": "add", "item_title": HOSTILE, "note": HOSTILE})
    sent(room.chair, where, {"do": "decide", "decision": HOSTILE}, STARTS)
    sent(room.chair, where, {"do": "minutes", "minutes_title": HOSTILE, "penholder": "ILO"}, STARTS)
    assert row.decisions.count() == row.items.count() == 1
    for path in ("meetings", where, f"{where}?item={row.items.get().key}"):
        html = page(room.chair, path)
        assert "<script>alert" not in html and "<img src=x" not in html
        assert "49" not in re.sub(r"[0-9a-f]{32}|(seen|token)\" value=\"\w+", "", html)


# --- who may see it ------------------------------------------------------------------------------


def test_a_meeting_is_not_there_for_who_has_no_seat_in_its_body(room: Group) -> None:
    row = called(room)
    with clock.standing_at(NOON):
        body = seats.found_under(room.chair, room.body, "GMG-X", "Other", "working group")
        stranger = seats.enrol("stranger@example.org")
        seats.give(room.chair, body, "WB", Role.FOCAL_POINT, NOON.date(), None, stranger)
    hand = Hand(stranger.key)
    assert status(hand, f"meeting/{row.key}") == 404
    assert sent(hand, f"meeting/{row.key}", {"do": "cancel"})[0] == 404
    assert "Working level" not in page(hand, "meetings")
    july = datetime(2026, 7, 1, tzinfo=UTC)
    assert status(room.chair, f"meeting/{row.key}", july) == 404
    assert status(None, f"meeting/{row.key}") == 302
    assert status(room.chair, "meeting/" + "0" * 32) == 404


def test_an_observer_sees_public_items_numbered_as_for_all_and_their_decisions(
    room: Group,
) -> None:
    row = called(room)
    with clock.standing_at(NOON):
        meetings.add_item(room.chair, row, "Secret matter")
        open_item = meetings.add_item(room.chair, row, "Open matter", internal=False)
        meetings.add_item(room.chair, row, "Beneath it", parent=open_item)
    with clock.standing_at(STARTS):
        meetings.decide(room.chair, row, "Decided in secret", row.items.get(title="Secret matter"))
        meetings.decide(room.chair, row, "Decided in public", open_item)
    member = page(room.speaks["ILO"], f"meeting/{row.key}")
    assert "Secret matter" in member and "Beneath it" in member and "Decided in secret" in member
    html = page(room.observer, f"meeting/{row.key}")
    assert "Open matter" in html and "Decided in public" in html
    assert "Secret matter" not in html and "Decided in secret" not in html
    assert "Beneath it" not in html
    assert '<span class="no">2</span>' in html
    assert "Make it a commitment" not in html


@pytest.mark.parametrize("hand", ["focal", "observer"])
def test_who_may_not_gets_no_form_and_no_act(room: Group, hand: str) -> None:
    row = called(room)
    with clock.standing_at(NOON):
        item = meetings.add_item(room.chair, row, "One", internal=False)
    by = room.observer if hand == "observer" else room.speaks["UNHCR"]
    html = page(by, f"meeting/{row.key}", STARTS)
    for form in ("add", "change", "cancel", "move", "decide", "minutes"):
        assert f'name="do" value="{form}"' not in html
    assert ('name="how-UNHCR"' in html) is (hand == "focal")
    assert 'name="how-IOM"' not in html
    count = Event.objects.count()
    tries: list[dict[str, object]] = [
        {"do": "add", "item_title": "Two"},
        {"do": "item", "item": item.key, "item_title": "Other"},
        {"do": "remove", "item": item.key},
        {"do": "move", "move": f"down {item.key}"},
        {"do": "decide", "decision": "X"},
        {"do": "cancel"},
        {"do": "attend", "how-IOM": "in person"},
        CALL | {"do": "change"},
    ]
    for form in tries:
        code, _ = sent(by, f"meeting/{row.key}", form, STARTS)
        assert code == 403 or (form["do"] == "move" and code == 302), form
    code, _ = sent(by, f"meeting/{row.key}", {"do": "minutes", "penholder": "UNHCR"}, STARTS)
    assert code == 400
    assert sent(by, "meetings", CALL)[0] == 400
    assert Event.objects.count() == count


# --- agenda --------------------------------------------------------------------------------------


def test_items_are_added_moved_changed_and_taken_off(room: Group) -> None:
    row = called(room)
    where = f"meeting/{row.key}"
    for title in ("One", "Two", "Three"):
        code, to = sent(room.chair, where, {"do": "add", "item_title": title})
        assert code == 302
    one, two, three = (AgendaItem.objects.get(title=title) for title in ("One", "Two", "Three"))
    assert to == f"/en/room/{where}#i-{three.key}"
    assert sent(room.chair, where, {"do": "move", "move": f"up {three.key}"})[0] == 302
    html = page(room.chair, where)
    assert html.index("One") < html.index("Three") < html.index("Two")
    form = {
        "do": "item",
        "item": two.key,
        "item_title": "Two b",
        "parent": one.key,
        "public": "yes",
    }
    assert sent(room.chair, where, form)[0] == 302
    two.refresh_from_db()
    assert (two.title, two.parent, two.internal) == ("Two b", one, False)
    loop = {"do": "item", "item": one.key, "item_title": "One", "parent": two.key}
    code, html = sent(room.chair, where, loop)
    assert code == 409 and "beneath itself" in html
    one.refresh_from_db()
    assert one.parent is None
    assert sent(room.chair, where, {"do": "remove", "item": three.key})[0] == 302
    assert sent(room.chair, where, {"do": "remove", "item": one.key})[0] == 409
    for wrong in ("sideways x", "up nothing", "", f"up {three.key}"):
        assert sent(room.chair, where, {"do": "move", "move": wrong})[0] in (400, 403)


def test_papers_are_links_to_what_the_reader_may_open(room: Group) -> None:
    row = called(room)
    document = drafted(room).document
    with clock.standing_at(NOON):
        body = seats.found_under(room.chair, room.body, "GMG-X", "Other", "working group")
        elsewhere = texts.start(room.chair, body, "note", "Elsewhere", "ILO")
    where = f"meeting/{row.key}"
    assert "Elsewhere" not in page(room.chair, where)
    form = {"do": "add", "item_title": "One", "public": "yes", "paper": document.key}
    assert sent(room.chair, where, form)[0] == 302
    link = f'href="/en/room/document/{document.key}"'
    for hand in (room.speaks["IOM"], room.observer):
        assert link in page(hand, where)
    item = row.items.get()
    assert (
        sent(room.chair, where, {"do": "paper", "item": item.key, "paper": elsewhere.key})[0] == 403
    )
    gone = {"do": "take paper", "item": item.key, "paper": document.key}
    assert sent(room.chair, where, gone)[0] == 302
    assert link not in page(room.speaks["IOM"], where)


# --- attendance, decisions, minutes --------------------------------------------------------------


def test_attendance_quorum_decision_commitment_and_minutes(room: Group) -> None:
    row = called(room)
    where = f"meeting/{row.key}"
    with clock.standing_at(NOON):
        seats.set_rules(room.chair, room.body, 72, 2, ())
    assert sent(room.speaks["ILO"], where, {"do": "attend", "how-ILO": "in person"})[0] == 409
    assert (
        sent(room.speaks["ILO"], where, {"do": "attend", "how-ILO": "in person"}, STARTS)[0] == 302
    )
    code, html = sent(room.chair, where, {"do": "decide", "decision": "Agreed."}, STARTS)
    assert code == 409 and "1 of the 2 members" in html and ">Agreed.</textarea>" in html
    form = {"do": "attend", "how-ILO": "in person", "how-IOM": "remotely", "how-UNHCR": ""}
    assert sent(room.chair, where, form, STARTS)[0] == 302
    assert sent(room.chair, where, {"do": "attend", "how-IOM": "asleep"}, STARTS)[0] == 400
    assert sent(room.chair, where, {"do": "decide", "decision": "Agreed."}, STARTS)[0] == 302
    decision = row.decisions.get()
    html = page(room.chair, where, STARTS)
    assert f"decision={decision.key}" in html
    minutes = {"do": "minutes", "minutes_title": "Minutes", "penholder": "ILO"}
    assert sent(room.chair, where, minutes, STARTS)[0] == 302
    row.refresh_from_db()
    assert row.minutes is not None
    assert row.minutes.key in page(room.speaks["UNHCR"], where, STARTS)
    form_page = page(room.chair, f"commitments?decision={decision.key}", STARTS)
    assert "Agreed." in form_page and "A new commitment" in form_page
    with clock.standing_at(STARTS):
        made = commitments.make(
            room.chair, row.minutes, "ILO", "Write it", date(2026, 5, 1), decision=decision
        )
    assert made.decision == decision


def test_minutes_are_written_and_shown_as_a_text(room: Group) -> None:
    row = called(room)
    with clock.standing_at(STARTS):
        minutes = meetings.start_minutes(room.chair, row, "Minutes", "ILO")
        texts.write_version(room.speaks["ILO"], minutes, text("All were there."), None)
    assert status(room.speaks["IOM"], f"document/{minutes.key}", STARTS) == 200


# --- programmes ----------------------------------------------------------------------------------


def test_a_programme_has_a_page_with_its_meetings(room: Group) -> None:
    form = {
        "do": "plan", "chair": "GMG ILO", "theme": HOSTILE, "text": "Line one\nLine two",
        "first": "2026-01-01", "last": "2026-06-30",
    }  # fmt: skip
    code, where = sent(room.chair, "programme", form)
    row = Programme.objects.get()
    assert (code, where) == (302, f"/en/room/programme/{row.key}")
    assert sent(room.chair, "meetings", CALL | {"programme": row.key})[0] == 302
    html = page(room.speaks["IOM"], f"programme/{row.key}")
    assert "Working level" in html and "<script>alert" not in html
    assert "Change the theme" not in html
    change = {"do": "replan", "theme": "Decent work", "text": ""}
    assert sent(room.chair, f"programme/{row.key}", change)[0] == 302
    assert sent(room.speaks["IOM"], f"programme/{row.key}", change | {"theme": "X"})[0] == 403
    assert sent(room.chair, f"programme/{row.key}", change | {"seen": "0" * 64})[0] == 409
    assert sent(room.chair, "programme", form)[0] == 409
    assert sent(room.speaks["IOM"], "programme", form)[0] == 400
    assert sent(room.chair, "programme", form | {"last": ""})[0] == 400
    assert status(room.chair, "programme/nothing") == 404


# --- the calendar of the page --------------------------------------------------------------------


def test_closing_hours_and_due_dates_stand_among_the_meetings(room: Group) -> None:
    round_ = opened(room)
    called(room)
    with clock.standing_at(NOON):
        document = texts.start(room.speaks["ILO"], room.body, "note", "Note", "ILO")
        commitments.make(room.speaks["ILO"], document, "ILO", "Count permits", date(2026, 3, 4))
    html = page(room.speaks["ILO"], "meetings")
    assert html.index("Count permits") < html.index("Sudan") < html.index("Working level")
    assert f"round/{round_.key}" in html
    assert "Count permits" not in page(room.speaks["UNHCR"], "meetings")
    with clock.standing_at(NOON):
        rounds.extend(room.chair, round_, NOON + 20 * DAY)
    html = page(room.speaks["ILO"], "meetings")
    assert html.index("Working level") < html.index("Sudan")
    assert "2026-03-22 12:00 UTC" in html
    with clock.standing_at(NOON):
        rounds.withdraw(room.chair, round_)
    assert "Sudan" not in page(room.speaks["ILO"], "meetings")


@pytest.mark.parametrize(
    ("seconds", "where"), [(-1, "running"), (0, "past"), (1, "past")]
)  # fmt: skip
def test_a_meeting_is_past_from_the_second_of_its_end(
    room: Group, seconds: int, where: str
) -> None:
    row = called(room)
    html = page(room.speaks["ILO"], "meetings", row.ends + timedelta(seconds=seconds))
    coming = html[html.index('id="coming"') : html.index('id="past"')]
    assert ("Working level" in coming) is (where == "running")
    assert ("under way" in coming) is (where == "running")


def queries(hand: Hand, path: str, at: datetime = NOON) -> int:
    client = signed_in(hand)
    with clock.standing_at(at):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
    return len(found)


def test_pages_ask_the_same_however_many_meetings_items_and_rounds(room: Group) -> None:
    row = called(room)
    opened(room)
    item = fill(room, row)
    paths = ("/en/room/meetings", f"/en/room/meeting/{row.key}", "/en/room/programme")
    before = [queries(room.chair, path) for path in paths]
    for number in range(12):
        fill(room, row, item)
        called(room, f"Another {number}", STARTS + number * DAY)
        called(room, f"Past {number}", NOON - (number + 3) * DAY)
        opened(room)
    after = [queries(room.chair, path) for path in paths]
    assert after == before
    assert max(after) <= 22


def fill(room: Group, row: Meeting, parent: AgendaItem | None = None) -> AgendaItem:
    """An item with a paper, a note of who is excused, a commitment that falls due."""
    with clock.standing_at(NOON):
        document = texts.start(room.speaks["ILO"], room.body, "note", "Note", "ILO")
        item = meetings.add_item(room.chair, row, "Item", parent=parent, papers=(document,))
        commitments.make(room.speaks["ILO"], document, "ILO", "Due", date(2026, 3, 20))
        meetings.attend(room.chair, row, {"UNHCR": How.EXCUSED})
    return item


def test_bodies_do_not_share_their_meetings(room: Group) -> None:
    with clock.standing_at(NOON):
        body = seats.found_under(room.chair, room.body, "GMG-X", "Other", "working group")
        meetings.call(room.chair, body, Called("Of the other", STARTS, STARTS + HOUR))
    assert Body.objects.count() == 2
    assert "Of the other" in page(room.chair, "meetings")
    assert "Of the other" not in page(room.speaks["ILO"], "meetings")
