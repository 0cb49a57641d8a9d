"""UNHCR: population, asylum, flows, solutions, demographics, and the figures of others it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from bench.baseline.table import (
    Letters,
    Source,
    as_columns,
    calendar_year,
    detail,
    end_year,
    in_their_time,
    melt,
    numbers,
    placed,
)

MANDATE = "unhcr-mandate"
OPERATIONS = "conflict-unhcr-operations"
RECORDED = "solutions-recorded"
POPULATION = {
    "refugees": ("refugees", MANDATE),
    "asylum_seekers": ("asylum-seekers", MANDATE),
    "returned_refugees": ("returned-refugees", MANDATE),
    "idps": ("internally-displaced", OPERATIONS),
    "returned_idps": ("returned-internally-displaced", OPERATIONS),
    "stateless": ("stateless", MANDATE),
    "ooc": ("others-of-concern", MANDATE),
    "oip": ("others-in-need-of-protection", MANDATE),
    "hst": ("host-community", MANDATE),
}
FLOWS = {
    "refugees": ("forced-displacement-flow", "new-refugees"),
    "asylum_seekers": ("forced-displacement-flow", "new-asylum-seekers"),
    "refugee_like": ("forced-displacement-flow", "new-refugee-like"),
    "oip": ("forced-displacement-flow", "new-others-in-need-of-protection"),
}
SOLUTIONS = {
    "returned_refugees": ("returned-refugees", RECORDED),
    "resettlement": ("resettlement", RECORDED),
    "naturalisation": ("naturalisation", RECORDED),
    "returned_idps": ("returned-internally-displaced", RECORDED),
}
DECISIONS = {
    "dec_recognized": ("asylum-decisions", "decisions-recognised"),
    "dec_other": ("asylum-decisions", "decisions-other-protection"),
    "dec_rejected": ("asylum-decisions", "decisions-rejected"),
    "dec_closed": ("asylum-decisions", "decisions-closed"),
    "dec_total": ("asylum-decisions", "decisions-total"),
}
FINDER = {
    "Refugees": POPULATION["refugees"],
    "Asylum-seekers": POPULATION["asylum_seekers"],
    "IDPs": POPULATION["idps"],
    "Stateless persons": POPULATION["stateless"],
    "Host community": POPULATION["hst"],
    "Others of concern": POPULATION["ooc"],
}
POP_TYPES = {
    "REF": POPULATION["refugees"],
    "ASY": POPULATION["asylum_seekers"],
    "IDP": POPULATION["idps"],
    "STA": POPULATION["stateless"],
    "OOC": POPULATION["ooc"],
    "OIP": POPULATION["oip"],
    "HST": POPULATION["hst"],
    "RET": POPULATION["returned_refugees"],
    "RDP": POPULATION["returned_idps"],
}
EDITION = "2025-12"
SEXES = {"f": "female", "m": "male", "total": "total"}


def read(data: Path) -> Iterator[pd.DataFrame]:
    """Every file of UNHCR."""
    yield by_pairs(data, "population", POPULATION, end_year)
    yield by_pairs(data, "flows", FLOWS, calendar_year)
    yield by_pairs(data, "solutions", SOLUTIONS, calendar_year)
    yield applications(data)
    yield decisions(data)
    yield demographics(data)
    yield single(data, "idmc", "IDMC", "idmc.via-unhcr", "internally-displaced", "conflict")
    yield single(
        data, "unrwa", "UNRWA", "unrwa.registered", "palestine-refugees", "unrwa-registered"
    )
    yield data_finder(data)


def opened(source: Source) -> tuple[pd.DataFrame, Letters]:
    """The table with place of asylum and of origin."""
    frame, letters = source.csv()
    frame["place"] = placed(frame["coa_iso"], "unhcr-iso")
    frame["counterpart"] = placed(frame["coo_iso"], "unhcr-iso")
    in_their_time(frame, "place", "coa_iso", "year", "unhcr-iso", "destination")
    in_their_time(frame, "counterpart", "coo_iso", "year", "unhcr-iso", "origin")
    return frame, letters


def by_pairs(
    data: Path,
    name: str,
    columns: Mapping[str, Sequence[str]],
    times: Callable[[pd.DataFrame, str], None],
) -> pd.DataFrame:
    """A table by year, origin and asylum with a column a measure."""
    source = Source(data, f"unhcr/{name}.csv.gz", "UNHCR", f"unhcr.{name}", EDITION)
    frame, letters = opened(source)
    long = numbers(melt(frame, ["year", "place", "counterpart"], list(columns), letters))
    as_columns(long, "measure", columns, "concept", "basis")
    times(long, "year")
    return source.figures(long, unit="persons")


def applications(data: Path) -> pd.DataFrame:
    """Asylum applications: persons or cases, by procedure."""
    source = Source(
        data, "unhcr/asylum_applications.csv.gz", "UNHCR", "unhcr.asylum-applications", EDITION
    )
    frame, letters = opened(source)
    frame["detail"] = detail(
        frame, application="app_type", level="dec_level", procedure="procedure_type"
    )
    frame["unit"] = frame["app_pc"].map({"P": "persons", "C": "cases"})
    index = ["year", "place", "counterpart", "detail", "unit"]
    long = numbers(melt(frame, index, ["applied"], letters))
    calendar_year(long, "year")
    return source.figures(long, concept="asylum-applications", basis="lodged")


def decisions(data: Path) -> pd.DataFrame:
    """Asylum decisions by outcome: persons or cases, by procedure."""
    source = Source(
        data, "unhcr/asylum_decisions.csv.gz", "UNHCR", "unhcr.asylum-decisions", EDITION
    )
    frame, letters = opened(source)
    frame["detail"] = detail(frame, level="dec_level", procedure="procedure_type")
    frame["unit"] = frame["dec_pc"].map({"P": "persons", "C": "cases"})
    index = ["year", "place", "counterpart", "detail", "unit"]
    long = numbers(melt(frame, index, list(DECISIONS), letters))
    as_columns(long, "measure", DECISIONS, "concept", "basis")
    calendar_year(long, "year")
    return source.figures(long)


def demographics(data: Path) -> pd.DataFrame:
    """Age and sex by location."""
    source = Source(data, "unhcr/demographics.csv.gz", "UNHCR", "unhcr.demographics", EDITION)
    frame, letters = opened(source)
    frame["detail"] = detail(frame, accommodation="acc_type", kind="loc_type", location="location")
    as_columns(frame, "pop_type", POP_TYPES, "concept", "basis")
    measures = [name for name in letters if name.startswith(("f_", "m_")) or name == "total"]
    index = ["year", "place", "counterpart", "detail", "concept", "basis"]
    long = numbers(melt(frame, index, measures, letters))
    long["sex"] = long["measure"].str.split("_").str[0].map(SEXES)
    ages = {name: age_of(name) for name in measures}
    long["age"] = long["measure"].map(ages)
    end_year(long, "year")
    return source.figures(long, unit="persons")


def age_of(measure: str) -> str:
    """`f_0_4` is 0-4, `f_60` 60+, `f_other` unknown, `f_total` all ages."""
    parts = measure.split("_")[1:] or ["total"]
    named = {"60": "60+", "other": "unknown", "total": "all"}
    return named.get(parts[0], "-".join(parts))


def single(
    data: Path, name: str, agency: str, dataset: str, concept: str, basis: str
) -> pd.DataFrame:
    """A table with one column of totals."""
    source = Source(data, f"unhcr/{name}.csv.gz", agency, dataset, EDITION)
    frame, letters = opened(source)
    long = numbers(melt(frame, ["year", "place", "counterpart"], ["total"], letters))
    end_year(long, "year")
    return source.figures(long, concept=concept, basis=basis, unit="persons")


def data_finder(data: Path) -> pd.DataFrame:
    """The download by origin from the website."""
    source = Source(data, "unhcr/persons_of_concern.csv", "UNHCR", "unhcr.data-finder", "2025")
    frame, letters = source.csv()
    frame["counterpart"] = placed(frame["Country of Origin ISO"], "unhcr-iso")
    in_their_time(frame, "counterpart", "Country of Origin ISO", "Year", "unhcr-iso", "origin")
    long = numbers(melt(frame, ["Year", "counterpart"], list(FINDER), letters))
    as_columns(long, "measure", FINDER, "concept", "basis")
    end_year(long, "Year")
    return source.figures(long, unit="persons", place="M49-001")
