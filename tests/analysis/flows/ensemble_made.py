"""Small cases for the tests of ensembles."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[3]))

from bench.ensemble_speed import world

from gmg.analysis.flows.ensemble import Case, Key
from gmg.analysis.flows.inputs import Inputs, inputs

__all__ = ["apart", "cases", "subset", "world"]


def subset(given: Inputs, at: list[int]) -> Inputs:
    """Some places of the inputs, in that order; the others are as if they were not."""
    pick = np.ix_(at, at)
    return inputs(
        [given.places[n] for n in at],
        given.start[pick],
        given.end[pick],
        given.births[at],
        given.deaths[at],
    )


def apart(places: int = 6) -> Inputs:
    """A world with one place that nobody leaves or enters: no closed method bears its perturbation."""
    given = world(places)
    start, end = given.start.copy(), given.end.copy()
    for table in (start, end):
        table[-1, :-1] = table[:-1, -1] = 0.0
    natural = given.births - given.deaths
    end[-1, -1] = start[-1, -1] + natural[-1]
    end[0, 0] += natural.sum() - (end.sum() - start.sum())
    return inputs(given.places, start, end, given.births, given.deaths)


def cases(places: int = 8) -> list[Case]:
    """Two sexes and two editions; the older edition has a place less and stocks alone."""
    whole = world(places)
    some = subset(world(places, 1), list(range(places - 1)))
    stocks = ("sd_drop_neg", "sd_rev_neg")
    return [
        Case(Key("2015-2020", "female", "2024"), whole, ("imputed",) * places),
        Case(Key("2015-2020", "male", "2024"), whole),
        Case(Key("2015-2020", "female", "2020"), some),
        Case(Key("2010-2015", "female", "2020"), some, methods=stocks),
    ]
