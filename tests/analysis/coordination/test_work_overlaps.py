from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.coordination.overlaps import Overlap, grouped, overlaps, pairs
from gmg.evidence.base import Base
from work_made import frame, row


def found(*rows: dict[str, Any]) -> list[Overlap]:
    """The overlaps of a response."""
    return grouped(pairs(frame(*rows)))


def only(*rows: dict[str, Any]) -> Overlap:
    """The one overlap that there is."""
    (one,) = found(*rows)
    return one


AREA: Any = {"admin": ["Turkana"], "target_groups": ["refugees"]}


def test_all_parts_stated_and_met() -> None:
    one = only(
        row("a1", "A", "2020-01-01", "2020-06-30", **AREA),
        row("b1", "B", "2020-06-30", "2021-01-01", **AREA),
    )
    assert one.certain
    assert (one.place, one.one, one.other, one.topics) == ("KEN", "A", "B", ("labour",))
    assert (one.time_from, one.time_to) == (date(2020, 6, 30), date(2020, 6, 30))
    assert one.pairs == (("a1", "b1"),)
    assert one.as_json()["kind"] == "overlap"


def test_what_is_not_stated_makes_it_possible_and_says_so() -> None:
    one = only(row("a1", "A", **AREA), row("b1", "B", target_groups=["refugees"]))
    assert one.not_stated == ("area within the country",)
    assert only(row("a1", "A"), row("b1", "B")).not_stated == (
        "area within the country",
        "target group",
    )


def test_an_end_that_nobody_stated_makes_it_possible() -> None:
    one = only(row("a1", "A", "2018-01-01", None, **AREA), row("b1", "B", **AREA))
    assert one.not_stated == ("end",)
    assert (one.time_from, one.time_to) == (date(2020, 1, 1), date(2020, 12, 31))
    same_day = only(row("a1", "A", "2020-05-01", None, **AREA), row("b1", "B", **AREA))
    assert same_day.certain


def test_stated_parts_that_do_not_meet_are_no_overlap() -> None:
    base = row("a1", "A", **AREA)
    assert not found(base, row("b1", "B", admin=["Garissa"], target_groups=["refugees"]))
    assert not found(base, row("b1", "B", admin=["Turkana"], target_groups=["returnees"]))
    assert not found(base, row("b1", "B", "2021-01-01", "2021-02-01", **AREA))
    assert not found(base, row("b1", "B", place="UGA", **AREA))
    assert not found(base, row("b1", "B", topic="health", **AREA))
    assert not found(base, row("b1", "B", None, "2020-12-31", **AREA))
    assert not found(base, row("a2", "A", **AREA))


def test_joint_activities_are_no_overlap() -> None:
    assert not found(row("a1", "A", partners=["B"]), row("b1", "B"))
    assert not found(row("a1", "A"), row("b1", "B", partners=["A"]))
    assert not found(row("a1", "A", related=["b1"]), row("b1", "B"))
    assert not found(row("a1", "A"), row("b1", "B", related=["a1"]))


def test_one_activity_that_two_agencies_report_is_no_overlap() -> None:
    assert not found(row("a1", "A", **AREA), row("a1", "B", **AREA))


def test_a_relation_joins_the_two_and_no_others() -> None:
    one = only(row("a1", "A", related=["b1"]), row("b1", "B"), row("b2", "B"))
    assert one.pairs == (("a1", "b2"),)


def test_most_pairs_first() -> None:
    first, second = found(
        row("a1", "A"),
        row("b1", "B"),
        row("a2", "A", place="UGA"),
        row("b2", "B", place="UGA"),
        row("b3", "B", place="UGA"),
    )
    assert (first.place, len(first.pairs), second.place) == ("UGA", 2, "KEN")


days = st.dates(date(2019, 1, 1), date(2021, 12, 31))


@st.composite
def activity(draw: st.DrawFn) -> dict[str, Any]:
    """Any activity of a small world."""
    made = row(
        f"i{draw(st.integers(0, 7))}",
        draw(st.sampled_from("ABC")),
        place=draw(st.sampled_from(["KEN", "UGA"])),
        topic=draw(st.sampled_from(["labour", "health"])),
        partners=draw(st.lists(st.sampled_from("ABC"), max_size=1)),
        related=draw(st.lists(st.sampled_from(["i0", "i1"]), max_size=1)),
        admin=draw(st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True)),
        target_groups=draw(st.lists(st.sampled_from(["r", "d"]), max_size=2, unique=True)),
    )
    start = draw(st.none() | days)
    length = draw(st.none() | st.integers(0, 500))
    end = start + timedelta(length) if start and length is not None else None
    return {**made, "time_from": start, "time_to": end}


worlds = st.lists(activity(), max_size=7, unique_by=lambda a: a["identifier"])


def meets(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """The rule once more, one pair at a time."""
    if a["agency"] == b["agency"] or (a["place"], a["topic"]) != (b["place"], b["topic"]):
        return False
    if a["time_from"] is None or b["time_from"] is None:
        return False
    if a["time_from"] > (b["time_to"] or date.max) or b["time_from"] > (a["time_to"] or date.max):
        return False
    for stated in ("admin", "target_groups"):
        if a[stated] and b[stated] and not set(a[stated]) & set(b[stated]):
            return False
    if b["agency"] in a["partners"] or a["agency"] in b["partners"]:
        return False
    return b["identifier"] not in a["related"] and a["identifier"] not in b["related"]


@given(worlds)
def test_overlaps_are_those_of_the_rule(rows: list[dict[str, Any]]) -> None:
    told = {
        frozenset(pair)
        for pair in pairs(frame(*rows)).select("identifier_1", "identifier_2").iter_rows()
    }
    assert told == {
        frozenset((a["identifier"], b["identifier"])) for a in rows for b in rows if meets(a, b)
    }


@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_activities_says_nothing(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert found(*rows) == found(*shuffled)


@given(worlds)
def test_what_is_certain_has_every_part_in_common(rows: list[dict[str, Any]]) -> None:
    for one in found(*rows):
        assert one.one < one.other
        if one.certain:
            assert one.admin
            assert one.target_groups
            assert one.time_to is not None
            assert one.time_from <= one.time_to


def test_overlaps_of_a_release(work_base: Base) -> None:
    (one,) = overlaps(work_base)
    assert (one.place, one.one, one.other, one.topics) == ("LBY", "IOM", "UNHCR", ("refugees",))
    assert (one.time_from, one.time_to) == (date(2021, 1, 1), date(2021, 6, 30))
    assert not one.certain
    assert overlaps(work_base, places=["TUR"]) == []
    assert overlaps(work_base, topics=["health"]) == []
    assert overlaps(work_base, year=2020) == []
    assert overlaps(work_base, year=2021) == [one]
