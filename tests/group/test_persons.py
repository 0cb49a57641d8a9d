"""Persons: who enrols whom, what they set for themselves, and how they are forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.acts import clock, persons, seats
from gmg.group.acts.hand import Hand
from gmg.group.acts.log import events
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import chain
from gmg.group.rules.seats import Role
from gmg.group.store.models import Event, Person
from room_made import NOON
from room_people import START, Group, group


@pytest.fixture
def people(room_url: str) -> Group:
    return group()


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.standing_at(NOON):
        yield


def test_chair_and_secretariat_enrol_for_all_a_focal_point_for_its_own(people: Group) -> None:
    for hand, agency, may in (
        (people.chair, "UNHCR", True),
        (people.secretariat, "UNHCR", True),
        (people.speaks["ILO"], "ILO", True),
        (people.speaks["ILO"], "UNHCR", False),
        (people.observer, "UNDP", False),
        (people.next_chair, "IOM", False),
        (Hand(), "IOM", False),
    ):
        address = f"p{hand.person[:6]}.{agency}@agency.example".lower()
        if may:
            assert persons.enrol_by(hand, people.body, agency, address).email == address
            assert Event.objects.order_by("-number").first().action == "person.enrol"  # type: ignore[union-attr]
        else:
            with pytest.raises(NotAllowed):
                persons.enrol_by(hand, people.body, agency, address)
            assert not Person.objects.filter(email=address).exists()


def test_who_is_enrolled_already_is_found_and_not_changed(people: Group) -> None:
    first = persons.enrol_by(people.chair, people.body, "ILO", "One@ilo.example", "fr")
    count = Event.objects.count()
    again = persons.enrol_by(people.secretariat, people.body, "IOM", " ONE@ilo.example ", "ar")
    assert (again.pk, again.language, Event.objects.count()) == (first.pk, "fr", count)
    assert not first.has_usable_password()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "x@",
        "@x.example",
        "a b@x.example",
        "a@x.example\nBcc: b@x.example",
        "a" * 300 + "@x.example",
    ],
)
def test_what_is_no_address_is_refused(people: Group, address: str) -> None:
    with pytest.raises(Conflict, match="e-mail"):
        persons.enrol_by(people.chair, people.body, "ILO", address)


@given(st.text())
def test_an_address_is_one_line_without_room_for_another_header(text: str) -> None:
    try:
        found = persons.address_of(text)
    except Conflict:
        return
    assert "@" in found and not any(c in found for c in "\r\n\x00") and len(found) <= 254


def test_a_calendars_secret_is_random_and_only_its_hash_is_kept(people: Group) -> None:
    one, other = persons.new_calendar(people.chair), persons.new_calendar(people.chair)
    assert one != other and len(one) >= 43
    person = Person.objects.get(key=people.chair.person)
    assert person.calendar == persons.hash_of(other) != other
    persons.end_calendar(people.chair)
    count = Event.objects.count()
    persons.end_calendar(people.chair)
    assert Event.objects.count() == count
    with pytest.raises(NotAllowed):
        persons.new_calendar(Hand())


def test_nothing_personal_goes_into_the_log(people: Group) -> None:
    """The same person with another address and another secret has the same state."""
    from gmg.group.store.models import state_hash

    person = Person.objects.get(key=people.chair.person)
    before = state_hash(person)
    person.email, person.calendar, person.password = "other@x.example", "f" * 64, "x"
    person.last_login = NOON
    assert state_hash(person) == before
    said = "".join(str(vars(row)) for row in Event.objects.all())
    assert "@" not in said


def test_a_person_is_forgotten_when_no_seat_is_left_and_the_log_still_holds(people: Group) -> None:
    from allauth.mfa.models import Authenticator

    person = persons.enrol_by(people.chair, people.body, "ILO", "gone@ilo.example")
    seat = seats.give(people.chair, people.body, "ILO", Role.ALTERNATE, START, None, person)
    coming = seats.give(
        people.chair, people.body, "ILO", Role.PENHOLDER, date(2026, 9, 1), None, person
    )
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    for row in (seat, coming):
        with pytest.raises(Conflict, match="end it first"):
            persons.forget(person)
        seats.end(people.chair, row, max(row.first, NOON.date()) - timedelta(days=1))
    persons.forget(person)
    person.refresh_from_db()
    assert person.email == f"{person.key}@forgotten.invalid"
    assert not (person.is_active or person.has_usable_password() or person.calendar)
    assert not Authenticator.objects.filter(user=person).exists()
    assert chain.flaw(events()) is None
    with pytest.raises(NotAllowed):
        persons.new_calendar(Hand(person.key))
