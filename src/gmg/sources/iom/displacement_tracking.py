"""IOM, Displacement Tracking Matrix: internally displaced people found in rounds of assessments.

Quirks: a round is a stock at its reporting date, so rounds are never added; the newer shape splits
a round by reason of displacement and region of origin, the older gives it whole; the three
administrative levels give the same people three times; `Not available` is text for unknown; the
sexes are missing in many rounds. The records stand in an envelope that says how many there are.
https://dtm.iom.int/data-and-analysis/dtm-api
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import days, point
from gmg.sources.description import Edition, File, Source
from gmg.sources.forms.json_records import read_records
from gmg.sources.forms.table import Table, mapped
from gmg.sources.iom.licence import DTM
from gmg.sources.iom.words import plain
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique, detail, melt, numbers, reading

SEXES = {"numPresentIdpInd": "total", "numberMales": "male", "numberFemales": "female"}
FIELDS = (
    *("operation", "admin0Name", "admin0Pcode", "reportingDate", "yearReportingDate"),
    *("monthReportingDate", "roundNumber", "assessmentType", "numPresentIdpInd"),
)
REASON = ("displacementReason", "idpOriginAdmin1Name", "idpOriginAdmin1Pcode")
LEVELS = ("admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode")
OPTIONAL = ("id", *LEVELS, *REASON, "numberMales", "numberFemales")
BASES = {
    "conflict": "conflict",
    "insecurity": "insecurity",
    "natural disaster": "disaster",
    "other reason": "other-cause",
    "no reason for displacement reported": "cause-not-reported",
}
KINDS = {"BA": "baseline", "SA": "site"}
UNKNOWN = "Not available"
KEY = (
    *("operation", "admin0Pcode", "admin1Pcode", "admin2Pcode", "reportingDate", "roundNumber"),
    *("displacementReason", "idpOriginAdmin1Pcode", "assessmentType"),
)


def read(snapshot: Snapshot) -> Reading:
    """Up to three figures a record: people displaced in an area at the date of a round, men, women."""
    table = read_records(snapshot, FIELDS, optional=OPTIONAL, under="result")
    check_envelope(snapshot, table.frame.height)
    have = list(table.address)
    check_unique(table, [name for name in KEY if name in have])
    table.frame = table.frame.with_columns(
        places(table, "admin0Pcode", "dtm").alias("place"),
        days(table, "reportingDate", "%Y-%m-%dT%H:%M:%S").alias("day"),
        _basis(table).alias("basis"),
        detail(**_splits(table)).alias("detail"),
    )
    measures = [name for name in SEXES if name in have]
    table.ignore_columns(
        [name for name in ("admin0Name", "id") if name in have],
        "repeat what a code says, or number the record",
    )
    table.ignore_columns(["yearReportingDate", "monthReportingDate"], "parts of the date")
    said = dict.fromkeys((*KEY, *LEVELS, *REASON))
    table.ignore_columns([name for name in said if name in have], "say which figure it is")
    cells = melt(table, ["place", "day", "basis", "detail"], measures, "not told in that round")
    return reading(
        table,
        numbers(table, cells).with_columns(
            sex=pl.col("column").replace_strict(SEXES), **point(pl.col("day"))
        ),
        concept="internally-displaced",
        unit="persons",
    )


def _splits(table: Table) -> dict[str, str | pl.Expr]:
    splits: dict[str, str | pl.Expr] = {
        "operation": plain("operation"),
        "round": pl.col("roundNumber"),
        "assessment": pl.lit(_kind(table)),
    }
    for level in ("admin1", "admin2"):
        if f"{level}Pcode" in table.address:
            splits[level] = _area(f"{level}Pcode", f"{level}Name")
    if "displacementReason" in table.address:
        splits["reason"] = plain("displacementReason")
        splits["from"] = _area("idpOriginAdmin1Pcode", "idpOriginAdmin1Name")
    return splits


def _kind(table: Table) -> pl.Series:
    return mapped(table, "assessmentType", KINDS, "assessment type", "add it to KINDS")


def _area(code: str, name: str) -> pl.Expr:
    known = (pl.col(code) != UNKNOWN) | (pl.col(name) != UNKNOWN)
    text = pl.concat_str([pl.col(code), plain(name)], separator=" ", ignore_nulls=True)
    return pl.when(known).then(text)


def _basis(table: Table) -> pl.Series | pl.Expr:
    """The basis by reason; several reasons in one record are `mixed-causes`."""
    if "displacementReason" not in table.address:
        return pl.lit("tracked-in-rounds")
    reasons = table.frame["displacementReason"].drop_nulls().unique().to_list()
    bases = {text: _basis_of(text) for text in reasons}
    known = {text: basis for text, basis in bases.items() if basis is not None}
    return mapped(
        table, "displacementReason", known, "reason of displacement", "add it to BASES"
    ).fill_null("cause-not-reported")


def _basis_of(reasons: str) -> str | None:
    parts = [BASES.get(part.strip().lower()) for part in reasons.split(";")]
    if None in parts:
        return None
    return parts[0] if len(parts) == 1 else "mixed-causes"


def check_envelope(snapshot: Snapshot, records: int) -> None:
    """Refuse an answer that says it failed, or that holds another number of records than it says."""
    envelope: dict[str, Any] = json.loads(snapshot.content)
    if envelope.get("isSuccess") is not True:
        raise Refused(
            snapshot.name,
            "/isSuccess",
            f"the service answered {envelope.get('statusCode')} {envelope.get('errorMessages')}",
            "ask again with `gmg pull iom.dtm`",
        )
    stated = envelope.get("totalRecordsCount")
    if stated != records:
        raise Refused(
            snapshot.name,
            "/totalRecordsCount",
            f"says {stated!r} where the file holds {records} records",
            "the answer was cut off: fetch it again",
        )


_LISTS = "names of countries and operations, no figures"
SOURCE = Source(
    id="iom.dtm",
    agency="IOM",
    title="Displacement Tracking Matrix",
    counts="internally displaced people present in the areas that a round of an operation assessed, at "
    "the date of the round",
    cadence="by round: from weekly to half-yearly, as each operation decides",
    home="https://dtm.iom.int/",
    licence=DTM,
    editions=(
        Edition(
            id="v3",
            title="DTM interface, version 3: by reason of displacement and region of origin",
            published="2025",
            address="https://dtmapi.iom.int/v3/displacement/",
            files=(
                File(
                    "iom/dtm/displacement-admin[012]-*.json",
                    "rounds by country or administrative area",
                    read,
                ),
                File("iom/dtm/displacement-*-list.json", "lists", None, why=_LISTS),
            ),
        ),
        Edition(
            id="v2",
            title="DTM interface, version 2: whole rounds",
            published="2024",
            address="https://dtmapi.iom.int/api/idpAdmin0Data/GetAdmin0Datav2",
            files=(
                File(
                    "iom/dtm/idpadmin[012]data-*.json",
                    "rounds by country or administrative area",
                    read,
                ),
                File("iom/dtm/common-getall*list.json", "lists", None, why=_LISTS),
            ),
        ),
    ),
    notes=(
        "A round is a stock: rounds, levels and shapes are never added",
        "A round covers the places it assessed, not the country",
    ),
)
