"""The flows of a job, as numbers and as a frame: a pure function of the job, wherever it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gmg.analysis.flows.ensemble.draws import draw
from gmg.analysis.flows.ensemble.spec import AGENCY
from gmg.analysis.flows.ensemble.threads import one_thread
from gmg.analysis.flows.ensemble.totals import totals
from gmg.analysis.flows.inputs import FlowError

if TYPE_CHECKING:
    from gmg.analysis.flows.ensemble.spec import Job
    from gmg.analysis.flows.inputs import Table

SCHEMA = pa.schema(
    [
        ("agency", pa.string()),
        ("period", pa.string()),
        ("sex", pa.string()),
        ("edition", pa.string()),
        ("method", pa.string()),
        ("draw", pa.int32()),
        ("origin", pa.string()),
        ("flows", pa.list_(pa.float64())),
        ("refused", pa.string()),
    ]
)
"""A row is the persons who left one origin in one draw by one method: `flows` has one number for each
destination, in the order of the places of the case. Where a method refused a draw there is one row with
its reason in `refused` and no origin."""


@dataclass(frozen=True, eq=False)
class Worked:
    """Flows (origin, method, draw, destination) of a job, NaN where refused, and the reasons."""

    flows: Table
    refused: tuple[tuple[str, int, str], ...]


def work(job: Job) -> Worked:
    """Perturb and estimate, draw by draw, on one thread."""
    case, methods = job.case, job.methods
    n = len(case.given.places)
    flows = np.empty((n, len(methods), len(job.numbers), n))
    refused = []
    with one_thread():
        for at, number in enumerate(job.numbers):
            inputs = draw(case.given, job.spec, number, dates=case.key.dates, bases=case.bases)
            found = totals(inputs, methods)
            for m, method in enumerate(methods):
                table = found[method]
                if isinstance(table, FlowError):
                    flows[:, m, at] = np.nan
                    refused.append((method, number, f"{type(table).__name__}: {table}"))
                else:
                    flows[:, m, at] = table
    return Worked(flows, tuple(refused))


def frame_of(job: Job) -> pa.RecordBatch:
    """All rows of a job by SCHEMA, by origin, method and draw; refused draws last."""
    worked, places = work(job), job.case.given.places
    n, methods, draws, _ = worked.flows.shape
    kept = ~np.isnan(worked.flows[:, :, :, 0]).reshape(-1)
    whole = bool(kept.all())
    flat = worked.flows.reshape(-1, n)
    rows = flat if whole else flat[kept]

    def column(values: object, shape: tuple[int, ...]) -> pa.Array:
        codes = np.broadcast_to(np.arange(len(values)).reshape(shape), (n, methods, draws))  # type: ignore[arg-type]
        return pa.array(values).take(pa.array(codes.reshape(-1)[kept]))

    count, key, bad = len(rows), job.case.key, worked.refused
    offsets = pa.array(np.arange(count + 1, dtype=np.int32) * n)
    same = [pa.array([x] * (count + len(bad))) for x in (AGENCY, key.period, key.sex, key.edition)]
    columns = [
        (column(job.methods, (-1, 1)), [name for name, _, _ in bad]),
        (column(pa.array(job.numbers, pa.int32()), (-1,)), [number for _, number, _ in bad]),
        (column(places, (-1, 1, 1)), [None] * len(bad)),
        (pa.ListArray.from_arrays(offsets, pa.array(rows.reshape(-1))), [None] * len(bad)),
        (pa.nulls(count, pa.string()), [reason for _, _, reason in bad]),
    ]
    joined = [pa.concat_arrays([have, pa.array(more, have.type)]) for have, more in columns]
    return pa.RecordBatch.from_arrays([*same, *joined], schema=SCHEMA)
