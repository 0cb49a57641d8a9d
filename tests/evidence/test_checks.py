"""What no reading gets past: cells that do not add up, figures outside the contract, wrong totals."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from gmg.evidence.checks import check_account, check_acts, check_contract, check_totals
from gmg.records import treaty_act
from gmg.records.observation import schema
from gmg.sources.description import Total
from gmg.sources.reading import Ignored, Reading, Refused, Rejected
from gmg.sources.shape import STAMP
from small import figure

CONTRACT = {name: kind for name, kind in schema().items() if name not in STAMP}
ACTS = {name: kind for name, kind in treaty_act.COLUMNS.items() if name not in STAMP}


def frame(*changes: dict[str, Any]) -> pl.DataFrame:
    row = {**figure("undesa.migrant-stock", "migrant-stock", "DEU", 12), "row": 2}
    rows = [{name: {**row, **change}[name] for name in CONTRACT} for change in changes or ({},)]
    return pl.DataFrame(rows, schema=CONTRACT)


def acts(**changes: Any) -> pl.DataFrame:
    row: dict[str, Any] = {
        **dict.fromkeys(ACTS),
        "treaty": "IV-13",
        "party": "DEU",
        "party_as_published": "Germany",
        "act": "accession",
        "date": date(2001, 2, 3),
        "year": 2001,
        "complete": True,
        "row": 2,
        "column": "C",
        "as_published": "3 Feb 2001 a",
        **changes,
    }
    return pl.DataFrame([row], schema=ACTS)


def test_cells_must_add_up() -> None:
    account = (Ignored("header", 3, "names"),), (Rejected("B2", "x", "unreadable"),)
    check_account("a.csv", Reading(frame(), 1, 5, *account))
    with pytest.raises(Refused, match=r"a\.csv: 1 cells are unaccounted for"):
        check_account("a.csv", Reading(frame(), 1, 6, *account))
    with pytest.raises(Refused, match="2 cells are counted twice"):
        check_account("a.csv", Reading(frame(), 1, 3, *account))


def test_good_figures_pass() -> None:
    check_contract("a.csv", frame())
    check_contract("a.csv", frame({"value": None, "status": "O", "as_published": ".."}))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"place": None}, "without place"),
        ({"unit": None}, "without unit"),
        ({"time_from": None}, "without time_from"),
        ({"value": None}, "status A does not go with value None"),
        ({"status": "O"}, "status O does not go with value 12"),
        ({"time_to": date(1999, 1, 1)}, "ends before it begins"),
    ],
)
def test_a_figure_outside_the_contract_names_its_cell(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refused, match=problem) as refused:
        check_contract("a.csv", frame({}, {"row": 17, "column": "L", "sheet": "T 1", **change}))
    assert refused.value.cell == "cell T 1!L17"


def test_other_columns_than_the_contract_are_refused() -> None:
    with pytest.raises(Refused, match="not the contract's"):
        check_contract("a.csv", frame().drop("note"))
    with pytest.raises(Refused, match="not the contract's"):
        check_contract("a.csv", frame().with_columns(pl.col("value").cast(pl.Int64)))


def test_words_outside_a_closed_vocabulary_cannot_enter() -> None:
    for column in ("concept", "basis", "place", "counterpart", "sex", "unit", "status"):
        with pytest.raises(pl.exceptions.InvalidOperationError):
            frame().with_columns(pl.lit("no such word").cast(CONTRACT[column]).alias(column))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"treaty": None}, "without treaty"),
        ({"year": None}, "without a year"),
        ({"year": 2002}, "other than that of its day"),
        ({"effective": date(2000, 1, 1)}, "takes effect before"),
        ({"party": "XQZ"}, "no place"),
        ({"instrument": "none such"}, "not in the catalogue"),
    ],
)
def test_an_act_outside_the_contract_is_refused(change: dict[str, Any], problem: str) -> None:
    check_acts("a.csv", acts())
    with pytest.raises(Refused, match=problem):
        check_acts("a.csv", acts(**change))


def test_totals_are_reproduced_or_the_file_is_refused() -> None:
    figures = frame({}, {"value": 30.0, "sex": "male"}, {"value": 5.0, "counterpart": "SYR"})
    asked = {"place": "DEU", "year": 2024, "sex": "total", "counterpart": None}
    (made,) = check_totals("a.csv", figures, [Total("all", 12, asked)])
    assert (made.expected, made.found) == (12, 12)
    (made,) = check_totals("a.csv", figures, [Total("s", 47, {"sex": ("total", "male")})])
    assert made.found == 47
    check_totals("a.csv", figures, [Total("near", 12.4, asked, tolerance=0.5)])
    with pytest.raises(Refused, match=r"all comes to 12\.000, published as 13\.000"):
        check_totals("a.csv", figures, [Total("all", 13, asked, source="table 1")])
    with pytest.raises(Refused, match="comes to 0"):
        check_totals("a.csv", figures, [Total("none", 12, {"place": "KEN"})])
