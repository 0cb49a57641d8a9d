"""Cases from a release, and `gmg flows ensemble` on a small world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

import gmg
from flows_made import flows_base
from gmg.analysis.flows import ensemble
from gmg.analysis.flows.ensemble.from_base import cases_of
from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.from_evidence import estimated, usable
from gmg.analysis.flows.inputs import BadInputs
from gmg.cli import app
from gmg.evidence.base import Base


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return flows_base(tmp_path_factory.mktemp("flows"))


@pytest.fixture
def run(made: Base, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line on the small world; errors come through."""
    monkeypatch.setattr(gmg, "open", lambda *_: made)

    def ran(*words: object) -> Result:
        return CliRunner().invoke(app, ["flows", "ensemble", *map(str, words)])

    return ran


def test_cases_are_the_inputs_of_the_estimates_with_how_each_place_counts(made: Base) -> None:
    cases = cases_of(made)
    assert [case.key.period for case in cases] == ["2005-2010", "2010-2015", "2015-2020"]
    (one,) = cases_of(made, ["2015-2020"], ["female"])
    wanted = estimated(made, "2015-2020", "female").prepared
    assert one.given is wanted.inputs and one.key.sex == "female"
    assert one.sources == tuple(dict.fromkeys(used.name for used in wanted.used))
    assert len(one.bases) == len(one.given.places) and "foreign-born" in one.bases
    merged = next(case for case in cases if case.key.period == "2005-2010")
    assert "SSD" not in merged.given.places  # one with Sudan here, and counted as Sudan is
    assert merged.bases[merged.given.places.index("SDN736")] == "foreign-born"


def test_a_period_nobody_holds_is_refused_with_those_there_are(made: Base) -> None:
    with pytest.raises(BadInputs, match=r"2020-2024; they hold 2005-2010, 2010-2015, 2015-2020"):
        cases_of(made, ["2020-2024"])


def test_the_command_writes_a_folder_and_prints_what_moved(run: Any, tmp_path: Path) -> None:
    said = run("--draws", 7, "--processes", 1, "--to", tmp_path, "--keep", "cells")
    assert said.exit_code == 0, said.exception
    assert "no interval of truth" in said.stdout and "no agency's figure" in said.stderr
    told = ensemble.about(tmp_path)
    assert (told["agency"], told["draws"], told["keep"]) == ("GMG", 7, "cells")
    assert set(told["methods"]) == set(METHODS)
    assert told["cases"][0]["sources"]
    assert set(ensemble.cells(tmp_path)["draw"]) == set(range(8))


def test_the_estimate_in_it_is_the_one_that_gmg_flows_gives(
    run: Any, made: Base, tmp_path: Path
) -> None:
    words = ("--period", "all", "--sex", "all", "--draws", 3, "--processes", 1, "--to", tmp_path)
    said = run(*words, "--json")
    assert said.exit_code == 0, said.exception
    rows = json.loads(said.stdout)
    assert {(row["period"], row["sex"]) for row in rows} == {
        (period, sex)
        for period in ("2005-2010", "2010-2015", "2015-2020")
        for sex in ("total", "female", "male")
    }
    for row in rows:
        one = estimated(made, row["period"], row["sex"])
        assert row["estimate"] == pytest.approx(one.flows[row["method"]].total.sum(), rel=1e-9)
        assert row["low"] <= row["median"] <= row["high"]


def test_one_method_and_another_seed(run: Any, tmp_path: Path) -> None:
    words = ("--method", "mig_rate", "--draws", 5, "--processes", 1)
    found = []
    for seed in (1, 2):
        assert run(*words, "--seed", seed, "--to", tmp_path / str(seed)).exit_code == 0
        found.append(ensemble.summary(tmp_path / str(seed)))
    assert set(found[0]["method"]) == {"mig_rate"}
    assert found[0]["estimate"].equals(found[1]["estimate"])
    assert not found[0]["median"].equals(found[1]["median"])


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--method", "by hand"), LookupError),
        (("--period", "2020-2024"), BadInputs),
        (("--period", "yesterday"), ValueError),
        (("--sex", "unknown"), (LookupError, ValueError)),
        (("--edition", "1999"), ValueError),
        (("--unknown", "ignored"), (LookupError, ValueError)),
    ],
)
def test_what_cannot_be_answered_is_said(
    words: tuple[str, ...], error: type, run: Any, tmp_path: Path
) -> None:
    said = run(*words, "--draws", 2, "--processes", 1, "--to", tmp_path / "to")
    assert said.exit_code == 1 and isinstance(said.exception, error), said.exception
    assert not (tmp_path / "to" / "ensemble.json").exists()


@pytest.mark.parametrize(
    "words", [(), ("--to", "x", "--draws", "0"), ("--to", "x", "--keep", "all")]
)
def test_words_that_are_off(words: tuple[str, ...], run: Any) -> None:
    assert run(*words).exit_code == 2


def test_the_published_figures_bear_all_methods(base: Base, tmp_path: Path) -> None:
    """On the real files, a few draws: nothing is refused, editions and methods are told apart."""
    cases = cases_of(base, ["2015-2020"])
    assert {case.key.edition for case in cases} == set(usable(base)) - {"2019"}
    for case in cases:
        assert case.methods == tuple(METHODS) and len(set(case.bases)) > 4
        assert "" not in case.bases
    ensemble.run(cases, ensemble.Spec(), tmp_path, 6, processes=1)
    assert ensemble.draws(tmp_path)["refused"].null_count() == len(ensemble.draws(tmp_path))
    (told,) = ensemble.spread(tmp_path, origin="MEX", destination="USA").rows(named=True)
    assert told["sd_methods"] > told["sd_inputs"] > 0 < told["sd_editions"]
    assert ensemble.summary(tmp_path).filter(pl.col("low") > pl.col("high")).is_empty()
