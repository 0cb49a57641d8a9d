"""A cluster of two workers finds what one process finds, to the last bit. It speaks to nobody but itself."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pytest
from ensemble_made import apart, cases, world
from test_ensemble_frames import ORDER, bytes_of, whole

from gmg.analysis.flows import ensemble
from gmg.analysis.flows.ensemble import Case, Key, Spec, jobs_of, spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DRAWS, SIZE, SPEC = 9, 4, Spec(seed=11)
CASES = [
    *cases(),
    Case(Key("2015-2020", "total", "2024"), apart()),
    Case(Key("2015-2020", "total", "2020"), world(120)),
]


def java() -> bool:
    """Whether it is there and of a version that Spark 4 runs on."""
    command = shutil.which("java")
    if command is None:
        return False
    said = subprocess.run([command, "-version"], capture_output=True, text=True, check=False)
    version = said.stderr.partition('"')[2].partition(".")[0]
    return version.isdigit() and int(version) >= 17


@pytest.fixture(scope="module")
def cluster() -> Iterator[SparkSession]:
    """Two executors of one core, each a process with Python workers of its own."""
    from conftest import missing

    if importlib.util.find_spec("pyspark") is None:
        missing("no pyspark here: pip install gmg[spark]")
    if not java():
        missing("no Java 17 or newer here, which Spark runs on")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("PYSPARK_PYTHON", "SPARK_LOCAL_IP", "OPENBLAS_NUM_THREADS"):
            environment.setenv(name, "")  # and as it was again afterwards
            environment.delenv(name)
        session = spark.session("local-cluster[2,1,1024]")
        session.sparkContext.setLogLevel("ERROR")
        application, gateway = session.sparkContext.applicationId, session.sparkContext._gateway
        yield session
        session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()  # which ends Java
    gateway.proc.wait(30)
    spec = importlib.util.find_spec("pyspark")
    assert spec is not None and spec.origin is not None
    shutil.rmtree(Path(spec.origin).parent / "work" / application, ignore_errors=True)


@pytest.fixture(scope="module")
def drawn(cluster: SparkSession) -> DataFrame:
    """All draws, kept where they were worked out."""
    return spark.cells(cluster, jobs_of(CASES, SPEC, DRAWS, size=SIZE)).cache()


def test_draws_are_equal_to_the_last_bit(drawn: DataFrame) -> None:
    found = drawn.toArrow()
    jobs = jobs_of(CASES, SPEC, DRAWS, size=SIZE)
    here = whole(jobs)
    assert found.num_rows == here.num_rows > 1000
    assert here["refused"].null_count < here.num_rows
    there = found.cast(here.schema).sort_by(ORDER).combine_chunks()
    assert bytes_of(there) == bytes_of(here)
    one_by_one = whole(jobs_of(CASES, SPEC, DRAWS, size=1))
    assert bytes_of(there) == bytes_of(one_by_one)


def test_draws_came_from_other_processes(cluster: SparkSession) -> None:
    def pid(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import os

        for batch in batches:
            yield pa.RecordBatch.from_arrays([pa.array([os.getppid()] * len(batch))], names=["pid"])

    found = cluster.range(0, 4, 1, 4).mapInArrow(pid, "pid long").toArrow()
    assert len(set(found["pid"].to_pylist())) == 2


def test_summary_and_spread_are_equal_to_the_last_bit(
    cluster: SparkSession, drawn: DataFrame, tmp_path: Path
) -> None:
    jobs = jobs_of(CASES, SPEC, DRAWS, size=SIZE)
    ensemble.run(CASES, SPEC, tmp_path, DRAWS, processes=1)
    for there, here in (
        (spark.summary(cluster, drawn, jobs), ensemble.summary(tmp_path)),
        (spark.spread(cluster, drawn, jobs), ensemble.spread(tmp_path)),
    ):
        found = pl.from_arrow(there.toArrow())
        assert isinstance(found, pl.DataFrame)
        names = [name for name in here.columns if here[name].dtype == pl.String]
        assert found.sort(names).equals(here.sort(names))
        assert len(here) > 100


def test_it_listens_on_loopback_alone(cluster: SparkSession) -> None:
    """Java's processes of the cluster are children of this one and of each other."""
    table = Path("/proc/net")
    if not table.is_dir():
        pytest.skip("no list of sockets here")
    ours = sockets_below(cluster.sparkContext._gateway.proc.pid)
    listening = []
    for name in ("tcp", "tcp6"):
        for line in (table / name).read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A" and inode in ours:
                listening.append(local.partition(":")[0])
    assert listening
    loopback = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
    assert set(listening) <= set(loopback)


def sockets_below(process: int) -> set[str]:
    """Inodes of the sockets of a process and of all below it."""
    found: set[str] = set()
    for task in (Path("/proc") / str(process)).glob("task/*/children"):
        for child in task.read_text().split():
            found |= sockets_below(int(child))
    for link in (Path("/proc") / str(process) / "fd").iterdir():
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            found.add(target[len("socket:[") : -1])
    return found
