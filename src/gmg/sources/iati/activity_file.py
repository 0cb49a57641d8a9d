"""Reading one file of IATI activities with an account of every element in it."""

from __future__ import annotations

from lxml import etree

from gmg.evidence.snapshots import Snapshot
from gmg.sources.account import Ignored
from gmg.sources.forms.iati import (
    ACTIVITY,
    Element,
    Unreadable,
    account_of,
    activities_frame,
    line_of,
    read_document,
)
from gmg.sources.forms.iati_words import LEFT, TAKEN
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import STAMP

OF_THE_SOURCE = [name for name in STAMP if name != "agency"]
"""Stamped by who builds; the agency is that of the reporter, null for another organisation."""
DESCRIPTION = "see the standard, https://iatistandard.org/en/iati-standard/203/activity-standard/"


def read_activities(snapshot: Snapshot) -> Reading:
    """One record an activity. `holds` counts elements: an activity is taken, what is inside is named.

    Raises Refused for anything that is not a well-formed file of IATI activities, for a child of an
    activity that the standard does not know, and for a day or number that is none.
    """
    content = snapshot.content
    try:
        root, found = read_document(content)
        frame = activities_frame(content)
    except Unreadable as error:
        raise Refused(
            snapshot.name, f"line {error.line}", f"{error.text!r} is no {error.what}", DESCRIPTION
        ) from None
    except ValueError as error:
        raise Refused(
            snapshot.name, "", str(error), "fetch the file again, or ask the publisher"
        ) from None
    counts = account_of(found, lambda at, name: _unknown(snapshot.name, at, name))
    holds = sum(1 for _ in root.iter(etree.Element))
    return Reading(
        figures=frame.drop(OF_THE_SOURCE),
        records=len(found),
        holds=holds,
        ignored=(
            *(Ignored(name, number, _why(name)) for name, number in sorted(counts.items())),
            *_beside(_outside(root)),
        ),
    )


def _outside(root: Element) -> int:
    """The root and the elements beside activities, counted by themselves; none for a lone activity."""
    if root.tag == ACTIVITY:
        return 0
    beside = (child for child in root.iterchildren(etree.Element) if child.tag != ACTIVITY)
    return 1 + sum(1 for child in beside for _ in child.iter(etree.Element))


def _beside(elements: int) -> tuple[Ignored, ...]:
    if not elements:
        return ()
    return (Ignored("root and elements beside activities", elements, "hold the file together"),)


def _why(name: str) -> str:
    if name in TAKEN:
        return f"parts of the activity, in the columns: {TAKEN[name]}"
    why = LEFT.get(name, "not of the standard")
    return f"{why}; kept in the column xml"


def _unknown(file: str, at: Element, name: str) -> Refused:
    return Refused(
        file, f"line {line_of(at)}", f"an activity has no element called {name!r}", DESCRIPTION
    )
