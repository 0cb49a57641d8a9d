"""What all of UNHCR's tables by origin and country of asylum refuse."""

from __future__ import annotations

import gzip

import pytest

from gmg.evidence.checks import check_totals
from gmg.sources.description import File
from gmg.sources.idmc import via_unhcr
from gmg.sources.reading import Refused
from gmg.sources.unhcr import (
    asylum_applications,
    asylum_decisions,
    demographics,
    flows,
    population,
    solutions,
)
from gmg.sources.unhcr.pairs import SAME_PLACE
from gmg.sources.unrwa import registered
from helpers import csv_snapshot, read_checked, snapshot_of

WHO = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso"
WHERE = "2024,Austria,AUS,AUT,Egypt,ARE,EGY"
HERE = "2024,Egypt,ARE,EGY,Egypt,ARE,EGY"
# data set: its further columns, and cells for them
TABLES = {
    "unhcr.population": (
        "refugees,asylum_seekers,returned_refugees,idps,returned_idps,stateless,ooc,oip,hst",
        "7,8,9,0,0,0,0,,5",
    ),
    "unhcr.asylum-applications": ("procedure_type,app_type,dec_level,app_pc,applied", "G,N,FI,P,7"),
    "unhcr.asylum-decisions": (
        "procedure_type,dec_level,dec_pc,dec_recognized,dec_other,dec_rejected,dec_closed,dec_total",
        "G,FI,P,7,0,0,0,7",
    ),
    "unhcr.flows": ("refugees,asylum_seekers,refugee_like,oip", "7,,,"),
    "unhcr.solutions": ("returned_refugees,resettlement,naturalisation,returned_idps", "7,,,"),
    "unhcr.demographics": (
        "pop_type,location,loc_type,acc_type,f_0_4,f_5_11,f_12_17,f_18_59,f_60,f_other,f_total,"
        "m_0_4,m_5_11,m_12_17,m_18_59,m_60,m_other,m_total,total",
        "REF,Cairo,U,I,7,0,0,0,0,0,7,0,0,0,0,0,0,0,7",
    ),
    "unrwa.registered": ("total", "7"),
    "idmc.via-unhcr": ("total", "7"),
}
SOURCES = (
    population.SOURCE,
    asylum_applications.SOURCE,
    asylum_decisions.SOURCE,
    flows.SOURCE,
    solutions.SOURCE,
    demographics.SOURCE,
    registered.SOURCE,
    via_unhcr.SOURCE,
)
FILES = {source.id: source.editions[0].files[0] for source in SOURCES}
every_table = pytest.mark.parametrize("dataset", TABLES)


def file_of(dataset: str) -> File:
    return FILES[dataset]


def lines(dataset: str) -> tuple[str, str]:
    columns, cells = TABLES[dataset]
    return f"{WHO},{columns}", f"{HERE if dataset == 'idmc.via-unhcr' else WHERE},{cells}"


@every_table
def test_unhcr_codes_of_other_countries_are_not_read_as_iso(dataset: str) -> None:
    figures = read_checked(file_of(dataset), csv_snapshot("a.csv", *lines(dataset))).figures
    origin = "EGY" if dataset == "idmc.via-unhcr" else "AUT"
    assert set(figures["place"]) == {"EGY"}
    assert set(figures["counterpart"]) == {origin}
    assert 7.0 in set(figures["value"])
    assert figures["row"].unique().to_list() == [2]


@every_table
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Egypt,ARE,EGY", "Atlantis,ATL,ATL", "unknown area"),
        ("Egypt,ARE,EGY", "Egypt,ARE,ARE", "not codes of one known place"),
        ("Egypt,ARE,EGY", "Egypt,ARE,", "not codes of one known place"),
        ("2024,", "MMXXIV,", "a year was expected"),
        ("2024,", ",", "a year was expected"),
        (",7", ",seven", "'seven' stands where a number was expected"),
        (",7", ",NA", "'NA' stands where a number was expected"),
        (",7", ",-7", "below zero"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named(dataset: str, old: str, new: str, says: str) -> None:
    header, record = lines(dataset)
    with pytest.raises(Refused, match=r"a\.csv, cell [A-Z]+2: ") as refused:
        read_checked(file_of(dataset), csv_snapshot("a.csv", header, record.replace(old, new)))
    assert says in str(refused.value)


@every_table
def test_a_second_record_of_one_key_is_refused(dataset: str) -> None:
    header, record = lines(dataset)
    with pytest.raises(Refused, match=r"cell A3: the key .* second time \(first in row 2\)"):
        read_checked(file_of(dataset), csv_snapshot("a.csv", header, record, record))


@every_table
def test_a_moved_column_is_refused(dataset: str) -> None:
    header, record = lines(dataset)
    moved = header.replace("coo_name,coo,", "coo,coo_name,")
    with pytest.raises(Refused, match=r"cell B1: the header says 'coo' where 'coo_name' stood"):
        read_checked(file_of(dataset), csv_snapshot("a.csv", moved, record))


@every_table
def test_a_further_column_is_refused(dataset: str) -> None:
    header, record = lines(dataset)
    with pytest.raises(Refused, match=r"row 1: the header has \d+ columns"):
        read_checked(file_of(dataset), csv_snapshot("a.csv", f"{header},new", f"{record},1"))


@every_table
def test_a_file_that_was_cut_off_is_refused(dataset: str) -> None:
    header, record = lines(dataset)
    cut = record.rsplit(",", 1)[0]
    with pytest.raises(Refused, match=r"row 3: has \d+ fields where the header has \d+"):
        read_checked(file_of(dataset), csv_snapshot("a.csv", header, record, cut))
    packed = gzip.compress("\n".join(lines(dataset)).encode())
    with pytest.raises(ValueError, match="ends too early"):
        read_checked(file_of(dataset), snapshot_of("a.csv.gz", packed[:-9]))


@every_table
def test_a_web_page_is_refused(dataset: str) -> None:
    with pytest.raises(Refused, match="web page"):
        read_checked(file_of(dataset), csv_snapshot("a.csv", "<!DOCTYPE html>", "<html></html>"))


@every_table
def test_whole_records_that_are_missing_are_found_by_the_totals(dataset: str) -> None:
    file = file_of(dataset)
    figures = read_checked(file, csv_snapshot("a.csv", *lines(dataset))).figures
    assert file.totals
    with pytest.raises(Refused, match="published as"):
        check_totals("a.csv", figures, file.totals)


def test_places_of_other_times_have_their_own_codes() -> None:
    header = lines("unhcr.flows")[0]
    records = [
        f"{year},x,{ours},{iso},Egypt,ARE,EGY,7,,,"
        for ours, iso in (("RUS", "RUS"), ("SUD", "SDN"), ("SRB", "SRB"), ("CZE", "CZE"))
        for year in (1990, 2010, 2011, 2024)
    ]
    figures = read_checked(file_of("unhcr.flows"), csv_snapshot("a.csv", header, *records)).figures
    assert figures["counterpart"].to_list() == [
        *("SUHH", "RUS", "RUS", "RUS"),
        *("SDN736", "SDN736", "SDN", "SDN"),
        *("YUCS", "SRB_XKX", "SRB_XKX", "SRB_XKX"),
        *("CSHH", "CZE", "CZE", "CZE"),
    ]


def test_pseudo_places_and_a_name_that_is_empty() -> None:
    header = lines("unhcr.flows")[0]
    figures = read_checked(
        file_of("unhcr.flows"),
        csv_snapshot(
            "a.csv",
            header,
            "1962,,TIB,TIB,Nepal,NEP,NPL,2236,,,",
            "2024,Stateless,STA,XXA,Nepal,NEP,NPL,,5,,",
            "2024,Unknown,UKN,UNK,Unknown,UKN,UNK,,5,,",
            "2024,Namibia,NAM,NAM,Nepal,NEP,NPL,,5,,",
        ),
    ).figures
    assert figures["counterpart"].to_list() == ["_TIB", "_STL", "_UNK", "NAM"]
    assert figures["note"].to_list() == [None] * 4


def test_one_place_at_both_ends_is_said_of_refugees_and_not_of_the_displaced() -> None:
    header, _ = lines("unhcr.population")
    figures = read_checked(
        file_of("unhcr.population"), csv_snapshot("a.csv", header, f"{HERE},7,0,0,90,0,0,5,,0")
    ).figures
    notes = dict(zip(figures["concept"], figures["note"], strict=True))
    assert notes["refugees"] == SAME_PLACE
    assert {notes[name] for name in notes if name != "refugees"} == {None}
    assert figures.filter(concept="internally-displaced")["value"].to_list() == [90.0]
