"""The real group's chairs and members, loaded as facts on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from gmg.axes import who
from gmg.cli import app
from gmg.group.acts import clock, log, seats
from gmg.group.acts.hand import Hand
from gmg.group.acts.history import Loaded, load_history
from gmg.group.acts.refusals import Conflict
from gmg.group.acts.rounds import seats_of
from gmg.group.rules import chain
from gmg.group.rules.seats import CHAIRS, Role, chairs, clashes, members, terms
from gmg.group.store.models import Body, Event, Programme, Seat
from room_made import NOON
from room_people import START, group

FIRST, LAST = date(2005, 12, 1), date(2019, 1, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
ROLE_OF = {"chair": "chair", "co-chair": "co-chair", "interim": "interim chair"}


@pytest.fixture
def loaded(room_url: str) -> Body:
    with clock.standing_at(NOON):
        load_history()
    return Body.objects.get(code=who.GROUP)


def test_the_chair_of_every_day_is_that_of_the_facts(loaded: Body) -> None:
    known = seats_of(loaded)
    taking = tuple(seat for seat in known if seat.role in CHAIRS)
    for day in EVERY_DAY:
        sitting = chairs(taking, who.GROUP, day)
        fact = who.chair(day)
        assert [s.agency for s in sitting] == ([a.code for a in fact.agencies] if fact else []), day
        if fact is not None:
            assert {s.role.value for s in sitting} == {ROLE_OF[fact.kind]}
    assert clashes(known) == ()


@pytest.mark.parametrize(
    ("day", "agencies", "role"),
    [
        ("2006-05-08", [], None),
        ("2006-05-09", ["UNCTAD"], Role.CHAIR),
        ("2008-12-31", ["UNCTAD"], Role.CHAIR),
        ("2009-01-01", [], None),
        ("2009-05-31", [], None),
        ("2009-06-01", ["UNITAR"], Role.CHAIR),
        ("2012-05-31", ["UNESCO"], Role.INTERIM_CHAIR),
        ("2012-06-15", [], None),
        ("2013-03-01", ["RECOM"], Role.CHAIR),
        ("2018-07-01", ["FAO", "IOM"], Role.CO_CHAIR),
        ("2019-01-01", [], None),
    ],
)
def test_vacancies_the_interim_chair_the_composite_seat_and_the_co_chairs(
    loaded: Body, day: str, agencies: list[str], role: Role | None
) -> None:
    sitting = chairs(seats_of(loaded), who.GROUP, date.fromisoformat(day))
    assert [s.agency for s in sitting] == agencies
    assert {s.role for s in sitting} == ({role} if role else set())
    assert all(s.person is None for s in sitting)


def test_the_members_of_every_body_on_every_day_are_those_of_the_facts(loaded: Body) -> None:
    for body in Body.objects.all():
        known = seats_of(body)
        for day in EVERY_DAY[::7]:
            facts = tuple(a.code for a in who.members(day, body.code))
            assert members(known, body.code, day) == facts, (body.code, day)


def test_the_terms_are_those_of_the_facts_with_their_vacancies(loaded: Body) -> None:
    found = terms(seats_of(loaded), who.GROUP, date(2006, 5, 9), date(2018, 12, 31))
    facts = who.chairs()
    assert [(t.first, t.last) for t in found] == [(c.starts.first, c.ends.last) for c in facts]
    assert [t.agencies for t in found] == [tuple(a.code for a in c.agencies) for c in facts]
    assert [t.role is None for t in found] == [c.kind == "vacant" for c in facts]


def test_to_load_it_again_adds_nothing_and_the_chain_holds(loaded: Body) -> None:
    before = Event.objects.count()
    with clock.standing_at(NOON + timedelta(days=1)):
        assert load_history() == Loaded()
    assert Event.objects.count() == before
    assert before == Body.objects.count() + Seat.objects.count() + Programme.objects.count()
    assert chain.flaw(log.events()) is None
    assert Seat.objects.filter(person__isnull=False).count() == 0


def test_a_group_that_works_today_keeps_its_seats_beside_its_past(room_url: str) -> None:
    people = group()
    with clock.standing_at(NOON):
        load_history()
    known = seats_of(people.body)
    assert [s.agency for s in chairs(known, "GMG", date(2018, 1, 1))] == ["FAO", "IOM"]
    assert [s.agency for s in chairs(known, "GMG", date(2026, 3, 1))] == ["ILO"]
    assert chairs(known, "GMG", date(2020, 1, 1)) == ()


def test_a_secretariat_is_given_to_a_body_of_which_only_the_past_is_known(loaded: Body) -> None:
    with clock.standing_at(NOON):
        desk = seats.enrol("desk@example.org")
        seats.first_seat(loaded, "IOM", desk, START)
        seats.give(Hand(desk.key), loaded, "ILO", Role.CHAIR, START)
        with pytest.raises(Conflict, match="has seats"):
            seats.first_seat(loaded, "IOM", desk, START)


def test_a_chair_that_the_room_knows_already_is_not_overwritten(room_url: str) -> None:
    with clock.standing_at(NOON):
        body = seats.found("GMG", "Global Migration Group")
        desk = seats.enrol("desk@example.org")
        seats.first_seat(body, "IOM", desk, date(2010, 1, 1))
        seats.give(Hand(desk.key), body, "WB", Role.CHAIR, date(2010, 3, 1), date(2010, 3, 2), None)
        count = Event.objects.count()
        with pytest.raises(Conflict, match="WB holds the chair of GMG on 2010-03-01"):
            load_history()
    assert Event.objects.count() == count
    assert Body.objects.count() == 1


def test_from_a_terminal(room_url: str) -> None:
    first = CliRunner().invoke(app, ["room", "history", "--database", room_url])
    assert first.exit_code == 0, first.output
    assert "programmes added" in first.output
    again = CliRunner().invoke(app, ["room", "history", "--database", room_url, "--json"])
    assert '"seats": 0' in again.output
    assert Programme.objects.filter(agency="UNITAR").get().theme.startswith("Fact sheets")
