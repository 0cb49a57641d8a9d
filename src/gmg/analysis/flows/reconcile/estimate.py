"""The reconciled estimate of each corridor and year, with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
import polars as pl

from gmg.analysis.flows.reconcile.duration import MODEL
from gmg.analysis.flows.reconcile.fit import Fit, fit
from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.model import Model
from gmg.analysis.flows.reconcile.panel import Floats

AGENCY = "GMG"
METHOD = "reconciled, marginal linear-Gaussian state space"
LEVEL = 0.95


def reconcile(
    entries: pl.DataFrame,
    reference: tuple[str, str],
    *,
    duration: str = MODEL,
    level: float = LEVEL,
    gaps: bool = False,
) -> pl.DataFrame:
    """One line a corridor and year: the flow at twelve months, at the level of the reference reporter.

    Columns: origin, destination, year, estimate (median, persons a year), low, high (holding the flow
    with probability `level`), standard_deviation (of the log), reports (how many of that year), rests_on
    (the reporters, with side and published value), level ("identified", or "not identified" where no
    reporter of that corridor has a chain of comparisons to the reference, so that only priors hold its
    level), unidentified (the reporters of the corridor without that chain), agency, method. With `gaps`
    also the years in which nobody reports a corridor, which rest on its other years; a corridor that
    nobody ever reports has no line.

    The interval holds noise, biases and the hyperparameters' own uncertainty, not that of the duration
    factors where the level is not identified. Raises RefusedEntries, UnknownReference, NoMaximum,
    ValueError for a level not between 0 and 1.
    """
    return estimates(fit(entries, reference, duration), level=level, gaps=gaps)


def estimates(fitted: Fit, *, level: float = LEVEL, gaps: bool = False) -> pl.DataFrame:
    """The table of `reconcile` from a fit.

    To the variance at the maximum is added what the hyperparameters' Laplace covariance makes of it, to
    second order along its axes.
    """
    return tabled(fitted, *_around(fitted), level=level, gaps=gaps, method=METHOD)


def _around(fitted: Fit) -> tuple[Floats, Floats]:
    """Mean and variance (T, C) of log flows with the hyperparameters' uncertainty.

    The law of total variance: spread of means plus mean of variances, at one standard deviation
    either way along each column of the root of the covariance.
    """
    mean, variance = evaluate(fitted.model, fitted.at).flow()
    values, vectors = np.linalg.eigh(fitted.covariance)
    shift, bend, spread = np.zeros_like(mean), np.zeros_like(mean), np.zeros_like(mean)
    for axis in (vectors * np.sqrt(values)).T:
        up, up_variance = evaluate(fitted.model, fitted.at + axis).flow()
        down, down_variance = evaluate(fitted.model, fitted.at - axis).flow()
        spread += ((up - down) / 2) ** 2
        bend += (up_variance + down_variance) / 2 - variance
        shift += (up + down) / 2 - mean
    return mean + shift, np.maximum(variance + bend, variance) + spread


def mixed(model: Model, draws: Iterable[Floats]) -> tuple[Floats, Floats]:
    """Mean and variance (T, C) of log flows over draws of the hyperparameters."""
    flows = [evaluate(model, at).flow() for at in draws]
    means = np.stack([mean for mean, _ in flows])
    return means.mean(axis=0), means.var(axis=0) + np.mean([part for _, part in flows], axis=0)


def tabled(
    fitted: Fit, mean: Floats, variance: Floats, *, level: float, gaps: bool, method: str
) -> pl.DataFrame:
    """The frame of `reconcile` from means and variances (T, C) of log flows."""
    if not 0 < level < 1:
        raise ValueError(f"level is a probability between 0 and 1, not {level}")
    panel = fitted.model.panel
    sd = np.sqrt(variance)
    reach = NormalDist().inv_cdf((1 + level) / 2) * sd
    years, corridors = len(panel.years), len(panel.corridors)
    long = pl.DataFrame(
        {
            "origin": np.repeat([pair[0] for pair in panel.corridors], years),
            "destination": np.repeat([pair[1] for pair in panel.corridors], years),
            "year": np.tile(np.array(panel.years, dtype=np.int32), corridors),
            "estimate": np.exp(mean).T.ravel(),
            "low": np.exp(mean - reach).T.ravel(),
            "high": np.exp(mean + reach).T.ravel(),
            "standard_deviation": sd.T.ravel(),
        }
    )
    whole = long.join(_reports(fitted), on=["origin", "destination", "year"], how="left")
    whole = whole.join(_levels(fitted), on=["origin", "destination"], how="left")
    whole = whole.with_columns(
        pl.col("reports").fill_null(0), pl.col("rests_on").fill_null([])
    ).with_columns(agency=pl.lit(AGENCY), method=pl.lit(method))
    kept = whole if gaps else whole.filter(pl.col("reports") > 0)
    return kept.sort("origin", "destination", "year")


def _reports(fitted: Fit) -> pl.DataFrame:
    """By corridor and year the number of reports, and what each says."""
    said = pl.format("{} ({}): {}", "reporter", "side", "value")
    return (
        fitted.frame.with_columns(said=said)
        .group_by("origin", "destination", "year")
        .agg(reports=pl.len().cast(pl.Int64), rests_on=pl.col("said").sort())
    )


def _levels(fitted: Fit) -> pl.DataFrame:
    """By corridor whether a reporter of it is identified, and the reporters that are not."""
    known = fitted.factors.identified
    names = [source for source, yes in zip(fitted.factors.sources, known, strict=True) if not yes]
    missing = pl.DataFrame(
        [(*source, str(source)) for source in names],
        schema={"reporter": pl.String, "side": pl.String, "missing": pl.String},
        orient="row",
    )
    return (
        fitted.frame.join(missing, on=["reporter", "side"], how="left")
        .group_by("origin", "destination")
        .agg(
            level=pl.when(pl.col("missing").is_null().any())
            .then(pl.lit("identified"))
            .otherwise(pl.lit("not identified")),
            unidentified=pl.col("missing").drop_nulls().unique().sort(),
        )
    )
