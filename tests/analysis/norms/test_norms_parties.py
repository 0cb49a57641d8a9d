"""Parties by file: the golden facts, files that disagree, gaps, texts, the catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gmg.analysis.norms.catalogue import catalogue
from gmg.analysis.norms.disagreement import Disagreement, disagreements
from gmg.analysis.norms.files import File, acts_frame, files, files_of, leading, newest
from gmg.analysis.norms.gaps import ratification_gaps
from gmg.analysis.norms.parties import (
    parties,
    party_statuses,
    status,
    status_in,
    statuses_in,
)
from gmg.analysis.norms.reservations import reservations
from gmg.analysis.norms.sets import UnknownSet, instrument_set, instrument_sets
from gmg.analysis.norms.status import Status
from gmg.axes import what, where, who
from gmg.evidence.base import Base
from treaty_files import of_folder

GOLDEN = {
    "ICRMW": (47, 19, "2014-09-24"),
    "CSR51": (145, 0, "2011-06-28"),
    "CSR67": (146, 0, "2011-06-28"),
    "CSSP54": (86, 2, "2015-02-09"),
    "CRS61": (63, 3, "2014-12-18"),
    "UNTOC": (179, 6, "2013-10-17"),
    "TIP": (159, 8, "2013-12-13"),
    "SOM": (138, 14, "2013-09-24"),
    "CRC": (194, 2, "2014-04-02"),
    "CEDAW": (188, 2, "2014-04-02"),
}


@pytest.fixture(scope="module")
def held(data: Path) -> tuple[File, ...]:
    return files_of(of_folder(data))


def leader(held: tuple[File, ...], instrument: str) -> File:
    found = leading(file for file in held if file.instrument == instrument)
    assert found is not None
    return found


def rows(held: tuple[File, ...], instrument: str, on: str = "") -> tuple[Status, ...]:
    file = leader(held, instrument)
    return statuses_in(file, date.fromisoformat(on or file.as_of))


@pytest.mark.parametrize("instrument", GOLDEN)
def test_the_golden_facts(held: tuple[File, ...], instrument: str) -> None:
    found = rows(held, instrument)
    states = [row.state for row in found]
    file = leader(held, instrument)
    assert (states.count("party"), states.count("signatory"), file.as_of) == GOLDEN[instrument]
    assert file.name == "untc.treaties@2015"


def test_a_careless_reading_of_the_heading_finds_sixty_six(held: tuple[File, ...]) -> None:
    file = leader(held, "ICRMW")
    careless = {act.party for act in file.acts if act.act != "declaration" and act.date}
    assert len(careless) == 66
    assert sum(row.state == "party" for row in rows(held, "ICRMW")) == 47
    montenegro = next(row for row in rows(held, "ICRMW") if row.party == "MNE")
    assert (montenegro.state, montenegro.act) == ("signatory", "succession to signature")


@pytest.mark.parametrize(
    ("instrument", "party", "act"),
    [
        ("CRPD", "EUE", "formal confirmation"),
        ("CRPD", "COK", "accession"),
        ("CEDAW", "COK", "accession"),
        ("CRC", "NIU", "accession"),
        ("CSR51", "VAT", "ratification"),
        ("ICCPR", "PSE", "accession"),
        ("UNTOC", "EUE", "approval"),
    ],
)
def test_parties_are_not_only_states(
    held: tuple[File, ...], instrument: str, party: str, act: str
) -> None:
    found = next(row for row in rows(held, instrument) if row.party == party)
    assert (found.state, found.act) == ("party", act)


def test_china_is_named_among_the_stateless_convention_without_an_act(
    held: tuple[File, ...],
) -> None:
    found = next(row for row in rows(held, "CSSP54") if row.party == "CHN")
    assert (found.state, found.act, found.date) == ("participant", "participant", None)


def test_parties_of_an_earlier_day(held: tuple[File, ...]) -> None:
    """The depositary's list of 26 September 2008 shows 124 parties to the Trafficking Protocol."""
    assert sum(row.state == "party" for row in rows(held, "TIP", "2008-09-26")) == 124
    assert sum(row.state == "party" for row in rows(held, "ICRMW", "2003-03-14")) == 21


def test_declarations_of_who_is_in_no_table_make_nobody_a_participant(
    held: tuple[File, ...],
) -> None:
    only_said = [
        (file.instrument, party)
        for file in held
        for party, acts in file.by_party().items()
        if all(act.act == "declaration" for act in acts)
    ]
    assert only_said
    for instrument, party in only_said:
        file = leader(held, instrument)
        assert status_in(file, instrument, party, date(2010, 1, 1)).state == "not listed"


def test_contradictions_of_the_status_of_2022_are_all_told(held: tuple[File, ...]) -> None:
    found = {
        (item.instrument, item.party)
        for item in disagreements(held)
        if item.kind in ("contradicts itself", "not filled in")
    }
    assert found == {
        ("CAT", "TZA"),
        ("CRC", "PRK"),
        ("ICERD", "BRN"),
        ("ICESCR", "MDA"),
        ("ICERD", "GAB"),
    }


def test_the_frame_has_the_same_answers(data: Path, held: tuple[File, ...]) -> None:
    acts = of_folder(data).filter(pl.col("instrument").is_in(["ICRMW", "CSSP54"]))
    frame = party_statuses(acts, date(2010, 1, 1))
    for instrument in ("ICRMW", "CSSP54"):
        file = leader(held, instrument)
        mine = frame.filter(instrument=instrument, dataset=file.dataset)
        assert mine.height == len(file.by_party())
        for row in mine.iter_rows(named=True):
            one = status_in(file, instrument, row["party"], date(2010, 1, 1))
            assert (row["state"], row["date"], row["in_force_from"], row["id"]) == (
                one.state,
                one.date,
                one.in_force_from,
                one.cell,
            )


def test_an_edition_without_dated_acts_has_no_newest_one() -> None:
    assert newest(()) == ""


# --- a base of made files ----------------------------------------------------------------------


def test_the_leading_file_answers_and_others_are_shown_beside(norms_base: Base) -> None:
    found = parties(norms_base, "ICRMW")
    assert found.file is not None
    assert (found.file.name, found.on) == ("untc.treaties@2015", date(2006, 10, 23))
    assert {row.party for row in found.named("party")} == {"DEU", "TUR"}
    assert {row.party for row in found.named("signatory")} == {"LBY", "MNE"}
    assert [row.party for row in found.named("participant")] == ["CHN"]
    assert [(row.party, row.year) for row in found.elsewhere] == [("LBY", 2010)]
    assert [file.name for file in found.others] == ["untc.status-2022@2022-08"]
    assert found.count("not listed") == len(found.rows) - 5


def test_files_that_disagree_are_told_with_both_cells(norms_base: Base) -> None:
    found = parties(norms_base, "ICRMW").disagreements
    told = {(item.party, item.kind): item for item in found}
    assert set(told) == {("TUR", "another year"), ("TUR", "contradicts itself")}
    other = told["TUR", "another year"]
    assert other.says == "untc.treaties@2015: ratification 27 September 2004"
    assert other.against == "untc.status-2022@2022-08: party in the year 2003"
    assert len(other.cells) == 2
    assert isinstance(other, Disagreement)


def test_a_region_and_a_day(norms_base: Base) -> None:
    found = parties(norms_base, "ICRMW", date(2000, 1, 1), "Western Asia")
    assert {row.party for row in found.rows} == set(where.members("M49-145")) & {
        row.party for row in parties(norms_base, "ICRMW").rows
    }
    assert [(row.party, row.state) for row in found.rows if row.act] == [("TUR", "signatory")]
    with pytest.raises(where.UnknownPlace, match="Western Asia"):
        parties(norms_base, "ICRMW", region="Westen Asia")
    with pytest.raises(what.UnknownInstrument, match="did you mean ICRMW"):
        parties(norms_base, "ICRMV")


def test_an_instrument_without_a_file_is_not_known_here(norms_base: Base) -> None:
    found = parties(norms_base, "TIP")
    assert (found.file, found.rows) == (None, ())
    by_code = {row.instrument: row for row in status(norms_base, "KEN")}
    assert by_code["TIP"].state == "not known here"
    assert by_code["C097"].state == "not known here"
    assert by_code["CSR51"].state == "not listed"
    assert {row.instrument for row in status(norms_base, "KEN")} == {
        item.code for item in what.instruments() if item.binding
    }


def test_status_shows_what_another_file_holds_later(norms_base: Base) -> None:
    libya = [row for row in status(norms_base, "Libya") if row.instrument == "ICRMW"]
    assert [(row.state, row.dataset) for row in libya] == [
        ("signatory", "untc.treaties"),
        ("party", "untc.status-2022"),
    ]


def test_gaps_are_ranked_by_the_people_concerned(norms_base: Base) -> None:
    found = ratification_gaps(norms_base, "core", top=2)
    assert found.asked == len(where.places("country"))
    first, second = found.rows
    assert (first.place, second.place) == ("LBY", "SYR")
    stock = first.people["migrant-stock"]
    assert (stock.value, stock.parts, stock.agency, stock.edition) == (1000, 2, "UNDESA", "2024")
    assert first.people["refugees"].value == 313
    assert "trafficking-victims" not in first.people
    assert [row.instrument for row in first.missing] == ["CSR51"]
    assert [row.instrument for row in second.missing] == ["ICRMW", "CSR51"]
    assert {row.instrument for row in first.doubtful} == {
        *("CSR67", "TIP", "SOM", "C097", "C143", "C189")
    }


def test_gaps_of_a_day_and_of_a_region(norms_base: Base) -> None:
    found = ratification_gaps(norms_base, "core", "Northern Africa", date(2001, 1, 1))
    libya = next(row for row in found.rows if row.place == "LBY")
    assert [(row.instrument, row.state) for row in libya.missing] == [
        ("ICRMW", "signatory"),
        ("CSR51", "not listed"),
    ]
    assert {row.place for row in found.rows} <= set(where.members("M49-015"))
    with pytest.raises(UnknownSet, match="did you mean core"):
        ratification_gaps(norms_base, "cor")


@pytest.mark.parametrize("found", instrument_sets(), ids=lambda found: found.code)
def test_sets_are_of_binding_instruments(found: object) -> None:
    assert instrument_set(found.code) is found
    assert found.instruments
    assert all(what.instrument(code).binding for code in found.instruments)
    assert what.concept(found.ranked_by).people


def test_texts_are_kept_with_their_party(norms_base: Base) -> None:
    found = reservations(norms_base, "ICRMW")
    assert [(act.party, act.text) for act in found.acts] == [
        ("DEU", None),
        ("TUR", "The laws on property are preserved."),
    ]
    assert reservations(norms_base, "CSR51").files == ()


def test_the_catalogue_knows_what_the_release_knows(norms_base: Base) -> None:
    found = {entry.instrument.code: entry for entry in catalogue(norms_base)}
    assert len(found) == len(what.instruments())
    assert (found["ICRMW"].known, found["ICRMW"].signed) == ("2", 2)
    assert found["C097"].known == "at least 1"
    assert (found["TIP"].known, found["TIP"].parties) == ("–", None)
    labour = catalogue(norms_base, "labour", "ILO")
    assert all("labour" in entry.instrument.themes for entry in labour)
    assert {"C097", "C143"} <= {entry.instrument.code for entry in labour}
    with pytest.raises(what.UnknownTheme):
        catalogue(norms_base, "labor")
    with pytest.raises(who.UnknownAgency):
        catalogue(norms_base, custodian="ILOO")


def test_a_release_made_before_a_column_was_there_still_answers(norms_base: Base) -> None:
    frame = acts_frame(norms_base, "ICRMW")
    assert {"about", "provisions"} <= set(frame.columns)
    older = frame.drop("about", "provisions")
    assert len(files_of(older)) == len(files(norms_base, "ICRMW"))
