"""Estimates as rows of the observation contract, agency GMG, data set `gmg.flows`.

`place` is the destination, `counterpart` the origin. An estimate stands in no cell of a published
file, so snapshot, row and column are empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    import polars as pl

    from gmg.analysis.flows.estimate import Flows
    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.pairs import Estimate
    from gmg.analysis.flows.from_evidence.prepare import Prepared
    from gmg.analysis.flows.inputs import Table

AGENCY, DATASET, CONCEPT, BASIS = "GMG", "gmg.flows", "migration-flow", "estimated"
PARTS = ("outward", "return", "transit")


def rows_of(
    estimates: Iterable[Estimated],
    methods: Iterable[str],
    *,
    origin: str | None = None,
    destination: str | None = None,
    parts: bool = False,
) -> pl.DataFrame:
    """One row a pair, method, period and sex; with `parts` a row a part where a method has parts.

    Estimates of nobody are left out, unless both ends are named. Parts are disjoint and no total
    stands beside them.
    """
    import polars as pl

    from gmg.records.observation import schema

    wanted = tuple(methods)
    frames = [
        _rows(one, one.flows[method], part, table, origin, destination)
        for one in estimates
        for method in wanted
        if method in one.flows
        for part, table in tables(one.flows[method], parts=parts)
    ]
    if not frames:
        return pl.DataFrame(schema=schema())
    return pl.concat(frames)


def tables(flows: Flows, *, parts: bool) -> Iterator[tuple[str | None, Table]]:
    """The total, or the disjoint parts where they are asked for and the method has them."""
    if not parts or flows.parts is None:
        yield None, flows.total
        return
    yield "outward", flows.parts.outward
    yield "return", flows.parts.returned
    yield "transit", flows.parts.transit


def edition_of(ready: Prepared, method: str) -> str:
    """The method and the editions of its inputs, as the column `edition` holds them."""
    names = [used.name for used in ready.used if used.needed_by(method)]
    return " + ".join((method, *dict.fromkeys(names)))


def detail_of(ready: Prepared, method: str, part: str | None) -> str:
    """What sets an estimate apart from the others of the same pair, as the column `detail` holds it."""
    said = {"method": method, "part": part, "unknown": ready.unknown}
    return "; ".join(f"{name}={value}" for name, value in said.items() if value)


def contract_rows(estimate: Estimate) -> Iterator[dict[str, Any]]:
    """One object a method, with the keys of a figure; `id` and the cell are null."""
    from gmg.records.observation import COLUMNS

    for method, value in estimate.by_method.items():
        said = {
            "concept": CONCEPT,
            "basis": BASIS,
            "place": estimate.destination,
            "counterpart": estimate.origin,
            "sex": estimate.sex,
            "age": "all",
            "detail": f"method={method}",
            "time_from": estimate.span.time_from.isoformat(),
            "time_to": estimate.span.time_to.isoformat(),
            "time_kind": "interval",
            "value": value,
            "unit": "persons",
            "status": "E",
            "agency": AGENCY,
            "dataset": DATASET,
            "edition": estimate.editions[method],
        }
        yield {"id": None, **{name: said.get(name) for name in COLUMNS}}


def _rows(
    one: Estimated,
    flows: Flows,
    part: str | None,
    table: Table,
    origin: str | None,
    destination: str | None,
) -> pl.DataFrame:
    import polars as pl

    from gmg.records.observation import schema

    chosen = np.ones(table.shape, dtype=bool)
    for code, axis in ((origin, 0), (destination, 1)):
        if code is not None:
            at = one.at(code)
            keep = np.zeros(len(one.places), dtype=bool)
            if at is not None:
                keep[at] = True
            chosen &= keep[:, None] if axis == 0 else keep[None, :]
    np.fill_diagonal(chosen, False)
    if origin is None or destination is None:
        chosen &= table > 0
    rows, columns = np.nonzero(chosen)
    contract = schema()
    ready = one.prepared
    places = pl.Series(one.places, dtype=contract["place"])
    constant = {
        "concept": CONCEPT,
        "basis": BASIS,
        "sex": ready.sex,
        "age": "all",
        "detail": detail_of(ready, flows.method, part),
        "time_from": ready.span.time_from,
        "time_to": ready.span.time_to,
        "time_kind": "interval",
        "unit": "persons",
        "status": "E",
        "agency": AGENCY,
        "dataset": DATASET,
        "edition": edition_of(ready, flows.method),
    }
    values = {"value": table[rows, columns]}
    frame = pl.DataFrame(values).with_columns(
        places.gather(columns).alias("place"), places.gather(rows).alias("counterpart")
    )
    return frame.select(
        (
            pl.col(name)
            if name in ("value", "place", "counterpart")
            else pl.lit(constant.get(name)).alias(name)
        ).cast(of)
        for name, of in contract.items()
    )
