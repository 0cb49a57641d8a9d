"""The profile of a country, on a small base made for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gmg.analysis.common_set import DERIVED, derived
from gmg.analysis.gather import BY_COUNTERPART, BY_PLACE
from gmg.analysis.profile import NoProfile, Topic, document, profile
from gmg.analysis.series import adds_up, parts_all_ages, whole
from gmg.evidence.base import Base
from profile_base import made_base, mid, over, profiled_base

PROSPECTS = ("undesa.population-prospects", "2024", "2024-07")


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return profiled_base(tmp_path)


def topic(base: Base, concept: str, side: str = BY_PLACE, place: str = "KEN") -> Topic:
    made = profile(base, place, with_findings=False)
    return next(t for t in made.topics if (t.concept, t.side) == (concept, side))


def population(**columns: Any) -> dict[str, Any]:
    return {"concept": "population", "basis": "population-estimate", "place": "KEN", **columns}


def test_a_sum_says_so_and_keeps_its_parts(base: Base) -> None:
    (number,) = topic(base, "migrant-stock").latest
    assert number.value == 1010
    assert number.label == "sum of 6 published figures"
    assert len(number.figures) == 6
    assert sum(figure.value or 0 for figure in number.figures) == number.value
    assert number.period.label() == "mid-2024"


def test_points_of_the_past_count_their_parts_and_say_how_to_list_them(base: Base) -> None:
    (series,) = topic(base, "migrant-stock").series
    first = series.points[0]
    assert (first.value, first.count, first.figures) == (10, 2, ())
    assert first.ask == (
        "gmg figures migrant-stock --place KEN --year 2020 "
        "--dataset undesa.migrant-stock --edition 2024 --all"
    )


def test_the_newest_edition_answers_alone(base: Base) -> None:
    found = topic(base, "migrant-stock")
    assert {one.edition for one in found.series} == {"2024"}


def test_partners_are_ranked_with_the_other_way_and_unknown_origin_is_not(base: Base) -> None:
    ranking = topic(base, "migrant-stock").ranking
    assert ranking is not None
    assert [(p.place, p.number.value) for p in ranking.partners] == [("SOM", 100), ("UGA", 10)]
    assert [p.back.value if p.back else None for p in ranking.partners] == [None, 3]
    assert [(n.counterpart, n.value) for n in ranking.unnamed] == [("_OTH", 900)]


def test_a_place_with_itself_is_a_part_and_no_total(base: Base) -> None:
    (number,) = topic(base, "refugees").latest
    assert (number.value, number.count) == (305, 2)
    (away,) = topic(base, "refugees", BY_COUNTERPART).latest
    assert away.value == 16


def test_displaced_inside_is_one_published_figure(base: Base) -> None:
    (number,) = topic(base, "internally-displaced").latest
    assert (number.how, number.count, number.value) == ("published", 1, 0)


def test_rates_and_indices_are_never_added(base: Base) -> None:
    numbers = topic(base, "expected-schooling").latest
    assert sorted((n.sex, n.value, n.how) for n in numbers) == [
        ("female", 11.0, "published"),
        ("male", 12.0, "published"),
    ]
    assert not adds_up("hdi")


def test_incidents_of_a_year_are_added_with_or_without_an_origin(base: Base) -> None:
    (number,) = topic(base, "migrant-deaths").latest
    assert (number.value, number.count, number.period.label()) == (5, 2, "2023")
    assert number.label == "sum of 2 published figures"


def test_women_among_migrants_are_worked_out_of_named_figures(base: Base) -> None:
    line = next(x for x in topic(base, "migrant-stock").lines if x.indicator == "IV-03")
    (number,) = line.numbers
    assert number.value == pytest.approx(100 * 967 / 1010)
    assert (number.how, number.count, number.unit) == ("computed", 6, "per cent")


def test_what_nobody_knows_is_named_with_the_reason(base: Base) -> None:
    made = profile(base, "KEN", with_findings=False)
    unknown = {one.indicator: one.why for one in made.unknown}
    assert "IV-01" not in unknown
    assert "I-01" not in unknown
    assert unknown["I-03"] == "untc.treaties holds no figure for the place"
    assert unknown["III-07"] == "no file of unesco.uis is in this release"


def test_acts_stand_with_the_day_up_to_which_the_file_is_true(base: Base) -> None:
    made = profile(base, "KEN", with_findings=False)
    adoption = next(a for a in made.adoptions if a.instrument == "CSR51")
    assert [(act.act, act.when) for act in adoption.acts] == [("accession", "16 May 1966")]
    none = next(a for a in made.adoptions if a.instrument == "ICRMW")
    assert none.acts == ()
    assert none.files[0].until == "14 November 1995"


def test_figures_come_once_with_indicator_and_part(base: Base) -> None:
    found = list(profile(base, "KEN", with_findings=False).figures())
    ids = [figure.id for figure, _, _ in found]
    assert len(ids) == len(set(ids))
    assert {part for _, _, part in found} == {"III", "IV", "X"}
    assert ("IV-01", "IV") in {(indicator, part) for _, indicator, part in found}


def test_the_document_is_json_and_holds_every_part(base: Base) -> None:
    made = profile(base, "Kenya", lang="fr", with_findings=False)
    read = json.loads(json.dumps(document(base, made), ensure_ascii=False))
    assert [part["code"] for part in read["parts"]] == ["I", "II", "III", "IV", "X"]
    assert read["release"] == {"id": "abc", "sample": False}
    assert {item["dataset"] for item in read["licences"]} >= {"undesa.migrant-stock"}


def test_a_region_has_no_profile(base: Base) -> None:
    with pytest.raises(NoProfile, match="is no country or area"):
        profile(base, "M49-002")


def test_a_place_nobody_counts_has_a_profile_of_silence(base: Base) -> None:
    made = profile(base, "NRU", with_findings=False)
    assert made.topics == ()
    assert len(made.unknown) > 50


def test_ages_make_a_whole_only_without_gap_and_overlap() -> None:
    assert parts_all_ages(["0-4", "5-11", "12-17", "18-59", "60+"])
    assert parts_all_ages([str(age) for age in range(100)])
    assert parts_all_ages(["0-17", "18+", "unknown"])
    assert not parts_all_ages(["0-4", "0-14", "15+"])
    assert not parts_all_ages(["0-4", "10+"])
    assert not parts_all_ages(["5-17", "18+"])
    assert not parts_all_ages(["adults"])


def test_women_and_men_with_a_marker_make_no_whole(tmp_path: Path) -> None:
    rows = [
        population(sex="female", value=2.0, **mid(2020)),
        population(sex="male", value=None, **mid(2020)),
    ]
    base = made_base(tmp_path, {PROSPECTS: rows})
    assert whole(base.figures("population")) is None


def test_a_share_by_age_needs_every_age_of_it(tmp_path: Path) -> None:
    ages = ["0-4", "5-9", "10-14", "15-64", "65+"]
    rows = [population(age=age, value=10.0, **mid(2020)) for age in ages]
    figures = made_base(tmp_path, {PROSPECTS: rows}).figures("population")
    line = next(line for line in DERIVED if line.indicator == "II-04")
    number = derived(line, figures)
    assert number is not None
    assert number.value == pytest.approx(60.0)
    assert derived(line, [f for f in figures if f.age != "5-9"]) is None


def test_a_forecast_is_not_the_newest_number(tmp_path: Path) -> None:
    rows = [
        population(basis="projection-medium", value=float(year), **mid(year))
        for year in (2023, 2024, 2050, 2100)
    ]
    base = made_base(tmp_path, {PROSPECTS: rows})
    found = topic(base, "population")
    assert [number.value for number in found.latest] == [2024.0]
    line = next(x for x in found.lines if x.indicator == "II-13")
    assert [number.period.year for number in line.numbers] == [2050, 2100]


def test_years_and_five_years_never_share_a_line(tmp_path: Path) -> None:
    rows = [
        {"concept": "net-migration", "basis": "modelled", "place": "KEN", "value": value, **when}
        for value, when in (
            (1.0, over(2018)),
            (2.0, over(2019)),
            (9.0, {**over(2019), "time_from": date(2015, 1, 1)}),
        )
    ]
    base = made_base(tmp_path, {PROSPECTS: rows})
    found = topic(base, "net-migration")
    assert sorted(tuple(p.value for p in one.points) for one in found.series) == [
        (1.0, 2.0),
        (9.0,),
    ]


def test_parts_that_nobody_added_are_counted_and_not_shown(tmp_path: Path) -> None:
    rows = [
        {
            "concept": "internally-displaced",
            "basis": "tracked-in-rounds",
            "agency": "IOM",
            "place": "KEN",
            "detail": f"admin1=A{at}",
            "value": 1.0,
            "time_from": date(2020, 3, 1),
            "time_to": date(2020, 3, 1),
            "time_kind": "point",
        }
        for at in range(6)
    ]
    base = made_base(tmp_path, {("iom.dtm", "v3", "2024"): rows})
    found = topic(base, "internally-displaced")
    assert found.latest == ()
    assert [(split.dataset, split.count) for split in found.splits] == [("iom.dtm", 6)]
