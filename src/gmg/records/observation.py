"""The observation contract: one row a published figure.

| column | holds |
|---|---|
| concept | what was measured, a code of `gmg.axes.what` |
| basis | how it was counted: born abroad, foreign citizen, protection status, modelled ... |
| place | where the figure is true: residence, asylum, the receiving side of money |
| counterpart | the place at the other end (origin, sender); null where the figure has none or sums all |
| sex | total, female, male, other, unknown |
| age | `all`, `0-4`, `75+`, `unknown` |
| detail | every other split of the source, `name=value` joined by `; ` in the order of the names |
| time_from, time_to, time_kind | dates; a point has both equal |
| value | the number as published, in `unit`; null where the cell holds a marker |
| unit | the published unit, `thousand persons` included: nothing is rescaled |
| status | a letter of the SDMX code list of observation status |
| agency, dataset, edition | who published it, in what, in which edition |
| snapshot, sheet, row, column | the cell (see `gmg.records.cell`) |
| as_published | the text that stood in the cell |
| note | what the publisher or the reader has to say of this figure; null mostly |
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from gmg.axes import what, where

COLUMNS = (
    "concept",
    "basis",
    "place",
    "counterpart",
    "sex",
    "age",
    "detail",
    "time_from",
    "time_to",
    "time_kind",
    "value",
    "unit",
    "status",
    "agency",
    "dataset",
    "edition",
    "snapshot",
    "sheet",
    "row",
    "column",
    "as_published",
    "note",
)
KEY = (
    "concept",
    "basis",
    "place",
    "counterpart",
    "sex",
    "age",
    "detail",
    "time_from",
    "time_to",
    "unit",
)
SEXES = ("total", "female", "male", "other", "unknown")
TIME_KINDS = ("point", "interval")


@lru_cache(maxsize=1)
def schema() -> dict[str, pl.DataType]:
    """Column name to polars type; closed vocabularies are enums, so an unknown word cannot enter."""
    return {
        "concept": pl.Enum(what.codes()),
        "basis": pl.Enum([basis.code for basis in what.bases()]),
        "place": pl.Enum(where.codes()),
        "counterpart": pl.Enum(where.codes()),
        "sex": pl.Enum(SEXES),
        "age": pl.String(),
        "detail": pl.String(),
        "time_from": pl.Date(),
        "time_to": pl.Date(),
        "time_kind": pl.Enum(TIME_KINDS),
        "value": pl.Float64(),
        "unit": pl.Enum([unit.code for unit in what.units()]),
        "status": pl.Enum([status.code for status in what.statuses()]),
        "agency": pl.String(),
        "dataset": pl.String(),
        "edition": pl.String(),
        "snapshot": pl.String(),
        "sheet": pl.String(),
        "row": pl.Int32(),
        "column": pl.String(),
        "as_published": pl.String(),
        "note": pl.String(),
    }
