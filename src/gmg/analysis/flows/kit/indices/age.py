"""At what ages people move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, counts, numbers, shaped
from gmg.analysis.flows.kit.schedule import Schedule

YOUNGEST, OLDEST, AROUND = 5.0, 65.0, 5.0


@dataclass(frozen=True, slots=True)
class AgeProfile:
    """Indices of intensities by age. `peak_share` is a part of 1; rates of change are per year of age.

    `steepest_rise` (MURC) and `steepest_fall` (MDRC, above zero) are of the profile scaled to sum to 1;
    `asymmetry` is rise over fall, or None where the profile does not fall.
    """

    gross_rate: float
    peak: float
    peak_age: float
    peak_breadth: float
    peak_share: float
    steepest_rise: float
    steepest_fall: float
    asymmetry: float | None


@dataclass(frozen=True, slots=True)
class ScheduleProfile:
    """Indices of a model schedule (Rogers & Castro 1981)."""

    peaking: float
    child_dependency: float
    labour_dependency: float
    labour_asymmetry: float
    regularity: float


def gross_rate(ages: ArrayLike, intensities: ArrayLike) -> float:
    """The gross migraproduction rate, Σ width × intensity: moves in a life without death (Rogers 1975).

    `ages` are where groups begin, rising; the last group is as wide as the one before. Raises NotANumber,
    NegativeValue, ShapeMismatch, OutOfRange (fewer than two ages, or ages that do not rise).
    """
    begins, rates = _profile(ages, intensities)
    return float(_widths(begins) @ rates)


def age_profile(
    ages: ArrayLike,
    intensities: ArrayLike,
    *,
    youngest: float = YOUNGEST,
    oldest: float = OLDEST,
    around: float = AROUND,
) -> AgeProfile:
    """Peak, breadth and slopes (Bell & Muhidin 2009; Bernard, Bell & Charles-Edwards 2014).

    The peak is the highest intensity at ages between `youngest` and `oldest` (both left out), the first
    of several; its breadth is Σ width × intensity of ages within `around` of it. The steepest rise is sought
    up to the peak, the steepest fall after it. migest reads the breadth one year too young (it takes ages
    for positions) and gives ages for MURC and MDRC. Raises as `gross_rate`, and NoMigrants, OutOfRange (no
    age between).
    """
    begins, rates = _profile(ages, intensities)
    widths = _widths(begins)
    moves = widths * rates
    if moves.sum() == 0:
        raise errors.NoMigrants("no one moves at any age")
    inside = (begins > youngest) & (begins < oldest)
    if not inside.any():
        raise errors.OutOfRange(f"no age lies between {youngest} and {oldest}")
    top = int(np.argmax(np.where(inside, rates, -1.0)))
    near = np.abs(begins - begins[top]) <= around
    change = np.diff(rates / moves.sum()) / np.diff(begins)
    rise = change[:top][inside[1 : top + 1]].max(initial=0.0)
    fall = -change[top:][inside[top + 1 :]].min(initial=0.0)
    return AgeProfile(
        gross_rate=float(moves.sum()),
        peak=float(rates[top]),
        peak_age=float(begins[top]),
        peak_breadth=float(moves[near].sum()),
        peak_share=float(moves[near].sum() / moves.sum()),
        steepest_rise=float(rise),
        steepest_fall=float(fall),
        asymmetry=float(rise / fall) if fall > 0 else None,
    )


def schedule_profile(schedule: Schedule) -> ScheduleProfile:
    """What the parameters say: μ2, a1/a2, a2/a1, λ2/α2, α1/α2 (Rogers & Castro 1981).

    Raises NotIdentified where one of a1, a2, α2 is zero.
    """
    if not (schedule.a1 > 0 and schedule.a2 > 0 and schedule.alpha2 > 0):
        raise errors.NotIdentified("a schedule without children or labour force has no such ratios")
    return ScheduleProfile(
        peaking=schedule.mu2,
        child_dependency=schedule.a1 / schedule.a2,
        labour_dependency=schedule.a2 / schedule.a1,
        labour_asymmetry=schedule.lambda2 / schedule.alpha2,
        regularity=schedule.alpha1 / schedule.alpha2,
    )


def _profile(ages: ArrayLike, intensities: ArrayLike) -> tuple[Array, Array]:
    begins = numbers(ages, "ages", axes=1)
    rates = shaped(counts(intensities, "intensities", axes=1), "intensities", begins.shape)
    if len(begins) < 2 or (np.diff(begins) <= 0).any():
        raise errors.OutOfRange("ages must be two or more, and rise")
    return begins, rates


def _widths(begins: Array) -> Array:
    steps = np.diff(begins)
    return np.append(steps, steps[-1])
