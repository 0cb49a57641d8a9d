"""Arrays as they come in, made float64 or refused by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmg.analysis.flows.kit import errors

Array = NDArray[np.float64]


def numbers(values: ArrayLike, what: str, *, axes: int) -> Array:
    """A copy as float64 with that many axes. Raises ShapeMismatch, NotANumber."""
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise errors.NotANumber(f"{what}: {error}") from error
    if found.ndim != axes:
        raise errors.ShapeMismatch(f"{what} has {found.ndim} axes, not {axes}")
    wrong = ~np.isfinite(found)
    if wrong.any():
        raise errors.NotANumber(f"{what} is not a number at {_first(wrong)}")
    return found


def counts(values: ArrayLike, what: str, *, axes: int) -> Array:
    """As `numbers`, none below zero. Raises also NegativeValue."""
    found = numbers(values, what, axes=axes)
    below = found < 0
    if below.any():
        raise errors.NegativeValue(f"{what} is below zero at {_first(below)}")
    return found


def shaped(found: Array, what: str, shape: tuple[int, ...]) -> Array:
    """The array itself where it has the shape. Raises ShapeMismatch."""
    if found.shape != shape:
        raise errors.ShapeMismatch(f"{what} has the shape {found.shape}, not {shape}")
    return found


def square(values: ArrayLike, what: str) -> Array:
    """Counts, places × places, two places or more. Raises also TooFewPlaces."""
    found = counts(values, what, axes=2)
    if found.shape[0] != found.shape[1]:
        raise errors.ShapeMismatch(f"{what} has the shape {found.shape}, which is not square")
    if len(found) < 2:
        raise errors.TooFewPlaces(f"{what} has {len(found)} places, and two are needed")
    return found


def between(values: ArrayLike, what: str = "flows") -> Array:
    """Flows between different places: square, the diagonal set to zero. Raises also NoMigrants."""
    found = square(values, what)
    np.fill_diagonal(found, 0.0)
    if not found.any():
        raise errors.NoMigrants(f"{what}: no one moves between two places")
    return found


def named(kind: str, size: int, places: Sequence[str] | None) -> list[str]:
    """How an error names each line of a margin: by place, else by position. Raises ShapeMismatch."""
    if places is not None and len(places) != size:
        raise errors.ShapeMismatch(f"{len(places)} names for {size} of {kind}")
    return [f"{kind} {name}" for name in (range(size) if places is None else places)]


def _first(wrong: NDArray[np.bool_]) -> str:
    place = [int(number) for number in np.argwhere(wrong)[0]]
    return f"{place} ({int(wrong.sum())} in all)"
