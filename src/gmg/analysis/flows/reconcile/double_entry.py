"""The double-entry matrix in logarithms: who says how much more than whom, and how steadily.

For a corridor and year on which sources a and b report (Poulain 1993; de Beer, Raymer, van der Erf and
van Wissen 2010, in logarithms, which have no scale to shrink to):

    log z_a - log z_b = bias_a - bias_b + u + e,   u ~ N(0, lasting^2) once a corridor,
    e ~ N(0, accuracy_a^2 + accuracy_b^2 + 1 / (z_a + 1/2) + 1 / (z_b + 1/2)) each year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import nnls

from gmg.analysis.flows.reconcile import errors
from gmg.analysis.flows.reconcile.duration import MODEL
from gmg.analysis.flows.reconcile.duration import factors as duration_factors
from gmg.analysis.flows.reconcile.entry import Source

HALF = 0.5  # added to a count before its logarithm: the log of z + 1/2 is unbiased to order 1/mean
ROUNDS = 8
PRIOR_PAIRS = 10.0  # how many pairs the common variance weighs against a reporter's own
FLOOR = 1e-4  # least variance of a reporter: a fit of a few pairs is no proof of a perfect count
LEAST_LEFT = 0.1  # of a residual's variance after leverage

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two sources on one corridor and year: log difference, Poisson variance, weight, group.

    Of m reports there are m (m - 1) / 2 pairs, each with the weight 2 / m: together they weigh what the
    m - 1 independent contrasts do. A group is all years of two sources on one corridor; `first` and
    `second` are its sources.
    """

    difference: Floats
    noise: Floats
    weight: Floats
    group: Ints
    first: Ints
    second: Ints


@dataclass(frozen=True, slots=True)
class Fitted:
    """Biases with their standard errors, variances, numbers of pairs and components, by source.

    `lasting` is the variance, common to all, of what two sources differ by in all years of a corridor.
    """

    sources: tuple[Source, ...]
    reference: int
    bias: Floats
    error: Floats
    variance: Floats
    pairs: Ints
    component: Ints
    lasting: float

    @property
    def identified(self) -> Bools:
        """Whether a chain of pairs leads to the reference."""
        return np.asarray(self.component == self.component[self.reference])


@dataclass(frozen=True, slots=True)
class Means:
    """Each group's mean difference, the variance of that mean from yearly noise, and its weight."""

    mean: Floats
    noise: Floats
    weight: Floats


def with_logs(frame: pl.DataFrame, duration: str = MODEL) -> pl.DataFrame:
    """Checked entries with `shift` (log of the duration factor), `log` of the count and `noise`.

    `log` is that of (count + 1/2) times the factor; `noise` is 1 / (count + 1/2).
    """
    shift = {name: float(np.log(factor)) for name, factor in duration_factors(duration).items()}
    half = pl.col("value") + HALF
    return frame.with_columns(
        shift=pl.col("definition").replace_strict(shift, return_dtype=pl.Float64), noise=1 / half
    ).with_columns(log=half.log() + pl.col("shift"))


def fit_factors(frame: pl.DataFrame, reference: Source) -> Fitted:
    """Weighted least squares and non-negative variance components in turn, eight times.

    `frame` comes from `with_logs`. Raises UnknownReference.
    """
    sources = sources_of(frame)
    if reference not in sources:
        raise errors.UnknownReference(f"{reference} gives no entry")
    pairs, count, number = pairs_of(frame, sources), len(sources), sources.index(reference)
    component = components(pairs, count)
    base = _bases(component, number)
    variance, lasting = np.full(count, _start(pairs)), _start(pairs) / 2
    for _ in range(ROUNDS):
        means = _means(pairs, variance)
        bias, bread = _biases(pairs, means, lasting, base)
        variance = _variances(pairs, means, variance)
        lasting = _lasting(pairs, means, bias, bread, lasting)
    means = _means(pairs, variance)
    bias, bread = _biases(pairs, means, lasting, base)
    error = _errors(pairs, means, bias, bread, lasting)
    both = np.concatenate([pairs.first[pairs.group], pairs.second[pairs.group]])
    counted = np.bincount(both, minlength=count)
    return Fitted(sources, number, bias, error, variance, counted, component, lasting)


def sources_of(frame: pl.DataFrame) -> tuple[Source, ...]:
    """Every reporter and side of the frame, in order."""
    found = frame.select("reporter", "side").unique().sort("reporter", "side")
    return tuple(Source(*row) for row in found.rows())


def numbers(frame: pl.DataFrame, sources: tuple[Source, ...]) -> pl.DataFrame:
    """The frame with the column `source`: the place of reporter and side in `sources`."""
    listed = pl.DataFrame(
        [(*source, number) for number, source in enumerate(sources)],
        schema={"reporter": pl.String, "side": pl.String, "source": pl.Int64},
        orient="row",
    )
    return frame.join(listed, on=["reporter", "side"], how="left", maintain_order="left")


def pairs_of(frame: pl.DataFrame, sources: tuple[Source, ...]) -> Pairs:
    """Every two reports of one corridor and year."""
    cell, group = ["origin", "destination", "year"], ["origin", "destination", "source", "source_b"]
    several = numbers(frame, sources).with_columns(reports=pl.len().over(cell))
    several = several.filter(pl.col("reports") > 1)
    joined = several.join(several, on=cell, suffix="_b").filter(
        pl.col("source") < pl.col("source_b")
    )
    joined = joined.sort([*group, "year"]).with_columns(
        group=pl.struct(group).rank("dense").cast(pl.Int64) - 1
    )
    heads = joined.unique("group", keep="first", maintain_order=True)
    return Pairs(
        (joined["log"] - joined["log_b"]).to_numpy(),
        (joined["noise"] + joined["noise_b"]).to_numpy(),
        (2 / joined["reports"]).to_numpy(),
        joined["group"].to_numpy(),
        heads["source"].to_numpy(),
        heads["source_b"].to_numpy(),
    )


def components(pairs: Pairs, count: int) -> Ints:
    """For each source the smallest source that a chain of pairs connects it with."""
    label = np.arange(count)
    while True:
        least = label.copy()
        np.minimum.at(least, pairs.first, label[pairs.second])
        np.minimum.at(least, pairs.second, label[pairs.first])
        if np.array_equal(least, label):
            return label
        label = least


def _bases(component: Ints, reference: int) -> Bools:
    """One source of each component, whose bias is zero there: the reference in its own."""
    base = component == np.arange(len(component))
    base[component == component[reference]] = False
    base[reference] = True
    return np.asarray(base)


def _start(pairs: Pairs) -> float:
    if not len(pairs.difference):
        return 1.0
    return max(float(np.median(np.abs(pairs.difference))) ** 2, FLOOR)


def _by_group(pairs: Pairs, values: Floats) -> Floats:
    return np.asarray(np.bincount(pairs.group, values, len(pairs.first)), dtype=np.float64)


def _yearly(pairs: Pairs, variance: Floats) -> Floats:
    return np.asarray((variance[pairs.first] + variance[pairs.second])[pairs.group] + pairs.noise)


def _means(pairs: Pairs, variance: Floats) -> Means:
    precision = 1 / _yearly(pairs, variance)
    total = _by_group(pairs, precision)
    return Means(
        _by_group(pairs, precision * pairs.difference) / total,
        1 / total,
        _by_group(pairs, precision * pairs.weight) / total,
    )


def _design(pairs: Pairs, count: int) -> Floats:
    """(groups, sources): one for the first, minus one for the second."""
    design = np.zeros((len(pairs.first), count))
    rows = np.arange(len(design))
    design[rows, pairs.first] = 1.0
    design[rows, pairs.second] = -1.0
    return design


def _biases(pairs: Pairs, means: Means, lasting: float, base: Bools) -> tuple[Floats, Floats]:
    """Weighted least squares and the inverse of its normal matrix; bases are zero in both."""
    count, free = len(base), ~base
    bias, bread = np.zeros(count), np.zeros((count, count))
    if not free.any():
        return bias, bread
    design = _design(pairs, count)[:, free]
    weight = means.weight / (means.noise + lasting)
    inverse = np.linalg.inv(design.T @ (weight[:, None] * design))
    bias[free] = inverse @ (design.T @ (weight * means.mean))
    bread[np.ix_(free, free)] = inverse
    return bias, bread


def _variances(pairs: Pairs, means: Means, variance: Floats) -> Floats:
    """Non-negative least squares of squared residuals, less Poisson noise, on two reporters' variances.

    Residuals are from the mean of the group, whose own variance is given back. Each variance is drawn to
    the common one with the weight of ten pairs, for those of two that only meet each other cannot
    be told apart.
    """
    years = _by_group(pairs, np.ones_like(pairs.noise))[pairs.group]
    repeated = years > 1
    if not repeated.any():
        return variance
    squared = (pairs.difference - means.mean[pairs.group]) ** 2
    squared = (squared + means.noise[pairs.group] - pairs.noise)[repeated]
    weight = (pairs.weight * (1 - 1 / years) / (2 * _yearly(pairs, variance) ** 2))[repeated]
    common = max(float((weight @ squared) / (2 * weight.sum())), FLOOR)
    mixing = np.abs(_design(pairs, len(variance)))[pairs.group[repeated]]
    pull = PRIOR_PAIRS / (2 * (2 * common) ** 2)
    normal = mixing.T @ (weight[:, None] * mixing) + pull * np.eye(len(variance))
    lower = np.linalg.cholesky(normal)
    right = mixing.T @ (weight * squared) + pull * common
    found, _ = nnls(lower.T, np.linalg.solve(lower, right))
    return np.asarray(np.maximum(found, FLOOR))


def _spent(pairs: Pairs, bread: Floats) -> Floats:
    """The variance of each group's fitted difference."""
    own = bread[pairs.first, pairs.first] + bread[pairs.second, pairs.second]
    return np.asarray(own - 2 * bread[pairs.first, pairs.second])


def _lasting(pairs: Pairs, means: Means, bias: Floats, bread: Floats, before: float) -> float:
    """The variance of groups' means beyond yearly noise, by moments, after leverage; never negative."""
    total = means.noise + before
    used = means.weight * _spent(pairs, bread) / total
    free = used < 1 - LEAST_LEFT
    if not free.any():
        return before
    residual = means.mean - bias[pairs.first] + bias[pairs.second]
    squared = residual**2 / (1 - np.minimum(used, 1 - LEAST_LEFT)) - means.noise
    weight = np.where(free, means.weight / total**2, 0.0)
    return max(float(weight @ squared / weight.sum()), 0.0)


def _errors(pairs: Pairs, means: Means, bias: Floats, bread: Floats, lasting: float) -> Floats:
    """Standard errors, the larger of the model's and of those robust to groups of unequal spread.

    The robust ones (sandwich, residuals inflated by leverage) are too thin where groups are few.
    """
    plain = np.diag(bread)
    if not len(pairs.first):
        return np.asarray(np.sqrt(plain))
    weight = means.weight / (means.noise + lasting)
    left = np.maximum(1 - weight * _spent(pairs, bread), LEAST_LEFT)
    residual = (means.mean - bias[pairs.first] + bias[pairs.second]) / left
    score = (_design(pairs, len(bias)) * (weight * residual)[:, None]) @ bread
    return np.asarray(np.sqrt(np.maximum(plain, np.sum(score**2, axis=0))))
