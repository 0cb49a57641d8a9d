"""Bias and accuracy of each reporter, as a table."""

from __future__ import annotations

import numpy as np
import polars as pl

from gmg.analysis.flows.reconcile.double_entry import Fitted, fit_factors, with_logs
from gmg.analysis.flows.reconcile.duration import MODEL
from gmg.analysis.flows.reconcile.entry import Source, checked

SCHEMA = {
    "reporter": pl.String,
    "side": pl.String,
    "status": pl.String,
    "factor": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "bias": pl.Float64,
    "standard_error": pl.Float64,
    "accuracy": pl.Float64,
    "pairs": pl.Int64,
    "reason": pl.String,
}


def factors(
    entries: pl.DataFrame, reference: tuple[str, str], duration: str = MODEL
) -> pl.DataFrame:
    """One line a source: what its counts are multiplied by to come to the reference's level.

    Columns: reporter, side, status (`reference`, `identified`, `not identified`), factor, low and
    high (95 %), bias (log), standard_error, accuracy (standard deviation of log errors in one year, empty
    without a pair), pairs, reason. A source without a chain of pairs to the reference has no factor, not
    a factor of one, and `reason` says what is missing. The method is that of `double_entry`.

    Raises RefusedEntries for bad entries and UnknownReference.
    """
    fitted = fit_factors(with_logs(checked(entries), duration), Source(*reference))
    return pl.DataFrame([_line(fitted, n) for n in range(len(fitted.sources))], schema=SCHEMA)


def _line(fitted: Fitted, number: int) -> dict[str, object]:
    source = fitted.sources[number]
    line: dict[str, object] = {
        "reporter": source.reporter,
        "side": source.side,
        "pairs": int(fitted.pairs[number]),
    }
    if not fitted.identified[number]:
        return line | {"status": "not identified", "reason": _why(fitted, number)}
    bias = float(fitted.bias[number])
    error = float(fitted.error[number])
    return line | {
        "status": "reference" if number == fitted.reference else "identified",
        "factor": float(np.exp(-bias)),
        "low": float(np.exp(-bias - 1.96 * error)),
        "high": float(np.exp(-bias + 1.96 * error)),
        "bias": bias,
        "standard_error": error,
        "accuracy": float(np.sqrt(fitted.variance[number])) if fitted.pairs[number] else None,
    }


def _why(fitted: Fitted, number: int) -> str:
    reference = fitted.sources[fitted.reference]
    if not fitted.pairs[number]:
        return "nobody else reports a corridor and year that it reports"
    here = np.flatnonzero(fitted.component == fitted.component[number])
    others = ", ".join(str(fitted.sources[other]) for other in here if other != number)
    return f"compared only with {others}, and none of them with {reference}"
