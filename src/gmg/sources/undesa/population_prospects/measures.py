"""What the columns of World Population Prospects mean, and from which year they are projected.

Populations, births, deaths and migration are in thousands. Estimates end with the last year before
an edition; from then on the medium variant is given, with bounds of its prediction intervals and
the low and high variants. https://population.un.org/wpp/
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from gmg.records.observation import schema

THOUSAND = "thousand persons"
ESTIMATE = "modelled"
PROJECTION = "projection-medium"
POPULATION = "de-facto-population"


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of figures; without a basis the year says whether it is estimated or projected."""

    column: str
    concept: str
    unit: str
    sex: str = "total"
    basis: str | None = None
    negative: bool = False


BIRTHS = Measure("births", "births", THOUSAND)
DEATHS = Measure("deaths", "deaths", THOUSAND)
BIRTH_RATE = Measure("cbr", "birth-rate", "per 1000")
DEATH_RATE = Measure("cdr", "death-rate", "per 1000")
GROWTH_RATE = Measure("growthrate", "growth-rate", "per cent a year", negative=True)
CHANGE = Measure("PopChange", "population-change", THOUSAND, negative=True)
MIGRATION_RATE = Measure("cnmr", "net-migration-rate", "per 1000", negative=True)
NATURAL_INCREASE = Measure("NatChangeRT", "natural-increase-rate", "per 1000", negative=True)
MIGRATION = Measure("mig", "net-migration", THOUSAND, negative=True)
SEX_RATIO = Measure("srb", "sex-ratio-at-birth", "males per female")
MEN = Measure("popM", "population", THOUSAND, sex="male", basis=PROJECTION)
WOMEN = Measure("popF", "population", THOUSAND, sex="female", basis=PROJECTION)
BOTH = Measure("pop", "population", THOUSAND, basis=PROJECTION)
BOUNDS = {
    "80l": "projection-lower-80",
    "80u": "projection-upper-80",
    "95l": "projection-lower-95",
    "95u": "projection-upper-95",
}
VARIANTS = {"low": "projection-low", "high": "projection-high"}
POPULATION_RANGE = tuple(
    Measure(f"pop_{ending}", "population", THOUSAND, basis=basis)
    for ending, basis in (BOUNDS | VARIANTS).items()
)
MIGRATION_RANGE = tuple(
    Measure(f"mig_{ending}", "net-migration", THOUSAND, basis=basis, negative=True)
    for ending, basis in BOUNDS.items()
)


def meanings(measures: Iterable[Measure]) -> list[pl.Expr]:
    """`concept`, `unit`, `sex` and `basis` by the name of the column a figure stood in.

    Where a measure has no basis of its own, the column `basis` of the frame holds.
    """
    chosen = list(measures)
    names = [measure.column for measure in chosen]
    kinds = schema()
    told = [
        pl.col("column")
        .replace_strict(names, [getattr(measure, name) for measure in chosen], return_dtype=kind)
        .alias(name)
        for name, kind in (
            ("concept", kinds["concept"]),
            ("unit", kinds["unit"]),
            ("sex", kinds["sex"]),
        )
    ]
    own = pl.col("column").replace_strict(
        names, [measure.basis for measure in chosen], return_dtype=kinds["basis"]
    )
    return [*told, pl.coalesce(own, "basis").alias("basis")]


def basis_of_year(year: str, estimates_to: int) -> pl.Expr:
    """Modelled up to the last year of the estimates, medium variant of the projection after it."""
    return (
        pl.when(pl.col(year).cast(pl.Int32) <= estimates_to)
        .then(pl.lit(ESTIMATE))
        .otherwise(pl.lit(PROJECTION))
        .cast(schema()["basis"])
    )
