"""The container of old Excel workbooks (.xls), looked over before a program library opens it.

A damaged container can send a reader round in rings, or have it make room for four thousand million
cells. Layout of the container: https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/
Layout of the records: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
LAST_SECTOR = 0xFFFFFFFA  # numbers above are marks: free, end of chain, table
COLUMNS = 256
CELLS = frozenset((0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E))
SEVERAL = frozenset((0xBD, 0xBE))  # records that end in the number of their last column
STRINGS = 0xFC


class Damaged(ValueError):
    """The container cannot be what a spreadsheet program wrote."""


def check_container(content: bytes) -> None:
    """Raise Damaged for rings of sectors, and for cells or strings that no such file can hold."""
    try:
        table, width = allocation(content), 1 << _number(content, 30, 2)
        check_rings(table)
        stream = workbook_stream(content, table, width)
    except (struct.error, IndexError) as error:
        raise Damaged("its table of sectors is not whole") from error
    for kind, record in records(stream):
        check_record(kind, record, len(stream))


def allocation(content: bytes) -> Sequence[int]:
    """The table that says of each sector which one follows."""
    width = 1 << _number(content, 30, 2)
    if not 64 <= width <= 4096:
        raise Damaged(f"it says that a sector has {width:,} bytes")
    places = [_number(content, 76 + 4 * at) for at in range(109)]
    further = _number(content, 68)
    seen: set[int] = set()
    while further <= LAST_SECTOR:
        if further in seen:
            raise Damaged("its list of tables runs in a ring")
        seen.add(further)
        *more, further = _sector(content, further, width)
        places += more
    return [at for place in places if place <= LAST_SECTOR for at in _sector(content, place, width)]


def check_rings(table: Sequence[int]) -> None:
    """Raise Damaged when following the table from any sector never ends."""
    done = bytearray(len(table))
    for start in range(len(table)):
        at, path = start, []
        while at < len(table) and not done[at]:
            done[at] = 1
            path.append(at)
            at = table[at]
        if at < len(table) and at in path:
            raise Damaged("its sectors run in a ring")


def workbook_stream(content: bytes, table: Sequence[int], width: int) -> bytes:
    """The bytes of the stream with the cells; empty where it is too short to stand in sectors."""
    directory = b"".join(_chain(content, table, width, _number(content, 48)))
    for at in range(0, len(directory) - 127, 128):
        name = directory[at : at + _number(directory, at + 64, 2)].decode("utf-16-le", "replace")
        if name.rstrip("\0").lower() in ("workbook", "book"):
            size = _number(directory, at + 120)
            if size >= 4096:
                start = _number(directory, at + 116)
                return b"".join(_chain(content, table, width, start))[:size]
    return b""


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def check_record(kind: int, record: bytes, room: int) -> None:
    """Raise Damaged for a cell to the right of the last column and for more strings than bytes."""
    if kind in CELLS and len(record) >= 4:
        last = _number(record, len(record) - 2 if kind in SEVERAL else 2, 2)
        if max(last, _number(record, 2, 2)) >= COLUMNS:
            raise Damaged(f"a cell stands in column {last + 1:,}")
    if kind == STRINGS and len(record) >= 8 and _number(record, 4) > room:
        raise Damaged(f"it says that it holds {_number(record, 4):,} texts")


def _chain(content: bytes, table: Sequence[int], width: int, at: int) -> Iterator[bytes]:
    while at < len(table):
        yield content[HEADER + at * width : HEADER + (at + 1) * width]
        at = table[at]


def _sector(content: bytes, number: int, width: int) -> tuple[int, ...]:
    return struct.unpack_from(f"<{width // 4}I", content, HEADER + number * width)


def _number(content: bytes, at: int, length: int = 4) -> int:
    if at + length > len(content):
        raise Damaged("it ends too early")
    return int.from_bytes(content[at : at + length], "little")
