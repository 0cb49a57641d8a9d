"""What is no stock, or no world: repaired as the papers say and told, or refused with places and gap."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gmg.analysis.flows import accounting, seeded
from gmg.analysis.flows.estimate import CLOSED, METHODS, Flows, estimate, estimate_all
from gmg.analysis.flows.inputs import (
    BadInputs,
    DoesNotClose,
    FlowError,
    Implausible,
    InfeasibleMargins,
    Inputs,
    inputs,
)

START = np.array([[1000.0, 100, 10], [55, 555, 50], [80, 40, 800]])
END = np.array([[980.0, 110, 20], [60, 550, 45], [75, 45, 805]])
NAMES = ["A", "B", "C"]
LETTERS = "ABCDEFGH"

Table = Any


@st.composite
def worlds(draw: st.DrawFn, least: int = 2) -> tuple[Table, Table]:
    """Stocks of two to five places at two dates with the same people in all, most of them at home."""
    n = draw(st.integers(least, 5))
    number = st.integers(1, 400)
    start, end = (
        np.array(draw(st.lists(number, min_size=n * n, max_size=n * n)), float).reshape(n, n)
        + np.diag([3000.0] * n)
        for _ in range(2)
    )
    end += np.diag(np.full(n, (start.sum() - end.sum()) / n))
    assume((np.diagonal(end) > 500).all())
    return start, end


def made(start: Table, end: Table, births: Table = 0.0, deaths: Table = 0.0) -> Inputs:
    return inputs(LETTERS[: len(start)], start, end, births, deaths)


def told(flows: Flows, kind: str) -> list[tuple[tuple[str, ...], float]]:
    return [(r.places, r.persons) for r in flows.repairs if r.kind.startswith(kind)]


def sound(found: dict[str, Flows]) -> None:
    for flows in found.values():
        assert np.isfinite(flows.total).all()
        assert flows.total.min() >= 0
        assert (np.diagonal(flows.total) == 0).all()


# --- no tables of stocks -----------------------------------------------------------------------


def test_tables_that_are_no_stocks_are_refused_by_name() -> None:
    for places, start, said in (
        (["A"], [[1.0]], "two at least"),
        (["A", "B", "A"], START, "Named twice: A"),
        (["A", "", "C"], START, "without a name, by position: 2"),
        (NAMES, START[:2], "a row or column for each place"),
        (NAMES, START[:2, :2], "a row or column for each place"),
        (NAMES, [["x"] * 3] * 3, "no numbers"),
        (NAMES, None, "without a number .* at the start of A, B, C"),
    ):
        with pytest.raises(BadInputs, match=said):
            inputs(places, start, END if len(places) > 1 else [[1.0]])
    with pytest.raises(BadInputs, match="births or deaths in B"):
        inputs(NAMES, START, END, [0, -1, 0])
    with pytest.raises(BadInputs, match="births are"):
        inputs(NAMES, START, END, [0, 1])


@given(
    worlds(),
    st.integers(0, 24),
    st.sampled_from([np.nan, np.inf, -np.inf]),
    st.sampled_from(["start", "end", "births", "deaths"]),
)
def test_what_is_no_number_is_refused_with_its_place(
    world: tuple[Table, Table], at: int, wrong: float, which: str
) -> None:
    n = len(world[0])
    tables = {"start": world[0], "end": world[1], "births": np.zeros(n), "deaths": np.zeros(n)}
    tables[which].flat[at % tables[which].size] = wrong
    with pytest.raises(BadInputs, match=f"without a number .* of {LETTERS[at % n]}$"):
        made(**tables)


@given(worlds(), st.integers(0, 4), st.integers(1, 4), st.floats(0.001, 1e6))
def test_fewer_than_no_foreign_born_are_refused_with_their_place(
    world: tuple[Table, Table], row: int, off: int, many: float
) -> None:
    start, end = world
    n = len(start)
    k, i = row % n, (row + 1 + off % (n - 1)) % n
    start[k, i] = -many
    with pytest.raises(BadInputs, match=f"negative numbers of foreign-born in {LETTERS[i]}"):
        made(start, end)


@given(worlds(), st.data())
def test_half_persons_are_persons(world: tuple[Table, Table], data: st.DataObject) -> None:
    start, end = world
    n = len(start)
    add = np.array(data.draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n)), float)
    start, end = start + add.reshape(n, n) / 2, end + add.reshape(n, n)[::-1] / 2
    whole = made(2 * start, 2 * end)
    half = made(start, end)
    for name in METHODS:
        one, other = estimate(half, name), estimate(whole, name)
        assert np.abs(2 * one.total - other.total).max() < 1e-6
    for name in CLOSED:
        assert not estimate(half, name).repairs
        assert np.abs(estimate(half, name).net - half.net).max() < 1e-6


# --- people who cannot be ----------------------------------------------------------------------


@given(worlds(), st.integers(0, 4), st.floats(0.5, 200))
def test_more_foreign_born_than_people_are_scaled_to_the_people_and_told(
    world: tuple[Table, Table], at: int, short: float
) -> None:
    start, end = world
    at %= len(start)
    start[at, at], end[at, at] = -short, 10.0
    there = start[:, at].sum(), end[:, at].sum()
    assume(min(there) > max(there) / 5)  # else the population is refused
    shift = (start.sum() - end.sum()) / (len(start) - 1)
    end += np.diag([0.0 if k == at else shift for k in range(len(start))])
    found = estimate_all(made(start, end))
    sound(found)
    for name in ("da_min_open", *CLOSED):
        repairs = told(found[name], "more foreign-born than people at the start")
        assert repairs == [((LETTERS[at],), pytest.approx(short))]
    for name in CLOSED:
        net = end.sum(axis=0) - start.sum(axis=0)
        assert np.abs(found[name].net - net).max() < 1e-6


def test_more_foreign_born_than_people_is_told_by_name() -> None:
    start = START.copy()
    start[1, 1] = -20.0
    flows = estimate(inputs(NAMES, start, start + np.diag([0.0, 20, 0])), "da_min_open")
    assert told(flows, "more foreign-born than people at the start") == [(("B",), 20.0)]
    start[1, 1] = -200.0
    with pytest.raises(BadInputs, match="Fewer than no people: B"):
        accounting.match_open(inputs(NAMES, start, END))


@given(worlds(), st.integers(0, 4), st.floats(0.01, 0.9))
def test_more_births_than_natives_come_off_the_whole_column_and_are_told(
    world: tuple[Table, Table], at: int, share: float
) -> None:
    start, end = world
    n = len(start)
    at %= n
    end[at, at] = 5.0
    foreign = end[:, at].sum() - 5
    births = np.zeros(n)
    births[at] = 5 + share * foreign
    deaths = start.sum(axis=0) * 0.5
    deaths[at] = start[:, at].sum() * 0.9
    natives = np.delete(np.arange(n), at)
    lack = start.sum() - deaths.sum() + births.sum() - end.sum()
    end[natives, natives] += lack / (n - 1)
    assume((np.diagonal(end) >= 0).all())
    given = made(start, end, births, deaths)
    matched = accounting.match_open(given)
    assert [(r.places, r.persons) for r in matched.repairs if r.kind.startswith("more births")] == [
        ((LETTERS[at],), pytest.approx(births[at] - 5))
    ]
    assert matched.end.min() >= 0
    alive = end.sum(axis=0)[at] - births[at]
    assert matched.end[:, at].sum() <= alive + 1e-9


@given(worlds(), st.integers(0, 4), st.sampled_from(["births", "deaths"]))
def test_more_births_or_deaths_than_people_are_refused_with_their_place(
    world: tuple[Table, Table], at: int, which: str
) -> None:
    start, end = world
    at %= len(start)
    many = np.zeros(len(start))
    many[at] = (end if which == "births" else start).sum(axis=0)[at] + 1
    for method in set(METHODS) - {"sd_drop_neg", "sd_rev_neg"}:
        with pytest.raises(BadInputs, match=f"More {which} than people: {LETTERS[at]}"):
            estimate(made(start, end, **{which: many}), method)


# --- worlds that do not close ------------------------------------------------------------------


@given(worlds(), st.floats(-0.04, 0.04))
def test_totals_that_do_not_close_are_shifted_by_half_at_each_date_and_told(
    world: tuple[Table, Table], share: float
) -> None:
    start, end = world
    births = start.sum(axis=0) * max(share, 0.0)
    deaths = start.sum(axis=0) * max(-share, 0.0)
    assume((births <= np.diagonal(end)).all() and (deaths <= np.diagonal(start)).all())
    try:
        found = estimate_all(made(start, end, births, deaths))
    except InfeasibleMargins:
        return
    sound(found)
    excess = births.sum() - deaths.sum()
    for name in CLOSED:
        repairs = told(found[name], "births less deaths are not the growth")
        if abs(excess) > 1e-4:
            assert [persons for _, persons in repairs] == [pytest.approx(abs(excess))]
        moved = np.diagonal(start) / np.trace(start) + np.diagonal(end) / np.trace(end)
        net = end.sum(axis=0) - start.sum(axis=0) - births + deaths + excess / 2 * moved
        assert np.abs(found[name].net - net).max() < 1e-6


@given(worlds(), st.floats(0.06, 0.5))
def test_totals_far_off_are_refused_with_the_gap(world: tuple[Table, Table], share: float) -> None:
    start, end = world
    births = np.diagonal(end) * share
    assume(births.sum() > 0.051 * start.sum())
    for name in CLOSED:
        with pytest.raises(DoesNotClose, match=r"by [\d,]+ persons, \d+% of all") as caught:
            estimate(made(start, end, births), name)
        gap = str(caught.value).split(" by ")[1].split()[0].replace(",", "")
        assert float(gap) == pytest.approx(births.sum(), abs=0.51)


@settings(max_examples=60)
@given(
    worlds(3),
    st.integers(0, 4),
    st.sampled_from(["start", "end"]),
    st.floats(0.0, 0.15),
)
def test_a_population_ten_times_wrong_is_refused_with_its_place(
    world: tuple[Table, Table], at: int, which: str, grown: float
) -> None:
    """At one date. At both dates alike nothing in these tables contradicts it."""
    start, end = world
    at %= len(start)
    births = end.sum(axis=0) * grown / (1 + grown)
    assume((births <= np.diagonal(end)).all())
    table = start if which == "start" else end
    people = table.sum(axis=0)[at]
    table[at, at] += 9 * people
    for name in set(METHODS) - {"sd_drop_neg", "sd_rev_neg"}:
        with pytest.raises(Implausible, match=f"{LETTERS[at]} \\([+-]"):
            estimate(made(start, end, births), name)
    for name in ("sd_drop_neg", "sd_rev_neg"):  # they look at no population
        sound({name: estimate(made(start, end, births), name)})


def test_a_wrong_population_is_a_world_that_does_not_close() -> None:
    ten_times = END * np.array([1.0, 10, 1])
    with pytest.raises(DoesNotClose, match=r"B \(\+6,355; 695 people, then 7,050\)"):
        estimate(inputs(NAMES, START, ten_times), "da_min_closed")
    with pytest.raises(DoesNotClose, match="a population or a stock is wrong"):
        accounting.match_closed(inputs(NAMES, START, ten_times))


# --- empty rows, columns and groups ------------------------------------------------------------


@given(worlds(3), st.integers(0, 4))
def test_a_birthplace_of_nobody_has_no_flows_of_its_own(
    world: tuple[Table, Table], at: int
) -> None:
    """Born in `at` is nobody at either date, though people live there."""
    start, end = world
    at %= len(start)
    start[at], end[at] = 0.0, 0.0
    shift = (start.sum() - end.sum()) / (len(start) - 1)
    end += np.diag([0.0 if k == at else shift for k in range(len(start))])
    assume((np.diagonal(end) >= 0).all())
    try:
        found = estimate_all(made(start, end))
    except (InfeasibleMargins, Implausible) as error:
        assert str(error)
        return
    sound(found)
    for flows in found.values():
        parts = flows.parts
        if parts is not None:
            assert (parts.outward[at] == 0).all()
            assert (parts.returned[:, at] == 0).all()
    for name in CLOSED:
        assert np.abs(found[name].net - (end - start).sum(axis=0)).max() < 1e-6


@given(worlds(), st.integers(0, 4), st.sampled_from(["start", "end"]))
def test_a_birthplace_with_people_at_one_date_only(
    world: tuple[Table, Table], at: int, which: str
) -> None:
    """The closed methods refuse it by name; to the open one they leave or enter the system."""
    start, end = world
    at %= len(start)
    table, other = (start, end) if which == "start" else (end, start)
    table[at] = 0.0
    free = np.delete(np.arange(len(start)), at)
    table[free, free] += (other.sum() - table.sum()) / len(free)
    given = made(start, end)
    said = f"at one date and nobody at the other: {LETTERS[at]} \\({other[at].sum():.6g}"
    with pytest.raises(InfeasibleMargins, match=said.replace("+", r"\+")):
        accounting.match_closed(given)
    matched = accounting.match_open(given)
    assert matched.repairs[-1].persons >= other[at].sum() - 1e-6
    assert (matched.start[at] == 0).all()
    assert (matched.end[at] == 0).all()


@given(worlds(), worlds(), st.integers(-30, 30).map(lambda tenths: tenths / 10))
def test_an_isolated_group_is_scaled_by_a_person_or_refused_with_its_places_and_gap(
    one: tuple[Table, Table], other: tuple[Table, Table], gap: float
) -> None:
    """Between two groups nobody has ever moved; `gap` persons too many are born in the first."""
    n, m = len(one[0]), len(other[0])
    m = min(m, len(LETTERS) - n)
    start, end = np.zeros((n + m, n + m)), np.zeros((n + m, n + m))
    for table, first, second in zip((start, end), one, other, strict=True):
        table[:n, :n], table[n:, n:] = first, second[:m, :m]
    end[n, n] += start[n:, n:].sum() - end[n:, n:].sum()
    assume(end[n, n] >= 200)
    end[0, 0] += 2 * gap
    end[n, n] -= 2 * gap
    given = made(start, end)
    try:
        found = estimate(given, "da_min_closed")
    except Implausible:
        return
    except InfeasibleMargins as error:
        if "persons missing" in str(error):  # within a group
            return
        assert abs(gap) > 1 - 1e-6
        assert f"{abs(gap):.6g} persons" in str(error)
        assert "A" in str(error) or LETTERS[n] in str(error)
        return
    assert abs(gap) < 1 + 1e-6
    repairs = told(found, "totals of a group of places")
    assert bool(repairs) == (gap != 0)
    for places, persons in repairs:
        assert persons == pytest.approx(abs(gap), abs=1e-6)
        assert places in (tuple(LETTERS[:n]), tuple(LETTERS[n : n + m]))
    off = np.abs(found.net - given.net)
    assert off.max() < 2 * abs(gap) + 1e-6
    assert (found.total[:n, n:] == 0).all()
    assert estimate(given, "da_min_open").total.min() >= 0


def test_a_country_without_foreign_born_gives_its_net_migration_or_an_error() -> None:
    """The package returns flows that sum to 1.000 from such a table, and warns."""
    start = np.array([[1000.0, 100, 0, 10], [55, 555, 0, 50], [80, 40, 800, 40], [20, 25, 0, 200]])
    end = np.array([[950.0, 100, 0, 60], [80, 505, 0, 75], [190, 130, 600, 40], [40, 45, 0, 180]])
    end[0, 0] += start.sum() - end.sum()
    given = made(start, end)
    for name in CLOSED:
        flows = estimate(given, name)
        assert np.abs(flows.net - given.net).max() < 1e-6
        assert flows.net[2] == pytest.approx(-200)
    end[2, 2] += 400  # more are born and live there than the mean of both totals allows
    start[0, 0] += 400
    start[2] = [1, 0, 800, 0]
    end[2] = [1, 0, 1000, 0]
    end[0, 0] += start.sum() - end.sum()
    with pytest.raises(InfeasibleMargins, match=r"persons missing: .*C \("):
        estimate(made(start, end), "da_min_closed")


@st.composite
def sparse_worlds(draw: st.DrawFn) -> Inputs:
    """Two to four places with empty cells, and the same people in all at both dates."""
    n = draw(st.integers(2, 4))
    number = st.one_of(st.just(0), st.integers(1, 50))
    start, end = (
        np.array(draw(st.lists(number, min_size=n * n, max_size=n * n)), float).reshape(n, n)
        for _ in range(2)
    )
    assume(start.sum() > 0)
    assume(end.sum() > 0)
    lack = start.sum() - end.sum()
    (end if lack > 0 else start)[0, 0] += abs(lack)
    return made(start, end)


@settings(max_examples=300)
@given(sparse_worlds())
def test_a_closed_account_is_exact_or_an_error_and_never_something_else(given: Inputs) -> None:
    try:
        matched = accounting.match_closed(given)
    except InfeasibleMargins as error:
        assert any(f"{place} (" in str(error) or place in str(error) for place in given.places)
        return
    off = sum(repair.persons for repair in matched.repairs)
    assert np.abs(matched.start.sum(axis=1) - matched.end.sum(axis=1)).max() <= 2 * off + 1e-9
    for table, told in ((matched.start, given.start), (matched.end, given.end)):
        assert np.abs(table.sum(axis=0) - told.sum(axis=0)).max() < 1e-9
        assert (table[told == 0] == 0).all()
    total = accounting.least_migration(matched).total()
    assert np.abs(total.sum(axis=0) - total.sum(axis=1) - given.net).max() <= 4 * off + 1e-8


# --- anything ----------------------------------------------------------------------------------


@given(
    st.one_of(
        st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=9, max_size=9),
        st.lists(st.floats(0, 1500), min_size=9, max_size=9),
    ),
    st.lists(st.floats(-1, 150), min_size=3, max_size=3),
)
def test_any_numbers_give_flows_that_hold_or_a_named_error(
    numbers: list[float], births: list[float]
) -> None:
    try:
        found = estimate_all(inputs(NAMES, np.array(numbers).reshape(3, 3), END, births))
    except FlowError as error:
        assert str(error)
        return
    sound(found)


@given(worlds())
def test_what_is_given_is_left_as_it_was_and_answers_share_nothing(
    world: tuple[Table, Table],
) -> None:
    given = made(*world)
    before = given.start.copy(), given.end.copy()
    try:
        found = estimate_all(given)
    except FlowError:
        return
    kept = {name: flows.total.copy() for name, flows in found.items()}
    for name in METHODS:
        flows = found.pop(name)
        tables = [flows.total]
        if flows.parts is not None:
            tables += [flows.parts.outward, flows.parts.returned, flows.parts.transit]
        for table in tables:
            table[:] = -1.0
        for other, left in found.items():
            assert (left.total == kept[other]).all()
    assert (given.start == before[0]).all()
    assert (given.end == before[1]).all()
    for name, flows in estimate_all(given).items():
        assert flows.total.tobytes() == kept[name].tobytes()


def test_an_unknown_method_is_told_with_those_there_are() -> None:
    with pytest.raises(LookupError, match="da_pb_closed"):
        estimate(inputs(NAMES, START, END), "da_max")


# --- seeds -------------------------------------------------------------------------------------


def test_a_seed_whose_zeros_forbid_the_margins_raises_with_birthplace_and_places() -> None:
    seed = np.array([[0.0, 1, 0], [0, 0, 1], [0, 0, 0]])
    out, into = np.array([[5.0, 0, 0]]), np.array([[0.0, 0, 5]])
    with pytest.raises(InfeasibleMargins, match=r"born in A move.*A \(5\)"):
        seeded.scale(out, into, seed, places=("A", "B", "C"))


def test_birthplaces_of_whom_more_leave_than_come_are_named() -> None:
    out, into = np.array([[5.0, 0], [3, 1]]), np.array([[0.0, 5], [1, 1]])
    with pytest.raises(InfeasibleMargins, match=r"of those born in: B \(\+2\)"):
        seeded.scale(out, into, np.ones((2, 2)), places=("A", "B"))


@settings(max_examples=60)
@given(st.integers(2, 5), st.integers(0, 10_000))
def test_a_seed_with_zeros_is_met_or_refused(n: int, number: int) -> None:
    """Margins made from a table on some of the seed's cells: sweeps alone may never come to them."""
    draw = np.random.default_rng(number)
    seed = draw.random((n, n)) * (draw.random((n, n)) < 0.6)
    some = seed * (draw.random((n, n, n)) < 0.7) * draw.integers(1, 1000, (n, n, n))
    out, into = some.sum(axis=2), some.sum(axis=1)
    found = seeded.scale(out, into, seed, 1e-6)
    assert np.abs(found.u * (found.v @ seed.T) - out).max() <= 2e-6
    assert np.abs(found.v * (found.u @ seed) - into).max() <= 2e-6
    total = found.total()
    assert np.abs(found.cube().sum(axis=2) * (1 - np.eye(n)) - total).max() < 1e-6
