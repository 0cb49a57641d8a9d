"""One draw: inputs as they might have been, given how far each kind of figure may be off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.ensemble.noise import id_of, ids_of, normals

if TYPE_CHECKING:
    from gmg.analysis.flows.ensemble.noise import Ids
    from gmg.analysis.flows.ensemble.spec import Spec
    from gmg.analysis.flows.inputs import Inputs, Table


def draw(
    given: Inputs,
    spec: Spec,
    number: int,
    *,
    dates: tuple[str, str] = ("start", "end"),
    bases: tuple[str, ...] = (),
) -> Inputs:
    """The inputs times log-normal factors with mean 1; draw 0 is the inputs as they are.

    A factor follows from seed, number, kind of figure, date and the names of birthplace and
    residence, and from nothing else: draw 17 is the same whoever works it out and whatever other
    places there are, and the stocks of 2020 are off alike where a period ends and where the next
    begins, for women and men, in each edition. A zero stays a zero. Native-born are the perturbed
    population less the perturbed foreign-born; where that is below zero the methods repair it.
    """
    if number == 0:
        return given
    ids = ids_of(given.places)
    off = given.start + given.end
    np.fill_diagonal(off, 0.0)
    born, lives = np.nonzero(off)
    sd = spec.of_bases(bases, len(ids))[lives]
    stocks = pair(spec, number, "foreign-born", dates, sd, spec.stocks_alike, ids[born], ids[lives])
    everywhere = np.full(len(ids), spec.population)
    people = pair(spec, number, "population", dates, everywhere, spec.populations_alike, ids)
    tables = []
    for table, factor, growth in zip((given.start, given.end), stocks, people, strict=True):
        total = table.sum(axis=0)
        perturbed = table.copy()
        perturbed[born, lives] *= factor
        rise = total * (growth - 1.0) - (perturbed.sum(axis=0) - total)
        perturbed[np.diag_indices_from(perturbed)] += rise
        tables.append(perturbed)
    span = "-".join(dates)
    births = lognormal(spec.births, normals(id_of(spec.seed, number, "births", span), ids))
    deaths = lognormal(spec.deaths, normals(id_of(spec.seed, number, "deaths", span), ids))
    return replace(
        given,
        start=tables[0],
        end=tables[1],
        births=given.births * births,
        deaths=given.deaths * deaths,
    )


def pair(
    spec: Spec,
    number: int,
    kind: str,
    dates: tuple[str, str],
    sd: Table,
    alike: float,
    *ids: Ids,
) -> tuple[Table, Table]:
    """Factors at both dates; their logarithms have that correlation."""
    lasting = np.sqrt(alike) * normals(id_of(spec.seed, number, kind), *ids)
    passing = np.sqrt(1.0 - alike)
    start, end = (
        lognormal(sd, lasting + passing * normals(id_of(spec.seed, number, kind, date), *ids))
        for date in dates
    )
    return start, end


def lognormal(sd: Table | float, normal: Table) -> Table:
    """Factors with mean 1."""
    found: Table = np.exp(sd * normal - np.square(sd) / 2)
    return found
