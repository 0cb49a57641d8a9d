"""The yardsticks of `bench/` are right: on tiny files they read the figures that stand there."""

from __future__ import annotations

import csv
import gzip
import json
import math
import sys
from pathlib import Path

import pytest

pd = pytest.importorskip("pandas")
openpyxl = pytest.importorskip("openpyxl")

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT))

from bench import by_hand, growth, harness, parse_floor, replay, report, synthetic  # noqa: E402
from bench.baseline import iom, others, treaties, undesa, unhcr, worldbank  # noqa: E402

from gmg.analysis.findings import count  # noqa: E402
from gmg.evidence.base import open_base  # noqa: E402
from gmg.evidence.snapshots import snapshot_of  # noqa: E402
from gmg.sources import source  # noqa: E402


def put(data: Path, path: str, *lines: str, encoding: str = "utf-8") -> Path:
    """A file of the lines below the folder, with gzip around it when the name says so."""
    raw = ("\n".join(lines) + "\n").encode(encoding)
    file = data / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(raw, mtime=0) if path.endswith(".gz") else raw)
    return file


def cells(frame: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Address, text and value of every figure; -1 stands for no value."""
    rows = frame.sort_values(["row", "column"])
    return [
        (f"{column}{row}", text, -1.0 if math.isnan(value) else value)
        for row, column, text, value in zip(
            rows["row"], rows["column"], rows["as_published"], rows["value"], strict=True
        )
    ]


STOCK_2024 = (
    "geo,t,from,sex,n,type_b,type_c,type_r,type_i",
    "SDN,1990,ETH,female,12,1,0,1,0",
    "DEU,2024,OOO,male,0,0,1,0,0",
)
POPULATION = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,returned_refugees,"
    "idps,returned_idps,stateless,ooc,oip,hst",
    "2024,Namibia,NAM,NAM,Austria,AUS,AUT,5,0,0,0,0,0,0,,7",
)


def test_migrant_stock_has_value_basis_former_place_and_address(tmp_path: Path) -> None:
    put(tmp_path, "undesa/ims-2024-origin-destination-sex.csv.gz", *STOCK_2024)
    frame = undesa.stock_2024(tmp_path)
    assert cells(frame) == [("E2", "12", 12.0), ("E3", "0", 0.0)]
    assert list(frame["place"]) == ["SDN736", "DEU"]
    assert list(frame["basis"]) == ["foreign-born-refugees-added", "foreign-citizens"]
    assert list(frame["counterpart"]) == ["ETH", "_OTH"]
    assert frame["time_to"].iloc[0] == pd.Timestamp(1990, 7, 1)


def test_namibia_and_empty_cells_are_kept_apart(tmp_path: Path) -> None:
    put(tmp_path, "unhcr/population.csv.gz", *POPULATION)
    frame = unhcr.by_pairs(tmp_path, "population", unhcr.POPULATION, unhcr.end_year)
    assert set(frame["counterpart"]) == {"NAM"}
    assert set(frame["place"]) == {"AUT"}
    assert len(frame) == 8
    assert ("H2", "5", 5.0) in cells(frame)
    assert "others-in-need-of-protection" not in set(frame["concept"])


@pytest.mark.parametrize(
    ("dataset", "path", "lines"),
    [
        ("undesa.migrant-stock", "undesa/ims-2024-origin-destination-sex.csv.gz", STOCK_2024),
        ("unhcr.population", "unhcr/population.csv.gz", POPULATION),
    ],
)
def test_the_script_reads_what_gmg_reads(
    tmp_path: Path, dataset: str, path: str, lines: tuple[str, ...]
) -> None:
    raw = put(tmp_path, path, *lines).read_bytes()
    files = [file for edition in source(dataset).editions for file in edition.files]
    read = next(file.read for file in files if file.path == path)
    assert read is not None
    names = ["place", "counterpart", "sex", "basis", "row", "column", "as_published", "value"]
    ours = read(snapshot_of(path, raw)).figures.select(names).rows()
    frame = (
        undesa.stock_2024(tmp_path)
        if dataset == "undesa.migrant-stock"
        else unhcr.by_pairs(tmp_path, "population", unhcr.POPULATION, unhcr.end_year)
    )
    theirs = list(frame[names].itertuples(index=False, name=None))
    assert sorted(ours) == sorted(theirs)
    assert len(ours) >= 2


def test_the_text_na_is_a_level_of_decision(tmp_path: Path) -> None:
    put(
        tmp_path,
        "unhcr/asylum_applications.csv.gz",
        "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,app_type,dec_level,app_pc,applied",
        "2020,Egypt,ARE,EGY,Austria,AUS,AUT,G,N,NA,C,14",
    )
    frame = unhcr.applications(tmp_path)
    assert list(frame["detail"]) == ["application=N; level=NA; procedure=G"]
    assert (list(frame["unit"]), list(frame["counterpart"])) == (["cases"], ["EGY"])


def test_markers_of_the_matrix_have_no_value(tmp_path: Path) -> None:
    put(
        tmp_path,
        "undesa/ims-2019-tidy/migrants_by_origin_and_destination_male.csv",
        "Year,Destination,Total,Albania,Algeria",
        "1990,WORLD,7,..,",
        "2019,Montenegro,3,-,2",
    )
    frame = undesa.matrix_2019(tmp_path, "male")
    assert cells(frame) == [
        ("C2", "7", 7.0),
        ("D2", "..", -1.0),
        ("C3", "3", 3.0),
        ("D3", "-", -1.0),
        ("E3", "2", 2.0),
    ]
    assert sorted(frame["status"]) == ["A", "A", "A", "O", "O"]


def test_blocks_of_a_workbook_begin_anew_with_a_year_seen_before() -> None:
    years = ["1990", "2019", "1990", "2019", "1990-1995", "2015-2019"]
    letters = list("FGHIJK")
    found = undesa.blocks_of(letters, pd.Series(years, index=letters))
    assert list(found.values()) == [0, 0, 1, 1, 2, 2]


def test_a_workbook_is_read_with_its_letters(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Bilateral_Remittances_2017"
    for row in (["title"], ["sender", "Kenya", "Mexico"], ["Kenya", 0, "-"], ["Mexico", 1.5, 0]):
        sheet.append(row)
    path = tmp_path / "worldbank" / "WB_Bilateral_Remittance_Estimates_2017.xlsx"
    path.parent.mkdir()
    book.save(path)
    frame = worldbank.matrix(
        tmp_path, "WB_Bilateral_Remittance_Estimates_2017", "remittances-received"
    )
    assert cells(frame) == [
        ("B3", "0", 0.0),
        ("C3", "-", -1.0),
        ("B4", "1.5", 1.5),
        ("C4", "0", 0.0),
    ]
    assert set(frame["sheet"]) == {"Bilateral_Remittances_2017"}
    assert list(frame.sort_values(["row", "column"])["place"]) == ["KEN", "MEX", "KEN", "MEX"]


def test_fewer_than_five_is_no_number_and_repeats_stand_once(tmp_path: Path) -> None:
    head = (
        "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,"
        "Unit of measurement,txtVALUE,Source"
    )
    victims = "Detected trafficking victims,Total,Total,Total,Total,2019,Counts"
    lines = [
        head,
        f"KEN,Kenya,Africa,Eastern Africa,{victims},<5,GLOTIP",
        f"KEN,Kenya,Africa,Eastern Africa,{victims},<5,GLOTIP",
        f'USA,United States,Americas,Northern America,{victims},"1,282",GLOTIP',
    ]
    book = openpyxl.Workbook()
    book.active.title = "data_glotip_1"
    for line in csv.reader(lines):
        book.active.append(line)
    path = tmp_path / "unodc" / "data_glotip.xlsx"
    path.parent.mkdir()
    book.save(path)
    frame = others.trafficking(tmp_path)
    assert cells(frame) == [("L2", "<5", -1.0), ("L4", "1,282", 1282.0)]
    assert list(frame["status"]) == ["Q", "A"]
    assert frame["note"].iloc[0] == "1 to 4"


def test_feeds_count_records_from_nought(tmp_path: Path) -> None:
    record = {
        "web_id": "2025.MMP1",
        "region": "Mediterranean",
        "reported_date": "2025-09-08",
        "country_of_incident": "Spain",
        "migration_route": "",
        **dict.fromkeys(iom.DEATHS, ""),
        "number_missing": "-1",
        "total_dead_and_missing": "1,022",
    }
    put(tmp_path, "iom/missing-migrants/2025-json.json.gz", json.dumps([record]))
    frame = iom.missing_migrants(tmp_path, "iom/missing-migrants/2025-json.json.gz")
    assert cells(frame) == [
        ("number_missing0", "-1", -1.0),
        ("total_dead_and_missing0", "1,022", 1022.0),
    ]


def test_rounds_of_tracking_are_points_in_time(tmp_path: Path) -> None:
    record = {
        "admin0Pcode": "HTI",
        "operation": "Haiti",
        "roundNumber": 1,
        "reportingDate": "2010-11-30T00:00:00",
        "numPresentIdpInd": 6683,
        "numberMales": None,
    }
    path = "iom/dtm/displacement-admin0-admin0pcode-hti.json"
    put(tmp_path, path, json.dumps({"result": [record]}))
    frame = iom.tracking(tmp_path, path)
    assert cells(frame) == [("numPresentIdpInd0", "6683", 6683.0)]
    assert list(frame["time_kind"]) == ["point"]


def test_letters_behind_a_date_are_the_act(tmp_path: Path) -> None:
    path = "ohchr-untc/untc-2015/treaties/4-13.csv"
    put(
        tmp_path,
        path,
        'Participant,"Signature, Succession to signature(d)","Ratification, Accession(a)"',
        "Albania,,5 Jun 2007 a",
        "Argentina,10 Aug 2004,23 Feb 2007",
    )
    acts = treaties.acts(tmp_path, path).sort_values("date")
    assert list(acts["act"]) == ["signature", "ratification", "accession"]
    assert list(acts["party"]) == ["ARG", "ARG", "ALB"]


def test_both_rankings_find_the_same(tmp_path: Path) -> None:
    synthetic.make(tmp_path, figures=60_000, places=16)
    ours = [[rule, *found] for rule, found in sorted(count(open_base(tmp_path)).items())]
    hand = [list(line) for line in by_hand.main(tmp_path, by_hand.COUNTS)]
    assert ours == hand
    assert len(hand) >= 4


def test_invented_figures_are_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        synthetic.make(tmp_path / name, figures=5_000, places=16)
    first, second = (open_base(tmp_path / name).release.id for name in ("one", "two"))
    assert first == second
    with pytest.raises(ValueError, match="too few"):
        synthetic.make(tmp_path / "three", figures=10**9, places=3)


def test_copies_are_claimed_and_read_by_the_same_reader() -> None:
    known = source("unhcr.population")
    path = "unhcr/population.csv.gz"
    copied = growth.in_copies(known)
    names = [file.path for edition in copied.editions for file in edition.files]
    assert f"copy-?/{path}" in names
    files = [file for edition in copied.editions for file in edition.files]
    read = next(file.read for file in files if file.path == f"copy-?/{path}")
    assert read is not None
    raw = "\n".join(POPULATION).encode()
    assert read(snapshot_of(f"copy-0/{path}", raw + b"\n")).figures.height == 8


def test_exponent_of_a_power_is_that_power() -> None:
    sizes = [1.0, 2.0, 4.0, 8.0]
    assert growth.exponent(sizes, [3 * size**1.25 for size in sizes]) == pytest.approx(1.25)


def test_ratios_are_of_runs_side_by_side() -> None:
    found = harness.ratio([2.0, 9.0, 4.0], [1.0, 3.0, 4.0])
    assert (found.middle, found.least, found.most) == (2.0, 1.0, 3.0)


PEAKS = """
from bench.harness import python, run
small, large = (run(python("-c", f"x = b'x' * {n}; print(1)")) for n in (1, 300_000_000))
print(small.printed, large.peak - small.peak, small.seconds)
"""


def test_memory_of_a_process_is_measured() -> None:
    printed, more, seconds = harness.run(harness.python("-c", PEAKS)).printed.split()
    assert printed == "1"
    assert 250 < float(more) < 350
    assert float(seconds) > 0


def test_a_failed_process_is_told() -> None:
    with pytest.raises(harness.ProcessFailed, match="no such thing"):
        harness.run(harness.python("-c", "raise SystemExit('no such thing')"))


def test_a_missed_ratio_is_told() -> None:
    fast, slow = harness.Case("fast", []), harness.Case("slow", [])
    fast.runs = [harness.Run(1.0, 1.0, 10, "")] * 3
    slow.runs = [harness.Run(4.0, 4.0, 10, "")] * 3
    assert report.compared("faster", slow, fast, 8, at_least=True).met is False
    assert report.compared("slower", slow, fast, 4).met is True


@pytest.mark.parametrize("typed", [True, False])
def test_the_floor_parses_every_form(tmp_path: Path, typed: bool) -> None:
    put(tmp_path, "a/x.csv.gz", "geo,n", "NA,1", "DEU,")
    put(tmp_path, "a/y.json", '[{"a": 1}]')
    put(tmp_path, "a/z.txt", "#Albania", "text")
    files = [
        parse_floor.file_plan(tmp_path, f"a/{name}") for name in ("x.csv.gz", "y.json", "z.txt")
    ]
    assert [file["form"] for file in files] == ["csv", "json", "text"]
    content = parse_floor.inflated(tmp_path / "a" / "x.csv.gz")
    frame = parse_floor.parse(content, files[0], typed)
    assert frame.rows() == [("NA", 1 if typed else "1"), ("DEU", None)]  # type: ignore[attr-defined]
    assert parse_floor.run(tmp_path, files, typed) > 0


def test_the_recorder_keeps_what_duckdb_is_told() -> None:
    import duckdb

    told: list[replay.Statement] = []
    recorder = replay.Recorder(duckdb.connect(), told)
    assert recorder.execute("SELECT ?", [3]).fetchall() == [(3,)]
    assert recorder.cursor().execute("SELECT 4").fetchall() == [(4,)]
    assert told == [("SELECT ?", [3]), ("SELECT 4", None)]
