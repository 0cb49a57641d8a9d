"""What an ensemble is of: inputs by period, sex and edition, and how far each kind of figure may be off."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.inputs import BadInputs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmg.analysis.flows.inputs import Inputs, Table

AGENCY = "GMG"

FOREIGN_BORN = (
    ("foreign-born", 0.05),
    ("foreign-born-refugees-added", 0.10),
    ("foreign-born-or-citizens", 0.10),
    ("foreign-born-or-citizens-refugees-added", 0.15),
    ("foreign-citizens", 0.15),
    ("foreign-citizens-refugees-added", 0.20),
    ("imputed", 0.30),
    ("imputed-refugees-added", 0.30),
    ("bilateral-estimate", 0.20),
)
"""Standard deviation of the logarithm of a stock by its basis. Assumptions of ours, no measurements:
a count of the foreign-born is thought right to a twentieth, an imputed figure to a third."""


@dataclass(frozen=True, slots=True)
class Spec:
    """How inputs are perturbed: standard deviations of logarithms, and the seed.

    `foreign_born` is by basis of the place of residence, `otherwise` for any other basis or none.
    Errors of one count persist: of the logarithm of a stock (a population) at two dates,
    `stocks_alike` (`populations_alike`) is the correlation. The defaults are assumptions of ours.
    Raises BadInputs for what is no standard deviation or correlation.
    """

    seed: int = 0
    foreign_born: tuple[tuple[str, float], ...] = FOREIGN_BORN
    otherwise: float = 0.20
    population: float = 0.01
    births: float = 0.01
    deaths: float = 0.01
    stocks_alike: float = 0.90
    populations_alike: float = 0.99

    def __post_init__(self) -> None:
        spreads = (self.otherwise, self.population, self.births, self.deaths)
        for sd in (*spreads, *(sd for _, sd in self.foreign_born)):
            if not (math.isfinite(sd) and 0 <= sd <= 2):
                raise BadInputs(f"{sd} is no standard deviation of a logarithm: 0 to 2")
        for alike in (self.stocks_alike, self.populations_alike):
            if not 0 <= alike <= 1:
                raise BadInputs(f"{alike} is no correlation of two dates: 0 to 1")

    def of_bases(self, bases: tuple[str, ...], n: int) -> Table:
        """Standard deviation of the stocks of each place of residence (n,)."""
        known = dict(self.foreign_born)
        if not bases:
            return np.full(n, self.otherwise)
        return np.array([known.get(basis, self.otherwise) for basis in bases])


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Which flows: period (2015-2020), sex, edition of the stocks."""

    period: str
    sex: str
    edition: str = ""

    def __post_init__(self) -> None:
        years = re.fullmatch(r"(\d{4})-(\d{4})", self.period)
        if not years or years[1] >= years[2]:
            raise BadInputs(f"{self.period!r} is no period such as 2015-2020")
        for name in (self.sex, self.edition):
            if not re.fullmatch(r"[\w.]*", name):
                raise BadInputs(f"{name!r} is no sex or edition: letters, digits, dots")

    @property
    def dates(self) -> tuple[str, str]:
        """The years of the two stocks."""
        return self.period[:4], self.period[5:]


@dataclass(frozen=True, eq=False)
class Case:
    """Inputs with their key; `bases` is the basis of the stocks of each place of residence, or ().

    `methods` are those that the inputs allow: without populations, differences of stocks only.
    `sources` names the data sets and editions that went in.
    """

    key: Key
    given: Inputs
    bases: tuple[str, ...] = ()
    methods: tuple[str, ...] = tuple(METHODS)
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.bases and len(self.bases) != len(self.given.places):
            raise BadInputs("There must be one basis for each place, or none")

    def by(self, methods: Iterable[str]) -> tuple[str, ...]:
        """Those of the methods that the inputs allow."""
        return tuple(method for method in methods if method in self.methods)


@dataclass(frozen=True, eq=False)
class Job:
    """Draws `first` to `last` of a case (`last` included), by these methods. Draw 0 is unperturbed."""

    case: Case
    spec: Spec
    methods: tuple[str, ...]
    first: int
    last: int

    @property
    def numbers(self) -> range:
        """The numbers of its draws."""
        return range(self.first, self.last + 1)


SIZE = 20
"""Draws of a job, where nobody says otherwise: 53 MB of flows for 235 places and six methods."""


def jobs_of(
    cases: Iterable[Case],
    spec: Spec,
    draws: int,
    methods: tuple[str, ...] = tuple(METHODS),
    size: int = SIZE,
) -> list[Job]:
    """All jobs of an ensemble: the unperturbed inputs and so many draws of each case.

    Raises BadInputs for a case given twice, an unknown method, or no draws.
    """
    listed = list(cases)
    keys = [case.key for case in listed]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BadInputs(f"Given twice: {twice[0]}")
    unknown = [name for name in methods if name not in METHODS]
    if unknown or not methods or len(set(methods)) != len(methods):
        raise BadInputs(f"Methods are {', '.join(METHODS)}, each once; not {', '.join(methods)}")
    if draws < 1 or size < 1 or not listed:
        raise BadInputs("An ensemble has a case, a draw and a job of one draw at least")
    bare = [case.key for case in listed if not case.by(methods)]
    if bare:
        raise BadInputs(f"No method asked for can work with the inputs of {bare[0]}")
    return [
        Job(case, spec, case.by(methods), first, min(first + size - 1, draws))
        for case in listed
        for first in range(0, draws + 1, size)
    ]
