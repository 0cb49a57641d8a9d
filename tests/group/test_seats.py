"""Seats: the chair passes at midnight, a vacancy is a state, former holders hold nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules.seats import (
    Role,
    Seat,
    chairs,
    clashes,
    day_of,
    former,
    held,
    members,
    on,
    roles,
    terms,
)

UNCTAD = Seat("GMG", "UNCTAD", Role.CHAIR, date(2006, 1, 1), date(2006, 6, 30), "p1")
UNHCR = Seat("GMG", "UNHCR", Role.CHAIR, date(2006, 7, 1), date(2006, 12, 31), "p2")
FOCAL = Seat("GMG", "ILO", Role.FOCAL_POINT, date(2006, 1, 1), None, "p3")
WATCH = Seat("GMG", "UNU", Role.OBSERVER, date(2006, 1, 1), None, "p4")
ALL = (UNCTAD, UNHCR, FOCAL, WATCH)


def test_the_chair_passes_at_midnight() -> None:
    last = datetime(2006, 6, 30, 23, 59, 59, tzinfo=UTC)
    assert chairs(ALL, "GMG", day_of(last)) == (UNCTAD,)
    assert chairs(ALL, "GMG", day_of(last + timedelta(seconds=1))) == (UNHCR,)
    assert chairs(ALL, "GMG", date(2007, 1, 1)) == ()


def test_an_instant_without_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        day_of(datetime(2006, 1, 1))


def test_rights_end_with_the_seat() -> None:
    day = date(2006, 7, 1)
    assert roles(ALL, "p1", day, "GMG") == frozenset()
    assert former(ALL, "p1", day, "GMG")
    assert not former(ALL, "p2", day, "GMG")
    assert not former(ALL, "p2", date(2006, 6, 30), "GMG")
    assert roles(ALL, "p2", day, "GMG") == {Role.CHAIR}


def test_observers_and_chairs_hold_no_position() -> None:
    assert members(ALL, "GMG", date(2006, 7, 1)) == ("ILO",)


def test_two_chairs_clash_unless_they_share_the_seat() -> None:
    early = Seat("GMG", "UNHCR", Role.CHAIR, date(2006, 6, 30), date(2006, 12, 31))
    (clash,) = clashes((UNCTAD, early))
    assert clash.day == date(2006, 6, 30)
    assert clashes(ALL) == ()
    pair = tuple(Seat("GMG", a, Role.CO_CHAIR, date(2018, 1, 1)) for a in ("IOM", "FAO"))
    assert clashes(pair) == ()
    assert clashes((pair[0], Seat("GMG-W", "ILO", Role.CHAIR, date(2018, 1, 1)))) == ()


days = st.dates(date(2006, 1, 1), date(2006, 3, 1))
made = st.builds(
    lambda body, role, first, length: Seat(
        body, "ILO", role, first, first + timedelta(days=length)
    ),
    st.sampled_from(["A", "B"]),
    st.sampled_from(Role),
    days,
    st.integers(0, 20),
)


@given(st.lists(made, max_size=6).map(tuple))
def test_clashes_are_just_the_days_with_two_chairs(seats: tuple[Seat, ...]) -> None:
    def double(body: str, day: date) -> bool:
        sitting = chairs(seats, body, day)
        return len(sitting) > 1 and any(s.role is not Role.CO_CHAIR for s in sitting)

    span = [date(2006, 1, 1) + timedelta(days=n) for n in range(90)]
    assert bool(clashes(seats)) == any(double(b, d) for b in "AB" for d in span)
    for clash in clashes(seats):
        assert held(clash.one, clash.day)
        assert double(clash.one.body, clash.day)


@given(st.lists(made, max_size=6).map(tuple), days)
def test_what_runs_on_a_day_is_a_part_of_what_there_is(seats: tuple[Seat, ...], day: date) -> None:
    assert set(on(seats, day)) <= set(seats)
    assert set(on(seats, day)) == set(on(seats, day, "A")) | set(on(seats, day, "B"))


@given(st.lists(made, max_size=6).map(tuple), days, st.integers(0, 60))
def test_terms_part_the_days_and_say_who_chairs_on_each(
    seats: tuple[Seat, ...], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    found = terms(seats, "A", first, last)
    assert found[0].first == first
    assert found[-1].last == last
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)
        assert (before.agencies, before.role) != (after.agencies, after.role)
    for term in found:
        for day in (term.first, term.last):
            sitting = chairs(seats, "A", day)
            assert set(term.agencies) == {s.agency for s in sitting}
            assert (term.role is None) == (not sitting)


@given(st.lists(made, max_size=8))
def test_seats_taken_one_by_one_without_a_clash_never_make_two_chairs(given: list[Seat]) -> None:
    kept: tuple[Seat, ...] = ()
    for seat in given:
        if not clashes((*kept, seat)):
            kept = (*kept, seat)
    for number in range(90):
        for body in "AB":
            sitting = chairs(kept, body, date(2006, 1, 1) + timedelta(days=number))
            assert len(sitting) < 2 or {s.role for s in sitting} == {Role.CO_CHAIR}


def test_a_chair_that_passes_to_a_colleague_is_one_term() -> None:
    second = Seat("GMG", "UNCTAD", Role.CHAIR, date(2006, 7, 1), date(2006, 12, 31), "p9")
    (term,) = terms((UNCTAD, second), "GMG", date(2006, 1, 1), date(2006, 12, 31))
    assert (term.agencies, term.role) == (("UNCTAD",), Role.CHAIR)


def test_a_seat_that_was_never_held_makes_no_term() -> None:
    never = Seat("GMG", "UNHCR", Role.CHAIR, date(2006, 3, 1), date(2006, 2, 28), "p2")
    found = terms((UNCTAD, never), "GMG", date(2006, 1, 1), date(2006, 6, 30))
    assert [t.agencies for t in found] == [("UNCTAD",)]
