"""Reported, registered and estimated movement beside one another, in corridors and profiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows_made import flows_base
from gmg.analysis.corridor import corridor
from gmg.analysis.flows.from_evidence.movement import Cell, arrives, movement, returns
from gmg.analysis.flows.from_evidence.of_place import moved
from gmg.analysis.flows.from_evidence.span import Span
from gmg.analysis.flows.from_evidence.told import taken_as
from gmg.analysis.profile import document, profile
from gmg.evidence.base import Base
from gmg.site.profile.page import html, pdf

LAST = Span(2015, 2020)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return flows_base(tmp_path_factory.mktemp("movement"))


def test_a_corridor_has_both_directions_and_whose_each_is(made: Base) -> None:
    known = corridor(made, "SYR", "DEU")
    assert [one.span.label for one in known.moved] == ["2005-2010", "2010-2015", "2015-2020"]
    assert {(one.origin, one.destination) for one in known.moved_back} == {("DEU", "SYR")}
    assert {figure.agency for figure in (*known.there, *known.mirror)} == {"UNDESA", "UNHCR"}
    lines = movement(known.there, known.mirror, known.moved)
    assert [(line.kind, line.agency) for line in lines] == [
        ("reported", "UNHCR"),
        ("estimated", "GMG"),
        ("estimated", "GMG"),
    ]
    reported, chosen, between = lines
    assert reported.cells == {LAST: Cell(570.0, years=2, of=5)}
    estimate = known.moved[-1]
    assert chosen.cells[LAST].value == estimate.by_method["da_pb_closed"]
    assert (between.cells[LAST].low, between.cells[LAST].high) == (estimate.low, estimate.high)


def test_years_are_those_from_the_first_to_the_one_before_the_last(made: Base) -> None:
    known = corridor(made, "SYR", "DEU")
    figures = [f for f in known.there if f.concept == "forced-displacement-flow"]
    first = figures[0]
    moves = {
        year: replace(
            first,
            time_from=first.time_from.replace(year=year),
            time_to=first.time_to.replace(year=year),
            value=float(year),
        )
        for year in range(2009, 2022)
    }
    (line, *_) = movement(moves.values(), (), known.moved)
    assert line.cells[LAST] == Cell(float(sum(range(2015, 2020))), years=5, of=5)
    assert line.cells[Span(2005, 2010)] == Cell(2009.0, years=1, of=5)


def test_a_year_chooses_the_periods_around_it(made: Base) -> None:
    assert [one.span.label for one in corridor(made, "SYR", "DEU", 2015).moved] == [
        "2010-2015",
        "2015-2020",
    ]
    known = corridor(made, "SYR", "DEU", 1999)
    assert known.moved == () and "around 1999" in known.not_estimated


def test_only_new_claims_and_own_returns_are_movement(made: Base) -> None:
    first = corridor(made, "SYR", "DEU").there[0]
    claim = replace(first, concept="asylum-applications", detail="application=N; level=FI")
    assert arrives(claim)
    assert not arrives(replace(claim, detail="application=NR; level=FI"))
    assert not arrives(replace(claim, detail=None))
    back = replace(first, concept="returned-refugees", dataset="unhcr.solutions")
    assert returns(back) and not arrives(back)
    assert not returns(replace(back, dataset="unhcr.population"))


def test_a_corridor_without_inputs_says_why(tmp_path: Path) -> None:
    known = corridor(
        flows_base(tmp_path, without=["undesa.population-prospects@2024"]), "SYR", "DEU"
    )
    assert known.moved == () and "World Population Prospects 2024" in known.not_estimated
    assert known.there


def test_a_place_has_its_totals_and_partners(made: Base) -> None:
    found = moved(made, "DEU")
    assert found is not None
    last = found.totals[-1]
    for method in ("da_min_closed", "da_pb_closed"):
        assert last.into[method] - last.out[method] == pytest.approx(last.published_net, abs=1)
    origin = next(one for one in found.origins if one.place == "SYR")
    assert origin.reported == 570.0
    out = {one.place: one.reported for one in found.destinations}
    assert out.get("SYR", 5.0) == 5.0
    assert all(value is None for place, value in out.items() if place != "SYR")
    assert moved(made, "VAT") is None


def test_a_place_that_was_part_of_another_is_followed(made: Base) -> None:
    found = moved(made, "SSD")
    assert found is not None
    assert [total.place for total in found.totals] == ["SDN736", "SSD", "SSD"]


def test_a_wider_place_is_named(made: Base) -> None:
    known = corridor(made, "SSD", "KEN")
    assert taken_as(known.moved, "SSD", "KEN") == [
        "South Sudan is estimated as Sudan (former, until 2011) in 2005-2010"
    ]
    assert taken_as(corridor(made, "SYR", "KEN").moved, "SYR", "KEN") == []


def test_profiles_show_estimates_apart(made: Base) -> None:
    made_one = profile(made, "DEU")
    page = html(made, made_one)
    section = page.partition('<section id="moved">')[2].partition("</section>")[0]
    assert "estimated by this project (agency GMG)" in section and "2015-2020" in section
    assert "570" in section and "no figure" in section
    told = document(made, made_one)["moved_estimated_here"]
    assert told["agency"] == "GMG" and told["origins"][0]["by_method"]
    assert all(figure.agency != "GMG" for figure, _, _ in made_one.figures())
    assert pdf(made, made_one).startswith(b"%PDF")


def test_a_profile_without_estimates_says_so(made: Base) -> None:
    page = html(made, profile(made, "VAT"))
    assert "No estimate: no table of stocks and populations has the place." in page
