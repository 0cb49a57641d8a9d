"""The model migration schedule of Rogers and Castro, and fitting it to intensities by age.

m(x) = a1 e^{-α1 x} + a2 exp(-α2 (x - μ2) - e^{-λ2 (x - μ2)}) + a3 exp(-α3 (x - μ3) - e^{-λ3 (x - μ3)})
+ a4 e^{λ4 x} + c: children, labour force, retirement, the oldest and a constant (Rogers & Castro 1981;
the last but one Rogers & Watkins 1987). 7 parameters without a3 and a4, 9 with a4, 11 with a3, 13 with both.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, numbers

FACTS = Path(__file__).parent / "facts"
Parameters = Literal[7, 9, 11, 13]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The parameters. A part whose level (a3, a4) is zero is left out, whatever its shape."""

    a1: float
    alpha1: float
    a2: float
    alpha2: float
    mu2: float
    lambda2: float
    c: float
    a3: float = 0.0
    alpha3: float = 0.0
    mu3: float = 0.0
    lambda3: float = 0.0
    a4: float = 0.0
    lambda4: float = 0.0

    def __post_init__(self) -> None:
        """Raise NotANumber, and NegativeValue for a level or the constant below zero."""
        if not np.isfinite(astuple(self)).all():
            raise errors.NotANumber("a parameter of the schedule is not a number")
        if min(self.a1, self.a2, self.a3, self.a4, self.c) < 0:
            raise errors.NegativeValue("a level of the schedule is below zero")

    @property
    def parameters(self) -> Parameters:
        """How many parameters are in use."""
        if self.a3 > 0:
            return 13 if self.a4 > 0 else 11
        return 9 if self.a4 > 0 else 7


FUNDAMENTAL = Schedule(a1=0.02, alpha1=0.1, a2=0.06, alpha2=0.1, mu2=20, lambda2=0.4, c=0.003)


def intensities(ages: ArrayLike, schedule: Schedule) -> Array:
    """m(x) at each exact age (Rogers & Castro 1981). Raises NotANumber, ShapeMismatch, OutOfRange."""
    x = numbers(ages, "ages", axes=1)
    s = schedule
    rates = s.a1 * np.exp(-s.alpha1 * x) + s.c
    rates = rates + s.a2 * hump(x, s.alpha2, s.mu2, s.lambda2)
    if s.a3 > 0:
        rates = rates + s.a3 * hump(x, s.alpha3, s.mu3, s.lambda3)
    if s.a4 > 0:
        with np.errstate(over="ignore"):
            rates = rates + s.a4 * np.exp(s.lambda4 * x)
    if not np.isfinite(rates).all():
        raise errors.OutOfRange("the schedule is infinite at an age asked for")
    return np.asarray(rates)


def hump(x: Array, alpha: float, mu: float, lam: float) -> Array:
    """The double exponential with its level left out: rises at λ, falls at α, about μ."""
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(-alpha * (x - mu) - np.exp(-lam * (x - mu))))


@lru_cache(maxsize=1)
def un_schedules() -> dict[tuple[str, str], Schedule]:
    """The twelve schedules of the United Nations (1992), by name and sex (`female`, `male`)."""
    with (FACTS / "un_schedules.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    fields = ("a1", "alpha1", "a2", "alpha2", "mu2", "lambda2", "c")
    return {
        (line["schedule"], line["sex"]): Schedule(**{name: float(line[name]) for name in fields})
        for line in lines
    }
