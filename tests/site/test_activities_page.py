"""The list of activities: each filter against the rows, dates as the analysis reads them, the table."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gmg.analysis.coordination.who_does_what import who_does_what
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.pages import activities
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from site_base import client_of, links


def ask(base: Base, **query: str) -> Ask:
    return Ask(base, open_shelf(base), words("en"), Addresses(), query)


def listed(base: Base, **query: str) -> list[dict[str, Any]]:
    found = activities.page(ask(base, **query)).told()
    assert found["total"] == len(found["activities"])
    one: list[dict[str, Any]] = found["activities"]
    return one


def titles(base: Base, **query: str) -> list[str]:
    return sorted(one["title"] for one in listed(base, **query))


def test_all_of_them_and_the_newest_first(work_base: Base) -> None:
    starts = [one["time_from"] for one in listed(work_base)]
    assert len(starts) == 5
    assert starts == sorted(starts, reverse=True)


def test_by_agency(work_base: Base) -> None:
    assert {one["agency"] for one in listed(work_base, agency="UNHCR")} == {"UNHCR"}
    assert len(listed(work_base, agency="UNHCR")) + len(listed(work_base, agency="IOM")) == 5
    assert listed(work_base, agency="WHO") == []


def test_by_place(work_base: Base) -> None:
    assert titles(work_base, place="LBY") == [
        "Help for refugees",
        "Never begun",
        "Return of migrants and refugees",
    ]
    assert titles(work_base, place="TUR") == ["Help for refugees"]


def test_by_theme(work_base: Base) -> None:
    for one in listed(work_base):
        for theme in one["topics"]:
            again = [other["id"] for other in listed(work_base, theme=theme)]
            assert one["id"] in again
            assert all(theme in other["topics"] for other in listed(work_base, theme=theme))


@pytest.mark.parametrize("year", range(2018, 2025))
def test_a_year_is_read_as_the_analysis_reads_it(work_base: Base, year: int) -> None:
    """Who does what in a year at a place: the same activities, but for those that were cancelled."""
    there = {one.identifier for one in who_does_what(work_base, "LBY", year=year).of_the_place}
    page = listed(work_base, place="LBY", year=str(year))
    assert {one["identifier"] for one in page if one["status"] != "5"} == there


def test_an_activity_without_an_end_is_only_of_its_first_year() -> None:
    condition, parameters = activities.conditions(
        Ask(None, None, words("en"), Addresses(), {"year": "2021"})  # type: ignore[arg-type]
    )
    import duckdb

    rows = [
        ("open", "2020-05-01", None),
        ("closed", "2020-05-01", "2021-03-01"),
        ("no", None, None),
    ]
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE activities (n TEXT, time_from DATE, time_to DATE, secondary BOOL)"
    )
    connection.executemany("INSERT INTO activities VALUES (?, ?, ?, NULL)", rows)
    found = connection.execute(f"SELECT n FROM activities WHERE {condition}", parameters).fetchall()
    assert found == [("closed",)]


def test_words_that_are_no_filter(work_base: Base) -> None:
    for query in (
        {"agency": "NOBODY"},
        {"place": "XYZ"},
        {"theme": "no-theme"},
        {"year": "x"},
        {"page": "-1"},
    ):
        with pytest.raises(BadQuery):
            activities.page(ask(work_base, **query))
    with pytest.raises(NotFound):
        activities.page(ask(work_base, page="2"))


def test_nothing_found_is_no_error_and_not_the_same_as_none(work_base: Base) -> None:
    client = client_of(work_base.folder)
    answer = client.get("/en/activities?place=LBY&year=1999")
    assert answer.status_code == 200
    assert b"that is not the same as none" in answer.content


def test_the_table_holds_all_and_the_page_some(
    work_base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "A_PAGE", 2)
    first, last = (activities.page(ask(work_base, page=n)) for n in ("1", "3"))
    assert (len(first.told()["activities"]), len(last.told()["activities"])) == (2, 1)
    table = first.tables["activities"]
    assert len(table.rows) == len([*table.rows]) == 5
    assert all(len(row) == len(table.columns) for row in table.rows)
    shown = [one["id"] for one in first.told()["activities"]]
    assert [row[0] for row in table.rows][:2] == shown
    assert table.rows[0] == next(iter(table.rows))


def test_each_leads_to_its_row_and_a_cancelled_one_says_so(work_base: Base) -> None:
    client: Client = client_of(work_base.folder)
    html = client.get("/en/activities").content.decode()
    led = links(html)
    for one in listed(work_base):
        href = Addresses().figure(one["id"])
        assert href in led
        assert one["identifier"] in client.get(href).content.decode()
    assert html.count("cancelled") == 1


def test_a_base_without_activities(small_base: Base) -> None:
    client = client_of(small_base.folder)
    assert client.get("/en/activities").status_code == 200
    assert client.get("/en/activities/table/activities.csv").status_code == 200
