"""One file's figures as Parquet, kept by what they were made from, so nothing is read twice."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict
from pathlib import Path

import polars as pl

from gmg.evidence.accounts import Account, Checked, account_from
from gmg.evidence.checks import (
    check_account,
    check_activities,
    check_acts,
    check_contract,
    check_totals,
)
from gmg.evidence.claims import Claim
from gmg.evidence.snapshots import CannotUnpack, Snapshot, write_whole
from gmg.records import activity, observation, treaty_act
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import stamped

CONTRACTS = {
    "observations": observation.COLUMNS,
    "treaty_acts": list(treaty_act.COLUMNS),
    "activities": list(activity.COLUMNS),
}
"""Columns of each kind of record, in order."""


def key_of(snapshot: Snapshot, claim: Claim, code: str) -> str:
    """The name of the part that this code makes of these bytes under this claim."""
    text = "\n".join((snapshot.sha256, claim.path, claim.source.id, claim.edition.id, code))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def kept_part(folder: Path, key: str) -> Account | None:
    """The account of a part that was made before and is whole."""
    path = folder / f"{key}.json"
    if not path.exists():
        return None
    account = account_from(json.loads(path.read_text(encoding="utf-8")))
    return account if account.part is None or (folder / f"{key}.parquet").exists() else None


def make_part(folder: Path, key: str, snapshot: Snapshot, claim: Claim) -> Account:
    """Read, check and write one file. The account is written last: without it there is no part.

    Raises Refused or CannotUnpack, whatever went wrong with the file, with a message that names it.
    """
    reading = read_file(snapshot, claim)
    check_account(claim.path, reading)
    checks: list[Checked] = []
    if claim.file.kind == "observations":
        check_contract(claim.path, reading.figures)
        checks = check_totals(claim.path, reading.figures, claim.file.totals)
    elif claim.file.kind == "treaty_acts":
        check_acts(claim.path, reading.figures)
    else:
        check_activities(claim.path, reading.figures)
    figures = stamped(
        reading.figures,
        CONTRACTS[claim.file.kind],
        agency=claim.source.agency,
        dataset=claim.source.id,
        edition=claim.edition.id,
        snapshot=snapshot.sha256,
    )
    if figures.height:
        write_parquet(folder / f"{key}.parquet", figures)
    account = Account(
        path=claim.path,
        sha256=snapshot.sha256,
        bytes=len(snapshot.raw),
        agency=claim.source.agency,
        dataset=claim.source.id,
        edition=claim.edition.id,
        kind=claim.file.kind,
        records=reading.records,
        holds=reading.holds,
        kept=reading.figures.height,
        ignored=reading.ignored,
        rejected=reading.rejected,
        remarks=reading.remarks,
        checks=tuple(checks),
        part=f"{claim.file.kind}/{part_name(claim)}.parquet" if figures.height else None,
        concepts=concepts_in(reading.figures),
    )
    write_whole(folder / f"{key}.json", json.dumps(asdict(account), ensure_ascii=False).encode())
    return account


def read_file(snapshot: Snapshot, claim: Claim) -> Reading:
    """The reading of the file, every failure turned into an error that names it."""
    if claim.file.read is None:
        raise Refused(claim.path, "", "holds no figures", claim.file.why)
    try:
        return claim.file.read(snapshot)
    except (Refused, CannotUnpack):
        raise
    except (pl.exceptions.PolarsError, ValueError, KeyError, IndexError, TypeError) as error:
        first = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Refused(
            claim.path,
            "",
            f"could not be read ({type(error).__name__}: {first})",
            "the file is not of the shape this reader knows: compare it with the last edition",
        ) from error


def concepts_in(figures: pl.DataFrame) -> tuple[str, ...]:
    """The concepts of the figures, sorted; none for acts and activities."""
    if "concept" not in figures.columns:
        return ()
    return tuple(sorted(figures["concept"].unique().cast(pl.String).to_list()))


def part_name(claim: Claim) -> str:
    """A readable file name: data set, edition and the name of the file."""
    stem = claim.path.replace("/", "-").replace(" ", "_")
    return f"{claim.source.id}@{claim.edition.id}--{stem}"


def write_parquet(path: Path, figures: pl.DataFrame) -> None:
    """Write whole or not at all. Same frame, same bytes.

    Packed in memory first: a full disk is then an OSError that says so, not an error of Parquet.
    """
    packed = io.BytesIO()
    figures.write_parquet(packed, compression="zstd", compression_level=1, row_group_size=250_000)
    write_whole(path, packed.getbuffer())
