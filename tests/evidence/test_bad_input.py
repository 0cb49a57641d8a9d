"""Files that must not get in: each is refused by name, with the cell and with what to do."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

import gmg
from gmg.evidence.build import BuildFailed
from gmg.evidence.release import current_name
from small import (
    POPULATION,
    ROWS_OF_SMALL_BASE,
    STOCK_2024,
    UNHCR_HEADER,
    build_small,
    packed,
    stock_2024,
    unhcr,
)

GLOTIP = "unodc/data_glotip.xlsx"
FEED = "iom/missing-migrants/2020-json.json.gz"
SERIES = "worldbank/API_SM.POP.NETM_DS2_en_excel_v2_782.xls"
HEADER = "geo,t,from,sex,n,type_b,type_c,type_r,type_i"
GOOD = ("DEU", 2024, "SYR", "male", 300)
PAGE = b"<!DOCTYPE html><html><body>Service temporarily unavailable</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COLUMNS_OF_GLOTIP = (
    *("Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex"),
    *("Age", "Year", "Unit of measurement", "txtVALUE", "Source"),
)
VICTIMS = (
    *(
        "DEU",
        "Germany",
        "Europe",
        "Western Europe",
        "Detected trafficking victims",
        "Total",
        "Total",
    ),
    *("Total", "Total", "2019", "Counts", "12", "GLOTIP"),
)


def workbook(*rows: tuple[str, ...], sheet: str = "data_glotip_1") -> bytes:
    """A workbook with one sheet of text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def with_password() -> bytes:
    """An OLE container whose directory names the stream that Excel puts an encrypted workbook in."""
    header = OLE + bytes(504)
    directory = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + bytes(448)
    return header + directory + bytes(4096)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(64 * 1024**2))
    return out.getvalue()


def victims(**changes: str) -> bytes:
    """The workbook of UNODC, as far as its columns go, with some cells of its second row changed."""
    row = tuple(
        changes.get(name, cell) for name, cell in zip(COLUMNS_OF_GLOTIP, VICTIMS, strict=True)
    )
    return workbook(COLUMNS_OF_GLOTIP, VICTIMS, row)


def stock(*rows: tuple[object, ...]) -> bytes:
    return stock_2024(GOOD, *rows)


CASES = {
    "workbook cut off": (GLOTIP, workbook(COLUMNS_OF_GLOTIP, VICTIMS)[:-700], "", "fetch it again"),
    "workbook cut off in the middle": (GLOTIP, victims()[:3000], "", "fetch it again"),
    "workbook with a password": (GLOTIP, with_password(), "", "save it without password"),
    "old workbook cut off": (SERIES, OLE + bytes(900), "", "fetch it again"),
    "workbook that unpacks to too much": (GLOTIP, zip_bomb(), "", "not opened"),
    "renamed sheet": (
        GLOTIP,
        workbook(COLUMNS_OF_GLOTIP, VICTIMS, sheet="Tabelle1"),
        "'Tabelle1'",
        "adapt the reader",
    ),
    "unknown country in a workbook": (
        GLOTIP,
        victims(Iso3_code="XQZ"),
        "cell data_glotip_1!A3",
        "place_codes.csv",
    ),
    "column of a workbook renamed": (
        GLOTIP,
        workbook(("Code", *COLUMNS_OF_GLOTIP[1:]), VICTIMS),
        "A1",
        "compare with the last edition",
    ),
    "text for a number in a workbook": (
        GLOTIP,
        victims(txtVALUE="several"),
        "cell data_glotip_1!L3",
        "marker",
    ),
    "moved header": (
        STOCK_2024,
        packed("from,t,geo,sex,n,type_b,type_c,type_r,type_i", [(*GOOD, "1,0,0,0")]),
        "cell A1",
        "compare with the last edition",
    ),
    "one more column": (
        STOCK_2024,
        packed(f"{HEADER},note", [(*GOOD, "1,0,0,0,x")]),
        "row 1",
        "note",
    ),
    "unknown country": (
        STOCK_2024,
        stock(("QQQ", 2024, "SYR", "male", 1)),
        "cell A3",
        "places.csv",
    ),
    "unknown origin": (STOCK_2024, stock(("DEU", 2024, "??", "male", 1)), "cell C3", "places.csv"),
    "new category": (STOCK_2024, stock(("DEU", 2024, "SYR", "other", 1)), "cell D3", "SEXES"),
    "negative stock": (
        STOCK_2024,
        stock(("DEU", 2024, "SYR", "female", -1)),
        "cell E3",
        "allow it",
    ),
    "text for a number": (
        STOCK_2024,
        stock(("DEU", 2024, "SYR", "female", "n/a")),
        "cell E3",
        "marker",
    ),
    "infinite number": (
        STOCK_2024,
        stock(("DEU", 2024, "SYR", "female", "1e999")),
        "cell E3",
        "marker",
    ),
    "no year": (STOCK_2024, stock(("DEU", "20x4", "SYR", "female", 1)), "cell B3", "damaged"),
    "duplicate key": (STOCK_2024, stock(GOOD), "cell A3", "ask the publisher"),
    "record cut off": (
        STOCK_2024,
        gzip.compress(f"{HEADER}\nDEU,2024,SYR,male,1,1,0,0,0\nDEU,2024,SYR,fem".encode()),
        "row 3",
        "fetch the file again",
    ),
    "gzip cut off": (STOCK_2024, stock()[:-12], "", "fetch it again"),
    "gzip damaged": (STOCK_2024, stock()[:30] + b"\xff\xff" + stock()[32:], "", "fetch it again"),
    "something behind the gzip": (STOCK_2024, stock() + b"more", "", "fetch it again"),
    "gzip that unpacks to too much": (
        STOCK_2024,
        gzip.compress(bytes(64 * 1024**2)),
        "",
        "not opened",
    ),
    "web page for a table": (STOCK_2024, PAGE, "line 1", "open the address in a browser"),
    "packed web page": (POPULATION, gzip.compress(PAGE), "line 1", "open the address in a browser"),
    "web page for a workbook": (GLOTIP, PAGE, "line 1", "open the address in a browser"),
    "web page for an answer of a service": (FEED, PAGE, "line 1", "open the address in a browser"),
    "answer of a service cut off": (FEED, gzip.compress(b'[{"web_id": "1"'), "", "fetch it again"),
    "answer of a service of another shape": (
        FEED,
        gzip.compress(json.dumps([{"identifier": 1}]).encode()),
        "record 0",
        "map the field",
    ),
    "an error message as answer": (FEED, gzip.compress(b'{"error": "quota"}'), "", "answered"),
    "empty file": (STOCK_2024, b"", "", "fetch it again"),
    "other code page": (
        STOCK_2024,
        gzip.compress(HEADER.encode() + b"\nDEU,2024,SYR,m\xe4nnlich,1,1,0,0,0\n"),
        "",
        "",
    ),
    "two codes that name two places": (
        POPULATION,
        packed(
            UNHCR_HEADER,
            [(2024, "Syria", "SYR", "SYR", "Germany", "GFR", "TUR", *[0] * 9)],
        ),
        "2",
        "",
    ),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with one good release, made from other folders than the bad files."""
    folder = tmp_path_factory.mktemp("good")
    build_small(folder / "data", folder / "base", ROWS_OF_SMALL_BASE)
    return folder / "base"


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_by_name(case: str, good: Path, tmp_path: Path) -> None:
    path, raw, cell, remedy = CASES[case]
    before = current_name(good)
    others = {STOCK_2024: stock(), POPULATION: unhcr((2024, "SYR", "DEU", 1))}
    with pytest.raises(BuildFailed) as failure:
        build_small(tmp_path, good, {**others, path: raw})
    (message,) = failure.value.problems
    assert message.startswith(path)
    assert cell in message and remedy in message
    problem, _, what_to_do = message.replace("; ", " — ").partition(" — ")
    assert len(problem) > len(path) + 10 and len(what_to_do) > 5
    assert "Traceback" not in message and len(message) < 700
    assert current_name(good) == before
    assert gmg.open(good).figures("refugees", place="DEU", counterpart="SYR")[0].value == 700


def test_the_good_twin_of_the_workbook_cases_is_read(tmp_path: Path) -> None:
    """Without this a case above could be refused for another reason than its own."""
    made = build_small(tmp_path / "data", tmp_path / "base", {GLOTIP: victims(Year="2018")})
    assert sorted(f.year for f in gmg.open(tmp_path / "base").figures("trafficking-victims")) == [
        2018,
        2019,
    ]
    assert made.release.accounts[0].records == 2


def test_all_bad_files_are_named_at_once(tmp_path: Path) -> None:
    files = {STOCK_2024: stock(GOOD), POPULATION: PAGE, GLOTIP: with_password()}
    with pytest.raises(BuildFailed) as failure:
        build_small(tmp_path / "data", tmp_path / "base", files)
    assert [problem.split(",")[0].split(":")[0] for problem in failure.value.problems] == sorted(
        files
    )
