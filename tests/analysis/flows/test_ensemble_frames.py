"""Frames: the estimators' own totals, whatever the batch and the threads; refusals with their reason."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from ensemble_made import apart, cases, world
from hypothesis import given, settings
from hypothesis import strategies as st

from gmg.analysis.flows.ensemble import Case, Job, Key, Spec, draw, frame_of, jobs_of
from gmg.analysis.flows.ensemble.frame import SCHEMA
from gmg.analysis.flows.ensemble.threads import controls
from gmg.analysis.flows.ensemble.totals import totals
from gmg.analysis.flows.estimate import CLOSED, METHODS, estimate
from gmg.analysis.flows.inputs import InfeasibleMargins

KEY = Key("2015-2020", "male", "2024")
ORDER = [(name, "ascending") for name in ("period", "sex", "edition", "method", "draw", "origin")]


def whole(jobs: list[Job]) -> pa.Table:
    """The frames of jobs as one table, in one order."""
    return pa.Table.from_batches([frame_of(job) for job in jobs]).sort_by(ORDER).combine_chunks()


def bytes_of(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


@given(st.integers(2, 12), st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_totals_are_what_the_estimators_find(n: int, seed: int, number: int) -> None:
    inputs = draw(world(n, seed), Spec(), number)
    found = totals(inputs, tuple(METHODS))
    for method in METHODS:
        table = found[method]
        assert isinstance(table, np.ndarray)
        wanted = estimate(inputs, method).total
        assert np.abs(table - wanted).max() <= 1e-9 * max(1.0, wanted.max())
        if method in CLOSED:
            net = table.sum(axis=0) - table.sum(axis=1)
            assert np.abs(net - inputs.net).max() <= 1e-5 * max(1.0, inputs.start.sum() / 1e9) + (
                abs(inputs.net.sum())  # what does not close is spread over all natives
            )


@settings(max_examples=15)
@given(st.integers(1, 12), st.integers(1, 12), st.randoms())
def test_neither_batch_nor_order_changes_a_bit(one: int, other: int, random: Random) -> None:
    jobs = jobs_of(cases(5), Spec(seed=3), 11, size=one)
    again = jobs_of(cases(5), Spec(seed=3), 11, size=other)
    random.shuffle(again)
    assert bytes_of(whole(jobs)) == bytes_of(whole(again))


def test_a_row_is_the_flows_from_an_origin_in_a_draw_by_a_method() -> None:
    case = Case(KEY, world(7))
    table = pa.Table.from_batches([frame_of(job) for job in jobs_of([case], Spec(), 4, size=3)])
    assert table.schema == SCHEMA
    assert table.num_rows == 7 * 6 * 5
    assert set(table["agency"].to_pylist()) == {"GMG"}
    row = next(
        row
        for row in table.to_pylist()
        if (row["method"], row["draw"], row["origin"]) == ("da_pb_closed", 4, "P002")
    )
    inputs = draw(case.given, Spec(), 4, dates=("2015", "2020"))
    assert row["flows"] == pytest.approx(estimate(inputs, "da_pb_closed").total[2], rel=1e-9)
    assert row["flows"][2] == 0 and row["refused"] is None
    assert (row["period"], row["sex"], row["edition"]) == ("2015-2020", "male", "2024")


def test_what_a_method_refuses_is_told_and_the_others_go_on() -> None:
    jobs = jobs_of([Case(KEY, apart())], Spec(), 3)
    rows = frame_of(jobs[0]).to_pylist()
    refused = [row for row in rows if row["refused"] is not None]
    assert {(row["method"], row["draw"]) for row in refused} == {
        (method, number) for method in CLOSED for number in (1, 2, 3)
    }
    for row in refused:
        assert row["refused"].startswith(InfeasibleMargins.__name__) and "P005" in row["refused"]
        assert row["origin"] is None and row["flows"] is None
    assert len(rows) == len(refused) + 6 * (6 * 4 - len(refused))


def test_inputs_that_every_method_refuses_leave_reasons_only() -> None:
    given = world(4)
    nobody = given.start * np.eye(4)
    bad = replace(given, start=nobody, births=given.births * 100)
    only = ("mig_rate", "da_min_open", "da_min_closed", "da_pb_closed")
    batch = frame_of(jobs_of([Case(KEY, bad)], Spec(), 2, only)[0])
    assert batch.schema == SCHEMA and batch.num_rows == 3 * 4
    assert batch.column("flows").null_count == batch.num_rows


def test_the_number_of_threads_changes_nothing_and_is_left_as_it_was() -> None:
    pairs = controls()
    if not pairs:
        pytest.skip("numpy brings no OpenBLAS here, or this is not Linux")
    before = [get() for _, get in pairs]
    job = jobs_of([Case(KEY, world(120))], Spec(), 1)[0]
    found = []
    try:
        for count in (1, 2):
            for put, _ in pairs:
                put(count)
            found.append(bytes_of(pa.Table.from_batches([frame_of(job)])))
            assert [get() for _, get in pairs] == [count] * len(pairs)
    finally:
        for (put, _), count in zip(pairs, before, strict=True):
            put(count)
    assert found[0] == found[1]
