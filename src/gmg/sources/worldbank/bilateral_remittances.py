"""Bilateral remittance estimates 2017: money sent down, received across, in million US dollars.

Quirks: modelled from migrant stocks and incomes, not reported; a 0 may be none, too little or no
data, and the source does not say; `-` marks two pairs, each both ways (India and Pakistan, Israel
and Lebanon), while the column totals still hold the second, so pairs and world differ by 2.038.
https://www.knomad.org/data/remittances
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.reading import Reading
from gmg.sources.shape import numbers, reading
from gmg.sources.worldbank.licence import CC_BY_BILATERAL
from gmg.sources.worldbank.matrix import counterpart, read_matrix

YEAR = 2017
SHEET = "Bilateral_Remittances_2017"
CORNER = "receiving (across) / sending (down)"
OTHERS = {"remshare": "not of the World Bank: added by the researcher who kept the workbook"}
MARKERS = {"-": "O"}


def read(snapshot: Snapshot) -> Reading:
    """One figure a pair, a country (all senders or all receivers) and the world."""
    table, cells = read_matrix(snapshot, SHEET, CORNER, "WORLD", OTHERS)
    return reading(
        table,
        numbers(table, cells, markers=MARKERS).with_columns(
            place="across", counterpart=counterpart("down"), **calendar_year(YEAR)
        ),
        concept="remittances-received",
        basis="modelled",
        unit="million USD",
    )


SOURCE = Source(
    id="worldbank.bilateral-remittances",
    agency="WB",
    title="Bilateral remittance estimates",
    counts="money that migrants send home in a year, from each country to each, by a model that "
    "spreads what countries receive over the countries where their migrants live",
    cadence="every one or two years; the last matrix is that of 2021",
    home="https://www.knomad.org/data/remittances",
    licence=CC_BY_BILATERAL,
    editions=(
        Edition(
            id="2017",
            title="Bilateral remittance estimates for 2017, version of April 2018",
            published="2018-04",
            address="https://www.knomad.org/data/remittances",
            files=(
                File(
                    "worldbank/WB_Bilateral_Remittance_Estimates_2017.xlsx",
                    "matrix of sending and receiving countries",
                    read,
                    (
                        Total(
                            "world",
                            613_465.843,
                            {"place": "M49-001", "counterpart": None},
                            tolerance=0.001,
                            source="the cell WORLD of the row WORLD",
                        ),
                        Total(
                            "received in Mexico from the United States",
                            30_019.187,
                            {"place": "MEX", "counterpart": "USA"},
                            tolerance=0.001,
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "The place receives, the counterpart sends; no counterpart is the published sum of all "
        "senders, and the world as place the published sum of all receivers.",
        "A 0 may be a true nought, a modelled one or no data: the source does not say.",
    ),
)
