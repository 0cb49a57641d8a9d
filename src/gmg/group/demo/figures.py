"""The figures that the fictitious statement quotes: real ones, of the evidence base at hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gmg.group.acts.cite import quoted

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.group.rules.texts import Citation

CORRIDORS = (("LBY", "SDN"), ("DEU", "SYR"), ("COL", "VEN"))
PAIR = """
SELECT b.concept, b.place, b.counterpart, b.dataset, year(b.time_from) AS year,
       a.edition AS older, b.edition AS newer, b.sex, b.age
FROM figures a JOIN figures b USING (dataset, concept, place, sex, age, unit, time_from, time_to)
WHERE a.counterpart IS NOT DISTINCT FROM b.counterpart
  AND a.detail IS NULL AND b.detail IS NULL
  AND a.edition < b.edition AND a.value <> b.value AND a.value > 0
  AND b.concept = 'migrant-stock' AND a.sex = 'total'
ORDER BY b.place <> ?, a.counterpart IS NULL DESC, b.edition DESC, b.time_from DESC, b.place
LIMIT 1
"""


class NothingToQuote(LookupError):
    """The base holds none of the figures that the story needs."""


@dataclass(frozen=True)
class Quoted:
    """What the statement quotes; `revised` is a figure of an edition that a later one changed."""

    place: str
    counterpart: str
    refugees: Citation
    stock: tuple[Citation, ...]
    revised: Citation | None


def quotations(base: Base) -> Quoted:
    """The first corridor for which UN DESA's stock and UNHCR's refugees of one year are known."""
    for place, counterpart in CORRIDORS:
        asked = {"place": place, "counterpart": counterpart, "year": 2024}
        refugees = [
            f
            for f in base.figures("refugees", agency="UNHCR", sex="total", **asked)
            if f.age == "all" and f.value and not f.detail
        ]
        stock = [f for f in base.figures("migrant-stock", agency="UNDESA", **asked) if f.value]
        whole = [f for f in stock if f.sex == "total"] or stock
        if refugees and whole:
            return Quoted(
                place,
                counterpart,
                quoted(base, refugees[0], "refugees"),
                tuple(quoted(base, f, f"stock-{f.sex}") for f in whole),
                revised(base, place),
            )
    raise NothingToQuote(
        "The base holds no corridor with UN DESA's stock and UNHCR's refugees of 2024: "
        "build one with `gmg build`"
    )


def revised(base: Base, place: str) -> Citation | None:
    """A stock as an edition had it and the next one has it no more; None where none is known."""
    rows = base.rows(PAIR, [place])
    if not rows:
        return None
    row = rows[0]
    found = [
        f
        for f in base.figures(
            row["concept"],
            place=row["place"],
            counterpart=row["counterpart"],
            year=row["year"],
            dataset=row["dataset"],
            edition=row["older"],
            sex=row["sex"],
        )
        if f.age == row["age"] and f.counterpart == row["counterpart"] and not f.detail
    ]
    return replace(quoted(base, found[0], "earlier")) if found else None
