"""The questions about instruments and parties, as a user asks them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import gmg
from gmg.cli import app
from gmg.evidence.base import Base
from small import STOCK_2024, build_small, stock_2024

XML = """<?xml version="1.0" encoding="iso-8859-1"?>
<Document><Treaty>
<Header><Chapter><Header>CHAPTER V</Header></Chapter>
<ExternalData><Numsect>4</Numsect></ExternalData></Header>
<Participants><Table><TGroup><Thead><Row><Entry>Participant</Entry><Entry>Signature</Entry>
<Entry>Accession(a), Ratification</Entry></Row></Thead><Tbody><Rows>
<Row><Entry>Israel</Entry><Entry>30 Aug 1961</Entry><Entry /></Row>
<Row><Entry>Chad&lt;superscript&gt;1&lt;/superscript&gt;</Entry><Entry /><Entry>13 Dec 1999 a</Entry></Row>
</Rows></Tbody></TGroup></Table></Participants>
<Declarations><Title>Declarations and Reservations</Title><Declaration>
<Participant>Chad</Participant><text type="title">Reservation:</text><text>Côte, article 1.</text>
</Declaration></Declarations></Treaty></Document>"""


def ask(base: Base, *words: str) -> str:
    """What a command prints for people, lines joined."""
    ran = CliRunner().invoke(app, [*words, "--base", str(base.folder)], catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    return " ".join(ran.stdout.split())


def answer(base: Base, *words: str) -> list[dict[str, Any]]:
    """The JSON array that a command prints."""
    words = (*words, "--json", "--base", str(base.folder))
    ran = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert all(isinstance(item, dict) for item in found)
    return found


def test_parties_in_words(norms_base: Base) -> None:
    said = ask(norms_base, "parties", "ICRMW")
    assert "2 parties, 2 signed only, on 23 October 2006" in said
    assert "by untc.treaties@2015 (as of 2006-10-23)" in said
    assert "named in the table without any act (1)" in said
    assert "1 January 2005" in said  # Turkey: first of the month after three months
    assert "also untc.status-2022@2022-08 (as of 2010, years only)" in said
    assert "Libya 2010" in said
    assert "where sources disagree or contradict themselves (3)" in said


def test_parties_on_a_day_after_the_newest_act(norms_base: Base) -> None:
    said = ask(norms_base, "parties", "ICRMW", "--on", "2020-01-01", "--region", "Western Asia")
    assert "1 party in Western Asia, 0 signed only, on 1 January 2020" in said
    assert "nothing later is known from it, so this is how it stood on 2006-10-23" in said


def test_an_excerpt_says_at_least(norms_base: Base) -> None:
    said = ask(norms_base, "parties", "C097")
    assert "at least 1 party" in said
    assert "the file is an excerpt, which never says no" in said
    assert "not known here" in ask(norms_base, "parties", "TIP")


def test_parties_as_json(norms_base: Base) -> None:
    found = answer(norms_base, "parties", "ICRMW")
    turkey = next(row for row in found if row["party"] == "TUR" and row["state"] == "party")
    assert turkey["date"] == "2004-09-27"
    assert turkey["in_force_from"] == "2005-01-01"
    assert turkey["as_of"] == "2006-10-23"
    assert turkey["signed"] == "1999-01-13"
    traced = answer(norms_base, "trace", turkey["id"])
    assert traced[0]["text_in_file"] == "27 Sep 2004"
    beside = [row for row in found if row.get("counted") is False]
    assert [(row["party"], row["dataset"]) for row in beside] == [("LBY", "untc.status-2022")]


def test_an_act_of_the_xml_leads_back_to_its_cell(tmp_path: Path) -> None:
    raw = XML.encode("iso-8859-1")
    files = {
        "ohchr-untc/xml/V-4.en.xml": raw,
        STOCK_2024: stock_2024(("TCD", 2024, "SDN", "male", 1)),
    }
    build_small(tmp_path / "data", tmp_path / "base", files)
    base = gmg.open(tmp_path / "base")
    (found,) = [row for row in answer(base, "parties", "CRS61") if row["state"] == "party"]
    assert found["id"].endswith(".2.Entry[3].Participants")
    assert answer(base, "trace", found["id"])[0]["text_in_file"] == "13 Dec 1999 a"
    (said,) = answer(base, "reservations", "CRS61")
    assert (said["act"], said["text"]) == ("reservation", "Côte, article 1.")
    assert answer(base, "trace", said["id"])[0]["text_in_file"] == "Reservation:"


def test_status_of_a_place(norms_base: Base) -> None:
    said = ask(norms_base, "status", "Turkey")
    assert "Türkiye (TUR): binding instruments, each at the newest act of its file" in said
    assert "contradicted in its row" not in said  # the leading file holds nothing against itself
    assert "28 June 1962" in said  # the Refugee Convention: the 90th day after 30 March 1962
    assert "not known here" in said
    found = {
        row["instrument"]: row for row in answer(norms_base, "status", "TUR", "--on", "2000-01-01")
    }
    assert found["ICRMW"]["state"] == "signatory"
    assert found["CSR51"]["state"] == "party"


def test_gaps_name_their_key_and_the_edition_of_each_figure(norms_base: Base) -> None:
    said = ask(norms_base, "ratification-gaps", "--set", "core", "--region", "Northern Africa")
    assert "ranked by migrants living in the country" in said
    assert "C143 no file here: not known" in said
    assert "1,000 (2024)" in said and "added from 2" in said
    assert "migrants: UNDESA, undesa.migrant-stock@2024" in said
    assert "detected victims: no figure here" in said
    first = answer(norms_base, "ratification-gaps", "--top", "1")[0]
    assert first["place"] == "LBY"
    assert first["people"]["migrant-stock"]["value"] == 1000
    assert [row["instrument"] for row in first["missing"]] == ["CSR51"]


def test_reservations_with_texts(norms_base: Base) -> None:
    said = ask(norms_base, "reservations", "ICRMW")
    assert "Türkiye: declaration" in said and "The laws on property are preserved." in said
    assert "no text was collected" in said
    assert "not known here" in ask(norms_base, "reservations", "CSR51")
    found = answer(norms_base, "reservations", "ICRMW", "--place", "TUR")
    assert [row["text"] for row in found] == ["The laws on property are preserved."]


def test_the_catalogue(norms_base: Base) -> None:
    said = ask(norms_base, "instruments", "--theme", "labour", "--custodian", "ILO")
    assert "C097" in said and "at least 1" in said and "ICRMW" not in said
    found = {row["instrument"]: row for row in answer(norms_base, "instruments")}
    assert found["ICRMW"]["parties"] == 2
    assert (found["TIP"]["parties"], found["TIP"]["as_of"]) == (None, None)
    assert found["UDHR"]["binding"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("parties", "ICRMV"), "no instrument has the code 'ICRMV'; did you mean ICRMW"),
        (("parties", "ICRMW", "--region", "Westen Asia"), "Western Asia"),
        (("status", "Kenja"), "Kenya"),
        (("ratification-gaps", "--set", "cor"), "did you mean core"),
        (("reservations", "crc"), "did you mean CRC"),
        (("instruments", "--theme", "labor"), "did you mean labour"),
        (("instruments", "--custodian", "ILOO"), "ILO"),
    ],
)
def test_wrong_words_are_answered_with_what_comes_close(
    norms_base: Base, words: tuple[str, ...], said: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gmg", *words, "--base", str(norms_base.folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_day_is_written_in_one_form(norms_base: Base) -> None:
    ran = CliRunner().invoke(app, ["parties", "ICRMW", "--on", "31.12.2014"])
    assert ran.exit_code == 2
