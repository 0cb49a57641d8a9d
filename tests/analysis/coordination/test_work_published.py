"""The published files of activities, asked through a base of all files."""

from __future__ import annotations

import pytest

from gmg.analysis.coordination.cells import STATES
from gmg.analysis.coordination.gaps import gaps, score
from gmg.analysis.coordination.overlaps import overlaps
from gmg.analysis.coordination.response import activities, response
from gmg.analysis.coordination.who_does_what import who_does_what
from gmg.analysis.trace import trace
from gmg.axes import what
from gmg.evidence.base import Base


def test_all_activities_have_to_do_with_migration(base: Base) -> None:
    found = activities(base)
    assert dict(found["agency"].value_counts().iter_rows()) == {"IOM": 277, "UNHCR": 68}
    assert found["identifier"].n_unique() == 345
    assert found["tier"].null_count() == 0


def test_the_response_names_activities_and_topics_that_are_known(base: Base) -> None:
    found, rows = activities(base), response(activities(base))
    assert set(rows["identifier"]) <= set(found["identifier"])
    assert set(rows["topic"]) <= {theme.code for theme in what.themes()}


def test_who_does_what_in_kenya(base: Base) -> None:
    found = who_does_what(base, "KEN")
    operation = [one for one in found.of_the_place if one.agency == "UNHCR"]
    assert "XM-DAC-41121-2020-EHGL-KEN" in {one.identifier for one in operation}
    assert "IOM" in found.agencies
    assert {one.agency for one in found.publishes} >= {"UNHCR", "UNDESA", "WB"}


@pytest.mark.parametrize("place", ["KEN", "Ethiopia"])
def test_every_activity_leads_back_to_its_element(base: Base, place: str) -> None:
    found = who_does_what(base, place, figures=False)
    assert found.of_the_place
    for one in found.activities:
        assert one.identifier in str(trace(base, one.id)), one.id


def test_overlaps_in_ethiopia(base: Base) -> None:
    (one,) = overlaps(base, places=["ETH"])
    assert (one.one, one.other) == ("IOM", "UNHCR")
    assert one.others == ("XM-DAC-41121-2020-EHGL-ETH",)
    assert one.ones
    assert {pair[0] for pair in one.pairs} == set(one.ones)
    assert not one.certain
    assert "area within the country" in one.not_stated


def test_no_gap_is_established_by_selections(base: Base) -> None:
    found = gaps(base, places=["KEN", "ETH", "LBY"], year=2020)
    assert tuple(found.states) == STATES
    assert found.states["none known"] == 0
    assert found.states["not reported"] > 0
    assert sum(found.states.values()) == len(found.cells)
    for one in found.cells:
        assert one.score == score(one.need.persons, one.state, one.law.share_open)
        assert (one.state == "not reported") == (not one.activities)
