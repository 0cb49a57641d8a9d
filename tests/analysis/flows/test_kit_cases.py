"""The kit against the numbers of the R packages, and against what is right where these are wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import missing
from gmg.analysis.flows.kit import conditional, errors, net, proportional, residual, summary
from gmg.analysis.flows.kit.indices import age, connectivity, distance, impact, intensity
from gmg.analysis.flows.kit.schedule import (
    FUNDAMENTAL,
    Schedule,
    intensities,
    un_schedules,
)
from gmg.analysis.flows.kit.schedule_fit import fit_schedule

CLOSE = 1e-7
Case = Callable[[str], Any]


@pytest.fixture(scope="module")
def case(data: Path) -> Case:
    folder = data.parent / "cases" / "flows"
    if not folder.is_dir():
        missing("no acceptance cases of flows beside the published files")
    return lambda name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def same(found: Any, wanted: Any, within: float = CLOSE) -> None:
    np.testing.assert_allclose(found, wanted, rtol=0, atol=within)


def cube(by_birth: dict[str, Any]) -> np.ndarray:
    return np.stack([np.array(table, dtype=float) for table in by_birth.values()], axis=2)


# --- tables fitted to margins -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["ipf2_willekens", "ipf2_uniform", "ipf2_bigger_zero_cell", "ipf2_row_only"]
)
def test_two_way(case: Case, name: str) -> None:
    given = case("ipf_cm_family")[name]
    seed = given["m"]["rows"] if "m" in given else None
    found = proportional.two_way(given.get("row_tot"), given.get("col_tot"), seed)
    same(found, given["mu"]["rows"])


@pytest.mark.parametrize("name", ["ipf3_uniform", "ipf3_dis", "ipf3_qi_uniform", "ipf3_qi_dis"])
def test_three_way(case: Case, name: str) -> None:
    family = case("ipf_cm_family")
    start, end = (family["ipf3_uniform"][key]["rows"] for key in ("stock_start", "stock_end"))
    fit = proportional.three_way_fixed_diagonal if "_qi_" in name else proportional.three_way
    same(fit(start, end, seed=family[name].get("seed_2d")), cube(family[name]["mu"]["by_birth"]))


def test_a_seed_changes_flows_where_stayers_are_maximal(case: Case) -> None:
    """`ffs_demo(seed=)` of the R package leaves it out; its own `ipf3_qi` does not."""
    family = case("ipf_cm_family")
    start, end = (family["ipf3_uniform"][key]["rows"] for key in ("stock_start", "stock_end"))
    plain = proportional.three_way_fixed_diagonal(start, end)
    seeded = proportional.three_way_fixed_diagonal(
        start, end, seed=family["ipf3_qi_dis"]["seed_2d"]
    )
    assert np.abs(plain - seeded).max() > 0.2


def test_blocks_and_stripes(case: Case) -> None:
    family = case("ipf_cm_family")
    block, stripe = family["ipf2_block"], family["ipf2_stripe"]
    same(
        proportional.block_totals(
            block["row_tot"], block["col_tot"], block["block_tot"], block["block_sizes"]
        ),
        block["mu"]["rows"],
    )
    same(
        proportional.stripe_totals(stripe["row_tot"], stripe["stripe_tot"], stripe["stripe_sizes"]),
        stripe["mu"]["rows"],
    )


def test_gravity_of_two_margins(case: Case) -> None:
    family = case("ipf_cm_family")
    small, bigger = family["ipf2_willekens"], family["cm2_bigger"]
    found = conditional.cm2(small["row_tot"], small["col_tot"], small["m"]["rows"])
    same(found.flows, family["cm2_willekens"]["n"]["rows"])
    theta = family["cm2_willekens"]["theta"]
    same([*found.origins, *found.destinations], list(theta.values()))
    found = conditional.cm2(bigger["row_tot"], bigger["col_tot"], bigger["m"]["rows"])
    same(found.flows, bigger["n"]["rows"])


def test_gravity_of_types_meets_the_margins_that_the_package_misses(case: Case) -> None:
    given = case("ipf_cm_family")["cm3_two_types"]
    offset = np.moveaxis(np.array(given["m_by_type"], dtype=float), 0, 2)
    printed = np.moveaxis(np.array(given["n_by_type"]), 0, 2)
    found = conditional.cm3(given["row_tot"], given["col_tot"], offset)
    same(found.flows.sum(axis=(1, 2)), given["row_tot"], 1e-9)
    same(found.flows.sum(axis=(0, 2)), given["col_tot"], 1e-9)
    missed = np.abs(printed.sum(axis=(1, 2)) - given["row_tot"]).max()
    assert missed > 9e-7  # the package stops at a change of 1e-6
    same(found.flows, printed, missed)
    same([*found.origins, *found.destinations], list(given["theta"].values()), missed)


# --- net migration ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cm_net_doc1", "cm_net_doc2"])
def test_flows_of_net_totals(case: Case, name: str) -> None:
    given = case("ipf_cm_family")[name]
    found = net.cm_net(given["net_tot"], given["m"]["rows"])
    same(found.flows, given["n"]["rows"])
    theta = np.array(given["theta"])
    same(found.places, theta / np.exp(np.log(theta).mean()))


@pytest.mark.parametrize("name", ["cm_net_tot_doc1", "cm_net_tot_doc2"])
def test_flows_of_net_totals_and_their_sum(case: Case, name: str) -> None:
    given = case("ipf_cm_family")[name]
    found = net.cm_net_tot(given["net_tot"], given["tot"], given["m"]["rows"])
    same(found.flows, given["n"]["rows"])
    same(found.flows.sum(), given["tot"])


def test_net_matrix_and_what_is_least_in_it(case: Case) -> None:
    family = case("ipf_cm_family")
    given = family["net_matrix_ipf"]
    found = net.net_matrix(given["net_tot"], given["m"]["rows"])
    same(found, given["n"]["rows"])
    other = family["net_matrix_optim"]["n"]["rows"]  # another table with these net totals
    assert net.relative_entropy(found, given["m"]["rows"]) < net.relative_entropy(
        other, given["m"]["rows"]
    )


def test_least_change_looks_at_the_prior(case: Case) -> None:
    """The package's linear program does not: it moves 100 people where the prior moved 500."""
    family = case("ipf_cm_family")
    given = family["net_matrix_ipf"]
    prior = np.array(given["m"]["rows"], dtype=float)
    found = net.net_matrix_least_change(given["net_tot"], prior)
    same(found.sum(axis=0) - found.sum(axis=1), given["net_tot"])
    printed = np.array(family["net_matrix_lp"]["n"]["rows"])
    same(printed.sum(axis=0) - printed.sum(axis=1), given["net_tot"])
    assert np.abs(found - prior).sum() < np.abs(printed - prior).sum() - 200


@pytest.mark.parametrize(
    ("name", "years", "ratio"),
    [
        ("net_sr_alabama_1970_white_male", ("1960", "1970"), "us_census_sr"),
        ("net_sr_bombay_1951", ("1941", "1951"), "sr"),
    ],
)
def test_survival_ratios(case: Case, name: str, years: tuple[str, str], ratio: str) -> None:
    lines = case(name)["result"]
    column = {key: [line[key] for line in lines] for key in lines[0]}
    found = residual.by_survival_ratio(
        column[f"pop_{years[0]}"], column[f"pop_{years[1]}"], column[ratio]
    )
    same(found.forward, column["net_forward"])
    same(found.reverse, column["net_reverse"])
    same(found.average, column["net_average"])
    same(found.expected_end, column["pop1_forward"])
    same(found.expected_start, column["pop0_reverse"])


def test_vital_statistics(case: Case) -> None:
    lines = case("net_vs_alabama")["result"]
    column = {key: [line[key] for line in lines] for key in lines[0]}
    found = residual.by_vital_statistics(
        column["pop_1960"], column["pop_1970"], column["births"], column["deaths"]
    )
    same(found, column["net"])


def test_rescaled_net(case: Case) -> None:
    given = case("rescale_helpers")["rescale_net_no_switches"]
    same(residual.rescale_net(given["x"]), given["y_noninteger"])
    same(residual.rescale_net(given["x"], whole=True), given["y_integer"], 0)
    same(residual.shift_net(given["x"]), given["y_switches_noninteger"])


def test_what_rounding_leaves_goes_to_the_largest(case: Case) -> None:
    """The package draws where it goes; ours is the same every time, and one of its answers."""
    given = case("rescale_helpers")["rescale_integer_sum_bug"]
    drawn = np.array(given["eight_runs"]).T
    assert len(np.unique(drawn, axis=0)) > 1
    scaled = np.array(given["x"]) * given["tot"] / sum(given["x"])
    found = residual.rounded(scaled, given["tot"])
    assert found.tolist() == [10, 20, 1000]
    assert found.tolist() in drawn.tolist()


def test_summary_and_components(case: Case) -> None:
    given = case("multi_comp_sum_region")
    found = summary.totals(given["m"]["rows"])
    for name, key in (("out", "out_mig"), ("into", "in_mig"), ("turnover", "turn"), ("net", "net")):
        same(getattr(found, name), [line[key] for line in given["sum_region"]])
    same(found.net, list(given["sum_net"].values()))
    parts = summary.components(given["m"]["rows"])
    printed = np.array(given["multi_comp"]["rows"])
    same(parts.association, printed[:-1, :-1])
    same(parts.origins, printed[:-1, -1])
    same(parts.destinations, printed[-1, :-1])
    same(parts.total, printed[-1, -1])


# --- schedules --------------------------------------------------------------------------------


def test_model_schedules(case: Case) -> None:
    given = case("rogers_castro")
    assert Schedule(**given["fundamental_params"]) == FUNDAMENTAL
    fundamental = given["fundamental_schedule"]
    rates = intensities(fundamental["age"], FUNDAMENTAL)
    same(rates, fundamental["m"], 1e-15)
    same(age.gross_rate(fundamental["age"], rates), fundamental["gmr_0_80"], 1e-14)
    profile, printed = age.schedule_profile(FUNDAMENTAL), given["index_age_rc"]
    same(profile.peaking, printed["peaking"])
    same(profile.child_dependency, printed["child_dependency"])
    same(profile.labour_dependency, printed["labor_dependency"])
    same(profile.labour_asymmetry, printed["labor_asymmetry"])
    same(profile.regularity, printed["regularity"])


def test_schedules_of_the_united_nations_and_their_recovery(case: Case) -> None:
    printed = case("rogers_castro")["un_schedules"]
    assert len(printed) == len(un_schedules()) == 12
    for item in printed:
        schedule = un_schedules()[item["id"]["schedule"], item["id"]["sex"]]
        same(intensities(range(81), schedule), item["m_0_80"], 1e-14)
        assert Schedule(**item["params"]) == schedule
        fit = fit_schedule(range(81), item["m_0_80"])
        same(
            [getattr(fit.schedule, key) for key in item["params"]],
            list(item["params"].values()),
        )


# --- indices ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def korea(case: Case) -> dict[str, Any]:
    given = case("index_korea_2020")
    places = list(dict.fromkeys(line["orig"] for line in given["input"]))
    shape = (len(places), len(places))
    flows, far, people = np.zeros(shape), np.zeros(shape), np.zeros(len(places))
    for line in given["input"]:
        at = places.index(line["orig"]), places.index(line["dest"])
        flows[at], far[at], people[at[0]] = line["flow"], line["dist_cent"], line["orig_pop"]
    return {**given, "flows": flows, "far": far, "millions": people}


def test_intensity(korea: dict[str, Any]) -> None:
    moved = korea["flows"].sum() - np.trace(korea["flows"])
    people = korea["millions"].sum() * 1e6
    same(intensity.crude_intensity(moved, people), korea["intensity"]["cmp"])
    same(intensity.courgeau_k(moved, people, 17), korea["intensity"]["courgeau_k"])


def test_impact_with_one_unit_and_a_refusal_of_two(korea: dict[str, Any]) -> None:
    """The package let persons meet millions: its rates are a million times too high."""
    flows, people, printed = korea["flows"], korea["millions"] * 1e6, korea["impact"]
    same(impact.effectiveness(flows), printed["effectivness"])
    same(impact.preference(flows, people).sum(), printed["preference"])
    same(impact.aggregate_net_rate(flows, people), printed["anmr"] / 1e6)
    same(impact.velocity(flows, people).sum(), printed["velocity"] / 1e6)
    for index in (impact.aggregate_net_rate, impact.velocity, impact.preference):
        with pytest.raises(errors.UnitsDiffer):
            index(flows, korea["millions"])


def test_distance(korea: dict[str, Any]) -> None:
    flows, far, printed = korea["flows"], korea["far"], korea["distance"]
    same(distance.mean_distance(flows, far), printed["mean"])
    same(distance.distance_decay(flows, far), printed["decay"])


def test_the_package_s_median_hangs_on_the_order_of_ties(korea: dict[str, Any]) -> None:
    flows, far = korea["flows"], korea["far"]
    found = distance.median_distance(flows, far)
    off = ~np.eye(len(flows), dtype=bool)
    points, people = far[off], flows[off]
    assert people[points < found].sum() < people.sum() / 2 <= people[points <= found].sum()

    near = np.flatnonzero(np.abs(points - found) < 6)
    below = people[points <= found - 6].sum()
    drawn = set()
    for order in permutations(near):
        if (np.diff(points[list(order)]) >= 0).all():
            middles = below + np.cumsum(people[list(order)]) - people[list(order)] / 2
            drawn.add(float(np.interp(people.sum() / 2, middles, points[list(order)])))
    assert len({round(value, 6) for value in drawn}) > 1
    assert any(abs(value - korea["distance"]["median"]) < CLOSE for value in drawn)


def test_connectivity(korea: dict[str, Any]) -> None:
    flows, printed = korea["flows"], korea["connectivity"]
    same(connectivity.connectivity(flows), printed["connectivity"])
    same(connectivity.inequality_equal(flows), printed["inequality_equal"])
    same(connectivity.inequality_expected(flows), printed["inequality_sim"])
    same(connectivity.gini_total(flows), printed["gini_total"])
    same(connectivity.gini_share_within_origins(flows), printed["gini_orig_standardized"])
    same(connectivity.gini_share_within_destinations(flows), printed["gini_dest_standardized"])
    same(connectivity.aggregate_variation(flows), printed["acv"])


def test_weighted_ginis_take_a_place_s_own_stream(korea: dict[str, Any]) -> None:
    """The package weights origins by in-migrants and destinations by out-migrants."""
    flows, printed = korea["flows"], korea["connectivity"]
    found = summary.totals(flows)
    out, into = found.out / found.out.sum(), found.into / found.into.sum()
    origins, destinations = (
        connectivity.gini_origins(flows),
        connectivity.gini_destinations(flows),
    )
    same(origins @ into / 17, printed["mwg_orig"])
    same(destinations @ out / 17, printed["mwg_dest"])
    same((origins @ into + destinations @ out) / 34, printed["mwg_mean"])
    same(connectivity.weighted_gini_origins(flows), origins @ out / 17)
    same(connectivity.weighted_gini_destinations(flows), destinations @ into / 17)
    assert abs(connectivity.weighted_gini_origins(flows) - printed["mwg_orig"]) > 1e-4


def test_variation_is_free_of_units(korea: dict[str, Any]) -> None:
    """The package's is not: it divides by the mean inside the root, with the diagonal as zeros."""

    def theirs(flows: np.ndarray) -> float:
        table = flows * (1 - np.eye(len(flows)))
        squares = ((table - table.mean()) ** 2).sum() / (table.size * (table.size - 1))
        return float(np.sqrt(squares / table.mean()))

    flows = korea["flows"]
    same(theirs(flows), korea["connectivity"]["cv"])
    assert theirs(flows / 1000) < theirs(flows) / 30
    same(connectivity.variation(flows), connectivity.variation(flows / 1000), 1e-12)
    streams = flows[~np.eye(17, dtype=bool)]
    same(connectivity.variation(flows), streams.std() / streams.mean(), 1e-12)
