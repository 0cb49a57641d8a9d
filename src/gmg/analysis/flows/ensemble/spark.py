"""The same jobs on Apache Spark: the same pure functions, so the same numbers to the last bit.

The workers need gmg, numpy, scipy and pyarrow of one version each, and processors of one kind. A session
is the caller's own (`pip install gmg[spark]`, Java 17 or newer); `session` makes one on this machine.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from gmg.analysis.flows.ensemble.cells import block_of
from gmg.analysis.flows.ensemble.frame import SCHEMA, frame_of
from gmg.analysis.flows.ensemble.quantiles import SPREAD, SUMMARY, summarised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from gmg.analysis.flows.ensemble.spec import Job

NAMES = {pa.string(): "string", pa.int32(): "int", pa.float64(): "double"}


def session(master: str = "local[2]", **settings: str) -> SparkSession:
    """A session that speaks to nobody beyond this machine: `local[2]`, `local-cluster[2,1,1024]`."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    builder = SparkSession.builder.master(master).appName("gmg")
    for name, value in {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        **settings,
    }.items():
        builder = builder.config(name, value)
    made: SparkSession = builder.getOrCreate()
    return made


def cells(spark: SparkSession, jobs: Sequence[Job]) -> DataFrame:
    """All draws by SCHEMA, one partition a job; nothing is worked until it is asked for."""
    sent = spark.sparkContext.broadcast(list(jobs))

    def worked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield frame_of(sent.value[number])

    numbers = spark.range(0, len(jobs), 1, len(jobs))
    return numbers.mapInArrow(worked, ddl(SCHEMA))


def summary(spark: SparkSession, drawn: DataFrame, jobs: Sequence[Job]) -> DataFrame:
    """By SUMMARY, from the draws of these jobs."""
    return over_origins(spark, drawn, jobs, 0, SUMMARY)


def spread(spark: SparkSession, drawn: DataFrame, jobs: Sequence[Job]) -> DataFrame:
    """By SPREAD, from the draws of these jobs."""
    return over_origins(spark, drawn, jobs, 1, SPREAD)


def over_origins(
    spark: SparkSession, drawn: DataFrame, jobs: Sequence[Job], which: int, schema: pa.Schema
) -> DataFrame:
    """A group is all draws from one origin in one period and of one sex: 11 MB an edition."""
    known = {job.case.key: (job.methods, job.case.given.places) for job in jobs}
    sent = spark.sparkContext.broadcast(dict(sorted(known.items())))
    draws = max(job.last for job in jobs) + 1

    def worked(rows: pa.Table) -> pa.Table:
        first: dict[str, Any] = rows.slice(0, 1).to_pylist()[0]
        blocks = [
            block_of(rows.filter(pc.field("edition") == key.edition), key, methods, names, draws)
            for key, (methods, names) in sent.value.items()
            if (key.period, key.sex) == (first["period"], first["sex"]) and first["origin"] in names
        ]
        return summarised(first["origin"], blocks)[which]

    kept = drawn.where("refused is null").drop("agency", "refused")
    return kept.groupBy("period", "sex", "origin").applyInArrow(worked, ddl(schema))


def ddl(schema: pa.Schema) -> str:
    """The schema as Spark writes it."""
    return ", ".join(f"{field.name} {spark_type(field.type)}" for field in schema)


def spark_type(kind: pa.DataType) -> str:
    """Spark's name of a type."""
    if pa.types.is_list(kind):
        return f"array<{NAMES[kind.value_type]}>"
    return NAMES[kind]
