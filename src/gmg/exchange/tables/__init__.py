"""Tables that are taken away: CSV, JSON and Parquet, each with its licence and citation inside."""

from __future__ import annotations

from gmg.exchange.tables.citation import Citation, Licence, licences_of
from gmg.exchange.tables.table import Column, Table, figure_table
from gmg.exchange.tables.write import FORMS, Written, written

__all__ = [
    "FORMS",
    "Citation",
    "Column",
    "Licence",
    "Table",
    "Written",
    "figure_table",
    "licences_of",
    "written",
]
