"""What is made before the first reader comes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.evidence.base import Base


def estimate(base: Base) -> None:
    """Work out the flows of all periods, where the release holds what they stand on."""
    from gmg.analysis.flows.from_evidence.estimated import estimated, periods
    from gmg.analysis.flows.inputs import FlowError

    with suppress(FlowError):
        for period in periods(base):
            estimated(base, period)


def warm() -> None:
    """Open the current release, its shelf and its search; estimate flows; read the words of English."""
    from gmg.site import search
    from gmg.site.application.assets import assets
    from gmg.site.application.releases import releases
    from gmg.site.frame.render import environment

    opened = releases().get()
    estimate(opened.base)
    search.warm(opened.base)
    assets()
    environment("en")
