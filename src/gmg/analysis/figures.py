"""Every agency's figure side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.analysis.places import answering
from gmg.records.figure import Figure, figure_from

if TYPE_CHECKING:
    import polars as pl

    from gmg.evidence.base import Base

YEAR = (
    "year(time_to) - CASE WHEN time_kind = 'point' AND month(time_to) = 1 AND day(time_to) = 1 "
    "THEN 1 ELSE 0 END"
)
"""The year a reader would look for a figure under (see `gmg.axes.when.Period.year`)."""

ORDER = (
    "concept, place, counterpart NULLS FIRST, time_to, agency, dataset, edition, basis, sex, age, "
    'detail NULLS FIRST, snapshot, sheet NULLS FIRST, "row", "column"'
)


def figures(base: Base, concept: str | None = None, **filters: Any) -> list[Figure]:
    """The figures that meet all filters, in a fixed order.

    Filters are columns of the contract, each one value or a sequence of values, `year`, and
    `counterpart=None` for figures without a counterpart. `place` and `counterpart` also answer with
    the former and composite places the named one belongs to. Values stay in their published unit.
    """
    sql, parameters = query(base, concept, **filters)
    return [figure_from(row) for row in base.rows(sql, parameters)]


def frame(base: Base, concept: str | None = None, **filters: Any) -> pl.DataFrame:
    """The same figures as a polars frame in the observation contract."""
    sql, parameters = query(base, concept, **filters)
    import polars as pl

    answer = pl.from_arrow(base.connection.execute(sql, parameters).to_arrow_table())
    assert isinstance(answer, pl.DataFrame)
    return answer


def query(base: Base, concept: str | None, **filters: Any) -> tuple[str, list[Any]]:
    """The SQL and the parameters that select the figures."""
    concepts = None if concept is None else [concept]
    conditions, parameters = [], []
    if concept is not None:
        conditions.append("concept = ?")
        parameters.append(concept)
    for name, value in filters.items():
        condition, values = _condition(name, value)
        conditions.append(condition)
        parameters.extend(values)
    where = " AND ".join(conditions) or "true"
    return f"SELECT * FROM ({base.relation(concepts)}) WHERE {where} ORDER BY {ORDER}", parameters


def _condition(name: str, value: Any) -> tuple[str, list[Any]]:
    if name == "year":
        column = YEAR
    elif name in Figure.__slots__:
        column = f'"{name}"'
    else:
        raise TypeError(
            f"figures are not asked by {name!r}; ask by year or one of {Figure.__slots__}"
        )
    if value is None:
        return f"{column} IS NULL", []
    if name in ("place", "counterpart") and isinstance(value, str):
        value = answering(value)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return f"{column} = ?", [value]
    marks = ", ".join("?" for _ in value)
    return f"{column} IN ({marks})", list(value)
