"""Areas that the publisher counted inside another area, and the gaps this leaves in its tables.

The notes of the workbooks say that Sudan stands for Sudan and South Sudan until 2005, Serbia for
Serbia and Montenegro, and Bonaire, Sint Eustatius and Saba for the Netherlands Antilles. South
Sudan, Montenegro, Curaçao and Sint Maarten have `..` in those years.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import polars as pl

from gmg.axes import where

NOUGHT = (
    "a nought stands here where the workbook of the same edition has `..`: the area was then "
    "counted with another; this is not a count of nobody"
)
MISSING = {"..": "O", "-": "O"}


def inside_another(scheme: str, place: str = "place", on: str = "time_from") -> pl.Expr:
    """True where the publisher counted the place inside another one at that date."""
    result = pl.lit(value=False)
    for row in where.dated(scheme):
        parts = set(_parts(row.place)) - {where.mapping(scheme)[row.code]}
        at = pl.col(on)
        inside = pl.col(place).cast(pl.String).is_in(sorted(parts))
        if row.valid_from is not None:
            inside &= at >= row.valid_from
        if row.valid_to is not None:
            inside &= at <= row.valid_to
        result |= inside
    return result


def missing_status(scheme: str, *, counts: bool = True) -> pl.Expr:
    """The status of figures with the missing ones made precise.

    M in a row that heads a block of groups and is no area; K where the area is counted inside
    another (`counts` is False for shares and rates, which no other row can hold).
    """
    missing = pl.col("status") == "O"
    heading = pl.col("place").cast(pl.String).is_in(list(HEADINGS.values()))
    elsewhere = inside_another(scheme) if counts else pl.lit(value=False)
    return (
        pl.when(missing & heading)
        .then(pl.lit("M"))
        .when(missing & elsewhere)
        .then(pl.lit("K"))
        .otherwise(pl.col("status"))
    )


def _headings() -> dict[str, str]:
    names = where.mapping("desa-name")
    return {
        name: names[name]
        for name in (
            "UN development groups",
            "World Bank income groups",
            "Geographic regions",
            "Sustainable Development Goal (SDG) regions",
        )
    }


HEADINGS = _headings()


def _parts(code: str) -> tuple[str, ...]:
    place = where.get(code)
    return place.successors or tuple(where.members(code))
