"""What every row of the sample edition must cite."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from gmg.sources.forms.table import ROW, Table
from gmg.sources.shape import CITED


def published() -> dict[tuple[str, str], str]:
    """The agency of every data set and edition that gmg knows."""
    from gmg.sources import sources

    return {(item.id, edition.id): item.agency for item in sources() for edition in item.editions}


def check_citations(table: Table, known: Mapping[tuple[str, str], str]) -> None:
    """Refuse a figure that cites an edition nobody published, or names another publisher for it."""
    for row in table.frame.select(ROW, *CITED).iter_rows(named=True):
        agency = known.get((row["dataset"], row["edition"]))
        if agency is None:
            raise table.refuse(
                row[ROW],
                "edition",
                f"no edition {row['dataset']}@{row['edition']}",
                "cite one that `gmg sources` lists",
            )
        if agency != row["agency"]:
            raise table.refuse(
                row[ROW], "agency", f"{row['dataset']} is published by {agency}", "name it so"
            )


def refuse_empty(table: Table, column: str, remedy: str) -> None:
    """Refuse the first record in which the column is empty."""
    empty = table.frame.filter(pl.col(column).is_null())
    if empty.height:
        raise table.refuse(empty[ROW][0], column, "is empty", remedy)
