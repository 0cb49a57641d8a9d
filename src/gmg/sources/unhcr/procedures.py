"""The codes of asylum procedures, as UNHCR's tables of applications and decisions share them.

Procedure types and the letters for persons and cases are a closed list of the publisher's. Of the
kinds of application only N (new), R (repeat) and A (appeal) are explained, of the levels only NA
(new applications, the text), RA (repeated or reopened) and AR (administrative review): those two
stay in the publisher's codes. IN and EO stand for the United States alone, TA for Russia alone.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

from gmg.sources.forms.table import Table
from gmg.sources.unhcr.pairs import words_of

PROCEDURES = {"G": "government", "U": "UNHCR", "J": "joint"}
COUNTS = {"P": "persons", "C": "cases"}
KINDS = ("N", "R", "A", "NR", "RA", "FA", "J", "SP", "V", "NA")
LEVELS = ("NA", "FI", "FA", "AR", "RA", "JR", "IN", "EO", "SP", "TA", "TP", "TR", "CA", "BL")


def with_procedures(table: Table, count: str, one_person: str, kind: str | None = None) -> None:
    """Add `procedure`, `level`, `count`, `unit` and, where there are kinds of application, `application`.

    `count` and `kind` name the columns that hold the codes; the unit is `one_person` where persons
    were counted and cases else. Raises Refused for a code that is not known here.
    """
    columns = ["procedure_type", "dec_level", count, *([kind] if kind else [])]
    table.ignore_columns(columns, "say which figure it is")
    units = {"P": one_person, "C": "cases"}
    table.frame = table.frame.with_columns(
        words_of(table, "procedure_type", PROCEDURES).alias("procedure"),
        words_of(table, "dec_level", {code: code for code in LEVELS}).alias("level"),
        words_of(table, count, COUNTS).alias("count"),
        words_of(table, count, units).alias("unit"),
    )
    if kind:
        table.frame = table.frame.with_columns(
            words_of(table, kind, {code: code for code in KINDS}).alias("application")
        )
