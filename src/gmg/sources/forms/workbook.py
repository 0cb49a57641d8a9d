"""Excel workbooks (.xlsx, .xls), read as text sheet by sheet."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import fastexcel
import polars as pl

from gmg.evidence.snapshots import MAX_INFLATED, MAX_RATIO, Snapshot
from gmg.records.cell import letters, number
from gmg.sources.forms.compound import SIGNATURE, Damaged, check_container
from gmg.sources.forms.csv import refuse_web_page
from gmg.sources.forms.table import ROW, Table
from gmg.sources.reading import Refused

MOST_CELLS = 50_000_000  # room that a sheet may ask for; the largest published one needs 3 million


class Workbook:
    """An open workbook; `sheet(name)` gives its cells as text under spreadsheet letters."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.file = snapshot.name
        content = snapshot.content
        refuse_web_page(snapshot.name, content)
        refuse_bomb(snapshot.name, content)
        refuse_locked(snapshot.name, content)
        with damage_named(snapshot.name):
            if content[: len(SIGNATURE)] == SIGNATURE:
                check_container(content)
            self._layouts = layouts(content) if content[:2] == b"PK" else {}
            self._reader = fastexcel.read_excel(content)
            self.sheets: list[str] = list(self._reader.sheet_names)

    def sheet(self, name: str) -> Table:
        """The sheet as a table whose columns are A, B, C ... and whose rows count from 1.

        Cells are the text of the value as the file stores it, numbers in the shortest form that
        gives back the stored 64-bit value; blank cells are null; `holds` counts the cells that are
        not blank. Raises Refused when there is no such sheet.
        """
        if name not in self.sheets:
            raise Refused(
                self.file,
                "",
                f"there is no sheet {name!r}; the sheets are {', '.join(map(repr, self.sheets))}",
                "the publisher has renamed it: name the new sheet in the reader",
            )
        layout = self._layouts.get(name, Layout())
        with damage_named(self.file, f"sheet {name!r}"):
            loaded = self._reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            frame = loaded.to_polars()
            if layout.fractions:
                frame = self._exact(name, frame)
        first = layout.first_column
        columns = [letters(number) for number in range(first, first + frame.width)]
        frame.columns = columns
        frame = frame.with_columns(
            pl.when(pl.col(pl.String).str.strip_chars() == "")
            .then(None)
            .otherwise(pl.col(pl.String))
            .name.keep()
        )
        holds = int(frame.height * frame.width - sum(frame.null_count().row(0)))
        return Table(
            file=self.file,
            sheet=name,
            frame=frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int32)),
            address={column: column for column in columns},
            holds=holds,
        )

    def _exact(self, name: str, texts: pl.DataFrame) -> pl.DataFrame:
        """The texts with the digits of numbers that the reader beneath rounds to nine decimals."""
        loaded = self._reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="float")
        numbers = loaded.to_polars()
        rounded = [
            (texts[column].cast(pl.Float64, strict=False) != numbers[column]).fill_null(False)
            for column in texts.columns
        ]
        return texts.with_columns(
            numbers[column].cast(pl.String).zip_with(wrong, texts[column]).alias(column)
            for column, wrong in zip(texts.columns, rounded, strict=True)
            if wrong.any()
        )


@contextmanager
def damage_named(file: str, sheet: str = "") -> Iterator[None]:
    """Turn whatever a library says of a damaged workbook into a refusal that names the file."""
    try:
        yield
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # also the panics of the library beneath, which are no Exception
        said = (str(error) or type(error).__name__).splitlines()[0][:160]
        raise Refused(
            file,
            sheet,
            f"not a whole Excel workbook ({said})",
            "the download may be cut off, or the workbook is protected by a password: "
            "open it in a spreadsheet program, save it without password, or fetch it again",
        ) from error


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet begins, counted from 1, and whether it may hold numbers with a fraction."""

    first_column: int = 1
    fractions: bool = True


def layouts(content: bytes) -> dict[str, Layout]:
    """Sheet name to its layout.

    The reader beneath leaves out empty columns on the left, so letters must be counted from there.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = dict(
            re.findall(rb'Id="([^"]+)"[^>]*?Target="/?(?:xl/)?([^"]+)"', _relations(archive))
        )
        links |= {
            key: target
            for target, key in re.findall(
                rb'Target="/?(?:xl/)?([^"]+)"[^>]*?Id="([^"]+)"', _relations(archive)
            )
        }
        book = archive.read("xl/workbook.xml")
        found = {}
        for tag in re.findall(rb"<(?:\w+:)?sheet [^>]*>", book):
            name = re.search(rb'name="([^"]*)"', tag)
            link = re.search(rb'r:id="([^"]*)"', tag)
            if name and link and link[1] in links:
                sheet = archive.read("xl/" + links[link[1]].decode())
                check_extent(sheet)
                found[html.unescape(name[1].decode())] = Layout(
                    _first_column(sheet), re.search(rb"<v>[^<]*\.[^<]*</v>", sheet) is not None
                )
    return found


def check_extent(sheet: bytes) -> None:
    """Raise Damaged for a sheet that would unfold to far more cells than it has.

    The reader beneath makes room for every cell up to the last row and the last column.
    """
    if not re.search(rb'<c r="(?:[A-Z]{3,}\d|[A-Z]+\d{6})', sheet):
        return
    cells = re.findall(rb'<c r="([A-Z]+)(\d+)"', sheet)
    columns = max(number(column.decode()) for column in {column for column, _ in cells})
    room = columns * max(int(row) for _, row in cells)
    if room > max(MOST_CELLS, 100 * len(cells)):
        raise Damaged(f"{len(cells):,} cells are spread over room for {room:,}")


def _relations(archive: zipfile.ZipFile) -> bytes:
    return archive.read("xl/_rels/workbook.xml.rels")


def _first_column(sheet: bytes) -> int:
    if re.search(rb'<c r="A\d+"[^>/]*>', sheet):
        return 1
    columns = set(re.findall(rb'<c r="([A-Z]+)\d+"[^>/]*>', sheet))
    return min((number(column.decode()) for column in columns), default=1)


def check_cells(table: Table, expected: Mapping[str, str]) -> None:
    """Refuse a sheet in which a landmark cell (`"L16": "2019"`) does not hold the text expected."""
    for at, want in expected.items():
        column = at.rstrip("0123456789")
        row = int(at[len(column) :])
        have = cell_text(table, row, column)
        if have is None or " ".join(have.split()) != want:
            raise Refused(
                table.file,
                f"cell {table.sheet}!{at}",
                f"holds {have!r} where {want!r} stood",
                "the sheet has moved: compare with the last edition and adapt the reader",
            )


def cell_text(table: Table, row: int, column: str) -> str | None:
    """The text of one cell, None when blank or outside the sheet."""
    if column not in table.frame.columns:
        return None
    found = table.frame.filter(pl.col(ROW) == row)
    return found.item(0, column) if found.height else None


def refuse_bomb(name: str, content: bytes) -> None:
    """Refuse a zip that would unpack to far more than a workbook holds."""
    if content[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(
            name,
            "",
            f"the workbook is damaged ({error})",
            "the download was cut off: fetch it again",
        ) from error
    if size > min(MAX_INFLATED, max(len(content) * MAX_RATIO, 1024**2)):
        raise Refused(
            name,
            "",
            f"unpacks to {size:,} bytes from {len(content):,}",
            "this is not a published table; it was not opened",
        )


def refuse_locked(name: str, content: bytes) -> None:
    """Refuse an Excel file inside an OLE container with an encryption stream: a password is set."""
    if (
        content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P" in content
    ):
        raise Refused(
            name,
            "",
            "the workbook is protected by a password",
            "open it in a spreadsheet program, save it without password, and use that file",
        )
