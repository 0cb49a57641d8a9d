"""Asking a release for estimated flows: what `gmg.flows` and `gmg flows` answer with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.from_evidence.estimated import Estimated, estimated, periods
from gmg.analysis.flows.from_evidence.frame import rows_of
from gmg.analysis.flows.from_evidence.unknown import DISTRIBUTED
from gmg.analysis.flows.inputs import FlowError
from gmg.axes import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from gmg.analysis.flows.from_evidence.span import Span
    from gmg.evidence.base import Base

DEFAULT = "da_pb_closed"
ALL = "all"


def flows(
    base: Base,
    method: str | Sequence[str] = DEFAULT,
    period: Span | str | Sequence[Span | str] | None = None,
    sex: str | Sequence[str] = "total",
    edition: str | None = None,
    *,
    origin: str | None = None,
    destination: str | None = None,
    parts: bool = False,
    unknown: str = DISTRIBUTED,
) -> pl.DataFrame:
    """Estimated flows in the observation contract: agency GMG, persons in a period.

    `method` and `period` are one, several or `all`; the period is the last one if none is named.
    `origin` and `destination` are codes or names. An estimate for women and men by themselves does
    not add up to the total. Raises FlowError for what cannot be estimated, with the reason.
    """
    wanted = methods_of(method)
    asked = estimates_of(base, period, sex, edition, unknown)
    refusals = {
        f"{one.prepared.span.label}, {one.prepared.sex}, {name}: {why}"
        for one in asked
        for name, why in one.refused.items()
        if name in wanted
    }
    if refusals and method != ALL:
        raise FlowError("; ".join(sorted(refusals)))
    return rows_of(
        asked,
        wanted,
        origin=where.find(origin).code if origin else None,
        destination=where.find(destination).code if destination else None,
        parts=parts,
    )


def methods_of(asked: str | Sequence[str]) -> tuple[str, ...]:
    """The methods named. Raises LookupError for one that there is not."""
    if asked == ALL:
        return tuple(METHODS)
    named = (asked,) if isinstance(asked, str) else tuple(asked)
    for name in named:
        if name not in METHODS:
            raise LookupError(f"{name!r} is no method: {', '.join(METHODS)} or {ALL}")
    return named


def estimates_of(
    base: Base,
    period: Span | str | Sequence[Span | str] | None = None,
    sex: str | Sequence[str] = "total",
    edition: str | None = None,
    unknown: str = DISTRIBUTED,
) -> list[Estimated]:
    """The estimates of the periods and sexes named, periods first."""
    if period == ALL:
        chosen: Sequence[Span | str | None] = periods(base, edition)
    elif period is None or not isinstance(period, (list, tuple)):
        chosen = [period]  # type: ignore[list-item]
    else:
        chosen = period
    sexes = (sex,) if isinstance(sex, str) else tuple(sex)
    return [estimated(base, when, one, edition, unknown) for when in chosen for one in sexes]
