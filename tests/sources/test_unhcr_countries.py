"""UNHCR's table of countries: no figures, but what it says of codes is what gmg holds."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from gmg.axes import where
from gmg.sources.forms.csv import read_csv
from gmg.sources.unhcr.countries import SOURCE
from helpers import real

FILE = SOURCE.editions[0].files[0]


def test_the_table_is_known_and_not_read() -> None:
    assert FILE.read is None
    assert "without figures" in FILE.why


def test_both_of_its_codes_name_one_place_in_gmg(data: Path) -> None:
    table = read_csv(real(data, FILE.path)).frame
    assert table.height == 232
    assert table.filter(pl.col("iso_code").ne_missing(pl.col("unhcr_code"))).height == 99
    ours, theirs = where.mapping("unhcr"), where.mapping("unhcr-iso")
    for iso, code in table.select("iso_code", "unhcr_code").iter_rows():
        assert code in ours
        assert iso is None or theirs[iso] == ours[code]
