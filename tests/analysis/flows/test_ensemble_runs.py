"""Runs: the same bytes from one process and several, right quantiles, and nothing half when killed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from ensemble_made import apart, cases, world

from gmg.analysis.flows import ensemble
from gmg.analysis.flows.ensemble import AtWork, Case, Key, NoEnsemble, Spec
from gmg.analysis.flows.ensemble import folder as folders
from gmg.analysis.flows.estimate import METHODS, estimate

SPEC = Spec(seed=5)
HERE = Path(__file__).parent


def hashes(run: Path) -> dict[str, str]:
    return {
        str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.is_file()
    }


def put(to: Path, **more: object) -> Path:
    options = {"draws": 23, "size": 5, "processes": 1, "keep": "cells"} | more
    return ensemble.run(cases(), SPEC, to, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ensemble with every draw."""
    to = tmp_path_factory.mktemp("kept")
    put(to)
    return to


@pytest.mark.parametrize("keep", ["summary", "cells"])
def test_several_processes_write_the_bytes_that_one_writes(
    keep: str, kept: Path, tmp_path: Path
) -> None:
    one, two = (put(tmp_path / str(n), keep=keep, processes=n) for n in (1, 2))
    assert hashes(one) == hashes(two)
    assert one.name == two.name
    below = folders.finished(kept)
    for name in ("summary", "spread", "draws"):
        for path in (one / name).iterdir():
            assert path.read_bytes() == (below / name / path.name).read_bytes()


QUANTILES = """
    select period, sex, edition, method, origin, destination, count(*)::int as draws,
        avg(flow) as mean, stddev_pop(flow) as sd, quantile_cont(flow, 0.05) as low,
        median(flow) as median, quantile_cont(flow, 0.95) as high
    from drawn group by all
"""


def test_the_summary_is_what_duckdb_finds_in_the_draws(kept: Path) -> None:
    drawn = ensemble.cells(kept).filter(pl.col("draw") > 0)
    wanted = duckdb.from_arrow(drawn.to_arrow()).query("drawn", QUANTILES).pl()
    found = ensemble.summary(kept)
    assert set(found["agency"]) == {"GMG"}
    key = ["period", "sex", "edition", "method", "origin", "destination"]
    both = found.join(wanted, on=key, suffix="_wanted", validate="1:1")
    assert len(both) == len(found) == len(wanted) == (2 * 8 * 7 + 7 * 6) * 6 + 7 * 6 * 2
    assert (both["draws"] == 23).all() and (both["draws_wanted"] == 23).all()
    for name in ("mean", "sd", "low", "median", "high"):
        assert np.allclose(both[name], both[f"{name}_wanted"], rtol=1e-9, atol=1e-6), name


def test_the_estimate_is_of_the_inputs_as_they_are(kept: Path) -> None:
    case = cases()[1]
    for method in METHODS:
        told = ensemble.summary(kept, sex="male", method=method, origin="P001")
        wanted = estimate(case.given, method).total[1]
        found = dict(zip(told["destination"], told["estimate"], strict=True))
        assert len(found) == 7
        for place, value in found.items():
            assert value == pytest.approx(wanted[int(place[1:])], rel=1e-9, abs=1e-9)


def test_the_spread_adds_up_to_the_variance_of_all(kept: Path) -> None:
    found = ensemble.spread(kept, period="2015-2020", sex="female")
    drawn = ensemble.cells(kept, period="2015-2020", sex="female").filter(pl.col("draw") > 0)
    pooled = drawn.group_by("origin", "destination").agg(
        pl.col("flow").var(ddof=0).alias("all"),
        pl.col("flow").median().alias("middle"),
        pl.col("flow").quantile(0.05, "linear").alias("lowest"),
        pl.col("edition").n_unique().alias("editions"),
    )
    both = found.join(pooled, on=["origin", "destination"], validate="1:1")
    assert len(both) == 8 * 7
    parts = sum(both[f"sd_{name}"] ** 2 for name in ("inputs", "methods", "editions", "both"))
    assert np.allclose(parts, both["all"], rtol=1e-9, atol=1e-9)
    assert np.allclose(both["median"], both["middle"], rtol=1e-12)
    assert np.allclose(both["low"], both["lowest"], rtol=1e-9, atol=1e-9)
    alone = both.filter(pl.col("editions") == 1)
    assert len(alone) == 14 and alone["sd_editions"].max() == alone["sd_both"].max() == 0
    assert (both.filter(pl.col("editions") == 2)["sd_editions"] > 0).any()
    assert (both["sd_methods"] > 0).any()


def test_all_who_moved_are_the_sum_of_the_corridors(kept: Path) -> None:
    key = ["period", "sex", "edition", "method", "draw"]
    wanted = ensemble.cells(kept).group_by(key).agg(pl.col("flow").sum())
    found = ensemble.draws(kept)
    both = found.join(wanted, on=key, validate="1:1")
    assert len(both) == len(found) == len(wanted) == 24 * (3 * 6 + 2)
    assert np.allclose(both["moved"], both["flow"], rtol=1e-12)
    told = ensemble.moved(kept, sex="male", method="da_pb_closed").row(0, named=True)
    chosen = found.filter(sex="male", method="da_pb_closed")
    drawn = chosen.filter(pl.col("draw") > 0)["moved"]
    assert told["estimate"] == chosen.filter(draw=0)["moved"].item()
    assert told["median"] == pytest.approx(drawn.median())
    assert told["low"] == pytest.approx(drawn.quantile(0.05, "linear"))
    assert (told["draws"], told["refused"], told["agency"]) == (23, 0, "GMG")


def test_a_method_without_any_draw_is_told_and_left_out(tmp_path: Path) -> None:
    ensemble.run([Case(Key("2015-2020", "male"), apart())], SPEC, tmp_path, 4, processes=1)
    told = ensemble.draws(tmp_path).filter(pl.col("refused").is_not_null())
    assert len(told) == 2 * 4 and told["refused"].str.contains("InfeasibleMargins").all()
    assert told["moved"].null_count() == len(told) and 0 not in told["draw"].to_list()
    assert set(ensemble.summary(tmp_path)["method"]) == set(METHODS) - set(told["method"])
    assert len(ensemble.spread(tmp_path)) == 6 * 5


def test_cells_are_asked_for_by_corridor(kept: Path) -> None:
    one = ensemble.cells(kept, origin="P001", destination="P007", method="mig_rate")
    assert set(one["edition"]) == {"2024"} and len(one) == 2 * 24
    with pytest.raises(TypeError, match="by_hand"):
        ensemble.summary(kept, by_hand="yes")


def test_summaries_alone_hold_no_cells(tmp_path: Path) -> None:
    put(tmp_path, keep="summary")
    assert not list(tmp_path.rglob("scratch*"))
    with pytest.raises(LookupError, match="keep='cells'"):
        ensemble.cells(tmp_path)


def test_the_same_run_is_not_worked_again_and_another_takes_its_place(tmp_path: Path) -> None:
    first = put(tmp_path, draws=3)
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*.parquet")}
    assert put(tmp_path, draws=3) == first
    assert {path: path.stat().st_mtime_ns for path in first.rglob("*.parquet")} == before
    second = put(tmp_path, draws=4)
    assert second != first and not first.exists()
    assert ensemble.about(tmp_path)["draws"] == 4
    assert ensemble.about(tmp_path)["agency"] == "GMG"


@pytest.mark.parametrize(
    "pointer", [None, "", "{}", "[]", '{"run": "../.."}', '{"run": 3}', "\x00"]
)
def test_a_folder_without_an_ensemble_is_told(pointer: str | None, tmp_path: Path) -> None:
    if pointer is not None:
        (tmp_path / folders.POINTER).write_text(pointer)
    with pytest.raises(NoEnsemble):
        ensemble.summary(tmp_path)


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with folders.locked(tmp_path), pytest.raises(AtWork):
        put(tmp_path)


def test_only_summary_or_cells_are_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not kept"):
        put(tmp_path, keep="everything")


KILLED = """
import os, pathlib, signal, sys
sys.path[:0] = sys.argv[1:2]
import ensemble_made
from test_ensemble_runs import put
call, at, to, keep = sys.argv[2], int(sys.argv[3]), pathlib.Path(sys.argv[4]), sys.argv[5]
owner = pathlib.Path if call == "replace" else os
real, calls = getattr(owner, call), [0]
def deadly(*arguments, **options):
    calls[0] += 1
    if calls[0] == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
setattr(owner, call, deadly)
put(to, keep=keep)
"""


@pytest.mark.parametrize(
    ("call", "keep", "moments"),
    [("replace", "cells", (1, 2, 24)), ("fsync", "cells", (3,)), ("pwrite", "summary", (100,))],
)
def test_a_killed_writer_leaves_the_old_result(
    call: str, keep: str, moments: tuple[int, ...], tmp_path: Path
) -> None:
    wanted = hashes(put(tmp_path / "undisturbed", keep=keep))
    to = tmp_path / "to"
    old = put(to, keep=keep, draws=2)
    kept = hashes(old)
    for at in moments:
        words = [sys.executable, "-c", KILLED, HERE, call, at, to, keep]
        died = subprocess.run([str(word) for word in words], capture_output=True, check=False)
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert folders.finished(to) == old and hashes(old) == kept
        assert ensemble.about(to)["draws"] == 2
    finished = list(to.glob(".writing-*/cells/*/part-*.parquet"))
    stamps = {path.name + path.parent.name: path.stat().st_mtime_ns for path in finished}
    assert bool(finished) == (call == "replace" or call == "fsync")
    new = put(to, keep=keep)
    assert hashes(new) == wanted
    assert not list(to.glob(".writing-*")) and not old.exists()
    for path in new.glob("cells/*/part-*.parquet"):  # what was whole is not worked again
        assert stamps.get(path.name + path.parent.name, path.stat().st_mtime_ns) == (
            path.stat().st_mtime_ns
        )


def test_a_full_disk_leaves_the_old_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = put(tmp_path, keep="summary", draws=2)

    def full(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path, keep="summary")
    assert folders.finished(tmp_path) == old
    monkeypatch.undo()
    assert put(tmp_path, keep="summary") != old


ORPHANS = """
import pathlib, sys
sys.path[:0] = sys.argv[1:2]
if __name__ == "__main__":
    import multiprocessing, threading, time
    from ensemble_made import world
    from gmg.analysis.flows import ensemble
    def told():
        while len(multiprocessing.active_children()) < 2:
            time.sleep(0.01)
        print([child.pid for child in multiprocessing.active_children()], flush=True)
    threading.Thread(target=told, daemon=True).start()
    case = ensemble.Case(ensemble.Key("2015-2020", "total"), world(60))
    ensemble.run([case], ensemble.Spec(), pathlib.Path(sys.argv[2]), 100_000, processes=2)
"""


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    words = [sys.executable, str(script), str(HERE), str(tmp_path / "to")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = json.loads(parent.stdout.readline())
        parent.kill()
    for worker in workers:
        gone(worker)


def gone(process: int) -> None:
    """Wait until it is, half a minute at most."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        status = Path(f"/proc/{process}/status")
        try:
            if "zombie" in status.read_text():
                return
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail(f"worker {process} lives on")


def test_a_small_world_is_written_by_default(tmp_path: Path) -> None:
    case = Case(Key("2015-2020", "total"), world(3))
    ensemble.run([case], SPEC, tmp_path, 2, methods=("mig_rate",), processes=1)
    assert len(ensemble.summary(tmp_path)) == 6
