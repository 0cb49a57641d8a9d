"""Open a snapshot at a cell and see what stands there, by other means than the readers use.

The readers go through polars and calamine; here the standard library's csv and json and, for
workbooks, the sheet's own XML answer, so that a trace is a second witness and not an echo.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import Cell, letters, number
from gmg.sources.forms.archive import SIGNATURE, only_member

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """The text in a cell, and rows of cells around it under their column letters."""

    text: str | None
    columns: tuple[str, ...]
    header: tuple[str | None, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


def cells_around(snapshot: Snapshot, cell: Cell, around: int = 2) -> Seen:
    """What the file holds at the cell and `around` rows and columns on each side."""
    content = snapshot.content
    if content[: len(SIGNATURE)] == SIGNATURE:
        content = only_member(snapshot).raw
    if snapshot.name.endswith(".txt"):
        return _in_text(content, cell, around)
    if content[:2] == b"PK" or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _in_workbook(snapshot, cell, around)
    if snapshot.name.endswith(".en.xml") and cell.sheet:
        return _in_treaty(content, cell, around)
    if cell.column.startswith("/"):
        return _in_lines(content, cell, around)
    if not cell.column.isupper():
        return _in_json(content, cell, around)
    return _in_csv(content, cell, around)


def _in_csv(content: bytes, cell: Cell, around: int) -> Seen:
    text = _text(content)
    first, last = max(1, cell.row - around), cell.row + around
    header: list[str] = []
    rows = []
    for index, fields in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        if index == 1:
            header = fields
        if index >= first:
            rows.append((index, fields))
        if index == last:
            break
    return _window(rows, header, number(cell.column), cell.row)


def _in_text(content: bytes, cell: Cell, around: int) -> Seen:
    lines = _text(content).split("\n")
    rows = [
        (index, [line.removesuffix("\r")])
        for index, line in enumerate(lines, start=1)
        if abs(index - cell.row) <= around
    ]
    return _window(rows, [], number(cell.column), cell.row)


def _in_lines(content: bytes, cell: Cell, around: int) -> Seen:
    """The line of an XML file on which an element begins, and those around; long ones are cut."""
    first = max(1, cell.row - around)
    near = _text(content).split("\n")[first - 1 : cell.row + around]
    rows = tuple(
        (number, (line.strip()[:LONGEST] or None,)) for number, line in enumerate(near, start=first)
    )
    here = next((cells[0] for number, cells in rows if number == cell.row), None)
    return Seen(here, ("line",), (None,), rows)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _window(
    rows: list[tuple[int, list[str]]], header: list[str], column: int, row: int, reach: int = 3
) -> Seen:
    widest = max((len(fields) for _, fields in rows), default=0)
    first, last = max(1, column - reach), min(widest, column + reach)
    span = range(first, last + 1)
    cut = [(index, tuple(_at(fields, at) for at in span)) for index, fields in rows]
    here = next((fields for index, fields in rows if index == row), [])
    return Seen(
        text=_at(here, column),
        columns=tuple(letters(at) for at in span),
        header=tuple(_at(header, at) for at in span),
        rows=tuple(cut),
    )


def _at(fields: list[str], column: int) -> str | None:
    return (fields[column - 1] or None) if column <= len(fields) else None


def _in_treaty(content: bytes, cell: Cell, around: int) -> Seen:
    """A cell of the UN Treaty Collection's XML: section, number of its row, element in the row."""
    sections = ElementTree.fromstring(content).findall(f"Treaty/{cell.sheet}")
    rows_of = [section.find("Table/TGroup/Tbody/Rows") for section in sections]
    items = [
        item
        for section, table in zip(sections, rows_of, strict=True)
        for item in (section if table is None else table)
        if item.tag not in ("Title", "Header")
    ]
    first = max(1, cell.row - around)
    rows = tuple(
        (number, (_all_text(item.find(cell.column)),))
        for number, item in enumerate(items[first - 1 : cell.row + around], start=first)
    )
    here = next((cells[0] for number, cells in rows if number == cell.row), None)
    return Seen(here, (cell.column,), (None,), rows)


def _all_text(element: ElementTree.Element | None) -> str | None:
    return None if element is None else "".join(element.itertext()).strip() or None


def _in_json(content: bytes, cell: Cell, around: int) -> Seen:
    document: Any = json.loads(content, parse_int=str, parse_float=str)
    records = _records(document)
    names = list(records[cell.row])
    at = names.index(cell.column) if cell.column in names else 0
    near = tuple(names[max(0, at - 3) : at + 4])
    numbers = range(max(0, cell.row - around), min(len(records), cell.row + around + 1))
    rows = tuple(
        (index, tuple(_said(records[index].get(name)) for name in near)) for index in numbers
    )
    return Seen(_said(records[cell.row].get(cell.column)), near, near, rows)


def _records(document: Any) -> list[dict[str, Any]]:
    """The list of flat records, wherever a service puts it."""
    if isinstance(document, list):
        return document
    under = next(key for key in ("result", "items", "features") if key in document)
    return [record.get("attributes", record) for record in document[under]]


def _said(value: Any) -> str | None:
    return None if value is None else str(value)


def _in_workbook(snapshot: Snapshot, cell: Cell, around: int) -> Seen:
    from gmg.sources.forms.workbook import Workbook

    book = Workbook(snapshot)
    sheet = next(
        (s for s in book.sheets if s.replace(" ", "_") == (cell.sheet or "").replace(" ", "_")), ""
    )
    table = book.sheet(sheet)
    columns = [name for name in table.frame.columns if name != "row"]
    at = columns.index(cell.column)
    near = columns[max(0, at - 3) : at + 4]
    rows = table.frame.filter(
        (table.frame["row"] >= cell.row - around) & (table.frame["row"] <= cell.row + around)
    )
    cut = tuple(
        (record["row"], tuple(record[name] for name in near)) for record in rows.rows(named=True)
    )
    here = next((record for record in rows.rows(named=True) if record["row"] == cell.row), {})
    return Seen(here.get(cell.column), tuple(near), tuple(near), cut)
