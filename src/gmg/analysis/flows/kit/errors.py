"""What the kit refuses, by name. Every refusal of a table says what does not fit and by how much."""

from __future__ import annotations

from collections.abc import Sequence

from gmg.analysis.flows import inputs

SHOWN = 5


class RefusedInput(inputs.FlowError):
    """A table, a vector or a number with which the method cannot work."""


class NotANumber(RefusedInput):
    """A value is NaN or infinite."""


class NegativeValue(RefusedInput):
    """A count, a rate or a weight is below zero where none can be."""


class ShapeMismatch(RefusedInput):
    """Arrays that must fit each other do not, or an array has the wrong number of axes."""


class TooFewPlaces(RefusedInput):
    """The method compares places, and there is none or one."""


class NoMigrants(RefusedInput):
    """No one moves between two different places (or at any age), so there is nothing to describe."""


class OutOfRange(RefusedInput):
    """A number lies outside the range for which the method is defined."""


class UnitsDiffer(RefusedInput):
    """More people leave a place than live there: flows and populations are not in one unit."""


class OneSided(RefusedInput):
    """Net migration is a gain everywhere or a loss everywhere; no scaling makes it sum to zero."""


class NotIdentified(RefusedInput):
    """The data hold no information on a parameter that is asked for."""


class InconsistentMargins(RefusedInput):
    """Margins that must have one total have two. `gap` is the difference, `where` what does not fit."""

    def __init__(self, where: Sequence[str], gap: float) -> None:
        super().__init__(f"{_listed(where)} do not have one total: the gap is {gap:.9g}")
        self.where, self.gap = tuple(where), gap


class InfeasibleMargins(RefusedInput, inputs.InfeasibleMargins):
    """No table with these empty cells has these margins.

    `where` names margins that contradict each other, each too large or too small for the rest; `gap` is
    the least number of people (the sum of absolute misfits) by which any such table misses.
    """

    def __init__(self, where: Sequence[str], gap: float) -> None:
        super().__init__(f"no table fits {_listed(where)}: the best one misses by {gap:.9g}")
        self.where, self.gap = tuple(where), gap


class NoConvergence(RuntimeError):
    """The search ended before the margins were met; `gap` is the largest misfit left, relative."""

    def __init__(self, what: str, gap: float) -> None:
        super().__init__(f"{what}: the largest relative misfit left is {gap:.3g}")
        self.gap = gap


def _listed(where: Sequence[str]) -> str:
    more = len(where) - SHOWN
    return ", ".join(where[:SHOWN]) + (f" and {more} more" if more > 0 else "")
