"""From files to staged activities: parse, structure, rules, code lists, rows, and a report.

Nothing is lost: every activity of a file is accepted, rejected (it breaks the schema), quarantined
(its reporter is not the publisher), conflicting (another one has its identifier) or repeated.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from gmg.evidence.build import locked
from gmg.exchange.fourw import read_csv
from gmg.exchange.iati.batch import SCHEMA, Batches, unpacked
from gmg.exchange.iati.codes import code_list
from gmg.exchange.iati.examine import judged
from gmg.exchange.iati.judge import Judged, unique
from gmg.exchange.iati.parse import LIMIT, Document, Head, Piece
from gmg.exchange.iati.publisher import Publisher, UnknownPublisher, publisher_of
from gmg.exchange.iati.remark import LEVELS, Remark
from gmg.exchange.iati.settle import settle, write_changes
from gmg.exchange.iati.standard import Standard
from gmg.exchange.iati.store import (
    ACTIVITIES,
    REJECTED,
    REJECTED_SCHEMA,
    REMARK_SCHEMA,
    REMARKS,
    Imported,
    folder_of,
    imported,
    key_of,
    write_record,
)
from gmg.exchange.iati.structure import errors_of_file
from gmg.sources.reading import Refused

TABLE_LIMIT = 256 * 1024**2
NOBODY = Publisher("unknown", None, frozenset())


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of the files: one record each, and a line for each that was refused."""

    files: tuple[Imported, ...]
    refused: tuple[str, ...]

    @property
    def errors(self) -> int:
        """Errors in all files, refused ones, quarantined and conflicting activities among them."""
        inside = sum(one.errors + one.quarantined + one.conflicting for one in self.files)
        return inside + len(self.refused)


def stage(
    paths: Iterable[Path],
    base: Path,
    standard: Callable[[], Standard],
    *,
    today: date,
    publisher: str | None = None,
    limit: int = LIMIT,
    workers: int | None = None,
    anyone: bool = False,
) -> Staged:
    """Stage files into `base/activities`. The same bytes again change nothing.

    `standard` is asked for the schemas when the first XML comes: a table needs none. `publisher` is an
    agency's code or an organisation identifier; without it the one known agency
    that reports in a file is its publisher, and with `anyone` a file without one is staged all the
    same. A file that is refused leaves no trace. Raises BuildFailed while another build is at work.
    """
    done: list[str] = []
    refused: list[str] = []
    again: set[str] = set()
    with locked(base):
        clean(base)
        for path in paths:
            try:
                record = _stage_one(
                    path, base, standard, today, publisher, limit, workers, anyone=anyone
                )
            except (Refused, UnknownPublisher) as error:
                text = str(error)
                refused.append(text if isinstance(error, Refused) else f"{path.name}: {text}")
                continue
            done.append(record.key)
            if record.was_here:
                again.add(record.key)
        settled = {one.key: one for one in settle(base)}
    files = [replace(settled[key], was_here=key in again) for key in dict.fromkeys(done)]
    return Staged(tuple(files), tuple(refused))


def clean(base: Path) -> None:
    """Take away what a killed import left behind."""
    for left in folder_of(base).glob(".staging-*"):
        shutil.rmtree(left, ignore_errors=True)


def _stage_one(
    path: Path,
    base: Path,
    standard: Callable[[], Standard],
    today: date,
    named: str | None,
    limit: int,
    workers: int | None,
    *,
    anyone: bool,
) -> Imported:
    if not path.is_file():
        raise Refused(str(path), "", "there is no such file", "name another")
    table = path.suffix.lower() == ".csv"
    document = None if table else Document(path, limit)
    sha256 = sha256_of(path)
    known = next((one for one in imported(base) if one.sha256 == sha256), None)
    if known is not None and known.file == path.name:
        return replace(known, was_here=True)
    beside = folder_of(base) / f".staging-{sha256[:12]}"
    beside.mkdir(parents=True, exist_ok=True)
    try:
        head = None if document is None else document.head
        counts = (
            _write_table(path, beside, min(limit, TABLE_LIMIT))
            if document is None
            else _write(document, beside, standard(), today, workers)
        )
        try:
            whose = publisher_of(named, counts.reporters)
        except UnknownPublisher:
            if not anyone and counts.kept:
                raise
            whose = NOBODY if named is None else publisher_of(named, {})
        return _put(base, beside, path.name, head, sha256, counts, whose)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@dataclass(slots=True)
class _Counts:
    """What was counted while a file went by."""

    activities: int
    kept: int
    rejected: int
    levels: Counter[str]
    reporters: Counter[str]


def _write(
    document: Document, to: Path, standard: Standard, today: date, workers: int | None
) -> _Counts:
    """Judge the file and write its three tables."""
    counts = _Counts(0, 0, 0, Counter(), Counter())
    said: set[tuple[str, str]] = set()
    with (
        Batches(to / ACTIVITIES, SCHEMA) as rows,
        Batches(to / REJECTED, REJECTED_SCHEMA) as rejected,
        Batches(to / REMARKS, REMARK_SCHEMA) as remarks,
    ):
        first = [*_on_the_head(document.head, standard), *_on_other_kinds(document, standard)]
        _add_remarks(remarks, first, counts)
        if document.head.kind != "activities":
            return counts
        for piece, found in judged(document, standard, today, workers):
            counts.activities += len(piece.marks)
            counts.kept += len(found.kept)
            counts.rejected += len(found.rejected)
            counts.reporters.update(found.reporters)
            if found.kept:
                rows.add(unpacked(found.rows, _xml(document.head, piece, found.kept)))
            if found.rejected:
                rejected.add(_rejected(document.head, piece, found))
            _add_remarks(remarks, list(unique(found.remarks, said)), counts)
    return counts


def _write_table(path: Path, to: Path, limit: int) -> _Counts:
    """Read a table of activities (see `gmg.exchange.fourw`) and write the same three files."""
    if path.stat().st_size > limit:
        raise Refused(path.name, "", f"holds more than {limit:,} bytes", "part the file")
    rows = read_csv(path.name, path.read_bytes())
    table = pa.Table.from_pylist(rows, SCHEMA)
    with Batches(to / ACTIVITIES, SCHEMA) as kept:
        kept.add(table)
    for name, schema in ((REJECTED, REJECTED_SCHEMA), (REMARKS, REMARK_SCHEMA)):
        with Batches(to / name, schema):
            pass
    reporters = Counter(str(row["reporter"]) for row in rows)
    return _Counts(len(rows), len(rows), 0, Counter(), reporters)


def _add_remarks(to: Batches, remarks: Sequence[Remark], counts: _Counts) -> None:
    if remarks:
        counts.levels.update(one.level for one in remarks)
        to.add(pa.Table.from_pylist([one.as_json() for one in remarks], REMARK_SCHEMA))


def _xml(head: Head, piece: Piece, places: Iterable[int]) -> list[str]:
    return [piece.xml(place, head) for place in places]


def _rejected(head: Head, piece: Piece, found: Judged) -> pa.Table:
    rows = [
        {
            "identifier": one.identifier,
            "reporter": one.reporter,
            "row": piece.marks[one.place].line,
            "column": head.path(piece.number + one.place),
            "xml": piece.xml(one.place, head),
        }
        for one in found.rejected
    ]
    return pa.Table.from_pylist(rows, REJECTED_SCHEMA)


def _on_the_head(head: Head, standard: Standard) -> list[Remark]:
    """Remarks on the version that the root states."""
    path = f"/{'iati-activity' if head.bare else 'iati-' + head.kind}/@version"
    if head.kind == "registry":
        return []
    if head.version is None:
        level, message = "advice", "no version is stated: read as 2.03"
        to_do = 'put the activity into <iati-activities version="2.03">'
        if not head.bare:
            return []  # the schema says so
    elif head.version.strip() == "2.03":
        return []
    elif code_list(standard.lists / "Version.xml").fits(head.version.strip()):
        level, message = "advice", f"is of version {head.version}, read as 2.03"
        to_do = "publish as 2.03"
    else:
        level, message = "error", f"{head.version!r} is no version of the standard"
        to_do = 'write version="2.03"'
    return [Remark(head.file, None, head.line, path, level, "version", message, to_do)]  # type: ignore[arg-type]


def _on_other_kinds(document: Document, standard: Standard) -> list[Remark]:
    """What is wrong in a file that holds no activities; it is checked, and not staged."""
    head = document.head
    if head.kind == "activities":
        return []
    errors = errors_of_file(document.whole(), standard, head.kind)
    return [
        Remark(
            head.file,
            None,
            head.line + one.line - 1,
            one.path,
            "error",
            "structure",
            one.message,
            "mend the element as the standard says",
        )
        for one in errors
    ]


def _put(
    base: Path,
    beside: Path,
    file: str,
    head: Head | None,
    sha256: str,
    counts: _Counts,
    whose: Publisher,
) -> Imported:
    """Put the staged folder in its place, with what changed since the version before."""
    key = key_of(whose.ref, file)
    place = folder_of(base) / key
    before = next((one for one in imported(base) if one.key == key), None)
    others = [one.order for one in imported(base)]
    record = Imported(
        key=key,
        file=file,
        sha256=sha256,
        order=before.order if before else max(others, default=0) + 1,
        publisher=whose.ref,
        agency=whose.agency,
        refs=tuple(sorted(whose.refs)),
        version=head.version if head else None,
        generated=head.generated if head else None,
        activities=counts.activities,
        rejected=counts.rejected,
        accepted=counts.kept,
        errors=counts.levels[LEVELS[0]],
        warnings=counts.levels[LEVELS[1]],
        advice=counts.levels[LEVELS[2]],
    )
    if before is not None:
        changes = write_changes(place / ACTIVITIES, beside / ACTIVITIES, beside)
        record = replace(
            record,
            replaces=before.sha256,
            new=changes["new"],
            gone=changes["gone"],
            changed=changes["changed"],
        )
    write_record(beside, record)
    if place.exists():
        old = folder_of(base) / f".staging-old-{key}"
        place.rename(old)
        beside.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    else:
        beside.rename(place)
    return record


def sha256_of(path: Path) -> str:
    """The sha256 of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
