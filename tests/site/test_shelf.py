"""The shelf: what it holds is what the release holds; what it adds is said and can be listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmg.analysis.findings import findings
from gmg.evidence.base import Base
from gmg.site.shelf import Shelf, open_shelf
from gmg.site.shelf.build import path_of
from profile_base import made_base, mid
from small import release_of


@pytest.fixture(scope="module")
def shelf(norms_base: Base) -> Shelf:
    return open_shelf(norms_base)


def test_every_published_line_is_a_figure_of_the_release(shelf: Shelf, norms_base: Base) -> None:
    figures = {one.id: one for one in norms_base.figures("refugees")}
    lines, _ = shelf.corridor("SYR", "TUR")
    published = [line for line in lines if line.id in figures]
    assert published
    for line in published:
        figure = figures[line.id or ""]
        assert (line.value, line.unit, line.agency) == (figure.value, figure.unit, figure.agency)
        assert (line.how, line.added, line.text) == ("published", 1, figure.as_published)


def test_women_and_men_are_added_and_say_so(shelf: Shelf, norms_base: Base) -> None:
    lines, _ = shelf.corridor("SYR", "DEU")
    (line,) = [line for line in lines if line.concept == "migrant-stock" and line.year == 2024]
    parts = norms_base.figures("migrant-stock", place="DEU", counterpart="SYR", year=2024)
    newest = [one for one in parts if one.edition == line.edition]
    assert {one.sex for one in newest} == {"female", "male"}
    assert line.value == sum(one.value or 0 for one in newest)
    assert (line.how, line.added, line.id) == ("women + men", 2, None)
    assert {line.women_id, line.men_id} == {one.id for one in newest}


def test_one_sex_alone_is_no_total(tmp_path: Path) -> None:
    women = {"concept": "migrant-stock", "place": "DEU", "counterpart": "SYR", "sex": "female"}
    rows = [{**women, "value": 5.0, **mid(2024)}]
    base = made_base(tmp_path, {("undesa.migrant-stock", "2024", "2024"): rows})
    assert open_shelf(base).corridor("SYR", "DEU")[0] == []


def test_a_missing_pair_is_not_nought(shelf: Shelf) -> None:
    assert shelf.corridor("FJI", "DEU") == ([], [])


def test_a_published_total_is_not_added_to(tmp_path: Path) -> None:
    common = {"concept": "migrant-stock", "place": "DEU", **mid(2020)}
    rows = [
        {**common, "counterpart": None, "value": 100.0},
        {**common, "counterpart": "SYR", "value": 30.0},
        {**common, "counterpart": "TUR", "value": 50.0},
    ]
    base = made_base(tmp_path, {("undesa.migrant-stock", "2020", "2021"): rows})
    totals = [one for one in open_shelf(base).totals("DEU") if one.side == "place"]
    assert [(one.value, one.how) for one in totals] == [(100.0, "published")]
    sent = [one for one in open_shelf(base).totals("SYR") if one.side == "counterpart"]
    assert [(one.value, one.how, one.added) for one in sent] == [(30.0, "published", 1)]


def test_findings_are_those_of_the_release(shelf: Shelf, norms_base: Base) -> None:
    held = shelf.findings()
    made = findings(norms_base)
    assert [one.id for one in held] == [one.id for one in made]
    assert len({one.id for one in held}) == len(held)
    for one, other in zip(held, made, strict=True):
        shown = {number.id for side in one.sides for number in side.numbers}
        assert shown == {figure.id for figure in other.figures}


def test_a_shelf_can_be_thrown_away(tmp_path: Path) -> None:
    from small import figure

    base = release_of(
        tmp_path, figure("unhcr.population", "refugees", "DEU", 7.0, counterpart="SYR")
    )
    first = open_shelf(base).corridor("SYR", "DEU")
    path_of(base).unlink()
    assert open_shelf(base).corridor("SYR", "DEU") == first
    assert not [*path_of(base).parent.glob("*.writing-*")]
