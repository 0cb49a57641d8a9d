"""What the six methods say of one ordered pair of places, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gmg.analysis.flows.from_evidence.estimated import estimated, periods
from gmg.analysis.flows.from_evidence.frame import AGENCY, CONCEPT, DATASET, edition_of, tables
from gmg.analysis.flows.from_evidence.unknown import DISTRIBUTED
from gmg.analysis.flows.inputs import FlowError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.span import Span
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Estimate:
    """Persons who moved from `origin` to `destination` in a period, by method.

    `low` and `high` are the lowest and the highest of the methods: how far they disagree, not a
    probability. `parts` are outward, return and transit by method, where a method has parts.
    """

    origin: str
    destination: str
    span: Span
    sex: str
    by_method: dict[str, float]
    parts: dict[str, dict[str, float]]
    editions: dict[str, str]

    @property
    def low(self) -> float:
        """The lowest of the methods."""
        return min(self.by_method.values())

    @property
    def high(self) -> float:
        """The highest of the methods."""
        return max(self.by_method.values())

    def as_json(self) -> dict[str, Any]:
        """A flat object; persons are not rounded."""
        return {
            "concept": CONCEPT,
            "agency": AGENCY,
            "dataset": DATASET,
            "place": self.destination,
            "counterpart": self.origin,
            "sex": self.sex,
            "time_from": self.span.time_from.isoformat(),
            "time_to": self.span.time_to.isoformat(),
            "unit": "persons",
            "low": self.low,
            "high": self.high,
            "by_method": self.by_method,
            "parts": self.parts,
            "editions": self.editions,
        }


def estimate_at(one: Estimated, row: int, column: int) -> Estimate:
    """The estimates of a cell."""
    return Estimate(
        origin=one.places[row],
        destination=one.places[column],
        span=one.prepared.span,
        sex=one.prepared.sex,
        by_method={name: float(flows.total[row, column]) for name, flows in one.flows.items()},
        parts={
            name: {
                part: float(table[row, column])
                for part, table in tables(flows, parts=True)
                if part is not None
            }
            for name, flows in one.flows.items()
            if flows.parts is not None
        },
        editions={name: edition_of(one.prepared, name) for name in one.flows},
    )


def of_pair(
    base: Base,
    origin: str,
    destination: str,
    period: Span | str | None = None,
    sex: str = "total",
    edition: str | None = None,
    unknown: str = DISTRIBUTED,
) -> list[Estimate]:
    """The estimates of a pair of codes, a period at a time; all periods if none is named.

    A period in which an end is left out, or both are parts of one place, is not there.
    """
    chosen: Sequence[Span | str] = periods(base, edition) if period is None else (period,)
    found = []
    for when in chosen:
        one = estimated(base, when, sex, edition, unknown)
        row, column = one.at(origin), one.at(destination)
        if row is not None and column is not None and row != column and one.flows:
            found.append(estimate_at(one, row, column))
    return found


def largest(
    one: Estimated,
    method: str,
    top: int | None = None,
    origin: str | None = None,
    destination: str | None = None,
) -> list[Estimate]:
    """The pairs with the largest flows by a method, out of all or of those with the ends named.

    Raises FlowError where the method gave no estimate or a place is left out, with the reason.
    """
    if method in one.refused:
        raise FlowError(f"{method}: {one.refused[method]}")
    table = one.flows[method].total.copy()
    for code, axis in ((origin, 0), (destination, 1)):
        if code is not None:
            keep = np.zeros(len(one.places), dtype=bool)
            keep[_row(one, code)] = True
            table[~keep if axis == 0 else slice(None), ~keep if axis == 1 else slice(None)] = 0
    count = int((table > 0).sum()) if top is None else top
    order = np.argsort(-table, axis=None, kind="stable")[:count]
    rows, columns = np.unravel_index(order, table.shape)
    return [
        estimate_at(one, int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if table[row, column] > 0
    ]


def _row(one: Estimated, code: str) -> int:
    at = one.at(code)
    if at is None:
        why = {left.place: left.why for left in one.prepared.left}
        raise FlowError(
            f"{code} is left out in {one.prepared.span.label}: {why.get(code, 'it is no place there')}"
        )
    return at


def spread(one: Estimated) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, n) lowest and highest of the methods, for maps and charts."""
    stack = np.array([flows.total for flows in one.flows.values()])
    return stack.min(axis=0), stack.max(axis=0)
