"""The matrix is `party_status`, asked for everyone at the end of every year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.norms.files import files_of, leading
from gmg.analysis.norms.matrix import leading_files, matrix, matrix_of
from gmg.analysis.norms.parties import status_in
from gmg.analysis.norms.status import STATES
from gmg.axes import what
from gmg.evidence.base import Base
from gmg.records.treaty_act import COLUMNS, CONSENT, ENDING, SIGNING, UNDATED
from treaty_files import of_folder

TODAY = date(2024, 5, 6)
INSTRUMENTS = ("ICRMW", "CSR51", "C097")
PLACES = ("BEN", "TGO", "GHA")


def test_the_whole_matrix_of_the_published_files(data: Path) -> None:
    acts = of_folder(data)
    binding = [item.code for item in what.instruments() if item.binding]
    found = matrix_of(acts, binding, ["BEN", "MNE", "COK", "EUE", "CHN"], 1945, TODAY)
    assert found.cells.shape == (len(binding) * 5, 2 + 80)
    held = files_of(acts)
    by_code = {code: leading(f for f in held if f.instrument == code) for code in binding}
    for row in found.cells.iter_rows(named=True):
        file = by_code[row["instrument"]]
        for year in (1945, 1966, 1993, 2006, 2014, 2023):
            one = status_in(file, row["instrument"], row["place"], date(year, 12, 31))
            assert row[str(year)] == one.state, (row["instrument"], row["place"], year)


def test_the_long_form_says_which_years_the_file_reaches(data: Path) -> None:
    long = matrix_of(of_folder(data), ["ICRMW", "TIP", "C143"], ["BEN"], 2010, TODAY).long()
    mine = long.filter(instrument="ICRMW").sort("year")
    assert mine.filter("known")["year"].to_list() == [2010, 2011, 2012, 2013]
    assert long.filter(instrument="C143")["known"].any() is False
    assert long.filter(instrument="C143")["state"].unique().to_list() == ["not known here"]
    assert long.height == 3 * 15


def test_the_matrix_of_a_base(norms_base: Base) -> None:
    found = matrix(norms_base, first_year=2000, today=TODAY)
    cell = found.cells.filter(instrument="ICRMW", place="TUR")
    assert cell.select("2003", "2004", "2024").row(0) == ("signatory", "party", "party")
    assert found.cells["instrument"].n_unique() == sum(i.binding for i in what.instruments())
    assert found.cells.select("instrument", "place").is_duplicated().any() is False
    vatican = found.cells.filter(instrument="CSR51", place="VAT")
    assert vatican["2000"].to_list() == ["party"]


# --- for any acts ------------------------------------------------------------------------------

days = st.dates(date(1985, 1, 1), TODAY)
sources = st.sampled_from(
    [("untc.treaties", "2015", True), ("untc.status-2022", "2022-08", True), ("x", "1", False)]
)
kinds = st.sampled_from([*CONSENT, *SIGNING, *ENDING, *UNDATED])


@st.composite
def rows(draw: Any) -> dict[str, Any]:
    kind = draw(kinds)
    dated = kind not in UNDATED or draw(st.booleans())
    day = draw(days) if dated else None
    if kind == "party in the year":
        year, day = day.year if day else None, None
    else:
        year = day.year if day else None
    dataset, edition, complete = draw(sources)
    return {
        "instrument": draw(st.sampled_from(INSTRUMENTS)),
        "party": draw(st.sampled_from(PLACES)),
        "party_as_published": "A",
        "act": kind,
        "date": day,
        "year": year,
        "dataset": dataset,
        "edition": edition,
        "complete": complete,
        "snapshot": dataset,
        "row": draw(st.integers(1, 9)),
        "column": "A",
        "as_published": "x",
    }


def framed(found: list[dict[str, Any]]) -> pl.DataFrame:
    schema = {name: pl.String() if name == "act" else kind for name, kind in COLUMNS.items()}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in found], schema=schema)


@given(st.lists(rows(), max_size=14))
def test_the_matrix_is_the_pure_rule_at_the_end_of_each_year(found: list[dict[str, Any]]) -> None:
    acts = framed(found)
    made = matrix_of(acts, INSTRUMENTS, PLACES, 2000, TODAY)
    held = files_of(acts)
    for row in made.cells.iter_rows(named=True):
        file = leading(f for f in held if f.instrument == row["instrument"])
        for year in (2000, 2013, 2024):
            on = min(date(year, 12, 31), TODAY)
            expected = status_in(file, row["instrument"], row["place"], on).state
            assert row[str(year)] == expected
            assert expected in STATES


@given(st.lists(rows(), max_size=14))
def test_both_choose_the_same_leading_file(found: list[dict[str, Any]]) -> None:
    acts = framed(found)
    frame = {
        row["instrument"]: (row["dataset"], row["edition"], row["as_of"] or "")
        for row in leading_files(acts).iter_rows(named=True)
    }
    held = files_of(acts)
    for instrument in {row["instrument"] for row in found}:
        first = leading(f for f in held if f.instrument == instrument)
        assert first is not None
        assert frame[instrument] == (first.dataset, first.edition, first.as_of)
