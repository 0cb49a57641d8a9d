"""Small tools for tests of sources."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from gmg.evidence.checks import check_account, check_acts, check_contract
from gmg.evidence.snapshots import Snapshot, snapshot_of
from gmg.sources.description import File
from gmg.sources.reading import Reading

__all__ = ["csv_snapshot", "read_checked", "real", "snapshot_of", "workbook_of"]


def csv_snapshot(name: str, *lines: str, packed: bool = False, encoding: str = "utf-8") -> Snapshot:
    """A snapshot of the lines given, gzip around it if `packed`."""
    raw = ("\n".join(lines) + "\n").encode(encoding)
    return snapshot_of(name, gzip.compress(raw, mtime=0) if packed else raw)


def workbook_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """The bytes of an .xlsx with these sheets."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return raw.getvalue()


def real(data: Path, path: str) -> Snapshot:
    """A snapshot of a published file."""
    return snapshot_of(path, (data / path).read_bytes())


def read_checked(file: File, snapshot: Snapshot) -> Reading:
    """Read as a build does: account and contract are checked."""
    assert file.read is not None
    reading = file.read(snapshot)
    check_account(snapshot.name, reading)
    if file.kind == "observations":
        check_contract(snapshot.name, reading.figures)
    else:
        check_acts(snapshot.name, reading.figures)
    return reading
