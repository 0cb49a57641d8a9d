"""The terms of UNHCR's Refugee Data Finder."""

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
