"""Draws: the same whoever works them out, zeros zero, people positive, spreads as they are told."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from ensemble_made import subset, world
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from gmg.analysis.flows.ensemble import Case, Key, Spec, draw, jobs_of
from gmg.analysis.flows.ensemble.noise import id_of, ids_of, normals
from gmg.analysis.flows.inputs import BadInputs, Inputs

WORLDS = st.builds(world, st.integers(2, 9), st.integers(0, 2**32 - 1))
SHARES = st.floats(0, 1)
SPREADS = st.floats(0, 0.5)
SPECS = st.builds(
    Spec,
    seed=st.integers(-(2**70), 2**70),
    otherwise=SPREADS,
    population=SPREADS,
    births=SPREADS,
    deaths=SPREADS,
    stocks_alike=SHARES,
    populations_alike=SHARES,
)
NUMBERS = st.integers(0, 10**9)


def off(table: np.ndarray) -> np.ndarray:
    return table[~np.eye(len(table), dtype=bool)]


@given(WORLDS, SPECS, NUMBERS)
def test_zeros_stay_zero_and_people_positive(inputs: Inputs, spec: Spec, number: int) -> None:
    found = draw(inputs, spec, number)
    for before, after in ((inputs.start, found.start), (inputs.end, found.end)):
        assert np.array_equal(off(before) == 0, off(after) == 0)
        assert (off(after) >= 0).all()
        assert (after.sum(axis=0) > 0).all() and np.isfinite(after).all()
    assert (found.births > 0).all() and (found.deaths > 0).all()
    nobody = replace(inputs, births=inputs.births * 0, deaths=inputs.deaths * 0)
    assert not draw(nobody, spec, number).births.any()


@given(WORLDS, SPECS, NUMBERS)
def test_a_draw_is_the_same_each_time(inputs: Inputs, spec: Spec, number: int) -> None:
    first, again = draw(inputs, spec, number), draw(inputs, spec, number)
    for name in ("start", "end", "births", "deaths"):
        assert getattr(first, name).tobytes() == getattr(again, name).tobytes()


@given(WORLDS, SPECS)
def test_draw_0_is_the_inputs_and_no_spread_changes_nothing(inputs: Inputs, spec: Spec) -> None:
    assert draw(inputs, spec, 0) is inputs
    none = replace(spec, foreign_born=(), otherwise=0, population=0, births=0, deaths=0)
    found = draw(inputs, none, 5)
    assert np.array_equal(found.start, inputs.start) and np.array_equal(found.end, inputs.end)
    assert np.array_equal(found.net, inputs.net)


@given(st.integers(3, 9), st.randoms(), SPECS, NUMBERS)
def test_places_may_come_in_any_order_and_some_may_be_missing(
    n: int, random: Random, spec: Spec, number: int
) -> None:
    whole = world(n)
    at = random.sample(range(n), random.randint(2, n))
    found, some = draw(whole, spec, number), draw(subset(whole, at), spec, number)
    for name in ("start", "end"):
        assert np.array_equal(off(getattr(found, name)[np.ix_(at, at)]), off(getattr(some, name)))
    assert np.array_equal(found.births[at], some.births)
    assert np.array_equal(found.deaths[at], some.deaths)


def test_another_number_seed_or_place_is_another_draw() -> None:
    one = world(4)
    base = draw(one, Spec(seed=1), 1).start
    renamed = replace(one, places=("A", *one.places[1:]))
    for other in (
        draw(one, Spec(seed=1), 2),
        draw(one, Spec(seed=2), 1),
        draw(renamed, Spec(1), 1),
    ):
        assert not np.isclose(base, other.start).all()


def test_the_stocks_of_a_date_are_off_alike_in_both_periods() -> None:
    one, spec = world(6), Spec(stocks_alike=0.3, populations_alike=0.3)
    later = replace(one, start=one.end, end=one.end * 1.1)
    for number in (1, 2, 77):
        first = draw(one, spec, number, dates=("2015", "2020"))
        second = draw(later, spec, number, dates=("2020", "2025"))
        assert np.array_equal(first.end, second.start)
        assert not np.isclose(first.births / one.births, second.births / later.births).any()


def test_factors_have_the_spread_of_their_basis_mean_one_and_the_correlation_of_dates() -> None:
    n = 150
    one = replace(world(n), start=np.ones((n, n)), end=np.ones((n, n)))
    bases = tuple("foreign-born" if n % 2 else "unheard of" for n in range(n))
    spec = Spec(foreign_born=(("foreign-born", 0.05),), otherwise=0.4, stocks_alike=0.8)
    found = draw(one, spec, 3, bases=bases)
    for column, sd in ((1, 0.05), (0, 0.4)):
        start = np.concatenate([np.delete(found.start[:, i], i) for i in range(column, n, 2)])
        end = np.concatenate([np.delete(found.end[:, i], i) for i in range(column, n, 2)])
        assert np.log(start).std() == pytest.approx(sd, rel=0.05)
        assert start.mean() == pytest.approx(1, abs=4 * sd / np.sqrt(len(start)))
        assert np.corrcoef(np.log(start), np.log(end))[0, 1] == pytest.approx(0.8, abs=0.02)


def test_noise_is_standard_normal_and_keys_have_nothing_to_do_with_each_other() -> None:
    ids = ids_of(tuple(f"P{n}" for n in range(300)))
    one, other = np.repeat(ids, 300), np.tile(ids, 300)
    tables = [normals(id_of(0, number, "stock"), one, other) for number in range(4)]
    for table in tables:
        ordered = np.sort(table)
        shares = (np.arange(len(ordered)) + 0.5) / len(ordered)
        distance = np.abs(ndtr(ordered) - shares).max() * np.sqrt(len(ordered))
        assert distance < 1.95  # Kolmogorov: exceeded once in a thousand
        square = table.reshape(300, 300)
        assert np.abs(np.corrcoef(square)[np.triu_indices(300, 1)]).max() < 0.32
        assert np.abs(np.corrcoef(square.T)[np.triu_indices(300, 1)]).max() < 0.32
        assert abs(np.corrcoef(table, square.T.reshape(-1))[0, 1]) < 0.015
    among = np.corrcoef(tables)[np.triu_indices(4, 1)]
    assert np.abs(among).max() < 0.015


def test_noise_is_what_it_was() -> None:
    """Results that were published can be worked out again: the generator is never to change."""
    found = normals(id_of(0, 1, "foreign-born"), ids_of(("MEX", "USA")), ids_of(("USA", "MEX")))
    assert found == pytest.approx([-0.5950503667850948, 0.9287091082321293], abs=1e-12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"otherwise": float("nan")},
        {"population": -0.1},
        {"births": float("inf")},
        {"deaths": 3.0},
        {"stocks_alike": 1.01},
        {"populations_alike": float("nan")},
        {"foreign_born": (("foreign-born", -1.0),)},
    ],
)
def test_what_is_no_spread_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInputs):
        Spec(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("period", ["2015", "2020-2015", "15-20", "2015-2020 ", "2015–2020", ""])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(BadInputs, match="period"):
        Key(period, "total")


def test_cases_and_jobs_that_make_no_sense_are_refused() -> None:
    key = Key("2015-2020", "total")
    case = Case(key, world(3))
    with pytest.raises(BadInputs, match="basis"):
        Case(key, world(3), ("imputed",))
    with pytest.raises(BadInputs, match="no sex"):
        Key("2015-2020", "../up")
    for wrong in (
        ([case, case], 5, ("mig_rate",), 1),
        ([case], 0, ("mig_rate",), 1),
        ([case], 5, ("by hand",), 1),
        ([case], 5, ("mig_rate", "mig_rate"), 1),
        ([case], 5, (), 1),
        ([case], 5, ("mig_rate",), 0),
        ([], 5, ("mig_rate",), 1),
        ([replace(case, methods=("sd_drop_neg",))], 5, ("mig_rate",), 1),
    ):
        listed, draws, methods, size = wrong
        with pytest.raises(BadInputs):
            jobs_of(listed, Spec(), draws, methods, size)


@given(st.integers(1, 200), st.integers(1, 60))
def test_jobs_hold_every_draw_once(draws: int, size: int) -> None:
    jobs = jobs_of([Case(Key("2015-2020", "total"), world(2))], Spec(), draws, size=size)
    assert [number for job in jobs for number in job.numbers] == list(range(draws + 1))
