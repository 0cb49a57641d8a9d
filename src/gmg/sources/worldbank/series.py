"""Series of the World Bank in the terms of gmg.

`name` is what the Bank calls the series. It holds the price base, which moves while the code stays
(`NY.GDP.PCAP.PP.KD` was in dollars of 2011, then 2017, then 2021), so a reader that sees the name
checks it. https://data.worldbank.org/indicator/NY.GDP.PCAP.PP.KD
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from gmg.sources.dates import Times, calendar_year, mid_year


@dataclass(frozen=True, slots=True)
class Series:
    """What one series measures; `signed` where it may lie below zero, `mid_year` where it is a stock."""

    name: str
    concept: str
    basis: str
    unit: str
    signed: bool = False
    mid_year: bool = False


SERIES: Mapping[str, Series] = {
    "NY.GDP.MKTP.CD": Series("GDP (current US$)", "gdp", "national-accounts", "USD"),
    "NY.GDP.PCAP.CD": Series(
        "GDP per capita (current US$)", "gdp-per-head", "national-accounts", "USD"
    ),
    "NY.GDP.PCAP.PP.KD": Series(
        "GDP per capita, PPP (constant 2021 international $)",
        "gdp-per-head-ppp",
        "national-accounts",
        "constant 2021 PPP USD",
    ),
    "SL.UEM.TOTL.NE.ZS": Series(
        "Unemployment, total (% of total labor force) (national estimate)",
        "unemployment-rate",
        "national-estimate",
        "per cent",
    ),
    "SL.UEM.TOTL.ZS": Series(
        "Unemployment, total (% of total labor force) (modeled ILO estimate)",
        "unemployment-rate",
        "modelled-ilo-estimate",
        "per cent",
    ),
    "SM.POP.NETM": Series("Net migration", "net-migration", "modelled", "persons", signed=True),
    "SP.POP.TOTL": Series(
        "Population, total", "population", "population-estimate", "persons", mid_year=True
    ),
    "SP.POP.DPND": Series(
        "Age dependency ratio (% of working-age population)",
        "dependency-ratio",
        "population-estimate",
        "per cent",
        mid_year=True,
    ),
    "SP.DYN.CBRT.IN": Series(
        "Birth rate, crude (per 1,000 people)", "birth-rate", "population-estimate", "per 1000"
    ),
    "FP.CPI.TOTL.ZG": Series(
        "Inflation, consumer prices (annual %)",
        "inflation",
        "consumer-prices",
        "per cent a year",
        signed=True,
    ),
    "BX.TRF.PWKR.CD.DT": Series(
        "Personal remittances, received (current US$)",
        "remittances-received",
        "balance-of-payments",
        "USD",
    ),
    "BM.TRF.PWKR.CD.DT": Series(
        "Personal remittances, paid (current US$)",
        "remittances-paid",
        "balance-of-payments",
        "USD",
    ),
    "BX.KLT.DINV.CD.WD": Series(
        "Foreign direct investment, net inflows (BoP, current US$)",
        "fdi-inflow",
        "balance-of-payments",
        "USD",
        signed=True,
    ),
    "BM.KLT.DINV.CD.WD": Series(
        "Foreign direct investment, net outflows (BoP, current US$)",
        "fdi-outflow",
        "balance-of-payments",
        "USD",
        signed=True,
    ),
    "PV.EST": Series(
        "Political Stability and Absence of Violence/Terrorism: Estimate",
        "political-stability",
        "perceptions",
        "index",
        signed=True,
    ),
}


def times(series: Series, year: str | pl.Expr) -> Times:
    """1 July for a stock of people, else the calendar year."""
    return mid_year(year) if series.mid_year else calendar_year(year)
