"""Status of eight human rights treaties in August 2022, compiled by a university lab from the collection.

Quirks: years only, never days; Member States of the United Nations only; three dummies and one
status say the same thing four times and in five rows contradict each other: what `status` says is
taken as the act, and every dummy that says otherwise is an act of its own or a note, never mended.
https://treaties.un.org/pages/Treaties.aspx?id=4&subid=A&lang=en
"""

from __future__ import annotations

from pathlib import PurePosixPath

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.description import Edition, File, Source
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique
from gmg.sources.untc.acts import acts, instrument_of
from gmg.sources.untc.licence import HOME, NONE_STATED

TREATIES = {
    "cat": "IV-9",
    "cedaw": "IV-8",
    "cped": "IV-16",
    "crc": "IV-11",
    "iccpr": "IV-4",
    "icerd": "IV-2",
    "icescr": "IV-3",
    "icmw": "IV-13",
}
YEAR = "year ratification or accession"
DUMMIES = {
    "state party": "party in the year",
    "signatory": "signatory",
    "no action": "no action",
}
STATUSES = {
    "state party": "party in the year",
    "signatory state": "signatory",
    "no action": "no action",
}
HEADER = ("iso2", "member", "state party", YEAR, "signatory", "no action", "status", "note")
WHO = ("party", "party_as_published")


def read(snapshot: Snapshot) -> Reading:
    """One act a row, as its status says; one more for each dummy that says something else."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["iso2"])
    table.frame = table.frame.with_columns(
        _party(table).alias("party"),
        pl.col("member").alias("party_as_published"),
        mapped(table, "status", STATUSES, "status", "add it to STATUSES").alias("act"),
        _year(table).alias("year_of_act"),
    )
    _check_dummies(table)
    stated = table.frame.select(
        *(ROW, *WHO, "act"),
        year=pl.col("year_of_act"),
        column=pl.lit("status"),
        as_published=pl.col("status"),
        note=_note(),
    )
    others = [_contradicting(table, dummy, act) for dummy, act in DUMMIES.items()]
    odd = table.frame.filter(_disagrees() | pl.any_horizontal(pl.col(list(DUMMIES)).is_null()))
    if odd.height:
        table.remarks.append(
            f"{odd.height} rows contradict themselves or are not filled in: "
            + ", ".join(odd["member"])
        )
    _account(table, others)
    treaty = _treaty(snapshot)
    return acts(
        table, stated, *others, treaty=treaty, instrument=instrument_of(treaty), complete=True
    )


def _party(table: Table) -> pl.Series:
    """The place by code; the name beside it must mean the same one."""
    by_code = places(table, "iso2", "status-2022")
    by_name = places(table, "member", "status-2022-name")
    odd = table.frame.filter((by_code != by_name) | by_code.is_null() | by_name.is_null())
    if odd.height:
        at = odd.row(0, named=True)
        raise table.refuse(
            at[ROW],
            "iso2",
            f"{at['iso2']!r} and {at['member']!r} are not the same State",
            "see which of the two is meant and correct place_codes.csv, never the file",
        )
    return by_code


def _year(table: Table) -> pl.Series:
    year = table.frame[YEAR].cast(pl.Int32, strict=False)
    odd = table.frame.filter(
        (year.is_null() & table.frame[YEAR].is_not_null()) | ~year.is_between(1945, 2022)
    )
    if odd.height:
        at = odd.row(0, named=True)
        raise table.refuse(
            at[ROW], YEAR, f"{at[YEAR]!r} is no year of an act before 2023", "see the collection"
        )
    return year


def _check_dummies(table: Table) -> None:
    for dummy in DUMMIES:
        mapped(table, dummy, {"0": "0", "1": "1"}, "dummy", "0 and 1 are known, and empty")


def _disagrees() -> pl.Expr:
    """True where some dummy says other than the status does."""
    return pl.any_horizontal(
        pl.col(dummy) != pl.when(pl.col("act") == act).then(pl.lit("1")).otherwise(pl.lit("0"))
        for dummy, act in DUMMIES.items()
    )


def _note() -> pl.Expr:
    """What the row has to say against its own status, and the compiler's remark."""
    said = [pl.format("compiler: {}", pl.col("note").str.strip_chars())]
    for dummy, act in DUMMIES.items():
        agrees = pl.when(pl.col("act") == act).then(pl.lit("1")).otherwise(pl.lit("0"))
        said.append(
            pl.when(pl.col(dummy) != agrees).then(
                pl.format(f"contradicted in its row: the column '{dummy}' says {{}}", pl.col(dummy))
            )
        )
        said.append(pl.when(pl.col(dummy).is_null()).then(pl.lit(f"the column '{dummy}' is empty")))
    joined = pl.concat_str(said, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _contradicting(table: Table, dummy: str, act: str) -> pl.DataFrame:
    """An act for each row where the dummy says 1 and the status says something else."""
    rows = table.frame.filter((pl.col(dummy) == "1") & (pl.col("act") != act))
    return rows.select(
        *(ROW, *WHO),
        act=pl.lit(act),
        year=pl.col("year_of_act") if act == "party in the year" else pl.lit(None, dtype=pl.Int32),
        column=pl.lit(dummy),
        as_published=pl.col(dummy),
        note=pl.format("contradicted in its row: the column 'status' says {}", pl.col("status")),
    )


def _account(table: Table, others: list[pl.DataFrame]) -> None:
    table.ignore_columns(["iso2", "member"], "name the party")
    table.ignore_columns([YEAR], "the year of the act")
    table.ignore_columns(["note"], "stands in the note of the act")
    for dummy, other in zip(DUMMIES, others, strict=True):
        table.ignore(
            f"column {dummy}",
            table.frame.height - other.height,
            "says what the status says, or what the note of the act tells of it",
        )


def _treaty(snapshot: Snapshot) -> str:
    name = PurePosixPath(snapshot.name).stem.removeprefix("hr_status_")
    if name not in TREATIES:
        raise Refused(
            snapshot.name,
            "",
            f"no treaty is known by the short name {name!r}",
            "add it to TREATIES with the depositary's reference",
        )
    return TREATIES[name]


SOURCE = Source(
    id="untc.status-2022",
    agency="UNTC",
    title="Status of eight human rights treaties, compiled by the World Politics Data Lab",
    counts="whether a Member State of the United Nations was a party, a signatory or neither, with the "
    "year of the binding act",
    cadence="once",
    home=HOME,
    licence=NONE_STATED,
    editions=(
        Edition(
            id="2022-08",
            title="Status in August 2022",
            published="2022-08-25",
            address="https://github.com/world-politics-datalab/humanrights-treaties-ratification-status",
            files=(
                File(
                    "ohchr-untc/status-2022/hr_status_*.csv",
                    "one treaty a file",
                    read,
                    kind="treaty_acts",
                ),
            ),
            note="Years only; the Holy See, Cook Islands, Niue, the State of Palestine and the European "
            "Union are left out",
        ),
    ),
    notes=("Compiled from the depositary's pages by others: contradictions in it are theirs",),
)
