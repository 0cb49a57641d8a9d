"""Indices: bounds, extremes worked by hand, and no dependence on the order of places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gmg.analysis.flows.kit import errors, summary
from gmg.analysis.flows.kit.indices import age, connectivity, distance, impact, intensity

SHARES = (
    connectivity.connectivity,
    connectivity.inequality_equal,
    connectivity.inequality_expected,
    connectivity.gini_total,
)


@st.composite
def flow_tables(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(3, 7))
    count = st.one_of(st.just(0.0), st.floats(0.5, 1000.0))
    table = draw(hnp.arrays(float, (size, size), elements=count))
    table[0, 1] += 3
    return table


def apart(size: int) -> np.ndarray:
    place = np.arange(size)
    return np.hypot(place[:, None] - place, place[:, None] ** 2 - place**2)


@settings(max_examples=80)
@given(flow_tables(), st.randoms(use_true_random=False))
def test_bounds_and_order(flows: np.ndarray, shuffle: object) -> None:
    size = len(flows)
    order = list(range(size))
    shuffle.shuffle(order)
    turned = flows[np.ix_(order, order)]
    for index in SHARES:
        found = index(flows)
        assert -1e-12 <= found <= 1 + 1e-12
        assert index(turned) == pytest.approx(found, abs=1e-8)
        assert index(7 * flows) == pytest.approx(found, abs=1e-8)
    for index in (
        connectivity.weighted_gini_origins,
        connectivity.weighted_gini_destinations,
        connectivity.weighted_gini,
    ):
        assert -1e-12 <= index(flows) <= 1 / size + 1e-12
        assert index(turned) == pytest.approx(index(flows))
    for index in (connectivity.gini_origins, connectivity.gini_destinations):
        assert (index(flows) >= -1e-12).all()
        assert (index(flows) <= 1 + 1e-12).all()
    assert 0 <= impact.effectiveness(flows) <= 100 + 1e-9
    assert connectivity.variation(flows) <= np.sqrt(size * (size - 1) - 1) + 1e-9
    assert connectivity.aggregate_variation(turned) == pytest.approx(
        connectivity.aggregate_variation(flows)
    )


@settings(max_examples=60)
@given(flow_tables())
def test_distances_lie_between_the_shortest_and_the_longest(flows: np.ndarray) -> None:
    far = apart(len(flows))
    used = far[(flows > 0) & ~np.eye(len(flows), dtype=bool)]
    for index in (distance.mean_distance, distance.median_distance):
        assert used.min() - 1e-9 <= index(flows, far) <= used.max() + 1e-9
        assert index(flows, 1000 * far) == pytest.approx(1000 * index(flows, far))
    middle = distance.median_distance(flows, far)
    people = flows * ~np.eye(len(flows), dtype=bool)
    assert people[far < middle].sum() <= people.sum() / 2 + 1e-9
    assert people[far > middle].sum() <= people.sum() / 2 + 1e-9


@settings(max_examples=30)
@given(
    st.floats(-2.5, 1.0),
    hnp.arrays(float, 5, elements=st.floats(1, 50)),
    hnp.arrays(float, 5, elements=st.floats(1, 50)),
    st.floats(0.01, 100),
)
def test_decay_is_recovered(
    decay: float, origins: np.ndarray, destinations: np.ndarray, unit: float
) -> None:
    far = apart(5) + np.eye(5)
    flows = origins[:, None] * destinations * far**decay
    assert distance.distance_decay(flows, unit * far) == pytest.approx(decay, abs=1e-6)


def test_decay_that_distances_do_not_show() -> None:
    with pytest.raises(errors.NotIdentified):
        distance.distance_decay([[0, 1, 2], [3, 0, 4], [5, 6, 0]], np.full((3, 3), 7.0))
    with pytest.raises(errors.OutOfRange):
        distance.distance_decay([[0, 1, 2], [3, 0, 4], [5, 6, 0]], np.zeros((3, 3)))


def test_the_median_between_two() -> None:
    flows, far = np.zeros((3, 3)), apart(3)
    flows[0, 1], flows[0, 2] = 5, 5
    assert distance.median_distance(flows, far) == (far[0, 1] + far[0, 2]) / 2
    flows[0, 2] += 1
    assert distance.median_distance(flows, far) == far[0, 2]


def test_one_stream_and_all_alike() -> None:
    one = np.zeros((4, 4))
    one[1, 2] = 9
    alike = np.full((4, 4), 3.0)
    assert connectivity.gini_total(one) == pytest.approx(1)
    assert connectivity.gini_total(alike) == pytest.approx(0, abs=1e-12)
    assert connectivity.weighted_gini(one) == pytest.approx(1 / 4)
    assert connectivity.connectivity(one) == pytest.approx(1 / 12)
    assert connectivity.connectivity(alike) == 1
    assert connectivity.inequality_equal(one) == pytest.approx(11 / 12)
    assert connectivity.inequality_equal(alike) == pytest.approx(0)
    assert connectivity.variation(one) == pytest.approx(np.sqrt(11))
    assert impact.effectiveness(one) == 100
    assert impact.effectiveness(alike) == 0
    with pytest.raises(errors.NotIdentified):
        connectivity.gini_share_within_origins(alike)


def test_a_published_hypothetical_system() -> None:
    """Plane & Mulligan (1997): every origin sends alike, so all focusing is at destinations."""
    flows = np.array([[0, 10, 10], [20, 0, 20], [30, 30, 0]], dtype=float)
    np.testing.assert_allclose(connectivity.gini_destinations(flows), [0.2, 0.5, 1 / 3])
    np.testing.assert_allclose(connectivity.gini_origins(flows), 0)
    assert connectivity.gini_share_within_origins(flows) == 0
    assert connectivity.gini_share_within_destinations(flows) == pytest.approx(0.25)
    assert connectivity.weighted_gini_destinations(flows) == pytest.approx(1 / 9)
    assert connectivity.aggregate_variation(flows) == pytest.approx(1 / 3)


@settings(max_examples=40)
@given(flow_tables())
def test_stayers_count_for_nothing(flows: np.ndarray) -> None:
    stayed = flows + np.diag(np.arange(1.0, len(flows) + 1) * 1e6)
    found, same = summary.totals(flows), summary.totals(stayed)
    np.testing.assert_allclose(found.net, same.net)
    assert found.net.sum() == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(found.turnover, found.out + found.into)
    for index in (*SHARES, impact.effectiveness, connectivity.variation):
        assert index(flows) == pytest.approx(index(stayed))


@settings(max_examples=40)
@given(flow_tables())
def test_components_make_the_table(flows: np.ndarray) -> None:
    parts = summary.components(flows)
    assert parts.origins.sum() == pytest.approx(1)
    assert parts.destinations.sum() == pytest.approx(1)
    again = parts.total * np.outer(parts.origins, parts.destinations) * parts.association
    np.testing.assert_allclose(again, flows * (1 - np.eye(len(flows))), atol=1e-9)


def test_preference_and_velocity_where_people_choose_by_size() -> None:
    people = np.array([100.0, 200, 300])
    flows = 0.001 * np.outer(people, people) * (1 - np.eye(3))
    found = impact.preference(flows, people)
    assert np.ptp(found[~np.eye(3, dtype=bool)]) == pytest.approx(0)
    assert impact.velocity(flows, people)[0, 1] == pytest.approx(0.6)
    assert impact.aggregate_net_rate(flows, people) == 0
    one_way = np.array([[0, 30.0, 0], [0, 0, 0], [0, 0, 0]])
    assert impact.aggregate_net_rate(one_way, people) == pytest.approx(5)


def test_intensity_by_hand() -> None:
    assert intensity.crude_intensity(5, 200) == 2.5
    assert intensity.courgeau_k(5, 200, 10) == pytest.approx(2.5 / np.log(100))
    with pytest.raises(errors.UnitsDiffer):
        intensity.crude_intensity(5000, 5)
    with pytest.raises(errors.OutOfRange):
        intensity.crude_intensity(0, 0)
    with pytest.raises(errors.TooFewPlaces):
        intensity.courgeau_k(5, 200, 1)


# --- age --------------------------------------------------------------------------------------


def test_age_profile_by_hand() -> None:
    """Ages of five years: the peak at 20, a rise of .2 and a fall of .1 of all in five years."""
    begins = np.arange(0, 45, 5)
    rates = np.array([1, 1, 1, 1, 3, 2, 1, 0, 0]) / 100
    found = age.age_profile(begins, rates)
    assert found.gross_rate == pytest.approx(0.5)
    assert (found.peak_age, found.peak) == (20, 0.03)
    assert found.peak_breadth == pytest.approx(0.3)  # ages 15, 20 and 25
    assert found.peak_share == pytest.approx(0.6)
    assert found.steepest_rise == pytest.approx(0.02 / 0.5 / 5)
    assert found.steepest_fall == pytest.approx(0.01 / 0.5 / 5)
    assert found.asymmetry == pytest.approx(2)


def test_the_breadth_is_about_the_peak() -> None:
    """migest takes ages for positions: of single years from 0 it reads one year too young."""
    rates = np.zeros(81)
    rates[15:26] = 1
    rates[20] = 2
    assert age.age_profile(np.arange(81), rates).peak_share == 1
    assert rates[14:25].sum() < rates.sum()


def test_a_profile_that_does_not_fall() -> None:
    found = age.age_profile([0, 5, 10, 15, 20], [0, 0, 1, 2, 3])
    assert found.asymmetry is None
    assert found.steepest_fall == 0


@given(hnp.arrays(float, 81, elements=st.floats(0, 0.5)), st.floats(0.1, 10))
def test_shape_is_free_of_level(rates: np.ndarray, level: float) -> None:
    rates[30] += 0.01
    ages = np.arange(81)
    one, other = age.age_profile(ages, rates), age.age_profile(ages, level * rates)
    assert 0 < one.peak_share <= 1 + 1e-12
    assert other.gross_rate == pytest.approx(level * one.gross_rate)
    assert other.steepest_rise == pytest.approx(one.steepest_rise)
    assert other.peak_share == pytest.approx(one.peak_share)


def test_refused_profiles() -> None:
    with pytest.raises(errors.NoMigrants):
        age.age_profile([10, 20], [0, 0])
    with pytest.raises(errors.OutOfRange, match="between"):
        age.age_profile([70, 80], [1, 1])
    with pytest.raises(errors.OutOfRange, match="rise"):
        age.gross_rate([10, 10], [1, 1])
    with pytest.raises(errors.OutOfRange, match="two or more"):
        age.gross_rate([10], [1])
