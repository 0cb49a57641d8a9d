"""Small valid files of every shape that gmg reads, and ways to spoil them.

The small files are cut in memory from the published ones: header and a few records, all sheets of a
workbook with their first rows. So every reader is met, and a new one needs nothing here.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
from lxml import etree

from gmg.evidence.checks import check_activities, check_acts, check_contract
from gmg.evidence.claims import Claim, claimed, files_below
from gmg.evidence.parts import read_file
from gmg.evidence.snapshots import snapshot_of
from gmg.sources import sources
from gmg.sources.reading import Refused

Draw = Callable[[int, int], int]
"""A whole number between two, both included: from hypothesis or from a seeded generator."""

RECORDS, SHEET_ROWS = 12, 400
SLOWEST = 20.0  # seconds; a reader that takes longer over a few kilobytes hangs


@dataclass(frozen=True)
class Fixture:
    """A small valid file and the claim under which it is read."""

    name: str
    claim: Claim
    raw: bytes


def fixtures(data: Path) -> list[Fixture]:
    """One small file a reader: the smallest published file that it reads, cut short."""
    claims, _ = claimed((path for path, _ in files_below(data)), sources())
    smallest: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(claims, key=lambda item: (data / item.path).stat().st_size):
        if claim.file.read is not None:
            key = (claim.source.id, claim.edition.id, claim.file.kind, claim.file.read)
            smallest.setdefault(key, claim)
    return [
        Fixture(f"{claim.source.id}: {claim.path}", bare(claim), cut(data / claim.path))
        for claim in smallest.values()
    ]


def bare(claim: Claim) -> Claim:
    """The claim without the totals that only the whole file comes to."""
    return replace(claim, file=replace(claim.file, totals=()))


CHECKS = {
    "observations": check_contract,
    "treaty_acts": check_acts,
    "activities": check_activities,
}


def cut(path: Path) -> bytes:
    """The file with its first records only, in its own form."""
    raw = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.compress(cut_text(path.stem, gzip.decompress(raw)), mtime=0)
    if path.suffix == ".xlsx":
        return cut_workbook(raw)
    return raw if path.suffix == ".xls" else cut_text(path.name, raw)


def cut_text(name: str, content: bytes) -> bytes:
    if name.endswith(".json"):
        document = json.loads(content)
        if isinstance(document, list):
            return json.dumps(document[:RECORDS]).encode()
        records = document["result"][:RECORDS]
        said = {"totalRecordsCount": len(records)} if "totalRecordsCount" in document else {}
        return json.dumps({**document, "result": records, **said}).encode()
    if name.endswith(".xml"):
        return cut_xml(content)
    lines = content.splitlines(keepends=True)
    return b"".join(lines[: RECORDS * 3])


def cut_xml(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for child in list(root)[2:]:
        root.remove(child)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def cut_workbook(raw: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    out = openpyxl.Workbook(write_only=True)
    for sheet in book:
        page = out.create_sheet(sheet.title)
        for row in sheet.iter_rows(max_row=SHEET_ROWS, values_only=True):
            page.append(row)
    target = io.BytesIO()
    out.save(target)
    return target.getvalue()


def spoiled(raw: bytes, draw: Draw) -> bytes:
    """The file after one to three accidents, outside or inside its wrapper."""
    inside = draw(0, 3) > 0
    if inside and raw[:2] == b"\x1f\x8b":
        return gzip.compress(accidents(gzip.decompress(raw), draw), 1, mtime=0)
    if inside and raw[:2] == b"PK":
        return spoiled_zip(raw, draw)
    return accidents(raw, draw)


def spoiled_zip(raw: bytes, draw: Draw) -> bytes:
    """The workbook with one of its members spoiled."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        names = archive.namelist()
        victim = names[draw(0, len(names) - 1)]
        for name in names:
            content = archive.read(name)
            target.writestr(name, accidents(content, draw) if name == victim else content)
    return out.getvalue()


def accidents(content: bytes, draw: Draw) -> bytes:
    for _ in range(draw(1, 3)):
        content = ACCIDENTS[draw(0, len(ACCIDENTS) - 1)](content, draw)
    return content


def _change_byte(content: bytes, draw: Draw) -> bytes:
    if not content:
        return content
    at = draw(0, len(content) - 1)
    return content[:at] + bytes([draw(0, 255)]) + content[at + 1 :]


def _cut_off(content: bytes, draw: Draw) -> bytes:
    return content[: draw(0, len(content))]


def _insert(content: bytes, draw: Draw) -> bytes:
    at = draw(0, len(content))
    return content[:at] + WORDS[draw(0, len(WORDS) - 1)] + content[at:]


def _take_out(content: bytes, draw: Draw) -> bytes:
    at = draw(0, len(content))
    return content[:at] + content[at + draw(1, 40) :]


def _repeat(content: bytes, draw: Draw) -> bytes:
    at = draw(0, len(content))
    length = draw(1, 400)
    return content[: at + length] + content[at:]


def _repeat_line(content: bytes, draw: Draw) -> bytes:
    lines = content.split(b"\n")
    at = draw(0, len(lines) - 1)
    return b"\n".join([*lines[: at + 1], *lines[at:]])


def _replace_field(content: bytes, draw: Draw) -> bytes:
    fields = content.split(b",")
    fields[draw(0, len(fields) - 1)] = WORDS[draw(0, len(WORDS) - 1)]
    return b",".join(fields)


def _swap_fields(content: bytes, draw: Draw) -> bytes:
    fields = content.split(b",")
    one, two = draw(0, len(fields) - 1), draw(0, len(fields) - 1)
    fields[one], fields[two] = fields[two], fields[one]
    return b",".join(fields)


ACCIDENTS = (
    *(_change_byte, _cut_off, _insert, _take_out, _repeat, _repeat_line),
    *(_replace_field, _swap_fields),
)
WORDS = (
    *(b"", b"-1", b"0", b"1e999", b"NaN", b"inf", b"..", b"-", b"<5", b"~", b"NA", b" ", b"\t"),
    *(b"9" * 40, b"1,022", b"1.5", b"2024", b"99999", b"\xff", b"\x00", b"\xe2\x80\x93", b'"'),
    *(b"'", b"\r\n", b"\n\n", b",", b";", b"<html>", b"XQZ", b"Atlantis", b"female", b"null"),
    *(b"[", b"{", b"}", b"]", b"true", b'<c r="A0"/>', b"</row>", b"\xef\xbb\xbf", b"31 Feb 2010"),
)


class Escaped(AssertionError):
    """A spoiled file got past its reader in another way than by a good reading or a refusal."""


def met(fixture: Fixture, raw: bytes) -> str:
    """Read as a build does; `read` or `refused`. Raises Escaped for anything else."""
    claim = fixture.claim
    start = time.perf_counter()
    try:
        reading = read_file(snapshot_of(claim.path, raw), claim)
    except (Refused, ValueError, EOFError) as error:
        if claim.path not in str(error):
            raise Escaped(f"{fixture.name}: {error!r} does not name the file") from error
        return "refused"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise Escaped(f"{fixture.name}: {type(error).__name__}: {error}") from error
    finally:
        took = time.perf_counter() - start
    if took > SLOWEST:
        raise Escaped(f"{fixture.name}: took {took:.0f} s over {len(raw):,} bytes")
    if reading.balance():
        raise Escaped(f"{fixture.name}: {reading.balance()} cells are unaccounted for")
    check = CHECKS[claim.file.kind]
    try:
        check(claim.path, reading.figures)
    except Refused as error:
        if not (str(error).startswith(claim.path) and error.cell):
            raise Escaped(f"{fixture.name}: breaks the contract: {error}") from error
        return "refused"
    return "read"


def tries(fixture: Fixture, seed: int) -> Iterator[bytes]:
    """Spoiled copies without end, the same for the same seed."""
    chance = random.Random(f"{seed} {fixture.name}")
    while True:
        yield spoiled(fixture.raw, chance.randint)
