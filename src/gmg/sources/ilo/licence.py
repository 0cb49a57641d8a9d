"""The terms of ILOSTAT."""

from __future__ import annotations

from gmg.sources.description import Licence

CC_BY = Licence(
    code="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="ILO, ILOSTAT",
    confidence="stated",
    note="on the site, not in the file",
)
