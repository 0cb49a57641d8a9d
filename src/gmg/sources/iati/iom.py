"""Activities that IOM published to IATI, as d-portal served them.

Quirks: attributes of d-portal in namespaces of their own, `version` among them; only transactions of
type 11 (incoming commitment), no expenditure; no default currency, each value names its own.
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.description import Edition, File, Source
from gmg.sources.iati.activity_file import read_activities
from gmg.sources.iati.licence import ADDRESS, HOME, SELECTION, registered
from gmg.sources.reading import Reading


def read(snapshot: Snapshot) -> Reading:
    """One row an activity; see `read_activities`."""
    return read_activities(snapshot)


SOURCE = Source(
    id="iati.iom",
    agency="IOM",
    title="IATI activities of IOM (selection of d-portal)",
    counts="activities reported by XM-DAC-47066: what, where, when, with whom, and money as published",
    cadence="not stated in the files",
    home=HOME,
    licence=registered("IOM", "iom"),
    editions=(
        Edition(
            id="2022",
            title="Activities with transactions up to 2022, gathered by OCHA's Centre for Humanitarian Data",
            published="2022",
            address=ADDRESS,
            files=(
                File(
                    "iati/activities/iom-*.xml",
                    "activities",
                    read,
                    kind="activities",
                ),
            ),
            note=SELECTION,
        ),
    ),
    notes=("Incoming commitments only: what was spent is not in the file",),
)
