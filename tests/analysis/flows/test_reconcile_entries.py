"""What the reconciliation refuses, and the declared duration factors."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.flows.reconcile import Entry, errors, factors, frame_of, reconcile
from gmg.analysis.flows.reconcile.duration import definitions, models, spread
from gmg.analysis.flows.reconcile.duration import factors as duration_factors
from gmg.analysis.flows.reconcile.entry import checked
from gmg.analysis.flows.reconcile.tables import rows

REFERENCE = ("SWE", "immigration")
GOOD = [
    Entry("DEU", "SWE", 2015, "SWE", "immigration", 900.0),
    Entry("DEU", "SWE", 2015, "DEU", "emigration", 700.0),
    Entry("DEU", "SWE", 2016, "SWE", "immigration", 950.0),
]


def with_entry(**changed: object) -> pl.DataFrame:
    base = {"origin": "SWE", "destination": "DEU", "year": 2016, "reporter": "DEU"}
    base |= {"side": "immigration", "value": 5.0, "definition": "12 months"} | changed
    return pl.concat([frame_of(GOOD), pl.DataFrame([base], schema=frame_of(GOOD).schema)])


@pytest.mark.parametrize(
    ("changed", "error", "named"),
    [
        ({"value": math.nan}, errors.NotANumber, "SWE-DEU 2016 by DEU"),
        ({"value": math.inf}, errors.NotANumber, "SWE-DEU 2016"),
        ({"value": None}, errors.NotANumber, "SWE-DEU 2016"),
        ({"value": -1.0}, errors.NegativeCount, "-1.0"),
        ({"definition": "9 weeks"}, errors.UnknownDefinition, "9 weeks"),
        ({"definition": None}, errors.UnknownDefinition, "SWE-DEU 2016"),
        ({"side": "transit"}, errors.UnknownSide, "transit"),
        ({"destination": "SWE"}, errors.SamePlace, "SWE-SWE"),
        ({"reporter": ""}, errors.EmptyKey, "SWE-DEU"),
        ({"year": None}, errors.EmptyKey, "SWE-DEU"),
    ],
)
def test_bad_entry_is_refused_by_name(changed: dict, error: type, named: str) -> None:
    for ask in (factors, reconcile):
        with pytest.raises(error, match=named):
            ask(with_entry(**changed), REFERENCE)


def test_entry_given_twice_is_refused_even_with_one_value() -> None:
    with pytest.raises(errors.DuplicatedEntry, match="2 entries: DEU-SWE 2015 by SWE"):
        checked(frame_of([*GOOD, GOOD[0]]))


def test_missing_column_no_entry_and_unknown_reference() -> None:
    frame = frame_of(GOOD)
    with pytest.raises(errors.MissingColumn, match="definition"):
        checked(frame.drop("definition"))
    with pytest.raises(errors.MissingColumn):
        checked(frame.with_columns(year=pl.lit("next")))
    with pytest.raises(errors.NoEntries):
        checked(frame.clear())
    with pytest.raises(errors.UnknownReference, match="NOR"):
        factors(frame, ("NOR", "immigration"))
    with pytest.raises(errors.UnknownDurationModel, match="guess"):
        factors(frame, REFERENCE, duration="guess")


@given(order=st.permutations(range(len(GOOD))))
def test_order_of_entries_does_not_matter(order: list[int]) -> None:
    assert checked(frame_of([GOOD[i] for i in order])).equals(checked(frame_of(GOOD)))


@pytest.mark.parametrize("model", models())
def test_factors_rise_with_the_duration_and_are_one_at_twelve_months(model: str) -> None:
    found = [duration_factors(model)[name] for name in definitions()]
    assert found == sorted(found)
    assert duration_factors(model)["12 months"] == 1


def test_every_fact_has_source_and_confidence() -> None:
    for name in ("duration", "reporting"):
        assert all(row["source"] and row["confidence"] for row in rows(name))
    assert spread("12 months") == 1
    assert spread("no minimum") == pytest.approx(0.79 / 0.51)
    assert spread("permanent") == pytest.approx(2.61 / 1.61)


@given(name=st.sampled_from(definitions()), count=st.floats(10, 1e6))
def test_definition_scales_the_factor(name: str, count: float) -> None:
    """A count of another duration counts as its factor's share of it."""
    pair = [
        Entry("DEU", "SWE", 2015, "SWE", "immigration", count),
        Entry("DEU", "SWE", 2015, "DEU", "emigration", count, name),
    ]
    line = factors(frame_of(pair), REFERENCE).filter(pl.col("reporter") == "DEU")
    assert line["factor"].item() == pytest.approx(1 / duration_factors()[name])
