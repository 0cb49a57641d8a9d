"""Seats given, ended and handed over, bodies founded and their rules set, on both databases."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from gmg.group.acts import clock, log, rounds, seats
from gmg.group.acts.hand import Hand, allow, seats_now
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import chain
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import Role, chairs, clashes, members
from gmg.group.store.models import Body, Event, Notice, Person, Seat
from room_made import NOON
from room_people import START, Group, group

TODAY = NOON.date()
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def people(room_url: str) -> Group:
    return group()


def seat_of(people: Group, agency: str, role: Role) -> Seat:
    return Seat.objects.get(body=people.body, agency=agency, role=role.value)


def principal(people: Group, agency: str) -> Hand:
    person = seats.enrol(f"head@{agency.lower()}.example.org")
    seats.give(people.secretariat, people.body, agency, Role.PRINCIPAL, START, None, person)
    return Hand(person.key)


# --- the chair passes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "old", "new"),
    [
        (datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC), True, False),
        (datetime(2026, 7, 1, tzinfo=UTC), False, True),
        (datetime(2026, 7, 1, 0, 0, 1, tzinfo=UTC), False, True),
    ],
)
def test_a_seat_passes_at_midnight_utc_with_nobodys_help(
    people: Group, instant: datetime, old: bool, new: bool
) -> None:
    events = Event.objects.count()
    with clock.standing_at(instant):
        for hand, may in ((people.chair, old), (people.next_chair, new)):
            assert bool(seats_now(hand, people.body)) is may
            if may:
                assert allow(hand, people.body, Action.CALL).role == "chair"
            else:
                with pytest.raises(NotAllowed):
                    allow(hand, people.body, Action.CALL)
    assert Event.objects.count() == events


def test_summer_time_and_the_leap_day_move_no_midnight(people: Group) -> None:
    leap = date(2028, 2, 29)
    with clock.standing_at(NOON):
        person = seats.enrol("leap@example.org")
        seats.give(people.chair, people.body, "UNU", Role.FOCAL_POINT, leap, leap, person)
    hand = Hand(person.key)
    for instant, held in (
        (datetime(2028, 2, 28, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2028, 2, 29, 0, 0, 0, tzinfo=UTC), True),
        (datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2028, 3, 1, 0, 0, 0, tzinfo=UTC), False),
    ):
        with clock.standing_at(instant):
            assert bool(seats_now(hand, people.body)) is held, instant


# --- who may give what ---------------------------------------------------------------------------


def test_a_principal_gives_seats_of_its_own_agency_and_no_seat_that_serves_all(
    people: Group,
) -> None:
    with clock.standing_at(NOON):
        hand = principal(people, "UNHCR")
        seats.give(hand, people.body, "UNHCR", Role.ALTERNATE, TODAY)
        later = date(2030, 1, 1)
        for role in (Role.CHAIR, Role.CO_CHAIR, Role.INTERIM_CHAIR, Role.SECRETARIAT):
            with pytest.raises(NotAllowed):
                seats.give(hand, people.body, "UNHCR", role, later, later)
        with pytest.raises(NotAllowed):
            seats.give(hand, people.body, "IOM", Role.ALTERNATE, TODAY)
        with pytest.raises(NotAllowed):
            seats.end(hand, seat_of(people, "IOM", Role.FOCAL_POINT), TODAY)
        with pytest.raises(NotAllowed):
            seats.hand_over(hand, seat_of(people, "IOM", Role.SECRETARIAT), TODAY, None)


@pytest.mark.parametrize("who", ["focal", "observer", "former", "public"])
def test_others_give_no_seat_end_none_and_found_nothing(people: Group, who: str) -> None:
    hand = {
        "focal": people.speaks["ILO"],
        "observer": people.observer,
        "former": people.chair,
        "public": Hand(),
    }[who]
    at = NOON if who != "former" else datetime(2026, 7, 1, tzinfo=UTC)
    count = Event.objects.count()
    with clock.standing_at(at):
        day = at.date()
        mine = seat_of(people, "ILO", Role.FOCAL_POINT)
        for act in (
            lambda: seats.give(hand, people.body, "ILO", Role.ALTERNATE, day),
            lambda: seats.end(hand, mine, day),
            lambda: seats.hand_over(hand, mine, day, None),
            lambda: seats.set_rules(hand, people.body, 0, 0, ()),
            lambda: seats.found_under(hand, people.body, "GMG-X", "X", "working group"),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert Event.objects.count() == count


# --- what is refused -----------------------------------------------------------------------------


def test_no_second_chair_by_giving_nor_by_ending_later(people: Group) -> None:
    with clock.standing_at(NOON):
        with pytest.raises(Conflict, match="ILO holds the chair of GMG on 2026-06-01"):
            seats.give(
                people.secretariat, people.body, "WB", Role.CHAIR, date(2026, 6, 1), None, None
            )
        with pytest.raises(Conflict, match="IOM holds the chair of GMG on 2026-07-01"):
            seats.end(people.secretariat, seat_of(people, "ILO", Role.CHAIR), date(2026, 7, 1))
        with pytest.raises(Conflict, match="make both co-chairs"):
            seats.give(people.secretariat, people.body, "WB", Role.CO_CHAIR, TODAY, TODAY, None)
    assert clashes(rounds.seats_of(people.body)) == ()


def test_a_vacancy_is_a_state_and_an_interim_chair_fills_it(people: Group) -> None:
    with clock.standing_at(NOON):
        seats.end(people.secretariat, seat_of(people, "ILO", Role.CHAIR), TODAY)
    known = rounds.seats_of(people.body)
    assert [s.agency for s in chairs(known, "GMG", TODAY)] == ["ILO"]
    assert chairs(known, "GMG", TODAY + DAY) == ()
    with clock.standing_at(NOON + DAY):
        with pytest.raises(NotAllowed):
            allow(people.chair, people.body, Action.CALL)
        seats.give(
            people.secretariat,
            people.body,
            "OHCHR",
            Role.INTERIM_CHAIR,
            TODAY + DAY,
            date(2026, 6, 30),
            Person.objects.get(key=people.speaks["OHCHR"].person),
        )
        assert allow(people.speaks["OHCHR"], people.body, Action.CALL).role == "interim chair"


def test_what_was_held_was_held(people: Group) -> None:
    focal = seat_of(people, "UNHCR", Role.FOCAL_POINT)
    with clock.standing_at(NOON):
        with pytest.raises(Conflict, match="yesterday at the earliest"):
            seats.end(people.chair, focal, TODAY - 2 * DAY)
        with pytest.raises(Conflict, match="before it begins"):
            seats.end(people.chair, focal, START - 2 * DAY)
        seats.end(people.chair, focal, TODAY - DAY)
        assert seats_now(people.speaks["UNHCR"], people.body) == []
        with pytest.raises(Conflict, match="ended on 2026-03-01"):
            seats.end(people.chair, focal, TODAY)


def test_a_seat_to_come_can_be_taken_back(people: Group) -> None:
    coming = seat_of(people, "IOM", Role.CHAIR)
    with clock.standing_at(NOON):
        seats.end(people.secretariat, coming, coming.first - DAY)
    with clock.standing_at(datetime(2026, 7, 1, tzinfo=UTC)):
        assert seats_now(people.next_chair, people.body) == []


def test_somebody_is_always_left_to_give_seats(people: Group) -> None:
    desk, coming = seat_of(people, "IOM", Role.SECRETARIAT), seat_of(people, "IOM", Role.CHAIR)
    with clock.standing_at(NOON):
        seats.end(people.secretariat, desk, TODAY)
    with clock.standing_at(NOON + DAY):
        with pytest.raises(Conflict, match="Nobody could give a seat"):
            seats.end(people.chair, coming, coming.first - DAY)
        with pytest.raises(Conflict, match="Nobody could give a seat"):
            seats.hand_over(people.chair, coming, coming.first, None)
    assert seat_of(people, "IOM", Role.CHAIR).last is None


def test_one_person_holds_a_seat_once(people: Group) -> None:
    person = Person.objects.get(key=people.speaks["ILO"].person)
    with clock.standing_at(NOON), pytest.raises(Conflict, match="already"):
        seats.give(people.chair, people.body, "ILO", Role.FOCAL_POINT, TODAY, None, person)


# --- handing over --------------------------------------------------------------------------------


def test_a_seat_is_handed_over_from_a_day_on_and_the_history_keeps_both(people: Group) -> None:
    focal = seat_of(people, "UNHCR", Role.FOCAL_POINT)
    with clock.standing_at(NOON):
        person = seats.enrol("new@example.org")
        new = seats.hand_over(people.chair, focal, TODAY + DAY, person)
        with pytest.raises(Conflict, match="does not run"):
            seats.hand_over(people.chair, focal, TODAY + 9 * DAY, person)
        with pytest.raises(Conflict, match="already"):
            seats.hand_over(people.chair, new, TODAY + 2 * DAY, person)
        with pytest.raises(Conflict, match="today or later"):
            seats.hand_over(people.chair, seat_of(people, "ILO", Role.FOCAL_POINT), START, person)
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    for instant, held in ((midnight - SECOND, "old"), (midnight, "new")):
        with clock.standing_at(instant):
            assert bool(seats_now(people.speaks["UNHCR"], people.body)) is (held == "old")
            assert bool(seats_now(Hand(person.key), people.body)) is (held == "new")
    assert chain.flaw(log.events()) is None
    told = Notice.objects.get(person=person)
    assert (told.kind, told.facts["role"], told.facts["first"]) == (
        "seat given",
        "focal point",
        "2026-03-03",
    )


def test_a_seat_left_vacant_speaks_for_nobody(people: Group) -> None:
    focal = seat_of(people, "UNHCR", Role.FOCAL_POINT)
    with clock.standing_at(NOON):
        vacant = seats.hand_over(people.chair, focal, TODAY, None)
        assert vacant.person is None
        assert seats_now(people.speaks["UNHCR"], people.body) == []
        with pytest.raises(NotAllowed):
            allow(people.speaks["UNHCR"], people.body, Action.START, "UNHCR")
        assert "UNHCR" in members(rounds.seats_of(people.body), "GMG", TODAY)


# --- bodies and their rules ----------------------------------------------------------------------


def test_a_working_group_is_founded_with_rules_of_its_own(people: Group) -> None:
    with clock.standing_at(NOON):
        body = seats.found_under(
            people.chair,
            people.body,
            "GMG-WG-DATA",
            "Working group on data",
            "working group",
            silence_hours=96,
            quorum=3,
            languages=("en", "fr"),
        )
        assert (body.parent, body.silence_hours, body.quorum) == (people.body, 96, 3)
        assert body.languages == ["en", "fr"]
        assert allow(people.chair, body, Action.GIVE_SEAT).role == "secretariat"
        with pytest.raises(NotAllowed):
            allow(people.secretariat, body, Action.GIVE_SEAT)
        with pytest.raises(Conflict, match="already"):
            seats.found_under(people.chair, people.body, "GMG-WG-DATA", "Again", "task team")
    assert chain.flaw(log.events()) is None


@pytest.mark.parametrize("code", ["gmg", "GMG/X", "GMG X", "", "-GMG", "GMG--X", "ＧＭＧ", "GMG\n"])
def test_a_code_that_cannot_stand_in_an_address(people: Group, code: str) -> None:
    with clock.standing_at(NOON), pytest.raises(Conflict, match="A code is made of"):
        seats.found_under(people.chair, people.body, code, "X", "working group")
    assert Body.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "quorum", "languages", "why"),
    [
        (1, 0, (), "72 hours"),
        (71, 0, (), "72 hours"),
        (10**6, 0, (), "72 hours"),
        (0, -1, (), "quorum"),
        (0, 10**6, (), "quorum"),
        (0, 0, ("de",), "six languages"),
    ],
)
def test_rules_that_no_body_may_have(
    people: Group, hours: int, quorum: int, languages: tuple[str, ...], why: str
) -> None:
    count = Event.objects.count()
    with clock.standing_at(NOON), pytest.raises(Conflict, match=why):
        seats.set_rules(people.chair, people.body, hours, quorum, languages)
    assert Event.objects.count() == count


def test_rules_are_set_with_their_history_in_the_log_and_the_same_again_is_no_change(
    people: Group,
) -> None:
    with clock.standing_at(NOON):
        seats.set_rules(people.chair, people.body, 96, 2, ("en", "ar"))
        seats.set_rules(people.chair, people.body, 96, 2, ("en", "ar"))
        seats.set_rules(people.chair, people.body, 0, 2, ("en", "ar"))
    told = Event.objects.filter(subject=f"body:{people.body.key}", action="body.set")
    assert told.count() == 2
    assert len({event.state for event in told}) == 2
    people.body.refresh_from_db()
    assert people.body.silence_hours == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_given_and_ended_there_is_one_chair_at_a_time_unless_co_chairs(
    people: Group, seed: int
) -> None:
    chance = random.Random(seed)
    agencies = ("ILO", "IOM", "WB", "UNDP", "UNHCR")
    roles = (Role.CHAIR, Role.CO_CHAIR, Role.INTERIM_CHAIR)
    with clock.standing_at(NOON):
        for _ in range(25):
            first = TODAY + chance.randrange(-20, 300) * DAY
            last = first + chance.randrange(0, 90) * DAY
            rows = list(Seat.objects.filter(role__in=[role.value for role in roles]))
            try:
                if chance.random() < 0.6:
                    seats.give(
                        people.secretariat,
                        people.body,
                        chance.choice(agencies),
                        chance.choice(roles),
                        first,
                        last if chance.random() < 0.8 else None,
                    )
                else:
                    seats.end(people.secretariat, chance.choice(rows), last)
            except Conflict:
                continue
    assert clashes(rounds.seats_of(people.body)) == ()
    assert chain.flaw(log.events()) is None
