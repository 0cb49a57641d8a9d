"""Activities that UNHCR published to IATI, as d-portal served them.

Quirks: attributes of d-portal in namespaces of their own, `version` among them; transactions in
15 currencies under a default of USD; levels 1 and 3 of hierarchy, transactions on both; the
description of target groups (type 3) is the same sentence on UNHCR in every activity.
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
    id="iati.unhcr",
    agency="UNHCR",
    title="IATI activities of UNHCR (selection of d-portal)",
    counts="activities reported by XM-DAC-41121: what, where, when, with whom, and money as published",
    cadence="not stated in the files",
    home=HOME,
    licence=registered("UNHCR", "unhcr"),
    editions=(
        Edition(
            id="2022",
            title="Activities with transactions up to 2022, gathered by OCHA's Centre for Humanitarian Data",
            published="2022",
            address=ADDRESS,
            files=(
                File(
                    "iati/activities/unhcr-*.xml",
                    "activities",
                    read,
                    kind="activities",
                ),
            ),
            note=SELECTION,
        ),
    ),
    notes=(
        "Transactions stand on two levels of hierarchy: sum at the lowest one only",
        "Transactions in 15 currencies: never added across them",
    ),
)
