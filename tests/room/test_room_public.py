"""Public pages show of the room what is published, from the instant on, and anew when it changes."""

from __future__ import annotations

from datetime import date, timedelta

from gmg.evidence.base import Base
from gmg.group.acts import clock, commitments, public, rounds, texts
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.store.models import Document, Publication
from gmg.records.said import hung
from room_made import NOON
from room_people import AGENCIES, Group, drafted, sign
from room_site import signed_in

HOUR = timedelta(hours=1)


def adopted(people: Group, embargo: timedelta = timedelta(0)) -> Publication:
    version = drafted(people)
    Document.objects.filter(pk=version.document_id).update(
        places=["LBY", "SDN"], topics=["refugees"]
    )
    with clock.standing_at(NOON):
        texts.freeze(people.chair, version)
        round_ = rounds.open_round(people.chair, version, Kind.CLEARANCE, NOON + 96 * HOUR)
    for agency in AGENCIES:
        sign(people, round_, agency, Verdict.CLEARED, NOON + HOUR)
    with clock.standing_at(NOON + 96 * HOUR):
        return rounds.publish(
            people.chair, round_, "GMG/2026/1", embargo=NOON + 96 * HOUR + embargo
        )


def test_a_place_tells_what_the_group_said_of_it_from_the_instant_it_is_public(room: Group) -> None:
    client = signed_in(None)
    with clock.standing_at(NOON):
        assert "GMG/2026/1" not in client.get("/en/place/LBY").content.decode()
    adopted(room, 2 * HOUR)
    with clock.standing_at(NOON + 98 * HOUR - timedelta(seconds=1)):
        assert public.public() == ()
        assert "/en/record/GMG/2026/1" not in client.get("/en/place/LBY").content.decode()
    with clock.standing_at(NOON + 98 * HOUR):
        assert "/en/record/GMG/2026/1" in client.get("/en/place/LBY").content.decode()
        assert "/ar/record/GMG/2026/1" in client.get("/ar/place/LBY").content.decode()
        assert "/en/record/GMG/2026/1" not in client.get("/en/place/KEN").content.decode()
        assert "/en/record/GMG/2026/1" in client.get("/en/agency/IOM").content.decode()


def test_a_commitment_hangs_on_its_cells_and_turns_overdue_by_itself(room: Group) -> None:
    row = adopted(room)
    document = Document.objects.get(pk=row.round.version.document_id)
    due = date(2027, 2, 1)
    with clock.standing_at(NOON + 97 * HOUR):
        commitments.make(room.speaks["ILO"], document, "ILO", "Count permits", due)
        promised = public.public()[1]
        assert promised.subjects() == (
            "cell:LBY:refugees:2026", "cell:LBY:refugees:2027",
            "cell:SDN:refugees:2026", "cell:SDN:refugees:2027",
        )  # fmt: skip
        assert promised.state == "yet to start"
        assert hung(public.public())["cell:LBY:refugees:2026"] == (
            "statement:GMG/2026/1",
            promised.id,
        )
        assert "Count permits" in signed_in(None).get("/en/place/LBY").content.decode()
    with clock.standing_at(NOON.replace(year=2027)):
        assert public.public()[1].state == "overdue"
        assert "overdue" in signed_in(None).get("/en/place/LBY").content.decode()


def test_a_draft_and_its_commitments_are_nobody_elses_business(room: Group) -> None:
    document = drafted(room).document
    with clock.standing_at(NOON):
        commitments.make(room.speaks["ILO"], document, "ILO", "Secret", date(2026, 5, 1))
        assert public.public() == ()


def test_a_profile_and_a_note_tell_what_the_group_said_by_the_day(
    room: Group, small_base: Base
) -> None:
    from gmg.analysis.note import note
    from gmg.analysis.profile import document as plain
    from gmg.analysis.profile import profile

    adopted(room)
    with clock.standing_at(NOON + 97 * HOUR):
        said = public.public()
    (told,) = profile(small_base, "LBY", said=said).said
    assert told.id == "statement:GMG/2026/1"
    assert plain(small_base, profile(small_base, "LBY", said=said))["said_by_the_group"]
    assert profile(small_base, "KEN", said=said).said == ()
    day = told.first
    sections = {one.key: one for one in note(small_base, day, said=said).sections}
    (line,) = [line for _, line in sections["said"].lines()]
    assert "IOM" in line.sentences[0].text
    assert line.records[0].id == told.id
    earlier = note(small_base, day - timedelta(days=1), said=said)
    assert "said" not in {one.key for one in earlier.sections}
