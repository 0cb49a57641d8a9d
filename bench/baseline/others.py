"""IDMC, UNDP, UNODC and the ILO."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from bench.baseline.iom import records
from bench.baseline.table import (
    Source,
    calendar_year,
    detail,
    end_year,
    melt,
    numbers,
    placed,
)

SEXES = {
    "Total": "total",
    "Female": "female",
    "Male": "male",
    "Other": "other",
    "Unknown": "unknown",
}
AGES = {"Total": "all", "0 to 17 years": "0-17", "18 years or over": "18+", "Unknown": "unknown"}
TRAFFICKING = {
    "Detected trafficking victims": "trafficking-victims",
    "Persons convicted": "trafficking-persons-convicted",
    "Persons prosecuted": "trafficking-persons-prosecuted",
    "Persons brought into formal contact": "trafficking-persons-in-contact",
    "Offences of trafficking in persons": "trafficking-offences",
}
OBSERVED = {"Break in series": "B", "Unreliable": "U"}


def read(data: Path) -> Iterator[pd.DataFrame]:
    """Every file of the four."""
    yield displacements(data)
    yield displaced(data)
    yield composite_indices(data)
    for name in ("compositeindices", "countryindicators"):
        yield development_api(data, name)
    yield trafficking(data)
    yield informal_employment(data)


def displacements(data: Path) -> pd.DataFrame:
    """Internal displacements in the year, by cause."""
    source = Source(data, "idmc/idmc_flows.csv", "IDMC", "idmc.displacement", "2024")
    frame, letters = source.csv()
    frame["place"] = placed(frame["geo"], "idmc")
    conflict = frame["cause"] == "conflict"
    frame["basis"] = conflict.map({True: "conflict", False: "disaster"})
    frame["detail"] = ("hazard=" + frame["cause"]).where(~conflict)
    long = numbers(melt(frame, ["t", "place", "basis", "detail"], ["n"], letters))
    calendar_year(long, "t")
    return source.figures(long, concept="internal-displacements", unit="movements")


def displaced(data: Path) -> pd.DataFrame:
    """People internally displaced at the end of the year."""
    source = Source(data, "idmc/idmc_stocks.csv", "IDMC", "idmc.displacement", "2024")
    frame, letters = source.csv()
    frame["place"] = placed(frame["geo"], "idmc")
    long = numbers(melt(frame, ["t", "place", "cause", "sex", "age"], ["n"], letters))
    end_year(long, "t")
    return source.figures(
        long.rename(columns={"cause": "basis"}), concept="internally-displaced", unit="persons"
    )


def composite_indices(data: Path) -> pd.DataFrame:
    """Composite indices of the Human Development Report, a column an indicator and year."""
    path = "undp/HDR23-24_Composite_indices_complete_time_series.csv"
    source = Source(data, path, "UNDP", "undp.human-development", "2023-24")
    frame, letters = source.csv(encoding="cp1252")
    frame["place"] = placed(frame["iso3"], "undp")
    measures = [name for name in letters if name[-4:].isdigit()]
    long = numbers(melt(frame, ["place"], measures, letters))
    long["concept"] = long["measure"].map({name: name.rsplit("_", 1)[0] for name in measures})
    long["year"] = long["measure"].map({name: name.rsplit("_", 1)[1] for name in measures})
    calendar_year(long, "year")
    return source.figures(long, basis="composite", unit="index")


def development_api(data: Path, name: str) -> pd.DataFrame:
    """The same indices as the API answers."""
    path = f"undp/hdro-api/{name}-afg.json"
    source = Source(data, path, "UNDP", "undp.human-development-api", name)
    frame, letters = records(json.loads(source.content))
    frame["place"] = placed(frame["country"].str.split(" - ").str[0], "undp")
    frame["concept"] = frame["indicator"].str.split(" - ").str[0]
    frame["detail"] = "index=" + frame["index"]
    frame["year"] = frame["year"].str[:4]
    long = numbers(melt(frame, ["year", "place", "concept", "detail"], ["value"], letters))
    calendar_year(long, "year")
    return source.figures(long, basis="composite", unit="index")


def trafficking(data: Path) -> pd.DataFrame:
    """Trafficking in persons as States report it."""
    source = Source(data, "unodc/data_glotip.xlsx", "UNODC", "unodc.trafficking", "2022")
    sheet = source.sheets(["data_glotip_1"])["data_glotip_1"]
    names = {letter: sheet[letter].iloc[0] for letter in sheet.columns if letter != "row"}
    frame = sheet.iloc[1:].rename(columns=names).drop_duplicates(list(names.values()))
    letters = {name: letter for letter, name in names.items()}
    frame["place"] = placed(frame["Iso3_code"], "unodc")
    frame["concept"] = frame["Indicator"].map(TRAFFICKING)
    frame["detail"] = detail(frame, category="Category", dimension="Dimension")
    frame["sex"], frame["age"] = frame["Sex"].map(SEXES), frame["Age"].map(AGES)
    frame["year"] = frame["Year"].str[:4]
    index = ["year", "place", "concept", "detail", "sex", "age"]
    long = numbers(melt(frame, index, ["txtVALUE"], letters), {"<5": "Q"}, thousands=True)
    long["note"] = (long["status"] == "Q").map({True: "1 to 4", False: None})
    calendar_year(long, "year")
    return source.figures(long, basis="detected-by-states", unit="persons", sheet="data_glotip_1")


def informal_employment(data: Path) -> pd.DataFrame:
    """Rate of informal employment by sex."""
    path = "ilo/EMP_NIFL_SEX_RT_A-20240726T0000.csv"
    source = Source(data, path, "ILO", "ilo.ilostat", "2024-07-26")
    frame, letters = source.csv()
    frame["place"] = placed(frame["ref_area.label"], "ilostat-name")
    frame["sex"] = frame["sex.label"].str.removeprefix("Sex: ").map(SEXES)
    frame["detail"] = "survey=" + frame["source.label"]
    index = ["time", "place", "sex", "detail", "obs_status.label"]
    long = numbers(melt(frame, index, ["obs_value"], letters))
    long["status"] = long["obs_status.label"].map(OBSERVED).fillna("A")
    calendar_year(long, "time")
    return source.figures(long, concept="informal-employment-rate", basis="survey", unit="per cent")
