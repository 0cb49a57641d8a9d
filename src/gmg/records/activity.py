"""The activity contract: one row an activity, as its reporting organisation published it.

| column | holds |
|---|---|
| identifier | the iati-identifier, or the activity's key in the file it came from |
| reporter, reporter_name | organisation identifier and name of who reports it, as published |
| agency | code of `gmg.axes.who` for the reporter; null for another organisation |
| secondary | True where the reporter says that it reports another's work: left out of sums |
| title, description | in English where there is one, else in the first language published |
| language | the language that `title` is in |
| status | code of ActivityStatus: 1 pipeline, 2 implementation, 3 finalisation, 4 closed, ... |
| hierarchy | level in the reporter's own hierarchy, 1 highest; money is summed at the lowest level only |
| scope | code of ActivityScope, null where not stated |
| humanitarian | the reporter's own flag; a flag, not migration |
| planned_start, actual_start, planned_end, actual_end | days as published |
| time_from, time_to | actual, else planned; null where open |
| tier | core, displacement, adjacent; null where nothing points to migration |
| because | what the tier and the topics rest on: `1:15190`, `99:CC (reporter's own)`, `title: refugees` |
| topics | codes of `gmg.axes.what.theme`, sorted |
| target_groups | refugees, internally displaced, returnees, ... where stated |
| places | country (ISO alpha-3 code of `gmg.axes.where`) or region; percentage as published |
| admin | names of places below the country, as published |
| sectors | vocabulary, code, percentage and narrative, all that were published |
| partners | ref, name, role (1 funding, 2 accountable, 3 extending, 4 implementing), type, agency |
| budgets | period, value, currency, type, status |
| transactions | type, date, value, currency |
| related | identifier and type of related activities |
| aliases | other identifiers, with type (A3, B1 feed the alias table) |
| xml | the activity as it stood, namespaces kept; null where it came from a table |
| digest | sha256 of the canonical form: same digest, same activity |
| dataset, edition, snapshot, sheet, row, column, note | as in the observation contract; `row` is the
  line of the file, `column` the XPath or the column |

Values of money are never converted and never added across currencies or publishers.
"""

from __future__ import annotations

import polars as pl

TIERS = ("core", "displacement", "adjacent")
"""How near to migration, nearest first."""

PLACE = pl.Struct(
    {
        "place": pl.String(),
        "as_published": pl.String(),
        "kind": pl.String(),  # country, region
        "percentage": pl.Float64(),
    }
)
SECTOR = pl.Struct(
    {
        "vocabulary": pl.String(),
        "code": pl.String(),
        "name": pl.String(),
        "percentage": pl.Float64(),
    }
)
PARTNER = pl.Struct(
    {
        "ref": pl.String(),
        "name": pl.String(),
        "role": pl.String(),
        "type": pl.String(),
        "agency": pl.String(),
    }
)
BUDGET = pl.Struct(
    {
        "from": pl.Date(),
        "to": pl.Date(),
        "value": pl.Float64(),
        "currency": pl.String(),
        "type": pl.String(),
        "status": pl.String(),
    }
)
TRANSACTION = pl.Struct(
    {
        "type": pl.String(),
        "date": pl.Date(),
        "value": pl.Float64(),
        "currency": pl.String(),
    }
)
LINK = pl.Struct({"identifier": pl.String(), "type": pl.String()})

COLUMNS: dict[str, pl.DataType] = {
    "identifier": pl.String(),
    "reporter": pl.String(),
    "reporter_name": pl.String(),
    "agency": pl.String(),
    "secondary": pl.Boolean(),
    "title": pl.String(),
    "description": pl.String(),
    "language": pl.String(),
    "status": pl.String(),
    "hierarchy": pl.Int32(),
    "scope": pl.String(),
    "humanitarian": pl.Boolean(),
    "planned_start": pl.Date(),
    "actual_start": pl.Date(),
    "planned_end": pl.Date(),
    "actual_end": pl.Date(),
    "time_from": pl.Date(),
    "time_to": pl.Date(),
    "tier": pl.Enum(TIERS),
    "because": pl.List(pl.String()),
    "topics": pl.List(pl.String()),
    "target_groups": pl.List(pl.String()),
    "places": pl.List(PLACE),
    "admin": pl.List(pl.String()),
    "sectors": pl.List(SECTOR),
    "partners": pl.List(PARTNER),
    "budgets": pl.List(BUDGET),
    "transactions": pl.List(TRANSACTION),
    "related": pl.List(LINK),
    "aliases": pl.List(LINK),
    "xml": pl.String(),
    "digest": pl.String(),
    "dataset": pl.String(),
    "edition": pl.String(),
    "snapshot": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "column": pl.String(),
    "note": pl.String(),
}


def empty() -> pl.DataFrame:
    """A frame of the contract without rows."""
    return pl.DataFrame(schema=COLUMNS)
