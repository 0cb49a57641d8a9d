"""How the lines of the group's Common Set of Indicators are asked of the evidence.

The catalogue (`gmg.axes.what.indicators`) says what each line means; here stands which concept,
which end of it and which ages or sexes answer to it. The four parts are those of the group's
migration profiles, http://esa.un.org/MigGMGProfiles/MPCSI.htm; single lines are a reconstruction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gmg.analysis.gather import BY_COUNTERPART, BY_PLACE, whole_pairs
from gmg.analysis.series import (
    COMPUTED,
    WHOLE_AGE,
    WHOLE_SEX,
    Number,
    age_span,
    grouped,
    of_figure,
    total,
    whole,
)
from gmg.axes import what
from gmg.records.figure import Figure

OTHER_SIDE = {
    "migrant-stock": "IV-09",
    "refugees": "IV-12",
}
"""Indicators that ask a concept from its other end."""

RANKED = {
    ("migrant-stock", BY_PLACE): "IV-08",
    ("migrant-stock", BY_COUNTERPART): "IV-10",
    ("refugees", BY_PLACE): "IV-14",
    ("refugees", BY_COUNTERPART): "IV-15",
    ("remittances-received", BY_PLACE): None,
    ("remittances-received", BY_COUNTERPART): None,
    ("asylum-applications", BY_PLACE): None,
    ("asylum-applications", BY_COUNTERPART): None,
}
"""Concepts whose partners are ranked, and the indicator that asks so."""

TITLES = {
    ("migrant-stock", BY_PLACE): "Migrants who live in {place}",
    ("migrant-stock", BY_COUNTERPART): "People from {place} who live elsewhere",
    ("refugees", BY_PLACE): "Refugees in {place}",
    ("refugees", BY_COUNTERPART): "Refugees from {place}",
    ("asylum-seekers", BY_PLACE): "Asylum-seekers in {place}",
    ("asylum-seekers", BY_COUNTERPART): "Asylum-seekers from {place}",
    ("others-in-need-of-protection", BY_COUNTERPART): "Others in need of protection from {place}",
    ("others-of-concern", BY_COUNTERPART): "Others of concern to UNHCR from {place}",
    ("internally-displaced", BY_PLACE): "Displaced inside {place}",
    ("internal-displacements", BY_PLACE): "New displacements inside {place}",
    ("asylum-applications", BY_PLACE): "Asylum applications lodged in {place}",
    ("asylum-applications", BY_COUNTERPART): "Asylum applications of people from {place}",
    ("asylum-decisions", BY_PLACE): "Asylum decisions taken in {place}",
    ("asylum-decisions", BY_COUNTERPART): "Asylum decisions on people from {place}",
    ("returned-refugees", BY_PLACE): "Refugees who went home from {place}",
    ("returned-refugees", BY_COUNTERPART): "Refugees who returned to {place}",
    ("resettlement", BY_PLACE): "Refugees resettled to {place}",
    ("resettlement", BY_COUNTERPART): "Resettled refugees from {place}",
    ("naturalisation", BY_COUNTERPART): "Naturalised refugees from {place}",
    ("stateless", BY_PLACE): "Stateless people in {place}",
    ("stateless", BY_COUNTERPART): "Stateless people with origin {place}",
    ("forced-displacement-flow", BY_PLACE): "New arrivals under protection in {place}",
    ("forced-displacement-flow", BY_COUNTERPART): "People newly displaced from {place}",
    ("remittances-received", BY_PLACE): "Remittances received in {place}",
    ("remittances-received", BY_COUNTERPART): "Remittances others receive from {place}",
    ("remittances-paid", BY_PLACE): "Remittances paid from {place}",
    ("trafficking-victims", BY_PLACE): "Victims of trafficking detected in {place}",
    ("trafficking-victims", BY_COUNTERPART): "Citizens of {place} detected as victims elsewhere",
    ("migrant-deaths", BY_PLACE): "Dead and missing migrants in {place}",
    ("migrant-deaths", BY_COUNTERPART): "Dead and missing migrants from {place}",
}


def title(concept: what.Concept, side: str, place: str) -> str:
    """The heading of a concept seen from one end."""
    known = TITLES.get((concept.code, side))
    if known is not None:
        return known.format(place=place)
    if side == BY_PLACE:
        return concept.label
    return f"{concept.label}: {place} as {concept.counterpart_role}"


def indicator_of(concept: what.Concept, side: str) -> str | None:
    """The line of the Common Set that the concept answers from that end."""
    return concept.indicator if side == BY_PLACE else OTHER_SIDE.get(concept.code)


@dataclass(frozen=True, slots=True)
class Derived:
    """A line that asks for a part of a whole: by sex, by ages, or a share of it."""

    indicator: str
    concept: str
    sex: str = WHOLE_SEX
    ages: tuple[int, int] | None = None
    share: bool = False
    label: str = ""


DERIVED = (
    Derived("II-02", "population", sex="female", label="Women and girls"),
    Derived("II-02", "population", sex="male", label="Men and boys"),
    Derived("II-04", "population", ages=(0, 14), share=True),
    Derived("II-05", "population", ages=(15, 24), share=True),
    Derived("II-06", "population", ages=(15, 64), share=True),
    Derived("II-07", "population", ages=(65, 200), share=True),
    Derived("IV-03", "migrant-stock", sex="female", share=True),
    Derived("IV-04", "migrant-stock", ages=(0, 19)),
    Derived("IV-05", "migrant-stock", ages=(20, 64)),
    Derived("IV-06", "migrant-stock", ages=(65, 200)),
)


def derived(line: Derived, figures: Sequence[Figure]) -> Number | None:
    """The line from figures of one concept, place, edition, basis, unit and date.

    A share is the part over the whole of the same figures, in per cent.
    """
    part = _part(line, figures)
    if part is None or not line.share:
        return part
    everyone = _everyone(line, figures)
    if everyone is None or not everyone.value or part.value is None:
        return None
    figures_used = tuple(dict.fromkeys((*part.figures, *everyone.figures)))
    return replace(
        part,
        value=100 * part.value / everyone.value,
        unit="per cent",
        count=len(figures_used),
        figures=figures_used,
        how=COMPUTED,
        formula="part / whole × 100",
    )


def _everyone(line: Derived, figures: Sequence[Figure]) -> Number | None:
    if line.ages is not None:
        return _by_age(figures, WHOLE_SEX, (0, 200))
    return whole(figures) if figures[0].counterpart is None else whole_pairs(figures)


def _part(line: Derived, figures: Sequence[Figure]) -> Number | None:
    if line.ages is not None:
        return _by_age(figures, line.sex, line.ages)
    mine = [f for f in figures if f.sex == line.sex and f.age == WHOLE_AGE]
    if mine and mine[0].counterpart is not None:
        return total(mine, "all partners", counterpart=None)
    return of_figure(mine[0]) if len(mine) == 1 else None


def _by_age(figures: Iterable[Figure], sex: str, ages: tuple[int, int]) -> Number | None:
    """The sum over the age groups that fill the span exactly, both sexes published or added."""
    by_sex = grouped(figures, lambda figure: (figure.sex,))
    wanted = [(sex,)] if (sex,) in by_sex else [("female",), ("male",)]
    parts: list[Figure] = []
    for key in wanted:
        chosen = _filling(by_sex.get(key, []), ages)
        if chosen is None:
            return None
        parts += chosen
    label = f"ages {ages[0]} to {ages[1]}" if ages[1] < 200 else f"ages {ages[0]} and over"
    change = {"sex": sex, "age": _age_code(ages), "detail": parts[0].detail}
    return total(parts, label, **change)


def _age_code(ages: tuple[int, int]) -> str:
    return f"{ages[0]}+" if ages[1] >= 200 else f"{ages[0]}-{ages[1]}"


def _filling(figures: Iterable[Figure], ages: tuple[int, int]) -> list[Figure] | None:
    """The figures whose ages fill the span without gap or overlap; None where they do not."""
    spans = [(age_span(figure.age), figure) for figure in figures]
    inside = [
        (span, figure)
        for span, figure in spans
        if span is not None and ages[0] <= span[0] and span[1] <= ages[1]
    ]
    inside.sort(key=lambda item: item[0])
    at = ages[0]
    for span, figure in inside:
        if span[0] != at or figure.value is None:
            return None
        at = span[1] + 1
    ended = at - 1 == ages[1] or (ages[1] >= 200 and at >= 100)
    return [figure for _, figure in inside] if inside and ended else None
