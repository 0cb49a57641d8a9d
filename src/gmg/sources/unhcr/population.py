"""UNHCR, people under its mandate at the end of each year, by origin and country of asylum.

Quirks: 0 means none reported; figures of 1 to 4 are protected and do not occur among refugees,
asylum-seekers and stateless people, 5 is by far the most frequent; `oip` began in 2018 and is
empty in most rows since; internally displaced people have the same place at both ends, and so have
some refugees; people who returned are counted over the year, all others at its end.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year, end_year
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
RETURNED = ("returned_refugees", "returned_idps")
ABROAD = ("refugees", "asylum_seekers", "returned_refugees", "oip")
EMPTY = "no figure of this category: it began in 2018 and few countries have it"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: people of each population type at 31 December, returns over the year."""
    table = read_table(snapshot, (*WHO, *COLUMNS))
    with_places(table)
    check_unique(table, KEY)
    present = numbers(table, melt(table, INDEX, [c for c in COLUMNS if c not in RETURNED], EMPTY))
    returned = numbers(table, melt(table, INDEX, RETURNED, "no returns reported"))
    return reading(
        table,
        present.with_columns(*concept_of(COLUMNS), note=across_borders(ABROAD), **end_year("year")),
        returned.with_columns(
            *concept_of(COLUMNS), note=across_borders(ABROAD), **calendar_year("year")
        ),
        unit="persons",
    )


SOURCE = Source(
    id="unhcr.population",
    agency="UNHCR",
    title="Population figures",
    counts="people under UNHCR's mandate at 31 December: refugees and people in refugee-like "
    "situations, asylum-seekers, internally displaced and stateless people, and others; people "
    "who returned over the calendar year",
    cadence=CADENCE,
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, population figures",
            published=PUBLISHED,
            address=f"{API}population/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/population.csv.gz",
                    "by origin and country of asylum",
                    read,
                    totals=totals(
                        {
                            (2023, "refugees"): 31_637_408,
                            (2023, "asylum-seekers"): 6_858_500,
                            (2023, "internally-displaced"): 63_251_367,
                            (2023, "stateless"): 4_358_195,
                            (2023, "others-of-concern"): 5_945_550,
                            (2023, "others-in-need-of-protection"): 5_755_363,
                            (2023, "host-community"): 26_095_474,
                            (2024, "refugees"): 30_958_200,
                            (2024, "asylum-seekers"): 8_352_712,
                            (2024, "internally-displaced"): 68_131_711,
                            (2024, "stateless"): 4_360_087,
                            (2024, "others-of-concern"): 3_820_662,
                            (2024, "others-in-need-of-protection"): 5_875_359,
                            (2024, "host-community"): 27_279_257,
                            (2025, "refugees"): 28_461_306,
                            (2025, "asylum-seekers"): 8_998_097,
                            (2025, "internally-displaced"): 64_239_352,
                            (2025, "stateless"): 4_477_220,
                            (2025, "others-of-concern"): 2_957_025,
                            (2025, "others-in-need-of-protection"): 7_177_473,
                            (2025, "host-community"): 26_670_162,
                        }
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Noughts mean that none were reported",
        "Figures of 1 to 4 people are protected by the publisher and do not stand in the tables",
        "Palestine refugees under UNRWA's mandate are not in these figures",
    ),
)
