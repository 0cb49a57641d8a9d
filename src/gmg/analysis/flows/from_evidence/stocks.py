"""Migrant stocks of one edition by birthplace, residence, date and sex, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.inputs import FlowError
from gmg.axes import where

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from gmg.evidence.base import Base

DATASET = "undesa.migrant-stock"
SEXES = ("female", "male")
OTHERS = "_OTH"
"""The place of those whose origin is other or unknown, whatever an edition calls it."""


GROUPS = ("region", "group")


class NoInputs(FlowError):
    """The release does not hold what an estimate of flows needs."""


@dataclass(frozen=True, eq=False)
class Stocks:
    """Persons by sex, date, birthplace and residence; NaN where no figure is published for the pair.

    Birthplaces without a name of their own are all `OTHERS`. `bases` says how a place counts.
    """

    edition: str
    years: tuple[int, ...]
    places: tuple[str, ...]
    persons: NDArray[np.float64]
    bases: dict[str, str]

    def at(self, year: int, sex: str) -> NDArray[np.float64]:
        """(n, n) of a date; the sum of women and men for `total`, which no edition leaves out."""
        when = self.years.index(year)
        if sex == "total":
            both: NDArray[np.float64] = self.persons[:, when].sum(axis=0)
            return both
        one: NDArray[np.float64] = self.persons[SEXES.index(sex), when]
        return one


def editions(base: Base) -> tuple[str, ...]:
    """Editions of the release that may hold stocks by origin and sex, newest first."""
    from gmg.analysis.gather import published

    held = {a.edition for a in base.release.accounts if a.dataset == DATASET and a.part}
    return tuple(sorted(held, key=lambda e: (published(base, DATASET, e), e), reverse=True))


def read_stocks(base: Base, edition: str) -> Stocks:
    """All pairs of the edition. Raises NoInputs where it holds no pairs by sex at two dates."""
    import polars as pl

    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part
        and (account.dataset, account.edition) == (DATASET, edition)
        and "migrant-stock" in account.concepts
    ]
    if not files:
        known = ", ".join(editions(base)) or "none"
        raise NoInputs(
            f"this release holds no migrant stock of edition {edition!r}; it holds: {known}"
        )
    from gmg.evidence.base import parquet

    answer = base.connection.cursor().sql(
        "SELECT place::VARCHAR AS place, counterpart::VARCHAR AS origin, sex::VARCHAR AS sex, "
        "year(time_to)::INTEGER AS year, value, basis::VARCHAR AS basis "
        f"FROM {parquet(files)} WHERE concept = 'migrant-stock' AND counterpart IS NOT NULL "
        "AND age = 'all' AND sex IN ('female', 'male') AND unit = 'persons' "
        "AND time_kind = 'point' AND month(time_to) = 7"
    )
    frame = pl.from_arrow(answer.to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return stocks_of(frame, edition)


def stocks_of(frame: pl.DataFrame, edition: str) -> Stocks:
    """The table of figures as arrays: columns place, origin, sex, year, value, basis.

    Groups and regions are left out; origins without a name of their own are added up.
    """
    import polars as pl

    kind = {
        code: where.get(code).kind for name in ("place", "origin") for code in frame[name].unique()
    }
    ground = [code for code, k in kind.items() if k not in (*GROUPS, "pseudo")]
    named = {code: OTHERS if k == "pseudo" else code for code, k in kind.items()}
    frame = frame.filter(
        pl.col("place").is_in(ground),
        pl.col("origin").is_in([code for code, k in kind.items() if k not in GROUPS]),
    )
    if frame["year"].n_unique() < 2 or frame["sex"].n_unique() < 2:
        raise NoInputs(
            f"edition {edition!r} holds no stocks by origin and sex at two dates in this release"
        )
    origins = [named[code] for code in frame["origin"].unique()]
    places = tuple(sorted({*frame["place"].unique(), *origins, OTHERS}))
    years = tuple(sorted(frame["year"].unique()))
    row = {code: at for at, code in enumerate(places)}
    index = tuple(
        frame[name].replace_strict(at, return_dtype=pl.Int64).to_numpy()
        for name, at in (
            ("sex", {sex: at for at, sex in enumerate(SEXES)}),
            ("year", {year: at for at, year in enumerate(years)}),
            ("origin", {code: row[named[code]] for code in frame["origin"].unique()}),
            ("place", {code: row[code] for code in frame["place"].unique()}),
        )
    )
    shape = (len(SEXES), len(years), len(places), len(places))
    persons, published = np.zeros(shape), np.zeros(shape, dtype=bool)
    np.add.at(persons, index, frame["value"].cast(pl.Float64).fill_null(np.nan).to_numpy())
    published[index] = True
    persons[~published] = np.nan
    bases = {
        place: ", ".join(sorted(bases))
        for place, bases in frame.group_by("place").agg(pl.col("basis").unique()).iter_rows()
    }
    return Stocks(edition, years, places, persons, bases)
