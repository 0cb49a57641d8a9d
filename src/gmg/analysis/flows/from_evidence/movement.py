"""Movement between two places: reported, registered and estimated side by side, each with whose it is.

Agencies report years, estimates are of periods of mid-years. Beside 2015-2020 stand the calendar
years 2015 to 2019 added up, never scaled, with how many of them have a figure. Nothing is joined
across the lines: new asylum-seekers may be new refugees of a later year, and a claim is no person
who moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.flows.from_evidence.frame import AGENCY, DATASET
from gmg.analysis.flows.from_evidence.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gmg.analysis.flows.from_evidence.pairs import Estimate
    from gmg.records.figure import Figure

REPORTED, REGISTERED, ESTIMATED = "reported", "registered", "estimated"
KINDS = {"forced-displacement-flow": REPORTED, "asylum-applications": REGISTERED}
"""Concepts that say of people that they came from the counterpart to the place in the year."""
RETURNS = ("returned-refugees", "unhcr.solutions")
"""Who left the place for the counterpart; other data sets repeat the figures."""
NEW = "application=N"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a line says of a period: a value, or the lowest and highest of several methods.

    `years` are the calendar years that have a figure, out of `of`; empty for an estimate.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    years: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One source's account of the movement, by period. `kind` is reported, registered or estimated."""

    kind: str
    agency: str
    dataset: str
    edition: str
    concept: str
    what: str
    unit: str
    cells: dict[Span, Cell]


def movement(
    there: Iterable[Figure], mirror: Iterable[Figure], estimates: Sequence[Estimate]
) -> list[Line]:
    """The lines of an ordered pair: what agencies report, what they register, what is estimated.

    `there` are figures with the destination as place and the origin as counterpart, `mirror` the
    other way round. The periods are those of the estimates.
    """
    spans = [one.span for one in estimates if one.sex == "total"]
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in [*(f for f in there if arrives(f)), *(f for f in mirror if returns(f))]:
        if figure.value is not None and figure.sex == "total" and figure.age == "all":
            key = (figure.concept, figure.dataset, figure.edition, figure.basis, figure.unit)
            groups.setdefault(key, []).append(figure)
    lines = [_line(figures, spans) for figures in groups.values()]
    lines.sort(key=lambda line: (line.kind, line.concept, line.dataset, line.edition, line.what))
    kinds = [REPORTED, REGISTERED]
    lines.sort(key=lambda line: kinds.index(line.kind))
    return [line for line in lines if line.cells or not spans] + _estimated(estimates)


def arrives(figure: Figure) -> bool:
    """People who came to the place in a year; of claims to asylum only new ones."""
    new = figure.concept != "asylum-applications" or NEW in (figure.detail or "").split("; ")
    return figure.concept in KINDS and new


def returns(figure: Figure) -> bool:
    """People who left the place for the counterpart."""
    return (figure.concept, figure.dataset) == RETURNS


def _line(figures: Sequence[Figure], spans: Sequence[Span]) -> Line:
    from gmg.axes import what

    first = figures[0]
    by_year: dict[int, float] = {}
    for figure in figures:
        by_year[figure.year] = by_year.get(figure.year, 0.0) + (figure.value or 0.0)
    cells = {}
    for span in spans:
        years = [year for year in range(span.start, span.end) if year in by_year]
        if years:
            value = sum(by_year[year] for year in years)
            cells[span] = Cell(value, years=len(years), of=span.years)
    said = what.basis(first.basis).label
    if first.concept != "forced-displacement-flow":
        said = what.concept(first.concept).label
    return Line(
        kind=KINDS.get(first.concept, REPORTED),
        agency=first.agency,
        dataset=first.dataset,
        edition=first.edition,
        concept=first.concept,
        what=f"{said}, new" if first.concept == "asylum-applications" else said,
        unit=first.unit,
        cells=cells,
    )


def _estimated(estimates: Sequence[Estimate]) -> list[Line]:
    """A line for the method that does best against reported flows, and one for the spread."""
    from gmg.analysis.flows.estimate import METHODS
    from gmg.analysis.flows.from_evidence.ask import DEFAULT

    whole = [one for one in estimates if one.sex == "total"]
    if not whole:
        return []
    chosen = {one.span: Cell(one.by_method[DEFAULT]) for one in whole if DEFAULT in one.by_method}
    spread = {one.span: Cell(None, one.low, one.high) for one in whole}
    edition = next((e.editions[DEFAULT] for e in whole if DEFAULT in e.editions), "")
    return [
        Line(ESTIMATED, AGENCY, DATASET, edition, "migration-flow", said, "persons", cells)
        for said, cells in (
            (METHODS[DEFAULT], chosen),
            ("lowest to highest of six methods", spread),
        )
    ]
