"""UN DESA, World Population Prospects: three editions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from gmg.evidence.checks import check_totals
from gmg.records.observation import KEY
from gmg.sources.reading import Refused
from gmg.sources.undesa.population_prospects import SOURCE
from helpers import csv_snapshot, read_checked, real, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.sources.description import File
    from gmg.sources.reading import Reading

FILES = {f.path.removeprefix("undesa/"): f for e in SOURCE.editions for f in e.files if f.read}
MISC = FILES["wpp-2024/misc1dt.csv.gz"]
POPULATION = FILES["wpp-2024/popproj1dt.csv.gz"]
MIGRATION_2022 = FILES["wpp-2022/migration1dt.csv.gz"]
BY_AGE = FILES["wpp-2024/migprojAge5dt.csv.gz"]
SINGLE_AGES = FILES["wpp-2022/population-by-single-age-sex-decades.csv.gz"]
MEN_2019 = FILES["wpp-2019/popM.csv.gz"]
MIGRATION_2019 = FILES["wpp-2019/migration.csv"]
MISC_HEAD = "country_code,year,births,cbr,cdr,deaths,PopChange,growthrate,cnmr,NatChangeRT"
POPULATION_HEAD = "country_code,year,popM,popF,pop_80l,pop_80u,pop_95l,pop_95u,pop_low,pop_high"


def read(item: File, *lines: str) -> Reading:
    return read_checked(item, csv_snapshot(item.path, *lines, packed=True))


def in_column(reading: Reading, column: str, row: int = 2) -> dict[str, object]:
    found = reading.figures.filter(pl.col("column") == column, pl.col("row") == row)
    assert found.height == 1
    return found.row(0, named=True)


def test_yearly_flows_are_of_the_calendar_year() -> None:
    reading = read(MISC, MISC_HEAD, "900,2023,132110.264,16.5,7.6,61651.6,-1.5,-0.1,0,8.9")
    births = in_column(reading, "C")
    assert (births["concept"], births["value"], births["unit"]) == (
        "births",
        132_110.264,
        "thousand persons",
    )
    assert (births["place"], births["basis"], births["sex"]) == ("M49-001", "modelled", "total")
    assert (births["time_from"], births["time_to"]) == (date(2023, 1, 1), date(2023, 12, 31))
    concepts = {
        letter: (in_column(reading, letter)["concept"], in_column(reading, letter)["unit"])
        for letter in "DEFGHIJ"
    }
    assert concepts == {
        "D": ("birth-rate", "per 1000"),
        "E": ("death-rate", "per 1000"),
        "F": ("deaths", "thousand persons"),
        "G": ("population-change", "thousand persons"),
        "H": ("growth-rate", "per cent a year"),
        "I": ("net-migration-rate", "per 1000"),
        "J": ("natural-increase-rate", "per 1000"),
    }
    assert in_column(reading, "G")["value"] == -1.5


def test_populations_are_of_the_end_of_the_year() -> None:
    reading = read(
        POPULATION, POPULATION_HEAD, "900,2024,4120769.361000003,4076211.488,1,2,3,4,5,6"
    )
    men = in_column(reading, "C")
    assert (men["sex"], men["basis"]) == ("male", "projection-medium")
    assert men["time_from"] == men["time_to"] == date(2024, 12, 31)
    assert men["as_published"] == "4120769.361000003", "the dust of the file stays"
    bases = [in_column(reading, letter)["basis"] for letter in "EFGHIJ"]
    assert bases == [
        "projection-lower-80",
        "projection-upper-80",
        "projection-lower-95",
        "projection-upper-95",
        "projection-low",
        "projection-high",
    ]
    assert {in_column(reading, letter)["sex"] for letter in "EFGHIJ"} == {"total"}


def test_the_year_parts_estimates_from_projections() -> None:
    reading = read(
        MIGRATION_2022, "country_code,year,mig", "840,2021,5", "840,2022,-6.25", "904,2022,1",
        "1830,2022,1",
    )  # fmt: skip
    assert reading.figures["basis"].to_list()[:2] == ["modelled", "projection-medium"]
    assert reading.figures["value"].to_list() == [5, -6.25, 1, 1]
    assert reading.remarks == ("M49-419 stands under 2 codes: 1830, 904",)


@pytest.mark.parametrize(
    ("item", "head", "line", "says"),
    [
        (MISC, MISC_HEAD, "99999,2023,1,1,1,1,1,1,1,1", "cell A2: unknown area"),
        (MISC, MISC_HEAD, "900,MMXX,1,1,1,1,1,1,1,1", "cell B2: 'MMXX' stands where a year"),
        (MISC, MISC_HEAD, "900,2023,-1,1,1,1,1,1,1,1", "cell C2: '-1' is below zero"),
        (MISC, MISC_HEAD, "900,2023,1,1,1,1,NA,1,1,1", "cell G2: 'NA' stands where a number"),
        (MISC, MISC_HEAD, "900,2023,1,1,1", "row 2"),
        (MISC, MISC_HEAD.replace("cbr,cdr", "cdr,cbr"), "900,2023,1,1,1,1,1,1,1,1", "cell D1"),
        (POPULATION, POPULATION_HEAD, "900,2024,1,1,1,1,1,1,1,-1", "cell J2: '-1' is below zero"),
        (BY_AGE, "country_code,period,age,migM,migF,year", "900,2020-2025,0-5,1,1,2023", "C2"),
        (BY_AGE, "country_code,period,age,migM,migF,year", "900,2020-2030,0-4,1,1,2023", "B2"),
        (BY_AGE, "country_code,period,age,migM,migF,year", "900,2020-2025,0-4,1,1,2022", "B2"),
        (BY_AGE, "country_code,period,age,migM,migF,year", "900,2020,0-4,1,1,2023", "B2"),
        (SINGLE_AGES, "iso,t,sex,age,v", "ABW,1950,Female,100,1", "cell D2: unknown age"),
        (SINGLE_AGES, "iso,t,sex,age,v", "QQQ,1950,Female,9,1", "cell A2: unknown area"),
        (SINGLE_AGES, "iso,t,sex,age,v", "ABW,1950,Both,9,1", "cell C2: unknown sex"),
    ],
)
def test_refuses_and_names_the_cell(item: File, head: str, line: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(item, head, line)


@pytest.mark.parametrize("item", FILES.values(), ids=FILES)
def test_refuses_a_web_page_a_cut_file_and_a_moved_header(item: File) -> None:
    for raw, says in (
        (b"<!DOCTYPE html><html>Busy</html>", "web page"),
        (b"", "empty"),
        (b"code,when\n900,2020\n", "the header says 'code'"),
    ):
        with pytest.raises(Refused, match=says):
            read_checked(item, snapshot_of(item.path, raw))


def test_refuses_a_key_that_stands_twice() -> None:
    line = "900,2023,1,1,1,1,1,1,1,1"
    with pytest.raises(Refused, match="stands a second time"):
        read(MISC, MISC_HEAD, line, line)


def test_migration_by_age_runs_from_mid_year_to_mid_year() -> None:
    reading = read(
        BY_AGE,
        "country_code,period,age,migM,migF,year",
        "840,2020-2025,100+,-1.5,2,2023",
        "840,2095-2100,0-4,3,4,2098",
    )
    men = in_column(reading, "D")
    assert (men["sex"], men["age"], men["value"]) == ("male", "100+", -1.5)
    assert (men["time_from"], men["time_to"]) == (date(2020, 7, 1), date(2025, 6, 30))
    assert men["note"] == "estimated up to 2023, projected after"
    women = in_column(reading, "E", row=3)
    assert (women["sex"], women["note"], women["basis"]) == ("female", None, "projection-medium")


def test_single_ages_stop_at_99_and_say_so() -> None:
    reading = read(SINGLE_AGES, "iso,t,sex,age,v", "SDN,1950,Female,99,0.781", "XKX,2021,Total,0,1")
    sudan = in_column(reading, "E")
    assert (sudan["place"], sudan["age"], sudan["unit"]) == ("SDN", "99", "thousand persons")
    assert (sudan["basis"], sudan["time_from"]) == ("de-facto-under-100", date(1950, 7, 1))
    assert in_column(reading, "E", row=3)["place"] == "XKX"


def test_2019_has_a_column_a_year_and_kosovo_in_serbia() -> None:
    years = ",".join(str(year) for year in range(1950, 2021, 5))
    reading = read(
        MEN_2019, f"country_code,name,age,{years}", f"688,Serbia,100+,{','.join(['1.5'] * 15)}"
    )
    first, last = in_column(reading, "D"), in_column(reading, "R")
    assert (first["place"], first["age"], first["sex"]) == ("SRB_XKX", "100+", "male")
    assert (first["time_from"], last["time_from"]) == (date(1950, 7, 1), date(2020, 7, 1))
    assert first["basis"] == "de-facto-population"


def test_2019_migration_is_estimated_up_to_2020() -> None:
    periods = [f"{first}-{first + 5}" for first in range(1950, 2100, 5)]
    figures = ",".join(str(-number) for number in range(30))
    reading = read_checked(
        MIGRATION_2019,
        csv_snapshot(
            "migration.csv", f"country_code,name,{','.join(periods)}", f"840,USA,{figures}"
        ),
    )
    estimated, projected = in_column(reading, "P"), in_column(reading, "Q")
    assert (estimated["time_from"], estimated["time_to"]) == (date(2015, 7, 1), date(2020, 6, 30))
    assert (estimated["basis"], projected["basis"]) == ("modelled", "projection-medium")
    assert estimated["value"] == -13


@pytest.mark.parametrize(
    ("path", "records", "figures"),
    [
        ("wpp-2024/misc1dt.csv.gz", 21_978, 8),
        ("wpp-2024/miscproj1dt.csv.gz", 22_869, 8),
        ("wpp-2024/popproj1dt.csv.gz", 22_869, 8),
        ("wpp-2024/mig1dt.csv.gz", 21_978, 1),
        ("wpp-2024/migproj1dt.csv.gz", 22_869, 5),
        ("wpp-2024/migprojAge5dt.csv.gz", 99_792, 2),
        ("wpp-2024/sexRatio1dt.csv.gz", 44_847, 1),
        ("wpp-2022/misc1dt.csv.gz", 20_520, 5),
        ("wpp-2022/miscproj1dt.csv.gz", 22_515, 5),
        ("wpp-2022/popproj1dt.csv.gz", 22_515, 9),
        ("wpp-2022/migration1dt.csv.gz", 43_035, 1),
        ("wpp-2022/sexRatio1dt.csv.gz", 43_035, 1),
        ("wpp-2022/population-by-single-age-sex-decades.csv.gz", 637_200, 1),
        ("wpp-2019/popM.csv.gz", 5_229, 15),
        ("wpp-2019/popF.csv.gz", 5_229, 15),
        ("wpp-2019/migration.csv", 250, 30),
    ],
)
def test_real_files(data: Path, path: str, records: int, figures: int) -> None:
    """`figures` is the number of figures of each record."""
    item = FILES[path]
    reading = read_checked(item, real(data, item.path))
    assert reading.records == records
    assert reading.figures.height == records * figures
    assert len(check_totals(item.path, reading.figures, item.totals)) == len(item.totals)
    twice = reading.figures.filter(pl.struct(KEY).is_duplicated())
    assert set(twice["place"].unique()) <= {"M49-053", "M49-419"}
    assert (twice.group_by(KEY).agg(pl.col("value").n_unique())["value"] == 1).all()


def of(data: Path, path: str, year: int, place: str = "M49-001") -> dict[str, float]:
    """Concept and sex to the first value of a place and year."""
    item = FILES[path]
    rows = read_checked(item, real(data, item.path)).figures.filter(
        pl.col("place") == place, pl.col("time_to").dt.year() == year
    )
    names = pl.concat_str(pl.col("concept", "sex").cast(pl.String), separator=" ")
    return dict(rows.select(names, "value").unique("concept", maintain_order=True).rows())


def test_real_population_change_and_mid_year(data: Path) -> None:
    change = of(data, "wpp-2024/miscproj1dt.csv.gz", 2024)["population-change total"]
    assert round(change, 3) == 70_016.553
    last = of(data, "wpp-2024/misc1dt.csv.gz", 2023)["population-change total"]
    assert round(last, 3) == 70_458.732
    item = FILES["wpp-2024/popproj1dt.csv.gz"]
    people = read_checked(item, real(data, item.path)).figures.filter(
        pl.col("place") == "M49-001",
        pl.col("time_to") == date(2024, 12, 31),
        pl.col("sex").is_in(["male", "female"]),
    )
    assert abs(people["value"].sum() - change / 2 - 8_161_972.573) < 0.01, "at 1 July, as published"


@pytest.mark.parametrize(
    ("path", "year", "expected"),
    [
        ("wpp-2024/mig1dt.csv.gz", 2023, 16_818.352),
        ("wpp-2022/migration1dt.csv.gz", 2021, 7_725.018),
        ("wpp-2019/migration.csv", 2020, 48_736.162),
    ],
)
def test_real_net_migration_of_countries(data: Path, path: str, year: int, expected: float) -> None:
    item = FILES[path]
    figures = read_checked(item, real(data, item.path)).figures
    countries = figures.filter(
        pl.col("time_to").dt.year() == year,
        ~pl.col("place").cast(pl.String).str.contains("-"),
    )
    assert abs(countries["value"].abs().sum() - expected) < 0.001
    if year == 2023:
        assert abs(countries["value"].sum()) < 0.001


def test_real_periods_are_half_years_of_the_yearly_table(data: Path) -> None:
    """The five years of 2020-2025 end in the middle of 2025: the proof of the dates given to them."""
    by_age = FILES["wpp-2024/migprojAge5dt.csv.gz"]
    periods = read_checked(by_age, real(data, by_age.path)).figures.filter(
        pl.col("place") == "USA", pl.col("time_to") == date(2025, 6, 30)
    )
    yearly = [
        read_checked(FILES[path], real(data, FILES[path].path)).figures.filter(
            pl.col("place") == "USA",
            pl.col("concept") == "net-migration",
            pl.col("basis").cast(pl.String).is_in(["modelled", "projection-medium"]),
        )
        for path in ("wpp-2024/mig1dt.csv.gz", "wpp-2024/migproj1dt.csv.gz")
    ]
    by_year = dict(pl.concat(yearly).select(pl.col("time_to").dt.year(), "value").rows())
    halves = (by_year[2020] + by_year[2025]) / 2
    expected = halves + sum(by_year[year] for year in range(2021, 2025))
    assert abs(periods["value"].sum() - expected) < 0.01


def test_files_without_figures_say_why() -> None:
    silent = [f for e in SOURCE.editions for f in e.files if f.read is None]
    assert len(silent) == 5
    assert all(item.why for item in silent)
