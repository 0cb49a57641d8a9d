"""Net migration as what remains: from survival ratios, from vital statistics; and made to sum to zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, counts, numbers, shaped

EXPOSURE = (0.25, 0.75)
MOTHERS = ((3, 9), (4, 10))


@dataclass(frozen=True, slots=True)
class SurvivalNet:
    """Net migration by age at the end: `forward` counts survivors at the end, `reverse` those at the start.

    `expected_end` and `expected_start` are the populations had no one moved.
    """

    forward: Array
    reverse: Array
    average: Array
    expected_end: Array
    expected_start: Array


def by_survival_ratio(start: ArrayLike, end: ArrayLike, ratio: ArrayLike) -> SurvivalNet:
    """Net migration of cohorts from two censuses and survival ratios (United Nations, Manual VI, 1970).

    Populations (ages) of the same cohorts; a ratio is above zero, and may pass 1 where it is a census
    survival ratio. Forward: end - start × ratio; reverse: end / ratio - start; average: their mean.
    Raises NotANumber, NegativeValue, ShapeMismatch, OutOfRange.
    """
    first = counts(start, "start", axes=1)
    last = shaped(counts(end, "end", axes=1), "end", first.shape)
    surviving = shaped(counts(ratio, "ratio", axes=1), "ratio", first.shape)
    if (surviving == 0).any():
        raise errors.OutOfRange("a survival ratio is zero: no cohort can be traced back")
    expected_end, expected_start = first * surviving, last / surviving
    forward, reverse = last - expected_end, expected_start - first
    return SurvivalNet(forward, reverse, (forward + reverse) / 2, expected_end, expected_start)


def of_children(
    children: ArrayLike,
    women: ArrayLike,
    net_women: ArrayLike,
    *,
    exposure: Sequence[float] = EXPOSURE,
    mothers: Sequence[tuple[int, int]] = MOTHERS,
) -> Array:
    """Net migration of those born between the censuses, from their mothers' (United Nations, Manual VI).

    `children` (groups) and `women` (ages) are counted at the end, `net_women` is by the same ages. Each
    group moves as its mothers did: exposure × children / women × net migration of women, both sums over
    the ages [first, last) in `mothers`. The defaults are for ten years and five-year ages from 0: children
    of 0-4 were a quarter of the interval alive, their mothers are 15-44; of 5-9 three quarters, 20-49.
    Raises NotANumber, NegativeValue, ShapeMismatch, OutOfRange (no women of these ages).
    """
    young, adult = counts(children, "children", axes=1), counts(women, "women", axes=1)
    moved = shaped(numbers(net_women, "net_women", axes=1), "net_women", adult.shape)
    lived = shaped(counts(exposure, "exposure", axes=1), "exposure", young.shape)
    if len(mothers) != len(young) or any(not 0 <= a < b <= len(adult) for a, b in mothers):
        raise errors.ShapeMismatch(f"mothers {list(mothers)} for {len(adult)} ages of women")
    sums = np.array([adult[first:last].sum() for first, last in mothers])
    if (sums == 0).any():
        raise errors.OutOfRange("there are no women at the ages of mothers")
    return np.asarray(
        lived * young / sums * np.array([moved[first:last].sum() for first, last in mothers])
    )


def by_vital_statistics(
    start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike
) -> Array:
    """Change of population less natural increase, (end - start) - (births - deaths), place by place.

    The balancing equation (Shryock & Siegel 1976). Raises NotANumber, NegativeValue, ShapeMismatch.
    """
    first = counts(start, "start", axes=1)
    last, born, died = (
        shaped(counts(values, what, axes=1), what, first.shape)
        for values, what in ((end, "end"), (births, "births"), (deaths, "deaths"))
    )
    return np.asarray((last - first) - (born - died))


def rescale_net(net: ArrayLike, *, whole: bool = False) -> Array:
    """Net migration that sums to zero and keeps its signs (Abel 2018, Demographic Research 38).

    Gains and losses are each scaled to half of the sum of all absolute values. With `whole` the result
    is rounded, see `rounded`. Raises NotANumber, ShapeMismatch, and OneSided where there are only gains
    or only losses: scaling one side alone cannot close it.
    """
    values = numbers(net, "net", axes=1)
    gains, losses = values[values > 0].sum(), -values[values < 0].sum()
    if (gains == 0) != (losses == 0):
        raise errors.OneSided(f"gains are {gains:.9g}, losses {losses:.9g}")
    half = (gains + losses) / 2
    scale = [half / side if side else 1.0 for side in (gains, losses)]
    closed = np.where(values > 0, values * scale[0], values * scale[1])
    return rounded(closed, 0) if whole else closed


def shift_net(net: ArrayLike, weights: ArrayLike | None = None, *, whole: bool = False) -> Array:
    """Net migration less its mean, so that it sums to zero; small values may change sign (Abel 2018 also).

    With `weights` (above zero in sum) each place takes its share of the excess. Raises NotANumber,
    NegativeValue, ShapeMismatch, OutOfRange.
    """
    values = numbers(net, "net", axes=1)
    share = np.ones(len(values)) if weights is None else counts(weights, "weights", axes=1)
    shaped(share, "weights", values.shape)
    if share.sum() == 0:
        raise errors.OutOfRange("the weights sum to zero")
    closed = values - values.sum() * share / share.sum()
    return rounded(closed, 0) if whole else np.asarray(closed)


def rounded(values: ArrayLike, total: int) -> Array:
    """Whole numbers that sum to `total`: each rounded, what remains given to the largest in absolute value.

    The first of several largest takes it. The R package (`rescale_integer_sum`) gives it to an entry
    drawn at random wherever one index is the largest. Raises NotANumber, ShapeMismatch.
    """
    found = np.rint(numbers(values, "values", axes=1)) + 0.0
    if not len(found):
        raise errors.ShapeMismatch("there are no values to round")
    found[np.argmax(np.abs(found))] += total - found.sum()
    return found
