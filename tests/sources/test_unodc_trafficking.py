"""UNODC's table of trafficking in persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.evidence.snapshots import Snapshot, snapshot_of
from gmg.records.observation import KEY
from gmg.sources.reading import Refused
from gmg.sources.unodc import spellings
from gmg.sources.unodc.trafficking import HEADER, SHEET, SOURCE
from helpers import read_checked, real, workbook_of

FILE = SOURCE.editions[0].files[0]
VICTIMS = "Detected trafficking victims"
BY_CITIZENSHIP, BY_FORM = "by citizenship", "by form of exploitation"


def record(value: object, **said: object) -> tuple[object, ...]:
    """One record of the table, the total of detected victims in Albania in 2019 unless said."""
    base: dict[str, object] = {
        "Iso3_code": "ALB",
        "Country": "Albania",
        "Region": "Europe",
        "Subregion": "Southern Europe",
        "Indicator": VICTIMS,
        "Dimension": "Total",
        "Category": "Total",
        "Sex": "Total",
        "Age": "Total",
        "Year": 2019,
        "Unit of measurement": "Counts",
        "Source": "GLOTIP",
    }
    cells = {**base, **said, "txtVALUE": value}
    return tuple(cells[name] for name in HEADER)


def table(*records: Sequence[object], header: Sequence[object] = HEADER) -> Snapshot:
    """A workbook of the records."""
    return snapshot_of("glotip.xlsx", workbook_of({SHEET: [header, *records]}))


def test_under_five_is_hidden_and_commas_part_thousands() -> None:
    reading = read_checked(
        FILE,
        table(
            record("<5", Sex="Female", Age="0 to 17 years"),
            record("1,282", Sex="Other", Age="18 years or over"),
            record("0", Sex="Unknown", Age="Unknown", Indicator="Persons convicted"),
            record("7", Indicator="Offences of trafficking in persons"),
        ),
    )
    columns = ("concept", "sex", "age", "value", "unit", "status", "as_published", "note", "row")
    assert reading.figures.select(columns).rows() == [
        ("trafficking-victims", "female", "0-17", None, "persons", "Q", "<5", "1 to 4", 2),
        ("trafficking-victims", "other", "18+", 1282.0, "persons", "A", "1,282", None, 3),
        ("trafficking-persons-convicted", "unknown", "unknown", 0.0, "persons", "A", "0", None, 4),
        ("trafficking-offences", "total", "all", 7.0, "offences", "A", "7", None, 5),
    ]
    first = reading.figures.row(0, named=True)
    assert (first["place"], first["counterpart"], first["detail"]) == ("ALB", None, None)
    assert (first["basis"], first["column"]) == ("detected-by-states", "L")
    assert (first["time_from"], first["time_to"]) == (date(2019, 1, 1), date(2019, 12, 31))
    assert reading.holds == 5 * 13


def test_a_citizenship_that_is_no_plain_name_keeps_its_text() -> None:
    def citizen(value: str, text: str | None, **said: object) -> tuple[object, ...]:
        return record(value, **{"Dimension": BY_CITIZENSHIP, "Category": text, **said})

    reading = read_checked(
        FILE,
        table(
            citizen("11", "Brazil"),
            citizen("12", "BARSIL"),
            citizen("13", "Nationals"),
            citizen("14", None),
            citizen("15", "TOTAL"),
            citizen("16", "Congolese"),
            citizen("17", "BELICE\ufffdA"),
            citizen("18", "nepal"),
            citizen("19", "Abroad", Dimension="by country of repatriation"),
            record("20", Dimension=BY_FORM, Category="Forced labour"),
        ),
    )
    assert reading.figures.select("counterpart", "basis", "detail", "value").rows() == [
        ("BRA", "detected-by-states", None, 11.0),
        ("BRA", "detected-by-states", "written=BARSIL", 12.0),
        ("ALB", "detected-by-states", "written=Nationals", 13.0),
        ("_UNK", "detected-by-states", "written=(blank)", 14.0),
        (None, "detected-by-states", "written=TOTAL", 15.0),
        ("_UNK", "detected-by-states", "written=Congolese", 16.0),
        ("BLZ", "detected-by-states", "written=BELICE\ufffdA", 17.0),
        ("NPL", "detected-by-states", "written=nepal", 18.0),
        ("_OTH", "detected-by-states-repatriated", "written=Abroad", 19.0),
        (None, "detected-by-states", "exploitation=Forced labour", 20.0),
    ]


def test_a_repeat_is_rejected_and_two_values_of_one_key_are_both_kept() -> None:
    form = {"Dimension": BY_FORM, "Category": "Other forms of exploitation"}
    reading = read_checked(
        FILE,
        table(
            record("20", **form),
            record("<5", **form),
            record("20", **form),
            record("9", **form, Sex="Male"),
        ),
    )
    assert [(item.cell, item.as_published, item.why) for item in reading.rejected] == [
        (f"{SHEET}!L4", "20", "repeats row 2 in every column")
    ]
    said = "the file gives several figures under this key and does not say how they differ"
    form_text = "exploitation=Other forms of exploitation"
    assert reading.figures.select("value", "detail", "note").rows() == [
        (20.0, f"{form_text}; record=1 of 2", said),
        (None, f"{form_text}; record=2 of 2", f"1 to 4; {said}"),
        (9.0, form_text, None),
    ]
    assert reading.records == 4
    assert reading.balance() == 0


def test_regions_without_country_and_sark_without_code_are_places() -> None:
    unnamed = {"Country": None, "Region": None, "Subregion": None}
    reading = read_checked(
        FILE,
        table(
            record("5", Iso3_code="CAR", **unnamed),
            record("6", Iso3_code="Aruba/Curacao", **unnamed),
            record("7", Iso3_code=None, Country="Sark"),
        ),
    )
    assert reading.figures["place"].to_list() == ["UNODC-CAR", "ABW_CUW", "XSK"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"Iso3_code": "ATL"}, r"!A2: unknown area .*'ATL'"),
        ({"Iso3_code": None}, "!A2: is empty"),
        ({"Indicator": "Smuggled"}, "!E2: unknown indicator 'Smuggled'"),
        ({"Dimension": "by route"}, "!F2: unknown dimension 'by route'"),
        ({"Category": "Some"}, "!G2: unknown category 'Some' of the dimension 'Total'"),
        ({"Dimension": BY_FORM, "Category": "Begging"}, "!G2: unknown category 'Begging'"),
        (
            {"Dimension": BY_CITIZENSHIP, "Category": "Atlantean"},
            "!G2: unknown country 'Atlantean'",
        ),
        ({"Sex": "Women"}, "!H2: unknown sex 'Women'"),
        ({"Age": "0 to 14"}, "!I2: unknown age '0 to 14'"),
        ({"Year": "FY19"}, "!J2: 'FY19'"),
        ({"Unit of measurement": "Rate"}, "!K2: unknown Unit of measurement 'Rate'"),
        ({"Source": "CTDC"}, "!M2: unknown Source 'CTDC'"),
    ],
)
def test_records_that_make_no_sense_are_refused(said: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, table(record("5", **said)))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("few", "!L2: 'few' stands where a number"),
        ("-3", "!L2: '-3' is below zero"),
        ("<10", "!L2: '<10' stands where a number"),
        (None, "!L2: is empty"),
    ],
)
def test_values_that_are_no_counts_are_refused(value: object, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(FILE, table(record(value)))


def test_another_workbook_is_refused() -> None:
    moved = (HEADER[1], HEADER[0], *HEADER[2:])
    with pytest.raises(Refused, match="cell A1: the header says 'Country'"):
        read_checked(FILE, table(record("5"), header=moved))
    with pytest.raises(Refused, match="the sheets are 'notes' where"):
        read_checked(FILE, snapshot_of("glotip.xlsx", workbook_of({"notes": [("a",)]})))
    whole = table(record("5")).raw
    with pytest.raises(Refused, match=r"damaged|not a whole"):
        read_checked(FILE, snapshot_of("glotip.xlsx", whole[: len(whole) // 2]))
    with pytest.raises(Refused, match="web page"):
        read_checked(FILE, snapshot_of("glotip.xlsx", b"<html>moved</html>"))


def test_no_text_is_read_in_two_ways() -> None:
    texts = [text for found in spellings.SPELLINGS.values() for text in found]
    assert all(
        spellings.place_of(text) == place
        for place, found in spellings.SPELLINGS.items()
        for text in found
    )
    assert not any(spellings.is_own(text) or spellings.is_sum(text) for text in texts)
    assert not any(spellings.place_of(text) for text in (*spellings.OWN, *spellings.SUM))


def test_the_published_file_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(FILE, real(data, FILE.path))
    figures = reading.figures
    assert reading.records == 46_556
    assert len(reading.rejected) == 255
    assert figures.height == 46_556 - 255
    hidden = figures.filter(pl.col("as_published") == "<5")
    assert hidden.height + sum(item.as_published == "<5" for item in reading.rejected) == 23_076
    assert hidden["value"].null_count() == figures["value"].null_count() == hidden.height
    assert len(check_totals(FILE.path, figures, FILE.totals)) == 1
    several = figures.filter(pl.col("detail").str.contains(r"record=\d+ of \d+"))
    assert several.height == 461
    assert several.filter(pl.col("detail").str.contains("record=1 of")).height == 192
    assert not figures.select(pl.struct(KEY).is_duplicated().any()).item()


def test_the_published_totals_of_2019_are_119_rows(data: Path) -> None:
    figures = read_checked(FILE, real(data, FILE.path)).figures
    rows = figures.filter(
        pl.col("concept") == "trafficking-victims",
        pl.col("basis") == "detected-by-states",
        pl.col("time_to").dt.year() == 2019,
        pl.col("sex") == "total",
        pl.col("age") == "all",
        pl.col("detail").is_null(),
        pl.col("counterpart").is_null(),
    )
    assert (rows.height, rows["value"].sum()) == (119, 53_229)
