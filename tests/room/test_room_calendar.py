"""Calendar feeds: a secret of one's own, what one may see today, stable names, numbers that grow."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, commitments, meetings, persons, rounds, seats, texts
from gmg.group.acts.hand import Hand
from gmg.group.rules.meetings import Called
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.rules.seats import Role
from gmg.group.store.models import Event, Person
from gmg.site.application.middleware.limits import COSTLY
from room_made import NOON
from room_people import Group, opened, sign
from room_site import signed_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STARTS = NOON + 5 * DAY
CALLED = Called("Working level", STARTS, STARTS + 2 * HOUR, "Europe/Zurich", "Room XIX")


def secret(hand: Hand) -> str:
    with clock.standing_at(NOON):
        return persons.new_calendar(hand)


def feed(token: str, at: datetime = NOON) -> tuple[int, str]:
    with clock.standing_at(at):
        answer = signed_in(None).get(f"/room/calendar/{token}.ics")
    return answer.status_code, answer.content.decode().replace("\r\n ", "")


def events(text: str) -> dict[str, dict[str, str]]:
    """By UID what each event says."""
    found = {}
    for block in text.split("BEGIN:VEVENT")[1:]:
        lines = [line.split(":", 1) for line in block.split("END:VEVENT")[0].split("\r\n") if line]
        told = {name.split(";")[0]: value for name, value in lines}
        found[told["UID"]] = told
    return found


# --- the secret ----------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_only_its_hash_is_kept(room: Group) -> None:
    client = signed_in(room.speaks["ILO"])
    with clock.standing_at(NOON):
        html = client.post("/en/room/meetings", {"do": "feed"}).content.decode()
        found = re.search(r"/room/calendar/([\w-]{43})\.ics", html)
        assert found is not None
        assert found[1] not in client.get("/en/room/meetings").content.decode()
    person = Person.objects.get(key=room.speaks["ILO"].person)
    assert re.fullmatch("[0-9a-f]{64}", person.calendar)
    assert found[1] not in person.calendar
    code, text = feed(found[1])
    assert code == 200 and text.startswith("BEGIN:VCALENDAR")
    assert Event.objects.filter(action="person.calendar").count() == 1


def test_a_new_secret_ends_the_old_one_and_one_taken_back_opens_nothing(room: Group) -> None:
    hand = room.speaks["ILO"]
    first = secret(hand)
    second = secret(hand)
    absent = feed("A" * 43)
    assert feed(first) == absent
    assert feed(second)[0] == 200
    client = signed_in(hand)
    with clock.standing_at(NOON):
        assert client.post("/en/room/meetings", {"do": "end feed"}).status_code == 302
    assert feed(second) == absent
    assert absent[0] == 404


@pytest.mark.parametrize(
    "token", ["", "a", "A" * 43, "x" * 5000, "%00", "..%2f..", "日本", "0" * 64, "'--"]
)
def test_what_is_no_secret_is_answered_as_one_that_was_taken_back(room: Group, token: str) -> None:
    code, text = feed(token)
    assert code in (404, 414)
    assert "VCALENDAR" not in text


def test_the_hash_itself_opens_nothing(room: Group) -> None:
    secret(room.speaks["ILO"])
    person = Person.objects.get(key=room.speaks["ILO"].person)
    assert feed(person.calendar)[0] == 404
    Person.objects.filter(pk=person.pk).update(calendar="")
    assert feed("")[0] == 404


def test_a_person_who_was_put_out_has_no_feed(room: Group) -> None:
    token = secret(room.speaks["ILO"])
    Person.objects.filter(key=room.speaks["ILO"].person).update(is_active=False)
    assert feed(token)[0] == 404


def test_the_feed_starts_no_session_is_kept_by_nobody_and_takes_no_form(room: Group) -> None:
    token = secret(room.speaks["ILO"])
    with clock.standing_at(NOON):
        answer = signed_in(None).get(f"/room/calendar/{token}.ics")
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "gmg" not in answer.cookies
        assert signed_in(None).post(f"/room/calendar/{token}.ics").status_code in (403, 405)
        head = signed_in(None).head(f"/room/calendar/{token}.ics")
    assert head.status_code == 200 and head.content == b""
    assert any(part in f"/room/calendar/{token}.ics" for part in COSTLY)


def test_the_secret_is_not_written_to_the_log(
    room: Group, caplog: pytest.LogCaptureFixture
) -> None:
    token = secret(room.speaks["ILO"])
    with caplog.at_level(logging.INFO, logger="gmg.site"):
        assert feed(token)[0] == 200
    assert "/room/calendar/" in caplog.text
    assert token not in caplog.text


# --- what it holds -------------------------------------------------------------------------------


def test_meetings_keep_their_name_and_count_their_changes(room: Group) -> None:
    token = secret(room.speaks["ILO"])
    with clock.standing_at(NOON):
        row = meetings.call(room.chair, room.body, CALLED)
    (uid,) = events(feed(token)[1])
    told = events(feed(token)[1])[uid]
    assert told["SEQUENCE"] == "0" and told["LOCATION"] == "Room XIX"
    assert told["DTSTART"] == "20260307T130000"
    assert told["URL"] == f"http://testserver/en/room/meeting/{row.key}"
    with clock.standing_at(NOON + HOUR):
        meetings.change(room.chair, row, replace(CALLED, place="Room XX"), None)
    told = events(feed(token, NOON + HOUR)[1])[uid]
    assert (told["SEQUENCE"], told["LOCATION"]) == ("1", "Room XX")
    with clock.standing_at(NOON + 2 * HOUR):
        meetings.cancel(room.chair, row)
    told = events(feed(token, NOON + 2 * HOUR)[1])[uid]
    assert (told["SEQUENCE"], told["STATUS"]) == ("2", "CANCELLED")


def test_rounds_tell_their_closing_hour_extensions_and_early_ends(room: Group) -> None:
    token = secret(room.speaks["IOM"])
    round_ = opened(room, Kind.SILENCE)
    uid = f"round-{round_.key}@gmg"
    told = events(feed(token)[1])[uid]
    assert (told["DTSTART"], told["SEQUENCE"]) == ("20260306T120000Z", "0")
    with clock.standing_at(NOON + HOUR):
        rounds.extend(room.chair, round_, NOON + 200 * HOUR)
    told = events(feed(token, NOON + HOUR)[1])[uid]
    assert (told["DTSTART"], told["SEQUENCE"]) == ("20260310T200000Z", "1")
    sign(room, round_, "UNHCR", Verdict.OBJECTS, NOON + 2 * HOUR, statement="Not so.")
    told = events(feed(token, NOON + 3 * HOUR)[1])[uid]
    assert (told["STATUS"], told["SEQUENCE"]) == ("CANCELLED", "2")


def test_what_ones_own_agency_promised_is_due_and_nobody_elses(room: Group) -> None:
    with clock.standing_at(NOON):
        document = texts.start(room.speaks["ILO"], room.body, "note", "Note", "ILO")
        row = commitments.make(
            room.speaks["ILO"], document, "ILO", "Count permits", date(2026, 3, 20),
            support=("IOM",),
        )  # fmt: skip
    uid = f"commitment-{row.key}@gmg"
    for agency, there in (("ILO", True), ("IOM", True), ("UNHCR", False)):
        assert (uid in events(feed(secret(room.speaks[agency]))[1])) is there
    token = secret(room.speaks["ILO"])
    before = int(events(feed(token)[1])[uid]["SEQUENCE"])
    with clock.standing_at(NOON + HOUR):
        commitments.report(room.speaks["ILO"], row, "ongoing", "Begun")
    told = events(feed(token, NOON + 2 * HOUR)[1])[uid]
    assert int(told["SEQUENCE"]) == before + 1
    with clock.standing_at(NOON + 3 * HOUR):
        commitments.report(room.speaks["ILO"], row, "completed", "Annex table 4")
    assert uid not in events(feed(token, NOON + 4 * HOUR)[1])


def test_a_feed_shows_what_its_owner_may_see_on_the_day_it_is_asked(room: Group) -> None:
    hand = room.speaks["UNHCR"]
    token = secret(hand)
    with clock.standing_at(NOON):
        meetings.call(room.chair, room.body, CALLED)
        seat = room.body.seat_set.get(agency="UNHCR")
        seats.end(room.chair, seat, NOON.date())
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    for at, there in (
        (midnight - timedelta(seconds=1), True),
        (midnight, False),
        (midnight + timedelta(seconds=1), False),
    ):
        code, text = feed(token, at)
        assert code == 200
        assert ("Working level" in text) is there


def test_meetings_of_other_bodies_are_not_in_it(room: Group) -> None:
    with clock.standing_at(NOON):
        body = seats.found_under(room.chair, room.body, "GMG-X", "Other", "working group")
        stranger = seats.enrol("stranger@example.org")
        seats.give(room.chair, body, "WB", Role.FOCAL_POINT, NOON.date(), None, stranger)
        meetings.call(room.chair, room.body, CALLED)
        opened(room)
    assert events(feed(secret(Hand(stranger.key)))[1]) == {}


def test_text_of_a_meeting_makes_no_line_of_its_own(room: Group) -> None:
    title = "A;B,C\\D\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:forged"
    with clock.standing_at(NOON):
        meetings.call(room.chair, room.body, replace(CALLED, title=title, place="x\r\nSUMMARY:y"))
    code, text = feed(secret(room.speaks["ILO"]))
    assert code == 200
    assert len(re.findall(r"^BEGIN:VEVENT\r$", text, re.MULTILINE)) == 1
    assert "\r\nUID:forged" not in text and "\r\nSUMMARY:y" not in text


def test_the_feed_speaks_its_owners_language(room: Group) -> None:
    opened(room)
    token = secret(room.speaks["ILO"])
    Person.objects.filter(key=room.speaks["ILO"].person).update(language="ar")
    assert "/ar/room/round/" in feed(token)[1]


def test_a_feed_asks_the_same_however_much_it_holds(room: Group) -> None:
    token = secret(room.chair)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert feed(token)[0] == 200
        return len(found)

    def one(number: int) -> None:
        with clock.standing_at(NOON):
            meetings.call(room.chair, room.body, replace(CALLED, title=f"Meeting {number}"))
            document = texts.start(room.chair, room.body, "note", "Note", "ILO")
            due = NOON.date() + number * DAY
            commitments.make(room.chair, document, "ILO", "Due", due)
        opened(room)

    one(0)
    before = queries()
    for number in range(1, 9):
        one(number)
    assert queries() == before <= 12
    assert len(events(feed(token)[1])) == 27


def test_guessing_is_slowed_down(room: Group) -> None:
    client = signed_in(None)
    codes = []
    for number in range(400):
        codes.append(client.get(f"/room/calendar/{number:043}.ics").status_code)
        if codes[-1] == 429:
            break
    assert set(codes) == {404, 429}
