"""What an agency reported that it does, and where, as far as a release holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Record
from gmg.analysis.note.words import Speaker
from gmg.axes import what, where
from gmg.axes.tables import UnknownCode

if TYPE_CHECKING:
    from gmg.evidence.base import Base

TOP = 5
"""Places and topics shown."""
COUNTS = """
SELECT count(DISTINCT identifier) AS n,
    count(DISTINCT identifier) FILTER (WHERE tier = 'core') AS core,
    count(DISTINCT identifier) FILTER (WHERE tier = 'displacement') AS displacement,
    count(DISTINCT identifier) FILTER (WHERE tier = 'adjacent') AS adjacent,
    count(DISTINCT identifier) FILTER (WHERE tier IS NULL) AS other,
    min(time_from) AS first, max(time_from) AS last
FROM activities WHERE agency = ?
"""
BY = """
SELECT {key} AS key, count(DISTINCT identifier) AS n,
    list(DISTINCT identifier ORDER BY identifier) AS identifiers
FROM (SELECT identifier, unnest({column}) AS item FROM activities WHERE agency = ?)
WHERE {key} IS NOT NULL GROUP BY ALL ORDER BY n DESC, key LIMIT {top}
"""


def blocks(base: Base, agency: str, say: Speaker) -> tuple[Block, ...]:
    """Number and tiers, then the places and topics that most activities name."""
    title = say.phrase("h_activities")
    counts = base.rows(COUNTS, [agency])[0]
    if not counts["n"]:
        none = say.say("activities_none", rec.of_release(base), release=base.release.id)
        return (Block("text", (Line((none,)),), title),)
    record = _record(base, agency, counts)
    said = [say.say("activities", record, n=counts["n"], release=base.release.id)]
    tiers = {name: counts[name] for name in ("core", "displacement", "adjacent", "other")}
    said.append(say.say("activities_tiers", record, **tiers))
    if counts["first"] is not None:
        dates = {"first": counts["first"], "last": counts["last"]}
        said.append(say.say("activities_dates", record, **dates))
    said.append(say.say("activities_excerpt", record))
    found = [Block("text", (Line(tuple(said)),), title)]
    for phrase, column, key in (
        ("by_place", "places", "item.place"),
        ("by_topic", "topics", "item"),
    ):
        lines = tuple(
            _line(agency, row, column, say)
            for row in base.rows(BY.format(column=column, key=key, top=TOP), [agency])
        )
        if lines:
            found.append(Block("bars", lines, say.phrase(phrase)))
    return tuple(found)


def _record(base: Base, agency: str, counts: dict[str, Any]) -> Record:
    rows = base.rows(
        "SELECT DISTINCT dataset, edition FROM activities WHERE agency = ? ORDER BY ALL", [agency]
    )
    files = ", ".join(f"{row['dataset']}@{row['edition']}" for row in rows)
    says = f"{counts['n']:,} activities of {agency} in {files}"
    return Record("activity", f"activities/{agency}@{base.release.id}", says, ask="gmg sources")


def _line(agency: str, row: dict[str, Any], column: str, say: Speaker) -> Line:
    identifiers = tuple(row["identifiers"][: rec.CELLS])
    says = f"{row['n']:,} activities, such as {', '.join(identifiers)}"
    place = column == "places"
    ask = f"gmg who-does-what --place {row['key']}" if place else ""
    record = Record("activity", f"{column}/{agency}/{row['key']}", says, ask=ask)
    said = say.say("activities_here", record, n=row["n"])
    label = _place(row["key"], say) if place else _topic(row["key"])
    return Line((said,), label, row["key"], amount=row["n"])


def _place(code: str, say: Speaker) -> str:
    try:
        return where.get(code).label(say.language)
    except UnknownCode:
        return code


def _topic(code: str) -> str:
    try:
        return what.theme(code).label
    except UnknownCode:
        return code
