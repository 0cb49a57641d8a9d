"""The schedule that is nearest to observed intensities by least squares.

The starts are a fixed grid of shapes; for each the levels, which enter linearly, are the non-negative
least-squares ones. The best few starts are followed to their minima (trust region, bounds), and the lowest
is taken. No random numbers: the same data give the same schedule. Rogers & Little (1994) on the method.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import least_squares, nnls

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, counts, numbers, shaped
from gmg.analysis.flows.kit.schedule import Parameters, Schedule, hump, intensities

FOLLOWED = 6
STEPS = 4000
ALPHA1, ALPHA2, LAMBDA2 = (0.05, 0.1, 0.2), (0.05, 0.1, 0.2), (0.2, 0.4, 0.8)
FROM_PEAK = (-5.0, -2.0, 0.0)
RETIREMENT = ((0.1, 0.2), (0.4, 0.2), (0.7, 0.6))
RETIREMENT_AGES = (58.0, 63.0, 68.0)
OLDEST = (0.01, 0.04, 0.08)


@dataclass(frozen=True, slots=True)
class ScheduleFit:
    """The schedule, its intensities at the ages given, and the root of the mean (weighted) square left."""

    schedule: Schedule
    fitted: Array
    error: float


def fit_schedule(
    ages: ArrayLike,
    observed: ArrayLike,
    *,
    parameters: Parameters = 7,
    weights: ArrayLike | None = None,
) -> ScheduleFit:
    """Fit 7, 9, 11 or 13 parameters; `weights` (by age) multiply the squares, e.g. people at risk.

    Raises NotANumber, NegativeValue, ShapeMismatch, OutOfRange (an unknown number of parameters, no more
    ages than parameters, ages that do not rise), NoMigrants, NoConvergence.
    """
    x = numbers(ages, "ages", axes=1)
    y = shaped(counts(observed, "observed", axes=1), "observed", x.shape)
    weight = np.ones(len(x)) if weights is None else counts(weights, "weights", axes=1)
    shaped(weight, "weights", x.shape)
    _refuse(x, y, weight, parameters)
    size = float(y.max())
    root = np.sqrt(weight / weight.mean())
    starts = sorted(_starts(x, y / size, root, parameters), key=lambda start: start[0])
    ends = [_follow(x, y / size, root, start, parameters) for _, start in starts[:FOLLOWED]]
    found = min((end for end in ends if end is not None), key=lambda end: end[0], default=None)
    if found is None:
        raise errors.NoConvergence("no start of the schedule came to an end", float("nan"))
    schedule = _schedule(x, found[1], parameters, size)
    left = root * (intensities(x, schedule) - y)
    return ScheduleFit(schedule, intensities(x, schedule), float(np.sqrt(np.mean(left**2))))


def _refuse(x: Array, y: Array, weight: Array, parameters: int) -> None:
    if parameters not in (7, 9, 11, 13):
        raise errors.OutOfRange(f"{parameters} parameters: it is 7, 9, 11 or 13")
    if (np.diff(x) <= 0).any():
        raise errors.OutOfRange("ages must rise")
    if np.count_nonzero(weight) <= parameters:
        raise errors.OutOfRange(f"{np.count_nonzero(weight)} ages for {parameters} parameters")
    if not (weight * y).any():
        raise errors.NoMigrants("no one moves at any age")


def _basis(x: Array, shape: Array, parameters: int) -> Array:
    """The parts with their levels left out, ages × parts; `shape` holds rates and ages of the parts."""
    parts = [np.exp(-shape[0] * x), hump(x, *shape[1:4]), np.ones(len(x))]
    if parameters >= 11:
        parts.append(hump(x, *shape[4:7]))
    if parameters in (9, 13):
        parts.append(np.exp(shape[-1] * (x - x[-1])))
    return np.column_stack(parts)


def _starts(x: Array, y: Array, root: Array, parameters: int) -> Iterator[tuple[float, Array]]:
    adult = (x > 12) & (x < 45)
    peak = x[adult][np.argmax(y[adult])] if adult.any() else float(x[np.argmax(y)])
    grids: list[list[tuple[float, ...]]] = [
        [(rate,) for rate in ALPHA1],
        [(fall, peak + off, rise) for fall, off, rise in product(ALPHA2, FROM_PEAK, LAMBDA2)],
    ]
    if parameters >= 11:
        humps = product(RETIREMENT, RETIREMENT_AGES)
        grids.append([(fall, age, rise) for (fall, rise), age in humps])
    if parameters in (9, 13):
        grids.append([(rate,) for rate in OLDEST])
    for parts in product(*grids):
        shape = np.array([number for part in parts for number in part])
        levels, off = nnls(root[:, None] * _basis(x, shape, parameters), root * y)
        yield off, np.concatenate([shape, levels])


def _follow(
    x: Array, y: Array, root: Array, start: Array, parameters: int
) -> tuple[float, Array] | None:
    shapes = len(start) - _levels(parameters)
    low, high = np.zeros(len(start)), np.full(len(start), np.inf)
    high[:shapes] = 5.0
    for mu in (2, 5)[: 1 + (parameters >= 11)]:
        low[mu], high[mu] = x[0] - 10, x[-1] + 10

    def left(values: Array) -> Array:
        return np.asarray(root * (_basis(x, values[:shapes], parameters) @ values[shapes:] - y))

    try:
        end = least_squares(
            left,
            np.clip(start, low + 1e-6, high),
            bounds=(low, high),
            x_scale="jac",
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
            max_nfev=STEPS,
        )
    except (ValueError, np.linalg.LinAlgError):
        return None
    return (float(end.cost), end.x) if end.status > 0 else None


def _levels(parameters: int) -> int:
    return 3 + (parameters >= 11) + (parameters in (9, 13))


def _schedule(x: Array, values: Array, parameters: int, size: float) -> Schedule:
    shapes = len(values) - _levels(parameters)
    shape = [float(number) for number in values[:shapes]]
    levels = [float(number) * size for number in values[shapes:]]
    given = dict(zip(("alpha1", "alpha2", "mu2", "lambda2"), shape, strict=False))
    given |= dict(zip(("a1", "a2", "c"), levels, strict=False))
    if parameters >= 11:
        given |= dict(
            zip(("alpha3", "mu3", "lambda3", "a3"), [*shape[4:7], levels[3]], strict=True)
        )
    if parameters in (9, 13):
        given |= {"lambda4": shape[-1], "a4": levels[-1] * float(np.exp(-shape[-1] * x[-1]))}
    return Schedule(**given)
