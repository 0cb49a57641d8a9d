"""The terms of UNHCR's Refugee Data Finder, and the edition that its tables share."""

from __future__ import annotations

from gmg.sources.description import Licence

CC_BY = Licence(
    code="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="UNHCR, Refugee Data Finder",
    confidence="stated",
)
HOME = "https://www.unhcr.org/refugee-statistics/"
API = "https://api.unhcr.org/population/v1/"
EDITION = "2025.12.1"
PUBLISHED = "2026"
EDITION_NOTE = (
    "The number of the edition is the end of its last reference period, December 2025, and a "
    "revision. Figures of a whole year come with Global Trends in June of the next: so 2026 is "
    "inferred, the day is not known"
)
CADENCE = "yearly in June, with mid-year trends; past years are revised"
SOURCE_OF_TOTALS = f"Refugee Data Finder, edition {EDITION}"
