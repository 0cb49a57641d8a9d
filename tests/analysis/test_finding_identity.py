"""The name of a finding: readable, one of its kind, and the same while the finding is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.findings import RULES, findings, made, rank
from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.identity import OF_AN_EDITION, identity
from gmg.analysis.findings.kept import fingerprint
from gmg.evidence.base import Base
from small import figure, release_of

DESA, UNHCR = "undesa.migrant-stock", "unhcr.population"
RULE_NAMES = [rule.id for rule in RULES]
COMPARING = [name for name in RULE_NAMES if name not in OF_AN_EDITION]
PLACES = st.sampled_from(["DEU", "LBY", "M49-150", "_OTH", "SDN736"])
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@st.composite
def sides(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "concept": draw(st.sampled_from(["refugees", "migrant-stock"])),
        "dataset": draw(st.sampled_from([DESA, UNHCR])),
        "edition": draw(st.sampled_from(["2019", "2020", "2024"])),
        "place": draw(PLACES),
        "counterpart": draw(st.none() | PLACES),
        "time_to": draw(DAYS),
        "whole": draw(st.booleans()),
        "basis": draw(st.none() | st.just("foreign-born")),
    }


@st.composite
def lines(draw: st.DrawFn, names: list[str] = RULE_NAMES) -> dict[str, Any]:
    return {
        "rule": draw(st.sampled_from(names)),
        "concept": draw(st.sampled_from(["refugees", "migrant-stock"])),
        "place": draw(PLACES),
        "counterpart": draw(st.none() | PLACES),
        "time_from": draw(DAYS),
        "time_to": draw(DAYS),
        "people": draw(st.none() | st.floats(0, 1e9)),
        "reasons": draw(st.lists(st.sampled_from(["basis", "edition"]))),
        "rests_on": draw(st.lists(sides(), min_size=1, max_size=3)),
    }


@given(lines())
def test_a_name_can_be_read_and_stands_in_an_address(line: dict[str, Any]) -> None:
    name = identity(line)
    assert re.fullmatch(r"[A-Za-z0-9_-]+-[0-9a-f]{8}", name)
    assert name.startswith(line["place"]) and f"-{line['rule']}-" in name
    assert str(line["time_to"].year) in name


@given(lines(), st.none() | st.floats(0, 1e9), st.lists(st.sampled_from(["coverage"])))
def test_neither_values_nor_reasons_name_it(
    line: dict[str, Any], people: float | None, reasons: list[str]
) -> None:
    assert identity(line | {"people": people, "reasons": reasons}) == identity(line)


@given(lines(COMPARING), st.text(min_size=1, max_size=8))
def test_a_new_edition_that_says_it_again_keeps_the_name(
    line: dict[str, Any], edition: str
) -> None:
    again = [side | {"edition": edition} for side in line["rests_on"]]
    assert identity(line | {"rests_on": again}) == identity(line)


@given(lines(list(OF_AN_EDITION)))
def test_what_one_edition_says_wrongly_is_named_by_the_edition(line: dict[str, Any]) -> None:
    again = [side | {"edition": side["edition"] + "b"} for side in line["rests_on"]]
    assert identity(line | {"rests_on": again}) != identity(line)


@given(lines(), lines())
def test_other_places_times_and_rules_have_other_names(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    said = [
        [line[name] for name in ("rule", "concept", "place", "counterpart", "time_from", "time_to")]
        for line in (one, other)
    ]
    assert said[0] == said[1] or identity(one) != identity(other)


def test_rules_about_an_edition_are_rules() -> None:
    assert set(OF_AN_EDITION) < set(RULE_NAMES)


def test_a_finding_carries_its_name_and_the_next_edition_does_not_change_it(
    tmp_path: Path,
) -> None:
    refugees = {"counterpart": "SYR", "end": 2020, "basis": "unhcr-mandate"}
    stock = {"counterpart": "SYR", "year": 2020}
    before = release_of(
        tmp_path / "before",
        figure(UNHCR, "refugees", "DEU", 700, **refugees),
        figure(f"{DESA}@2020", "migrant-stock", "DEU", 10, **stock),
    )
    after = release_of(
        tmp_path / "after",
        figure(UNHCR, "refugees", "DEU", 900, **refugees),
        figure(f"{DESA}@2020", "migrant-stock", "DEU", 10, **stock),
        figure(DESA, "migrant-stock", "DEU", 20, **stock),
    )
    (old,) = findings(before, rule="refugees-exceed-migrants")
    (new,) = findings(after, rule="refugees-exceed-migrants")
    assert (old.people, new.people) == (700, 900)
    assert {f.edition for f in old.figures} != {f.edition for f in new.figures}
    assert old.id == new.id == old.as_json()["id"]
    assert old.id.startswith("DEU-SYR-refugees-exceed-migrants-2020-")


def test_another_way_of_naming_makes_another_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    from gmg.analysis.findings import kept

    usual = fingerprint(RULES)
    fewer: tuple[Rule, ...] = RULES[:-1]
    assert fingerprint(fewer) != usual
    monkeypatch.setattr(kept, "NAMES", Path(__file__))
    assert kept.fingerprint.__wrapped__(RULES) != usual


def test_names_are_unique_over_the_published_files(base: Base) -> None:
    ranked = rank(base, RULES, {})
    names = {identity(line) for line in ranked}
    assert len(names) == len(ranked) > 40_000


def test_every_side_of_every_finding_has_its_figures(base: Base) -> None:
    """No figure that a rule read is dropped on the way to the reader, whatever its basis."""
    ranked = rank(base, RULES, {})
    for line, found in zip(ranked, made(base, ranked), strict=True):
        there = {(f.concept, f.dataset, f.edition, f.place, f.time_to) for f in found.figures}
        for side in line["rests_on"]:
            asked = tuple(side[n] for n in ("concept", "dataset", "edition", "place", "time_to"))
            assert asked in there, (found.id, asked)
