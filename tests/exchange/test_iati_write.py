"""Activities written as IATI 2.03: valid, in the order of the schema, and read back the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import etree
from test_fourw import rows

from gmg.exchange.iati.standard import Standard
from gmg.exchange.iati.write import NotWritable, activity_xml, missing_of, write_activities
from gmg.sources.forms.iati import activities_frame
from iati_files import activity, document

MONEY = {"from": None, "to": None, "value": None, "currency": "USD", "type": "1", "status": "2"}


def whole(row: dict[str, Any]) -> dict[str, Any]:
    """The row with all that the schema asks for."""
    from datetime import date

    budgets = [
        {**one, "from": one["from"] or date(2020, 1, 1), "to": one["to"] or date(2020, 12, 31)}
        for one in row["budgets"]
    ]
    partners = row["partners"] or [
        {"ref": None, "name": "A", "role": "4", "type": None, "agency": None}
    ]
    own = {"ref": row["reporter"], "name": None, "role": "1", "type": "40", "agency": None}
    return {
        **row,
        "description": row["description"] or "x",
        "status": row["status"] or "2",
        "planned_start": row["planned_start"] or date(2020, 1, 1),
        "partners": [*partners, own],
        "budgets": budgets,
        "related": [{**one, "type": one["type"] or "1"} for one in row["related"]],
        "aliases": [{**one, "type": one["type"] or "A1"} for one in row["aliases"]],
    }


@given(row=rows())
def test_a_row_is_written_valid_and_read_back(row: dict[str, Any]) -> None:
    from conftest import data_folder, missing

    folder = data_folder()
    if folder is None:
        missing("no published files here")
    assert folder is not None
    full = whole(row)
    text = document(activity_xml(full))
    schema = Standard(folder / "iati").schema()
    tree = etree.fromstring(text.encode("utf-8"))
    assert schema.validate(tree), schema.error_log
    (back,) = activities_frame(text.encode("utf-8")).to_dicts()
    same = ("identifier", "reporter", "title", "description", "status", "scope", "secondary")
    assert {name: back[name] for name in same} == {name: full[name] for name in same}
    for name in ("planned_start", "actual_start", "planned_end", "actual_end", "humanitarian"):
        assert back[name] == full[name]
    assert [(one["value"], one["currency"]) for one in back["budgets"]] == [
        (one["value"], one["currency"]) for one in full["budgets"]
    ]
    assert [one["code"] for one in back["sectors"]] == [one["code"] for one in full["sectors"]]
    places = back["places"]
    wanted = [one["place"] for one in full["places"] if one["kind"] == "country"]
    assert [one["place"] for one in places if one["kind"] == "country"] == wanted
    assert sorted(back["admin"]) == sorted(set(full["admin"]))


def test_what_came_as_xml_goes_as_xml() -> None:
    assert activity_xml({"identifier": "x", "xml": "<iati-activity/>"}) == "<iati-activity/>"


def test_what_is_missing_is_named() -> None:
    row = {"identifier": "A-1", "places": [], "budgets": [MONEY]}
    assert missing_of(row) == [
        "a reporter",
        "the type of the reporter",
        "a title",
        "a description",
        "a participating organisation",
        "a status",
        "a date",
        "period and value of every budget",
    ]
    with pytest.raises(NotWritable, match=r"IATI 2\.03 asks for a reporter, "):
        activity_xml(row)


def test_what_cannot_be_written_is_left_out_and_named(tmp_path: Path) -> None:
    (row,) = activities_frame(document(activity(1)).encode()).to_dicts()
    table_row = {**row, "xml": None}
    lacking = {**table_row, "identifier": "A-2", "status": None}
    found = write_activities([row, table_row, lacking], tmp_path / "out.xml")
    assert found.activities == 2
    assert found.left_out == (("A-2", "IATI 2.03 asks for a status"),)
    assert len(etree.parse(tmp_path / "out.xml").getroot()) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out.xml"]
