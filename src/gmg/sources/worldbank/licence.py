"""The terms of the World Bank's data."""

from __future__ import annotations

from gmg.sources.description import Licence

TERMS = "https://www.worldbank.org/en/about/legal/terms-of-use-for-datasets"
CC_BY = Licence(
    code="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="World Bank, World Development Indicators",
    confidence="stated",
    note="on the page of the indicators, not in the files",
)
CC_BY_BILATERAL = Licence(
    code="CC BY 4.0",
    url=TERMS,
    attribution="World Bank, KNOMAD",
    confidence="general",
    note="by the Bank's general terms for data; the workbooks themselves say nothing",
)
