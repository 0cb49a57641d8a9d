"""Bias and accuracy of reporters from the double-entry matrix."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmg.analysis.flows.reconcile import Entry, factors, frame_of
from gmg.analysis.flows.reconcile.simulate import Truths, World, world

EXACT = Truths(lasting=(0.0, 0.0), accuracy=(0.0, 0.0, 0.0), level=12.0, corridor=0.5)


def against_truth(made: World) -> pl.DataFrame:
    found = factors(made.entries, made.reference)
    return found.join(made.reporters, on=["reporter", "side"], suffix="_true")


def test_factors_without_noise_are_exact() -> None:
    """Millions of movers, no error but bias: every factor to half a per cent."""
    both = against_truth(world(3, places=8, years=6, truths=EXACT, whole=True))
    assert both.height == 16
    assert (both["bias"] - both["bias_true"]).abs().max() < 0.005


def test_factors_are_recovered_within_their_standard_errors() -> None:
    scores, coverage = [], []
    for seed in range(8):
        both = against_truth(world(seed, places=16)).filter(pl.col("status") == "identified")
        score = (both["bias"] - both["bias_true"]) / both["standard_error"]
        scores.append(score.to_numpy())
        coverage.append((score.abs() < 1.96).to_numpy())
    assert np.abs(np.concatenate(scores)).max() < 5
    assert 0.85 < np.concatenate(coverage).mean() <= 1.0


def test_accuracy_orders_reporters_as_the_truth_does() -> None:
    both = against_truth(world(5, places=20, whole=True))
    means = both.group_by("accuracy_true").agg(pl.col("accuracy").mean()).sort("accuracy_true")
    found = means["accuracy"].to_list()
    assert found == sorted(found)
    assert found[2] == pytest.approx(0.5, abs=0.12)
    assert np.corrcoef(both["accuracy"], both["accuracy_true"])[0, 1] > 0.9


def test_who_has_no_partner_is_not_identified_rather_than_one() -> None:
    entries = [
        Entry("DEU", "SWE", 2015, "SWE", "immigration", 900),
        Entry("DEU", "SWE", 2015, "DEU", "emigration", 450),
        Entry("FRA", "ITA", 2015, "ITA", "immigration", 300),
        Entry("FRA", "ITA", 2015, "FRA", "emigration", 100),
        Entry("POL", "GRC", 2015, "GRC", "immigration", 70),
    ]
    lines = factors(frame_of(entries), ("SWE", "immigration")).rows(named=True)
    found = {(line["reporter"], line["side"]): line for line in lines}
    assert found["SWE", "immigration"]["status"] == "reference"
    assert found["SWE", "immigration"]["factor"] == 1
    assert found["DEU", "emigration"]["factor"] == pytest.approx(900.5 / 450.5)
    for key in (("ITA", "immigration"), ("FRA", "emigration"), ("GRC", "immigration")):
        assert found[key]["status"] == "not identified"
        assert found[key]["factor"] is None
        assert found[key]["bias"] is None
    assert "FRA (emigration)" in found["ITA", "immigration"]["reason"]
    assert "SWE (immigration)" in found["ITA", "immigration"]["reason"]
    assert "nobody else" in found["GRC", "immigration"]["reason"]


def test_three_agencies_weigh_as_two_contrasts() -> None:
    """Of three equal sources the bias is the plain mean difference, as in an analysis of variance."""
    values = {"IOM": (100, 220, 330), "ILO": (200, 400, 700), "UNDESA": (400, 900, 1300)}
    entries = [
        Entry("DEU", "SWE", 2015 + year, agency, "other", value)
        for agency, series in values.items()
        for year, value in enumerate(series)
    ]
    found = factors(frame_of(entries), ("IOM", "other"))
    assert found.height == 3
    assert (found["pairs"] == 6).all()
    logs = {name: np.log(np.array(series) + 0.5) for name, series in values.items()}
    for line in found.rows(named=True):
        plain = float((logs[line["reporter"]] - logs["IOM"]).mean())
        assert line["bias"] == pytest.approx(plain, abs=0.03)


@settings(max_examples=20, deadline=None)
@given(scale=st.floats(0.2, 5.0), seed=st.integers(0, 50))
def test_scaling_one_reporter_moves_its_factor_only(scale: float, seed: int) -> None:
    made = world(seed, places=5, years=4, truths=EXACT, whole=True)
    one = (pl.col("reporter") == "P03") & (pl.col("side") == "emigration")
    scaled = made.entries.with_columns(
        value=pl.when(one).then(pl.col("value") * scale).otherwise(pl.col("value"))
    )
    before = factors(made.entries, made.reference)
    after = factors(scaled, made.reference)
    moved = (after["bias"] - before["bias"]).to_numpy()
    is_one = before.select(one).to_series().to_numpy()
    assert moved[is_one] == pytest.approx(np.log(scale), abs=0.02)
    assert moved[~is_one] == pytest.approx(0, abs=0.02)


def test_zeros_and_small_counts_stay_finite() -> None:
    entries = [
        Entry("DEU", "SWE", 2015, "SWE", "immigration", 0),
        Entry("DEU", "SWE", 2015, "DEU", "emigration", 0),
        Entry("DEU", "SWE", 2016, "SWE", "immigration", 3),
        Entry("DEU", "SWE", 2016, "DEU", "emigration", 0),
    ]
    line = factors(frame_of(entries), ("SWE", "immigration")).filter(reporter="DEU")
    assert np.isfinite(line["bias"].item())
    assert line["standard_error"].item() > 0.5
