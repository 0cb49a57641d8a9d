"""Human development indices as the interface answers them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gmg.evidence.checks import check_totals
from gmg.evidence.snapshots import Snapshot, snapshot_of
from gmg.sources.reading import Refused
from gmg.sources.undp.human_development_api import SOURCE
from helpers import read_checked, real

COMPOSITE, COUNTRY = (edition.files[0] for edition in SOURCE.editions)
HDI = "hdi - Human Development Index (value)"
FOLDER = "undp/hdro-api"


def record(
    indicator: str = HDI, year: str = "2021", value: str | None = "0.473", **more: str
) -> dict[str, str | None]:
    """One record of the interface."""
    base: dict[str, str | None] = {
        "country": "AFG - Afghanistan",
        "index": "HDI - Human Development Index",
        "indicator": indicator,
        "year": year,
        "value": value,
    }
    return {**base, **more}


def answer(*records: dict[str, str | None]) -> Snapshot:
    """An answer of the interface."""
    return snapshot_of("afg.json", json.dumps(records).encode())


def test_code_and_label_are_parted_and_a_survey_may_take_two_years() -> None:
    reading = read_checked(
        COMPOSITE,
        answer(
            record(dimension=""),
            record("mpi_rank - MPI Value (Range: 0 to 1)", "2015/16", "0.272", dimension=""),
            record("rankdiff_hdi_phdi - Difference from HDI rank", "2022", "-7", dimension=""),
            record("pr_f - Share of seats, female (% held by women)", "2022", None, dimension=""),
        ),
    )
    columns = ("concept", "basis", "sex", "value", "row", "column", "time_from", "time_to")
    assert reading.figures.select(columns).rows() == [
        ("hdi", "composite", "total", 0.473, 0, "value", date(2021, 1, 1), date(2021, 12, 31)),
        (
            "multidimensional-poverty-index",
            "survey",
            "total",
            0.272,
            1,
            "value",
            date(2015, 1, 1),
            date(2016, 12, 31),
        ),
        (
            "planetary-pressures-rank-difference",
            "composite",
            "total",
            -7.0,
            2,
            "value",
            date(2022, 1, 1),
            date(2022, 12, 31),
        ),
    ]
    assert reading.figures["place"].unique().to_list() == ["AFG"]
    assert (reading.holds, reading.balance()) == (24, 0)
    assert {item.what: item.cells for item in reading.ignored}["empty cells"] == 1


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ((record(country="ATL - Atlantis"),), r"cell 0/country: unknown area .*'ATL'"),
        ((record(country="Afghanistan"),), "cell 0/country: .* is not a code and a label"),
        ((record("hpi - Happiness"),), "cell 0/indicator: unknown indicator 'hpi'"),
        ((record("mpi_rank - MPI Rank"),), "cell 0/indicator: .* no longer says 'MPI Value'"),
        (
            (record("gnipc - Gross National Income Per Capita (2021 PPP$)"),),
            r"cell 0/indicator: .* no longer says '2017 PPP\$'",
        ),
        ((record(year="2015-2016"),), "cell 0/year: '2015-2016' is no year"),
        ((record(value="high"),), "cell 0/value: 'high' stands where a number"),
        ((record(value="-0.4"),), "cell 0/value: '-0.4' is below zero"),
        ((record(), record(value="0.5")), "cell 1/country: the key .* second time"),
        ((record(note="x"),), r"record 0: .*fields not known \['note'\]"),
    ],
)
def test_what_makes_no_sense_is_refused(
    records: tuple[dict[str, str | None], ...], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        read_checked(COMPOSITE, answer(*records))


def test_half_an_answer_and_a_web_page_are_refused() -> None:
    with pytest.raises(Refused, match="not whole JSON"):
        read_checked(COUNTRY, snapshot_of("afg.json", answer(record()).raw[:-9]))
    with pytest.raises(Refused, match="web page"):
        read_checked(COUNTRY, snapshot_of("afg.json", b"<html>key expired</html>"))


def test_the_published_answers_come_from_two_reports(data: Path) -> None:
    composite = read_checked(COMPOSITE, real(data, f"{FOLDER}/compositeindices-afg.json"))
    country = read_checked(COUNTRY, real(data, f"{FOLDER}/countryindicators-afg.json"))
    assert composite.records == composite.figures.height == 875
    assert country.records == country.figures.height == 923
    assert len(check_totals("composite", composite.figures, COMPOSITE.totals)) == 1
    assert len(check_totals("country", country.figures, COUNTRY.totals)) == 1
    with pytest.raises(Refused, match="HDI 2021 Afghanistan comes to"):
        check_totals("country", country.figures, COMPOSITE.totals)
