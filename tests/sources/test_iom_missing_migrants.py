"""IOM's yearly feeds of dead and missing migrants."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.evidence.snapshots import Snapshot
from gmg.records.observation import KEY
from gmg.sources.iom.missing_migrants import SOURCE
from gmg.sources.reading import Refused
from helpers import read_checked, real, snapshot_of

FILES = SOURCE.editions[0].files
RECORD = {
    "web_id": "2019.MMP1",
    "region": "Mediterranean",
    "reported_date": "2019-03-01",
    "number_dead": "3",
    "number_missing": "",
    "total_dead_and_missing": "3",
    "number_of_survivors": "",
    "number_of_female": "1",
    "number_of_male": "",
    "number_of_children": "0",
    "cause_death": " Drowning; shock\n",
    "country_of_incident": "Libya",
    "location_description": "Off Zuwara\n",
    "unsd_geographic_grouping": "Uncategorized",
    "location_coodinates": "33.1, 12.1",
    "migration_route": "Central Mediterranean",
    "information_source": "IOM Libya",
    "url": "",
    "source_quality": "4",
}


def feed(*changes: dict[str, object]) -> Snapshot:
    return snapshot_of(
        "2019.json", json.dumps([{**RECORD, **change} for change in changes]).encode()
    )


def test_each_number_of_a_record_is_a_figure() -> None:
    reading = read_checked(FILES[0], feed({}))
    assert (reading.records, reading.holds, reading.figures.height) == (1, 19, 4)
    rows = reading.figures.select("concept", "basis", "sex", "age", "value", "column").rows()
    assert rows == [
        ("migrant-deaths", "dead", "total", "all", 3.0, "number_dead"),
        ("migrant-deaths", "dead-and-missing", "total", "all", 3.0, "total_dead_and_missing"),
        ("migrant-deaths", "dead-and-missing", "female", "all", 1.0, "number_of_female"),
        ("migrant-deaths", "dead-and-missing", "total", "0-17", 0.0, "number_of_children"),
    ]
    one = reading.figures.row(0, named=True)
    assert (one["place"], one["counterpart"], one["row"]) == ("LBY", None, 0)
    assert (one["time_from"], one["time_kind"]) == (date(2019, 3, 1), "point")
    assert one["detail"] == (
        "cause=Drowning, shock; incident=2019.MMP1; record=0; region=Mediterranean; "
        "route=Central Mediterranean; source quality=4"
    )
    assert {item.what: item.cells for item in reading.ignored}["empty cells"] == 3


def test_commas_and_numbers_below_zero_are_kept_and_told() -> None:
    figures = read_checked(
        FILES[0],
        feed({"total_dead_and_missing": "1,022"}, {"web_id": "b", "number_missing": "-13"}),
    ).figures
    assert figures.filter(as_published="1,022")["value"].to_list() == [1022.0]
    below = figures.filter(basis="missing").row(0, named=True)
    assert (below["value"], below["note"], below["status"]) == (-13.0, "published below zero", "A")
    assert figures.filter(pl.col("value") >= 0)["note"].null_count() == figures.height - 1


def test_repeats_are_kept_and_say_so() -> None:
    reading = read_checked(FILES[0], feed({}, {"web_id": "other"}, {}))
    assert reading.figures.height == 12
    notes = reading.figures.select("row", "note").unique().sort("row").rows()
    assert notes == [(0, None), (1, None), (2, "record 0 of this feed is the same word for word")]
    assert "1 records repeat" in reading.remarks[0]
    assert not reading.figures.select(pl.struct(KEY).is_duplicated().any()).item()


def test_a_record_without_a_day_is_of_the_year_of_its_feed() -> None:
    figures = read_checked(FILES[0], feed({}, {"web_id": "b", "reported_date": ""})).figures
    undated = figures.filter(row=1).row(0, named=True)
    assert (undated["time_from"], undated["time_to"]) == (date(2019, 1, 1), date(2019, 12, 31))
    assert undated["time_kind"] == "interval"
    assert undated["note"] == "no day published: the year of the feed"
    with pytest.raises(Refused, match=r"1/reported_date.*do not lie in one year"):
        read_checked(
            FILES[0],
            feed({}, {"web_id": "b", "reported_date": ""}, {"reported_date": "2018-01-01"}),
        )


def test_feeds_since_2025_name_the_origin() -> None:
    origin = {"region_origin": "Sub-Saharan Africa (P)", "country_origin": "Unknown"}
    figures = read_checked(
        FILES[0], feed(origin, {**origin, "web_id": "b", "country_origin": "Mali"})
    ).figures
    assert figures["counterpart"].unique(maintain_order=True).to_list() == ["_UNK", "MLI"]
    assert "region of origin=Sub-Saharan Africa (P)" in figures["detail"][0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"country_of_incident": "Atlantis"}, r"cell 0/country_of_incident: unknown area"),
        ({"number_dead": "some"}, r"0/number_dead: 'some' stands where a number was expected"),
        ({"reported_date": "1 March"}, r"0/reported_date: '1 March' is not a day"),
        ({"number_hurt": "1"}, r"fields not known \['number_hurt'\]"),
        ({"url": ["a"]}, "holds a nested value"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(
    change: dict[str, object], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILES[0], feed(change))


@pytest.mark.parametrize("raw", [b"[{", b"", b'{"error": "down"}', b"<!DOCTYPE html><html>"])
def test_a_file_cut_off_or_replaced_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        read_checked(FILES[0], snapshot_of("2019.json", raw))


def test_the_published_feeds_give_their_totals(data: Path) -> None:
    readings = [read_checked(file, real(data, file.path)) for file in FILES]
    assert sum(reading.records for reading in readings) == 17_846
    for file, reading in zip(FILES, readings, strict=True):
        check_totals(file.path, reading.figures, file.totals)
    figures = pl.concat(reading.figures for reading in readings)
    whole = figures.filter(pl.col("basis") == "dead-and-missing", sex="total", age="all")
    assert whole["value"].sum() == 71_237
    assert sum(int(reading.remarks[0].split()[0]) for reading in readings) == 73
    undated = figures.filter(time_kind="interval")
    assert undated.select("row", "time_from").unique().height == 15
    ids = figures.select(pl.col("detail").str.extract("incident=([^;]*)"), "row", "time_to")
    several = ids.unique().group_by("detail").len().filter(pl.col("len") > 1)
    assert several.height == 374
    assert (figures["value"].min(), int((figures["value"] < 0).sum())) == (-13, 29)
