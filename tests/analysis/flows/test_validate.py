"""What the estimates are held against: correlations, nets, the authors' tables, reported flows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from flows_made import flows_base
from gmg.analysis.flows.from_evidence import Estimated, estimated
from gmg.analysis.flows.validate import validate
from gmg.analysis.flows.validate.deaths import compared
from gmg.analysis.flows.validate.measures import MEASURES, Sample, correlation, correlations
from gmg.analysis.flows.validate.net import EXACT, checks, overall
from gmg.analysis.flows.validate.published import beside, compare, read_all
from gmg.analysis.flows.validate.reported import COLLECTIONS, over, read_reported, samples
from gmg.analysis.flows.validate.run import read_printed
from gmg.evidence.base import Base
from gmg.evidence.snapshots import snapshot_of
from gmg.sources.reading import Refused
from gmg.sources.research.flow_matrix import FILES, read_flow_matrix


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return flows_base(tmp_path_factory.mktemp("validate"))


@pytest.fixture(scope="module")
def one(made: Base) -> Estimated:
    return estimated(made, "2015-2020")


# --- measures ----------------------------------------------------------------------------------

tables = arrays(float, (5, 5), elements=st.integers(0, 1000).map(float))


@given(tables)
def test_a_table_agrees_with_itself(table: np.ndarray) -> None:
    found = correlations([Sample(table, table, np.full(5, 100.0))])
    assert set(found) == set(MEASURES)
    for name, value in found.items():
        assert value is None or value == pytest.approx(1.0), name


@given(tables, tables, st.floats(0.1, 10))
def test_counts_and_shares_do_not_depend_on_the_level(
    one_table: np.ndarray, other: np.ndarray, times: float
) -> None:
    people = np.full(5, 100.0)
    first = correlations([Sample(one_table, other, people)])
    second = correlations([Sample(one_table * times, other, people)])
    for name in ("count", "proportion", "emigration rate", "immigration rate", "net"):
        if first[name] is not None:
            assert second[name] == pytest.approx(first[name], abs=1e-6), name


def test_only_reported_pairs_count() -> None:
    reported = np.full((3, 3), np.nan)
    reported[0, 1], reported[0, 2], reported[1, 2] = 1.0, 2.0, 3.0
    estimate = np.array([[0.0, 2.0, 4.0], [9e9, 0.0, 6.0], [9e9, 9e9, 0.0]])
    found = correlations([Sample(estimate, reported, np.array([10.0, 20.0, 30.0]))])
    assert found["count"] == pytest.approx(1.0)
    assert found["net"] == pytest.approx(1.0)


def test_no_correlation_is_made_of_too_little() -> None:
    assert correlation(np.array([1.0, 2.0]), np.array([1.0, 2.0])) is None
    assert correlation(np.ones(5), np.arange(5.0)) is None
    assert correlations([]) == dict.fromkeys(MEASURES)


# --- net migration -----------------------------------------------------------------------------


def test_closed_methods_keep_their_inputs_and_a_spoilt_one_is_seen(one: Estimated) -> None:
    found = {check.method: check for check in checks(one)}
    for method in ("da_min_closed", "da_pb_closed"):
        off = found[method].off_inputs
        assert off is not None and off <= EXACT and found[method].holds
        assert found[method].correlation == pytest.approx(1.0)
    assert found["mig_rate"].off_inputs is None
    flows = one.flows["da_pb_closed"]
    spoilt = flows.total.copy()
    spoilt[0, 1] += 1.0
    worse = replace(one, flows={"da_pb_closed": replace(flows, total=spoilt)})
    (check,) = checks(worse)
    assert not check.holds and check.off_inputs == pytest.approx(1.0, abs=1e-4)


def test_all_periods_together(made: Base) -> None:
    every = [estimated(made, when) for when in ("2010-2015", "2015-2020")]
    found = {row.method: row.correlation for row in overall(every)}
    assert found["da_min_closed"] == pytest.approx(1.0)
    assert len(found) == 6


# --- the authors' tables -----------------------------------------------------------------------


def file(**changes: Any) -> bytes:
    """A small file of the form that the authors' page draws, with one region of two countries."""
    document = {
        "names": ["Europe", "Germany", "Poland", "Africa", "Kenya", "Sudan*"],
        "regions": [0, 3],
        "matrix": {"2015": [[(i * 6 + j) * (i != j) for j in range(6)] for i in range(6)]},
    }
    return json.dumps({**document, **changes}).encode()


def test_regions_are_left_out_and_names_become_places() -> None:
    found = read_flow_matrix(snapshot_of("flows.json", file()))
    assert found.places == ("DEU", "POL", "KEN", "SDN736")
    assert found.persons[2015].tolist() == [
        [0, 8, 10, 11],
        [13, 0, 16, 17],
        [25, 26, 0, 29],
        [31, 32, 34, 0],
    ]


ROWS = [[0, 1], [1, 0]]
HOSTILE: dict[str, tuple[bytes, str]] = {
    "a web page": (b"<html>not found</html>", "no JSON"),
    "a list": (b"[1, 2]", "no object"),
    "no names": (file(names=None), "no list of names"),
    "names that are numbers": (file(names=[1, 2]), "no list of names"),
    "a region that is not there": (file(regions=[0, 6]), "not positions"),
    "a region that is true": (file(regions=[True]), "not positions"),
    "no tables": (file(matrix={}), "no tables"),
    "not square": (file(matrix={"2015": ROWS}), "not 6 by 6"),
    "a row too short": (
        file(names=["Kenya", "Poland"], regions=[], matrix={"2015": [[0, 1], [1]]}),
        "not 2 by 2",
    ),
    "a year in words": (
        file(names=["Kenya", "Poland"], regions=[], matrix={"last": ROWS}),
        "no year",
    ),
    "below nought": (
        file(names=["Kenya", "Poland"], regions=[], matrix={"2015": [[0, -1], [1, 0]]}),
        "no count",
    ),
    "a half": (
        file(names=["Kenya", "Poland"], regions=[], matrix={"2015": [[0, 0.5], [1, 0]]}),
        "no count",
    ),
    "a text": (
        file(names=["Kenya", "Poland"], regions=[], matrix={"2015": [[0, "1"], [1, 0]]}),
        "no count",
    ),
    "nobody's place": (
        file(names=["Kenya", "Atlantis"], regions=[], matrix={"2015": ROWS}),
        "Atlantis",
    ),
    "a place twice": (
        file(names=["Kenya", "KEN"], regions=[], matrix={"2015": ROWS}),
        "two rows are KEN",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strange_file_is_refused_with_the_place_of_the_fault(name: str) -> None:
    raw, said = HOSTILE[name]
    with pytest.raises(Refused, match=said):
        read_flow_matrix(snapshot_of("flows.json", raw))


def test_our_tables_beside_theirs(one: Estimated) -> None:
    flows = one.flows["sd_drop_neg"].total
    rounded = np.rint(flows)
    same = compare("sd_drop_neg", one, one, one.places, rounded)
    assert (same.same, same.places) == (1.0, len(one.places))
    assert same.published == pytest.approx(same.ours, abs=len(one.places) ** 2 / 2)
    more = np.pad(rounded, (0, 1), constant_values=7.0)
    other = compare("sd_drop_neg", one, one, (*one.places, "FRA"), more)
    assert other.published_elsewhere == 7.0 * (2 * len(one.places) + 1)
    spoilt = rounded + 5.0
    np.fill_diagonal(spoilt, 0.0)
    assert compare("sd_drop_neg", one, one, one.places, spoilt).same < 0.1


# --- reported flows ----------------------------------------------------------------------------


def test_reported_years_are_added_up_and_missing_is_not_zero(made: Base, one: Estimated) -> None:
    reported = read_reported(made, COLLECTIONS[0])
    table = over(reported, one, one.prepared.span)
    deu, syr = one.at("DEU"), one.at("SYR")
    assert table[syr, deu] == 570.0 and table[deu, syr] == 5.0
    assert np.isnan(table).sum() == table.size - 2
    assert read_reported(made, COLLECTIONS[1]).persons == {}
    (sample,) = samples(reported, [one], "mig_rate")
    assert sample.people.tolist() == one.prepared.population[0].tolist()


# --- all of it ---------------------------------------------------------------------------------


def test_a_validation_says_what_it_compared(made: Base, tmp_path: Path) -> None:
    printed = tmp_path / "printed.json"
    table = {method: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] for method in ("sd_drop_neg", "mig_rate")}
    nets = {"WPP2024_net_count": {"sd_drop_neg": 0.7}}
    printed.write_text(json.dumps({"abel_cohen_v7": table, "gaskin_abel": nets}))
    found = validate(made, printed=printed)
    assert found.holds and found.edition == "2020" and found.published == ()
    assert found.printed["abel_cohen_v7"]["mig_rate"]["net"] == 0.6
    assert found.printed["gaskin_abel"] == {"sd_drop_neg": {"net": 0.7}}
    assert {row["check"] for row in found.as_json()} == {
        "inputs",
        "net",
        "net, all periods",
        "reported",
        "printed in the papers",
    }
    with pytest.raises(KeyError):
        read_printed(tmp_path / "printed.json")["abel_cohen_v1"]


def test_the_rule_for_deaths_is_exact_where_it_is_true() -> None:
    ones = np.array([100.0, 200.0, 300.0])
    births, ratio = 10 * ones, np.full(3, 1.0)
    deaths = 4 * ones
    start = 1000 * ones
    net = np.array([50.0, -20.0, 10.0])
    women_end = start + births / 2 - deaths / 2 + net / 2
    ours, _ = compared(births, deaths, ratio, start, women_end, start, women_end, net / 2)
    assert ours.missed == pytest.approx(0.0, abs=1e-9)
    shifted = women_end + 0.1 * deaths
    men = women_end - 0.1 * deaths
    ours, equal = compared(births, deaths, ratio, start, shifted, start, men, net / 2)
    assert ours.missed == pytest.approx(0.0, abs=1e-9) and equal.missed > 1


# --- the real files ----------------------------------------------------------------------------

CONTROL = {
    ("sd_drop_neg", 1990): 22_461_609,
    ("sd_drop_neg", 2015): 35_358_428,
    ("da_min_open", 1990): 32_178_555,
    ("da_min_open", 2015): 41_741_541,
}
"""Sums over pairs of countries of the authors' files."""


@pytest.fixture(scope="module")
def research(data: Path) -> Path:
    return data / "research"


def test_the_authors_files_come_to_their_totals(research: Path) -> None:
    found = read_all(research)
    assert set(found) == set(FILES)
    for (method, year), total in CONTROL.items():
        assert found[method].persons[year].sum() == total
        assert len(found[method].places) == 231


def test_stock_differences_are_the_authors_to_the_person(base: Base, research: Path) -> None:
    for row in beside(base, "sd_drop_neg", read_all(research)["sd_drop_neg"]):
        assert row.same == 1.0 and row.published == row.ours, row
        assert row.published_elsewhere < 15_000


def test_open_accounting_differs_by_the_edition_of_its_births(base: Base, research: Path) -> None:
    for row in beside(base, "da_min_open", read_all(research)["da_min_open"]):
        assert row.correlation is not None and row.correlation > 0.998, row
        assert row.ours == pytest.approx(row.published, rel=0.012), row


def test_the_validation_of_the_real_files(base: Base) -> None:
    found = validate(base)
    assert found.holds and found.refused == ()
    assert max(check.off for check in found.inputs) < 250
    closed = [check for check in found.nets if check.method in ("da_min_closed", "da_pb_closed")]
    assert len(closed) == 14 and max(check.off_prospects for check in closed) < 1_200
    papers = {"sd_drop_neg": 0.73, "sd_rev_neg": 0.70, "mig_rate": 0.68, "da_min_open": 0.77}
    ours = {row.method: row.correlation for row in found.overall if row.unknown == "native"}
    for method, value in papers.items():
        assert ours[method] == pytest.approx(value, abs=0.015), method
    rule, equal = found.deaths
    assert rule.missed < 0.11 and equal.missed > 0.5 and rule.places > 230
    best = {row.method: row.measures["proportion"] for row in found.reported[:6]}
    assert max(best, key=lambda method: best[method] or 0) == "da_pb_closed"
