"""Fitted tables: margins met, zeros kept, scale free, and a refusal where nothing fits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gmg.analysis.flows.kit import conditional, errors, proportional

COUNTS = st.one_of(st.just(0.0), st.floats(0.5, 5000.0))


@st.composite
def tables(draw: st.DrawFn, most: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """A seed and a table with people only where the seed has some; it may have more empty cells."""
    size = draw(st.integers(2, most))
    shape = (size, draw(st.integers(2, most)))
    seed = draw(hnp.arrays(float, shape, elements=COUNTS))
    table = draw(hnp.arrays(float, shape, elements=COUNTS)) * (seed > 0)
    return seed, table


@st.composite
def squares(draw: st.DrawFn, most: int = 5) -> tuple[np.ndarray, np.ndarray]:
    size = draw(st.integers(2, most))
    seed = draw(hnp.arrays(float, (size, size), elements=COUNTS))
    table = draw(hnp.arrays(float, (size, size), elements=COUNTS)) * (seed > 0)
    return seed, table


def met(found: np.ndarray, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(found, wanted, rtol=2e-9, atol=2e-9 * max(1.0, wanted.max()))


@settings(max_examples=150)
@given(tables())
def test_margins_are_met_and_zeros_kept(pair: tuple[np.ndarray, np.ndarray]) -> None:
    seed, table = pair
    found = proportional.two_way(table.sum(axis=1), table.sum(axis=0), seed)
    met(found.sum(axis=1), table.sum(axis=1))
    met(found.sum(axis=0), table.sum(axis=0))
    assert (found >= 0).all()
    assert (found[seed == 0] == 0).all()


@settings(max_examples=50)
@given(tables(), st.floats(1e-3, 1e6), st.floats(1e-3, 1e3))
def test_scale(pair: tuple[np.ndarray, np.ndarray], people: float, weight: float) -> None:
    """More people give more people; a seed counts by its proportions only."""
    seed, table = pair
    found = proportional.two_way(table.sum(axis=1), table.sum(axis=0), seed)
    scaled = proportional.two_way(
        people * table.sum(axis=1), people * table.sum(axis=0), weight * seed
    )
    np.testing.assert_allclose(scaled / people, found, atol=1e-6 * max(1.0, table.max()))


@settings(max_examples=50)
@given(tables())
def test_cross_ratios_are_the_seed_s(pair: tuple[np.ndarray, np.ndarray]) -> None:
    """What makes the table the nearest one: interaction comes from the seed alone."""
    seed, _ = pair
    seed = seed + 1
    rows, columns = np.arange(1.0, seed.shape[0] + 1), np.arange(2.0, seed.shape[1] + 2)
    found = proportional.two_way(rows * columns.sum(), columns * rows.sum(), seed)
    left = np.log(found / seed)
    left = left - left.mean(axis=0) - left.mean(axis=1, keepdims=True) + left.mean()
    np.testing.assert_allclose(left, 0, atol=1e-8)


@settings(max_examples=50)
@given(squares())
def test_fixed_diagonal(pair: tuple[np.ndarray, np.ndarray]) -> None:
    seed, table = pair
    found = proportional.two_way_fixed_diagonal(
        table.sum(axis=1), table.sum(axis=0), np.diag(table), seed
    )
    np.testing.assert_array_equal(np.diag(found), np.diag(table))
    met(found.sum(axis=1), table.sum(axis=1))
    met(found.sum(axis=0), table.sum(axis=0))


@settings(max_examples=30)
@given(hnp.arrays(float, (3, 3, 4), elements=COUNTS))
def test_three_way_margins(table: np.ndarray) -> None:
    start, end = table.sum(axis=1).T, table.sum(axis=0).T
    for fit in (proportional.three_way, proportional.three_way_fixed_diagonal):
        found = fit(start, end)
        met(found.sum(axis=1).T, start)
        met(found.sum(axis=0).T, end)
    stayers = np.einsum("iik->ki", found)
    np.testing.assert_array_equal(stayers, np.minimum(start, end))


@settings(max_examples=30)
@given(hnp.arrays(float, (6, 6), elements=COUNTS))
def test_block_and_stripe_margins(table: np.ndarray) -> None:
    sizes, edges = [2, 1, 3], [0, 2, 3]
    stripes = np.add.reduceat(table, edges, axis=1)
    blocks = np.add.reduceat(stripes, edges, axis=0)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    found = proportional.block_totals(rows, columns, blocks, sizes)
    met(np.add.reduceat(np.add.reduceat(found, edges, axis=1), edges, axis=0), blocks)
    met(found.sum(axis=1), rows)
    met(found.sum(axis=0), columns)
    for known in (None, columns):
        found = proportional.stripe_totals(rows, stripes, sizes, columns=known)
        met(np.add.reduceat(found, edges, axis=1), stripes)
        met(
            found.sum(axis=0) if known is not None else found.sum(axis=1),
            columns if known is not None else rows,
        )


def test_a_cell_that_can_only_be_zero_is_zero() -> None:
    """Sweeps of proportional fitting come to this in the limit, one over the number of sweeps."""
    found = proportional.two_way([1, 1], [1, 1], [[1, 1], [0, 1]])
    np.testing.assert_allclose(found, [[1, 0], [0, 1]], atol=1e-9)
    with pytest.raises(errors.NotIdentified):
        conditional.cm2([1, 1], [1, 1], [[1, 1], [0, 1]])


@settings(max_examples=30)
@given(tables())
def test_gravity_is_the_two_way_table(pair: tuple[np.ndarray, np.ndarray]) -> None:
    seed, _ = pair
    seed = seed + 0.5
    rows, columns = np.arange(1.0, seed.shape[0] + 1), np.arange(2.0, seed.shape[1] + 2)
    rows, columns = rows * columns.sum(), columns * rows.sum()
    found = conditional.cm2(rows, columns, seed)
    np.testing.assert_allclose(found.flows, proportional.two_way(rows, columns, seed), atol=1e-7)
    np.testing.assert_allclose(
        found.flows, found.origins[:, None] * seed * found.destinations, rtol=1e-12
    )


def test_more_columns_than_rows_is_refused() -> None:
    """The package sees rows above columns only, and else sweeps 500 times to a wrong table."""
    for rows, columns, gap in (([18, 20], [16, 30], -8), ([18, 30], [16, 22], 10)):
        with pytest.raises(errors.InconsistentMargins) as caught:
            proportional.two_way(rows, columns)
        assert caught.value.gap == pytest.approx(gap)


def test_infeasible_margins_name_who_and_how_many() -> None:
    """People of A go only to X: 3 leave A, 1 comes to X."""
    with pytest.raises(errors.InfeasibleMargins) as caught:
        proportional.two_way([3, 1], [1, 3], [[1, 0], [1, 1]], places=["AAA", "BBB"])
    assert caught.value.gap == pytest.approx(4)  # two too many in A, two too few for the other
    assert "origin AAA (too large)" in caught.value.where
    assert "destination AAA (too small)" in caught.value.where
    assert "misses by 4" in str(caught.value)


def test_an_infeasible_birthplace_is_named() -> None:
    start, end = [[5, 5], [4, 0]], [[5, 5], [0, 4]]
    with pytest.raises(errors.InfeasibleMargins) as caught:
        proportional.three_way(start, end, seed=[[1, 0], [1, 1]], places=["AAA", "BBB"])
    assert caught.value.where[0] == "born in BBB"


def test_a_place_alone_between_others() -> None:
    """Stayers fixed, one place that only loses to itself: nothing can move, and that is said."""
    with pytest.raises(errors.InfeasibleMargins):
        proportional.two_way_fixed_diagonal([10, 5], [10, 5], [4, 5])


@settings(max_examples=60)
@given(tables(), st.integers(0, 5), st.floats(1.0, 1e4))
def test_margins_moved_off_the_seed_never_give_a_table(
    pair: tuple[np.ndarray, np.ndarray], row: int, people: float
) -> None:
    """People added to an origin from which the seed lets no one go, and to some destination."""
    seed, table = pair
    row %= len(seed)
    seed[row], table[row] = 0, 0
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    rows[row] += people
    columns[0] += people
    with pytest.raises(errors.InfeasibleMargins) as caught:
        proportional.two_way(rows, columns, seed)
    assert caught.value.gap >= people * (1 - 1e-6)


@pytest.mark.parametrize("size", [1, 2, 40])
def test_heavy_diagonal(size: int) -> None:
    """Nearly all people are native-born: a thousand sweeps would not do, Newton steps do."""
    place = np.arange(size)
    seed = 1e6 * np.eye(size) + 1.0 / (1 + np.abs(place[:, None] - place))
    rows = seed.sum(axis=1) * (1 + 1e-4 * np.cos(place))
    columns = seed.sum(axis=0)
    rows *= columns.sum() / rows.sum()
    found = proportional.two_way(rows, columns, seed)
    np.testing.assert_allclose(found.sum(axis=1), rows, rtol=1e-11)
    np.testing.assert_allclose(found.sum(axis=0), columns, rtol=1e-11)
