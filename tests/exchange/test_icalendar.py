"""Calendars: read back by another reader, with stable UIDs, zones that say the right hour, no injection."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from gmg.exchange.icalendar import BadItem, Item, Kind, Status, calendar, cancelled
from gmg.exchange.icalendar.lines import CONTROLS, LINES, folded
from gmg.exchange.icalendar.zones import vtimezone

STAMP = datetime(2026, 2, 1, 12, tzinfo=UTC)
START = datetime(2026, 3, 27, 8, tzinfo=UTC)
MEETING = Item(
    uid="m1@gmg.example",
    sequence=2,
    kind=Kind.MEETING,
    start=START,
    end=START + timedelta(hours=2),
    zone="Europe/Zurich",
    stamp=STAMP,
    summary="Réunion, des chefs; à Genève\nمبادئ",
    description="1. Ordre du jour\\\n2. Divers",
    location="Palais; salle 1",
    url="https://gmg.example/meetings/m1?a=1&b=2",
)
DEADLINE = Item("r1@gmg.example", 0, Kind.DEADLINE, START, STAMP, "Silence ends", zone="Asia/Tokyo")
DUE = Item("c1@gmg.example", 1, Kind.DUE, date(2026, 5, 1), STAMP, "Publish the counts")
ZONES = (
    *("UTC", "Europe/Zurich", "Europe/Dublin", "America/New_York", "Asia/Kathmandu"),
    *("Africa/Casablanca", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Gaza", "Etc/GMT+5"),
)


def read(text: bytes) -> Calendar:
    return Calendar.from_ical(text)


def at(event: Event, name: str) -> Any:
    """The instant of a property, in UTC: clocks that go back compare as no instants."""
    found = event[name].dt
    return found.astimezone(UTC) if isinstance(found, datetime) else found


def events(text: bytes) -> dict[str, Event]:
    return {str(event["uid"]): event for event in read(text).walk("VEVENT")}


def test_three_kinds_are_read_back() -> None:
    found = events(calendar("GMG", [MEETING, DEADLINE, DUE]))
    meeting, deadline, due = (found[one.uid] for one in (MEETING, DEADLINE, DUE))
    assert meeting["dtstart"].dt == START
    assert meeting["dtstart"].params["TZID"] == "Europe/Zurich"
    assert meeting["dtend"].dt == START + timedelta(hours=2)
    assert str(meeting["summary"]) == MEETING.summary
    assert str(meeting["description"]) == MEETING.description
    assert str(meeting["location"]) == MEETING.location
    assert str(meeting["url"]) == MEETING.url
    assert meeting["sequence"] == 2
    assert meeting["dtstamp"].dt == STAMP
    assert meeting["transp"] == "OPAQUE"
    assert deadline["dtstart"].dt == START
    assert "TZID" not in deadline["dtstart"].params
    assert "dtend" not in deadline
    assert deadline["transp"] == "TRANSPARENT"
    assert (due["dtstart"].dt, due["dtend"].dt) == (date(2026, 5, 1), date(2026, 5, 2))


def test_a_cancelled_meeting_stays_and_says_so() -> None:
    gone = replace(MEETING, status=Status.CANCELLED, sequence=3)
    text = calendar("GMG", [gone, DUE])
    assert events(text)[gone.uid]["status"] == "CANCELLED"
    assert events(text)[DUE.uid]["status"] == "CONFIRMED"
    assert read(text)["method"] == "PUBLISH"
    message = read(cancelled("GMG", gone))
    assert message["method"] == "CANCEL"
    assert len(message.walk("VEVENT")) == 1
    with pytest.raises(BadItem, match="not cancelled"):
        cancelled("GMG", MEETING)


def test_the_uid_stays_and_the_bytes_change_only_with_the_items() -> None:
    first = calendar("GMG", [MEETING, DUE])
    assert calendar("GMG", [DUE, MEETING]) == first
    later = replace(MEETING, start=START + timedelta(hours=1), sequence=3)
    second = calendar("GMG", [later, DUE])
    assert second != first
    assert set(events(first)) == set(events(second))
    assert events(second)[MEETING.uid]["sequence"] == 3


def test_the_calendar_names_itself() -> None:
    found = read(calendar("GMG, working level; 2026\nX-EVIL:1", [DUE]))
    assert str(found["name"]) == r"GMG\, working level\; 2026\nX-EVIL:1"
    assert "x-evil" not in found
    assert found["version"] == "2.0"
    assert found["prodid"].startswith("-//")
    assert read(calendar("Nothing yet", [])).walk("VEVENT") == []


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"uid": ""}, "UID"),
        ({"uid": "a\r\nATTENDEE:mailto:x"}, "UID"),
        ({"uid": "x" * 256}, "UID"),
        ({"sequence": -1}, "SEQUENCE"),
        ({"stamp": STAMP.replace(tzinfo=None)}, "stamp"),
        ({"start": START.replace(tzinfo=None)}, "instant"),
        ({"start": date(2026, 1, 1)}, "instant"),
        ({"end": None}, "ends after"),
        ({"end": START}, "ends after"),
        ({"end": datetime(2026, 4, 1)}, "ends after"),
        ({"kind": Kind.DEADLINE}, "one instant"),
        ({"kind": Kind.DUE}, "on a day"),
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"zone": "../../../etc/passwd"}, "time zone"),
        ({"zone": "Europe/Zurich\r\nX:1"}, "time zone"),
        ({"url": "javascript:alert(1)"}, "address"),
        ({"url": "https://gmg.example/\r\nX-EVIL:1"}, "address"),
        ({"url": "https://gmg.example/a b"}, "address"),
        ({"url": "https://[bad"}, "address"),
        ({"url": "https://"}, "address"),
        ({"start": datetime(1900, 1, 1, tzinfo=UTC)}, "year"),
        ({"end": datetime(2300, 1, 1, tzinfo=UTC)}, "2200"),
    ],
)
def test_items_that_no_calendar_could_show(also: dict[str, Any], why: str) -> None:
    with pytest.raises(BadItem, match=why):
        calendar("GMG", [replace(MEETING, **also)])


def test_two_items_of_one_uid_are_refused() -> None:
    with pytest.raises(BadItem, match="same UID"):
        calendar("GMG", [MEETING, replace(DUE, uid=MEETING.uid)])


# --- zones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES[1:])
def test_a_zone_says_the_offset_of_every_hour(zone: str) -> None:
    """Read by dateutil, which knows nothing but the VTIMEZONE."""
    text = f"BEGIN:VCALENDAR\r\n{vtimezone(zone, 2025, 2027)}END:VCALENDAR\r\n"
    there, known = tzical(io.StringIO(text)).get(), ZoneInfo(zone)
    hour = datetime(2025, 1, 2, tzinfo=UTC)
    while hour.year < 2028:
        right = hour.astimezone(known)
        if not right.fold:
            wall = right.replace(tzinfo=None)
            assert there.utcoffset(wall) == right.utcoffset(), right
        hour += timedelta(minutes=90)


def test_the_second_of_two_equal_hours_is_written_in_utc() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, summer time
    second = first + timedelta(hours=1)  # 02:30 again
    item = replace(MEETING, start=first, end=second)
    found = events(calendar("GMG", [item]))[item.uid]
    assert at(found, "dtstart") == first
    assert found["dtstart"].params["TZID"] == "Europe/Zurich"
    assert at(found, "dtend") == second
    assert "TZID" not in found["dtend"].params


def test_a_meeting_on_the_night_of_the_change_keeps_its_length() -> None:
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30; at 02:00 it is 03:00
    item = replace(MEETING, start=start, end=start + timedelta(hours=1))
    text = calendar("GMG", [item])
    assert b"T013000\r\n" in text
    assert b"T033000\r\n" in text
    assert b"DTSTART:20250330T020000\r\n" in text  # by the clock before the change
    found = events(text)[item.uid]
    assert at(found, "dtend") - at(found, "dtstart") == timedelta(hours=1)


def test_an_end_is_after_its_start_as_an_instant_not_as_a_clock_shows_it() -> None:
    zone = ZoneInfo("Europe/Zurich")
    start = datetime(2026, 10, 25, 2, 45, tzinfo=zone)
    item = replace(MEETING, start=start, end=datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=zone))
    found = events(calendar("GMG", [item]))[item.uid]
    assert at(found, "dtend") - at(found, "dtstart") == timedelta(minutes=30)
    with pytest.raises(BadItem, match="ends after"):
        calendar("GMG", [replace(item, start=item.end, end=item.start)])


def test_a_leap_day_is_due_for_a_day() -> None:
    found = events(calendar("GMG", [replace(DUE, start=date(2028, 2, 29))]))[DUE.uid]
    assert found["dtend"].dt == date(2028, 3, 1)


# --- properties ----------------------------------------------------------------------------------

TEXT = st.text(max_size=120)
INSTANTS = st.datetimes(
    datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, ZoneInfo(ZONES[1])])
).map(lambda at: at.replace(microsecond=0).astimezone(UTC))


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(list(Kind)))
    start = draw(INSTANTS)
    length = timedelta(minutes=draw(st.integers(1, 5_000)))
    return Item(
        uid=draw(st.uuids()).hex + "@gmg.example",
        sequence=draw(st.integers(0, 99)),
        kind=kind,
        start=start.date() if kind is Kind.DUE else start,
        end=start + length if kind is Kind.MEETING else None,
        zone=draw(st.sampled_from(ZONES)),
        stamp=draw(INSTANTS),
        summary=draw(TEXT),
        description=draw(TEXT),
        location=draw(TEXT),
        status=draw(st.sampled_from(list(Status))),
    )


def readable(text: str) -> str:
    return CONTROLS.sub("", LINES.sub("\n", text))


@settings(max_examples=60)
@given(st.lists(items(), max_size=4, unique_by=lambda item: item.uid), TEXT)
def test_whatever_is_written_is_read_back(given_: list[Item], name: str) -> None:
    text = calendar(name, given_)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r")
    found = events(text)
    assert set(found) == {item.uid for item in given_}
    for item in given_:
        event = found[item.uid]
        assert at(event, "dtstart") == item.start
        if item.end is not None:
            assert at(event, "dtend") == item.end
        assert str(event["summary"]) == readable(item.summary)
        assert str(event.get("description", "")) == readable(item.description)
        assert str(event.get("location", "")) == readable(item.location)
        assert event["status"] == item.status.value.upper()
        assert event["sequence"] == item.sequence
        assert event["dtstamp"].dt == item.stamp
    assert len(read(text).walk("VEVENT")) == len(given_)


@given(st.text(max_size=400))
def test_folding_counts_octets_and_cuts_no_letter(text: str) -> None:
    plain = CONTROLS.sub("", LINES.sub("", text)).replace("\n", "")
    lines = folded(plain).encode("utf-8").split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode("utf-8").startswith(" ") for line in lines[1:-1])
    assert b"".join([lines[0], *(line[1:] for line in lines[1:-1])]).decode("utf-8") == plain
