"""The terms of UN DESA's Population Division, as its workbooks state them."""

from __future__ import annotations

from gmg.sources.description import Licence

CC_BY_IGO = Licence(
    code="CC BY 3.0 IGO",
    url="https://creativecommons.org/licenses/by/3.0/igo/",
    attribution="United Nations, Department of Economic and Social Affairs, Population Division",
    confidence="stated",
)
