"""The status of eight treaties in 2022, with its contradictions."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.snapshots import Snapshot
from gmg.sources.reading import Refused
from gmg.sources.untc.status_2022 import HEADER, SOURCE
from helpers import csv_snapshot, read_checked, real

FILE = SOURCE.editions[0].files[0]


def status(*lines: str, name: str = "hr_status_icmw.csv") -> Snapshot:
    return csv_snapshot(name, ",".join(HEADER), *lines)


def test_years_only_and_the_code_na_is_namibia() -> None:
    reading = read_checked(
        FILE,
        status(
            "AL,Albania,1,2007,0,0,state party,",
            "NA,Namibia,0,,1,0,signatory state,",
            "TP,East Timor,0,,0,1,no action,as Timor-Leste",
        ),
    )
    acts = reading.figures
    assert acts.select("party", "act", "date", "year", "row", "column", "note").rows() == [
        ("ALB", "party in the year", None, 2007, 2, "G", None),
        ("NAM", "signatory", None, None, 3, "G", None),
        ("TLS", "no action", None, None, 4, "G", "compiler: as Timor-Leste"),
    ]
    assert acts["treaty"].unique().to_list() == ["IV-13"]
    assert reading.remarks == ()


def test_a_dummy_that_says_otherwise_is_an_act_of_its_own() -> None:
    reading = read_checked(FILE, status("KP,North Korea,1,1990,0,1,state party,"))
    assert reading.figures.select("act", "column", "as_published").rows() == [
        ("no action", "F", "1"),
        ("party in the year", "G", "state party"),
    ]
    assert reading.figures["note"].to_list() == [
        "contradicted in its row: the column 'status' says state party",
        "contradicted in its row: the column 'no action' says 1",
    ]
    assert "North Korea" in reading.remarks[0]


def test_a_dummy_that_denies_the_status_is_a_note() -> None:
    reading = read_checked(
        FILE,
        status(
            "MD,Moldova,0,1993,0,0,state party,",
            "GA,Gabon,1,1980,,,state party,",
            "TZ,Tanzania,0,,0,0,no action,",
        ),
    )
    assert reading.figures["note"].to_list() == [
        "contradicted in its row: the column 'state party' says 0",
        "the column 'signatory' is empty; the column 'no action' is empty",
        "contradicted in its row: the column 'no action' says 0",
    ]
    assert reading.figures["act"].to_list() == ["party in the year"] * 2 + ["no action"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("XX,Albania,1,2007,0,0,state party,", "cell A2: unknown area"),
        ("AL,Atlantis,1,2007,0,0,state party,", "cell B2: unknown area"),
        ("AL,Algeria,1,2007,0,0,state party,", "are not the same State"),
        ("AL,Albania,2,2007,0,0,state party,", "cell C2: unknown dummy '2'"),
        ("AL,Albania,1,late,0,0,state party,", "cell D2: 'late' is no year"),
        ("AL,Albania,1,1066,0,0,state party,", "cell D2: '1066' is no year"),
        ("AL,Albania,1,2007,0,0,ratified,", "cell G2: unknown status 'ratified'"),
        ("AL,Albania,1", "fields where the header has 8"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(line: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, status(line))


def test_an_unknown_treaty_and_a_state_twice_are_refused() -> None:
    line = "AL,Albania,1,2007,0,0,state party,"
    with pytest.raises(Refused, match="no treaty is known by the short name 'xyz'"):
        read_checked(FILE, status(line, name="hr_status_xyz.csv"))
    with pytest.raises(Refused, match="stands a second time"):
        read_checked(FILE, status(line, line))


# parties by dummy, parties by status
PARTIES = {
    "cat": (171, 171),
    "cedaw": (187, 187),
    "cped": (68, 68),
    "crc": (192, 192),
    "iccpr": (174, 174),
    "icerd": (181, 181),
    "icescr": (170, 171),
    "icmw": (57, 57),
}


@pytest.mark.parametrize("name", PARTIES)
def test_the_published_status(data: Path, name: str) -> None:
    reading = read_checked(FILE, real(data, f"ohchr-untc/status-2022/hr_status_{name}.csv"))
    parties = reading.figures.filter(pl.col("act") == "party in the year")
    denied = parties.filter(pl.col("note").str.contains("'state party' says 0")).height
    assert reading.records == 193
    assert (parties.height - denied, parties.height) == PARTIES[name]


def test_the_five_known_contradictions_are_seen(data: Path) -> None:
    seen = {}
    for name in PARTIES:
        snapshot = real(data, f"ohchr-untc/status-2022/hr_status_{name}.csv")
        acts = read_checked(FILE, snapshot).figures
        odd = acts.filter(pl.col("note").str.contains("contradicted in its row|is empty"))
        seen[name] = sorted(odd["party"].unique())
    assert {name: parties for name, parties in seen.items() if parties} == {
        "cat": ["TZA"],
        "crc": ["PRK"],
        "icerd": ["BRN", "GAB"],
        "icescr": ["MDA"],
    }
