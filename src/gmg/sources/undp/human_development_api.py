"""Human development indices as the interface of UNDP's report office answers, country by country.

Quirks: every value is text; code and label share a field (`hdi - Human Development Index (value)`,
`AFG - Afghanistan`); the year of a poverty survey may be two (`2015/16`); the code `mpi_rank` holds
the index, not a rank. The two tables of the interface were answered from two reports (all indices
from 2023/24, country indicators from 2021/22), so they are two editions.
https://hdr.undp.org/data-center/documentation-and-downloads
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import Times, interval
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.json_records import read_records
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undp.indices import INDICES, POVERTY, measured
from gmg.sources.undp.licence import CC_BY_IGO, HOME

FIELDS = ("country", "index", "indicator", "year", "value")
KNOWN = {**INDICES, **POVERTY}
MUST_SAY = {
    "gnipc": "2017 PPP$",
    "gni_pc_f": "2017 PPP$",
    "gni_pc_m": "2017 PPP$",
    "mpi_rank": "MPI Value",
}
YEAR = r"^((?:19|20)\d{2})(?:/(\d{2}))?$"


def read(snapshot: Snapshot) -> Reading:
    """One figure a record; `row` is its number in the list, from 0."""
    table = read_records(snapshot, FIELDS, optional=("dimension",))
    part_labels(table)
    check_unique(table, ["country", "indicator", "year"])
    check_years_of_survey(table)
    remedy = "say in gmg.sources.undp.indices what it measures"
    table.frame = table.frame.with_columns(
        places(table, "country", "undp").alias("place"),
        mapped(table, "indicator", {code: code for code in KNOWN}, "indicator", remedy),
    )
    table.ignore_columns(["country", "indicator", "year"], "say which figure it is")
    table.ignore_columns(
        [name for name in ("index", "dimension") if name in table.address],
        "the index that the indicator is a part of",
    )
    cells = melt(table, ["place", "indicator", "year"], ["value"], "no figure")
    signed = pl.col("indicator").is_in([code for code, index in KNOWN.items() if index.signed])
    frames = [
        numbers(table, cells.filter(~signed)),
        numbers(table, cells.filter(signed), negative=True),
    ]
    return reading(
        table,
        *(frame.with_columns(*measured("indicator", KNOWN, KNOWN), **years()) for frame in frames),
    )


def part_labels(table: Table) -> None:
    """Leave the codes in `country` and `indicator`, once the labels said what they have to say."""
    for name in ("country", "indicator"):
        odd = table.frame.filter(~pl.col(name).str.contains(" - ", literal=True).fill_null(False))
        if odd.height:
            raise table.refuse(
                odd.item(0, ROW),
                name,
                f"{odd.item(0, name)!r} is not a code and a label",
                "the service has changed its answer: adapt the reader",
            )
    for code, words in MUST_SAY.items():
        labelled = pl.col("indicator").str.starts_with(f"{code} - ")
        odd = table.frame.filter(labelled & ~pl.col("indicator").str.contains(words, literal=True))
        if odd.height:
            raise table.refuse(
                odd.item(0, ROW),
                "indicator",
                f"{odd.item(0, 'indicator')!r} no longer says {words!r}",
                "the price base or the meaning has moved: adapt gmg.sources.undp.indices",
            )
    table.frame = table.frame.with_columns(
        pl.col(name).str.split(" - ").list.first() for name in ("country", "indicator")
    )


def check_years_of_survey(table: Table) -> None:
    """Refuse a year that is neither one year nor two joined by a slash."""
    odd = table.frame.filter(~pl.col("year").str.contains(YEAR).fill_null(False))
    if odd.height:
        raise table.refuse(
            odd.item(0, ROW),
            "year",
            f"{odd.item(0, 'year')!r} is no year",
            "say in the reader which days it means",
        )


def years() -> Times:
    """The calendar year, or the two calendar years of a survey."""
    first = pl.col("year").str.extract(YEAR, 1)
    second = pl.col("year").str.extract(YEAR, 2)
    last = pl.coalesce(pl.concat_str(first.str.head(2), second), first)
    return interval(pl.date(first.cast(pl.Int32), 1, 1), pl.date(last.cast(pl.Int32), 12, 31))


def hdi_2021(value: float) -> Total:
    """The HDI of Afghanistan in 2021, which tells the two reports apart."""
    where: dict[str, object] = {"concept": "hdi", "sex": "total", "place": "AFG", "year": 2021}
    return Total("HDI 2021 Afghanistan", value, where)


SOURCE = Source(
    id="undp.hdro-api",
    agency="UNDP",
    title="Human development indices by the interface of the report office",
    counts="the indices of the Human Development Reports and, from surveys, multidimensional "
    "poverty and what adds to it",
    cadence="with each report, table by table",
    home=HOME,
    licence=CC_BY_IGO,
    editions=(
        Edition(
            id="2023-24",
            title="composite indices, Human Development Report 2023/24",
            published="2024",
            address="https://api.hdrdata.org/CompositeIndices/",
            files=(
                File(
                    "undp/hdro-api/compositeindices-*.json",
                    "composite indices of a country",
                    read,
                    (hdi_2021(0.473),),
                ),
            ),
            note="the report is told by its last year, 2022; the answer does not name it",
        ),
        Edition(
            id="2021-22",
            title="country indicators, Human Development Report 2021/22",
            published="2022",
            address="https://api.hdrdata.org/CountryIndicators/",
            files=(
                File(
                    "undp/hdro-api/countryindicators-*.json",
                    "indicators of a country",
                    read,
                    (hdi_2021(0.478),),
                ),
            ),
            note="the report is told by its last year, 2021; the answer does not name it",
        ),
    ),
    notes=(
        "The shares of the parts of multidimensional poverty are given without saying of what; they "
        "are read as shares of the country's poverty.",
    ),
)
