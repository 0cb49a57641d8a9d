"""International Migrant Stock 2024, by origin, destination and sex.

Quirks of the file: a pair that is absent means no data, only an explicit 0 is none; there are no
totals of the sexes; `type_*` are facts of the destination (B birth, C citizenship, R refugees
added, I imputed); `OOO` is every origin that is unknown or other.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import check_years, mid_year
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import mapped
from gmg.sources.places import dated, places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.migrant_stock.data_type import basis_of_letters

HEADER = ("geo", "t", "from", "sex", "n", "type_b", "type_c", "type_r", "type_i")
FLAGS = {"type_b": "B", "type_c": "C", "type_r": "R", "type_i": "I"}
SEXES = {"female": "female", "male": "male"}


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: people from `from` who live in `geo` at 1 July of `t`."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["geo", "t", "from", "sex"])
    check_years(table, "t")
    table.frame = table.frame.with_columns(
        places(table, "geo", "desa-ims-2024").alias("place"),
        places(table, "from", "desa-ims-2024").alias("counterpart"),
        mapped(table, "sex", SEXES, "sex", "add it to SEXES").alias("sex_code"),
        *(
            mapped(table, flag, {"0": "", "1": letter}, "flag", "a flag is 0 or 1").alias(flag)
            for flag, letter in FLAGS.items()
        ),
    )
    letters = table.frame.select(pl.concat_str(list(FLAGS))).to_series()
    table.frame = table.frame.with_columns(basis_of_letters(letters).alias("basis"))
    table.ignore_columns(["geo", "t", "from", "sex"], "say which figure it is")
    table.ignore_columns(FLAGS, "become the basis of the figure")
    cells = melt(
        table, ["geo", "t", "from", "place", "counterpart", "sex_code", "basis"], ["n"], "no data"
    )
    return reading(
        table,
        numbers(table, cells).with_columns(
            place=dated("place", "t", "desa-ims-2024", "geo", "destination"),
            counterpart=dated("counterpart", "t", "desa-ims-2024", "from", "origin"),
            sex="sex_code",
            **mid_year("t"),
        ),
        concept="migrant-stock",
        unit="persons",
    )
