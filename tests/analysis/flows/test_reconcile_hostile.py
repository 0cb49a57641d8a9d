"""Entries of any shape: a finite estimate between its bounds, or a refusal by name."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmg.analysis.flows.reconcile import Entry, errors, factors, frame_of, reconcile
from gmg.analysis.flows.reconcile.duration import definitions
from gmg.analysis.flows.reconcile.entry import SIDES

PLACES = ("AAA", "BBB", "CCC", "DDD")
COUNTS = st.one_of(
    st.just(0.0),
    st.integers(1, 4).map(float),
    st.floats(5, 1e4),
    st.floats(0, 1e9),
    st.just(0.5),
)


@st.composite
def reports(draw: st.DrawFn) -> list[Entry]:
    """A few corridors and years far apart, by ends and by others, with every definition and size."""
    found = {}
    for _ in range(draw(st.integers(1, 25))):
        origin, destination = draw(st.permutations(PLACES))[:2]
        side = draw(st.sampled_from(SIDES))
        reporter = {"immigration": destination, "emigration": origin}.get(side) or draw(
            st.sampled_from(["IOM", "ILO"])
        )
        year = draw(st.sampled_from([1990, 2010, 2011, 2012, 2024]))
        key = (origin, destination, year, reporter, side)
        found[key] = Entry(*key, draw(COUNTS), draw(st.sampled_from(definitions())))
    return list(found.values())


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.data())
def test_any_reports_give_finite_estimates_between_their_bounds(
    entries: list[Entry], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(entries))
    reference = (one.reporter, one.side)
    frame = frame_of(entries)
    table = reconcile(frame, reference)
    cells = {(entry.origin, entry.destination, entry.year) for entry in entries}
    assert table.height == len(cells)
    bounds = table.select("low", "estimate", "high", "standard_deviation").to_numpy()
    assert np.isfinite(bounds).all()
    assert (np.diff(bounds[:, :3], axis=1) > 0).all()
    assert (bounds > 0).all()
    lines = factors(frame, reference)
    known = lines.filter(pl.col("status") != "not identified")
    assert known.select(pl.col("factor", "low", "high").is_finite().all()).row(0) == (True,) * 3
    assert lines.filter(pl.col("status") == "not identified")["factor"].null_count() == (
        lines.height - known.height
    )
    assert known.filter(pl.col("status") == "reference")["factor"].to_list() == [1.0]


@given(reports(), st.floats(allow_nan=True, allow_infinity=True))
@settings(max_examples=30)
def test_any_value_is_used_or_refused_by_name(entries: list[Entry], value: float) -> None:
    first = entries[0]
    frame = (
        frame_of(entries)
        .with_row_index()
        .with_columns(
            value=pl.when(pl.col("index") == 0).then(pl.lit(value)).otherwise(pl.col("value"))
        )
    )
    try:
        lines = factors(frame.drop("index"), (first.reporter, first.side))
    except (errors.NotANumber, errors.NegativeCount) as error:
        assert not value >= 0 or np.isinf(value)
        assert f"{first.origin}-{first.destination} {first.year}" in str(error)
        return
    assert value >= 0
    assert lines.filter(pl.col("status") == "reference").height == 1
