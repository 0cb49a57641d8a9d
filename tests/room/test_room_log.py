"""The log page: by seats and not by names, verified on the spot, exported by those who may."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, seats
from gmg.group.acts.hand import Hand
from gmg.group.rules import chain
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.store.models import Event, Person
from gmg.site.room.pages import log as page_of_log
from room_made import NOON
from room_people import Group, opened, sign
from room_site import signed_in

HOUR = timedelta(hours=1)
PATH = "/en/room/log"


def test_it_shows_seats_and_no_persons(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    sign(room, round_, "UNHCR", Verdict.OBJECTS, NOON + HOUR, statement="Secret reasons.")
    client = signed_in(room.speaks["IOM"])
    with clock.standing_at(NOON + HOUR):
        page = client.get(PATH).content.decode()
    assert "UNHCR, focal point" in page and "ILO, chair" in page and "the operator" in page
    assert "position.enter" in page and "Secret" not in page
    for person in Person.objects.all():
        acts = page.replace(f"person:{person.key}", "").replace(f"person%3A{person.key}", "")
        assert person.key not in acts  # it stands where the person was enrolled, and by no act
        if person.email != "iom@example.org":
            assert person.email not in page


def test_who_may_read_and_who_may_export(room: Group) -> None:
    opened(room)
    with clock.standing_at(NOON + HOUR):
        for hand, reads, exports in (
            (room.chair, 200, 200),
            (room.secretariat, 200, 200),
            (room.speaks["IOM"], 200, 404),
            (room.observer, 404, 404),
            (None, 302, 302),
        ):
            client = signed_in(hand)
            assert client.get(PATH).status_code == reads
            assert client.get(f"{PATH}.jsonl").status_code == exports
    with clock.standing_at(NOON.replace(month=7)):
        assert signed_in(room.chair).get(f"{PATH}.jsonl").status_code in (403, 404)


def test_the_export_carries_the_chain(room: Group) -> None:
    opened(room)
    with clock.standing_at(NOON + HOUR):
        answer = signed_in(room.secretariat).get(f"{PATH}.jsonl")
    assert answer.headers["Cache-Control"] == "private, no-store"
    lines = b"".join(answer.streaming_content).decode().splitlines()
    events = [chain.Event(**json.loads(line)) for line in lines]
    assert len(events) == Event.objects.count()
    assert chain.flaw(events) is None


def test_it_is_verified_on_the_spot_and_a_change_is_found(
    room: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(room)
    client = signed_in(room.speaks["IOM"])
    last = Event.objects.order_by("-number").first()
    assert last is not None
    with clock.standing_at(NOON + HOUR):
        page = client.post(PATH, {"do": "verify"}).content.decode()
        assert last.hash in page and f"Events 1 to {last.number} hold" in page
        monkeypatch.setattr(page_of_log, "VERIFIED", 3)
        page = client.post(PATH, {"do": "verify"}).content.decode()
        assert f"Events {last.number - 2} to {last.number} hold" in page
        assert client.post(PATH, {"do": "forget"}).status_code == 400
        monkeypatch.setattr(page_of_log, "VERIFIED", 20_000)
        spoil(last.number - 1)
        answer = client.post(PATH, {"do": "verify"})
        assert f"does not hold at event {last.number - 1}" in answer.content.decode()


def spoil(number: int) -> None:
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE room_event DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER room_event_update")
        cursor.execute("UPDATE room_event SET action = 'seat.give' WHERE number = %s", [number])


def test_events_of_one_subject_and_older_pages(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    for n in range(60):
        sign(room, round_, "IOM", Verdict.CLEARED, NOON + HOUR + timedelta(seconds=n))
    client = signed_in(room.speaks["IOM"])
    with clock.standing_at(NOON + 2 * HOUR):
        first = client.get(PATH).content.decode()
        assert first.count("<tr>") == 51
        (older,) = {part.split('"')[0] for part in first.split("before=")[1:]}
        second = client.get(f"{PATH}?before={older}").content.decode()
        assert f'<td class="num">{int(older) - 1}</td>' in second
        found = client.get(f"{PATH}?subject=round:{round_.key}").content.decode()
        assert found.count("<tr>") == 2
        assert "No event is known here" in client.get(f"{PATH}?subject=%3Cb%3E'").content.decode()
        for text in ("x", "-1", "9" * 20, "1e3", "٣"):
            assert client.get(f"{PATH}?before={text}").status_code == 400
        assert client.get(f"{PATH}?before=1").status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(PATH)
    assert len(asked) <= 8


def test_of_another_body_it_says_no_more_than_that_somebody_acted(room: Group) -> None:
    with clock.standing_at(NOON):
        other = seats.found("OTHER", "Another body")
        person = seats.enrol("stranger@example.org")
        seats.first_seat(other, "FAO", person, NOON.date())
    opened(room)
    with clock.standing_at(NOON + HOUR):
        page = signed_in(Hand(person.key)).get(PATH).content.decode()
    assert "a seat of another body" in page
    assert "FAO, secretariat" in page
    assert "ILO, chair" not in page and "UNHCR" not in page
    assert "/en/room/round/" not in page
