"""International Migrant Stock 2024 as the publisher's own workbook, by sex, destination and origin.

NO COPY OF THE WORKBOOK WAS AT HAND when this reader was written. It follows what public programs
that read it rely on: a sheet `Table 1`; a row of headings, the eleventh, that names `Location code of
destination` and `Location code of origin` (M49, groups from 900); then one column a year from 1990
to 2024, three times: both sexes, men, women. Columns are found by their headings. Assumed, and to be
checked on the first real copy: that a heading above each block of years names the sex, that `..` is
not available, and that code 2003 is every other origin. Anything else is refused, never guessed.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.records.cell import number
from gmg.sources.dates import mid_year
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.forms.workbook import Workbook
from gmg.sources.places import dated
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique, melt, numbers, reading, set_aside, together
from gmg.sources.undesa.migrant_stock.data_type import basis_of_letters
from gmg.sources.undesa.repeats import remark_repeats

SHEET = "Table 1"
TEXT_SHEETS = ("contents", "table of contents", "notes", "annex")
DESTINATION, ORIGIN = "Location code of destination", "Location code of origin"
LETTERS = ("Type of data of destination", "Data type")
LABELS = (
    *("Index", "Coverage", "Notes of destination", *LETTERS),
    *("Region, development group, country or area of destination", DESTINATION),
    *("Region, development group, country or area of origin", ORIGIN),
)
YEARS = ("1990", "1995", "2000", "2005", "2010", "2015", "2020", "2024")
SEXES = ("total", "male", "female")
WORLD, OTHERS = "900", "2003"
REMEDY = "compare the sheet with the published description and adapt the reader"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell of Table 1; the counterpart of the row of all origins is empty."""
    book = Workbook(snapshot)
    readings = [_read_table(book.sheet(SHEET))]
    for name in book.sheets:
        if name == SHEET:
            continue
        if name.strip().lower() not in TEXT_SHEETS:
            raise Refused(
                snapshot.name,
                f"sheet {name!r}",
                "is not known, and may hold figures",
                "say in the reader what it holds",
            )
        readings.append(set_aside(book.sheet(name), "text, no figures"))
    return together(*readings)


def _read_table(table: Table) -> Reading:
    row = _heading_row(table)
    headings = _headings(table, row)
    by_name = {text: column for column, text in headings.items() if not text.isdigit()}
    years = {column: text for column, text in headings.items() if text.isdigit()}
    sexes = _sexes(table, row, list(years))
    _leave_out_surroundings(table, row, by_name, list(years))
    destination, origin = by_name[DESTINATION], by_name[ORIGIN]
    check_unique(table, [destination, origin])
    letters = next((by_name[name] for name in LETTERS if name in by_name), None)
    table.frame = table.frame.with_columns(
        _place(table, destination).alias("place"),
        _place(table, origin).alias("counterpart"),
        basis_of_letters(
            table.frame[letters]
            if letters
            else pl.Series([None] * table.frame.height, dtype=pl.String)
        ).alias("basis"),
    )
    remark_repeats(table, destination, "place")
    cells = melt(table, ["place", "counterpart", "basis", origin], list(years), "")
    found = numbers(table, cells, markers={"..": "O"}).with_columns(
        year=pl.col("column").replace_strict(years, return_dtype=pl.String),
        sex=pl.col("column").replace_strict(sexes, return_dtype=pl.String),
    )
    scheme = "desa-ims-2024"
    return reading(
        table,
        found.with_columns(
            place=dated("place", "year", scheme, "place", "destination"),
            counterpart=pl.when(pl.col(origin) != WORLD).then(
                dated("counterpart", "year", scheme, "counterpart", "origin")
            ),
            **mid_year("year"),
        ),
        concept="migrant-stock",
        unit="persons",
    )


def _heading_row(table: Table) -> int:
    """The number of the row that names both location codes."""
    for record in table.frame.head(30).rows(named=True):
        texts = {" ".join(str(text).split()) for text in record.values() if text is not None}
        if {DESTINATION, ORIGIN} <= texts:
            return int(record[ROW])
    raise Refused(
        table.file, f"sheet {SHEET}", f"no row names {DESTINATION!r} and {ORIGIN!r}", REMEDY
    )


def _headings(table: Table, row: int) -> dict[str, str]:
    """Column letter to heading; refuses a heading not known and years that are not three times eight."""
    record = table.frame.filter(pl.col(ROW) == row).row(0, named=True)
    found = {
        column: " ".join(record[column].split()).removesuffix(".0")
        for column in table.address
        if record[column] is not None
    }
    for column, text in found.items():
        if text not in LABELS and text not in YEARS:
            raise table.refuse(row, column, f"unknown heading {text!r}", REMEDY)
    years = [text for text in found.values() if text in YEARS]
    if years != list(YEARS) * len(SEXES):
        raise Refused(
            table.file,
            f"sheet {SHEET}, row {row}",
            f"the years are not {YEARS[0]} to {YEARS[-1]} three times",
            REMEDY,
        )
    return found


def _sexes(table: Table, row: int, columns: list[str]) -> dict[str, str]:
    """The sex of each column of figures; what stands above each block must name it."""
    above = table.frame.filter(pl.col(ROW) < row)
    blocks = [columns[at : at + len(YEARS)] for at in range(0, len(columns), len(YEARS))]
    sexes = {}
    for sex, block in zip(SEXES, blocks, strict=True):
        text = " ".join(above[block[0]].drop_nulls().to_list()).lower()
        words = {"total": "both sexes", "female": "female"}
        named = "female" not in text if sex == "male" else words[sex] in text
        if not named or (sex == "male" and "male" not in text):
            raise table.refuse(
                row - 1, block[0], f"{text[:60]!r} above the years does not say {sex}", REMEDY
            )
        sexes.update(dict.fromkeys(block, sex))
    return sexes


def _leave_out_surroundings(
    table: Table, row: int, by_name: dict[str, str], years: list[str]
) -> None:
    """Keep the rows with both codes; account for title, headings, labels and rows without figures."""
    cells = list(table.address)
    above = pl.col(ROW) <= row
    table.ignore_filled("title and headings", "say what the figures are", cells, above)
    body = table.frame.filter(~above & pl.any_horizontal(pl.col(cells).is_not_null()))
    codes = [by_name[DESTINATION], by_name[ORIGIN]]
    coded = pl.all_horizontal(pl.col(codes).is_not_null())
    stray = body.filter(
        ~coded & pl.any_horizontal(pl.col(years).is_not_null() & (pl.col(years) != ".."))
    )
    if stray.height:
        raise table.refuse(
            stray.item(0, ROW), codes[0], "a row with figures lacks a location code", REMEDY
        )
    table.frame = body
    table.ignore_filled("rows without codes", "headings and notes, no figures", cells, ~coded)
    table.frame = body.filter(coded)
    labels = sorted((column for column in cells if column not in years), key=number)
    for column in labels:
        table.ignore_filled(f"column {column}", "says which figure it is", [column])


def _place(table: Table, column: str) -> pl.Series:
    known = {**where.mapping("desa-m49"), OTHERS: "_OTH"}
    remedy = "if it is a group of this edition, add it to axes/facts/places.csv"
    return mapped(table, column, known, "location code", remedy)
