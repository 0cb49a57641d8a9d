"""Peer review of practices: what is asked, who may review, and that the outcome follows from reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules.practices import (
    CRITERIA,
    HIGHEST,
    BadReport,
    Completion,
    Criterion,
    Report,
    Reviewer,
    State,
    Submission,
    Verdict,
    check_criteria,
    check_report,
    conflicted,
    counts,
    may_read,
    one_sided,
    outcome,
    recent,
    score,
    unmet,
)

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = T + timedelta(days=30)
GOOD = {one.code: 3 for one in CRITERIA}
PUBLISH, IMPROVE, DECLINE = Verdict


def report(key: str, verdict: Verdict | None, *, inside: bool = False, **also: Any) -> Report:
    reviewer = Reviewer(key, "ILO" if inside else "", inside)
    made = Report(reviewer, T, False, GOOD, verdict, T + timedelta(days=1))
    return replace(made, **also)


def panel(*verdicts: Verdict) -> list[Report]:
    """A reviewer from inside, the rest from outside."""
    return [report(f"r{n}", verdict, inside=n == 0) for n, verdict in enumerate(verdicts)]


def state(*verdicts: Verdict) -> State:
    return outcome("IOM", panel(*verdicts), NOW).state


def test_the_weights_make_up_a_hundred() -> None:
    check_criteria(CRITERIA)
    assert score({one.code: HIGHEST for one in CRITERIA}) == 100
    assert score({}) == 0
    with pytest.raises(BadReport, match="100"):
        check_criteria(CRITERIA[1:])
    with pytest.raises(BadReport, match="above nought"):
        check_criteria((Criterion("a", "", 110), Criterion("b", "", -10)))
    with pytest.raises(BadReport, match="once"):
        check_criteria((Criterion("a", "", 50), Criterion("a", "", 50)))


@pytest.mark.parametrize(
    ("verdicts", "state_"),
    [
        ([], State.WAITING),
        ([PUBLISH, PUBLISH], State.WAITING),
        ([PUBLISH, PUBLISH, PUBLISH], State.PUBLISH),
        ([IMPROVE, IMPROVE, IMPROVE], State.IMPROVE),
        ([DECLINE, DECLINE, DECLINE], State.DECLINE),
        ([PUBLISH, PUBLISH, IMPROVE], State.ANOTHER),
        ([PUBLISH, IMPROVE, DECLINE], State.ANOTHER),
        ([PUBLISH, PUBLISH, IMPROVE, PUBLISH], State.PUBLISH),
        ([PUBLISH, PUBLISH, IMPROVE, IMPROVE], State.ANOTHER),
        ([PUBLISH, PUBLISH, IMPROVE, IMPROVE, IMPROVE], State.IMPROVE),
    ],
)
def test_what_the_reviews_come_to(verdicts: list[Verdict], state_: State) -> None:
    assert state(*verdicts) is state_


def test_one_from_inside_and_two_from_outside_are_needed() -> None:
    outside = [report(f"o{n}", PUBLISH) for n in range(5)]
    found = outcome("IOM", outside, NOW)
    assert (found.state, found.inside, found.outside) == (State.WAITING, 1, 0)
    inside = [report(f"i{n}", PUBLISH, inside=True) for n in range(5)]
    found = outcome("IOM", [*inside, outside[0]], NOW)
    assert (found.state, found.inside, found.outside) == (State.WAITING, 0, 1)
    assert outcome("IOM", [inside[0], *outside[:2]], NOW).state is State.PUBLISH


def test_who_has_a_conflict_neither_reads_nor_counts() -> None:
    clear = report("a", PUBLISH, inside=True)
    assert may_read(clear, "IOM")
    for barred in (
        replace(clear, declared=None, conflict=None),
        replace(clear, conflict=True),
        replace(clear, reviewer=replace(clear.reviewer, agency="IOM")),
    ):
        assert not may_read(barred, "IOM")
        assert not counts(barred, "IOM")
    assert conflicted(replace(clear, conflict=True), "IOM")
    found = outcome("ILO", [clear, report("b", PUBLISH), report("c", PUBLISH)], NOW)
    assert (found.state, found.inside) == (State.WAITING, 1)


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"declared": None}, "conflict of interest"),
        ({"conflict": None}, "conflict of interest"),
        ({"conflict": True}, "does not review"),
        ({"verdict": None}, "verdict"),
        ({"at": None}, "verdict"),
        ({"at": T - timedelta(seconds=1)}, "before reading"),
        ({"scores": {}}, "every criterion"),
        ({"scores": GOOD | {"beauty": 4}}, "every criterion"),
        ({"scores": GOOD | {"recent": 5}}, "from 0 to 4"),
        ({"scores": GOOD | {"recent": -1}}, "from 0 to 4"),
        ({"scores": GOOD | {"principles": 1}}, "principles"),
    ],
)
def test_reports_that_may_not_be_entered(also: dict[str, Any], why: str) -> None:
    bad = replace(report("a", PUBLISH), **also)
    with pytest.raises(BadReport, match=why):
        check_report(bad, "IOM")
    assert not counts(bad, "IOM")
    check_report(report("a", PUBLISH), "IOM")
    check_report(report("a", IMPROVE, scores=GOOD | {"principles": 1}), "IOM")


def test_a_report_counts_from_its_instant_on() -> None:
    given_ = panel(PUBLISH, PUBLISH, PUBLISH)
    last = T + timedelta(days=1)
    assert outcome("IOM", given_, last - timedelta(seconds=1)).state is State.WAITING
    assert outcome("IOM", given_, last).state is State.PUBLISH


def test_the_first_report_of_a_reviewer_counts() -> None:
    one, *rest = panel(PUBLISH, PUBLISH, PUBLISH)
    again = replace(one, verdict=DECLINE, at=NOW)
    assert outcome("IOM", [again, one, *rest], NOW).state is State.PUBLISH


def test_what_a_form_lacks() -> None:
    good = Submission("IOM", ("GCM07",), Completion.MOSTLY, date(2017, 1, 1), date(2019, 1, 1))
    assert unmet(good) == ()
    assert recent(good)
    assert recent(replace(good, last=None))
    assert not recent(replace(good, last=date(2018, 11, 30)))
    assert "23 objectives" in unmet(replace(good, objectives=()))[0]
    assert "GCM24" in " ".join(unmet(replace(good, objectives=("GCM01", "GCM24"))))
    assert "completed" in unmet(replace(good, completion=Completion.UNDER_WAY))[0]
    assert "ends" in unmet(replace(good, last=date(2016, 1, 1)))[0]


def test_a_one_sided_panel_is_told() -> None:
    two = [Reviewer("a", "", False, "Africa", "f", "en"), Reviewer("b", "", False, "Asia", "f", "")]
    assert one_sided(two) == ("gender",)
    assert one_sided(two[:1]) == ()
    assert one_sided([]) == ()


VERDICTS = st.sampled_from(list(Verdict))
SCORES = st.fixed_dictionaries({one.code: st.integers(0, HIGHEST) for one in CRITERIA})


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    found = []
    for key in draw(st.lists(st.sampled_from("abcdefg"), max_size=8)):
        agency = draw(st.sampled_from(("IOM", "ILO", "")))
        at = draw(st.none() | st.integers(-2, 40).map(lambda n: T + timedelta(days=n)))
        found.append(
            Report(
                Reviewer(key, agency, draw(st.booleans())),
                draw(st.sampled_from((None, T))),
                draw(st.sampled_from((None, True, False, False, False))),
                draw(SCORES),
                draw(st.none() | VERDICTS),
                at,
            )
        )
    return found


@given(reports(), st.integers(0, 40))
def test_only_what_counts_decides(given_: list[Report], days: int) -> None:
    now = T + timedelta(days=days)
    found = outcome("IOM", given_, now)
    assert outcome("IOM", found.counted, now) == found
    assert all(counts(r, "IOM") and r.at is not None and r.at <= now for r in found.counted)
    assert len({r.reviewer.key for r in found.counted}) == len(found.counted)
    assert found.settled == (found.state.value in set(Verdict))
    if found.settled:
        assert (found.inside, found.outside) == (0, 0)
        assert sum(r.verdict == found.state.value for r in found.counted) * 2 > len(found.counted)
    if found.score is not None:
        assert 0 <= found.score <= 100


@given(reports())
def test_the_order_in_which_reports_are_held_changes_nothing(given_: list[Report]) -> None:
    short = given_[:4]
    found = {outcome("IOM", order, NOW).state for order in permutations(short)}
    assert len(found) == 1


@given(SCORES, SCORES)
def test_a_better_score_is_never_worth_less(one: dict[str, int], other: dict[str, int]) -> None:
    best = {code: max(one[code], other[code]) for code in one}
    assert score(best) >= max(score(one), score(other))
    assert isinstance(score(one), Fraction)
