"""Codes as SDMX writes them (https://sdmx.org/?page_id=4345): letters, digits, `_`, `-`, `@`, `$`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gmg.axes import what, where, who
from gmg.axes.when import Period

MAKER = "GMG"
VERSION = "1.0"
STRUCTURE = "FIGURES"
NONE = "_Z"
"""Where a dimension does not apply: a figure without a counterpart."""

SEXES = {"total": "_T", "female": "F", "male": "M", "other": "_O", "unknown": "_U"}
SEX_NAMES = {"_T": "Total", "F": "Female", "M": "Male", "_O": "Other", "_U": "Unknown"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: its id, the column of the observation contract, its code list where it has one."""

    id: str
    column: str
    codelist: str | None


DIMENSIONS = (
    Dimension("REF_AREA", "place", "CL_AREA"),
    Dimension("COUNTERPART_AREA", "counterpart", "CL_AREA"),
    Dimension("SEX", "sex", "CL_SEX"),
    Dimension("AGE", "age", None),
    Dimension("DETAIL", "detail", None),
    Dimension("BASIS", "basis", "CL_BASIS"),
    Dimension("AGENCY", "agency", "CL_AGENCY"),
    Dimension("DATASET", "dataset", None),
    Dimension("EDITION", "edition", None),
    Dimension("UNIT_MEASURE", "unit", "CL_UNIT"),
    Dimension("CELL", "id", None),
)
"""`CELL` makes a key one figure's own: two cells of one file may say the same, or not."""

TIME = "TIME_PERIOD"
ATTRIBUTES = ("OBS_STATUS", "AS_PUBLISHED", "NOTE")
MEASURE = "OBS_VALUE"


def flow_of(concept: str) -> str:
    """The id of the dataflow of a concept.

    >>> flow_of("migrant-stock")
    'MIGRANT_STOCK'
    """
    return concept.upper().replace("-", "_")


@lru_cache(maxsize=1)
def concepts() -> dict[str, str]:
    """Dataflow to concept."""
    return {flow_of(code): code for code in what.codes()}


def unit_code(unit: str) -> str:
    """A unit as a code: words are joined."""
    return unit.replace(" ", "_").replace(",", "").replace("%", "PERCENT")


@lru_cache(maxsize=1)
def units() -> dict[str, str]:
    """Code to unit."""
    return {unit_code(one.code): one.code for one in what.units()}


def codelists() -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Every code list: codes with their names by language."""
    agencies = {
        one.code: {lang: one.name_in(lang) for lang in where.LANGUAGES} for one in who.agencies()
    }
    return {
        "CL_AREA": [
            *((p.code, {lang: p.label(lang) for lang in where.LANGUAGES}) for p in where.places()),
            (NONE, {"en": "Not applicable"}),
        ],
        "CL_SEX": [(code, {"en": name}) for code, name in SEX_NAMES.items()],
        "CL_BASIS": [(one.code, {"en": one.label}) for one in what.bases()],
        "CL_AGENCY": list(agencies.items()),
        "CL_UNIT": [(code, {"en": what.unit(unit).label}) for code, unit in units().items()],
        "CL_OBS_STATUS": [(one.code, {"en": one.label}) for one in what.statuses()],
    }


def written(dimension: str, value: str | None) -> str:
    """A value of the contract as a code."""
    if value is None:
        return NONE
    if dimension == "SEX":
        return SEXES.get(value, value)
    return unit_code(value) if dimension == "UNIT_MEASURE" else value


def read(dimension: str, code: str) -> str | None:
    """A code as a value of the contract; None where the dimension does not apply."""
    if code == NONE and dimension in ("COUNTERPART_AREA", "DETAIL"):
        return None
    if dimension == "SEX":
        return {code: sex for sex, code in SEXES.items()}.get(code, code)
    return units().get(code, code) if dimension == "UNIT_MEASURE" else code


def time_of(first: date, last: date, kind: str) -> str:
    """A period as SDMX writes it: a day, a calendar year, or a first day with a duration.

    >>> time_of(date(2023, 1, 1), date(2023, 12, 31), "interval")
    '2023'
    >>> time_of(date(2015, 7, 1), date(2020, 6, 30), "interval")
    '2015-07-01/P1827D'
    """
    if kind == "point":
        return last.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    return f"{first.isoformat()}/P{Period(first, last, 'interval').days}D"
