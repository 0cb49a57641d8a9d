"""UNHCR's tables as its interface sends them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import Cell
from gmg.sources.forms.look import cells_around
from gmg.sources.reading import Refused
from gmg.sources.unhcr.population import COLUMNS, SOURCE
from gmg.sources.unhcr.solutions import SOURCE as SOLUTIONS
from helpers import csv_snapshot, read_checked, snapshot_of

FILE = SOURCE.editions[0].files[0]
WHO = {
    "year": 2024,
    "coo_name": "Sudan",
    "coo": "SUD",
    "coo_iso": "SDN",
    "coa_name": "Libya",
    "coa": "LBY",
    "coa_iso": "LBY",
}
NUMBERS: dict[str, Any] = dict.fromkeys((*COLUMNS, "returned_refugees", "returned_idps"), 0)


def page(*items: dict[str, Any]) -> Snapshot:
    document = {"page": 1, "short-url": "", "maxPages": 1, "total": [], "items": list(items)}
    return snapshot_of("page-0001.json", json.dumps(document).encode())


def test_a_page_reads_as_the_published_file_does() -> None:
    numbers = NUMBERS | {"refugees": "1200", "asylum_seekers": 7, "oip": "-"}
    snapshot = page(WHO | {"coo_id": 1, "coa_id": 2} | numbers)
    live = read_checked(FILE, snapshot)
    header = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,"
    names = "returned_refugees,idps,returned_idps,stateless,ooc,oip,hst"
    line = "2024,Sudan,SUD,SDN,Libya,LBY,LBY,1200,7,0,0,0,0,0,,0"
    stored = read_checked(FILE, csv_snapshot("population.csv", header + names, line))
    what = ["concept", "basis", "place", "counterpart", "time_from", "time_to", "value", "status"]
    assert sorted(live.figures.select(what).rows()) == sorted(stored.figures.select(what).rows())
    one = live.figures.filter(concept="refugees").row(0, named=True)
    assert (one["row"], one["column"], one["as_published"]) == (0, "refugees", "1200")
    assert cells_around(snapshot, Cell(snapshot.sha256, None, 0, "refugees")).text == "1200"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coa_iso": "XYZ"}, "0/coa_iso"),
        ({"refugees": "many"}, "0/refugees: 'many' stands where a number"),
        ({"hosts": 1}, r"fields not known \['hosts'\]"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(
    change: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, page(WHO | NUMBERS | change))


def test_an_answer_of_another_shape_is_refused() -> None:
    with pytest.raises(Refused, match="no list of records under 'items'"):
        read_checked(FILE, snapshot_of("page.json", b'{"error": "down"}'))
    with pytest.raises(Refused, match="not whole JSON"):
        read_checked(FILE, snapshot_of("page.json", b'{"items": ['))


def test_solutions_have_a_page_too() -> None:
    numbers = {"returned_refugees": 3, "resettlement": "-", "naturalisation": 0}
    fields = {"returned_idps": "-", **numbers}
    reading = read_checked(SOLUTIONS.editions[0].files[0], page(WHO | fields))
    assert sorted(reading.figures["value"]) == [0.0, 3.0]
