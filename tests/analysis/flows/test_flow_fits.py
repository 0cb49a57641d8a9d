"""The biproportional fit: any table it can be, and an error exactly where there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gmg.analysis.flows.biproportional import connected, groups, scaling
from gmg.analysis.flows.inputs import InfeasibleMargins

Table = Any


def names(n: int) -> tuple[str, ...]:
    return tuple(f"P{k}" for k in range(n))


@settings(max_examples=150)
@given(
    st.integers(0, 100_000),
    st.integers(2, 30),
    st.integers(2, 30),
    st.floats(0.1, 1.0),
    st.sampled_from([0.01, 0.5, 2.0, 5.0]),
)
def test_factors_of_any_size_are_found(
    number: int, n: int, m: int, full: float, spread: float
) -> None:
    """Cells over seven orders of magnitude, empty ones, heavy diagonals, factors from e^-15 to e^15."""
    draw = np.random.default_rng(number)
    table = np.exp(draw.uniform(-3, 12, (n, m))) * (draw.random((n, m)) < full)
    if number % 2 and n == m:
        table += np.diag(np.exp(draw.uniform(5, 20, n)))
    a, v = (np.exp(draw.normal(0, spread, size)) for size in (n, m))
    wanted = a[:, None] * table * v
    found = scaling(table, wanted.sum(axis=1), wanted.sum(axis=0), names(n))
    fitted = found.of(table)
    size = max(wanted.sum(axis=1).max(), 1e-9)
    assert np.abs(fitted.sum(axis=1) - wanted.sum(axis=1)).max() <= 1e-11 * size
    np.testing.assert_allclose(fitted.sum(axis=0), wanted.sum(axis=0), rtol=1e-12, atol=1e-9)
    assert (fitted[table == 0] == 0).all()
    assert np.abs(fitted - wanted).max() <= 1e-6 * size


@st.composite
def margins(draw: st.DrawFn) -> tuple[Table, Table, Table]:
    """A small table, mostly of empty cells, with any totals of one sum."""
    n, m = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cell = st.sampled_from([0, 0, 1, 7, 1000])
    table = np.array(draw(st.lists(cell, min_size=n * m, max_size=n * m)), float).reshape(n, m)
    count = st.integers(0, 40)
    rows = np.array(draw(st.lists(count, min_size=n, max_size=n)), float)
    columns = np.array(draw(st.lists(count, min_size=m, max_size=m)), float)
    lack = rows.sum() - columns.sum()
    (columns if lack > 0 else rows)[0] += abs(lack)
    return table, rows * 10, columns * 10


@settings(max_examples=400)
@given(margins())
def test_an_error_is_raised_exactly_where_no_table_exists(
    given: tuple[Table, Table, Table],
) -> None:
    """Whether one exists a linear program says. Groups may miss each other by a person, here by none."""
    table, rows, columns = given
    n, m = table.shape
    lines = [np.kron(np.eye(n), np.ones(m)), np.kron(np.ones(n), np.eye(m))]
    ends = [(0, None if cell else 0) for cell in table.ravel() > 0]
    program = linprog(
        np.zeros(n * m), A_eq=np.vstack(lines), b_eq=np.append(rows, columns), bounds=ends
    )
    try:
        fitted = scaling(table, rows, columns, names(n + m)).of(table)
    except InfeasibleMargins as error:
        assert program.status == 2
        assert any(name in str(error) for name in names(n + m))
        return
    assert program.status == 0
    assert np.abs(fitted.sum(axis=1) - rows).max() <= 1e-8
    assert np.abs(fitted.sum(axis=0) - columns).max() <= 1e-8


@given(st.integers(0, 1000), st.integers(1, 8), st.integers(1, 8))
def test_groups_are_what_chains_of_cells_join(number: int, n: int, m: int) -> None:
    draw = np.random.default_rng(number)
    table = draw.random((n, m)) * (draw.random((n, m)) < 0.3)
    rows, columns = groups(table)
    for i, j in np.argwhere(table > 0):
        assert rows[i] == columns[j]
    assert connected(table) == (len({*rows, *columns}) == 1)


def test_a_gap_of_a_group_up_to_a_person_is_closed_and_told() -> None:
    table = np.kron(np.eye(2), np.array([[5.0, 1], [2, 6]]))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    rows[0] += 0.5
    found = scaling(table, rows, columns, ("A", "B", "C", "D"))
    assert found.gap == pytest.approx(0.5)
    assert found.group == ("A", "B")
    assert np.abs(found.of(table).sum(axis=0) - columns).max() < 1e-12
    rows[0] += 1
    with pytest.raises(InfeasibleMargins, match=r"differ by \+1\.5 persons: A, B$"):
        scaling(table, rows, columns, ("A", "B", "C", "D"))


def test_totals_over_empty_cells_are_named() -> None:
    table = np.array([[1.0, 0], [0, 0]])
    with pytest.raises(InfeasibleMargins, match=r"a row without a cell: B \(3\)"):
        scaling(table, np.array([1.0, 3]), np.array([4.0, 0]), ("A", "B"))
    with pytest.raises(InfeasibleMargins, match=r"a column without a cell: B \(3\)"):
        scaling(table, np.array([4.0, 0]), np.array([1.0, 3]), ("A", "B"))


def test_margins_that_zeros_forbid_raise_and_nothing_comes_back() -> None:
    table = np.array([[1.0, 0, 0], [1, 1, 0], [0, 1, 1]])
    with pytest.raises(InfeasibleMargins, match=r"persons missing: A \(\+"):
        scaling(table, np.array([10.0, 1, 1]), np.array([4.0, 4, 4]), ("A", "B", "C"))
