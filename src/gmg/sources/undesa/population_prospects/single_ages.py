"""Population by single age and sex at 1 July, edition 2022, in thousands.

Quirks: areas by ISO alpha-3 code with `XKX` for Kosovo; women, men and both stand in one column;
ages stop at 99, so a sum over ages leaves out people of 100 and more. https://population.un.org/wpp/
"""

from __future__ import annotations

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import check_years, mid_year
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import mapped
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, melt, numbers, reading
from gmg.sources.undesa.population_prospects.measures import THOUSAND

HEADER = ("iso", "t", "sex", "age", "v")
SEXES = {"Female": "female", "Male": "male", "Total": "total"}
AGES = tuple(str(age) for age in range(100))


def read(snapshot: Snapshot) -> Reading:
    """One figure a record: people of one age and sex who live in `iso` at 1 July of `t`."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["iso", "t", "sex", "age"])
    check_years(table, "t")
    table.ignore_columns(["iso", "t", "sex", "age"], "say which figure it is")
    ages = mapped(table, "age", {age: age for age in AGES}, "age", "single ages are 0 to 99")
    table.frame = table.frame.with_columns(
        places(table, "iso", "iso3").alias("place"),
        mapped(table, "sex", SEXES, "sex", "add it to SEXES").alias("sex"),
        ages.alias("age"),
        **mid_year("t"),
    )
    index = ["place", "sex", "age", "time_from", "time_to", "time_kind"]
    return reading(
        table,
        numbers(table, melt(table, index, ["v"], "not given")),
        concept="population",
        basis="de-facto-under-100",
        unit=THOUSAND,
    )
