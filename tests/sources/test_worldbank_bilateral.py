"""The two bilateral matrices of 2017, which lie the other way round to one another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.evidence.snapshots import Snapshot, snapshot_of
from gmg.sources.description import File
from gmg.sources.reading import Refused
from gmg.sources.worldbank import bilateral_migration, bilateral_remittances
from helpers import read_checked, real, workbook_of

MONEY = bilateral_remittances.SOURCE.editions[0].files[0]
PEOPLE = bilateral_migration.SOURCE.editions[0].files[0]


def money(*rows: Sequence[object], **more: Sequence[Sequence[object]]) -> Snapshot:
    """A remittance matrix of the rows given, title and header above."""
    head = ("receiving (across) / sending (down) ", "Mexico", "United States", "WORLD")
    title = ("Bilateral Remittance Estimates for 2017",)
    sheet = {bilateral_remittances.SHEET: [title, head, *rows], **more}
    return snapshot_of("remittances.xlsx", workbook_of(sheet))


def people(*rows: Sequence[object], head: Sequence[object] = ()) -> Snapshot:
    """A migrant matrix of the rows given, title and header above."""
    corner = "destination (across) / origin (down)"
    names = head or (corner, "Mexico", "United States", "Other South", "World")
    sheet = {bilateral_migration.SHEET: [("Migrant Stocks in 2017",), names, *rows]}
    return snapshot_of("stocks.xlsx", workbook_of(sheet))


LAST = ("WORLD", 30019.25, 15.125, 30036.5)
ROWS = (
    ("Mexico", 0, 15.125, 15.125),
    ("United States", 4.739303203156e-05, "-", 30021.375),
    LAST,
)


def test_money_goes_from_the_row_to_the_column() -> None:
    reading = read_checked(
        MONEY, money(*ROWS, (), ("Notes:",), ("a", "b"), remshare=[("# share", 0.04)])
    )
    figures = reading.figures
    columns = ("place", "counterpart", "value", "status", "row", "column")
    assert figures.select(columns).rows() == [
        ("MEX", "MEX", 0.0, "A", 3, "B"),
        ("MEX", "USA", 4.739303203156e-05, "A", 4, "B"),
        ("MEX", None, 30019.25, "A", 5, "B"),
        ("USA", "MEX", 15.125, "A", 3, "C"),
        ("USA", "USA", None, "O", 4, "C"),
        ("USA", None, 15.125, "A", 5, "C"),
        ("M49-001", "MEX", 15.125, "A", 3, "D"),
        ("M49-001", "USA", 30021.375, "A", 4, "D"),
        ("M49-001", None, 30036.5, "A", 5, "D"),
    ]
    assert figures["as_published"][4] == "-"
    assert float(figures["as_published"][1]) == 4.739303203156e-05
    first = figures.row(0, named=True)
    assert (first["concept"], first["basis"]) == ("remittances-received", "modelled")
    assert (first["unit"], first["time_from"]) == ("million USD", date(2017, 1, 1))
    assert {item.what: item.cells for item in reading.ignored} == {
        "sheet remshare": 2,
        "title": 1,
        "header": 4,
        "notes": 3,
        "column A": 3,
    }
    assert reading.records == 3


def test_people_live_in_the_column_and_come_from_the_row() -> None:
    reading = read_checked(
        PEOPLE,
        people(
            ("Mexico", 0, 11573680, None, 11573680),
            ("United States", 899311, 0, 7, 899318),
            ("Other South", 1, 2, 2895, 2898),
            ("World", 899312, 11573682, 2902, 12475896),
        ),
    )
    pairs = {
        (place, origin): value
        for place, origin, value in reading.figures.select("place", "counterpart", "value").rows()
    }
    assert pairs["USA", "MEX"] == 11_573_680
    assert pairs["MEX", "USA"] == 899_311
    assert pairs["_OTS", "_OTS"] == 2_895
    assert pairs["USA", None] == 11_573_682
    assert pairs["M49-001", "MEX"] == 11_573_680
    assert pairs["M49-001", None] == 12_475_896
    assert ("_OTS", "MEX") not in pairs
    assert reading.remarks == (
        "1 cells of the matrix are blank and give no figure: Bilateral_Migration_2017!D3",
    )
    first = reading.figures.row(0, named=True)
    assert (first["concept"], first["basis"]) == ("migrant-stock", "bilateral-estimate")
    assert (first["time_kind"], first["time_to"]) == ("point", date(2017, 7, 1))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((("Atlantis", 0, 1, 1), LAST), r"!A3: unknown area .*'Atlantis'"),
        (((None, 0, 1, 1), LAST), "!A3: is empty"),
        ((("Mexico", 0, "..", 1), LAST), r"!C3: '\.\.' stands where a number"),
        ((("Mexico", 0, -1, 1), LAST), "!C3: .* below zero"),
        ((("Mexico", 0, 1, 1), ("Mexico", 0, 2, 2), LAST), "!A4: the key .* second time"),
        ((("Mexico", 0, 1, 1),), "'WORLD' that ends the matrix stands 0 times"),
    ],
)
def test_money_that_makes_no_sense_is_refused(
    rows: tuple[Sequence[object], ...], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(MONEY, money(*rows))


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (("receiving (across) / sending (down)", "Mexico", "World"), "!A2: holds"),
        (
            ("destination (across) / origin (down)", "Mexico", "Peru"),
            "!C2: .* not the total 'World'",
        ),
        (("destination (across) / origin (down)", "Atlantis", "World"), "!B2: unknown area"),
        (
            ("destination (across) / origin (down)", "Turkey", "Turkiye", "World"),
            "!C2: 'Turkiye' stands a second time",
        ),
    ],
)
def test_a_header_that_has_changed_is_refused(head: Sequence[object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(PEOPLE, people(("Mexico", 0), ("World", 0), head=head))


def test_the_matrices_are_never_taken_for_one_another_nor_another_sheet_read() -> None:
    with pytest.raises(Refused, match="there is no sheet 'Bilateral_Migration_2017'"):
        read_checked(PEOPLE, money(*ROWS))
    with pytest.raises(Refused, match="sheet 'revised': is not known"):
        read_checked(MONEY, money(*ROWS, revised=[("a",)]))


@pytest.mark.parametrize("file", [MONEY, PEOPLE], ids=["money", "people"])
def test_half_a_file_and_a_web_page_are_refused(file: File) -> None:
    whole = money(*ROWS).raw
    with pytest.raises(Refused, match=r"damaged|not a whole"):
        read_checked(file, snapshot_of("half.xlsx", whole[: len(whole) // 2]))
    with pytest.raises(Refused, match="web page"):
        read_checked(file, snapshot_of("page.xlsx", b"<html>moved</html>"))


def test_the_published_money_gives_its_control_totals(data: Path) -> None:
    reading = read_checked(MONEY, real(data, MONEY.path))
    figures = reading.figures
    assert figures.height == 215 * 215
    assert len(check_totals(MONEY.path, figures, MONEY.totals)) == 2
    pairs = figures.filter(pl.col("place") != "M49-001", pl.col("counterpart").is_not_null())
    assert pairs.height == 214 * 214
    assert pairs["value"].sum() == pytest.approx(613_463.805, abs=0.0005)
    missing = pairs.filter(pl.col("value").is_null())
    assert set(missing.select("place", "counterpart").rows()) == {
        ("IND", "PAK"),
        ("PAK", "IND"),
        ("ISR", "LBN"),
        ("LBN", "ISR"),
    }
    assert missing["status"].unique().to_list() == ["O"]
    ignored = {item.what: item.cells for item in reading.ignored}
    assert (ignored["sheet remshare"], ignored["notes"]) == (2, 4)


def test_the_published_people_give_their_control_totals(data: Path) -> None:
    reading = read_checked(PEOPLE, real(data, PEOPLE.path))
    figures = reading.figures
    assert figures.height == 217 * 217 - 2
    assert len(check_totals(PEOPLE.path, figures, PEOPLE.totals)) == 2
    pairs = figures.filter(pl.col("place") != "M49-001", pl.col("counterpart").is_not_null())
    assert pairs["value"].sum() == 266_143_792
    assert reading.remarks == (
        "2 cells of the matrix are blank and give no figure: "
        "Bilateral_Migration_2017!GU91, Bilateral_Migration_2017!GU105",
    )
    assert {item.what: item.cells for item in reading.ignored}["sheet countries-comparison"] == 856
