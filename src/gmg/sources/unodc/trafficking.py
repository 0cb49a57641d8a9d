"""UNODC, trafficking in persons as States report it: victims, suspects and offences a year.

Quirks: numbers are text with commas; `<5` hides 1 to 4; totals and parts stand in one table, told
by `Total` in each dimension; citizenships are free text; some records repeat in every cell, and
some share a key and differ, because several forms of exploitation were folded into one; seven codes
stand for regions without countries, Sark has none. https://dataunodc.un.org/dp-trafficking-persons
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year, check_years
from gmg.sources.description import Edition, File, Licence, Source, Total
from gmg.sources.forms.table import (
    ROW,
    Table,
    check_given,
    check_header,
    mapped,
    spreadsheet_address,
)
from gmg.sources.forms.workbook import Workbook
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import TEXT, detail, melt, numbers, reading
from gmg.sources.unodc import spellings

SHEET = "data_glotip_1"
VALUE = "txtVALUE"
HEADER = (
    "Iso3_code",
    "Country",
    "Region",
    "Subregion",
    "Indicator",
    "Dimension",
    "Category",
    "Sex",
    "Age",
    "Year",
    "Unit of measurement",
    VALUE,
    "Source",
)
FIXED = {"Unit of measurement": "Counts", "Source": "GLOTIP"}
WHO = [name for name in HEADER if name != VALUE]
INDICATORS = {
    "Detected trafficking victims": "trafficking-victims",
    "Persons brought into formal contact": "trafficking-persons-in-contact",
    "Persons prosecuted": "trafficking-persons-prosecuted",
    "Persons convicted": "trafficking-persons-convicted",
    "Offences of trafficking in persons": "trafficking-offences",
}
ALL, FORM = "Total", "by form of exploitation"
CITIZENSHIP, REPATRIATION = "by citizenship", "by country of repatriation"
BASES = {
    ALL: "detected-by-states",
    FORM: "detected-by-states",
    CITIZENSHIP: "detected-by-states",
    REPATRIATION: "detected-by-states-repatriated",
}
FORMS = ("Sexual exploitation", "Forced labour", "Other forms of exploitation")
SEXES = {
    "Total": "total",
    "Female": "female",
    "Male": "male",
    "Other": "other",
    "Unknown": "unknown",
}
AGES = {"Total": "all", "0 to 17 years": "0-17", "18 years or over": "18+", "Unknown": "unknown"}
MARKERS = {"<5": "Q"}
HIDDEN = "1 to 4"
KEY = ["concept", "basis", "place", "counterpart", "form", "written", "sex", "age", "Year"]
INDEX = [*KEY, "record", "records"]


def read(snapshot: Snapshot) -> Reading:
    """One figure a record that does not repeat another in every cell."""
    table = opened(snapshot)
    table.frame = table.frame.with_columns(
        pl.when(pl.col("Country") == "Sark")
        .then(pl.col("Iso3_code").fill_null(""))
        .otherwise("Iso3_code")
        .alias("Iso3_code")
    )
    check_given(table, ["Iso3_code", "Indicator", "Dimension", "Sex", "Age", "Year", VALUE])
    check_years(table, "Year")
    records = table.frame.height
    reject_repeats(table)
    table.frame = table.frame.with_columns(
        places(table, "Iso3_code", "unodc").alias("place"),
        mapped(table, "Indicator", INDICATORS, "indicator", "add it to INDICATORS").alias(
            "concept"
        ),
        mapped(table, "Dimension", BASES, "dimension", "add it to BASES").alias("basis"),
        mapped(table, "Sex", SEXES, "sex", "add it to SEXES").alias("sex"),
        mapped(table, "Age", AGES, "age", "add it to AGES").alias("age"),
    )
    with_category(table)
    table.frame = table.frame.with_columns(
        record=pl.int_range(1, pl.len() + 1).over(KEY), records=pl.len().over(KEY)
    )
    cells = melt(table, INDEX, [VALUE], "")
    return reading(
        table,
        numbers(table, cells, markers=MARKERS, thousands=True).with_columns(
            detail=splits(),
            note=notes(),
            unit=pl.when(pl.col("concept") == "trafficking-offences")
            .then(pl.lit("offences"))
            .otherwise(pl.lit("persons")),
            **calendar_year("Year"),
        ),
        records=records,
    )


def opened(snapshot: Snapshot) -> Table:
    """The sheet under the names of its columns, header and keys accounted for."""
    book = Workbook(snapshot)
    if book.sheets != [SHEET]:
        raise Refused(
            snapshot.name,
            "",
            f"the sheets are {', '.join(map(repr, book.sheets))} where {SHEET!r} stood alone",
            "the publisher has changed the workbook: adapt the reader",
        )
    table = book.sheet(SHEET)
    found = [name or "" for name in table.frame.row(0)[1:]] if table.frame.height else []
    check_header(snapshot.name, found, HEADER, 1)
    table.ignore("header", len(HEADER), "names of the columns")
    table.address = spreadsheet_address(HEADER)
    table.frame.columns = [ROW, *HEADER]
    table.frame = table.frame.filter(pl.col(ROW) > 1)
    for name, word in FIXED.items():
        mapped(table, name, {word: word}, name, "say in the reader what it means")
    for name in WHO:
        table.ignore_filled(f"column {name}", "says which figure it is", [name])
    return table


def reject_repeats(table: Table) -> None:
    """Take a record once; its repeats are rejected one by one."""
    first = table.frame.with_columns(first=pl.col(ROW).min().over(HEADER))
    repeats = first.filter(pl.col(ROW) != pl.col("first"))
    for row, text, before in repeats.select(ROW, VALUE, "first").rows():
        table.reject(row, VALUE, text, f"repeats row {before} in every column")
    if repeats.height:
        table.remarks.append(
            f"{repeats.height} records repeat another in every column; whether they were typed twice "
            "or are two counts of like size the file does not say"
        )
    table.frame = first.filter(pl.col(ROW) == pl.col("first")).drop("first")


def with_category(table: Table) -> None:
    """Add `counterpart`, `form` and `written` from the category of each dimension."""
    by_country = pl.col("Dimension").is_in([CITIZENSHIP, REPATRIATION])
    by_form = pl.col("Dimension") == FORM
    wanted = (
        pl.when(by_form).then(pl.col("Category").is_in(FORMS)).otherwise(pl.col("Category") == ALL)
    )
    odd = table.frame.filter(~by_country & ~wanted.fill_null(value=False))
    if odd.height:
        at = odd.row(0, named=True)
        raise table.refuse(
            at[ROW],
            "Category",
            f"unknown category {at['Category']!r} of the dimension {at['Dimension']!r}",
            "add it to FORMS, or say in the reader what it means",
        )
    texts = table.frame.filter(by_country)["Category"].drop_nulls().unique().sort().to_list()
    refuse_unknown(table, by_country, texts)
    named = pl.col("Category")
    known = {text: spellings.place_of(text) for text in texts}
    table.frame = table.frame.with_columns(
        counterpart=pl.when(by_country & named.is_null())
        .then(pl.lit("_UNK"))
        .when(by_country & named.is_in([text for text in texts if spellings.is_own(text)]))
        .then(pl.col("place"))
        .when(by_country)
        .then(named.replace_strict(known, default=None, return_dtype=pl.String)),
        form=pl.when(by_form).then(named),
        written=pl.when(by_country & named.is_null())
        .then(pl.lit("(blank)"))
        .when(by_country & ~named.is_in([text for text in texts if spellings.is_name(text)]))
        .then(named),
    )


def refuse_unknown(table: Table, by_country: pl.Expr, texts: list[str]) -> None:
    """Refuse the first citizenship that cannot be read."""
    unknown = [
        text
        for text in texts
        if not (spellings.place_of(text) or spellings.is_own(text) or spellings.is_sum(text))
    ]
    if unknown:
        at = table.frame.filter(by_country & pl.col("Category").is_in(unknown)).row(0, named=True)
        raise table.refuse(
            at[ROW],
            "Category",
            f"unknown country {at['Category']!r} ({len(unknown)} such texts)",
            "add the spelling to gmg.sources.unodc.spellings, under _UNK if it names nobody",
        )


def splits() -> pl.Expr:
    """Form of exploitation, the text of a citizenship that is not a plain name, and the record."""
    several = pl.when(pl.col("records") > 1)
    record = several.then(
        pl.concat_str(pl.col("record"), pl.lit(" of "), pl.col("records"))
    ).otherwise(None)
    text = detail(exploitation=pl.col("form"), record=record, written=pl.col("written"))
    return pl.when(text != "").then(text)


def notes() -> pl.Expr:
    """What `<5` hides, and that the file gives several numbers for one key."""
    hidden = pl.when(pl.col(TEXT) == "<5").then(pl.lit(HIDDEN))
    several = pl.when(pl.col("records") > 1).then(
        pl.lit("the file gives several figures under this key and does not say how they differ")
    )
    text = pl.concat_str(hidden, several, separator="; ", ignore_nulls=True)
    return pl.when(text != "").then(text)


UN_TERMS = Licence(
    code="UN terms of use",
    url="https://www.un.org/en/about-us/terms-of-use",
    attribution="UNODC, Global Report on Trafficking in Persons",
    confidence="general",
    note="use with attribution; the workbook says nothing",
)

SOURCE = Source(
    id="unodc.trafficking",
    agency="UNODC",
    title="Trafficking in persons, data of the Global Report",
    counts="victims that the authorities of a State detected in a year, persons brought before "
    "them, prosecuted and convicted, and offences recorded",
    cadence="yearly questionnaires; the report appears every two years",
    home="https://dataunodc.un.org/dp-trafficking-persons",
    licence=UN_TERMS,
    editions=(
        Edition(
            id="2022",
            title="Global Report on Trafficking in Persons 2022, export of the data portal",
            published="2023",
            address="https://dataunodc.un.org/sites/dataunodc.un.org/files/data_glotip.xlsx",
            note="the export does not say when it was made nor for which report: both are inferred "
            "from its last year, 2021, which is incomplete",
            files=(
                File(
                    "unodc/data_glotip.xlsx",
                    "all indicators and dimensions",
                    read,
                    (
                        Total(
                            "detected victims 2019",
                            53_229,
                            {
                                "concept": "trafficking-victims",
                                "basis": "detected-by-states",
                                "year": 2019,
                                "sex": "total",
                                "age": "all",
                                "counterpart": None,
                                "detail": None,
                            },
                            source="its table of totals, figures under 5 left out",
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Figures under 5 are hidden: no value, 1 to 4. Sums over parts are too low by what they hide.",
        "States detect and report unevenly: the figures say as much of detection as of trafficking.",
        "55 countries have a total of detected victims in 2021, against 117 to 137 in 2017 to 2020.",
    ),
)
