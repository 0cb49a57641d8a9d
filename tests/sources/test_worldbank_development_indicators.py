"""World Development Indicators, one series a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from gmg.evidence.checks import check_totals
from gmg.evidence.snapshots import Snapshot, snapshot_of
from gmg.sources.description import Edition, File
from gmg.sources.reading import Refused
from gmg.sources.worldbank.development_indicators import SOURCE
from helpers import read_checked, real, workbook_of

NET_MIGRATION, JUNE, JULY = SOURCE.editions
GDP, PER_HEAD = JUNE.files[:2]
WORKBOOK = NET_MIGRATION.files[0]
HEADER = '"Country Name","Country Code","Indicator Name","Indicator Code","1960","1961",'
SERIES = '"GDP (current US$)","NY.GDP.MKTP.CD"'


def download(
    *records: str, updated: str = "2024-06-28", header: str = HEADER, end: str = "\r\n"
) -> Snapshot:
    """A CSV download as the page of an indicator gives it."""
    above = ('"Data Source","World Development Indicators",', "")
    lines = (*above, f'"Last Updated Date","{updated}",', "", header, *records)
    return snapshot_of("API.csv", b"\xef\xbb\xbf" + (end.join(lines) + end).encode())


def sheets(
    *records: Sequence[object], header: Sequence[object] = (), **more: Sequence[Sequence[object]]
) -> Snapshot:
    """A workbook as the page of an indicator gives it."""
    names = ("Country Name", "Country Code", "Indicator Name", "Indicator Code", "1960", "1961")
    rows: list[Sequence[object]] = [
        ("Data Source", "World Development Indicators"),
        ("Last Updated Date", "2024-02-21"),
        (),
        header or names,
        *records,
    ]
    notes: list[Sequence[object]] = [
        ("Country Code", "Region"),
        ("ABW", "Latin America & Caribbean"),
    ]
    pages = {"Data": rows, "Metadata - Countries": notes, **more}
    return snapshot_of("API.xls", workbook_of(pages))


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_economies_and_groups_are_places_and_an_empty_cell_is_no_figure(end: str) -> None:
    reading = read_checked(
        GDP,
        download(
            f'"Aruba","ABW",{SERIES},"","405586592.178771",',
            f'"World","WLD",{SERIES},"1","0",',
            f'"Channel Islands","CHI",{SERIES},"","",',
            f'"Kosovo","XKX",{SERIES},"7.25","",',
            f'"High income","HIC",{SERIES},"","3E+12",',
            end=end,
        ),
    )
    figures = reading.figures
    assert figures.select("place", "value", "as_published", "row", "column").rows() == [
        ("M49-001", 1.0, "1", 7, "E"),
        ("XKX", 7.25, "7.25", 9, "E"),
        ("ABW", 405586592.178771, "405586592.178771", 6, "F"),
        ("M49-001", 0.0, "0", 7, "F"),
        ("WB-HIC", 3e12, "3E+12", 10, "F"),
    ]
    first = figures.row(0, named=True)
    assert (first["concept"], first["basis"], first["unit"]) == ("gdp", "national-accounts", "USD")
    assert (first["time_from"], first["time_to"]) == (date(1960, 1, 1), date(1960, 12, 31))
    assert figures["counterpart"].null_count() == 5
    assert {item.what: item.cells for item in reading.ignored} == {
        "lines above the header": 4,
        "header": 7,
        "column Country Name": 5,
        "column Country Code": 5,
        "column Indicator Name": 5,
        "column Indicator Code": 5,
        "last column": 5,
        "empty cells": 5,
    }
    assert reading.holds == 4 + 6 * 7


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ((f'"Atlantis","ATL",{SERIES},"","1",',), r"cell B6: unknown area .*'ATL'"),
        ((f'"Atlantis","",{SERIES},"","1",',), "cell B6: is empty"),
        ((f'"Aruba","ABW",{SERIES},"","..",',), r"cell F6: '\.\.' stands where a number"),
        ((f'"Aruba","ABW",{SERIES},"-1","",',), "cell E6: '-1' is below zero"),
        ((f'"Aruba","ABW",{SERIES},"","1",',) * 2, "cell B7: the key .* second time"),
        ((f'"Aruba","ABW",{SERIES},"","1","9"',), "cell G6: '9' stands under no name"),
        ((f'"Aruba","ABW",{SERIES},"","1",', '"Angola","AGO"'), "row 7: has 2 fields"),
        (('"Aruba","ABW","Gini index","SI.POV.GINI","","1",',), "cell D6: unknown series"),
        (('"Aruba","ABW","GDP (old US$)","NY.GDP.MKTP.CD","","1",',), "cell C6: .* is now called"),
        (
            (
                f'"Aruba","ABW",{SERIES},"","1",',
                '"Angola","AGO","Net migration","SM.POP.NETM","","1",',
            ),
            "cell D7: .* stands in a file of NY.GDP.MKTP.CD",
        ),
        ((), "holds no economy"),
    ],
)
def test_what_makes_no_sense_is_refused(records: tuple[str, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(GDP, download(*records))


def test_another_update_or_price_base_is_another_edition() -> None:
    record = f'"Aruba","ABW",{SERIES},"","1",'
    with pytest.raises(Refused, match=r"line 3: was updated on 2025-07-01.*2024-06-28"):
        read_checked(GDP, download(record, updated="2025-07-01"))
    ppp = '"GDP per capita, PPP (constant 2017 international $)","NY.GDP.PCAP.PP.KD"'
    with pytest.raises(Refused, match=r"constant 2017.*not 'GDP per capita, PPP \(constant 2021"):
        read_checked(GDP, download(f'"Aruba","ABW",{ppp},"","1",'))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (HEADER.replace("Country Code", "Code"), "cell B5: the header says 'Code'"),
        (HEADER.replace('"1961"', '"1962"'), "the year 1961 was expected"),
        (HEADER.replace('"1960","1961"', '"1960","Notes"'), "cell F5: .*'Notes'"),
    ],
)
def test_a_moved_header_is_refused(header: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(GDP, download(f'"Aruba","ABW",{SERIES},"","1",', header=header))


def test_other_files_are_refused() -> None:
    page = snapshot_of("API.csv", b"<!DOCTYPE html><html>Service Unavailable</html>")
    with pytest.raises(Refused, match="web page"):
        read_checked(GDP, page)
    with pytest.raises(Refused, match=r"begins .*not with the source"):
        read_checked(GDP, snapshot_of("API.csv", HEADER.encode()))
    with pytest.raises(Refused, match="begins"):
        read_checked(GDP, snapshot_of("API.csv", b""))


def test_a_workbook_holds_the_same_table() -> None:
    reading = read_checked(
        WORKBOOK,
        sheets(
            ("Aruba", "ABW", "Net migration", "SM.POP.NETM", -569, None),
            ("World", "WLD", "Net migration", "SM.POP.NETM", None, 0),
        ),
    )
    assert reading.figures.select("place", "value", "sheet", "row", "column").rows() == [
        ("ABW", -569.0, "Data", 5, "E"),
        ("M49-001", 0.0, "Data", 6, "F"),
    ]
    assert reading.figures["basis"].unique().to_list() == ["modelled"]
    ignored = {item.what: item.cells for item in reading.ignored}
    assert ignored["sheet Metadata - Countries"] == 4
    assert ignored["rows above the header"] == 4
    assert (ignored["header"], ignored["columns A to D"]) == (6, 8)


def test_a_workbook_that_has_changed_is_refused() -> None:
    record = ("Aruba", "ABW", "Net migration", "SM.POP.NETM", -569, None)
    moved = ("Country Code", "Country Name", "Indicator Name", "Indicator Code", "1960", "1961")
    with pytest.raises(Refused, match="Data!A4: holds 'Country Code'"):
        read_checked(WORKBOOK, sheets(record, header=moved))
    with pytest.raises(Refused, match="sheet 'Notes': is not known"):
        read_checked(WORKBOOK, sheets(record, Notes=[("a",)]))
    with pytest.raises(Refused, match=r"cell Data!E5: 'many' stands where a number"):
        read_checked(WORKBOOK, sheets((*record[:4], "many", None)))
    with pytest.raises(Refused, match="unknown area"):
        read_checked(WORKBOOK, sheets(("Atlantis", "ATL", *record[2:])))
    whole = sheets(record)
    with pytest.raises(Refused, match=r"damaged|not a whole"):
        read_checked(WORKBOOK, snapshot_of("API.xls", whole.raw[: len(whole.raw) // 2]))


FIGURES = {
    "API_SM.POP.NETM_DS2_en_excel_v2_782.xls": 16_695,
    "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_2002465.csv": 13_980,
    "API_NY.GDP.PCAP.CD_DS2_en_csv_v2_1887433.csv": 13_985,
    "API_NY.GDP.PCAP.PP.KD_DS2_en_csv_v2_1588678.csv": 8_176,
    "API_NY.GDP.PCAP.CD_DS2_en_csv_v2_1253386.csv": 14_547,
    "API_SL.UEM.TOTL.NE.ZS_DS2_en_csv_v2_1246569.csv": 5_662,
}
FILES = [(edition, file) for edition in SOURCE.editions for file in edition.files if file.read]


@pytest.mark.parametrize(
    ("edition", "file"), FILES, ids=[file.path.split("/")[1] for _, file in FILES]
)
def test_the_published_files_give_their_control_totals(
    data: Path, edition: Edition, file: File
) -> None:
    reading = read_checked(file, real(data, file.path))
    assert reading.records == 266
    assert reading.figures.height == FIGURES[file.path.split("/")[1]]
    assert reading.figures["value"].null_count() == 0
    assert len(check_totals(file.path, reading.figures, file.totals)) == 1
    assert edition.published == edition.id


def test_two_updates_of_one_series_differ(data: Path) -> None:
    older, newer = (
        read_checked(file, real(data, file.path)).figures.filter(place="ZWE", column="E")
        for file in (PER_HEAD, JULY.files[0])
    )
    assert older["value"].item() == 276.643363257328
    assert newer["value"].item() == 276.419784061189


def test_files_of_metadata_are_known(data: Path) -> None:
    known = [file for file in JUNE.files if file.read is None]
    assert len(known) == 6
    assert all((data / file.path).exists() and file.why for file in known)
