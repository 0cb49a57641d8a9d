"""The *when* axis: points, intervals and dates as published."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import when
from gmg.axes.when import PartialDate, Period

PAGE = Path(__file__).parents[2] / "docs" / "axes" / "when.md"
YEARS = st.integers(min_value=1900, max_value=2100)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    if draw(st.booleans()):
        return when.day(first)
    return when.days(first, first + timedelta(days=draw(st.integers(0, 2000))))


@pytest.mark.parametrize(
    ("period", "first", "last", "kind", "year", "label"),
    [
        (when.mid_year(2024), "2024-07-01", "2024-07-01", "point", 2024, "mid-2024"),
        (when.end_year(2023), "2023-12-31", "2023-12-31", "point", 2023, "end of 2023"),
        (when.year_start(2025), "2025-01-01", "2025-01-01", "point", 2024, "1 January 2025"),
        (
            when.day(date(2017, 9, 30)),
            "2017-09-30",
            "2017-09-30",
            "point",
            2017,
            "30 September 2017",
        ),
        (when.calendar_year(2020), "2020-01-01", "2020-12-31", "interval", 2020, "2020"),
        (
            when.calendar_years(1990, 1994),
            "1990-01-01",
            "1994-12-31",
            "interval",
            1994,
            "1990 to 1994",
        ),
        (
            when.five_years("2015-2020"),
            "2015-07-01",
            "2020-06-30",
            "interval",
            2020,
            "July 2015 to June 2020",
        ),
        (when.month("2014-01"), "2014-01-01", "2014-01-31", "interval", 2014, "January 2014"),
        (when.month("2024-02"), "2024-02-01", "2024-02-29", "interval", 2024, "February 2024"),
        (
            when.quarter("2014-Q4"),
            "2014-10-01",
            "2014-12-31",
            "interval",
            2014,
            "October 2014 to December 2014",
        ),
        (
            when.days(date(2014, 1, 1), date(2014, 1, 1)),
            "2014-01-01",
            "2014-01-01",
            "interval",
            2014,
            "during 1 January 2014",
        ),
        (
            when.days(date(2010, 4, 3), date(2010, 5, 2)),
            "2010-04-03",
            "2010-05-02",
            "interval",
            2010,
            "3 April 2010 to 2 May 2010",
        ),
    ],
)
def test_a_period_knows_its_dates_its_year_and_its_words(
    period: Period, first: str, last: str, kind: str, year: int, label: str
) -> None:
    assert (period.time_from.isoformat(), period.time_to.isoformat()) == (first, last)
    assert (period.kind, period.year, period.label()) == (kind, year, label)


def test_mid_year_and_end_year_are_half_a_year_apart() -> None:
    assert when.mid_year(2024) != when.end_year(2024)
    assert when.mid_year(2024).year == when.end_year(2024).year
    assert when.mid_year(2024).distance(when.end_year(2024)) == 183


def test_the_end_of_a_year_and_the_first_day_of_the_next_carry_one_year() -> None:
    assert when.end_year(2024).year == when.year_start(2025).year == 2024
    assert when.end_year(2024).distance(when.year_start(2025)) == 1


def test_five_year_periods_follow_one_another_without_gap_or_overlap() -> None:
    first, second = when.five_years("2015-2020"), when.five_years("2020–2025")
    assert not first.overlaps(second)
    assert first.distance(second) == 1


@pytest.mark.parametrize("text", ["2015-2021", "2015", "2020-2015", "15-20", "2015/2020"])
def test_what_is_no_five_year_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"2015|2020|15-20"):
        when.five_years(text)


@pytest.mark.parametrize("text", ["2014-13", "2014-00", "2014-1", "2014", "2014-Q1"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2014-01"):
        when.month(text)


def test_a_period_with_wrong_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="after"):
        when.days(date(2020, 1, 2), date(2020, 1, 1))
    with pytest.raises(ValueError, match="one date"):
        Period(date(2020, 1, 1), date(2020, 1, 2), "point")
    with pytest.raises(ValueError, match="point or an interval"):
        Period(date(2020, 1, 1), date(2020, 1, 1), "year")  # type: ignore[arg-type]


@given(periods(), periods())
def test_distance_is_the_same_both_ways_and_zero_exactly_on_overlap(a: Period, b: Period) -> None:
    assert a.distance(b) == b.distance(a) >= 0
    assert (a.distance(b) == 0) == a.overlaps(b) == b.overlaps(a)


@given(DAYS, DAYS)
def test_points_are_as_far_apart_as_their_days(a: date, b: date) -> None:
    assert when.day(a).distance(when.day(b)) == abs((b - a).days)


@given(YEARS)
def test_a_calendar_year_holds_its_middle_and_its_end_but_not_the_next_start(year: int) -> None:
    whole = when.calendar_year(year)
    assert whole.days in (365, 366)
    assert whole.overlaps(when.mid_year(year)) and whole.overlaps(when.end_year(year))
    assert not whole.overlaps(when.year_start(year + 1))
    assert whole.year == when.mid_year(year).year == when.year_start(year + 1).year == year


@given(YEARS)
def test_the_months_and_the_quarters_of_a_year_fill_it(year: int) -> None:
    months = [when.month(f"{year}-{number:02}") for number in range(1, 13)]
    quarters = [when.quarter(f"{year}Q{number}") for number in range(1, 5)]
    assert sum(m.days for m in months) == sum(q.days for q in quarters)
    assert sum(m.days for m in months) == when.calendar_year(year).days
    assert all(a.distance(b) == 1 for a, b in pairwise(months))


@given(periods(), periods())
def test_two_points_or_two_intervals_share_a_label_only_if_they_are_the_same(
    a: Period, b: Period
) -> None:
    if a.kind == b.kind:
        assert (a.label() == b.label()) == (a == b)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2014", "year", "2014-01-01", "2014-12-31"),
        ("2007-11", "month", "2007-11-01", "2007-11-30"),
        ("2006-05-09", "day", "2006-05-09", "2006-05-09"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_shortened_date_stands_for_all_its_days(
    text: str, precision: str, first: str, last: str
) -> None:
    parsed = PartialDate.parse(text)
    assert (str(parsed), parsed.precision) == (text, precision)
    assert (parsed.first.isoformat(), parsed.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "14", "2014-1", "2014-13", "2014-02-30", "2014-02-3", "x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|range"):
        PartialDate.parse(text)


def test_an_empty_cell_is_no_date() -> None:
    assert when.partial("") is None
    assert when.partial("2014") == PartialDate(2014)


@given(DAYS, st.integers(0, 2))
def test_dates_come_back_as_they_were_published(day: date, cut: int) -> None:
    text = day.isoformat()[: 10 - 3 * cut]
    parsed = PartialDate.parse(text)
    assert str(parsed) == text
    assert parsed.first <= day <= parsed.last


def test_the_examples_of_the_module_hold() -> None:
    failed, tried = doctest.testmod(when)
    assert tried >= 2
    assert failed == 0


def test_the_page_says_what_happens() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried >= 10
    assert failed == 0
