"""UN DESA, International Migrant Stock: the workbooks by sex and destination of 2019 and 2020."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from gmg.axes import where
from gmg.evidence.checks import check_totals
from gmg.records.cell import number
from gmg.records.observation import KEY
from gmg.sources.reading import Refused
from gmg.sources.undesa.migrant_stock import SOURCE, edition_2019, edition_2020
from gmg.sources.undesa.migrant_stock.data_type import basis_of, letters_of
from helpers import read_checked, real, snapshot_of, workbook_of

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.evidence.snapshots import Snapshot
    from gmg.sources.reading import Reading
    from gmg.sources.undesa.migrant_stock.workbook import Layout

IN_2019, IN_2020 = (
    next(f for e in SOURCE.editions if e.id == edition for f in e.files if f.path.endswith(ending))
    for edition, ending in (("2019", "total_dataset.xlsx"), ("2020", "sex_and_destination.xlsx"))
)
LAYOUTS = {"2019": edition_2019.WORKBOOK, "2020": edition_2020.WORKBOOK}
FILES = {"2019": IN_2019, "2020": IN_2020}
Row = tuple[str, object, object, object]  # name, mark of a note, location code, type of data
GREECE: Row = ("Greece", None, 300, "B R ")
SUDAN: Row = ("Sudan", 4, 729, "B R")


def sheet(layout: Layout, table: int, rows: list[tuple[Row, object]]) -> list[list[object]]:
    """The cells of one table; the filler of a row is one value for all cells, or a list of them."""
    first = number(layout.first_columns[table])
    blocks = layout.columns_of(table)
    width = first - 1 + sum(len(columns) for _, columns in blocks)
    cells: list[list[object]] = [[None] * width for _ in range(layout.first_row - 1)]
    cells[4][4] = "United Nations"
    for block, columns in blocks:
        cells[layout.heading_row - 1][number(columns[0][0]) - 1] = block.heading
        for at, head in columns:
            cells[layout.years_row - 1][number(at) - 1] = head
    for order, ((name, note, code, kind), filler) in enumerate(rows, start=1):
        labels = [order, f"   {name}" + "*" * (note is not None), note, code, kind][: first - 1]
        figures = filler if isinstance(filler, list) else [filler] * (width - first + 1)
        cells.append([*labels, *figures])
    return cells


def workbook(
    edition: str,
    rows: list[tuple[Row, object]],
    changed: dict[str, list[list[object]]] | None = None,
) -> Snapshot:
    layout = LAYOUTS[edition]
    notes: list[list[object]] = [[None, None]] * 15
    notes += [["(4)", "Refers to Sudan and South Sudan."], ["(b)", "For convenience."]]
    sheets = {name: [["text"]] for name in layout.text_sheets}
    tables = {f"Table {n + 1}": sheet(layout, n, rows) for n in range(6)}
    return snapshot_of(
        "stock.xlsx",
        workbook_of({**sheets, layout.notes_sheet: notes, **tables, **(changed or {})}),
    )


def at(reading: Reading, table: int, cell: str) -> dict[str, object]:
    column = cell.rstrip("0123456789")
    found = reading.figures.filter(
        pl.col("sheet") == f"Table {table}",
        pl.col("column") == column,
        pl.col("row") == int(cell[len(column) :]),
    )
    assert found.height == 1
    return found.row(0, named=True)


def test_2019_reads_all_six_tables() -> None:
    reading = read_checked(
        IN_2019,
        workbook(
            "2019",
            [
                (("WORLD", "b", 900, None), 30),
                (("UN development groups", None, None, None), ".."),
                (GREECE, 2.87225148014),
                (SUDAN, 7),
                (("South Sudan", None, 728, "B R"), ".."),
            ],
        ),
    )
    world = at(reading, 1, "L17")
    assert (world["concept"], world["place"], world["sex"]) == ("migrant-stock", "M49-001", "total")
    assert (world["value"], world["unit"], world["note"]) == (30.0, "persons", "For convenience.")
    assert world["basis"] == "foreign-born-or-citizens"
    assert world["time_from"] == date(2019, 7, 1)
    assert (at(reading, 1, "S17")["sex"], at(reading, 1, "Z17")["sex"]) == ("male", "female")
    greece = at(reading, 3, "F19")
    assert greece["as_published"] == "2.87225148014", "not rounded on the way"
    assert greece["value"] == 2.87225148014
    assert greece["basis"] == "foreign-born-refugees-added"
    assert (greece["concept"], greece["unit"]) == ("migrant-stock-share", "per cent")
    people = at(reading, 2, "E19")
    assert (people["concept"], people["unit"]) == ("population", "thousand persons")
    assert (people["time_from"], people["basis"]) == (date(1990, 7, 1), "de-facto-population")
    assert at(reading, 4, "F19")["concept"] == "migrant-stock-female-share"
    growth = at(reading, 5, "W19")
    assert (growth["concept"], growth["sex"]) == ("migrant-stock-growth", "female")
    assert (growth["time_from"], growth["time_to"]) == (date(2015, 7, 1), date(2019, 6, 30))
    refugees = at(reading, 6, "F19")
    assert (refugees["concept"], refugees["basis"]) == ("refugees", "refugees-and-asylum-seekers")
    assert at(reading, 6, "M19")["concept"] == "refugee-share-of-stock"
    assert at(reading, 6, "T19")["concept"] == "refugees-growth"
    assert reading.figures.height == 5 * (21 + 21 + 21 + 7 + 18 + 20)


def test_2019_dates_the_migrants_but_not_the_population() -> None:
    reading = read_checked(
        IN_2019, workbook("2019", [(SUDAN, 7), (("South Sudan", None, 728, "B R"), "..")])
    )
    assert at(reading, 1, "I17")["place"] == "SDN736"
    assert at(reading, 1, "J17")["place"] == "SDN"
    assert at(reading, 1, "I17")["note"] == "Refers to Sudan and South Sudan."
    assert at(reading, 2, "E17")["place"] == "SDN", "its population is that of today's area"
    gaps = [at(reading, 1, f"{column}18")["status"] for column in "FGHIJ"]
    assert gaps == ["K", "K", "K", "K", "O"], "counted in Sudan up to 2005"
    assert at(reading, 3, "F18")["status"] == "O"
    assert at(reading, 2, "E18")["status"] == "O"


def test_2020_protected_figures_are_neither_missing_nor_nought() -> None:
    reading = read_checked(
        IN_2020, workbook("2020", [(GREECE, "~"), (SUDAN, ".."), (("Mali", None, 466, "CR"), 0)])
    )
    few = at(reading, 6, "F12")
    assert (few["status"], few["value"], few["as_published"]) == ("Q", None, "~")
    assert few["note"] == "protected by the publisher: fewer than five"
    assert "drawn from" in str(at(reading, 6, "M12")["note"])
    assert at(reading, 6, "F13")["status"] == "O"
    assert at(reading, 6, "F13")["note"] == "Refers to Sudan and South Sudan."
    assert at(reading, 6, "F14")["value"] == 0.0
    assert at(reading, 1, "F14")["basis"] == "foreign-citizens-refugees-added"
    assert at(reading, 2, "F14")["unit"] == "thousand persons"


def test_a_region_may_repeat_itself_but_nothing_else_may() -> None:
    region: Row = ("Oceania", None, 909, None)
    reading = read_checked(IN_2020, workbook("2020", [(region, 5), (GREECE, 1), (region, 5)]))
    assert "Table 1: code 909 has rows 12 and 14, with equal figures" in reading.remarks
    with pytest.raises(Refused, match="second time"):
        read_checked(IN_2020, workbook("2020", [(region, 5), (region, 6)]))
    with pytest.raises(Refused, match="second time"):
        read_checked(IN_2020, workbook("2020", [(GREECE, 5), (GREECE, 5)]))


@pytest.mark.parametrize(
    ("row", "filler", "says"),
    [
        (("Atlantis", None, 997, "B"), 1, r"Table 1!D12: unknown area"),
        (("Some other groups", None, None, None), "..", r"Table 1!B12: unknown heading"),
        (("Greece", 77, 300, "B"), 1, r"Table 1!C12: unknown note '77'"),
        (("Greece", None, 300, "B X"), 1, r"Table 1!E12: unknown type of data 'B X'"),
        (GREECE, "about 5", r"Table 1!F12: 'about 5' stands where a number"),
        (GREECE, -3, r"Table 1!F12: '-3' is below zero"),
        (GREECE, [1] * 20 + [None], r"Table 1!Z12: is blank"),
    ],
)
def test_refuses_and_names_the_cell(row: Row, filler: object, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(IN_2020, workbook("2020", [(row, filler)]))


@pytest.mark.parametrize("edition", ["2019", "2020"])
def test_refuses_a_moved_table(edition: str) -> None:
    layout = LAYOUTS[edition]
    lower = sheet(layout, 2, [(GREECE, 1)])
    with pytest.raises(Refused, match="the sheet has moved"):
        read_checked(
            FILES[edition],
            workbook(edition, [(GREECE, 1)], {"Table 3": [[None] * 3, *lower]}),
        )
    wider = [[*row] for row in sheet(layout, 0, [(GREECE, 1)])]
    wider[-1].append(5)
    with pytest.raises(Refused, match="unaccounted"):
        read_checked(FILES[edition], workbook(edition, [(GREECE, 1)], {"Table 1": wider}))


def test_refuses_a_cut_workbook_a_web_page_and_a_missing_sheet() -> None:
    whole = workbook("2020", [(GREECE, 1)]).raw
    with pytest.raises(Refused, match=r"damaged|whole"):
        read_checked(IN_2020, snapshot_of("stock.xlsx", whole[: len(whole) // 2]))
    with pytest.raises(Refused, match="web page"):
        read_checked(IN_2020, snapshot_of("stock.xlsx", b"<html>Busy</html>"))
    with pytest.raises(Refused, match="no sheet 'Notes'"):
        read_checked(IN_2020, snapshot_of("stock.xlsx", workbook_of({"Data": [["x"]]})))


def test_2019_real(data: Path) -> None:
    reading = read_checked(IN_2019, real(data, IN_2019.path))
    assert reading.records == 6 * 283
    both, men, women = (at(reading, 1, f"{column}17")["value"] for column in "LSZ")
    assert (both, men, women) == (271_642_105, 141_488_004, 130_154_101)
    last = reading.figures.filter(pl.col("sheet") == "Table 1", pl.col("column") == "L")
    countries = last.filter(~pl.col("place").is_in(region_codes()))
    assert (countries.height, countries["value"].sum()) == (232, 271_642_105)
    assert at(reading, 6, "L17")["value"] == 28_711_526
    assert at(reading, 6, "M17")["as_published"] == "12.402717670720024"
    assert len(check_totals(IN_2019.path, reading.figures, IN_2019.totals)) == 4


def test_2020_real(data: Path) -> None:
    reading = read_checked(IN_2020, real(data, IN_2020.path))
    both, men, women = (at(reading, 1, f"{column}12")["value"] for column in "LSZ")
    assert (both, men, women) == (280_598_105, 145_655_844, 134_942_261)
    last = reading.figures.filter(pl.col("sheet") == "Table 1", pl.col("column") == "L")
    countries = last.filter(~pl.col("place").is_in(region_codes()))
    assert (countries.height, countries["value"].sum()) == (235, 280_598_105)
    assert at(reading, 6, "L12")["value"] == 33_807_795
    protected = reading.figures.filter(pl.col("status") == "Q")
    assert (protected.height, protected["sheet"].unique().to_list()) == (1_724, ["Table 6"])
    refugees = reading.figures.filter(pl.col("concept") == "refugees")
    assert (refugees["value"] == 0).sum() == 0, "no nought beside `~`: it may stand for one"
    assert len(check_totals(IN_2020.path, reading.figures, IN_2020.totals)) == 4


def region_codes() -> list[str]:
    return [place.code for kind in ("region", "group") for place in where.places(kind)]


@pytest.mark.parametrize("edition", ["2019", "2020"])
def test_real_types_of_data_are_those_that_gmg_holds(data: Path, edition: str) -> None:
    item = FILES[edition]
    figures = read_checked(item, real(data, item.path)).figures
    table = figures.filter(pl.col("sheet") == "Table 1", pl.col("time_to").dt.year() > 2018)
    found = dict(table.select(pl.col("place", "basis").cast(pl.String)).unique().rows())
    for place, letters in letters_of(edition).items():
        assert found[place] == basis_of(letters), place
    assert len(letters_of(edition)) == 232


def test_real_the_same_figure_in_two_files_has_one_key(data: Path) -> None:
    book = read_checked(IN_2019, real(data, IN_2019.path)).figures
    for name in ("age_and_sex_total", "est_refugee_stock"):
        repeated = repeats(data, name, book)
        assert repeated.height > 5_500
        assert (repeated["status"] == repeated["status_right"]).all()
        assert repeated["value"].null_count() == repeated["value_right"].null_count()
        apart = (repeated["value"] - repeated["value_right"]).abs().max()
        assert isinstance(apart, float)
        assert apart < 1e-6


@pytest.mark.parametrize("sex", ["total", "male", "female"])
def test_real_the_matrix_parts_sint_maarten_from_the_antilles(data: Path, sex: str) -> None:
    book = read_checked(IN_2019, real(data, IN_2019.path)).figures
    repeated = repeats(data, f"origin_and_destination_{sex}", book)
    assert repeated.height == 1_944, "every total of the matrix but one has its key in the workbook"
    apart = repeated.filter(pl.col("value").ne_missing(pl.col("value_right")))
    assert apart.select("place", "time_from").rows() == [("SXM", date(2005, 7, 1))]
    whole = book.filter(
        pl.col("place") == "ANHH",
        pl.col("time_from") == date(2005, 7, 1),
        pl.col("concept") == "migrant-stock",
        pl.col("sex") == sex,
    )
    matrix = tidy(data, f"origin_and_destination_{sex}").filter(
        pl.col("place").is_in(["BES_CUW", "SXM"]), pl.col("time_from") == date(2005, 7, 1)
    )
    assert matrix["value"].sum() == whole["value"].sum()


def tidy(data: Path, name: str) -> pl.DataFrame:
    """The figures of a tidy table of 2019 that the workbook has too."""
    item = next(f for f in SOURCE.editions[2].files if name in f.path)
    figures = read_checked(item, real(data, item.path)).figures
    return figures.filter(pl.col("age") == "all", pl.col("counterpart").is_null()).unique(KEY)


def repeats(data: Path, name: str, book: pl.DataFrame) -> pl.DataFrame:
    return tidy(data, name).join(book.unique(KEY), on=KEY, how="inner", nulls_equal=True)
