"""The terms of files registered with the International Aid Transparency Initiative."""

from __future__ import annotations

from gmg.sources.description import Licence

HOME = "https://iatiregistry.org/"
ADDRESS = "https://github.com/OCHA-DAP/hdx-scraper-iati-viz"
SELECTION = (
    "Activities that a scraper of d-portal had asked for (humanitarian, COVID-19, Ukraine): a "
    "selection, so sums are not totals of the agency"
)


def registered(publisher: str, page: str) -> Licence:
    """The licence that a publisher names on its page of the registry."""
    return Licence(
        code="as on the IATI Registry",
        url=f"https://iatiregistry.org/publisher/{page}",
        attribution=f"{publisher}, published to IATI",
        confidence="none",
        note="Every publisher names its licence on the registry; the files themselves do not say it",
    )
