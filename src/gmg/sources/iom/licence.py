"""The terms of the International Organization for Migration's data sets."""

from __future__ import annotations

from gmg.sources.description import Licence

MISSING_MIGRANTS = Licence(
    code="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="IOM, Missing Migrants Project, missingmigrants.iom.int",
    confidence="stated",
)
DTM = Licence(
    code="IOM DTM terms",
    url="https://dtm.iom.int/terms-and-conditions",
    attribution="IOM, Displacement Tracking Matrix (DTM), dtm.iom.int",
    confidence="general",
    note="Use with attribution under IOM's own terms; the files name no licence",
)
