"""UN DESA, International Migrant Stock: the tables by origin, age and refugees of three editions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest

from gmg.axes import where
from gmg.evidence.checks import check_totals
from gmg.records.observation import KEY
from gmg.sources.reading import Refused
from gmg.sources.undesa.migrant_stock import SOURCE
from gmg.sources.undesa.migrant_stock.data_type import basis_of, letters_of
from helpers import csv_snapshot, read_checked, real, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.evidence.snapshots import Snapshot
    from gmg.sources.description import File
    from gmg.sources.reading import Reading


def file(name: str) -> File:
    return next(f for e in SOURCE.editions for f in e.files if f.path.endswith(name))


IN_2024 = file("ims-2024-origin-destination-sex.csv.gz")
IN_2020 = file("ims-2020-origin-destination-sex.csv.gz")
MATRIX = file("migrants_by_origin_and_destination_total.csv")
WOMEN = file("migrants_by_origin_and_destination_female.csv")
AGES = file("migrants_by_age_and_sex_total.csv")
REFUGEES = file("est_refugee_stock.csv")


def figure(reading: Reading, **wanted: object) -> dict[str, object]:
    """The one figure that matches."""
    rows = reading.figures
    for column, value in wanted.items():
        rows = rows.filter(pl.col(column).eq_missing(pl.lit(value)))
    assert rows.height == 1, rows
    return rows.row(0, named=True)


# --- 2024 ----------------------------------------------------------------------------------------

HEAD_2024 = "geo,t,from,sex,n,type_b,type_c,type_r,type_i"


def stock_2024(*lines: str) -> Snapshot:
    return csv_snapshot("ims-2024.csv.gz", HEAD_2024, *lines, packed=True)


def test_2024_takes_every_record_with_its_cell() -> None:
    reading = read_checked(
        IN_2024,
        stock_2024(
            "LBY,2024,SDN,female,100,1,0,1,0",
            "LBY,2024,SDN,male,0,1,0,1,0",
            "SDN,1990,OOO,male,7,0,0,0,1",
            "SRB,2024,XCX,male,,0,1,0,0",
        ),
    )
    women = figure(reading, sex="female")
    assert (women["place"], women["counterpart"], women["value"]) == ("LBY", "SDN", 100.0)
    assert (women["row"], women["column"], women["as_published"]) == (2, "E", "100")
    assert women["basis"] == "foreign-born-refugees-added"
    assert str(women["time_from"]) == str(women["time_to"]) == "2024-07-01"
    assert figure(reading, row=3)["value"] == 0.0, "a published nought is a figure"
    sudan = figure(reading, row=4)
    assert (sudan["place"], sudan["counterpart"]) == ("SDN736", "_OTH")
    assert sudan["basis"] == "imputed"
    assert reading.figures.height == 3
    empty = next(item for item in reading.ignored if item.what == "empty cells")
    assert empty.cells == 1, "an empty cell is no data, not a nought"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("QQQ,2024,SDN,male,1,1,0,0,0", "cell A3: unknown area"),
        ("LBY,2024,QQQ,male,1,1,0,0,0", "cell C3: unknown area"),
        ("LBY,2024,TCD,male,many,1,0,0,0", "cell E3: 'many' stands where a number"),
        ("LBY,2024,TCD,male,-1,1,0,0,0", "cell E3: '-1' is below zero"),
        ("LBY,2024,TCD,other,1,1,0,0,0", "cell D3: unknown sex"),
        ("LBY,about,TCD,male,1,1,0,0,0", "cell B3: 'about' stands where a year"),
        ("LBY,2024,TCD,male,1,2,0,0,0", "cell F3: unknown flag"),
        ("LBY,2024,SDN,male,9,1,0,0,0", "stands a second time"),
        ("LBY,2024,TCD", "row 3"),
    ],
)
def test_2024_refuses_and_names_the_cell(line: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(IN_2024, stock_2024("LBY,2024,SDN,male,1,1,0,0,0", line))


@pytest.mark.parametrize("item", [IN_2024, IN_2020, MATRIX, AGES, REFUGEES])
def test_refuses_a_web_page_an_empty_file_and_a_moved_header(item: File) -> None:
    for raw, says in (
        (b"<!DOCTYPE html><html><body>Try again later</body></html>", "web page"),
        (b"", "empty"),
        (b"Origin,Year\nA,1\n", "header"),
    ):
        with pytest.raises(Refused, match=says):
            read_checked(item, snapshot_of("stock.csv", raw))


def test_2024_real(data: Path) -> None:
    reading = read_checked(IN_2024, real(data, IN_2024.path))
    figures = reading.figures
    assert reading.records == figures.height == 153_296
    assert (figures["value"] == 0).sum() == 14_925
    worlds = dict(figures.group_by(pl.col("time_to").dt.year()).agg(pl.col("value").sum()).rows())
    assert worlds == {
        1990: 153_916_063,
        1995: 163_176_002,
        2000: 174_566_152,
        2005: 192_788_721,
        2010: 221_020_392,
        2015: 250_042_020,
        2020: 275_284_032,
        2024: 304_021_813,
    }
    last = figures.filter(pl.col("time_to").dt.year() == 2024)
    assert last.filter(pl.col("sex") == "male")["value"].sum() == 158_009_795
    assert last.filter(pl.col("counterpart") == "_OTH")["value"].sum() == 22_065_614
    mexico = last.filter((pl.col("place") == "USA") & (pl.col("counterpart") == "MEX"))
    assert mexico["value"].sum() == 11_279_561
    imputed = figures.filter(pl.col("basis").cast(pl.String).str.starts_with("imputed"))
    assert set(imputed["place"].unique()) == {"BIH", "ERI", "SOM", "ESH", "VAT"}
    assert not figures.select(pl.struct(KEY).is_duplicated().any()).item()
    sudan = figures.filter(pl.col("time_to").dt.year() == 1990).filter(
        pl.col("place").is_in(["SDN", "SDN736", "SSD"])
    )
    assert dict(sudan.group_by("place").agg(pl.col("value").sum()).rows()) == {
        "SDN736": 1_402_896,
        "SSD": 652_365,
    }, "the pair is more than the former Sudan: shown as published"
    assert len(check_totals(IN_2024.path, figures, IN_2024.totals)) == len(IN_2024.totals)


# --- 2020 ----------------------------------------------------------------------------------------


def stock_2020(*lines: str) -> Snapshot:
    return csv_snapshot("ims-2020.csv.gz", "from,to,sex,t,v", *lines, packed=True)


def test_2020_marks_noughts_of_areas_counted_elsewhere() -> None:
    reading = read_checked(
        IN_2020,
        stock_2020(
            "UGA,SSD,Total,2005,0",
            "UGA,SSD,Total,2010,0",
            "NLD,CUW,Male,2005,0",
            "NLD,SXM,Female,2000,0",
            "NLD,SXM,Female,2005,0",
            "ALB,MNE,Total,1990,0",
            "SSD,UGA,Total,1990,0",
            "XXX,CHA,Total,2020,5",
        ),
    )
    marked = reading.figures.filter(pl.col("status") == "U")
    assert marked["row"].to_list() == [2, 4, 5, 7]
    assert marked["value"].to_list() == [0.0] * 4, "the figure stays as published"
    assert marked["note"].str.contains("not a count of nobody").all()
    rest = reading.figures.filter(pl.col("status") == "A")
    assert rest["row"].to_list() == [3, 6, 8, 9]
    assert rest["note"].null_count() == rest.height
    channel = figure(reading, row=9)
    assert (channel["place"], channel["counterpart"]) == ("XCI", "_OTH")


def test_2020_dates_places_and_takes_the_basis_of_the_workbook() -> None:
    reading = read_checked(
        IN_2020,
        stock_2020(
            "TCD,SDN,Total,2005,10",
            "TCD,SDN,Total,2010,11",
            "SDN,TCD,Total,2005,12",
            "HRV,SRB,Total,2005,13",
            "HRV,SRB,Total,2010,14",
            "SUR,BES,Total,1990,15",
            "SUR,BES,Total,2005,16",
            "IRQ,JOR,Total,2005,17",
        ),
    )
    assert reading.figures["place"].to_list() == [
        "SDN736",
        "SDN",
        "TCD",
        "CSXX",
        "SRB_XKX",
        "ANHH",
        "BES_CUW",
        "JOR",
    ]
    assert figure(reading, row=4)["counterpart"] == "SDN", "an origin is not dated"
    assert figure(reading, row=9)["basis"] == "foreign-citizens-refugees-added"
    assert figure(reading, row=3)["basis"] == figure(reading, row=2)["basis"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("UGA,ZZZ,Total,2005,0", "cell B3: unknown area"),
        ("UGA,SSD,Total,2005,..", "cell E3: '..' stands where a number"),
        ("UGA,SSD,Total,2005,-4", "below zero"),
        ("UGA,SSD,Both,2005,4", "unknown sex"),
        ("UGA,KEN,Total,2005,4", "second time"),
    ],
)
def test_2020_refuses(line: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(IN_2020, stock_2020("UGA,KEN,Total,2005,1", line))


def test_2020_real(data: Path) -> None:
    reading = read_checked(IN_2020, real(data, IN_2020.path))
    figures = reading.figures
    assert figures.height == 255_927
    assert (figures["value"] == 0).sum() == 28_200
    marked = figures.filter(pl.col("status") == "U")
    assert marked.height == 1_362
    assert set(marked["place"].unique()) == {"CUW", "MNE", "SSD", "SXM"}
    totals = figures.filter(pl.col("sex") == "total")
    worlds = dict(totals.group_by(pl.col("time_to").dt.year()).agg(pl.col("value").sum()).rows())
    assert worlds == {
        1990: 152_986_157,
        1995: 161_289_976,
        2000: 173_230_585,
        2005: 191_446_828,
        2010: 220_983_187,
        2015: 247_958_644,
        2020: 280_598_105,
    }
    unknown = totals.filter(pl.col("time_to").dt.year() == 2020, pl.col("counterpart") == "_OTH")
    assert unknown["value"].sum() == 12_657_151
    assert not figures.select(pl.struct(KEY).is_duplicated().any()).item()
    assert len(check_totals(IN_2020.path, figures, IN_2020.totals)) == len(IN_2020.totals)


# --- 2019 ----------------------------------------------------------------------------------------


def matrix(*lines: str, head: str = "Year,Destination,Total,Other South,Albania,Sudan") -> Snapshot:
    return csv_snapshot("matrix.csv", head, *lines)


def test_2019_matrix_tells_markers_from_blanks() -> None:
    reading = read_checked(
        MATRIX,
        matrix(
            "1990,WORLD,30,1,2,3",
            "1990,UN development groups,..,..,..,..",
            "1990,Montenegro,,,-,",
            "1990,Slovenia,9,..,2,",
            "2010,Sudan,5,,,",
            "2005,Sudan,4,,,1",
        ),
    )
    world = figure(reading, row=2, counterpart=None)
    assert (world["place"], world["value"], world["column"]) == ("M49-001", 30.0, "C")
    assert world["basis"] == "foreign-born-or-citizens", "a region mixes what its members count"
    assert figure(reading, row=2, column="D")["counterpart"] == "_OTS"
    heading = reading.figures.filter(pl.col("row") == 3)
    assert heading["status"].to_list() == ["M"] * 4
    dash = figure(reading, row=4)
    assert (dash["status"], dash["value"], dash["as_published"]) == ("K", None, "-")
    missing = figure(reading, row=5, column="D")
    assert (missing["status"], missing["value"]) == ("O", None)
    assert figure(reading, row=6)["place"] == "SDN"
    assert figure(reading, row=7, counterpart="SDN")["place"] == "SDN736"
    blank = next(item for item in reading.ignored if item.what == "empty cells")
    assert blank.cells == 3 + 1 + 3 + 2


def test_2019_matrix_says_that_a_region_stands_twice() -> None:
    reading = read_checked(
        WOMEN, matrix("1990,Oceania,5,,,", "1990,OCEANIA,5,,,", "1990,Albania,1,,,")
    )
    assert reading.remarks == ("M49-009 stands under 2 codes: OCEANIA, Oceania",)
    assert reading.figures["sex"].unique().to_list() == ["female"]


@pytest.mark.parametrize(
    ("snapshot", "says"),
    [
        (matrix("1990,Atlantis,1,1,1,1"), "cell B2: unknown area"),
        (matrix("1990,Albania,1,1,n.a.,1"), "cell E2: 'n.a.' stands where a number"),
        (matrix("1990,Albania,1,-5,1,1"), "cell D2: '-5' is below zero"),
        (matrix("1990,Albania,1,1,1,1", "1990,Albania,2,2,2,2"), "second time"),
        (matrix("199o,Albania,1,1,1,1"), "cell A2: '199o' stands where a year"),
        (matrix("1990,Albania,1,1,1"), "row 2"),
        (matrix("1990,Albania,1,1", head="Year,Destination,Total,Atlantis"), "unknown origin"),
        (matrix("1990,Albania,1", head="Year,Area,Total"), "cell B1"),
    ],
)
def test_2019_matrix_refuses(snapshot: Snapshot, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(MATRIX, snapshot)


def test_2019_matrices_real(data: Path) -> None:
    worlds = {"total": 271_642_105, "male": 141_488_004, "female": 130_154_101}
    for sex, world in worlds.items():
        item = file(f"migrants_by_origin_and_destination_{sex}.csv")
        reading = read_checked(item, real(data, item.path))
        figures = reading.figures
        assert reading.records == 1_981
        texts = figures["as_published"]
        assert ((texts == "..").sum(), (texts == "-").sum()) == (6_938, 4)
        row = figures.filter(pl.col("place") == "M49-001", pl.col("time_to").dt.year() == 2019)
        assert row.filter(pl.col("counterpart").is_null())["value"].to_list() == [world]
        origins = row.filter(pl.col("counterpart").is_not_null())
        assert (origins.height, origins["value"].sum()) == (234, world)
        assert len(check_totals(item.path, figures, item.totals)) == 1
        twice = figures.filter(pl.struct(KEY).is_duplicated())
        regions = {place.code for kind in ("region", "group") for place in where.places(kind)}
        assert set(twice["place"].unique()) <= regions, "only regions stand twice"
        assert (twice.group_by(KEY).agg(pl.col("value").n_unique())["value"] == 1).all()


def ages(*lines: str) -> Snapshot:
    columns = [*(f"{first}-{first + 4}" for first in range(0, 75, 5)), "75+", "Total"]
    head = ",".join(f"{age}_({sex})" for sex in ("mf", "m", "f") for age in columns)
    return csv_snapshot("ages.csv", f"Year,Destination,{head}", *lines)


def test_2019_ages() -> None:
    numbers = ",".join(str(number) for number in range(51))
    reading = read_checked(
        AGES,
        ages(
            f"1990,Andorra,{numbers.replace('6,', '5035.000000000007,', 1)}",
            f"2019,Holy See,{','.join(['..'] * 51)}",
            f"2005,South Sudan,{','.join(['..'] * 51)}",
            f"2005,Sint Maarten (Dutch part),{',' * 50}",
        ),
    )
    assert figure(reading, row=2, age="75+", sex="male")["value"] == 32.0
    assert figure(reading, row=2, age="all", sex="total")["value"] == 16.0
    assert figure(reading, row=2, age="all", sex="female")["column"] == "BA"
    dust = figure(reading, row=2, age="30-34", sex="total")
    assert (dust["as_published"], dust["value"]) == ("5035.000000000007", 5035.000000000007)
    assert set(reading.figures.filter(pl.col("row") == 3)["status"]) == {"O"}
    assert set(reading.figures.filter(pl.col("row") == 4)["status"]) == {"K"}
    assert reading.figures.height == 3 * 51
    with pytest.raises(Refused, match="cell C2: '-1' is below zero"):
        read_checked(AGES, ages(f"1990,Andorra,-1{',1' * 50}"))


def test_2019_ages_real(data: Path) -> None:
    figures = read_checked(AGES, real(data, AGES.path)).figures
    world = figures.filter(
        pl.col("place") == "M49-001", pl.col("time_to").dt.year() == 2019, pl.col("sex") == "total"
    )
    assert world.filter(pl.col("age") == "all")["value"].to_list() == [271_642_105]
    groups = world.filter(pl.col("age") != "all")
    assert (groups.height, groups["value"].sum()) == (16, 271_640_873)
    assert len(check_totals(AGES.path, figures, AGES.totals)) == 1


def refugees(*lines: str) -> Snapshot:
    years = (1990, 1995, 2000, 2005, 2010, 2015, 2019)
    head = [f"{year}_{kind}_(mf)" for kind in ("est", "pct") for year in years]
    head += [f"{a}-{b}_annual_rc_(mf)" for a, b in pairwise(years)]
    return csv_snapshot("refugees.csv", f"Destination,{','.join(head)}", *lines)


def test_2019_refugees() -> None:
    reading = read_checked(
        REFUGEES,
        refugees(
            f"Albania,{','.join(['10'] * 14)},{','.join(['-1.5'] * 6)}",
            f"South Sudan,{','.join(['..'] * 20)}",
        ),
    )
    first = figure(reading, row=2, column="B")
    assert (first["concept"], first["unit"], first["value"]) == ("refugees", "persons", 10.0)
    assert first["basis"] == "refugees-and-asylum-seekers"
    share = figure(reading, row=2, column="O")
    assert (share["concept"], share["unit"]) == ("refugee-share-of-stock", "per cent")
    assert str(share["time_to"]) == "2019-07-01"
    growth = figure(reading, row=2, column="U")
    assert (growth["concept"], growth["value"]) == ("refugees-growth", -1.5)
    assert (str(growth["time_from"]), str(growth["time_to"])) == ("2015-07-01", "2019-06-30")
    sudan = reading.figures.filter(pl.col("row") == 3).sort("column")
    gone = sudan.filter(pl.col("status") == "K")
    assert gone["column"].to_list() == ["B", "C", "D", "E"], "counted in Sudan up to 2005"
    with pytest.raises(Refused, match="below zero"):
        read_checked(REFUGEES, refugees(f"Albania,{','.join(['-1'] * 20)}"))


def test_2019_refugees_real(data: Path) -> None:
    figures = read_checked(REFUGEES, real(data, REFUGEES.path)).figures
    world = figures.filter(
        pl.col("place") == "M49-001",
        pl.col("concept") == "refugees",
        pl.col("time_to").dt.year() == 2019,
    )
    assert world["value"].to_list() == [28_711_526]
    assert figures.height == 283 * 20


# --- type of data --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "basis"),
    [
        ("B", "foreign-born"),
        ("B R ", "foreign-born-refugees-added"),
        ("CR", "foreign-citizens-refugees-added"),
        ("C B R ", "foreign-born-or-citizens-refugees-added"),
        ("C B", "foreign-born-or-citizens"),
        ("I R", "imputed-refugees-added"),
        ("I", "imputed"),
        ("", "foreign-born-or-citizens"),
    ],
)
def test_basis_of_letters(letters: str, basis: str) -> None:
    assert basis_of(letters) == basis


def test_an_unknown_letter_is_an_error() -> None:
    with pytest.raises(ValueError, match="no type of data"):
        basis_of("B X")


@pytest.mark.parametrize("edition", ["2019", "2020"])
def test_every_destination_has_a_known_type(edition: str) -> None:
    letters = letters_of(edition)
    assert len(letters) == 232, "the 2020 edition leaves three of its 235 rows without figures"
    assert set(letters) <= set(where.codes())


def test_files_without_figures_say_why() -> None:
    silent = [f for e in SOURCE.editions for f in e.files if f.read is None]
    assert len(silent) == 2
    assert all(item.why for item in silent)
