"""World Development Indicators, one series a file, as the page of an indicator gives it.

Quirks: the CSV has a byte-order mark, four lines with the date of update above the header, and a
comma at the end of each line that makes an empty last column; groups of economies stand among the
economies; an empty cell is a year without a figure. The workbook (.xls) holds the same table on the
sheet `Data`. Vintages of one series differ in all years, so the edition is the date of update, and
a file that says another date is refused. https://data.worldbank.org/indicator
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from functools import partial

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv, refuse_web_page
from gmg.sources.forms.table import ROW, Table, check_given, check_header, spreadsheet_address
from gmg.sources.forms.workbook import Workbook, cell_text, check_cells
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import CELL, check_unique, melt, numbers, reading
from gmg.sources.worldbank.licence import CC_BY
from gmg.sources.worldbank.series import SERIES, Series, times

WHO = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
ABOVE = ("Data Source", "World Development Indicators", "Last Updated Date")
DATA, LINES_ABOVE, ROWS_ABOVE = "Data", 4, 3
OTHER_SHEETS = {
    "Metadata - Countries": "region, income group and notes of the economies",
    "Metadata - Indicators": "what the series measures",
}
NO_FIGURE = "no figure for that year"


def read_series_csv(snapshot: Snapshot, *, updated: str) -> Reading:
    """One figure a cell of an API_*.csv file of the update `updated` (an ISO date)."""
    refuse_web_page(snapshot.name, snapshot.content)
    check_lines_above(snapshot, updated)
    table = read_csv(snapshot, skip=LINES_ABOVE)
    table.holds += len(ABOVE) + 1
    table.ignore("lines above the header", len(ABOVE) + 1, "source and date of update")
    check_header(snapshot.name, list(table.address)[: len(WHO)], WHO, LINES_ABOVE + 1)
    table.ignore_columns(WHO, "say which figure it is")
    drop_last_column(table)
    return figures(table)


def read_series_xls(snapshot: Snapshot, *, updated: str) -> Reading:
    """One figure a cell of the sheet `Data` of the workbook of the update `updated`."""
    book = Workbook(snapshot)
    table = book.sheet(DATA)
    header = f"{ROWS_ABOVE + 1}"
    check_cells(table, dict(zip(("A1", "B1", "A2"), ABOVE, strict=True)))
    check_cells(table, {f"{'ABCD'[at]}{header}": name for at, name in enumerate(WHO)})
    date = cell_text(table, 2, "B") or ""
    check_date(snapshot.name, f"cell {DATA}!B2", date[:10], updated)
    for name in book.sheets:
        ignore_sheet(table, book, name)
    columns = list(table.address)
    names = table.frame.row(ROWS_ABOVE)[1:]
    table.ignore_filled("rows above the header", "source and date of update", columns, above())
    table.ignore_filled("header", "names of the columns", columns, pl.col(ROW) == ROWS_ABOVE + 1)
    table.frame = table.frame.filter(pl.col(ROW) > ROWS_ABOVE + 1)
    table.ignore_filled("columns A to D", "say which figure it is", list("ABCD"))
    table.address = spreadsheet_address([name or "" for name in names])
    table.frame.columns = [ROW, *table.address]
    return figures(table)


def above() -> pl.Expr:
    """The rows above the header."""
    return pl.col(ROW) <= ROWS_ABOVE


def ignore_sheet(table: Table, book: Workbook, name: str) -> None:
    """Leave out a sheet of metadata; refuse one that is not known."""
    if name == DATA:
        return
    if name not in OTHER_SHEETS:
        raise Refused(book.file, f"sheet {name!r}", "is not known", "say in the reader what it is")
    cells = book.sheet(name).holds
    table.holds += cells
    table.ignore(f"sheet {name}", cells, OTHER_SHEETS[name])


def check_lines_above(snapshot: Snapshot, updated: str) -> None:
    """Refuse a file that does not begin as a download of the indicators of that update."""
    text = snapshot.content[:2000].decode("utf-8-sig", errors="replace")
    lines = [*csv.reader(text.splitlines()[:LINES_ABOVE]), [], [], []]
    found = tuple(cell for line in lines for cell in line if cell)
    if found[: len(ABOVE)] != ABOVE or len(found) != len(ABOVE) + 1:
        raise Refused(
            snapshot.name,
            "line 1",
            f"begins {found[: len(ABOVE) + 1]!r}, not with the source and the date of update",
            "take the CSV download of the page of the indicator, or adapt the reader",
        )
    check_date(snapshot.name, "line 3", found[-1], updated)


def check_date(file: str, at: str, found: str, updated: str) -> None:
    """Refuse another update than the edition's: vintages are never mixed."""
    if found != updated:
        raise Refused(
            file,
            at,
            f"was updated on {found}, the edition is that of {updated}",
            "declare an edition of that date in gmg.sources.worldbank.development_indicators",
        )


def drop_last_column(table: Table) -> None:
    """The empty column that the comma at the end of each line makes."""
    last = list(table.address)[-1]
    if last:
        return
    filled = table.frame.filter(pl.col(last).is_not_null())
    if filled.height:
        at = filled.row(0, named=True)
        raise table.refuse(at[ROW], last, f"{at[last]!r} stands under no name", "adapt the reader")
    table.ignore("last column", table.frame.height, "empty: each line ends in a comma")
    table.frame = table.frame.drop(last)


def figures(table: Table) -> Reading:
    """The figures of a table of one series, economies down and years across."""
    series = only_series(table)
    years = check_years_across(table)
    check_given(table, ["Country Code"])
    check_unique(table, ["Country Code"])
    table.frame = table.frame.with_columns(
        places(table, "Country Code", "worldbank").alias("place")
    )
    cells = numbers(table, melt(table, ["place"], years, NO_FIGURE), negative=series.signed)
    return reading(
        table,
        cells.with_columns(**times(series, pl.col(CELL))),
        concept=series.concept,
        basis=series.basis,
        unit=series.unit,
        detail=None,
        note=None,
    )


def only_series(table: Table) -> Series:
    """The one series of the file; Refused for several, an unknown one, or one under another name."""
    if not table.frame.height:
        raise Refused(
            table.file, "", "holds no economy", "the download was cut off: fetch it again"
        )
    first = table.frame.row(0, named=True)
    code = str(first["Indicator Code"])
    other = table.frame.filter(
        (pl.col("Indicator Code").fill_null("") != code)
        | (pl.col("Indicator Name").fill_null("") != (first["Indicator Name"] or ""))
    )
    if other.height:
        at = other.row(0, named=True)
        raise table.refuse(
            at[ROW],
            "Indicator Code",
            f"{at['Indicator Code']!r} ({at['Indicator Name']}) stands in a file of {code}",
            "a file of the page of an indicator holds one series: fetch it again",
        )
    if code not in SERIES:
        raise table.refuse(
            first[ROW],
            "Indicator Code",
            f"unknown series {code!r}",
            "say in gmg.sources.worldbank.series what it measures, how and in which unit",
        )
    if first["Indicator Name"] != SERIES[code].name:
        raise table.refuse(
            first[ROW],
            "Indicator Name",
            f"{code} is now called {first['Indicator Name']!r}, not {SERIES[code].name!r}",
            "the price base or the method may have moved: compare, then adapt the series",
        )
    return SERIES[code]


def check_years_across(table: Table) -> list[str]:
    """The columns of years; Refused when something else stands among them or one is missing."""
    names = [name for name in table.frame.columns if name not in (ROW, *WHO)]
    first = int(names[0]) if names and names[0].isdigit() else 1960
    for expected, name in enumerate(names, start=first):
        if name != str(expected):
            raise table.refuse(
                table.frame.item(0, ROW) - 1,
                name,
                f"the header says {name!r} where the year {expected} was expected",
                "the publisher has moved or added a column: adapt the reader",
            )
    return names


def csv_of(path: str, title: str, updated: str, *totals: Total) -> File:
    """An API_*.csv file of one update."""
    return File(f"worldbank/{path}", title, _reader(read_series_csv, updated), totals)


def _reader(read: Callable[..., Reading], updated: str) -> Callable[[Snapshot], Reading]:
    return partial(read, updated=updated)


def world(year: int, value: float) -> Total:
    """The world in a year, as the row WLD says."""
    where: dict[str, object] = {"place": "M49-001", "year": year}
    return Total(f"world {year}", value, where, source="the row WLD")


def metadata(*series: str) -> Sequence[File]:
    """The files of metadata beside a download."""
    return [
        File(f"worldbank/Metadata_{kind}_API_{code}.csv", title, None, why=why)
        for code in series
        for kind, title, why in (
            ("Country", "economies", "region, income group and notes of the economies, no figures"),
            ("Indicator", "series", "what the series measures, no figures"),
        )
    ]


HOME = "https://databank.worldbank.org/source/world-development-indicators"
DOWNLOAD = "https://api.worldbank.org/v2/en/indicator/{}?downloadformat={}"

SOURCE = Source(
    id="worldbank.wdi",
    agency="WB",
    title="World Development Indicators",
    counts="series on economies and groups of economies, compiled from national accounts, balances "
    "of payments, labour force surveys and other agencies",
    cadence="several updates a year; each revises past years",
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id="2024-02-21",
            title="World Development Indicators, update of 21 February 2024",
            published="2024-02-21",
            address=DOWNLOAD.format("SM.POP.NETM", "excel"),
            files=(
                File(
                    "worldbank/API_SM.POP.NETM_DS2_en_excel_v2_782.xls",
                    "net migration",
                    _reader(read_series_xls, "2024-02-21"),
                    (Total("United States 2022", 998_540, {"place": "USA", "year": 2022}),),
                ),
            ),
        ),
        Edition(
            id="2024-06-28",
            title="World Development Indicators, update of 28 June 2024",
            published="2024-06-28",
            address=DOWNLOAD.format("NY.GDP.MKTP.CD", "csv"),
            files=(
                csv_of(
                    "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_2002465.csv",
                    "gross domestic product",
                    "2024-06-28",
                    world(2023, 105_435_039_507_024),
                ),
                csv_of(
                    "API_NY.GDP.PCAP.CD_DS2_en_csv_v2_1887433.csv",
                    "gross domestic product per head",
                    "2024-06-28",
                    world(2023, 13_138.3275456864),
                ),
                csv_of(
                    "API_NY.GDP.PCAP.PP.KD_DS2_en_csv_v2_1588678.csv",
                    "gross domestic product per head, purchasing power parity",
                    "2024-06-28",
                    world(2023, 20_660.9278405441),
                ),
                *metadata(
                    "NY.GDP.MKTP.CD_DS2_en_csv_v2_2002465",
                    "NY.GDP.PCAP.CD_DS2_en_csv_v2_1887433",
                    "NY.GDP.PCAP.PP.KD_DS2_en_csv_v2_1588678",
                ),
            ),
        ),
        Edition(
            id="2025-07-01",
            title="World Development Indicators, update of 1 July 2025",
            published="2025-07-01",
            address=DOWNLOAD.format("NY.GDP.PCAP.CD", "csv"),
            files=(
                csv_of(
                    "API_NY.GDP.PCAP.CD_DS2_en_csv_v2_1253386.csv",
                    "gross domestic product per head",
                    "2025-07-01",
                    world(2024, 13_673.0039578901),
                ),
                csv_of(
                    "API_SL.UEM.TOTL.NE.ZS_DS2_en_csv_v2_1246569.csv",
                    "unemployment, national estimates",
                    "2025-07-01",
                    world(2021, 6.20837325420532),
                ),
            ),
        ),
    ),
    notes=(
        "Groups of economies are places of their own; their membership changes with the update.",
        "Net migration is taken from World Population Prospects: it is no second witness of it.",
    ),
)
