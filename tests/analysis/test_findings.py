"""Findings: the known counts over the published files, and each rule with a case and its harmless twin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gmg.analysis.findings import KINDS, RULES, Finding, count, findings, rank
from gmg.analysis.findings.rules import UnknownRule, rule
from gmg.axes import where
from gmg.evidence.base import Base
from gmg.records.observation import COLUMNS
from small import figure, release_of

DESA, UNHCR = "undesa.migrant-stock", "unhcr.population"
PROSPECTS, BANK = "undesa.population-prospects", "worldbank.bilateral-migration"
FINDER, PACKAGE, SERIES = "unhcr.data-finder", "worldbank.wdi-package", "worldbank.wdi"
Rows = list[dict[str, Any]]


def stock(value: float, **changes: Any) -> dict[str, Any]:
    filled = {"counterpart": "SYR", **changes}
    return figure(DESA, "migrant-stock", filled.pop("place", "DEU"), value, **filled)


def refugees(value: float, **changes: Any) -> dict[str, Any]:
    filled = {"counterpart": "SYR", "end": 2024, "basis": "unhcr-mandate", **changes}
    return figure(UNHCR, "refugees", filled.pop("place", "DEU"), value, **filled)


def people(dataset: str, value: float, place: str = "DEU", **changes: Any) -> dict[str, Any]:
    filled = {"basis": "population-estimate", **changes}
    return figure(dataset, "population", place, value, **filled)


def bank(value: float) -> dict[str, Any]:
    return figure(
        BANK,
        "migrant-stock",
        "DEU",
        value,
        counterpart="SYR",
        year=2017,
        basis="bilateral-estimate",
    )


def by_sex(total: float, women: float, men: float) -> Rows:
    return [stock(total), stock(women, sex="female"), stock(men, sex="male")]


def around(at: float) -> Rows:
    return [stock(1000, year=2015), bank(at), stock(2000, year=2020)]


def speaking(*places: str) -> Rows:
    """Two agencies speak of population; one of them of these places only."""
    first = [people(PROSPECTS, 1_000_000, place) for place in ("DEU", "KEN")]
    return [*first, *(people(PACKAGE, 1_000_000, place) for place in places)]


HUNDRED = [place.code for place in where.places() if place.kind == "country"][:101]


def hundred_places(less: int) -> Rows:
    """All have inhabitants; the last `less` of them have no migrant stock from anyone."""
    living = [people(PROSPECTS, 5000, place) for place in HUNDRED]
    spoken = HUNDRED[: len(HUNDRED) - less]
    return [*living, *(figure(DESA, "migrant-stock", place, 10) for place in spoken)]


CASES: dict[str, tuple[Rows, Rows, float | None]] = {
    "refugees-exceed-migrants": (
        [refugees(700), stock(300, sex="male"), stock(200, sex="female")],
        [refugees(500), stock(300, sex="male"), stock(200, sex="female")],
        700,
    ),
    "sexes-do-not-sum": (by_sex(100, 50, 44), by_sex(100, 50, 49), 6),
    "parts-exceed-whole": (by_sex(100, 120, 0), by_sex(100, 100, 0), 20),
    "migrants-exceed-population": (
        [stock(1001, counterpart=None), people(PROSPECTS, 1, unit="thousand persons")],
        [stock(1000, counterpart=None), people(PROSPECTS, 1, unit="thousand persons")],
        1001,
    ),
    "edition-contradicts-itself": (
        [stock(1000), stock(1500, column="B")],
        [stock(1000), stock(1001, column="B")],
        500,
    ),
    "agencies-differ": (
        [people(PROSPECTS, 1_000_000), people(PACKAGE, 900_000)],
        [people(PROSPECTS, 1_000_000), people(PACKAGE, 951_000)],
        100_000,
    ),
    "outside-the-bracket": (around(3000), around(1500), 1000),
    "edition-revises": (
        [stock(1000, edition="2020", year=2020), stock(1500, year=2020)],
        [stock(1000, edition="2020", year=2020), stock(1050, year=2020)],
        500,
    ),
    "no-stock-for-refugees": (
        [refugees(700, place="TUR"), stock(0)],
        [refugees(700), stock(0)],
        700,
    ),
    "one-agency-only": (speaking("DEU"), speaking("DEU", "KEN"), 1_000_000),
    "too-long-ago": (
        [stock(50, counterpart=None, year=2015), figure(DESA, "migrant-stock", "KEN", 9)],
        [stock(50, counterpart=None, year=2020), figure(DESA, "migrant-stock", "KEN", 9)],
        50,
    ),
    "nobody-says": (hundred_places(1), hundred_places(0), 5000),
}


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {item.id for item in RULES}


@pytest.mark.parametrize("name", CASES)
def test_a_rule_finds_its_case(name: str, tmp_path: Path) -> None:
    case, _, concerned = CASES[name]
    (found,) = findings(release_of(tmp_path, *case), rule=name)
    assert (found.rule, found.kind, found.people) == (name, rule(name).kind, concerned)
    assert found.figures and found.reasons and found.sentence
    assert found.time_from <= found.time_to


@pytest.mark.parametrize("name", CASES)
def test_a_rule_leaves_the_twin_alone(name: str, tmp_path: Path) -> None:
    _, twin, _ = CASES[name]
    assert findings(release_of(tmp_path, *twin), rule=name) == []


def test_a_missing_pair_is_silence_and_an_explicit_zero_a_contradiction(tmp_path: Path) -> None:
    known = [refugees(2900, place="TUR"), refugees(313, place="LBY"), stock(0, place="TUR")]
    base = release_of(tmp_path, *known)
    (contradiction,) = findings(base, rule="refugees-exceed-migrants")
    assert (contradiction.place, contradiction.people) == ("TUR", 2900)
    (silence,) = findings(base, rule="no-stock-for-refugees")
    assert (silence.place, silence.people) == ("LBY", 313)


def test_the_newest_edition_speaks_not_an_older_one(tmp_path: Path) -> None:
    old = stock(10, edition="2020", year=2020)
    base = release_of(tmp_path, refugees(500, end=2020), old, stock(800, year=2020))
    assert findings(base, rule="refugees-exceed-migrants") == []


def test_a_disagreement_that_the_date_explains_is_left_out(tmp_path: Path) -> None:
    """Between 1 July 2023 and 1 July 2024 the population grew past what the other says of 31 December."""
    series = [people(PROSPECTS, 800_000, year=2024), people(PROSPECTS, 1_000_000, year=2025)]
    base = release_of(tmp_path, *series, people(PACKAGE, 900_000, end=2024))
    assert findings(base, rule="agencies-differ") == []


# --- the shape of an answer --------------------------------------------------------------------

KEYS = [
    "id",
    *("rule", "kind", "place", "counterpart", "time_from", "time_to", "people", "reasons"),
    "figures",
]


def check_contract(found: Finding) -> None:
    said = found.as_json()
    assert list(said) == KEYS
    assert said["kind"] in KINDS and said["figures"] and said["reasons"]
    for one in said["figures"]:
        assert list(one) == ["id", *COLUMNS]


def test_the_contract_of_a_finding(tmp_path: Path) -> None:
    for name, (case, _, _) in CASES.items():
        for found in findings(release_of(tmp_path / name, *case)):
            check_contract(found)


def test_filters_and_order(tmp_path: Path) -> None:
    pairs = [("DEU", "SYR", 700), ("TUR", "SYR", 900), ("DEU", "TUR", 300)]
    rows = [refugees(n, place=a, counterpart=o) for a, o, n in pairs]
    rows += [stock(0, place=a, counterpart=o) for a, o, _ in pairs]
    base = release_of(tmp_path, *rows)
    name = "refugees-exceed-migrants"
    assert [f.people for f in findings(base, rule=name)] == [900, 700, 300]
    assert [f.people for f in findings(base, rule=name, top=1)] == [900]
    assert [f.people for f in findings(base, rule=name, place="TUR")] == [900, 300]
    assert [f.people for f in findings(base, rule=name, place="DEU", counterpart="SYR")] == [700]
    assert [f.people for f in findings(base, rule=name, counterpart="TUR")] == [300]
    assert findings(base, rule=name, year=2023) == []
    assert findings(base, kind="silence", rule=name) == []
    assert {f.rule for f in findings(base, concept="refugees")} >= {name}


def test_words_that_are_no_rule_and_no_kind(small_base: Base) -> None:
    with pytest.raises(UnknownRule, match="gmg rules"):
        findings(small_base, rule="no-such-rule")
    with pytest.raises(ValueError, match="contradiction, disagreement, silence"):
        findings(small_base, kind="rumour")


# --- the published files -----------------------------------------------------------------------


def known(base: Base, name: str) -> list[dict[str, Any]]:
    return rank(base, [rule(name)], {"year": 2024})


def test_pairs_of_which_both_agencies_speak(base: Base) -> None:
    answer = base.rows(
        "SELECT count(*) AS n FROM (SELECT place, counterpart FROM figures WHERE concept = 'refugees' "
        "AND dataset = 'unhcr.population' AND time_to = DATE '2024-12-31' AND value > 0 "
        "AND place <> counterpart INTERSECT SELECT place, counterpart FROM figures "
        "WHERE dataset = 'undesa.migrant-stock' AND edition = '2024' "
        "AND time_to = DATE '2024-07-01')"
    )
    assert answer == [{"n": 2644}]


def test_more_refugees_than_migrants(base: Base) -> None:
    found = known(base, "refugees-exceed-migrants")
    assert len(found) == 162
    assert sum(line["people"] > 1000 for line in found) == 67


def test_refugees_without_a_stock(base: Base) -> None:
    found = known(base, "no-stock-for-refugees")
    assert (len(found), sum(line["people"] for line in found)) == (2148, 992_979)
    named = [line for line in found if not line["counterpart"].startswith("_")]
    assert (len(named), sum(line["people"] for line in named)) == (2063, 752_418)


def test_the_weightiest_findings_rest_on_figures_of_the_base(base: Base) -> None:
    for kind in KINDS:
        top = findings(base, kind=kind, top=10)
        assert len(top) == 10
        weights = [found.people for found in top]
        assert weights == sorted(weights, key=lambda n: -(n or 0))
        for found in top:
            check_contract(found)


def test_count_tells_what_rank_lists(base: Base) -> None:
    counted = count(base)
    name = "sexes-do-not-sum"
    lines = rank(base, [rule(name)], {})
    assert counted[name] == (len(lines), sum(line["people"] or 0 for line in lines))
