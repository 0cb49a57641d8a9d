"""The questions about work, as a user asks them."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from gmg.axes import mandates
from gmg.cli import app
from gmg.evidence.base import Base


def run(*words: str) -> str:
    """What a command prints."""
    ran = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout


def ask(base: Base, *words: str) -> str:
    """What a command prints for people, lines joined."""
    return " ".join(run(*words, "--base", str(base.folder)).split())


def answer(*words: str) -> list[dict[str, Any]]:
    """The JSON array that a command prints."""
    found = json.loads(run(*words, "--json"))
    assert isinstance(found, list)
    assert all(isinstance(item, dict) for item in found)
    return found


def of_base(base: Base, *words: str) -> list[dict[str, Any]]:
    """The JSON array of a command that is asked of a base."""
    return answer(*words, "--base", str(base.folder))


def test_gaps_in_words(work_base: Base) -> None:
    said = ask(work_base, "gaps", "--place", "LBY", "--year", "2021", "--top", "40")
    assert "40 cells of 2021: 36 not reported, 0 none known" in said
    assert "1 several agencies, 0 covered" in said
    assert "A choice of them, not all that is done." in said
    assert "several agencies: IOM, UNHCR" in said
    assert "Not known to report all that they do:" in said
    assert "XM-DAC-47066-1" in said


def test_a_gap_opens_to_its_figure_and_acts(work_base: Base) -> None:
    (found,) = of_base(work_base, "gaps", "--place", "LBY", "--topic", "refugees", "--year", "2024")
    assert found["score_parts"]["people"] == 313
    (figure,) = found["figures"]
    (cell,) = figure["ids"]
    traced = json.loads(run("trace", cell, "--json", "--base", str(work_base.folder)))
    assert "313" in json.dumps(traced)
    assert found["state"] == "not reported"
    assert found["reporting_not_known"]


def test_gaps_of_a_region_and_a_topic(work_base: Base) -> None:
    found = of_base(
        work_base, "gaps", "--region", "Northern Africa", "--topic", "refugees", "--year", "2021"
    )
    places = {one["place"] for one in found}
    assert {"LBY", "EGY", "SDN"} <= places
    assert "TUR" not in places
    assert {one["topic"] for one in found} == {"refugees"}


def test_top_cuts_the_list_and_not_the_count(work_base: Base) -> None:
    words = ("gaps", "--place", "LBY", "--year", "2021")
    assert len(of_base(work_base, *words, "--top", "3")) == 3
    assert "40 cells of 2021" in ask(work_base, *words, "--top", "3")


def test_overlaps(work_base: Base) -> None:
    said = ask(work_base, "overlaps")
    assert "possible overlap of IOM and UNHCR" in said
    assert "2021-01-01 to 2021-06-30" in said
    assert "not stated by both: area within the country, target group" in said
    assert "0 overlaps and 1 possible ones" in said
    (found,) = of_base(work_base, "overlaps", "--place", "Libya")
    assert found["activities"] == {"IOM": ["XM-DAC-47066-1"], "UNHCR": ["XM-DAC-41121-1"]}
    assert of_base(work_base, "overlaps", "--place", "TUR") == []
    assert of_base(work_base, "overlaps", "--region", "Western Asia") == []
    assert of_base(work_base, "overlaps", "--topic", "health") == []
    assert of_base(work_base, "overlaps", "--year", "2020") == []


def test_who_does_what(work_base: Base) -> None:
    said = ask(work_base, "who-does-what", "--place", "Libya")
    assert "Return of migrants and refugees" in said
    assert "and 1 for a region it lies in (Northern Africa 1); --all prints them" in said
    assert "smuggling" not in said.split("Publishes")[0].split("--all")[0]
    everything = ask(work_base, "who-does-what", "--place", "Libya", "--all")
    assert "Border management" in everything


def test_who_does_what_as_json_leads_back_to_the_file(work_base: Base) -> None:
    found = of_base(work_base, "who-does-what", "--place", "LBY", "--topic", "refugees")
    assert [one["identifier"] for one in found] == ["XM-DAC-47066-1", "XM-DAC-41121-1"]
    for one in found:
        assert one["because"]
        traced = run("trace", one["id"], "--base", str(work_base.folder))
        assert one["identifier"] in traced


def test_nothing_known_is_said_to_be_no_answer(work_base: Base) -> None:
    said = ask(work_base, "who-does-what", "--place", "Chile")
    assert "no activity is known here; that is not the same as none" in said


def test_a_release_without_activities_says_so(norms_base: Base) -> None:
    for words in (("gaps", "--place", "LBY"), ("overlaps",), ("who-does-what", "--place", "LBY")):
        assert "This release holds no activities" in ask(norms_base, *words)


def test_mandates() -> None:
    said = " ".join(run("mandates").split())
    assert "Shared mandates, which are no duplication" in said
    assert "operations, return: IOM, UNHCR" in said
    assert "visas" in said.split("candidate gaps")[1]
    assert len(answer("mandates")) == len(mandates.mandates())


def test_mandates_of_one_agency_and_theme() -> None:
    found = answer("mandates", "--agency", "IOM", "--theme", "trafficking")
    assert [(one["function"], one["confidence"]) for one in found] == [("operations", "recalled")]
    assert "Shared mandates" not in run("mandates", "--agency", "IOM")


def test_an_unknown_topic_names_the_nearest(work_base: Base) -> None:
    ran = CliRunner().invoke(
        app, ["gaps", "--topic", "traficking", "--base", str(work_base.folder)]
    )
    assert ran.exit_code != 0
    assert "trafficking" in str(ran.exception)
