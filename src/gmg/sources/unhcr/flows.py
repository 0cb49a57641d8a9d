"""UNHCR, people newly displaced across borders in each year, by origin and country of asylum.

Quirks: most cells are empty, which means not reported, not nought; Tibetans have a code and no
name; `refugees` holds people in refugee-like situations too since 2007, and `refugee_like` is the
publisher's column of its own.
https://www.unhcr.org/refugee-statistics/insights/explainers/forcibly-displaced-flow-data.html
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year
from gmg.sources.description import Edition, File, Source
from gmg.sources.forms.csv import read_csv
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.unhcr.licence import CADENCE, CC_BY, EDITION, EDITION_NOTE, HOME, PUBLISHED
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
    "refugees": ("forced-displacement-flow", "new-refugees"),
    "asylum_seekers": ("forced-displacement-flow", "new-asylum-seekers"),
    "refugee_like": ("forced-displacement-flow", "new-refugee-like"),
    "oip": ("forced-displacement-flow", "new-others-in-need-of-protection"),
}


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: people who came under protection from 1 January to 31 December of `year`."""
    table = read_csv(snapshot, (*WHO, *COLUMNS))
    with_places(table)
    check_unique(table, KEY)
    cells = melt(table, INDEX, list(COLUMNS), "not reported, which is not nought")
    return reading(
        table,
        numbers(table, cells).with_columns(
            *concept_of(COLUMNS), note=across_borders(COLUMNS), **calendar_year("year")
        ),
        unit="persons",
    )


SOURCE = Source(
    id="unhcr.flows",
    agency="UNHCR",
    title="Forced displacement flows",
    counts="people who came under protection in a country of asylum within the calendar year: "
    "arrivals of refugees, first claims to asylum, and others",
    cadence=CADENCE,
    home=f"{HOME}insights/explainers/forcibly-displaced-flow-data.html",
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Forced displacement flow dataset",
            published=PUBLISHED,
            address="https://unhcr-web.github.io/refugee-statistics/data/UNHCR_Flow_Data.xlsx",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/flows.csv.gz",
                    "by origin and country of asylum",
                    read,
                    totals=totals(
                        {
                            (2024, "new-refugees"): 1_790_044,
                            (2024, "new-asylum-seekers"): 3_157_599,
                            (2024, "new-refugee-like"): 297_891,
                            (2024, "new-others-in-need-of-protection"): 290_111,
                        },
                        column="basis",
                    ),
                ),
            ),
        ),
    ),
    notes=("A pair or a category that is absent was not reported: that is not nought",),
)
