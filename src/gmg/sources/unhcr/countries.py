"""UNHCR, its table of countries: codes and regions, no figures.

UNHCR's own codes differ from ISO in 99 of 232 entries, and AUS, ARE and MAR are the ISO codes of
other countries there (Austria, Egypt, Martinique). Unknown is XXX here and UNK in the tables. What
the table says stands in `axes/facts/place_codes.csv` under `unhcr`, `unhcr-iso` and `unhcr-name`.
"""

from __future__ import annotations

from gmg.sources.description import Edition, File, Source
from gmg.sources.unhcr.licence import API, CADENCE, CC_BY, EDITION, EDITION_NOTE, HOME, PUBLISHED

SOURCE = Source(
    id="unhcr.countries",
    agency="UNHCR",
    title="Country table",
    counts="nothing: codes, names and regions of countries and areas",
    cadence=CADENCE,
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, countries",
            published=PUBLISHED,
            address=f"{API}countries/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/countries.csv.gz",
                    "codes and regions",
                    None,
                    why="a table of codes, names and regions without figures; gmg holds what it "
                    "says about codes in its own table of places",
                ),
            ),
        ),
    ),
)
