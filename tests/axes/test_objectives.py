from __future__ import annotations

import pytest

from gmg.axes import what
from gmg.axes.objectives import SCHEMES, UnknownObjective, objective, objectives
from gmg.axes.tables import CONFIDENCE


def test_every_row_stands_on_known_codes() -> None:
    themes = {theme.code for theme in what.themes()}
    for one in objectives():
        assert one.scheme in SCHEMES
        assert one.label
        assert one.themes, one
        assert set(one.themes) <= themes, one
        assert one.confidence in CONFIDENCE
        assert bool(one.source) == (one.confidence == "confirmed"), one


def test_no_code_stands_twice_and_the_compact_is_whole() -> None:
    keys = [(one.scheme, one.code) for one in objectives()]
    assert len(keys) == len(set(keys))
    assert [one.code for one in objectives("GCM-OBJ")] == [f"GCM{n:02}" for n in range(1, 24)]
    assert len(objectives("GCM-PRIN")) == 10


def test_a_target_belongs_to_its_goal() -> None:
    for one in objectives("SDG-TARGET"):
        assert one.code.split(".")[0] == one.parent


def test_objectives_of_a_theme() -> None:
    assert [one.code for one in objectives(theme="detention")] == ["GCM13"]
    assert objectives("SDG-TARGET", theme="detention") == ()


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UnknownObjective, match="GCM2"):
        objective("GCM-OBJ", "GCM24")
