"""Figures as Python objects."""

from __future__ import annotations

import json
from datetime import date

from gmg.evidence.base import Base
from gmg.records.figure import NAMES, Figure, figure_from
from gmg.records.observation import COLUMNS, KEY


def one(base: Base) -> Figure:
    return base.figures("migrant-stock", place="DEU", counterpart="SYR", sex="male", year=2024)[0]


def test_the_attributes_are_the_columns_of_the_contract() -> None:
    assert NAMES == COLUMNS and set(KEY) <= set(COLUMNS)


def test_as_json_and_back(small_base: Base) -> None:
    figure = one(small_base)
    said = json.loads(json.dumps(figure.as_json()))
    assert said["value"] == 300 and isinstance(said["value"], int)
    days = {name: date.fromisoformat(said[name]) for name in ("time_from", "time_to")}
    assert figure_from({**said, **days}) == figure
    assert said["id"] == figure.id == figure.cell.id


def test_the_year_is_the_one_a_reader_looks_under(small_base: Base) -> None:
    assert one(small_base).year == 2024
    (refugees,) = small_base.figures("refugees", place="TUR", counterpart="SYR")
    assert (refugees.time_to, refugees.year) == (date(2024, 12, 31), 2024)
