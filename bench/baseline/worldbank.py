"""World Bank: development indicators, bilateral remittances and migrant stocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from bench.baseline.table import (
    Letters,
    Source,
    as_columns,
    calendar_year,
    melt,
    mid_year,
    numbers,
    placed,
)

SERIES = {
    "NY.GDP.MKTP.CD_DS2_en_csv_v2_2002465": ("gdp", "national-accounts", "USD"),
    "NY.GDP.PCAP.CD_DS2_en_csv_v2_1253386": ("gdp-per-head", "national-accounts", "USD"),
    "NY.GDP.PCAP.CD_DS2_en_csv_v2_1887433": ("gdp-per-head", "national-accounts", "USD"),
    "NY.GDP.PCAP.PP.KD_DS2_en_csv_v2_1588678": (
        "gdp-per-head-ppp",
        "national-accounts",
        "constant 2021 PPP USD",
    ),
    "SL.UEM.TOTL.NE.ZS_DS2_en_csv_v2_1246569": (
        "unemployment-rate",
        "national-estimate",
        "per cent",
    ),
}
PACKAGE = {
    "birth": ("birth-rate", "composite", "per 1000"),
    "depend": ("dependency-ratio", "composite", "per cent"),
    "fdiin": ("fdi-inflow", "balance-of-payments", "per cent"),
    "fdiout": ("fdi-outflow", "balance-of-payments", "per cent"),
    "gdp": ("gdp", "national-accounts", "USD"),
    "income": ("gni-per-head-ppp", "national-accounts", "constant 2021 PPP USD"),
    "inf": ("inflation", "consumer-prices", "per cent"),
    "nmig": ("net-migration", "population-estimate", "persons"),
    "polstb": ("political-stability", "perceptions", "index"),
    "pop": ("population", "population-estimate", "persons"),
    "remin": ("remittances-received", "balance-of-payments", "USD"),
    "remout": ("remittances-paid", "balance-of-payments", "USD"),
    "unem": ("unemployment-rate", "modelled-ilo-estimate", "per cent"),
}


def read(data: Path) -> Iterator[pd.DataFrame]:
    """Every file of the World Bank."""
    for name, means in SERIES.items():
        source = Source(
            data, f"worldbank/API_{name}.csv", "WORLDBANK", "worldbank.wdi", name.rsplit("_", 1)[-1]
        )
        frame, letters = source.csv(skip=4)
        yield series(source, frame, letters, means)
    yield net_migration(data)
    yield package(data)
    yield matrix(data, "WB_Bilateral_Remittance_Estimates_2017", "remittances-received")
    yield matrix(data, "WB_Bilateral_Estimates_Migrant_Stocks_2017", "migrant-stock")


def series(
    source: Source,
    frame: pd.DataFrame,
    letters: Letters,
    means: tuple[str, str, str],
) -> pd.DataFrame:
    """One indicator, economies down, years across."""
    frame["place"] = placed(frame["Country Code"], "worldbank")
    years = [name for name in letters if name.isdigit()]
    long = numbers(melt(frame, ["place"], years, letters))
    calendar_year(long, "measure")
    concept, basis, unit = means
    return source.figures(long, concept=concept, basis=basis, unit=unit)


def net_migration(data: Path) -> pd.DataFrame:
    """Net migration, from the old Excel form."""
    path = "worldbank/API_SM.POP.NETM_DS2_en_excel_v2_782.xls"
    source = Source(data, path, "WORLDBANK", "worldbank.wdi", "782")
    sheet = source.sheets(["Data"])["Data"]
    names = {letter: sheet[letter].iloc[3] for letter in sheet.columns if letter != "row"}
    frame = sheet.iloc[4:].rename(columns=names)
    letters = {name: letter for letter, name in names.items()}
    found = series(source, frame, letters, ("net-migration", "population-estimate", "persons"))
    return found.assign(sheet="Data")


def package(data: Path) -> pd.DataFrame:
    """Thirteen series in one long table."""
    source = Source(data, "worldbank/wdi.csv.gz", "WORLDBANK", "worldbank.wdi-package", "2025")
    frame, letters = source.csv()
    frame["place"] = placed(frame["geo"], "worldbank")
    as_columns(frame, "var", PACKAGE, "concept", "basis", "unit")
    index = ["t", "var", "place", "concept", "basis", "unit"]
    long = numbers(melt(frame, index, ["v"], letters))
    at_mid_year = long["var"] == "pop"
    whole, points = long[~at_mid_year].copy(), long[at_mid_year].copy()
    calendar_year(whole, "t")
    mid_year(points, "t")
    return source.figures(pd.concat([whole, points]))


def matrix(data: Path, name: str, concept: str) -> pd.DataFrame:
    """A matrix of economies. Remittances: senders down, receivers across. Migrants: origins down."""
    money = concept == "remittances-received"
    dataset = "worldbank.bilateral-remittances" if money else "worldbank.bilateral-migration"
    source = Source(data, f"worldbank/{name}.xlsx", "WORLDBANK", dataset, "2017")
    sheet_name = "Bilateral_Remittances_2017" if money else "Bilateral_Migration_2017"
    sheet = source.sheets([sheet_name])[sheet_name]
    last = 217 if money else 219
    names = sheet.iloc[1].drop(["A", "row"]).dropna()
    rows = sheet.iloc[2:last].copy()
    rows["counterpart"] = placed(rows["A"], "worldbank-name")
    letters = {letter: letter for letter in names.index}
    long = numbers(melt(rows, ["counterpart"], list(letters), letters), {"-": "O", "N/A": "O"})
    economies = long["measure"].map(names.to_dict())
    long["place"] = placed(economies, "worldbank-name")
    long["year"] = "2017"
    if money:
        calendar_year(long, "year")
    else:
        mid_year(long, "year")
    return source.figures(
        long,
        concept=concept,
        basis="modelled" if money else "bilateral-estimate",
        unit="million USD" if money else "persons",
        sheet=sheet_name,
    )
