"""Meetings: numbering of the agenda, quorum, SEQUENCE, and the programme of a chair."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules.meetings import (
    DEEPEST,
    Attendance,
    BadMeeting,
    Called,
    How,
    Item,
    Numbered,
    Programme,
    Status,
    agenda,
    changed,
    check,
    check_programme,
    moved,
    quorum,
    sequence,
    upcoming,
    within,
)
from gmg.group.rules.seats import Role, Seat

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALLED = Called("Working level", START, START + timedelta(hours=2), "Europe/Zurich", "Geneva")


def item(key: str, order: int, parent: str = "", *, internal: bool = False) -> Item:
    return Item(key, key.upper(), order, parent, internal)


def numbers(found: tuple[Numbered, ...]) -> list[tuple[str, str]]:
    return [(one.number, one.item.key) for one in found]


TREE = (
    item("b", 2),
    item("a", 1),
    item("b2", 7, "b", internal=True),
    item("b1", 3, "b"),
    item("b2x", 1, "b2"),
    item("c", 3, internal=True),
    item("d", 9),
)


def test_the_agenda_is_numbered_in_its_order() -> None:
    assert numbers(agenda(TREE)) == [
        *(("1", "a"), ("2", "b"), ("2.1", "b1"), ("2.2", "b2")),
        *(("2.2.1", "b2x"), ("3", "c"), ("4", "d")),
    ]


def test_the_public_sees_the_same_numbers_and_nothing_beneath_an_internal_item() -> None:
    assert numbers(agenda(TREE, public=True)) == [
        ("1", "a"), ("2", "b"), ("2.1", "b1"), ("4", "d"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "items",
    [
        (item("a", 1, "b"), item("b", 1, "a")),
        (item("a", 1, "a"),),
        (item("a", 1, "gone"),),
        (item("a", 1), item("a", 2)),
        (item("", 1),),
        tuple(item(f"i{n}", 1, f"i{n - 1}" if n else "") for n in range(DEEPEST + 1)),
    ],
    ids=["ring", "itself", "orphan", "twice", "no key", "deep"],
)
def test_what_is_no_tree_is_refused(items: tuple[Item, ...]) -> None:
    with pytest.raises(BadMeeting):
        agenda(items)


def test_an_item_moves_with_what_is_beneath_it() -> None:
    found = moved(TREE, "b", "d", 0)
    assert numbers(agenda(found))[-4:] == [
        ("3.1", "b"), ("3.1.1", "b1"), ("3.1.2", "b2"), ("3.1.2.1", "b2x"),
    ]  # fmt: skip
    for parent in ("b", "b1", "b2x"):
        with pytest.raises(BadMeeting, match="beneath itself"):
            moved(TREE, "b", parent, 0)
    with pytest.raises(BadMeeting, match="no such item"):
        moved(TREE, "x", "", 0)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Item, ...]:
    found: list[Item] = []
    depth = {"": 0}
    for n in range(draw(st.integers(0, 12))):
        parents = [key for key, level in depth.items() if level < DEEPEST]
        parent = draw(st.sampled_from(parents))
        key = f"k{n}"
        depth[key] = depth[parent] + 1
        found.append(Item(key, key, draw(st.integers(0, 3)), parent, draw(st.booleans())))
    return tuple(draw(st.permutations(found)))


@given(trees())
def test_every_item_has_one_number_and_the_public_sees_a_part(items: tuple[Item, ...]) -> None:
    every = agenda(items)
    assert sorted(one.item.key for one in every) == sorted(one.key for one in items)
    assert len({one.number for one in every}) == len(items)
    assert [tuple(map(int, one.number.split("."))) for one in every] == sorted(
        tuple(map(int, one.number.split("."))) for one in every
    )
    public = agenda(items, public=True)
    assert set(public) <= set(every)
    seen = {one.item.key for one in public}
    for one in public:
        assert not one.item.internal
        assert one.item.parent in seen or not one.item.parent
        assert one.number.count(".") == one.depth


@given(trees(), st.data())
def test_a_move_puts_the_item_where_it_was_asked(items: tuple[Item, ...], data: Any) -> None:
    if not items:
        return
    key = data.draw(st.sampled_from([one.key for one in items]))
    parent = data.draw(st.sampled_from(["", *(one.key for one in items)]))
    place = data.draw(st.integers(0, 5))
    try:
        found = moved(items, key, parent, place)
    except BadMeeting:
        return
    siblings = [o.item.key for o in agenda(found) if o.item.parent == parent]
    assert siblings.index(key) == min(place, len(siblings) - 1)
    before = [o.item.key for o in agenda(items) if o.item.parent == parent and o.item.key != key]
    assert [one for one in siblings if one != key] == before


# --- quorum --------------------------------------------------------------------------------------


def test_more_than_half_of_the_members_make_a_quorum() -> None:
    came = [Attendance("ILO", How.IN_PERSON), Attendance("IOM", How.REMOTELY)]
    found = quorum(("ILO", "IOM", "OHCHR", "WB"), came)
    assert (found.present, found.missing, found.needed) == (("ILO", "IOM"), ("OHCHR", "WB"), 3)
    assert not found.met
    assert quorum(("ILO", "IOM", "WB"), came).met
    assert quorum(("ILO", "IOM", "OHCHR", "WB"), came, needed=2).met


def test_guests_the_excused_and_a_body_without_members() -> None:
    rows = [Attendance("ILO", How.EXCUSED), Attendance("UNU", How.IN_PERSON)]
    assert quorum(("ILO",), rows).present == ()
    assert not quorum((), rows, needed=0).met
    assert not quorum(("ILO",), [], needed=0).met


@given(
    st.sets(st.sampled_from("ABCDEFGH")),
    st.lists(st.builds(Attendance, st.sampled_from("ABCDXYZ"), st.sampled_from(list(How)))),
)
def test_present_and_missing_part_the_members(members: set[str], rows: list[Attendance]) -> None:
    found = quorum(members, rows)
    assert sorted((*found.present, *found.missing)) == sorted(members)
    assert found.met == (len(found.present) * 2 > len(members) > 0)
    assert quorum(members, [*rows, *rows]) == found


# --- what calendars are told ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "also",
    [
        {"title": "Principals"},
        {"starts": START - timedelta(hours=1)},
        {"ends": START + timedelta(hours=3)},
        {"zone": "UTC"},
        {"place": "Paris"},
        {"url": "https://gmg.example/meeting"},
        {"description": "Agenda"},
        {"status": Status.CANCELLED},
        {"status": Status.HELD},
    ],
)
def test_each_change_that_calendars_show_is_one_up(also: dict[str, Any]) -> None:
    assert sequence(4, CALLED, replace(CALLED, **also)) == 5


def test_what_calendars_do_not_show_leaves_the_sequence() -> None:
    assert sequence(4, CALLED, CALLED) == 4
    elsewhere = replace(
        CALLED,
        starts=CALLED.starts.astimezone(ZoneInfo("Asia/Kathmandu")),
        ends=CALLED.ends.astimezone(ZoneInfo("America/New_York")),
    )
    assert not changed(CALLED, elsewhere)
    assert sequence(4, CALLED, elsewhere) == 4


def test_a_meeting_over_the_hour_that_comes_twice_ends_after_it_starts() -> None:
    zone = ZoneInfo("Europe/Zurich")
    start = datetime(2026, 10, 25, 2, 45, tzinfo=zone)
    end = datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=zone)
    check(replace(CALLED, starts=start, ends=end))
    with pytest.raises(BadMeeting, match="after it starts"):
        check(replace(CALLED, starts=end, ends=start))


def test_a_cancelled_meeting_stays_and_a_held_one_was_held() -> None:
    cancelled = replace(CALLED, status=Status.CANCELLED)
    with pytest.raises(BadMeeting, match="call another"):
        sequence(1, cancelled, CALLED)
    assert sequence(1, cancelled, cancelled) == 1
    held = replace(CALLED, status=Status.HELD)
    with pytest.raises(BadMeeting, match="was held"):
        sequence(1, held, CALLED)


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"title": " "}, "title"),
        ({"ends": START}, "after it starts"),
        ({"starts": START.replace(tzinfo=None)}, "zone"),
        ({"zone": "Europe/Geneva"}, "time zone"),
        ({"zone": "../../etc/passwd"}, "time zone"),
        ({"zone": ""}, "time zone"),
        ({"zone": "a\0b"}, "time zone"),
    ],
)
def test_meetings_that_cannot_be(also: dict[str, Any], why: str) -> None:
    with pytest.raises(BadMeeting, match=why):
        check(replace(CALLED, **also))


@given(st.lists(st.sampled_from(("", "Geneva", "Paris", "New York")), max_size=12))
def test_the_sequence_never_falls_and_counts_the_changes(places: list[str]) -> None:
    number, held = 0, CALLED
    steps = 0
    for place in places:
        after = replace(held, place=place)
        steps += place != held.place
        number = sequence(number, held, after)
        held = after
    assert number == steps


def test_the_nearest_meeting_comes_first() -> None:
    later = replace(CALLED, starts=START + timedelta(days=3), ends=START + timedelta(days=4))
    gone = replace(CALLED, status=Status.CANCELLED)
    assert upcoming([later, gone, CALLED], START) == (CALLED, later)
    assert upcoming([later, CALLED], CALLED.ends) == (later,)


# --- the programme of a chair --------------------------------------------------------------------

HALF = Programme("UNDP", "Data", date(2026, 1, 1), date(2026, 6, 30))


def chair(agency: str, first: date, last: date | None, role: Role = Role.CHAIR) -> Seat:
    return Seat("GMG", agency, role, first, last)


def test_a_chair_has_a_programme_for_the_days_it_chairs() -> None:
    check_programme(HALF, (chair("UNDP", date(2026, 1, 1), date(2026, 6, 30)),), "GMG")
    parts = (
        chair("UNDP", date(2026, 1, 1), date(2026, 3, 31), Role.INTERIM_CHAIR),
        chair("UNDP", date(2026, 4, 1), None, Role.CO_CHAIR),
    )
    check_programme(HALF, parts, "GMG")


@pytest.mark.parametrize(
    ("seats", "day"),
    [
        ((), "2026-01-01"),
        ((chair("UNDP", date(2026, 1, 2), None),), "2026-01-01"),
        ((chair("UNDP", date(2025, 1, 1), date(2026, 5, 31)),), "2026-06-01"),
        ((chair("ILO", date(2026, 1, 1), None),), "2026-01-01"),
        ((chair("UNDP", date(2026, 1, 1), None, Role.FOCAL_POINT),), "2026-01-01"),
    ],
)
def test_the_first_day_without_the_chair_is_named(seats: tuple[Seat, ...], day: str) -> None:
    with pytest.raises(BadMeeting, match=day):
        check_programme(HALF, seats, "GMG")
    with pytest.raises(BadMeeting, match="2026-01-01"):
        check_programme(HALF, (chair("UNDP", date(2026, 1, 1), None),), "OTHER")


def test_programmes_that_cannot_be() -> None:
    seats = (chair("UNDP", date(2020, 1, 1), None), chair("ILO", date(2020, 1, 1), None))
    check_programme(replace(HALF, last=date(2026, 12, 31)), seats, "GMG")
    for bad, why in (
        (replace(HALF, theme=" "), "theme"),
        (replace(HALF, last=date(2025, 12, 31)), "ends"),
        (replace(HALF, last=date(2027, 1, 2)), "a year"),
    ):
        with pytest.raises(BadMeeting, match=why):
            check_programme(bad, seats, "GMG")
    with pytest.raises(BadMeeting, match="already"):
        check_programme(HALF, seats, "GMG", [replace(HALF, first=date(2026, 6, 30))])
    check_programme(HALF, seats, "GMG", [replace(HALF, agency="ILO")])


def test_a_meeting_is_on_the_day_of_its_own_zone() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    meeting = Called("M", late, late + timedelta(hours=1), "Europe/Zurich")
    assert not within(HALF, meeting)
    assert within(HALF, replace(meeting, zone="UTC"))


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 200), st.integers(0, 200))
def test_a_programme_is_allowed_just_where_every_day_is_chaired(
    first: int, length: int, start: int, span: int
) -> None:
    day = date(2026, 1, 1)
    seat = chair("UNDP", day + timedelta(first), day + timedelta(first + length))
    programme = Programme("UNDP", "T", day + timedelta(start), day + timedelta(start + span))
    inside = seat.first <= programme.first and programme.last <= (seat.last or date.max)
    if inside:
        check_programme(programme, (seat,), "GMG")
    else:
        with pytest.raises(BadMeeting):
            check_programme(programme, (seat,), "GMG")
