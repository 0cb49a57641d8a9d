"""The full matrix: every instrument, every place, every year, with the state at the end of the year.

The rules are those of `status.party_status`, worked out for whole columns at once: for a party
without an act that ends, each state begins on one day and lasts until a stronger one begins. The
few parties with such an act are asked one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.norms.act import act_from
from gmg.analysis.norms.files import acts_frame
from gmg.analysis.norms.status import STATES, party_status
from gmg.axes import what, where
from gmg.records.treaty_act import CONSENT, ENDING, SAYING, SIGNING

if TYPE_CHECKING:
    import polars as pl

    from gmg.evidence.base import Base

FIRST_YEAR = 1945
SOURCE = ("instrument", "dataset", "edition")


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells` has one row an instrument and place and a column a year (`1945` ...), with the state.

    `files` says which file answered for each instrument: data set, edition, whether it is whole, and
    `as_of`, its newest act. In a year that ends after that, the state is the one of `as_of`.
    """

    cells: pl.DataFrame
    files: pl.DataFrame
    years: tuple[int, ...]

    def long(self) -> pl.DataFrame:
        """One row an instrument, place and year: `state`, and `known` where the file reaches it."""
        import polars as pl

        last = pl.col("reach").dt.offset_by("1d").dt.year() - 1  # the last year it reaches whole
        reach = self.files.select("instrument", last=last)
        return (
            self.cells.join(reach, on="instrument", how="left", maintain_order="left")
            .unpivot(
                index=["instrument", "place", "last"], variable_name="year", value_name="state"
            )
            .with_columns(pl.col("year").cast(pl.Int32))
            .with_columns(known=(pl.col("year") <= pl.col("last")).fill_null(value=False))
            .drop("last")
        )


def matrix(
    base: Base,
    *,
    instruments: Iterable[str] | None = None,
    places: Iterable[str] | None = None,
    first_year: int = FIRST_YEAR,
    today: date | None = None,
) -> Matrix:
    """The matrix of a release; all binding instruments and all countries and areas unless named.

    The last year is asked as of today. An instrument without a file is not known here.
    """
    return matrix_of(
        acts_frame(base),
        list(instruments or (item.code for item in what.instruments() if item.binding)),
        list(places or (*(p.code for p in where.places("country")), *_areas(), "EUE")),
        first_year,
        today or date.today(),
    )


def _areas() -> list[str]:
    return [place.code for place in where.places("area")]


def matrix_of(
    acts: pl.DataFrame,
    instruments: Sequence[str],
    places: Sequence[str],
    first_year: int,
    today: date,
) -> Matrix:
    """The matrix of acts in the treaty act contract, by the leading file of each instrument."""
    import polars as pl

    years = tuple(range(first_year, today.year + 1))
    ends_of_years = [min(date(year, 12, 31), today) for year in years]
    acts = acts.filter(pl.col("instrument").is_in(list(instruments)))
    files = leading_files(acts)
    acts = acts.join(files.select(SOURCE), on=SOURCE, how="semi")
    states = pl.Enum(STATES)
    ended = acts.filter(pl.col("act").is_in(ENDING)).select("instrument", "party").unique()
    simple = _thresholds(acts.join(ended, on=["instrument", "party"], how="anti"))
    by_year = simple.select(
        "instrument",
        "party",
        *(
            _state_on(day).cast(states).alias(str(year))
            for year, day in zip(years, ends_of_years, strict=True)
        ),
    )
    single = _one_by_one(
        acts.join(ended, on=["instrument", "party"], how="semi"), files, years, ends_of_years
    )
    known = pl.concat([by_year, single.cast({str(year): states for year in years})])
    grid = pl.DataFrame({"instrument": list(instruments)}).join(
        pl.DataFrame({"place": list(places)}), how="cross"
    )
    without = (
        pl.when(pl.col("complete")).then(pl.lit("not listed")).otherwise(pl.lit("not known here"))
    ).cast(states)
    columns = [str(year) for year in years]
    cells = (
        grid.join(files.select("instrument", "complete"), on="instrument", how="left")
        .join(
            known,
            left_on=["instrument", "place"],
            right_on=["instrument", "party"],
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col(name).fill_null(without) for name in columns)
        .select("instrument", "place", *columns)
    )
    return Matrix(cells, files, years)


def leading_files(acts: pl.DataFrame) -> pl.DataFrame:
    """The leading file of each instrument, as `files.leading` chooses it: whole before excerpt, days
    before years, then the newest act. `reach` is the last day that it is true for."""
    import polars as pl

    counted = pl.col("act") != "entry into force"
    newest = pl.col("date").filter(counted).max()
    year = pl.date(pl.col("year").filter(counted).max(), 12, 31)
    return (
        acts.group_by(SOURCE)
        .agg(
            complete=pl.col("complete").all(),
            days=pl.col("date").is_not_null().any(),
            as_of=pl.coalesce(
                newest.cast(pl.String), pl.col("year").filter(counted).max().cast(pl.String)
            ),
            reach=pl.coalesce(newest, year),
        )
        .with_columns(other=pl.col("dataset") != "untc.treaties")
        .sort(
            "instrument",
            "complete",
            "days",
            "reach",
            "other",
            "dataset",
            "edition",
            descending=[False, True, True, True, False, False, False],
            nulls_last=True,
        )
        .unique("instrument", keep="first", maintain_order=True)
        .drop("other")
    )


def _thresholds(acts: pl.DataFrame) -> pl.DataFrame:
    """One row an instrument and party: the day from which each state holds, and what holds before."""
    import polars as pl

    adopted = pl.DataFrame(
        {
            "instrument": [item.code for item in what.instruments()],
            "adopted": [item.adopted.first for item in what.instruments()],
        }
    )
    first = pl.coalesce("date", pl.date("year", 1, 1))
    last = pl.coalesce("date", pl.date("year", 12, 31))
    binds, signs = pl.col("act").is_in(CONSENT), pl.col("act").is_in(SIGNING)
    said = [
        pl.when((pl.col("act") == state).any()).then(pl.lit(state))
        for state in ("no action", "participant")
    ]
    return (
        acts.filter(pl.col("party").is_not_null())
        .join(adopted, on="instrument", how="left")
        .with_columns(first=first, last=last)
        .group_by("instrument", "party")
        .agg(
            sure=pl.col("last").filter(binds & (pl.col("last") >= pl.col("adopted"))).min(),
            maybe=pl.col("first").filter(binds).min(),
            signed=pl.col("last").fill_null(date.min).filter(signs).min(),
            named=(~pl.col("act").is_in(SAYING)).any(),
            before=pl.when(~pl.col("complete").all())
            .then(pl.lit("not known here"))
            .otherwise(pl.coalesce(*said, pl.lit("none yet"))),
            whole=pl.col("complete").all(),
        )
        .filter("named")
    )


def _state_on(day: date) -> pl.Expr:
    import polars as pl

    return (
        pl.when(pl.col("sure") <= day)
        .then(pl.lit("party"))
        .when(pl.col("maybe") <= day)
        .then(pl.lit("possibly party"))
        .when(pl.col("signed") <= day)
        .then(pl.lit("signatory"))
        .otherwise("before")
    )


def _one_by_one(
    acts: pl.DataFrame, files: pl.DataFrame, years: Sequence[int], days: Sequence[date]
) -> pl.DataFrame:
    """The states of parties with an act that ends, by `party_status`."""
    import polars as pl

    as_of = dict(files.select("instrument", "as_of").iter_rows())
    rows = []
    for (instrument, party), group in acts.group_by("instrument", "party", maintain_order=True):
        found = [act_from(row) for row in group.iter_rows(named=True)]
        known = as_of.get(instrument) or ""
        states = (party_status(found, str(instrument), day, as_of=known).state for day in days)
        named = {str(year): state for year, state in zip(years, states, strict=True)}
        rows.append({"instrument": instrument, "party": party, **named})
    schema = {name: pl.String() for name in ("instrument", "party", *map(str, years))}
    return pl.DataFrame(rows, schema=schema)
