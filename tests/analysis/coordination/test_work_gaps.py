from __future__ import annotations

from datetime import date
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.coordination.cells import STATES
from gmg.analysis.coordination.gaps import LACK, Gap, gaps, score
from gmg.analysis.coordination.law import Law, instruments_on, laws
from gmg.analysis.coordination.need import concepts_of, needs
from gmg.analysis.coordination.who_does_what import who_does_what
from gmg.axes import what
from gmg.axes.tables import CONFIDENCE, rows
from gmg.evidence.base import Base

people = st.none() | st.integers(0, 10**9).map(float)
shares = st.none() | st.floats(0, 1)


def cell(base: Base, place: str, topic: str, year: int) -> Gap:
    """One cell."""
    (found,) = gaps(base, places=[place], topics=[topic], year=year).cells
    return found


def test_every_state_has_a_weight() -> None:
    assert set(LACK) == set(STATES)


@given(people, st.sampled_from(STATES), shares)
def test_a_score_is_made_of_its_parts_alone(
    persons: float | None, state: str, share: float | None
) -> None:
    made = score(persons, state, share)
    if persons is None:
        assert made is None
    else:
        assert made == pytest.approx(
            log10(1 + persons) * LACK[state] * (1 + (share or 0)), abs=0.000501
        )


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(STATES), shares)
def test_more_people_never_score_less(
    one: int, other: int, state: str, share: float | None
) -> None:
    low, high = sorted((one, other))
    assert (score(low, state, share) or 0) <= (score(high, state, share) or 0)


def test_topics_and_concepts_of_need_are_known() -> None:
    themes = {theme.code for theme in what.themes()}
    for topic, concepts in concepts_of().items():
        assert topic in themes
        assert len(set(concepts)) == len(concepts)
        for concept in concepts:
            what.concept(concept)
    assert {row["confidence"] for row in rows("topic_needs")} <= set(CONFIDENCE)


def test_a_score_recomputes_from_what_is_printed(work_base: Base) -> None:
    found = gaps(work_base, places=["LBY", "TUR", "SYR"], year=2024)
    assert found.cells
    assert sum(found.states.values()) == 3 * len(concepts_of())
    for one in found.cells:
        told = one.as_json()
        parts = told["score_parts"]
        assert parts["lack"] == LACK[told["state"]]
        assert told["score"] == score(parts["people"], told["state"], parts["law_not_joined"])
        values = [figure["value"] for figure in told["figures"]]
        assert parts["people"] == max(values, default=None)
        known = len(told["joined"]) + len(told["not_joined"])
        share = len(told["not_joined"]) / known if known else None
        assert parts["law_not_joined"] == share
        assert told["subject"] == f"cell:{one.place}:{one.topic}:2024"


def test_the_largest_scores_first_and_the_unknown_last(work_base: Base) -> None:
    scores = [one.score for one in gaps(work_base, places=["LBY", "TUR", "SYR"], year=2024).cells]
    known = [one for one in scores if one is not None]
    assert known == sorted(known, reverse=True)
    assert scores[: len(known)] == known
    assert None in scores


def test_need_is_not_taken_from_after_the_year(work_base: Base) -> None:
    after = cell(work_base, "LBY", "refugees", 2024)
    assert after.need.persons == 313
    assert after.need.figures[0].on == date(2024, 12, 31)
    before = cell(work_base, "LBY", "refugees", 2021)
    assert before.need.persons is None
    assert before.score is None


def test_a_cell_opens_to_its_activities(work_base: Base) -> None:
    found = cell(work_base, "LBY", "refugees", 2021)
    assert found.state == "several agencies"
    assert found.agencies == ("IOM", "UNHCR")
    assert found.activities == ("XM-DAC-41121-1", "XM-DAC-47066-1")
    assert found.as_json()["activities"] == list(found.activities)
    assert cell(work_base, "LBY", "refugees", 2022).activities == ()


def test_an_activity_for_the_region_is_told(work_base: Base) -> None:
    found = cell(work_base, "LBY", "border", 2020)
    assert (found.state, found.around) == ("not reported", True)
    assert not cell(work_base, "DEU", "border", 2020).around


def test_a_cancelled_activity_is_no_response(work_base: Base) -> None:
    named = {
        name for year in (2020, 2021) for name in cell(work_base, "LBY", "labour", year).activities
    }
    assert named == {"XM-DAC-47066-1"}


def test_practices_and_recommendations_hang_on_a_cell(work_base: Base) -> None:
    hung = {"cell:LBY:refugees:2021": ("practice:7",), "cell:LBY:refugees:2020": ("practice:8",)}
    (found,) = gaps(work_base, places=["LBY"], topics=["refugees"], year=2021, attached=hung).cells
    assert found.attached == ("practice:7",)


def test_law_is_of_the_day(work_base: Base) -> None:
    def law(day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = laws(work_base, ["TUR"], ["expulsion"], day)["TUR", "expulsion"]
        assert set(found.joined) | set(found.open) | set(found.unknown) == set(
            instruments_on("expulsion")
        )
        assert found.as_of["ICRMW"] == "2006-10-23"
        return found.joined, found.open

    assert law(date(2003, 12, 31)) == ((), ("ICRMW",))
    assert law(date(2005, 12, 31)) == (("ICRMW",), ())


def test_what_is_not_known_has_no_part_in_the_share() -> None:
    assert Law((), (), ("C143",)).share_open is None
    assert Law((), ("ICRMW",), ("C143",)).share_open == 1
    assert Law(("CRC",), ("ICRMW",), ("C143",)).share_open == 0.5


def test_a_topic_that_no_concept_stands_for_has_no_need(work_base: Base) -> None:
    found = needs(work_base, ["TUR"], ["visas"])["TUR", "visas"]
    assert (found.figures, found.persons, found.findings) == ((), None, 0)


def test_who_does_what(work_base: Base) -> None:
    found = who_does_what(work_base, "Libya")
    assert found.place == "LBY"
    assert [one.identifier for one in found.of_the_place] == ["XM-DAC-47066-1", "XM-DAC-41121-1"]
    assert found.wider == {"M49-015": 1}
    assert set(found.agencies) == {"IOM", "UNHCR"}
    assert found.topics("UNHCR") == {"living-standard": 1, "refugees": 1}
    assert [one.identifier for one in who_does_what(work_base, "LBY", year=2020).of_the_place] == [
        "XM-DAC-47066-1"
    ]
    assert {one.dataset for one in found.publishes} >= {"unhcr.population"}
    assert all(one.id.count(".") >= 2 for one in found.activities)


def test_no_places_and_no_topics_are_no_cells(work_base: Base) -> None:
    assert gaps(work_base, places=[], year=2021).cells == ()
    assert gaps(work_base, topics=[], year=2021).cells == ()


def test_a_release_without_activities_answers(norms_base: Base) -> None:
    found = gaps(norms_base, places=["LBY"], year=2024)
    assert found.states["not reported"] == len(found.cells)
    assert who_does_what(norms_base, "LBY").activities == ()
