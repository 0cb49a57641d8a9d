"""UNFPA's portal layers: on answers made here, as no published one was at hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import Cell
from gmg.sources.forms.look import cells_around
from gmg.sources.reading import Refused
from gmg.sources.unfpa.population import SOURCE
from helpers import read_checked, snapshot_of

FILE = SOURCE.editions[0].files[0]
FEATURE: dict[str, Any] = {
    "objectid": 7,
    "geography_name": "Kenya",
    "country": "Kenya",
    "m49_code": 404,
    "region_name": "Africa",
    "region_view_code": "ESA",
    "year": 2020,
    "source_code": "WPP",
    "source_description": "WPP; 2022",
    "value": 51985.78,
}


def answer(*features: dict[str, Any], name: str = "hv_i16_gl2-0.json", **more: Any) -> Snapshot:
    document = {"features": [{"attributes": item} for item in features], **more}
    return snapshot_of(f"live/unfpa/{name}", json.dumps(document).encode())


def test_population_is_of_mid_year_in_thousands() -> None:
    reading = read_checked(FILE, answer(FEATURE))
    assert (reading.records, reading.holds, reading.figures.height) == (1, 10, 1)
    one = reading.figures.row(0, named=True)
    assert (one["concept"], one["place"], one["value"]) == ("population", "KEN", 51985.78)
    assert (one["unit"], one["time_from"]) == ("thousand persons", date(2020, 7, 1))
    assert (one["detail"], one["as_published"]) == ("source=WPP, 2022", "51985.78")


def test_maternal_mortality_is_of_the_year_and_the_cell_is_found_again() -> None:
    snapshot = answer(
        FEATURE | {"m49_code": "004", "value": None},
        FEATURE | {"m49_code": "004", "year": 2019, "value": 638},
        name="hv_i52_gl2-0.json",
    )
    figures = read_checked(FILE, snapshot).figures
    one = figures.row(0, named=True)
    assert (figures.height, one["concept"], one["place"]) == (1, "maternal-mortality-ratio", "AFG")
    assert (one["time_kind"], one["row"], one["column"]) == ("interval", 1, "value")
    assert cells_around(snapshot, Cell(snapshot.sha256, None, 1, "value")).text == "638"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"m49_code": 999}, "0/m49_code: unknown area"),
        ({"m49_code": None}, "0/m49_code: is empty"),
        ({"year": "soon"}, "0/year: 'soon'"),
        ({"value": "n/a"}, "0/value: 'n/a' stands where a number"),
        ({"value": -1}, "0/value: '-1' is below zero"),
        ({"sex": "f"}, r"fields not known \['sex'\]"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(
    change: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, answer(FEATURE | change))


def test_one_key_twice_is_refused() -> None:
    with pytest.raises(Refused, match="stands a second time"):
        read_checked(FILE, answer(FEATURE, FEATURE | {"objectid": 8}))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"error": {"code": 400, "message": "Invalid URL"}}', "the service says .*Invalid URL"),
        (b'{"features": [], "exceededTransferLimit": true}', "sent nothing"),
        (b'{"features": [', "not whole JSON"),
        (b"<html>", "a web page"),
        (b"[]", "no features"),
    ],
)
def test_errors_with_status_200_are_refused(raw: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, snapshot_of("hv_i16_gl2.json", raw))


def test_a_layer_that_is_not_known_is_refused() -> None:
    with pytest.raises(Refused, match="does not say which layer"):
        read_checked(FILE, answer(FEATURE, name="hv_i99_gl2.json"))
