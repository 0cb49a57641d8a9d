"""Tables of net migration, and net migration as a residual."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import minimize

from gmg.analysis.flows.kit import errors, net, residual

PRIOR = np.array([[0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]], dtype=float)


def gains(flows: np.ndarray) -> np.ndarray:
    return flows.sum(axis=0) - flows.sum(axis=1)


@st.composite
def priors(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """A prior and net totals of some table on its support, which may leave cells empty."""
    size = draw(st.integers(2, 6))
    count = st.one_of(st.just(0.0), st.floats(0.5, 2000.0))
    prior = draw(hnp.arrays(float, (size, size), elements=count))
    table = draw(hnp.arrays(float, (size, size), elements=count)) * (prior > 0)
    return prior, gains(table)


@settings(max_examples=80)
@given(priors())
def test_nets_are_reproduced(pair: tuple[np.ndarray, np.ndarray]) -> None:
    prior, totals = pair
    within = 1e-7 * max(1.0, np.abs(totals).max(), prior.max())
    found = net.cm_net(totals, prior)
    np.testing.assert_allclose(gains(found.flows), totals, atol=within)
    np.testing.assert_array_equal(np.diag(found.flows), np.diag(prior))
    assert (found.flows[prior == 0] == 0).all()
    matrix = net.net_matrix(totals, prior)
    np.testing.assert_allclose(gains(matrix), totals, atol=within)
    assert (np.diag(matrix) == 0).all()
    least = net.net_matrix_least_change(totals, prior)
    np.testing.assert_allclose(gains(least), totals, atol=10 * within)
    assert (least >= 0).all()


@settings(max_examples=40)
@given(
    hnp.arrays(float, (4, 4), elements=st.floats(1.0, 100.0)),
    hnp.arrays(float, (4, 4), elements=st.floats(1.0, 100.0)),
    st.floats(1e-2, 1e5),
)
def test_form_and_scale(prior: np.ndarray, table: np.ndarray, people: float) -> None:
    totals = gains(table)
    found = net.cm_net(totals, prior)
    np.testing.assert_allclose(found.flows, prior * found.places[:, None] / found.places, rtol=1e-7)
    assert np.log(found.places).mean() == pytest.approx(0, abs=1e-9)
    scaled = net.cm_net(people * totals, people * prior)
    np.testing.assert_allclose(scaled.flows, people * found.flows, rtol=1e-7)
    both = net.cm_net_tot(totals, table.sum(), prior)
    np.testing.assert_allclose(gains(both.flows), totals, atol=1e-6)
    assert both.flows.sum() == pytest.approx(table.sum())
    np.testing.assert_allclose(
        both.flows, both.scale * prior * both.places[:, None] / both.places, rtol=1e-7
    )


def test_entropy_maximised_by_another_way_gives_the_same_table() -> None:
    totals = np.array([30.0, 40.0, -15.0, -55.0])
    cells = PRIOR > 0

    def table(values: np.ndarray) -> np.ndarray:
        filled = np.zeros_like(PRIOR)
        filled[cells] = values
        return filled

    ended = minimize(
        lambda values: net.relative_entropy(table(values), PRIOR),
        PRIOR[cells],
        jac=lambda values: np.log(values / PRIOR[cells]),
        bounds=[(1e-6, None)] * int(cells.sum()),
        constraints={"type": "eq", "fun": lambda values: (gains(table(values)) - totals)[:-1]},
        method="SLSQP",
        options={"ftol": 1e-13, "maxiter": 500},
    )
    assert ended.success
    np.testing.assert_allclose(net.net_matrix(totals, PRIOR), table(ended.x), atol=1e-3)


def test_entropy_is_infinite_off_the_prior() -> None:
    assert net.relative_entropy(PRIOR, PRIOR) == 0
    assert net.relative_entropy(PRIOR + np.eye(4), PRIOR) == np.inf


def test_nets_that_do_not_close_are_refused_with_their_gap() -> None:
    with pytest.raises(errors.InconsistentMargins) as caught:
        net.net_matrix([30, 40, -15, -50], PRIOR, places=list("ABCD"))
    assert caught.value.gap == pytest.approx(5)
    assert "net migration of A" in caught.value.where


def test_a_group_without_a_way_out_must_close_by_itself() -> None:
    apart = PRIOR.copy()
    apart[:2, 2:] = apart[2:, :2] = 0
    assert net.net_matrix([10, -10, 5, -5], apart).sum() > 0
    with pytest.raises(errors.InconsistentMargins) as caught:
        net.net_matrix([10, -5, 0, -5], apart)
    assert caught.value.gap == pytest.approx(5)


def test_a_place_that_no_one_leaves_cannot_lose() -> None:
    shut = PRIOR.copy()
    shut[0] = 0
    with pytest.raises(errors.InfeasibleMargins) as caught:
        net.net_matrix([-5, 5, 0, 0], shut, places=list("ABCD"))
    assert "net migration of A (too small)" in caught.value.where
    assert caught.value.gap == pytest.approx(10)


def test_one_place() -> None:
    for fit in (net.cm_net, net.net_matrix, net.net_matrix_least_change):
        with pytest.raises(errors.TooFewPlaces):
            fit([0], [[5]])


# --- residuals --------------------------------------------------------------------------------


@given(hnp.arrays(float, st.integers(2, 30), elements=st.floats(-1e6, 1e6)))
def test_rescaled_net_closes_and_keeps_signs(values: np.ndarray) -> None:
    values = np.append(values, [7.0, -3.0])
    found = residual.rescale_net(values)
    assert found.sum() == pytest.approx(0, abs=1e-9 * np.abs(values).sum())
    assert (np.sign(found) == np.sign(values)).all()
    np.testing.assert_allclose(residual.rescale_net(3 * values), 3 * found, 1e-9, 1e-300)
    assert residual.rescale_net(values, whole=True).sum() == 0
    assert residual.shift_net(values).sum() == pytest.approx(0, abs=1e-9 * np.abs(values).sum())
    assert residual.shift_net(values, whole=True).sum() == 0


def test_only_gains_cannot_be_rescaled() -> None:
    with pytest.raises(errors.OneSided, match="gains are 3"):
        residual.rescale_net([1, 2, 0])
    assert residual.rescale_net([0, 0]).tolist() == [0, 0]


def test_weights_say_who_takes_the_excess() -> None:
    assert residual.shift_net([10, -4, 0], [0, 1, 2]).tolist() == [10, -6, -4]
    with pytest.raises(errors.OutOfRange):
        residual.shift_net([10, -4], [0, 0])


@given(
    hnp.arrays(float, 8, elements=st.floats(0, 1e6)),
    hnp.arrays(float, 8, elements=st.floats(0, 1e6)),
    hnp.arrays(float, 8, elements=st.floats(0.05, 1.1)),
)
def test_reverse_is_forward_before_deaths(
    start: np.ndarray, end: np.ndarray, ratio: np.ndarray
) -> None:
    found = residual.by_survival_ratio(start, end, ratio)
    np.testing.assert_allclose(found.reverse * ratio, found.forward, atol=1e-6)
    nobody = residual.by_survival_ratio(start, start * ratio, ratio)
    np.testing.assert_allclose(nobody.average, 0, atol=1e-6)


def test_children_move_as_their_mothers() -> None:
    """Two children for each woman: a quarter and three quarters of twice the women who came."""
    women = np.array([9.0, 9, 9, 10, 10, 10, 10, 10, 10, 10])
    came = np.array([0.0, 0, 0, 1, 2, 3, 0, 0, 0, 6])
    found = residual.of_children([120, 120], women, came)
    np.testing.assert_allclose(found, [0.25 * 2 * 6, 0.75 * 2 * 11])
    with pytest.raises(errors.OutOfRange, match="no women"):
        residual.of_children([120, 120], np.zeros(10), came)
    with pytest.raises(errors.ShapeMismatch):
        residual.of_children([120, 120], women[:9], came[:9])


def test_vital_statistics_balance() -> None:
    assert residual.by_vital_statistics([100], [120], [30], [5]).tolist() == [-5]


def test_a_survival_ratio_of_zero() -> None:
    with pytest.raises(errors.OutOfRange):
        residual.by_survival_ratio([1], [1], [0])


@given(hnp.arrays(float, st.integers(1, 20), elements=st.floats(-1e5, 1e5)), st.integers(-9, 9))
def test_rounded_sums_to_the_total(values: np.ndarray, off: int) -> None:
    total = int(np.rint(values).sum()) + off
    found = residual.rounded(values, total)
    assert found.sum() == total
    assert (found == np.rint(found)).all()
    moved = np.flatnonzero(found != np.rint(values))
    assert set(moved) <= {int(np.argmax(np.abs(np.rint(values))))}
