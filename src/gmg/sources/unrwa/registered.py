"""UNRWA, Palestine refugees on its register, as UNHCR's Refugee Data Finder carries them.

Quirks: the field is the country of asylum and the West Bank and Gaza are one; in 2025 a part of
the people stands under an unknown field; these people are outside UNHCR's mandate and in none of
its own figures. https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import end_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.unhcr.api import read_table
from gmg.sources.unhcr.licence import (
    API,
    CADENCE,
    CC_BY,
    EDITION,
    EDITION_NOTE,
    PUBLISHED,
    SOURCE_OF_TOTALS,
)
from gmg.sources.unhcr.pairs import INDEX, KEY, WHO, with_places


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: people registered in a field at the end of `year`."""
    table = read_table(snapshot, (*WHO, "total"))
    with_places(table)
    check_unique(table, KEY)
    cells = melt(table, INDEX, ["total"], "no figure")
    return reading(
        table,
        numbers(table, cells).with_columns(**end_year("year")),
        concept="palestine-refugees",
        basis="unrwa-registered",
        unit="persons",
    )


SOURCE = Source(
    id="unrwa.registered",
    agency="UNRWA",
    title="Registered Palestine refugees",
    counts="people on UNRWA's register as Palestine refugees by field, as UNHCR carries them at "
    "the end of the year",
    cadence=CADENCE,
    home="https://www.unrwa.org/",
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, figures of UNRWA",
            published=PUBLISHED,
            address=f"{API}unrwa/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/unrwa.csv.gz",
                    "by field",
                    read,
                    totals=(
                        Total(
                            "registered 2024", 5_914_401, {"year": 2024}, source=SOURCE_OF_TOTALS
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=("Outside UNHCR's mandate: never added to its refugees without saying so",),
)
