"""Demographic accounting: stocks of two dates matched by birthplace, then moved with least migration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.biproportional import fit
from gmg.analysis.flows.differencing import without_diagonal
from gmg.analysis.flows.inputs import Repair
from gmg.analysis.flows.repair import closed, natives, survived

if TYPE_CHECKING:
    from gmg.analysis.flows.inputs import Inputs, Table

PSEUDO_BAYES = 0.87
"""Weight of the least migration, found on reported European flows: Azose & Raftery 2019, PNAS 116."""


@dataclass(frozen=True, eq=False)
class Matched:
    """Stocks (n, n) of the same people at two dates: row totals agree, birthplace by birthplace."""

    start: Table
    end: Table
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, eq=False)
class Factors:
    """Flows by birthplace k as out[k, i] * into[k, j]: the three-way table, never built unasked."""

    out: Table
    into: Table

    def total(self) -> Table:
        """(n, n) origin by destination, over all birthplaces: one product of two tables."""
        return without_diagonal(self.out.T @ self.into)

    def outward(self) -> Table:
        """Moves away from the place of birth: k is the origin."""
        return without_diagonal(np.diagonal(self.out)[:, None] * self.into)

    def returned(self) -> Table:
        """Moves back to the place of birth: k is the destination."""
        return without_diagonal(self.out.T * np.diagonal(self.into))

    def cube(self) -> Table:
        """(n, n, n) origin, destination, birthplace; origin is never destination. Asked for only."""
        full: Table = np.einsum("ki,kj->ijk", self.out, self.into)
        full[np.arange(len(full)), np.arange(len(full)), :] = 0.0
        return full


def match_closed(given: Inputs, *, whole: bool = False) -> Matched:
    """Nobody comes from outside: both stocks fitted to the mean of their birthplace totals.

    Abel & Sander 2014, Science 343. Column totals stay, so net migration is exact.
    Raises InfeasibleMargins where the zeros of a stock do not let it.
    """
    mended, repairs = natives(given)
    mended, more = closed(mended, whole=whole)
    start, end, born = survived(mended)
    rows = (start.sum(axis=1) + end.sum(axis=1)) / 2
    start, gap_start = fit(start, rows, start.sum(axis=0), given.places)
    end, gap_end = fit(end, rows, end.sum(axis=0), given.places)
    gap = max(gap_start, gap_end)
    late = [Repair("totals of a group of places", (), gap)] if gap > 1e-6 else []
    return Matched(start, end, (*repairs, *more, *born, *late))


def match_open(given: Inputs, *, own_shares: bool = True) -> Matched:
    """Who is too many at the start leaves the system, who is too many at the end enters it.

    With `own_shares` as the stock that is cut is spread (Abel 2013, Demographic Research 28), else
    as the other one is.
    """
    mended, repairs = natives(given)
    start, end, born = survived(mended)
    first, last = start.sum(axis=1), end.sum(axis=1)
    least = np.minimum(first, last)
    cut_start = cut(start, first - least, start if own_shares else end)
    cut_end = cut(end, last - least, end if own_shares else start)
    outside = float((first - least).sum() + (last - least).sum())
    left = Repair("people who leave or enter the system", (), outside)
    return Matched(cut_start, cut_end, (*repairs, *born, left))


def cut(table: Table, excess: Table, shares: Table) -> Table:
    """The table with the excess of each row taken off, in proportion to the shares of that row."""
    sums = shares.sum(axis=1)
    portion = np.divide(excess, sums, out=np.zeros_like(sums), where=sums > 0)
    left: Table = table - portion[:, None] * shares
    return left


def least_migration(matched: Matched) -> Factors:
    """As many as can be stay where they were; the others leave and arrive independently.

    Who is in a place less at the end has left, who is more has come, so a place is never both and
    the quasi-independent table is dec[k, i] inc[k, j] / t[k]: no iteration is needed.
    """
    change = matched.end - matched.start
    return independent(np.maximum(-change, 0.0), np.maximum(change, 0.0))


def independence(matched: Matched) -> Factors:
    """Where people are at the end has nothing to do with where they were at the start."""
    return independent(matched.start, matched.end)


def independent(out: Table, into: Table) -> Factors:
    """The factors of a table with these margins for each birthplace."""
    total = out.sum(axis=1)
    scaled = out * np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)[:, None]
    return Factors(scaled, into)
