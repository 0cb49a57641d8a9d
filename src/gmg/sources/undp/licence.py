"""The terms of UNDP's Human Development Report Office."""

from __future__ import annotations

from gmg.sources.description import Licence

CC_BY_IGO = Licence(
    code="CC BY 3.0 IGO",
    url="https://creativecommons.org/licenses/by/3.0/igo/",
    attribution="UNDP, Human Development Report Office",
    confidence="general",
    note="by the terms of the Human Development Reports; the files themselves say nothing",
)
HOME = "https://hdr.undp.org/data-center/documentation-and-downloads"
