"""UNHCR, returns, resettlement and naturalisation in each year, by origin and country of asylum.

Quirks: most cells are empty, which means not reported, not nought; the country of asylum is the
one left by people who returned and the one entered by people who were resettled; internally
displaced people who returned have the same place at both ends.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year
from gmg.sources.description import Edition, File, Source
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.unhcr.api import read_table
from gmg.sources.unhcr.licence import API, CADENCE, CC_BY, EDITION, EDITION_NOTE, HOME, PUBLISHED
from gmg.sources.unhcr.pairs import (
    INDEX,
    KEY,
    WHO,
    across_borders,
    concept_of,
    totals,
    with_places,
)

COLUMNS = {
    "returned_refugees": ("returned-refugees", "solutions-recorded"),
    "resettlement": ("resettlement", "solutions-recorded"),
    "naturalisation": ("naturalisation", "solutions-recorded"),
    "returned_idps": ("returned-internally-displaced", "solutions-recorded"),
}
ABROAD = ("returned_refugees", "resettlement", "naturalisation")


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: people who found a solution from 1 January to 31 December of `year`."""
    table = read_table(snapshot, (*WHO, *COLUMNS))
    with_places(table)
    check_unique(table, KEY)
    cells = melt(table, INDEX, list(COLUMNS), "not reported, which is not nought")
    return reading(
        table,
        numbers(table, cells).with_columns(
            *concept_of(COLUMNS), note=across_borders(ABROAD), **calendar_year("year")
        ),
        unit="persons",
    )


SOURCE = Source(
    id="unhcr.solutions",
    agency="UNHCR",
    title="Solutions",
    counts="refugees and internally displaced people who returned, refugees who were resettled "
    "and refugees who were naturalised in the calendar year",
    cadence=CADENCE,
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, solutions",
            published=PUBLISHED,
            address=f"{API}solutions/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/solutions.csv.gz",
                    "by origin and country of asylum",
                    read,
                    totals=totals(
                        {
                            (2024, "returned-refugees"): 1_615_821,
                            (2024, "resettlement"): 188_759,
                            (2024, "naturalisation"): 88_675,
                            (2024, "returned-internally-displaced"): 8_219_597,
                        }
                    ),
                ),
            ),
        ),
    ),
    notes=("A pair or a solution that is absent was not reported: that is not nought",),
)
