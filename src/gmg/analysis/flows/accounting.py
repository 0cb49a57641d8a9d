"""Demographic accounting: stocks of two dates matched by birthplace, then moved with least migration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.biproportional import quotient, scaling
from gmg.analysis.flows.differencing import hollow, without_diagonal
from gmg.analysis.flows.inputs import InfeasibleMargins, Repair
from gmg.analysis.flows.repair import closed, listed, natives, survived

if TYPE_CHECKING:
    from gmg.analysis.flows.inputs import Inputs, Table

PSEUDO_BAYES = 0.87
"""Weight of the least migration, found on reported European flows: Azose & Raftery 2019, PNAS 116."""
ROUNDING = 1e-3
"""Persons of a gap that are no more than arithmetic on billions leaves, and not told."""


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
        return hollow(self.out.T @ self.into)

    def outward(self) -> Table:
        """Moves away from the place of birth: k is the origin."""
        return hollow(np.diagonal(self.out)[:, None] * self.into)

    def returned(self) -> Table:
        """Moves back to the place of birth: k is the destination."""
        return hollow(np.diagonal(self.into)[:, None] * self.out).T

    def transit(self) -> Table:
        """Moves between two places of which neither is the place of birth."""
        return hollow(without_diagonal(self.out).T @ without_diagonal(self.into))

    def cube(self) -> Table:
        """(n, n, n) origin, destination, birthplace; origin is never destination. Asked for only."""
        full: Table = np.einsum("ki,kj->ijk", self.out, self.into)
        full[np.arange(len(full)), np.arange(len(full)), :] = 0.0
        return full


def match_closed(given: Inputs, *, whole: bool = False) -> Matched:
    """Nobody comes from outside: both stocks fitted to the mean of their birthplace totals.

    Abel & Sander 2014, Science 343. Column totals stay, so net migration is exact. Where everybody
    is at home at the start (the cohort of those born in the period), how many were born where is known,
    and the end is fitted to that. Raises InfeasibleMargins where the zeros of a stock do not let it.
    """
    mended, repairs = natives(given)
    mended, more = closed(mended, whole=whole)
    start, end, born = survived(mended)
    first, last = start.sum(axis=1), end.sum(axis=1)
    once = np.flatnonzero((first == 0) != (last == 0))
    if len(once):
        named = ", ".join(f"{given.places[k]} ({first[k] + last[k]:.6g})" for k in once[:10])
        raise InfeasibleMargins(f"People born there at one date and nobody at the other: {named}")
    at_home = (first == np.diagonal(start)).all()
    rows = first if at_home else (first + last) / 2
    fits = [scaling(table, rows, table.sum(axis=0), given.places) for table in (start, end)]
    late = [
        Repair(f"totals of a group of places that nobody leaves, {at}", found.group, found.gap)
        for at, found in zip(("start", "end"), fits, strict=True)
        if found.group and found.gap > ROUNDING
    ]
    return Matched(fits[0].of(start), fits[1].of(end), (*repairs, *more, *born, *late))


def match_open(given: Inputs, *, own_shares: bool = True) -> Matched:
    """Who is too many at the start leaves the system, who is too many at the end enters it.

    With `own_shares` as the stock that is cut is spread (Abel 2013, Demographic Research 28), else
    as the other one is.
    """
    mended, repairs = natives(given)
    start, end, born = survived(mended)
    first, last = start.sum(axis=1), end.sum(axis=1)
    least = np.minimum(first, last)
    gone, come = first - least, last - least
    if own_shares:
        start *= quotient(least, first)[:, None]
        end *= quotient(least, last)[:, None]
    else:
        start, end = cut(start, gone, end, given), cut(end, come, start, given)
    left = Repair("people who leave or enter the system", (), float(gone.sum() + come.sum()))
    return Matched(start, end, (*repairs, *born, left))


def cut(table: Table, excess: Table, shares: Table, given: Inputs) -> Table:
    """The table with the excess of each row taken off, as the same row of `shares` is spread.

    A cell may so hold fewer than no people; least migration looks at differences and allows for it.
    Raises InfeasibleMargins where a row of `shares` holds nobody.
    """
    sums = shares.sum(axis=1)
    bare = (excess > 0) & (sums == 0)
    if bare.any():
        named = listed(given, bare)
        raise InfeasibleMargins(f"People born there at one date and nobody at the other: {named}")
    left: Table = table - quotient(excess, sums)[:, None] * shares
    return left


def least_migration(matched: Matched) -> Factors:
    """As many as can be stay where they were; the others leave and arrive independently.

    Who is in a place less at the end has left, who is more has come, so a place is never both and
    the quasi-independent table is dec[k, i] inc[k, j] / t[k]: no iteration is needed.
    """
    change = matched.end - matched.start
    into = np.maximum(change, 0.0)
    return independent(np.subtract(into, change, out=change), into)


def independence(matched: Matched) -> Factors:
    """Where people are at the end has nothing to do with where they were at the start."""
    return independent(matched.start, matched.end)


def independent(out: Table, into: Table) -> Factors:
    """The factors of a table with these margins for each birthplace."""
    total = out.sum(axis=1)
    return Factors(out / np.where(total > 0, total, 1.0)[:, None], into)
