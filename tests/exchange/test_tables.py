"""Tables that are taken away: they come back as they went, with their terms, and no formula in them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.evidence.base import Base
from gmg.exchange.tables import (
    Citation,
    Column,
    Licence,
    Table,
    figure_table,
    licences_of,
    written,
)
from gmg.exchange.tables.write import FORMULA, guarded, unguarded

COLUMNS = (
    Column("place", "Where"),
    Column("value", "How many", "number"),
    Column("row", "Which row", "integer"),
    Column("on", "When", "date"),
)
CITATION = Citation(
    "Libya",
    "http://127.0.0.1:8000/r/abc/en/place/LBY",
    "abc",
    (Licence("UNHCR, population", "CC BY 4.0", "https://creativecommons.org", "UNHCR"),),
)
texts = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=30
)
rows = st.lists(
    st.tuples(
        texts,
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.integers(-(2**60), 2**60),
        st.none() | st.dates(),
    ),
    max_size=8,
)


def table(of: list[tuple[Any, ...]]) -> Table:
    return Table("figures", "Figures", COLUMNS, of)


def lines(body: bytes) -> list[list[str]]:
    text = body.decode()
    kept = text.split("\r\n", int(text.split()[1]))[-1]
    return list(csv.reader(io.StringIO(kept, newline="")))


@given(rows)
def test_csv_comes_back(of: list[tuple[Any, ...]]) -> None:
    head, *found = lines(written(table(of), CITATION, "csv").body)
    assert head == [column.name for column in COLUMNS]
    assert len(found) == len(of)
    for got, sent in zip(found, of, strict=True):
        assert unguarded(got[0]) == sent[0]
        assert (float(got[1]) if got[1] else None) == sent[1]
        assert (int(got[2]) if got[2] else None) == sent[2]
        assert (date.fromisoformat(got[3]) if got[3] else None) == sent[3]


@given(rows)
def test_json_comes_back(of: list[tuple[Any, ...]]) -> None:
    told = json.loads(written(table(of), CITATION, "json").body)
    assert [row["place"] for row in told["rows"]] == [row[0] for row in of]
    assert [row["value"] for row in told["rows"]] == [row[1] for row in of]
    assert told["licences"][0]["code"] == "CC BY 4.0"


@given(rows)
def test_parquet_comes_back(of: list[tuple[Any, ...]]) -> None:
    found = pq.read_table(io.BytesIO(written(table(of), CITATION, "parquet").body))
    assert found.column("place").to_pylist() == [row[0] for row in of]
    assert found.column("row").to_pylist() == [row[2] for row in of]
    assert found.column("on").to_pylist() == [row[3] for row in of]
    about = json.loads(found.schema.metadata[b"gmg"])
    assert about["release"] == "abc"


@given(texts)
def test_no_formula_survives(text: str) -> None:
    safe = guarded(text)
    assert not safe.startswith(FORMULA)
    assert unguarded(safe) == text


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"])
def test_formulas_that_are_known(text: str) -> None:
    body = written(table([(text, 1.0, 1, None)]), CITATION, "csv").body
    assert lines(body)[1][0] == "'" + text


def test_numbers_stay_numbers() -> None:
    body = written(table([("a", -5.0, -7, None)]), CITATION, "csv").body
    assert lines(body)[1][1:3] == ["-5", "-7"]


def test_licence_and_citation_are_inside() -> None:
    for form in ("csv", "json", "parquet"):
        body = written(table([]), CITATION, form).body
        assert b"CC BY 4.0" in body
        assert b"/r/abc/en/place/LBY" in body
    with pytest.raises(ValueError, match="csv, json, parquet"):
        written(table([]), CITATION, "xlsx")


def test_figures_as_a_table(norms_base: Base) -> None:
    found = norms_base.figures("migrant-stock")
    made = figure_table("figures", "Migrants", found)
    ids = [row[0] for row in lines(written(made, CITATION, "csv").body)[1:]]
    assert ids == [figure.id for figure in found]
    (licence, *_) = licences_of(norms_base, {found[0].dataset})
    assert licence.code
