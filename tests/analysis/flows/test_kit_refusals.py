"""Bad tables are refused by name, by every function that takes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gmg.analysis.flows.kit import conditional, errors, net, proportional, residual, summary
from gmg.analysis.flows.kit.indices import connectivity, distance, impact

GOOD = np.array([[0.0, 3, 1], [2, 0, 1], [1, 4, 0]])
FAR = np.array([[0.0, 2, 3], [2, 0, 4], [3, 4, 0]])
UNEVEN = np.array([[0.0, 2, 3], [2.5, 0, 4], [3, 5, 0]])
PEOPLE = np.array([100.0, 50, 70])
ROWS, COLUMNS = GOOD.sum(axis=1), GOOD.sum(axis=0)

TAKES_FLOWS: dict[str, Callable[[Any], Any]] = {
    "totals": summary.totals,
    "components": summary.components,
    "connectivity": connectivity.connectivity,
    "inequality_equal": connectivity.inequality_equal,
    "inequality_expected": connectivity.inequality_expected,
    "gini_total": connectivity.gini_total,
    "gini_origins": connectivity.gini_origins,
    "weighted_gini": connectivity.weighted_gini,
    "variation": connectivity.variation,
    "aggregate_variation": connectivity.aggregate_variation,
    "mean_distance": lambda flows: distance.mean_distance(flows, FAR),
    "median_distance": lambda flows: distance.median_distance(flows, FAR),
    "distance_decay": lambda flows: distance.distance_decay(flows, UNEVEN),
    "effectiveness": impact.effectiveness,
    "aggregate_net_rate": lambda flows: impact.aggregate_net_rate(flows, PEOPLE),
    "preference": lambda flows: impact.preference(flows, PEOPLE),
    "velocity": lambda flows: impact.velocity(flows, PEOPLE),
}
TAKES_SEED: dict[str, Callable[[Any], Any]] = {
    "two_way": lambda seed: proportional.two_way(ROWS, COLUMNS, seed),
    "two_way_fixed_diagonal": lambda seed: proportional.two_way_fixed_diagonal(
        ROWS, COLUMNS, None, seed
    ),
    "three_way": lambda seed: proportional.three_way([ROWS], [COLUMNS], seed),
    "block_totals": lambda seed: proportional.block_totals(ROWS, COLUMNS, [[11.0 + 1]], [3], seed),
    "cm2": lambda seed: conditional.cm2(ROWS, COLUMNS, seed),
    "cm_net": lambda seed: net.cm_net(COLUMNS - ROWS, seed),
    "net_matrix": lambda seed: net.net_matrix(COLUMNS - ROWS, seed),
    "net_matrix_least_change": lambda seed: net.net_matrix_least_change(COLUMNS - ROWS, seed),
}
TAKES_TABLE = TAKES_FLOWS | TAKES_SEED


def spoilt(value: float) -> np.ndarray:
    table = GOOD.copy()
    table[1, 2] = value
    return table


@pytest.mark.parametrize("name", TAKES_TABLE)
def test_not_a_number(name: str) -> None:
    for value in (np.nan, np.inf):
        with pytest.raises(errors.NotANumber, match=r"\[1, 2\]"):
            TAKES_TABLE[name](spoilt(value))
    with pytest.raises(errors.NotANumber):
        TAKES_TABLE[name]([["a", 1], [2, 3]])


@pytest.mark.parametrize("name", TAKES_TABLE)
def test_below_zero(name: str) -> None:
    with pytest.raises(errors.NegativeValue, match=r"\[1, 2\]"):
        TAKES_TABLE[name](spoilt(-1.0))


@pytest.mark.parametrize("name", TAKES_TABLE)
def test_shapes_that_do_not_fit(name: str) -> None:
    with pytest.raises(errors.ShapeMismatch):
        TAKES_TABLE[name](GOOD[:2])
    with pytest.raises(errors.ShapeMismatch):
        TAKES_TABLE[name](GOOD[0])


@pytest.mark.parametrize("name", TAKES_FLOWS)
def test_one_place_and_no_migrants(name: str) -> None:
    with pytest.raises(errors.TooFewPlaces):
        TAKES_FLOWS[name]([[5.0]])
    with pytest.raises(errors.NoMigrants):
        TAKES_FLOWS[name](np.diag([5.0, 6, 7]))


@pytest.mark.parametrize("name", TAKES_TABLE)
def test_what_is_given_is_left_as_it_was(name: str) -> None:
    table = spoilt(1.0) + np.diag([1.0, 2, 3])
    before = table.copy()
    TAKES_TABLE[name](table)
    np.testing.assert_array_equal(table, before)


@pytest.mark.parametrize("wrong", [np.nan, -1.0])
def test_wrong_margins(wrong: float) -> None:
    bad = ROWS.copy()
    bad[0] = wrong
    for refused in (
        lambda: proportional.two_way(bad, COLUMNS),
        lambda: proportional.stripe_totals(bad, bad[:, None], [3]),
        lambda: conditional.cm3(bad, COLUMNS, np.ones((3, 3, 2))),
        lambda: residual.by_survival_ratio(bad, COLUMNS, [1, 1, 1]),
        lambda: residual.by_vital_statistics(bad, COLUMNS, COLUMNS, COLUMNS),
        lambda: impact.preference(GOOD, bad),
    ):
        with pytest.raises((errors.NotANumber, errors.NegativeValue)):
            refused()


def test_shapes_of_margins() -> None:
    for refused in (
        lambda: proportional.two_way(ROWS, None),
        lambda: proportional.two_way(ROWS, COLUMNS[:2], GOOD),
        lambda: proportional.two_way(ROWS, COLUMNS, GOOD, places=["AAA"]),
        lambda: proportional.three_way([ROWS], [COLUMNS, COLUMNS]),
        lambda: proportional.three_way([ROWS], [COLUMNS], np.ones((3, 3, 2))),
        lambda: proportional.block_totals(ROWS, COLUMNS, [[12.0]], [2]),
        lambda: proportional.stripe_totals(ROWS, [[1.0]], [3]),
        lambda: proportional.two_way_fixed_diagonal(ROWS, COLUMNS, [1, 2]),
        lambda: net.cm_net([1, -1], GOOD),
        lambda: impact.velocity(GOOD, PEOPLE[:2]),
        lambda: distance.mean_distance(GOOD, FAR[:2, :2]),
        lambda: residual.by_survival_ratio([1, 2], [1], [1]),
        lambda: residual.rounded([], 0),
    ):
        with pytest.raises(errors.ShapeMismatch):
            refused()


def test_a_diagonal_above_a_margin() -> None:
    with pytest.raises(errors.NegativeValue):
        proportional.two_way_fixed_diagonal(ROWS, COLUMNS, [100, 0, 0])


def test_every_refusal_is_one_kind_of_value_error() -> None:
    """So that a caller may catch them all, and a failed search apart from them."""
    named = [item for item in vars(errors).values() if isinstance(item, type)]
    refusals = [item for item in named if issubclass(item, errors.RefusedInput)]
    assert len(refusals) == len([item for item in named if issubclass(item, ValueError)])
    assert not issubclass(errors.NoConvergence, ValueError)
