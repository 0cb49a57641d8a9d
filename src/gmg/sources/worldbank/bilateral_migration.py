"""Bilateral estimates of migrant stocks 2017: origins down, destinations across, persons.

Quirks: it lies the other way round than the remittance matrix of the same year; `Other North` and
`Other South` stand for the countries not shown; a 0 may be none or no data, and the source does not
say, while two cells (Iran and Kosovo to the United Arab Emirates) are blank; the day of the stock is
not stated: the United Nations stocks it is drawn from are of 1 July.
https://www.knomad.org/data/migration/emigration
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import mid_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.reading import Reading
from gmg.sources.shape import numbers, reading
from gmg.sources.worldbank.licence import CC_BY_BILATERAL
from gmg.sources.worldbank.matrix import counterpart, read_matrix

YEAR = 2017
SHEET = "Bilateral_Migration_2017"
CORNER = "destination (across) / origin (down)"
OTHERS = {
    "countries-comparison": "not of the World Bank: a list of names by the researcher who kept the "
    "workbook, with two ISO codes swapped"
}


def read(snapshot: Snapshot) -> Reading:
    """One figure a pair, a country (all origins or all destinations) and the world."""
    table, cells = read_matrix(snapshot, SHEET, CORNER, "World", OTHERS)
    return reading(
        table,
        numbers(table, cells).with_columns(
            place="across", counterpart=counterpart("down"), **mid_year(YEAR)
        ),
        concept="migrant-stock",
        basis="bilateral-estimate",
        unit="persons",
    )


SOURCE = Source(
    id="worldbank.bilateral-migration",
    agency="WB",
    title="Bilateral estimates of migrant stocks",
    counts="migrants from each country in each, drawn by Bank staff from the United Nations stocks "
    "and from national sources",
    cadence="every few years; the last matrix is that of 2021",
    home="https://www.knomad.org/data/migration/emigration",
    licence=CC_BY_BILATERAL,
    editions=(
        Edition(
            id="2017",
            title="Bilateral estimates of migrant stocks in 2017",
            published="2018",
            address="https://www.knomad.org/data/migration/emigration",
            note="the day of the stock is not stated; read as 1 July",
            files=(
                File(
                    "worldbank/WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx",
                    "matrix of origins and destinations",
                    read,
                    (
                        Total(
                            "world",
                            266_143_792,
                            {"place": "M49-001", "counterpart": None},
                            source="the cell World of the row World",
                        ),
                        Total(
                            "from Mexico in the United States",
                            11_573_680,
                            {"place": "USA", "counterpart": "MEX"},
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "The place is the destination, the counterpart the origin; no counterpart is the published "
        "sum of all origins, and the world as place the published sum of all destinations.",
        "A 0 may be a true nought or no data: the source does not say.",
    ),
)
