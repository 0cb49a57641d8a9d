"""Repairs of the inputs that the methods' authors prescribe; each one is reported, none is silent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.inputs import BadInputs, DoesNotClose, Implausible, Repair

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.analysis.flows.inputs import Inputs, Table

FAR = 0.05
"""Share of the population beyond which births and deaths that do not close are an error."""
EMPTIED = 0.85
"""Share of a place's people, where they are most, beyond which its net migration is no migration.

Ten times the people at one date leaves nine tenths to be explained. The largest of a country since
1990 is a half (Qatar, 2004 to 2009: World Population Prospects 2024)."""


def plausible(given: Inputs) -> None:
    """Raise Implausible where nearly all people of a place would have come, or gone, in one period.

    More births or deaths than people raise BadInputs.
    """
    first, last = given.start.sum(axis=0), given.end.sum(axis=0)
    refuse_beyond(given, first, last)
    net = last - first - given.births + given.deaths
    wrong = np.flatnonzero(np.abs(net) > EMPTIED * np.maximum(first, last))
    if len(wrong):
        said = ", ".join(
            f"{given.places[i]} ({net[i]:+,.0f}; {first[i]:,.0f} people, then {last[i]:,.0f})"
            for i in wrong[:10]
        )
        raise Implausible(
            f"Net migration of nearly a whole place, so a figure must be wrong: {said}"
        )


def natives(given: Inputs) -> tuple[Inputs, list[Repair]]:
    """More foreign-born than people: no native-born, the column scaled to the people there are."""
    found: list[Repair] = []
    tables = []
    for name, table in (("start", given.start), ("end", given.end)):
        diagonal = np.diagonal(table)
        wrong = diagonal < 0
        if not wrong.any():
            tables.append(table)
            continue
        total = table.sum(axis=0)
        if (total[wrong] < 0).any():
            raise BadInputs(f"Fewer than no people: {listed(given, wrong & (total < 0))}")
        mended = table.copy()
        mended[np.diag_indices_from(mended)] = np.where(wrong, 0.0, diagonal)
        sums = mended.sum(axis=0)
        mended[:, wrong] *= np.divide(total, sums, out=np.zeros_like(sums), where=sums > 0)[wrong]
        found.append(
            Repair(
                f"more foreign-born than people at the {name}",
                tuple(np.array(given.places)[wrong]),
                float(-diagonal[wrong].sum()),
            )
        )
        tables.append(mended)
    return replace(given, start=tables[0], end=tables[1]), found


def closed(given: Inputs, *, whole: bool = False) -> tuple[Inputs, list[Repair]]:
    """Native-born shifted so that births less deaths are the growth of the world: half at each date.

    `whole` rounds them to persons, what is left over going to the largest: what the R package
    migest prints (https://cran.r-project.org/package=migest), there to a random one.
    Raises DoesNotClose beyond five in a hundred of the people.
    """
    natural = given.births.sum() - given.deaths.sum()
    excess = float(natural - (given.end.sum() - given.start.sum()))
    people = max(float(given.start.sum()), 1.0)
    if abs(excess) > FAR * people:
        raise DoesNotClose(
            f"Births less deaths miss the growth of the stocks by {excess:,.0f} persons, "
            f"{abs(excess) / people:.0%} of all: a population or a stock is wrong"
        )
    if abs(excess) <= 1e-14 * people:
        return given, []
    start = shifted(given.start, -excess / 2, whole=whole)
    end = shifted(given.end, excess / 2, whole=whole)
    repair = Repair("births less deaths are not the growth of the world", given.places, abs(excess))
    return replace(given, start=start, end=end), [repair]


def shifted(table: Table, by: float, *, whole: bool) -> Table:
    """The table with its diagonal scaled so that it sums to `by` more."""
    diagonal = np.diagonal(table)
    total = float(diagonal.sum())
    if total + by <= 0:
        raise DoesNotClose("There are fewer native-born than people to be taken away")
    scaled = diagonal * ((total + by) / total)
    if whole:
        scaled = np.rint(scaled)
        scaled[np.argmax(scaled)] += total + by - scaled.sum()
    copy = table.copy()
    np.fill_diagonal(copy, scaled)
    return copy


def survived(given: Inputs) -> tuple[Table, Table, list[Repair]]:
    """Stocks of those who were alive at both dates: the end without births, the start without deaths.

    Births are native-born; where there are more births than native-born they come off the whole
    column. Deaths fall on all birthplaces of a place alike.
    """
    total = given.end.sum(axis=0)
    natives = np.diagonal(given.end)
    people = given.start.sum(axis=0)
    refuse_beyond(given, people, total)
    short = given.births > natives
    end = given.end.copy()
    np.fill_diagonal(end, np.where(short, natives, natives - given.births))
    if short.any():
        end[:, short] *= (1.0 - given.births / np.where(total > 0, total, 1.0))[short]
    start = given.start * (1.0 - given.deaths / np.where(people > 0, people, 1.0))
    named = tuple(np.array(given.places)[short])
    persons = float((given.births - natives)[short].sum())
    return start, end, [Repair("more births than native-born", named, persons)] if named else []


def refuse_beyond(given: Inputs, first: Table, last: Table) -> None:
    """Raise BadInputs for more births than people at the end, or more deaths than at the start."""
    for kind, many in (("births", given.births > last), ("deaths", given.deaths > first)):
        if many.any():
            raise BadInputs(f"More {kind} than people: {listed(given, many)}")


def listed(given: Inputs, wrong: NDArray[np.bool_]) -> str:
    """The places, ten at most."""
    return ", ".join(np.array(given.places)[wrong][:10])
