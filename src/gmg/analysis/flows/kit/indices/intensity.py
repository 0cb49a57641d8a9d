"""How much migration there is."""

from __future__ import annotations

import math

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import counts


def crude_intensity(migrants: float, population: float) -> float:
    """Migrants for each hundred of the population at risk, CMP or CMI (Bell and others 2002).

    Raises NotANumber, NegativeValue, OutOfRange (no population), UnitsDiffer (more migrants than people).
    """
    moved, people = counts([migrants, population], "migrants and population", axes=1)
    if people == 0:
        raise errors.OutOfRange("the population is zero")
    if moved > people:
        raise errors.UnitsDiffer(f"{moved:.9g} migrants out of a population of {people:.9g}")
    return float(100 * moved / people)


def courgeau_k(migrants: float, population: float, places: int) -> float:
    """Crude intensity over ln(places²), which allows for how finely space is cut (Courgeau 1973).

    Raises also TooFewPlaces below two places.
    """
    if places < 2:
        raise errors.TooFewPlaces(f"{places} places, and two are needed")
    return crude_intensity(migrants, population) / math.log(places**2)
