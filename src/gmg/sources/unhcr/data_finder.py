"""UNHCR, the Refugee Data Finder's download by country of origin, an older copy of the figures.

Quirks: `-` in both columns of asylum means all countries together; `-` in a figure, as the service
writes it, means no value; there is no column for other people in need of protection, so the rows
are short of UNHCR's headline; asylum-seekers of 2022 and 2023 and stateless people of 2023 differ
by a few from edition 2025.12.1. https://www.unhcr.org/refugee-statistics/download/
"""

from __future__ import annotations

from dataclasses import replace

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import check_years, end_year
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import check_given
from gmg.sources.places import dated, places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.unhcr.licence import CADENCE, CC_BY, HOME
from gmg.sources.unhcr.pairs import concept_of

WHO = (
    "Year",
    "Country of Asylum",
    "Country of Origin",
    "Country of Asylum ISO",
    "Country of Origin ISO",
)
COLUMNS = {
    "Refugees": ("refugees", "unhcr-mandate"),
    "Asylum-seekers": ("asylum-seekers", "unhcr-mandate"),
    "IDPs": ("internally-displaced", "conflict-unhcr-operations"),
    "Stateless persons": ("stateless", "unhcr-mandate"),
    "Host community": ("host-community", "unhcr-mandate"),
    "Others of concern": ("others-of-concern", "unhcr-mandate"),
}
MARKERS = {"-": "O"}
EDITION = "2024"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: people from an origin at 31 December of `Year`, in all countries together."""
    table = read_csv(snapshot, (*WHO, *COLUMNS))
    table.ignore_columns(WHO, "say which figure it is")
    check_years(table, "Year")
    check_given(table, ("Country of Asylum ISO", "Country of Origin ISO"))
    table.frame = table.frame.with_columns(
        places(table, "Country of Asylum ISO", "unhcr-iso").alias("place"),
        places(table, "Country of Origin ISO", "unhcr-iso").alias("counterpart"),
    )
    table.frame = table.frame.with_columns(
        place=dated("place", "Year", "unhcr-iso", "Country of Asylum ISO", "destination"),
        counterpart=dated("counterpart", "Year", "unhcr-iso", "Country of Origin ISO", "origin"),
    )
    check_unique(table, ["Year", "counterpart", "place"])
    cells = melt(table, ["Year", "place", "counterpart"], list(COLUMNS), "no value")
    return reading(
        table,
        numbers(table, cells, markers=MARKERS).with_columns(
            *concept_of(COLUMNS), **end_year("Year")
        ),
        unit="persons",
    )


SOURCE = Source(
    id="unhcr.data-finder",
    agency="UNHCR",
    title="Refugee Data Finder, download by origin",
    counts="people under UNHCR's mandate at 31 December by origin, all countries of asylum "
    "together; without other people in need of international protection",
    cadence=CADENCE,
    home=HOME,
    licence=replace(
        CC_BY, confidence="general", note="the terms of the Refugee Data Finder; none in the file"
    ),
    editions=(
        Edition(
            id=EDITION,
            title="Persons of concern by origin, 2010 to 2024",
            published="2025",
            address="https://www.unhcr.org/refugee-statistics/download/",
            note="The date of the download is not known: figures of 2024 came out in June 2025",
            files=(
                File(
                    "unhcr/persons_of_concern.csv",
                    "by origin",
                    read,
                    totals=tuple(
                        Total(
                            f"{concept} 2024",
                            value,
                            {"year": 2024, "concept": concept},
                            source="Refugee Data Finder, website download",
                        )
                        for concept, value in (
                            ("refugees", 30_958_200),
                            ("asylum-seekers", 8_352_712),
                            ("internally-displaced", 68_131_711),
                            ("stateless", 4_360_087),
                            ("host-community", 27_279_257),
                            ("others-of-concern", 3_820_662),
                        )
                    ),
                ),
            ),
        ),
    ),
    notes=("An older copy of the population figures: the two are never added up",),
)
