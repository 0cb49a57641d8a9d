"""What changed between two editions of one data set, or two releases."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmg.analysis.difference import NotComparable, difference
from gmg.evidence.base import Base
from small import figure, release_of

DESA = "undesa.migrant-stock"
OLD, NEW = f"{DESA}@2020", f"{DESA}@2024"


def test_editions(tmp_path: Path) -> None:
    def stock(dataset: str, value: float, **changes: object) -> dict[str, object]:
        return figure(dataset, "migrant-stock", "DEU", value, **{"year": 2020, **changes})

    base = release_of(
        tmp_path,
        stock(OLD, 100, counterpart="SYR"),
        stock(NEW, 90, counterpart="SYR", basis="foreign-citizens"),
        stock(OLD, 40, counterpart="TUR"),
        stock(NEW, 40, counterpart="TUR"),
        stock(OLD, 7, counterpart="KEN"),
        stock(NEW, 8, counterpart="MEX"),
        stock(NEW, 5, counterpart="MEX", year=2024),  # a year that only one edition speaks of
    )
    changes = difference(base, OLD, NEW)
    assert [(c.state, c.counterpart, c.old, c.new, c.by) for c in changes] == [
        ("revised", "SYR", 100, 90, -10),
        ("new", "MEX", None, 8, None),
        ("gone", "KEN", 7, None, None),
    ]
    assert difference(base, OLD, OLD) == []
    assert difference(base, OLD, NEW, place="KEN") == [changes[2]]
    keys = {"state", "by", "old", "new", "old_id", "new_id", "dataset", "concept", "place"}
    assert keys <= set(changes[0].as_json())


def test_what_cannot_be_compared(small_base: Base) -> None:
    with pytest.raises(NotComparable, match="two data sets"):
        difference(small_base, OLD, "unhcr.population@2024")
    with pytest.raises(NotComparable, match="two releases, or two editions"):
        difference(small_base, small_base.release.id, NEW)
    with pytest.raises(LookupError, match=r"no edition .*1066.*there are: 2024, 2020, 2019"):
        difference(small_base, f"{DESA}@1066", NEW)
    with pytest.raises(LookupError, match="gmg releases"):
        difference(small_base, "abc", small_base.release.id)


def test_editions_of_the_published_stock(base: Base) -> None:
    changes = difference(base, OLD, NEW, place="DEU")
    weights = [abs(c.by) for c in changes if c.by is not None]
    assert weights and weights == sorted(weights, reverse=True)
    for change in changes[:20]:
        assert change.old != change.new and change.old_id != change.new_id
