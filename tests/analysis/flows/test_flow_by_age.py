"""Flows by age: accounts of cohorts, added up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.flows.ages import by_age
from gmg.analysis.flows.differencing import NoRates
from gmg.analysis.flows.estimate import CLOSED, METHODS, estimate
from gmg.analysis.flows.inputs import BadInputs, DoesNotClose, Inputs, inputs

NAMES = ["A", "B", "C"]


@st.composite
def cohorts(draw: st.DrawFn) -> dict[str, Inputs]:
    """Newborn and up to three other cohorts of three places, each losing its own deaths."""
    number = st.integers(1, 300)
    found = {}
    for age in ("births", "0-4", "20-24", "85+")[: draw(st.integers(1, 4))]:
        flat = draw(st.lists(number, min_size=18, max_size=18))
        start, end = np.array(flat, float).reshape(2, 3, 3) + np.diag([2000.0] * 3)
        if age == "births":
            start = np.diag(np.diagonal(start))
            end[np.triu_indices(3, 1)] = 3.0
        deaths = np.array(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)), float)
        end += np.diag(np.full(3, (start.sum() - deaths.sum() - end.sum()) / 3))
        found[age] = inputs(NAMES, start, end, 0.0, deaths)
    return found


@given(cohorts())
def test_closed_methods_give_every_places_net_migration_age_by_age_and_in_sum(
    ages: dict[str, Inputs],
) -> None:
    net = sum(given.net for given in ages.values())
    for method in CLOSED:
        found = by_age(ages, method)
        assert np.abs(found.net - net).max() < 1e-6
        single = [by_age({age: given}, method) for age, given in ages.items()]
        for age, flows in zip(ages, single, strict=True):
            assert np.abs(flows.net - ages[age].net).max() < 1e-6
        assert np.abs(sum(flows.total for flows in single) - found.total).max() < 1e-9
        parts = found.parts
        assert parts is not None
        together = parts.outward + parts.returned + parts.transit
        assert np.abs(together - found.total).max() < 1e-6


@given(cohorts(), st.sampled_from(sorted(METHODS)))
def test_one_age_is_the_estimate_and_all_ages_are_no_fewer_moves_than_their_sum(
    ages: dict[str, Inputs], method: str
) -> None:
    """A fall at one age and a rise at another cancel where ages are thrown together first."""
    first = next(iter(ages.values()))
    if method == "mig_rate":
        with pytest.raises(NoRates, match=r"^births: Nobody"):
            by_age(ages, method)
        return
    assert by_age({"all": first}, method).total.tobytes() == estimate(first, method).total.tobytes()
    if method == "sd_rev_neg":
        start, end, deaths = (
            sum(getattr(given, name) for given in ages.values())
            for name in ("start", "end", "deaths")
        )
        together = estimate(inputs(NAMES, start, end, 0.0, deaths), method).total.sum()
        assert by_age(ages, method).total.sum() >= together - 1e-9


def test_repairs_and_errors_carry_their_age() -> None:
    table = np.array([[900.0, 30, 20], [40, 800, 10], [20, 50, 700]])
    near = inputs(NAMES, table, table + np.diag([5.0, 0, 0]))
    found = by_age({"0-4": inputs(NAMES, table, table), "5-9": near}, "da_min_closed")
    assert [repair.kind for repair in found.repairs] == [
        "5-9: births less deaths are not the growth of the world"
    ]
    far = inputs(NAMES, table, table * 3)
    with pytest.raises(DoesNotClose, match=r"^25-29: Births less deaths"):
        by_age({"0-4": near, "25-29": far}, "da_pb_closed")
    with pytest.raises(BadInputs, match="5-9: births are a cohort of their own"):
        by_age({"5-9": inputs(NAMES, table, table, [1, 0, 0])}, "da_min_open")
    with pytest.raises(BadInputs, match="5-9: other places"):
        by_age({"0-4": near, "5-9": inputs(["A", "C", "B"], table, table)}, "sd_drop_neg")
    with pytest.raises(BadInputs, match="no age"):
        by_age({}, "sd_drop_neg")
    with pytest.raises(LookupError, match="da_pb_closed"):
        by_age({"0-4": near}, "da_max")


def test_a_cohort_may_grow_many_times_over() -> None:
    """Men of 25-29 where workers come: by age that is no sign of a wrong population."""
    start = np.array([[100.0, 0, 10], [0, 5000, 0], [10, 900, 6000]])
    end = np.array([[100.0, 0, 10], [800, 4200, 0], [1910, 0, 5000]])
    end[2, 1] = start.sum() - end.sum()
    found = by_age({"25-29": inputs(NAMES, start, end)}, "da_min_closed")
    assert found.net[0] > 0.9 * end.sum(axis=0)[0]
