"""What every reading must pass before its figures enter a release."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from gmg.axes import what, where
from gmg.evidence.accounts import Checked
from gmg.records import activity, treaty_act
from gmg.records.observation import schema
from gmg.sources.description import Total
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import CITED, STAMP

REQUIRED = (
    "concept",
    "basis",
    "place",
    "sex",
    "age",
    "time_from",
    "time_to",
    "time_kind",
    "unit",
    "status",
)

REQUIRED_OF_ACTS = (
    *("treaty", "party_as_published", "act", "complete", "row", "column", "as_published"),
)

REQUIRED_OF_ACTIVITIES = ("identifier", "reporter", "title", "digest", "row", "column")

DOUBT = "the record may be damaged: compare it with the published file; if it stands so, mend the reader"


def check_account(file: str, reading: Reading) -> None:
    """Refuse a reading whose cells do not add up to what the file holds."""
    missing = reading.balance()
    if missing:
        raise Refused(
            file,
            "",
            f"{abs(missing):,} cells are {'unaccounted for' if missing > 0 else 'counted twice'} "
            f"(the file holds {reading.holds:,}, {reading.figures.height:,} were taken)",
            "the reader must take, ignore by name or reject every cell: this is a fault of gmg, report it",
        )


def check_contract(file: str, figures: pl.DataFrame) -> None:
    """Refuse figures outside the observation contract, naming the first cell."""
    expected = {name: kind for name, kind in schema().items() if name not in STAMP}
    own = CITED if set(CITED) <= set(figures.columns) else ()
    found = {name: kind for name, kind in figures.schema.items() if name not in own}
    if found != expected:
        wrong = sorted(set(found.items()) ^ set(expected.items()), key=str)[:3]
        raise Refused(
            file, "", f"the reader's columns are not the contract's: {wrong}", "mend the reader"
        )
    empty = [name for name in REQUIRED if figures[name].null_count()]
    if empty:
        at = figures.filter(pl.col(empty[0]).is_null()).row(0, named=True)
        raise _at(file, at, f"a figure without {empty[0]}", DOUBT)
    with_value = [status.code for status in what.statuses() if status.has_value]
    odd = figures.filter(
        pl.col("value").is_null() == pl.col("status").cast(pl.String).is_in(with_value)
    )
    if odd.height:
        at = odd.row(0, named=True)
        raise _at(
            file,
            at,
            f"status {at['status']} does not go with value {at['value']}",
            DOUBT,
        )
    backwards = figures.filter(pl.col("time_from") > pl.col("time_to"))
    if backwards.height:
        raise _at(
            file,
            backwards.row(0, named=True),
            "the period ends before it begins",
            DOUBT,
        )


def check_acts(file: str, acts: pl.DataFrame) -> None:
    """Refuse acts outside the treaty act contract, naming the first cell."""
    expected = {name: kind for name, kind in treaty_act.COLUMNS.items() if name not in STAMP}
    own = CITED if set(CITED) <= set(acts.columns) else ()
    found = {name: kind for name, kind in acts.schema.items() if name not in own}
    if found != expected:
        wrong = sorted(set(found.items()) ^ set(expected.items()), key=str)[:3]
        raise Refused(
            file, "", f"the reader's columns are not the contract's: {wrong}", "mend the reader"
        )
    undated = pl.col("act").is_in(treaty_act.UNDATED)
    faults = {
        "an act without treaty, party, text of the cell or completeness": pl.any_horizontal(
            pl.col(name).is_null() for name in REQUIRED_OF_ACTS
        ),
        "a dated act without a year": pl.col("year").is_null() & ~undated,
        "a year other than that of its day": pl.col("year") != pl.col("date").dt.year(),
        "an act that takes effect before its day": pl.col("effective") < pl.col("date"),
        "an instrument not in the catalogue": ~pl.col("instrument").is_in(
            [instrument.code for instrument in what.instruments()]
        ),
        "a party that is no place": ~pl.col("party").is_in(where.codes()),
    }
    for problem, fault in faults.items():
        odd = acts.filter(fault)
        if odd.height:
            raise _at(file, odd.row(0, named=True), problem, DOUBT)


def check_activities(file: str, activities: pl.DataFrame) -> None:
    """Refuse activities outside the activity contract, naming the first element."""
    expected = {name: kind for name, kind in activity.COLUMNS.items() if name not in STAMP}
    found = {name: kind for name, kind in activities.schema.items() if name not in STAMP}
    if found != expected:
        wrong = sorted(set(found.items()) ^ set(expected.items()), key=str)[:3]
        raise Refused(
            file, "", f"the reader's columns are not the contract's: {wrong}", "mend the reader"
        )
    countries = pl.col("places").list.eval(
        pl.element().struct.field("place").is_null()
        | pl.element().struct.field("place").is_in(where.codes())
    )
    faults = {
        "an activity without identifier, reporter or title": pl.any_horizontal(
            pl.col(name).is_null() for name in REQUIRED_OF_ACTIVITIES
        ),
        "an identifier that stands twice": pl.col("identifier").is_duplicated(),
        "an activity in a place that is none": ~countries.list.all(),
    }
    for problem, fault in faults.items():
        wrong_ones = activities.filter(fault)
        if wrong_ones.height:
            at = wrong_ones.row(0, named=True)
            raise Refused(file, f"line {at['row']}, {at['column']}", problem, DOUBT)


def check_totals(file: str, figures: pl.DataFrame, totals: Iterable[Total]) -> list[Checked]:
    """Reproduce the published totals; refuse the file at the first that comes out otherwise."""
    made = []
    dated = figures.with_columns(year=pl.col("time_to").dt.year())
    for total in totals:
        rows = dated
        for column, value in total.where.items():
            rows = rows.filter(_matches(column, value))
        found = float(rows["value"].sum())
        if abs(found - total.expected) > total.tolerance + 1e-9 * abs(total.expected):
            raise Refused(
                file,
                "",
                f"{total.name} comes to {found:,.3f}, published as {total.expected:,.3f} "
                f"({rows.height} figures)",
                "the file is another edition, was cut off, or is read wrongly: compare it with "
                f"{total.source or 'the publisher'}",
            )
        made.append(Checked(total.name, total.expected, found))
    return made


def _matches(column: str, value: object) -> pl.Expr:
    if value is None:
        return pl.col(column).is_null()
    if isinstance(value, (list, tuple, set, frozenset)):
        return pl.col(column).cast(pl.String).is_in([str(item) for item in value])
    return pl.col(column).eq(value)


def _at(file: str, figure: dict[str, object], problem: str, remedy: str) -> Refused:
    sheet = f"{figure['sheet']}!" if figure["sheet"] else ""
    return Refused(file, f"cell {sheet}{figure['column']}{figure['row']}", problem, remedy)
