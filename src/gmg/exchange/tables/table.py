"""A table before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gmg.records.figure import Figure

Kind = Literal["text", "number", "integer", "date", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, and what stands in it."""

    name: str
    meaning: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values, one for each column; None where there is nothing."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]


FIGURE_COLUMNS = (
    Column("id", "Id of the figure: what `gmg trace` takes"),
    Column("concept", "What was counted"),
    Column("basis", "How it was counted"),
    Column("place", "Where: ISO 3166-1 alpha-3, or gmg's own code"),
    Column("counterpart", "The other end of a pair, empty where there is none"),
    Column("sex", "total, female, male, other, unknown"),
    Column("age", "all, or an age group"),
    Column("detail", "Any further split"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day", "date"),
    Column("time_kind", "point or interval"),
    Column("value", "Value in the published unit, empty where none was published", "number"),
    Column("unit", "Unit"),
    Column("status", "Observation status, SDMX CL_OBS_STATUS"),
    Column("agency", "Who publishes the figure"),
    Column("dataset", "Data set"),
    Column("edition", "Edition of the data set"),
    Column("snapshot", "sha256 of the file"),
    Column("sheet", "Sheet of the workbook"),
    Column("row", "Row of the cell", "integer"),
    Column("column", "Column of the cell"),
    Column("as_published", "The text in the cell"),
    Column("note", "Note of the publisher"),
)


def figure_table(name: str, title: str, figures: Sequence[Figure]) -> Table:
    """Figures with the columns of the observation contract."""
    names = [column.name for column in FIGURE_COLUMNS]
    rows = [tuple(getattr(figure, name) for name in names) for figure in figures]
    return Table(name, title, FIGURE_COLUMNS, rows)
