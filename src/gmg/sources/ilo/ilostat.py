"""ILOSTAT, one indicator a file, as the bulk download with labels gives it.

Quirks: a byte-order mark; English labels in place of codes; a status in words (`Break in series`,
`Unreliable`); a record may be flagged and hold no value; notes of the source in one cell, parted by
bars, of which `Repository` is in every record and says nothing of the figure. The survey is a split
of the figure, for one country and year may have several. https://ilostat.ilo.org/data/bulk/
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year, check_years
from gmg.sources.description import Edition, File, Licence, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table, check_given, mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, detail, melt, numbers, reading

AREA, SURVEY, INDICATOR, SEX, YEAR = (
    "ref_area.label",
    "source.label",
    "indicator.label",
    "sex.label",
    "time",
)
VALUE, STATUS, NOTE, SOURCE_NOTE = (
    "obs_value",
    "obs_status.label",
    "note_indicator.label",
    "note_source.label",
)
HEADER = (AREA, SURVEY, INDICATOR, SEX, YEAR, VALUE, STATUS, NOTE, SOURCE_NOTE)
SEXES = {
    "Sex: Total": "total",
    "Sex: Female": "female",
    "Sex: Male": "male",
    "Sex: Other": "other",
}
STATUSES = {"Break in series": "B", "Unreliable": "U"}
BASES = {"LFS": "survey", "HIES": "survey", "HS": "survey", "PC": "reported"}
REPOSITORY = r"^Repository: [^|]*?(?: \| |$)"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What one indicator measures, in the words of gmg."""

    concept: str
    unit: str


INDICATORS = {
    "Informal employment rate by sex (%)": Indicator("informal-employment-rate", "per cent"),
}


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: the rate of a sex in a country and year, by one survey."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, [AREA, SURVEY, INDICATOR, SEX, YEAR])
    check_years(table, YEAR)
    check_given(table, [AREA, SURVEY, INDICATOR, SEX, YEAR])
    concepts = {label: item.concept for label, item in INDICATORS.items()}
    units = {label: item.unit for label, item in INDICATORS.items()}
    table.frame = table.frame.with_columns(
        places(table, AREA, "ilostat-name").alias("place"),
        mapped(table, SEX, SEXES, "sex", "add it to SEXES").alias("sex"),
        mapped(table, INDICATOR, concepts, "indicator", "add it to INDICATORS").alias("concept"),
        mapped(table, INDICATOR, units, "indicator", "add it to INDICATORS").alias("unit"),
        mapped(table, STATUS, STATUSES, "status", "add it to STATUSES").alias("flag"),
        mapped(table, SURVEY, bases(table), "kind of source", "add it to BASES").alias("basis"),
    )
    table.ignore_columns([AREA, SURVEY, INDICATOR, SEX, YEAR], "say which figure it is")
    table.ignore_columns([STATUS], "becomes the status of the figure")
    table.ignore_columns([NOTE, SOURCE_NOTE], "become the note of the figure")
    remark_flagged(table)
    index = ["place", "sex", "concept", "unit", "basis", "flag", YEAR, SURVEY, NOTE, SOURCE_NOTE]
    cells = melt(table, index, [VALUE], "a record that holds no value")
    return reading(
        table,
        numbers(table, cells).with_columns(
            status=pl.col("flag").fill_null("A"),
            detail=detail(source=pl.col(SURVEY)),
            note=notes(),
            **calendar_year(YEAR),
        ),
    )


def bases(table: Table) -> dict[str, str]:
    """The basis of each survey of a known kind: `LFS - Labour Force Survey` is of the kind `LFS`."""
    surveys = table.frame[SURVEY].unique().to_list()
    kinds = {survey: survey.partition(" - ")[0] for survey in surveys}
    return {survey: BASES[kind] for survey, kind in kinds.items() if kind in BASES}


def remark_flagged(table: Table) -> None:
    """Say which records are flagged and hold no value."""
    flagged = table.frame.filter(pl.col(VALUE).is_null() & pl.col(STATUS).is_not_null())
    for row, status in flagged.select(ROW, STATUS).rows():
        table.remarks.append(f"row {row} says {status!r} and holds no value")


def notes() -> pl.Expr:
    """What the publisher says of the indicator and of the survey, less the repository."""
    survey = (
        pl.col(SOURCE_NOTE).str.replace(REPOSITORY, "").str.replace_all(" | ", "; ", literal=True)
    )
    text = pl.concat_str(
        pl.col(NOTE), pl.when(survey != "").then(survey), separator="; ", ignore_nulls=True
    )
    return pl.when(text != "").then(text)


CC_BY = Licence(
    code="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="ILO, ILOSTAT",
    confidence="stated",
    note="on the site, not in the file",
)

SOURCE = Source(
    id="ilo.ilostat",
    agency="ILO",
    title="ILOSTAT",
    counts="labour indicators worked out by the ILO from surveys of households and the labour force",
    cadence="updated weekly, indicator by indicator",
    home="https://ilostat.ilo.org/data/",
    licence=CC_BY,
    editions=(
        Edition(
            id="2024-07-26",
            title="ILOSTAT, bulk download of 26 July 2024",
            published="2024-07-26",
            address="https://rplumber.ilo.org/data/indicator/?id=EMP_NIFL_SEX_RT_A&lang=en"
            "&type=label&format=.csv",
            files=(
                File(
                    "ilo/EMP_NIFL_SEX_RT_A-20240726T0000.csv",
                    "informal employment rate by sex",
                    read,
                    (Total("sum of all figures", 136_627.265, {}, tolerance=0.001),),
                ),
            ),
        ),
    ),
    notes=("The year is that of the indicator; a note says where a survey covers a part of it.",),
)
