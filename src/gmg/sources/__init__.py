"""One folder a publisher, one module a data set: what it is, and how its bytes become figures."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import cast

from gmg.sources.description import Source

MODULES = (
    "undesa.migrant_stock",
    "undesa.population_prospects",
    "unhcr.population",
    "unhcr.asylum_applications",
    "unhcr.asylum_decisions",
    "unhcr.flows",
    "unhcr.solutions",
    "unhcr.demographics",
    "unhcr.data_finder",
    "unhcr.countries",
    "unrwa.registered",
    "idmc.displacement",
    "idmc.via_unhcr",
    "worldbank.development_indicators",
    "worldbank.development_indicators_package",
    "worldbank.bilateral_remittances",
    "worldbank.bilateral_migration",
    "iom.missing_migrants",
    "iom.missing_migrants_download",
    "iom.displacement_tracking",
    "iom.arrivals",
    "undp.human_development",
    "undp.human_development_api",
    "unodc.trafficking",
    "ilo.ilostat",
    "ilo.normlex",
    "untc.treaties",
    "untc.status_2022",
    "unctad.remittances",
    "unfpa.population",
    "iati.iom",
    "iati.unhcr",
)


class UnknownSource(LookupError):
    """No data set has that id."""


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Every source, in a fixed order, each with the edition of what was pulled of it."""
    from gmg.sources.published import with_live

    modules = (import_module(f"gmg.sources.{name}") for name in MODULES)
    return tuple(with_live(cast(Source, module.SOURCE)) for module in modules)


def source(dataset: str) -> Source:
    """The source of that id, e.g. `undesa.migrant-stock`."""
    for item in sources():
        if item.id == dataset:
            return item
    raise UnknownSource(f"no data set {dataset!r}; `gmg sources` lists them")
