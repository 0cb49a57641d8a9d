"""Acts and declarations of the UN Treaty Collection, as collected up to 2015."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.evidence.claims import claimed
from gmg.evidence.snapshots import Snapshot
from gmg.sources.reading import Refused
from gmg.sources.untc.acts import instrument_of, reference
from gmg.sources.untc.treaties import SOURCE
from helpers import csv_snapshot, read_checked, real, snapshot_of

ACTS, DECLARATIONS, INDEX = SOURCE.editions[0].files
HEADER = (
    'Participant,"Signature, Succession to signature(d)",'
    '"Ratification, Acceptance(A), Accession(a), Approval(AA), Formal confirmation(c)"'
)


def table(*lines: str, name: str = "4-13.csv", header: str = HEADER) -> Snapshot:
    return csv_snapshot(name, header, *lines)


def test_the_suffix_is_the_act_and_its_case_counts() -> None:
    reading = read_checked(
        ACTS,
        table(
            "Algeria,,21 Apr 2005 a",
            "Chile,24 Sep 1993,21 Mar 2005",
            "Montenegro,23 Oct 2006 d,",
            "Japan,,1 May 2001 A",
            "France,,2 May 2001 AA",
            "European Union,,3 May 2001 c",
        ),
    )
    assert (reading.records, reading.holds, reading.figures.height) == (6, 21, 7)
    acts = reading.figures
    assert acts.select("party", "act", "date", "year", "row", "column").rows() == [
        ("DZA", "accession", date(2005, 4, 21), 2005, 2, "C"),
        ("CHL", "signature", date(1993, 9, 24), 1993, 3, "B"),
        ("CHL", "ratification", date(2005, 3, 21), 2005, 3, "C"),
        ("MNE", "succession to signature", date(2006, 10, 23), 2006, 4, "B"),
        ("JPN", "acceptance", date(2001, 5, 1), 2001, 5, "C"),
        ("FRA", "approval", date(2001, 5, 2), 2001, 6, "C"),
        ("EUE", "formal confirmation", date(2001, 5, 3), 2001, 7, "C"),
    ]
    assert acts.select("treaty", "instrument", "complete").unique().rows() == [
        ("IV-13", "ICRMW", True)
    ]
    assert acts["as_published"][0] == "21 Apr 2005 a"
    assert reading.remarks == ("true for the day of its newest act: 2006-10-23",)


def test_a_participant_without_a_date_is_no_party() -> None:
    acts = read_checked(ACTS, table("China,,", "Chile,,21 Mar 2005")).figures
    china = acts.filter(party="CHN").row(0, named=True)
    assert (china["act"], china["date"], china["year"]) == ("participant", None, None)
    assert (china["row"], china["column"], china["as_published"]) == (2, "A", "China")
    assert "no party" in china["note"]


def test_a_protocol_without_signature_column() -> None:
    header = 'Participant,"Accession(a), Succession(d)"'
    acts = read_checked(ACTS, table("Fiji,12 Jun 1972 d", name="5-5.csv", header=header)).figures
    assert acts.select("treaty", "act", "column").rows() == [("V-5", "succession", "B")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Atlantis,,21 Apr 2005", "cell A2: unknown area"),
        ("Algeria,,21 Apr 2005 d", r"cell C2: '21 Apr 2005 d' is no day with one of the acts"),
        ("Algeria,21 Apr 2005 a,", r"cell B2: '21 Apr 2005 a' is no day with one of the acts"),
        ("Algeria,,2005", "cell C2: '2005' is no day"),
        ("Algeria,,31 Feb 2005", "cell C2: '31 Feb 2005' is no day"),
        ("Algeria,,21 Apr 2005 [1]", r"cell C2: '21 Apr 2005 \[1\]' is no day"),
        ("Algeria,", "fields where the header has 3"),
        ("Germany2,,21 Apr 2005", "cell A2: unknown area"),  # a footnote glued to the name
    ],
)
def test_what_is_no_act_is_refused(line: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(ACTS, table(line))


def test_a_participant_named_twice_is_refused() -> None:
    with pytest.raises(Refused, match="cell A3: the key Participant='Algeria' stands a second"):
        read_checked(ACTS, table("Algeria,,21 Apr 2005", "Algeria,,22 Apr 2005"))


@pytest.mark.parametrize(
    ("name", "header", "message"),
    [
        ("4-13.csv", "State,Signature,Ratification", "the header says"),
        ("4-13.csv", "Participant,Signature,Denunciation", "act not known: Denunciation"),
        ("treaty.csv", HEADER, "is not chapter and number of a treaty"),
    ],
)
def test_a_table_of_another_kind_is_refused(name: str, header: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(ACTS, table("Algeria,,21 Apr 2005", name=name, header=header))


def test_declarations_are_kept_whole_at_their_line() -> None:
    text = "#Chile\nFirst, with a comma.\nSecond line.\n\n#Cuba\n\n\n#Ecuador\nOne.\n"
    reading = read_checked(DECLARATIONS, snapshot_of("4-13.txt", text.encode()))
    assert reading.figures.select("party", "row", "column", "text", "as_published").rows() == [
        ("CHL", 2, "A", "First, with a comma.\nSecond line.", "First, with a comma."),
        ("CUB", 5, "A", None, "#Cuba"),
        ("ECU", 9, "A", "One.", "One."),
    ]
    assert reading.figures["note"].to_list() == [
        None,
        "named among the declarations, but no text was collected",
        None,
    ]
    assert {item.what: item.cells for item in reading.ignored} == {
        "headings": 2,
        "blank lines": 3,
        "further lines": 1,
    }
    assert reading.holds == 9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lost\n#Chile\nOne.\n", "line|before the first heading"),
        ("#Chile\nOne.\n#Chile\nTwo.\n", "a second heading 'Chile'"),
        ("#Atlantis\nOne.\n", "unknown area"),
        ("\n\n", "the file is empty"),
        ("<html><body>maintenance", "a web page"),
    ],
)
def test_declarations_that_are_not_whole_are_refused(text: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(DECLARATIONS, snapshot_of("4-13.txt", text.encode()))


def test_references() -> None:
    assert reference("18-12-a") == "XVIII-12-a"
    assert reference("4-13") == "IV-13"
    assert (instrument_of("V-2"), instrument_of("I-1")) == ("CSR51", None)


# participants, parties, signatories and the newest act
STATUS = {
    "16-2": (87, 77, 31, "2006-10-23"),
    "18-10": (153, 122, 139, "2013-02-15"),
    "18-12": (185, 179, 147, "2013-10-17"),
    "18-12-a": (167, 159, 117, "2013-12-13"),
    "18-12-b": (152, 138, 112, "2013-09-24"),
    "18-4": (126, 123, 35, "2008-05-01"),
    "3-6": (181, 177, 48, "2014-04-02"),
    "4-11": (196, 194, 140, "2014-04-02"),
    "4-13": (66, 47, 38, "2014-09-24"),
    "4-15": (182, 152, 159, "2015-02-05"),
    "4-16": (99, 45, 94, "2015-02-12"),
    "4-2": (182, 177, 87, "2014-04-02"),
    "4-3": (169, 164, 70, "2015-03-09"),
    "4-4": (175, 168, 74, "2014-04-02"),
    "4-5": (121, 117, 36, "2013-09-24"),
    "4-8": (190, 188, 99, "2014-04-02"),
    "4-9": (166, 157, 81, "2015-02-05"),
    "5-2": (145, 145, 19, "2011-06-28"),
    "5-3": (89, 86, 22, "2015-02-09"),
    "5-4": (66, 63, 5, "2014-12-18"),
    "5-5": (146, 146, 0, "2011-06-28"),
    "7-11-a": (95, 82, 25, "2011-06-02"),
}


@pytest.mark.parametrize("name", STATUS)
def test_the_published_status(data: Path, name: str) -> None:
    reading = read_checked(ACTS, real(data, f"ohchr-untc/untc-2015/treaties/{name}.csv"))
    signed = pl.col("act").is_in(["signature", "succession to signature"])
    dated = reading.figures.filter(pl.col("date").is_not_null())
    found = (
        reading.records,
        dated.filter(~signed)["party_as_published"].n_unique(),
        dated.filter(signed)["party_as_published"].n_unique(),
        str(dated["date"].max()),
    )
    assert found == STATUS[name]
    assert reading.figures["instrument"].null_count() == 0


TEXTS = {
    "3-6": 35,
    "4-11": 75,
    "4-13": 15,
    "4-15": 32,
    "4-16": 4,
    "4-2": 59,
    "4-3": 50,
    "4-4": 67,
    "4-5": 28,
    "4-8": 79,
    "4-9": 50,
    "5-2": 61,
    "5-3": 36,
    "5-4": 15,
    "5-5": 34,
    "7-11-a": 15,
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_published_declarations(data: Path, name: str) -> None:
    path = f"ohchr-untc/untc-2015/declarations/{name}.txt"
    snapshot = real(data, path)
    acts = read_checked(DECLARATIONS, snapshot).figures
    assert acts["party"].n_unique() == acts.height == TEXTS[name]
    lines = snapshot.content.decode().split("\n")
    assert all(lines[row - 1] == text for row, text in acts.select("row", "as_published").rows())


def test_every_file_of_the_folder_is_claimed(data: Path) -> None:
    folder = data / "ohchr-untc/untc-2015"
    paths = [str(path.relative_to(data)) for path in folder.rglob("*.*")]
    claims, unclaimed = claimed(paths, [SOURCE])
    assert (len(claims), unclaimed) == (39, [])
    assert INDEX.read is None
