"""A table of UNHCR, whether from the published file or from a page of its interface.

The interface answers `{"page": 1, "maxPages": 140, "items": [...]}`, with the columns of the
published tables and UNHCR's numbers of countries (`coo_id`, `coa_id`) beside them; `-` is none.
https://api.unhcr.org/docs/refugee-statistics.html
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.json_records import read_records
from gmg.sources.forms.table import Table

NUMBERS_OF_COUNTRIES = ("coo_id", "coa_id")
NONE = "-"


def read_table(snapshot: Snapshot, columns: Sequence[str]) -> Table:
    """The table of text with just these columns; see `read_csv` and `read_records` for what is refused."""
    if snapshot.content[:1] != b"{":
        return read_csv(snapshot, columns)
    table = read_records(snapshot, columns, optional=NUMBERS_OF_COUNTRIES, under="items")
    numbered = [name for name in NUMBERS_OF_COUNTRIES if name in table.address]
    table.ignore_columns(numbered, "UNHCR's numbers of countries, beside their codes")
    text = pl.col(list(columns))
    table.frame = table.frame.with_columns(pl.when(~text.is_in([NONE, ""])).then(text).name.keep())
    return table
