"""UNCTADstat, personal remittances: inflows and outflows of economies by year.

NO REAL FILE WAS AT HAND when this reader was written. It follows what public programs that read
UNCTADstat's bulk files rely on: a 7z archive with one CSV; columns `Year`, `Economy` (M49 code of
three digits, four digits for groups of economies), `Economy Label`, `Flow`, `Flow Label`, then one
column a measure, each perhaps followed by `... Footnote` and `... Missing value`. Assumed, and to be
checked on the first real file: the words of `Flow Label`, and that `Missing value` holds the reason
why a value is absent. Anything else is refused, never guessed.
https://unctadstat.unctad.org/datacentre/reportInfo/US.Remittances
"""

from __future__ import annotations

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year, check_years
from gmg.sources.description import Edition, File, Licence, Source
from gmg.sources.forms.archive import SIGNATURE, only_member
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table, mapped
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique, melt, numbers, reading

KEYS = ("Year", "Economy", "Economy Label", "Flow", "Flow Label")
MONEY = "US$ at current prices in millions"
SHARE = "Percentage of Gross Domestic Product"
UNITS = {MONEY: "million USD", SHARE: "per cent"}
DIRECTIONS = {
    **dict.fromkeys(("Inflow", "Inflows", "Inward", "Receipts", "Received"), "received"),
    **dict.fromkeys(("Outflow", "Outflows", "Outward", "Payments", "Paid"), "paid"),
}
WORLD = {"0": "M49-001", "0000": "M49-001"}
INDEX = ("Year", "place", "direction")


def read(snapshot: Snapshot) -> Reading:
    """Up to two figures a record: remittances in million dollars and per cent of GDP."""
    packed = snapshot.content[: len(SIGNATURE)] == SIGNATURE
    table = read_csv(only_member(snapshot) if packed else snapshot)
    _check_columns(table)
    check_years(table, "Year", 1960, 2100)
    check_unique(table, ["Year", "Economy", "Flow"])
    _leave_groups_out(table)
    table.frame = table.frame.with_columns(
        mapped(
            table,
            "Economy",
            {**where.mapping("m49"), **WORLD},
            "economy",
            "add it to axes/facts/place_codes.csv under the scheme m49",
        ).alias("place"),
        mapped(
            table, "Flow Label", DIRECTIONS, "direction of the flow", "add it to DIRECTIONS"
        ).alias("direction"),
    )
    table.ignore_columns(KEYS, "say which figure it is")
    measures = [name for name in UNITS if name in table.address]
    frames = [frame for measure in measures for frame in _figures(table, measure)]
    return reading(table, *frames, basis="balance-of-payments")


def _figures(table: Table, measure: str) -> list[pl.DataFrame]:
    """The figures of one measure: the numbers, and the missing ones for which a reason stands."""
    footnote, reason = f"{measure} Footnote", f"{measure} Missing value"
    noted = footnote in table.address
    if noted:
        table.ignore_columns([footnote], "stands in the note of the figure")
    index = [*INDEX, footnote] if noted else list(INDEX)
    frames = [numbers(table, melt(table, index, [measure], "no figure"), markers={"..": "O"})]
    if reason in table.address:
        frames.append(_missing(table, index, measure, reason))
    share = "-share" if measure == SHARE else ""
    note = pl.col(footnote) if noted else pl.lit(None, dtype=pl.String)
    return [
        frame.with_columns(
            concept=pl.format("remittances-{}{}", pl.col("direction"), pl.lit(share)),
            unit=pl.lit(UNITS[measure]),
            note=note,
            **calendar_year("Year"),
        )
        for frame in frames
    ]


def _missing(table: Table, index: list[str], measure: str, reason: str) -> pl.DataFrame:
    """A figure without value for each empty cell with a reason beside it."""
    told = table.frame.filter(pl.col(measure).is_null() & pl.col(reason).is_not_null())
    table.ignore(
        f"column {reason}",
        table.frame.height - told.height,
        "empty, or the value stands all the same",
    )
    return told.select(
        *("row", *index),
        column=pl.lit(reason),
        as_published=pl.col(reason),
        value=pl.lit(None, dtype=pl.Float64),
        status=pl.lit("O"),
    )


def _check_columns(table: Table) -> None:
    known = {
        *KEYS,
        *(name for unit in UNITS for name in (unit, f"{unit} Footnote", f"{unit} Missing value")),
    }
    have = set(table.address)
    if set(KEYS) - have or have - known or MONEY not in have:
        raise Refused(
            table.file,
            "row 1",
            f"columns missing {sorted({*KEYS, MONEY} - have)}, not known {sorted(have - known)}",
            "compare with UNCTADstat's description of US.Remittances and adapt the reader",
        )


def _leave_groups_out(table: Table) -> None:
    """Leave out the groups that UNCTAD defines; the world is kept."""
    code = pl.col("Economy")
    table.keep(
        (code.str.len_chars() < 4) | code.is_in(list(WORLD)) | code.is_null(),
        "groups of economies",
        "defined by UNCTAD under codes of four digits; no list of them was at hand",
    )


SOURCE = Source(
    id="unctad.remittances",
    agency="UNCTAD",
    title="Personal remittances",
    counts="personal transfers and pay earned abroad that an economy received or paid in a year",
    cadence="yearly",
    home="https://unctadstat.unctad.org/datacentre/",
    licence=Licence(
        code="UNCTAD terms",
        url="https://unctad.org/terms-of-use",
        attribution="UN Trade and Development (UNCTAD), UNCTADstat",
        confidence="general",
        note="UNCTAD's general terms; no file was at hand that states others",
    ),
    editions=(
        Edition(
            id="live",
            title="As fetched from UNCTADstat's bulk interface",
            published="",
            address="https://unctadstat-api.unctad.org/api/reportMetadata/US.Remittances/bulkfiles/en",
            files=(
                File("live/unctad/us-remittances*.7z", "the archive as served", read),
                File("live/unctad/us-remittances*.csv", "its table, unpacked", read),
            ),
            note="Written without a real file: read the first one with care",
        ),
    ),
    notes=("UNCTAD draws on the World Bank and the IMF: it is no second witness",),
)
