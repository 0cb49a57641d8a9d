"""UNHCR, people under its mandate at the end of each year, by origin and country of asylum.

Quirks: 0 means none reported; `oip` is empty before it was introduced in 2018; figures of 1 to 4
are protected and do not occur; internally displaced people have the same place at both ends.
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import end_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.unhcr.licence import API, CC_BY, EDITION, HOME
from gmg.sources.unhcr.pairs import INDEX, KEY, WHO, concept_of, with_places

COLUMNS = {
    "refugees": ("refugees", "unhcr-mandate"),
    "asylum_seekers": ("asylum-seekers", "unhcr-mandate"),
    "returned_refugees": ("returned-refugees", "unhcr-mandate"),
    "idps": ("internally-displaced", "conflict-unhcr-operations"),
    "returned_idps": ("returned-internally-displaced", "conflict-unhcr-operations"),
    "stateless": ("stateless", "unhcr-mandate"),
    "ooc": ("others-of-concern", "unhcr-mandate"),
    "oip": ("others-in-need-of-protection", "unhcr-mandate"),
    "hst": ("host-community", "unhcr-mandate"),
}


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: people of each population type at 31 December."""
    table = read_csv(snapshot, (*WHO, *COLUMNS))
    check_unique(table, KEY)
    with_places(table)
    cells = melt(table, INDEX, list(COLUMNS), "not yet counted in that year")
    return reading(
        table,
        numbers(table, cells).with_columns(*concept_of(COLUMNS), **end_year("year")),
        unit="persons",
    )


SOURCE = Source(
    id="unhcr.population",
    agency="UNHCR",
    title="Population figures",
    counts="people under UNHCR's mandate at 31 December: refugees and people in refugee-like "
    "situations, asylum-seekers, internally displaced and stateless people, and others",
    cadence="yearly in June, with mid-year trends; past years are revised",
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, population figures",
            published="2025-12",
            address=f"{API}population/",
            files=(
                File(
                    "unhcr/population.csv.gz",
                    "by origin and country of asylum",
                    read,
                    totals=(
                        Total("refugees 2024", 30_958_200, {"year": 2024, "concept": "refugees"}),
                        Total("refugees 2025", 28_461_306, {"year": 2025, "concept": "refugees"}),
                        Total(
                            "asylum-seekers 2025",
                            8_998_097,
                            {"year": 2025, "concept": "asylum-seekers"},
                        ),
                        Total(
                            "displaced 2025",
                            64_239_352,
                            {"year": 2025, "concept": "internally-displaced"},
                        ),
                        Total("stateless 2025", 4_477_220, {"year": 2025, "concept": "stateless"}),
                    ),
                ),
            ),
        ),
    ),
)
