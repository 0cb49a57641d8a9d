"""Figures side by side: filters, order, and nothing made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmg.analysis.figures import figures, frame
from gmg.evidence.base import Base
from gmg.records.observation import COLUMNS
from small import figure, release_of

STOCK = "migrant-stock"


def test_filters(small_base: Base) -> None:
    assert len(figures(small_base, STOCK)) == 8
    assert {f.concept for f in figures(small_base)} > {STOCK, "refugees"}
    assert len(figures(small_base, STOCK, place="DEU", year=2024)) == 4
    assert len(figures(small_base, STOCK, place=["DEU", "TUR"], sex="male")) == 4
    assert len(figures(small_base, STOCK, year=[2020, 2024])) == 8
    assert figures(small_base, STOCK, counterpart=None) == []
    assert figures(small_base, STOCK, place="KEN") == []
    with pytest.raises(TypeError, match="not asked by 'planet'"):
        figures(small_base, STOCK, planet="Mars")


def test_a_value_with_a_quote_is_a_value_and_not_sql(small_base: Base) -> None:
    assert figures(small_base, STOCK, agency="x' OR '1'='1") == []


def test_the_order_is_fixed_and_the_frame_the_same(small_base: Base) -> None:
    listed = figures(small_base)
    assert [f.id for f in listed] == [f.id for f in figures(small_base)]
    table = frame(small_base)
    assert table.columns == list(COLUMNS)
    assert table["value"].to_list() == [f.value for f in listed]


def test_former_and_composite_places_answer_under_their_own_name(tmp_path: Path) -> None:
    desa = "undesa.migrant-stock"
    base = release_of(
        tmp_path,
        figure(desa, STOCK, "SDN", 5),
        figure(desa, STOCK, "SDN736", 7, year=2005),
        figure(desa, STOCK, "SSD", 2),
    )
    assert [(f.place, f.value) for f in figures(base, STOCK, place="SDN")] == [
        ("SDN", 5),
        ("SDN736", 7),
    ]
    assert [(f.place, f.value) for f in figures(base, STOCK, place="SSD")] == [
        ("SDN736", 7),
        ("SSD", 2),
    ]


def test_agencies_stand_side_by_side_in_their_own_units(base: Base) -> None:
    found = figures(base, "population", place="KEN", year=2020, sex="total", age="all")
    assert len({f.agency for f in found}) >= 3
    assert {f.unit for f in found} >= {"persons", "thousand persons"}
    for one in found:
        assert one.value is not None and one.as_published is not None
        assert float(one.as_published.replace(",", "")) == pytest.approx(one.value, rel=1e-15)
