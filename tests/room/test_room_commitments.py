"""Commitments in the room: made from a text, reported with evidence, verified by another agency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, commitments
from gmg.group.store.models import Commitment, Event, Move
from room_made import NOON
from room_people import Group, drafted
from room_site import signed_in

DUE = date(2026, 5, 1)
HOSTILE = '"><script>alert(1)</script>{{7*7}}'


def made(people: Group, text: str = "Count permits", **also: object) -> Commitment:
    document = drafted(people).document
    with clock.standing_at(NOON):
        return commitments.make(people.speaks["ILO"], document, "ILO", text, DUE, **also)  # type: ignore[arg-type]


def form(**also: object) -> dict[str, object]:
    return {
        "do": "make", "text": "Publish by month", "due": "2026-05-01", "lead": "ILO",
        "kind": "pledge", "places": "lby, SDN", "topics": ["refugees"],
    } | also  # fmt: skip


def test_one_is_made_from_a_text_and_its_trail_is_kept(room: Group) -> None:
    document = drafted(room).document
    client = signed_in(room.speaks["ILO"])
    with clock.standing_at(NOON):
        assert (
            "A new commitment"
            in client.get(f"/en/room/commitments?document={document.key}").content.decode()
        )
        answer = client.post("/en/room/commitments", form(document=document.key, support=["IOM"]))
        assert answer.status_code == 302
        row = Commitment.objects.get()
        assert (row.places, row.topics, row.support) == (["LBY", "SDN"], ["refugees"], ["IOM"])
        page = answer.headers["Location"]
        client.post(page, {"do": "report", "status": "completed", "evidence": "Annex table 4"})
        own = client.post(page, {"do": "verify", "agency": "ILO", "words": "We say so"})
        assert own.status_code == 403
        helper = signed_in(room.speaks["IOM"])
        assert helper.post(page, {"do": "verify", "agency": "IOM"}).status_code == 409
        other = signed_in(room.speaks["UNHCR"])
        assert "Confirm that it is done" in other.get(page).content.decode()
        assert (
            other.post(page, {"do": "verify", "agency": "UNHCR", "words": "Seen"}).status_code
            == 302
        )
    row.refresh_from_db()
    assert row.verified_by == "UNHCR"
    assert [move.status for move in Move.objects.order_by("id")] == [
        "yet to start",
        "completed",
        "verified",
    ]
    assert [e.action for e in Event.objects.order_by("-number")[:3]] == [
        "commitment.verify", "commitment.report", "commitment.make",
    ]  # fmt: skip


def test_one_of_high_priority_is_completed_with_a_document(room: Group) -> None:
    row = made(room, high=True)
    client, page = signed_in(room.speaks["ILO"]), f"/en/room/commitment/{row.key}"
    done = {"do": "report", "status": "completed", "evidence": "See the paper"}
    with clock.standing_at(NOON):
        refused = client.post(page, done)
        assert refused.status_code == 409
        assert "See the paper" in refused.content.decode()
        assert client.post(page, done | {"paper": "nothing"}).status_code == 400
        assert client.post(page, done | {"paper": "http://[x"}).status_code == 400
        paper = f"http://testserver/en/room/document/{row.origin.key}?lang=en#p-p1"
        assert client.post(page, done | {"paper": paper}).status_code == 302


def test_it_is_given_to_another_agency_with_a_reason(room: Group) -> None:
    row = made(room)
    client, page = signed_in(room.chair), f"/en/room/commitment/{row.key}"
    with clock.standing_at(NOON):
        assert client.post(page, {"do": "reassign", "lead": "IOM", "reason": ""}).status_code == 400
        assert (
            client.post(page, {"do": "reassign", "lead": "IOM", "reason": "Its field"}).status_code
            == 302
        )
    row.refresh_from_db()
    assert row.lead == "IOM"
    assert row.moves.last().words == "Its field"


@pytest.mark.parametrize(
    "change",
    [{"due": "2026-02-30"}, {"due": ""}, {"lead": "XYZ"}, {"places": "NOWHERE"}, {"topics": ["no"]},
     {"text": ""}, {"text": "x" * 2_001}, {"text": "a\x00b"}, {"kind": "wish"}],
)  # fmt: skip
def test_a_form_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    room: Group, change: dict[str, object]
) -> None:
    document = drafted(room).document
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["ILO"]).post(
            "/en/room/commitments", form(document=document.key) | change
        )
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'role="alert"' in text
    if "text" not in change:
        assert "Publish by month" in text
    assert not Commitment.objects.exists()


def test_other_agencies_observers_and_the_public_do_not_act(room: Group) -> None:
    row = made(room)
    page = f"/en/room/commitment/{row.key}"
    with clock.standing_at(NOON):
        for hand in (room.speaks["IOM"], room.observer):
            answer = signed_in(hand).post(page, {"do": "report", "status": "ongoing"})
            assert answer.status_code == 403
        assert signed_in(None).get(page).status_code == 302
        assert signed_in(room.chair).get("/en/room/commitment/no-such").status_code == 404


def test_hostile_words_stay_words(room: Group) -> None:
    row = made(room, HOSTILE)
    with clock.standing_at(NOON):
        client = signed_in(room.speaks["ILO"])
        client.post(
            f"/en/room/commitment/{row.key}",
            {"do": "report", "status": "ongoing", "evidence": HOSTILE},
        )
        for path in ("commitments", f"commitment/{row.key}"):
            page = client.get(f"/ar/room/{path}").content.decode()
            assert "<script>alert" not in page
            assert "{{7*7}}" in page or "49" not in page


def test_the_list_does_not_grow(room: Group) -> None:
    client = signed_in(room.speaks["ILO"])
    first = made(room)
    with clock.standing_at(NOON):
        client.get("/en/room/commitments")  # the session learns of the second factor
        with CaptureQueriesContext(connection) as few:
            client.get("/en/room/commitments")
        for number in range(40):
            commitments.make(
                room.speaks["ILO"], first.origin, "ILO", f"Do {number}", DUE + timedelta(number)
            )
        with CaptureQueriesContext(connection) as many:
            page = client.get("/en/room/commitments").content.decode()
    assert len(many) == len(few)
    assert page.count("<tr>") == 26
    assert 'rel="next"' in page


def test_a_record_tells_what_followed_and_of_whom_nothing_is_known(room: Group) -> None:
    from gmg.group.acts import rounds, texts
    from gmg.group.rules.rounds import Kind, Verdict
    from room_people import AGENCIES, sign

    version = drafted(room)
    with clock.standing_at(NOON):
        texts.freeze(room.chair, version)
        round_ = rounds.open_round(room.chair, version, Kind.CLEARANCE, NOON + timedelta(hours=96))
    for agency in AGENCIES:
        sign(room, round_, agency, Verdict.CLEARED, NOON + timedelta(hours=1))
    with clock.standing_at(NOON + timedelta(hours=97)):
        rounds.publish(room.chair, round_, "GMG/2026/1")
        commitments.make(room.speaks["ILO"], version.document, "ILO", "Count permits", DUE)
        page = signed_in(None).get("/en/record/GMG/2026/1").content.decode()
    after = page.partition('id="followed"')[2].partition('id="history"')[0]
    assert "Count permits" in after
    named = after.partition("No follow-up is known of:")[2]
    assert "IOM" in named and "ILO" not in named
