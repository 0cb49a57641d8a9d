"""Numbers as a reader is shown them: one published figure, or a sum that keeps its parts.

No agency's figure is changed here. Where an agency publishes no total its parts are added, and the
number says how many there were; a missing part is not counted as nought, it is not counted at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from gmg.axes import what
from gmg.axes.when import Period
from gmg.records.figure import Figure

PUBLISHED, SUM, COMPUTED = "published", "sum", "computed"
WHOLE_SEX, WHOLE_AGE = "total", "all"
ADDS_UP = ("stock", "flow", "money")
"""Kinds of concept whose figures may be added; rates, shares and indices never are."""
PARTS_OF_SEXES = {"female", "male"}


@dataclass(frozen=True, slots=True)
class Number:
    """One number with all that is needed to say what it is and where it comes from.

    `count` published figures stand behind it, and `figures` holds them; for a point of a series that
    sums many pairs `figures` is empty and `ask` is the command that lists them. `how` is `published`,
    `sum` or `computed`; `formula` says which sum. `places` are the places the value is true for.
    """

    concept: str
    basis: str
    place: str
    counterpart: str | None
    sex: str
    age: str
    detail: str | None
    period: Period
    value: float | None
    unit: str
    agency: str
    dataset: str
    edition: str
    count: int = 1
    figures: tuple[Figure, ...] = ()
    how: str = PUBLISHED
    formula: str = ""
    ask: str = ""

    @property
    def label(self) -> str:
        """`as published`, or what was added."""
        if self.how == PUBLISHED:
            return "as published"
        if self.how == SUM:
            return f"sum of {self._figures}"
        return f"{self.formula}, from {self._figures}"

    @property
    def _figures(self) -> str:
        return f"{self.count:,} published figure{'' if self.count == 1 else 's'}"

    @property
    def id(self) -> str | None:
        """The figure id where one published figure stands behind the number."""
        return self.figures[0].id if len(self.figures) == 1 else None

    def as_json(self) -> dict[str, Any]:
        """A flat object; `parts` are the ids of the figures behind the number."""
        return {
            "value": plain(self.value),
            "unit": self.unit,
            "concept": self.concept,
            "basis": self.basis,
            "place": self.place,
            "counterpart": self.counterpart,
            "sex": self.sex,
            "age": self.age,
            "detail": self.detail,
            "time_from": self.period.time_from.isoformat(),
            "time_to": self.period.time_to.isoformat(),
            "time_kind": self.period.kind,
            "period": self.period.label(),
            "agency": self.agency,
            "dataset": self.dataset,
            "edition": self.edition,
            "how": self.how,
            "label": self.label,
            "count": self.count,
            "parts": [figure.id for figure in self.figures],
            "ask": self.ask or None,
        }


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one agency, data set, edition, basis, unit and length of period, oldest first."""

    agency: str
    dataset: str
    edition: str
    basis: str
    place: str
    sex: str
    detail: str | None
    unit: str
    points: tuple[Number, ...]

    def as_json(self) -> dict[str, Any]:
        """The series with its points."""
        return {
            "agency": self.agency,
            "dataset": self.dataset,
            "edition": self.edition,
            "basis": self.basis,
            "place": self.place,
            "sex": self.sex,
            "detail": self.detail,
            "unit": self.unit,
            "points": [point.as_json() for point in self.points],
        }


def plain(value: float | None) -> float | int | None:
    """A whole number without its `.0`."""
    return int(value) if value is not None and value.is_integer() else value


def period_of(row: Figure) -> Period:
    """When the figure is true."""
    return Period(row.time_from, row.time_to, row.time_kind)  # type: ignore[arg-type]


def of_figure(figure: Figure) -> Number:
    """The number that one published figure is."""
    return _number(figure, period_of(figure), figure.value, (figure,))


def total(figures: Sequence[Figure], formula: str = "", **change: Any) -> Number | None:
    """The sum of published figures of one unit; None where none of them has a value."""
    valued = tuple(figure for figure in figures if figure.value is not None)
    if not valued:
        return None
    if len(valued) == 1 and not change:
        return of_figure(valued[0])
    first = valued[0]
    value = sum(figure.value for figure in valued if figure.value is not None)
    number = _number(first, _spanned(valued), value, valued)
    return replace(number, how=SUM, formula=formula, **change)


def adds_up(concept: str) -> bool:
    """Whether figures of the concept may be added at all."""
    return what.concept(concept).kind in ADDS_UP


def numbers_of_sexes(figures: Sequence[Figure]) -> list[Number]:
    """Figures that may not be added: the one for both sexes, else each sex for itself, all ages."""
    all_ages = [figure for figure in figures if figure.age == WHOLE_AGE]
    both = [figure for figure in all_ages if figure.sex == WHOLE_SEX]
    return [of_figure(figure) for figure in both or all_ages]


def whole(figures: Sequence[Figure]) -> Number | None:
    """The number for both sexes and all ages out of figures that differ in sex and age alone.

    The published total where there is one; else the sum of women and men (and of those whose sex is
    unknown or other); else the sum of ages where the age groups part all ages without gap or overlap.
    None where the parts do not make a whole.
    """
    totals = [f for f in figures if f.sex == WHOLE_SEX and f.age == WHOLE_AGE]
    if totals:
        return of_figure(totals[0]) if len(totals) == 1 else None
    all_ages = [f for f in figures if f.age == WHOLE_AGE]
    if all_ages:
        return _both_sexes(all_ages)
    both = [f for f in figures if f.sex == WHOLE_SEX]
    return _all_ages(both or list(figures))


def _both_sexes(figures: list[Figure]) -> Number | None:
    if not {f.sex for f in figures} >= PARTS_OF_SEXES:
        return None
    if any(f.value is None for f in figures):
        return None
    return total(figures, "women + men", sex=WHOLE_SEX)


def _all_ages(figures: list[Figure]) -> Number | None:
    sexes = defaultdict(list)
    for figure in figures:
        sexes[figure.sex].append(figure)
    if not sexes or not all(parts_all_ages(f.age for f in group) for group in sexes.values()):
        return None
    if WHOLE_SEX not in sexes and not set(sexes) >= PARTS_OF_SEXES:
        return None
    return total(figures, "all ages", sex=WHOLE_SEX, age=WHOLE_AGE)


def parts_all_ages(ages: Iterable[str]) -> bool:
    """Whether age groups part all ages from nought without gap or overlap; `unknown` may stand beside.

    >>> parts_all_ages(["0-4", "5-17", "18+"]), parts_all_ages(["0-4", "0-14", "15+"])
    (True, False)
    """
    named = list(ages)
    if set(named) == {"unknown"}:
        return True
    spans = sorted(span for span in map(age_span, named) if span is not None)
    if len(spans) != len([age for age in named if age != "unknown"]) or not spans:
        return False
    joined = all(a[1] + 1 == b[0] for a, b in pairwise(spans))
    return spans[0][0] == 0 and spans[-1][1] >= OLDEST and joined


OLDEST = 99
"""Single ages end at 99 in one file: a span that reaches so far counts as open."""


def age_span(age: str) -> tuple[int, int] | None:
    """First and last year of an age group: `5-9`, `75+`, `7`; None for other texts."""
    if age.endswith("+") and age[:-1].isdigit():
        return int(age[:-1]), 200
    first, _, last = age.partition("-")
    if not first.isdigit() or (last and not last.isdigit()):
        return None
    return int(first), int(last or first)


def grouped(
    figures: Iterable[Figure], key: Callable[[Figure], tuple[Any, ...]]
) -> dict[tuple[Any, ...], list[Figure]]:
    """Figures by key, in the order in which the keys first come."""
    groups: dict[tuple[Any, ...], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def series_of(numbers: Iterable[Number]) -> tuple[Series, ...]:
    """Numbers sorted into series, points oldest first."""
    groups: dict[tuple[Any, ...], list[Number]] = {}
    for number in numbers:
        groups.setdefault(line_of(number), []).append(number)
    return tuple(_series(points) for points in groups.values())


def line_of(number: Number | Series) -> tuple[str | None, ...]:
    """What numbers of one series have in common."""
    return (
        number.agency,
        number.dataset,
        number.edition,
        number.basis,
        number.place,
        number.sex,
        number.detail,
        number.unit,
        span(number),
    )


def span(of: Number | Series) -> str:
    """How long the period of a number is, in whole years; points and intervals never share a line."""
    period = of.period if isinstance(of, Number) else of.points[0].period
    return period.kind if period.kind == "point" else f"{round(period.days / 365.25)} years"


def _series(points: Sequence[Number]) -> Series:
    first = points[0]
    return Series(
        agency=first.agency,
        dataset=first.dataset,
        edition=first.edition,
        basis=first.basis,
        place=first.place,
        sex=first.sex,
        detail=first.detail,
        unit=first.unit,
        points=tuple(sorted(points, key=lambda point: point.period)),
    )


def _spanned(figures: Sequence[Figure]) -> Period:
    """The period that all figures are true for, or the interval from the first to the last."""
    periods = {period_of(figure) for figure in figures}
    if len(periods) == 1:
        return periods.pop()
    first: date = min(period.time_from for period in periods)
    last: date = max(period.time_to for period in periods)
    if first.year == last.year:
        return Period(date(first.year, 1, 1), date(first.year, 12, 31), "interval")
    return Period(first, last, "interval")


def _number(
    figure: Figure, period: Period, value: float | None, figures: tuple[Figure, ...]
) -> Number:
    return Number(
        concept=figure.concept,
        basis=figure.basis,
        place=figure.place,
        counterpart=figure.counterpart,
        sex=figure.sex,
        age=figure.age,
        detail=figure.detail,
        period=period,
        value=value,
        unit=figure.unit,
        agency=figure.agency,
        dataset=figure.dataset,
        edition=figure.edition,
        count=len(figures),
        figures=figures,
    )
