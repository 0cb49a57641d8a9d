"""The indices of the Human Development Reports and their parts, by the codes UNDP gives them.

`_f` and `_m` are women and men. Income is at purchasing power parity of 2017: a later report that
moves the price base needs a unit of its own.
https://hdr.undp.org/data-center/documentation-and-downloads
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

PPP = "constant 2017 PPP USD"


@dataclass(frozen=True, slots=True)
class Index:
    """What one code measures; `signed` where it may lie below zero."""

    concept: str
    unit: str
    sex: str = "total"
    basis: str = "composite"
    signed: bool = False


INDICES = {
    "hdi": Index("hdi", "index"),
    "hdi_f": Index("hdi", "index", "female"),
    "hdi_m": Index("hdi", "index", "male"),
    "hdi_rank": Index("hdi-rank", "rank"),
    "le": Index("life-expectancy", "years"),
    "le_f": Index("life-expectancy", "years", "female"),
    "le_m": Index("life-expectancy", "years", "male"),
    "eys": Index("expected-schooling", "years"),
    "eys_f": Index("expected-schooling", "years", "female"),
    "eys_m": Index("expected-schooling", "years", "male"),
    "mys": Index("mean-schooling", "years"),
    "mys_f": Index("mean-schooling", "years", "female"),
    "mys_m": Index("mean-schooling", "years", "male"),
    "gnipc": Index("gni-per-head-ppp", PPP),
    "gni_pc_f": Index("gni-per-head-ppp", PPP, "female"),
    "gni_pc_m": Index("gni-per-head-ppp", PPP, "male"),
    "gdi": Index("gender-development-index", "index"),
    "gdi_group": Index("gender-development-group", "group"),
    "gii": Index("gender-inequality-index", "index"),
    "gii_rank": Index("gender-inequality-rank", "rank"),
    "mmr": Index("maternal-mortality-ratio", "per 100000 live births"),
    "abr": Index("adolescent-birth-rate", "per 1000 women"),
    "se_f": Index("secondary-education-share", "per cent", "female"),
    "se_m": Index("secondary-education-share", "per cent", "male"),
    "pr_f": Index("parliament-seats-share", "per cent", "female"),
    "pr_m": Index("parliament-seats-share", "per cent", "male"),
    "lfpr_f": Index("labour-force-participation-rate", "per cent", "female"),
    "lfpr_m": Index("labour-force-participation-rate", "per cent", "male"),
    "ihdi": Index("inequality-adjusted-hdi", "index"),
    "coef_ineq": Index("human-inequality-coefficient", "per cent"),
    "loss": Index("hdi-loss-to-inequality", "per cent"),
    "ineq_le": Index("life-expectancy-inequality", "per cent"),
    "ineq_edu": Index("education-inequality", "per cent"),
    "ineq_inc": Index("income-inequality", "per cent"),
    "phdi": Index("planetary-pressures-hdi", "index"),
    "diff_hdi_phdi": Index("hdi-loss-to-planetary-pressures", "per cent", signed=True),
    "rankdiff_hdi_phdi": Index("planetary-pressures-rank-difference", "ranks", signed=True),
    "co2_prod": Index("carbon-dioxide-per-head", "tonnes per head"),
    "mf": Index("material-footprint-per-head", "tonnes per head"),
}

POVERTY = {
    "mpi_rank": Index("multidimensional-poverty-index", "index", basis="survey"),
    "child_mortality": Index("poverty-child-mortality", "per cent", basis="survey"),
    "years_of_schooling": Index("poverty-years-of-schooling", "per cent", basis="survey"),
    "school_attendance": Index("poverty-school-attendance", "per cent", basis="survey"),
    "cooking_fuel": Index("poverty-cooking-fuel", "per cent", basis="survey"),
    "sanitation": Index("poverty-sanitation", "per cent", basis="survey"),
    "drinking_water": Index("poverty-drinking-water", "per cent", basis="survey"),
    "electricity": Index("poverty-electricity", "per cent", basis="survey"),
    "housing": Index("poverty-housing", "per cent", basis="survey"),
    "assets": Index("poverty-assets", "per cent", basis="survey"),
}


def measured(code: str, known: dict[str, Index], codes: Iterable[str]) -> list[pl.Expr]:
    """Concept, basis, sex and unit by the column `code`, which holds some of `codes`."""
    used = list(codes)
    return [
        pl.col(code)
        .replace_strict(
            used, [str(getattr(known[name], field)) for name in used], return_dtype=pl.String
        )
        .alias(field)
        for field in ("concept", "basis", "sex", "unit")
    ]
