"""The reconciled estimate: its density against a dense one, its intervals against known truth."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from gmg.analysis.flows.reconcile import Entry, Fit, errors, estimates, fit, frame_of, reconcile
from gmg.analysis.flows.reconcile.few import stepped
from gmg.analysis.flows.reconcile.gradient import gradient
from gmg.analysis.flows.reconcile.marginal import evaluate, scales
from gmg.analysis.flows.reconcile.model import LEVEL, Model, reported_share
from gmg.analysis.flows.reconcile.simulate import Truths, World, world

WORLDS = range(24)
SMALL = Truths(level=2.0, corridor=1.5)


@pytest.fixture(scope="module")
def one() -> tuple[World, Fit]:
    made = world(11, places=7, years=6)
    return made, fit(made.entries, made.reference)


@pytest.fixture(scope="module")
def many() -> list[tuple[World, Fit]]:
    made = [world(seed, places=9, years=8) for seed in WORLDS]
    return [(each, fit(each.entries, each.reference)) for each in made]


def dense(model: Model, at: np.ndarray) -> float:
    """The log density by one covariance matrix of all reports."""
    panel, found = model.panel, scales(model, at)
    slot, year, corridor = np.nonzero(panel.seen)
    source = panel.source[slot, corridor]
    same = corridor[:, None] == corridor
    lag = np.abs(year[:, None] - year)
    side, other = model.side[source], source != model.reference
    mean_sd = np.array([reported_share(name) for name in model.sides])
    covariance = np.where(same, found.year**2 * found.persistence**lag + found.corridor**2, 0)
    covariance += LEVEL[1] ** 2
    own = same & (source[:, None] == source)
    covariance += np.where(own, found.lasting[side] ** 2, 0)
    biased = other[:, None] & other
    covariance += np.where(biased & (source[:, None] == source), found.bias[side] ** 2, 0)
    covariance += np.where(biased & (side[:, None] == side), mean_sd[side, 1] ** 2, 0)
    noise = found.accuracy[model.accuracy[source]] ** 2 + panel.noise[slot, year, corridor]
    covariance[np.diag_indices_from(covariance)] += noise
    left = panel.log[slot, year, corridor] - LEVEL[0] - np.where(other, mean_sd[side, 0], 0)
    lower = np.linalg.cholesky(covariance)
    white = np.linalg.solve(lower, left)
    mean, sd = model.prior
    value = -0.5 * (white @ white + len(left) * np.log(2 * np.pi)) - np.log(np.diag(lower)).sum()
    return float(value - 0.5 * (((at - mean) / sd) ** 2 + np.log(2 * np.pi * sd**2)).sum())


def held(table: pl.DataFrame, truth: pl.DataFrame) -> float:
    both = table.join(truth, on=["origin", "destination", "year"])
    return float(both.select(pl.col("flow").is_between("low", "high").mean()).item())


def test_density_is_that_of_one_dense_normal(one: tuple[World, Fit]) -> None:
    _, fitted = one
    for shift in (0.0, 0.3, -0.4):
        at = fitted.at + shift
        ours = evaluate(fitted.model, at).log_density
        assert ours == pytest.approx(dense(fitted.model, at), abs=1e-6)


def test_gradient_is_that_of_finite_differences(one: tuple[World, Fit]) -> None:
    model, at = one[1].model, one[1].at + 0.2
    numeric = [
        (evaluate(model, at + h).log_density - evaluate(model, at - h).log_density) / 2e-5
        for h in 1e-5 * np.eye(len(at))
    ]
    assert gradient(evaluate(model, at), at) == pytest.approx(np.array(numeric), abs=1e-4, rel=1e-5)


def test_flow_is_the_dense_conditional_mean() -> None:
    """Two reports of one corridor and year: the mean by hand from the covariance of three normals."""
    entries = [
        Entry("DEU", "SWE", 2015, "SWE", "immigration", 900),
        Entry("DEU", "SWE", 2015, "DEU", "emigration", 450),
    ]
    fitted = fit(frame_of(entries), ("SWE", "immigration"))
    done = evaluate(fitted.model, fitted.at)
    scale = done.scales
    own = scale.year**2 + scale.corridor**2 + 25.0
    shared = np.full((3, 3), own)
    assert fitted.model.sides == ("immigration", "emigration")
    noise = done.noise[:, 0, 0]
    slot = [fitted.model.panel.sources[n].side for n in fitted.model.panel.source[:, 0]]
    for number, side in enumerate(slot, 1):
        extra = scale.lasting[fitted.model.sides.index(side)] ** 2 + noise[number - 1]
        if side == "emigration":
            extra += scale.bias[1] ** 2 + 0.3**2
            emigration = number
        shared[number, number] += extra
    mean, sd = reported_share("emigration")
    shared[emigration, emigration] += sd**2 - 0.3**2
    center = np.full(2, 5.0)
    center[emigration - 1] += mean
    seen = fitted.model.panel.log[:, 0, 0] - center
    gain = np.linalg.solve(shared[1:, 1:], shared[1:, 0])
    flow, variance = done.flow()
    assert flow[0, 0] == pytest.approx(5.0 + gain @ seen, abs=1e-9)
    assert variance[0, 0] == pytest.approx(own - gain @ shared[1:, 0], abs=1e-9)


def shares(many: list[tuple[World, Fit]], level: float) -> list[float]:
    return [held(estimates(done, level=level), made.truth) for made, done in many]


@pytest.mark.parametrize(("level", "within"), [(0.8, 0.06), (0.95, 0.035)])
def test_intervals_hold_the_truth_as_often_as_they_say(
    many: list[tuple[World, Fit]], level: float, within: float
) -> None:
    """Over 24 worlds that differ in their biases, which a world's corridors share."""
    assert np.mean(shares(many, level)) == pytest.approx(level, abs=within)


def test_intervals_hold_where_most_counts_are_small() -> None:
    made = [world(seed, places=8, years=6, truths=SMALL) for seed in range(12)]
    tables = [(each, fit(each.entries, each.reference)) for each in made]
    few = pl.concat([each.entries for each in made])
    assert few.select((pl.col("value") < 5).mean()).item() > 0.4
    assert few.select((pl.col("value") == 0).mean()).item() > 0.1
    assert np.mean(shares(tables, 0.8)) == pytest.approx(0.8, abs=0.07)
    assert np.mean(shares(tables, 0.95)) == pytest.approx(0.95, abs=0.045)


def test_estimate_is_nearer_the_truth_than_either_report(many: list[tuple[World, Fit]]) -> None:
    key = ["origin", "destination", "year"]
    worse = []
    for made, done in many:
        table = estimates(done).join(made.truth, on=key)
        told = table.join(made.entries, on=key).filter(pl.col("value") > 0)
        ours = (table["estimate"] / table["flow"]).log().abs().median()
        worse.append((told["value"] / told["flow"]).log().abs().median() / ours)
    assert np.median(worse) > 1.3


def pooled(made: World, done: Fit, number: int) -> float:
    """The root mean square of the true accuracies of the reporters put in one class."""
    true = {(r["reporter"], r["side"]): r["accuracy"] for r in made.reporters.rows(named=True)}
    sources = zip(done.model.panel.sources, done.model.accuracy, strict=True)
    inside = [true[source.reporter, source.side] for source, place in sources if place == number]
    return float(np.sqrt(np.mean(np.square(inside))))


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_hyperparameters_are_recovered(seed: int) -> None:
    """A class holds a third of the reporters, so its accuracy is that of whom it holds.

    Two reports of one corridor say how far they lie apart, so of the lasting part only both sides
    together are tested.
    """
    made = world(seed, places=24, whole=True)
    done = fit(made.entries, made.reference)
    table = {line["name"]: line for line in done.hyperparameters().rows(named=True)}
    true = {"persistence": 0.8, "year": 0.3, "corridor": 1.8}
    names = [f"accuracy.{side}.{n}" for side in ("immigration", "emigration") for n in (1, 2, 3)]
    true |= {name: pooled(made, done, number) for number, name in enumerate(names)}
    for name, value in true.items():
        assert table[name]["estimate"] == pytest.approx(value, rel=0.2), name
    lasting = [table[f"lasting.{side}"]["estimate"] for side in ("immigration", "emigration")]
    assert np.hypot(*lasting) == pytest.approx(np.hypot(0.2, 0.25), rel=0.2)


def test_one_report_gives_a_wider_interval_than_two(many: list[tuple[World, Fit]]) -> None:
    wide = pl.concat([estimates(done) for _, done in many])
    median = wide.group_by("reports").agg(pl.col("standard_deviation").median()).sort("reports")
    single, double = median["standard_deviation"].to_list()
    assert single > 1.15 * double


def test_without_a_chain_to_the_reference_the_level_is_named_and_wide() -> None:
    made = world(4, places=8, years=6, whole=True)
    apart = [Entry("AAA", "BBB", y, "BBB", "immigration", 800.0 + y) for y in range(2010, 2016)]
    table = reconcile(pl.concat([made.entries, frame_of(apart)]), made.reference)
    lone = table.filter(origin="AAA")
    assert lone["level"].unique().to_list() == ["not identified"]
    assert lone["unidentified"].to_list()[0] == ["BBB (immigration)"]
    rest = table.filter(pl.col("origin") != "AAA")
    assert rest["level"].unique().to_list() == ["identified"]
    assert lone["standard_deviation"].min() > 1.5 * rest["standard_deviation"].median()


def test_table_says_what_it_rests_on_and_whose_it_is(one: tuple[World, Fit]) -> None:
    made, fitted = one
    table = estimates(fitted)
    assert table["agency"].unique().to_list() == ["GMG"]
    assert "state space" in table["method"][0]
    assert table["reports"].sum() == made.entries.height
    line = table.filter(pl.col("reports") == 2).row(0, named=True)
    said = made.entries.filter(
        origin=line["origin"], destination=line["destination"], year=line["year"]
    )
    assert sorted(line["rests_on"]) == sorted(
        f"{r['reporter']} ({r['side']}): {r['value']}" for r in said.rows(named=True)
    )
    assert table.select((pl.col("low") < pl.col("estimate")).all()).item()
    assert table.select((pl.col("estimate") < pl.col("high")).all()).item()


def test_gaps_are_filled_only_if_asked_and_never_for_silent_corridors(
    one: tuple[World, Fit],
) -> None:
    made, fitted = one
    plain, filled = estimates(fitted), estimates(fitted, gaps=True)
    assert plain["reports"].min() == 1
    corridors = made.entries.select("origin", "destination").unique()
    assert filled.height == corridors.height * 6 > plain.height
    gap = filled.filter(pl.col("reports") == 0)
    assert gap["rests_on"].list.len().max() == 0
    assert gap["standard_deviation"].median() > plain["standard_deviation"].median()


def test_same_entries_in_any_order_give_the_same_table() -> None:
    made = world(6, places=6, years=5)
    shuffled = made.entries.sample(fraction=1, shuffle=True, seed=1)
    first, second = (reconcile(each, made.reference) for each in (made.entries, shuffled))
    assert first.equals(second)


def test_a_ten_times_wrong_year_is_seen_as_noise_not_followed() -> None:
    made = world(9, places=10, years=8, whole=True)
    at = {"origin": "P01", "destination": "P00", "year": 2014}
    wrong = (pl.col("side") == "emigration") & pl.all_horizontal(
        pl.col(name) == value for name, value in at.items()
    )
    spoiled = made.entries.with_columns(
        value=pl.when(wrong).then(pl.col("value") * 10).otherwise(pl.col("value"))
    )
    before = reconcile(made.entries, made.reference).filter(**at)["estimate"].item()
    after = reconcile(spoiled, made.reference).filter(**at)["estimate"].item()
    assert before < after < 5 * before


def test_zero_counts_give_small_estimates_with_finite_bounds() -> None:
    made = world(3, places=8, years=6, whole=True)
    silent = pl.all_horizontal(pl.col("origin") == "P02", pl.col("destination") == "P05")
    zeros = made.entries.with_columns(value=pl.when(silent).then(0.0).otherwise(pl.col("value")))
    table = reconcile(zeros, made.reference).filter(silent)
    assert table.height == 6
    assert table["high"].max() < 5
    assert table["low"].min() > 0


def test_poisson_step_solves_its_own_equation() -> None:
    """At the step's end eta is the posterior mean: another step moves nothing."""
    made = world(1, places=7, years=6, truths=SMALL)
    fitted = fit(made.entries, made.reference)
    once = stepped(fitted.model, fitted.at)
    twice = stepped(once, fitted.at)
    few = fitted.model.panel.seen & (fitted.model.panel.count < 5)
    assert few.sum() > 20
    assert np.abs(once.panel.log - twice.panel.log)[few].max() < 0.02
    assert np.array_equal(once.panel.log[~few], fitted.model.panel.log[~few])


def test_level_must_be_a_probability(one: tuple[World, Fit]) -> None:
    for level in (0.0, 1.0, 95.0):
        with pytest.raises(ValueError, match="between 0 and 1"):
            estimates(one[1], level=level)


def test_one_corridor_one_report_stands() -> None:
    table = reconcile(
        frame_of([Entry("DEU", "SWE", 2015, "SWE", "immigration", 900)]), ("SWE", "immigration")
    )
    line = table.row(0, named=True)
    assert 200 < line["low"] < 900 < line["high"] < 4000
    assert line["level"] == "identified"


def test_agencies_can_be_reconciled_without_two_ends() -> None:
    entries = [
        Entry(origin, "LBY", year, agency, "other", base * scale)
        for origin, base in (("SDN", 4000), ("EGY", 900), ("NER", 2500))
        for year in range(2015, 2020)
        for agency, scale in (("IOM", 1.0), ("UNHCR", 0.5))
    ]
    table = reconcile(frame_of(entries), ("IOM", "other"))
    assert table.height == 15
    sudan = table.filter(origin="SDN")["estimate"]
    assert sudan.to_numpy() == pytest.approx(4000, rel=0.25)


def test_refusals_reach_the_caller() -> None:
    with pytest.raises(errors.UnknownReference):
        reconcile(
            frame_of([Entry("DEU", "SWE", 2015, "SWE", "immigration", 9)]), ("SWE", "emigration")
        )
