"""Model schedules: shape, fitting and recovery."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.indices import age
from gmg.analysis.flows.kit.schedule import FUNDAMENTAL, Schedule, intensities
from gmg.analysis.flows.kit.schedule_fit import fit_schedule

AGES = np.arange(96.0)
RETIRED = replace(FUNDAMENTAL, a3=0.003, alpha3=0.6, mu3=64.3, lambda3=0.3)
OLD = replace(FUNDAMENTAL, a4=0.0002, lambda4=0.045)


@settings(max_examples=25)
@given(
    values=st.tuples(
        st.floats(0.005, 0.05),
        st.floats(0.06, 0.18),
        st.floats(0.03, 0.12),
        st.floats(0.07, 0.18),
        st.floats(15.0, 27.0),
        st.floats(0.2, 0.7),
        st.floats(0.0005, 0.01),
    )
)
def test_a_simulated_schedule_is_recovered(values: tuple[float, ...]) -> None:
    schedule = Schedule(*values)
    found = fit_schedule(AGES, intensities(AGES, schedule))
    assert found.error < 1e-9
    np.testing.assert_allclose(astuple(found.schedule)[:7], values, rtol=1e-4)


@pytest.mark.parametrize(
    ("parameters", "schedule"),
    [
        (9, OLD),
        (11, RETIRED),
        (13, replace(RETIRED, a4=0.0002, lambda4=0.045)),
    ],
)
def test_longer_schedules_are_recovered(parameters: int, schedule: Schedule) -> None:
    assert schedule.parameters == parameters
    found = fit_schedule(AGES, intensities(AGES, schedule), parameters=parameters)
    assert found.schedule.parameters == parameters
    np.testing.assert_allclose(astuple(found.schedule), astuple(schedule), rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("parameters", [7, 9, 11, 13])
def test_more_parameters_never_fit_worse_and_the_fit_is_the_same_twice(parameters: int) -> None:
    noise = 1 + 0.05 * np.sin(AGES * 12.9898)
    observed = intensities(AGES, RETIRED) * noise
    first = fit_schedule(AGES, observed, parameters=parameters)
    again = fit_schedule(AGES, observed, parameters=parameters)
    assert first.schedule == again.schedule
    seven = fit_schedule(AGES, observed)
    assert first.error <= seven.error * (1 + 1e-6)
    assert seven.error < 0.2 * observed.std()


@given(st.floats(1e-3, 1e3))
@settings(max_examples=10)
def test_scale(size: float) -> None:
    observed = intensities(AGES, FUNDAMENTAL)
    found = fit_schedule(AGES, size * observed).schedule
    assert found.a2 == pytest.approx(size * FUNDAMENTAL.a2, rel=1e-6)
    assert found.mu2 == pytest.approx(FUNDAMENTAL.mu2, rel=1e-6)


def test_weights_leave_an_age_out() -> None:
    observed = intensities(AGES, FUNDAMENTAL)
    observed[40] = 5.0
    weights = np.ones(len(AGES))
    weights[40] = 0
    found = fit_schedule(AGES, observed, weights=weights)
    np.testing.assert_allclose(astuple(found.schedule)[:7], astuple(FUNDAMENTAL)[:7], rtol=1e-6)


def test_a_level_of_zero_leaves_a_part_out() -> None:
    whatever = replace(FUNDAMENTAL, alpha3=9.0, mu3=60.0, lambda3=9.0, lambda4=3.0)
    np.testing.assert_array_equal(intensities(AGES, whatever), intensities(AGES, FUNDAMENTAL))
    assert whatever.parameters == 7


def test_refused_schedules() -> None:
    with pytest.raises(errors.NotANumber):
        replace(FUNDAMENTAL, mu2=float("nan"))
    with pytest.raises(errors.NegativeValue):
        replace(FUNDAMENTAL, a1=-0.1)
    with pytest.raises(errors.OutOfRange, match="infinite"):
        intensities([80.0], replace(OLD, lambda4=20.0))
    with pytest.raises(errors.NotIdentified):
        age.schedule_profile(replace(FUNDAMENTAL, a1=0.0))


def test_refused_fits() -> None:
    observed = intensities(AGES, FUNDAMENTAL)
    with pytest.raises(errors.OutOfRange, match="7 ages for 7"):
        fit_schedule(AGES[:7], observed[:7])
    with pytest.raises(errors.OutOfRange, match="7, 9, 11 or 13"):
        fit_schedule(AGES, observed, parameters=8)
    with pytest.raises(errors.OutOfRange, match="rise"):
        fit_schedule(AGES[::-1], observed)
    with pytest.raises(errors.NoMigrants):
        fit_schedule(AGES, 0 * observed)
    with pytest.raises(errors.NegativeValue):
        fit_schedule(AGES, -observed)
    with pytest.raises(errors.ShapeMismatch):
        fit_schedule(AGES, observed[1:])
