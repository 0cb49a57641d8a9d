"""Activities of IOM and UNHCR: every element accounted for, control totals, and what the reader refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gmg.evidence.checks import check_account, check_activities
from gmg.evidence.snapshots import Snapshot, snapshot_of
from gmg.records.activity import COLUMNS
from gmg.sources.forms.iati import activities_frame
from gmg.sources.iati import iom, unhcr
from gmg.sources.reading import Reading, Refused
from iati_files import IOM, activity, document

READERS = {"iom": iom, "unhcr": unhcr}
TOTALS = {
    "iom": (277, 277, 762958103.81, 288, 762958103.81, 1),
    "unhcr": (68, 1454, 2708035111.86, 67, 8145722760.58, 15),
}


def read(name: str, content: bytes) -> Reading:
    snapshot: Snapshot = snapshot_of(f"iati/activities/{name}-activities.xml", content)
    reading = READERS[name].read(snapshot)
    check_account(snapshot.name, reading)
    check_activities(snapshot.name, reading.figures)
    return reading


def one(*activities: str) -> dict[str, Any]:
    (row,) = activities_frame(document(*activities).encode()).to_dicts()
    return row


@pytest.mark.parametrize("name", list(READERS))
def test_control_totals_hold(name: str, data: Path) -> None:
    content = (data / f"iati/activities/{name}-activities-dportal.xml").read_bytes()
    figures = read(name, content).figures
    number, transactions, usd, budgets, budget_sum, currencies = TOTALS[name]
    moved = figures.select(pl.col("transactions").explode()).unnest("transactions")
    planned = figures.select(pl.col("budgets").explode()).unnest("budgets")
    assert figures["identifier"].n_unique() == number == figures.height
    assert moved.height == transactions
    assert set(moved["type"]) == {"11"}
    assert moved.filter(currency="USD")["value"].sum() == pytest.approx(usd, abs=0.005)
    assert moved["currency"].n_unique() == currencies
    planned = planned.drop_nulls("value")
    assert planned.height == budgets
    assert planned["value"].sum() == pytest.approx(budget_sum, abs=0.005)
    assert set(planned["currency"]) == {"USD"}
    assert set(figures["agency"]) == {name.upper()}
    countries = figures.select(pl.col("places").explode()).unnest("places").filter(kind="country")
    assert countries["place"].null_count() == 0


def test_an_activity_becomes_a_row_of_the_contract() -> None:
    row = one(
        activity(
            7,
            attributes='xml:lang="fr" default-currency="EUR" hierarchy="2" humanitarian="1"',
            title='<title><narrative>Retour</narrative><narrative xml:lang="EN">Return</narrative></title>',
            description='<description type="3"><narrative xml:lang="en">IDPs and refugees</narrative>'
            "</description><description><narrative>Aide</narrative></description>",
            activity_date='<activity-date iso-date="2020-01-01Z" type="1"/>'
            '<activity-date iso-date="2020-02-01" type="2"/>'
            '<activity-date iso-date="2021-01-31" type="3"/>',
            recipient_country='<recipient-country code="KE" percentage="60"/>'
            '<recipient-region code="14" vocabulary="2" percentage="30"/>'
            '<recipient-region code="298" percentage="10"/>',
            location="<location><name><narrative>Garissa</narrative></name></location>"
            '<location><name><narrative>Kenya</narrative></name><administrative vocabulary="A4" code="KE"/>'
            "</location>",
            sector='<sector code="15190"/>',
            budget='<budget status="2" type="1"><period-start iso-date="2020-01-01"/>'
            '<period-end iso-date="2020-12-31"/><value value-date="2020-01-01">1234.50</value></budget>',
            transaction='<transaction><transaction-type code="3"/><transaction-date iso-date="2020-03-01"/>'
            '<value currency="USD" value-date="2020-03-01">-7</value></transaction>',
        )
    )
    assert list(row) == list(COLUMNS)
    said = {
        "identifier": f"{IOM}-7",
        "reporter": IOM,
        "agency": "IOM",
        "title": "Return",
        "language": "en",
        "description": "Aide",
        "hierarchy": 2,
        "humanitarian": True,
        "planned_start": date(2020, 1, 1),
        "actual_start": date(2020, 2, 1),
        "actual_end": None,
        "time_from": date(2020, 2, 1),
        "time_to": date(2021, 1, 31),
        "target_groups": ["refugees", "internally displaced"],
        "admin": ["Garissa"],
        "row": 3,
        "column": "/iati-activities/iati-activity[1]",
    }
    assert {name: row[name] for name in said} == said
    assert [(p["place"], p["as_published"], p["percentage"]) for p in row["places"]] == [
        ("KEN", "KE", 60.0),
        ("M49-014", "2:14", 30.0),
        (None, "298", 10.0),
    ]
    (budget,) = row["budgets"]
    assert (budget["value"], budget["currency"], budget["to"]) == (
        1234.5,
        "EUR",
        date(2020, 12, 31),
    )
    (moved,) = row["transactions"]
    assert (moved["value"], moved["currency"], moved["type"]) == (-7.0, "USD", "3")


def test_places_and_sectors_of_transactions_stand_in_for_those_of_the_activity() -> None:
    moved = (
        '<transaction><transaction-type code="3"/><transaction-date iso-date="2020-03-01"/>'
        '<value value-date="2020-03-01">1</value><sector code="15190"/>'
        '<recipient-country code="KE"/></transaction>'
    )
    row = one(activity(1, sector="", recipient_country="", transaction=moved + moved))
    assert [place["place"] for place in row["places"]] == ["KEN"]
    assert [sector["code"] for sector in row["sectors"]] == ["15190"]
    assert row["note"] == "sectors stand on the transactions; places stand on the transactions"


def test_lines_are_right_beyond_what_libxml2_counts() -> None:
    frame = activities_frame(document("\n" * 70_000 + activity(1), activity(2)).encode())
    assert frame["row"].to_list() == [70_003, 70_014]


def test_an_unknown_organisation_stays_text() -> None:
    row = one(activity(1, reporting_org='<reporting-org ref="ZZ-1" type="10"/>'))
    assert (row["reporter"], row["reporter_name"], row["agency"]) == ("ZZ-1", None, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<iati-activities>", "not well-formed XML"),
        ("<html/>", "the root is <html>"),
        ("<!DOCTYPE iati-activities []>\n<iati-activities/>", "declares a DOCTYPE"),
        (
            document(activity(1, fees="<fees/>")),
            "line 13: an activity has no element called 'fees'",
        ),
        (
            document(activity(1, activity_date='<activity-date iso-date="2020-02-30" type="2"/>')),
            "line 10: '2020-02-30' is no day of the calendar",
        ),
        (
            document(activity(1, sector='<sector code="1" percentage="a lot"/>')),
            "line 12: 'a lot' is no number",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        read("iom", text.encode())
    assert said in str(caught.value)


def test_every_element_is_accounted_for() -> None:
    reading = read("iom", document(activity(1), activity(2)).encode())
    assert (reading.records, reading.holds) == (2, 27)
    assert {item.what: item.cells for item in reading.ignored}["title"] == 4
