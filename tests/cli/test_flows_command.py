"""`gmg flows` with its commands, and estimates in `gmg corridor` and `gmg profile`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

import gmg
from flows_made import flows_base
from gmg.analysis.flows.reconcile.simulate import world
from gmg.cli import app
from gmg.evidence.base import Base
from gmg.records.observation import COLUMNS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return flows_base(tmp_path_factory.mktemp("flows"))


@pytest.fixture
def run(made: Base, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line on the small world; errors come through."""
    monkeypatch.setattr(gmg, "open", lambda *_: made)
    monkeypatch.setenv("GMG_DATA", str(made.folder))

    def ran(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return ran


def test_the_largest_flows_with_what_was_done(run: Any) -> None:
    said = run("flows", "--top", 3)
    assert said.exit_code == 0, said.exception
    assert "2015-2020, total: Demographic accounting, pseudo-Bayes, closed" in said.stdout
    assert "What was done for 2015-2020" in said.stdout and "Holy See" in said.stdout
    assert "no agency's figure" in said.stderr


def test_a_pair_shows_six_methods_in_every_period(run: Any) -> None:
    said = run("flows", "--from", "Syria", "--place", "DEU", "--parts")
    assert said.exit_code == 0, said.exception
    for word in ("sd_drop_neg", "da_pb_closed", "2005-2010", "2015-2020", "back to it"):
        assert word in said.stdout
    assert (
        "has no parts"
        in run("flows", "--method", "mig_rate", "--from", "SYR", "--place", "DEU", "--parts").stdout
    )


def test_all_methods_are_summed_up(run: Any) -> None:
    said = run("flows", "--method", "all", "--sex", "female", "--place", "DEU")
    assert said.exit_code == 0, said.exception
    assert "refused" in said.stdout and "Migration rates" in said.stdout


def test_json_holds_the_contract(run: Any) -> None:
    said = run("flows", "--from", "SYR", "--place", "DEU", "--json")
    rows = json.loads(said.stdout)
    assert len(rows) == 3 and all(list(row) == list(COLUMNS) for row in rows)
    assert {row["agency"] for row in rows} == {"GMG"}
    assert {(row["counterpart"], row["place"]) for row in rows} == {("SYR", "DEU")}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_all_rows_go_to_a_file(run: Any, tmp_path: Path, form: str) -> None:
    to = tmp_path / "out" / f"flows.{form}"
    said = run("flows", "--method", "all", "--period", "all", "--to", to)
    assert said.exit_code == 0 and said.stdout == ""
    read = pl.read_parquet(to) if form == "parquet" else pl.read_csv(to)
    assert read.columns == list(COLUMNS) and read.height > 100


WRONG = {
    "method": (("--method", "gravity"), "no method"),
    "period": (("--period", "1950-1955"), "no stocks of mid-1950"),
    "place": (("--place", "Atlantis"), "Atlantis"),
    "sex": (("--sex", "other"), "no sex"),
    "edition": (("--edition", "1999"), "no migrant stock"),
    "unknown": (("--unknown", "guess"), "no way"),
    "left out": (("--from", "VAT"), "left out"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_answered_is_explained(run: Any, name: str) -> None:
    words, said = WRONG[name]
    ran = run("flows", *words)
    assert ran.exit_code == 1
    assert isinstance(ran.exception, (LookupError, ValueError)) and said in str(ran.exception)


def test_another_form_of_file_is_refused(run: Any, tmp_path: Path) -> None:
    assert run("flows", "--to", tmp_path / "flows.xlsx").exit_code == 2


def test_the_options_of_flows_stand_in_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith("| `gmg flows` |")]
    names = {max(one.opts, key=len) for one in app.commands["flows"].params}
    assert {word for word in names if f"`{word}" not in row} == set()


def test_validation_prints_its_tables(run: Any, tmp_path: Path) -> None:
    said = run("flows", "validate")
    assert said.exit_code == 0, said.exception
    for word in ("off its inputs", "not at hand", "log count", "Deaths by sex"):
        assert word in said.stdout
    rows = json.loads(run("flows", "validate", "--json").stdout)
    assert {row["check"] for row in rows} >= {"inputs", "net", "reported"}


# --- reconciling -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    made = world(11, places=6, years=4)
    path = tmp_path_factory.mktemp("entries") / "entries.csv"
    table = made.entries.with_columns(
        *(pl.col(name).replace("P01", "NA") for name in ("origin", "destination", "reporter"))
    )
    table.write_csv(path)
    return path, ":".join(made.reference)


def test_reports_become_one_estimate_with_an_interval(
    run: Any, entries: tuple[Path, str], tmp_path: Path
) -> None:
    path, reference = entries
    said = run("flows", "reconcile", path, "--reference", reference)
    assert said.exit_code == 0, said.exception
    assert "rests on" in said.stdout and "(immigration)" in said.stdout
    rows = json.loads(run("flows", "reconcile", path, "--reference", reference, "--json").stdout)
    assert all(row["low"] <= row["estimate"] <= row["high"] for row in rows)
    assert "NA" in {row["origin"] for row in rows}  # Namibia is no missing value
    to = tmp_path / "reconciled.csv"
    assert run("flows", "reconcile", path, "--reference", reference, "--to", to).exit_code == 0
    assert pl.read_csv(to).height == len(rows)


def test_reporters_have_factors_or_a_reason(run: Any, entries: tuple[Path, str]) -> None:
    path, reference = entries
    said = run("flows", "reconcile", path, "--reference", reference, "--factors", "--json")
    rows = json.loads(said.stdout)
    assert {row["status"] for row in rows} <= {"reference", "identified", "not identified"}
    assert all((row["factor"] is None) == (row["status"] == "not identified") for row in rows)
    shown = run("flows", "reconcile", path, "--reference", reference, "--factors")
    assert "log error" in shown.stdout


BAD_ENTRIES = {
    "no columns": ("a,b\n1,2\n", "lack the columns"),
    "ragged": ("origin,destination\nA,B\nA,B,C,D\n", "no table of entries"),
    "no rows": ("origin,destination,year,reporter,side,value,definition\n", "no entries"),
    "below nought": (
        "origin,destination,year,reporter,side,value,definition\n"
        "A,B,2010,B,immigration,-5,12 months\n",
        "below zero",
    ),
    "words for numbers": (
        "origin,destination,year,reporter,side,value,definition\n"
        "A,B,2010,B,immigration,many,12 months\n",
        "wrong kind",
    ),
}


@pytest.mark.parametrize("name", BAD_ENTRIES)
def test_bad_entries_are_refused(run: Any, tmp_path: Path, name: str) -> None:
    text, said = BAD_ENTRIES[name]
    path = tmp_path / "bad.csv"
    path.write_text(text)
    ran = run("flows", "reconcile", path, "--reference", "B:immigration")
    assert ran.exit_code == 1 and said in str(ran.exception), ran.exception


def test_a_reference_has_a_side(run: Any, entries: tuple[Path, str]) -> None:
    ran = run("flows", "reconcile", entries[0], "--reference", "SWE")
    assert ran.exit_code == 1 and "SWE:immigration" in str(ran.exception)


# --- where estimates appear --------------------------------------------------------------------


def test_a_corridor_shows_them_side_by_side(run: Any) -> None:
    said = run("corridor", "SYR", "DEU")
    assert said.exit_code == 0, said.exception
    assert "Moved from Syrian Arab Republic to Germany" in said.stdout
    for word in ("reported (UNHCR)", "estimated (GMG)", "570 [2]", "lowest to highest"):
        assert word in said.stdout
    rows = json.loads(run("corridor", "SYR", "DEU", "--json").stdout)
    ours = [row for row in rows if row["agency"] == "GMG"]
    assert len(ours) == 2 * 3 * 6 and all(row["id"] is None for row in ours)
    assert {tuple(row) for row in rows} == {("id", *COLUMNS)}


def test_a_corridor_without_inputs_still_answers(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = flows_base(tmp_path, without=["undesa.population-prospects@2024"])
    monkeypatch.setattr(gmg, "open", lambda *_: bare)
    said = run("corridor", "SYR", "DEU")
    assert said.exit_code == 0 and "Estimated flows: none. this release holds no" in said.stdout
    assert all(
        r["agency"] != "GMG" for r in json.loads(run("corridor", "SYR", "DEU", "--json").stdout)
    )


def test_a_profile_shows_them_apart(run: Any) -> None:
    said = run("profile", "DEU")
    assert said.exit_code == 0, said.exception
    apart = said.stdout.partition("Moved, estimated here (agency GMG)")[2]
    assert "came from, 2015-2020" in apart and "570" in apart
