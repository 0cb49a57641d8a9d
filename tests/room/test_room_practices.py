"""Practices in the room: handed in, reviewed by a panel that declares its interests, published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gmg.group.acts import clock, practices, public, seats
from gmg.group.acts.hand import Hand
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules.practices import CRITERIA, Completion, State, Submission, Verdict
from gmg.group.rules.seats import Role
from gmg.group.store.models import Practice, Question, Report, Seat
from room_made import NOON
from room_people import START, Group
from room_site import signed_in

HOUR = timedelta(hours=1)
FORM = Submission("ILO", ("GCM06",), Completion.FULLY, date(2019, 1, 1), date(2023, 12, 31))
SCORES = {one.code: 3 for one in CRITERIA}
HOSTILE = '"><script>alert(1)</script>'


def proposed(people: Group, title: str = "Fair recruitment in two corridors") -> Practice:
    with clock.standing_at(NOON):
        return practices.propose(
            people.speaks["ILO"], people.body, title, {"done": "Agencies were licensed."},
            FORM, ("LBY",), ("recruitment",),
        )  # fmt: skip


def panel(people: Group) -> dict[str, Hand]:
    """Three reviewers: UNHCR from inside, two who sit as observers from outside."""
    hands = {"UNHCR": people.speaks["UNHCR"]}
    for code in ("IDMC", "UNRWA"):
        person = seats.enrol(f"{code.lower()}@example.org")
        seats.give(people.secretariat, people.body, code, Role.OBSERVER, START, None, person)
        hands[code] = Hand(person.key)
    return hands


def asked(people: Group, row: Practice, hands: dict[str, Hand]) -> None:
    chosen = tuple(
        (Seat.objects.get(agency=code, person__key=hand.person), code == "UNHCR")
        for code, hand in hands.items()
    )
    practices.panel(people.chair, row, chosen, NOON + 48 * HOUR)


def reviewed(people: Group, row: Practice, verdict: Verdict = Verdict.PUBLISH) -> None:
    hands = panel(people)
    practices.submit(people.speaks["ILO"], row)
    asked(people, row, hands)
    for hand in hands.values():
        report = Report.objects.get(person=hand.person, turn=row.turn)
        practices.declare(hand, report, conflict=False)
        practices.give(hand, report, SCORES, verdict, "Well told")


def test_from_the_form_to_the_public_library(room: Group) -> None:
    client = signed_in(room.speaks["ILO"])
    form = {
        "do": "propose", "body": "GMG", "agency": "ILO", "title": "Fair recruitment",
        "done": "Agencies were licensed.", "results": "Fees fell.", "objectives": ["GCM06"],
        "completion": "fully completed", "first": "2019-01-01", "last": "2023-12-31",
        "places": "LBY", "topics": ["recruitment"],
    }  # fmt: skip
    with clock.standing_at(NOON):
        made = client.post("/en/room/practices", form)
        assert made.status_code == 302, made.content.decode()
        page = made.headers["Location"]
        assert client.post(page, {"do": "submit"}).status_code == 302
        hands = panel(room)
        chair = signed_in(room.chair)
        keys = {code: Seat.objects.get(person__key=hand.person).key for code, hand in hands.items()}
        assert "IDMC" in chair.get(page).content.decode()
        called = {
            "do": "panel", "seat": list(keys.values()), "outside": [keys["IDMC"], keys["UNRWA"]],
            "closes": "2026-03-04T12:00",
        }  # fmt: skip
        assert chair.post(page, called).status_code == 302
        for hand in hands.values():
            reviewer = signed_in(hand)
            assert "Agencies were licensed." not in reviewer.get(page).content.decode()
            assert reviewer.post(page, {"do": "declare", "conflict": "no"}).status_code == 302
            assert "Agencies were licensed." in reviewer.get(page).content.decode()
            report = {f"score-{one.code}": "3" for one in CRITERIA}
            given = report | {"do": "report", "verdict": "publish", "words": "Well told"}
            assert reviewer.post(page, given).status_code == 302
        early = chair.post(page, {"do": "publish"})
        assert early.status_code == 409
        assert "still runs" in early.content.decode()
    row = Practice.objects.get()
    library = f"/en/practice/{row.document.key}"
    with clock.standing_at(NOON + 48 * HOUR):
        assert signed_in(None).get(library).status_code == 404
        assert chair.post(page, {"do": "publish"}).status_code == 302
        told = signed_in(None).get(library).content.decode()
        assert "Fees fell." in told
        assert "Fair recruitment" in signed_in(None).get("/ar/practices").content.decode()
        listed = signed_in(None).get("/en/practices?place=lby&topic=recruitment").content.decode()
        assert library in listed
        assert library not in signed_in(None).get("/en/practices?place=KEN").content.decode()
        assert "Fair recruitment" in signed_in(None).get("/en/place/LBY").content.decode()
        assert public.public()[0].kind == "practice"


def test_a_reviewer_with_a_conflict_reads_nothing_and_reports_nothing(room: Group) -> None:
    row = proposed(room)
    with clock.standing_at(NOON):
        practices.submit(room.speaks["ILO"], row)
        hands = panel(room)
        asked(room, row, hands)
        hand = hands["UNHCR"]
        report = Report.objects.get(person=hand.person)
        page = f"/en/room/practice/{row.document.key}"
        signed_in(hand).post(page, {"do": "declare", "conflict": "yes"})
        assert "Agencies were licensed." not in signed_in(hand).get(page).content.decode()
        with pytest.raises(Conflict, match="conflict"):
            practices.give(hand, report, SCORES, Verdict.PUBLISH, "x")
        with pytest.raises(Conflict, match="already"):
            practices.declare(hand, report, conflict=False)
        with pytest.raises(NotAllowed):
            practices.declare(room.speaks["IOM"], report, conflict=False)
    assert practices.review(row).state is State.WAITING


def test_questions_are_asked_by_reviewers_and_answered_by_the_agency(room: Group) -> None:
    row = proposed(room)
    with clock.standing_at(NOON):
        practices.submit(room.speaks["ILO"], row)
        hands = panel(room)
        asked(room, row, hands)
        hand = hands["IDMC"]
        with pytest.raises(NotAllowed):
            practices.ask(hand, row, "Who paid?")
        practices.declare(hand, Report.objects.get(person=hand.person), conflict=False)
        question = practices.ask(hand, row, "Who paid?")
        with pytest.raises(NotAllowed):
            practices.reply(room.speaks["IOM"], question, "Not we")
        practices.reply(room.speaks["ILO"], question, "The agencies")
        with pytest.raises(Conflict):
            practices.reply(room.speaks["ILO"], question, "Or others")
    assert Question.objects.get().answer == "The agencies"


def test_what_is_to_be_improved_is_handed_in_and_reviewed_anew(room: Group) -> None:
    row = proposed(room)
    with clock.standing_at(NOON):
        reviewed(room, row, Verdict.IMPROVE)
        assert practices.review(row).state is State.IMPROVE
        with pytest.raises(Conflict, match="do not say so"):
            practices.publish(room.chair, row)
        practices.improve(room.speaks["ILO"], row, {"done": "Better told."}, FORM)
        practices.submit(room.speaks["ILO"], row)
        row.refresh_from_db()
        assert row.turn == 2
        assert practices.review(row).state is State.WAITING
        assert Report.objects.filter(practice=row, turn=1).count() == 3
        with pytest.raises(Conflict, match="not open for changes"):
            practices.improve(room.speaks["ILO"], row, {"done": "Again."}, FORM)


def test_the_panel_is_of_other_agencies(room: Group) -> None:
    row = proposed(room)
    own = Seat.objects.get(person__key=room.speaks["ILO"].person)
    with clock.standing_at(NOON):
        with pytest.raises(Conflict, match="handed in"):
            practices.panel(room.chair, row, ((own, True),), NOON + HOUR)
        practices.submit(room.speaks["ILO"], row)
        with pytest.raises(Conflict, match="does not review"):
            practices.panel(room.chair, row, ((own, True),), NOON + HOUR)
        with pytest.raises(NotAllowed):
            asked_by = room.speaks["IOM"]
            practices.panel(asked_by, row, (), NOON + HOUR)


def test_an_unfinished_practice_is_not_handed_in(room: Group) -> None:
    with clock.standing_at(NOON):
        form = Submission("ILO", (), Completion.PLANNED)
        row = practices.propose(
            room.speaks["ILO"], room.body, "Plan", {"done": "Nothing yet"}, form, (), ()
        )
        with pytest.raises(Conflict, match="23 objectives"):
            practices.submit(room.speaks["ILO"], row)


def test_a_draft_is_its_agencys_own(room: Group) -> None:
    row = proposed(room)
    page = f"/en/room/practice/{row.document.key}"
    with clock.standing_at(NOON):
        assert signed_in(room.speaks["ILO"]).get(page).status_code == 200
        assert signed_in(room.speaks["IOM"]).get(page).status_code == 404
        listed = signed_in(room.speaks["IOM"]).get("/en/room/practices").content.decode()
        assert row.document.key not in listed


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"done": ""}, {"objectives": ["GCM99"]}, {"first": "2024-01-01"},
     {"completion": "perhaps"}, {"places": "XX!"}, {"agency": "IOM"}, {"body": "NONE"}],
)  # fmt: skip
def test_a_form_that_cannot_be_read_says_why(room: Group, change: dict[str, object]) -> None:
    form = {
        "do": "propose", "body": "GMG", "agency": "ILO", "title": "Fair recruitment",
        "done": "Licensed, all of them", "objectives": ["GCM06"], "completion": "fully completed",
        "first": "2019-01-01", "last": "2023-12-31", "places": "LBY", "topics": ["recruitment"],
    }  # fmt: skip
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["ILO"]).post("/en/room/practices", form | change)
    assert answer.status_code == 400
    assert not Practice.objects.exists()
    if "done" not in change:
        assert "Licensed, all of them" in answer.content.decode()


def test_hostile_words_stay_words(room: Group) -> None:
    row = proposed(room, HOSTILE)
    with clock.standing_at(NOON):
        for path in ("practices", f"practice/{row.document.key}"):
            page = signed_in(room.speaks["ILO"]).get(f"/en/room/{path}").content.decode()
            assert "<script>alert" not in page
