"""The partners of a place, largest first, each with the other direction beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gmg.analysis.gather import BY_COUNTERPART, BY_PLACE, JOINED_DETAIL, Gathered, pair
from gmg.analysis.series import Number
from gmg.axes import where
from gmg.records.figure import Figure

TOP = 10


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: the number of the ranking data set, other data sets' numbers, the way back."""

    place: str
    number: Number
    others: tuple[Number, ...]
    back: Number | None

    def as_json(self) -> dict[str, Any]:
        """The partner and its numbers."""
        return {
            "partner": self.place,
            "number": self.number.as_json(),
            "others": [number.as_json() for number in self.others],
            "other_way": self.back.as_json() if self.back else None,
        }


@dataclass(frozen=True, slots=True)
class Ranking:
    """The largest partners of a place by one concept and side.

    `dataset` and `unit` made the order. `unnamed` are the numbers of partners that are no country or area
    (unknown, stateless, others): they are never ranked. `known` is how many partners have a number
    above nought.
    """

    concept: str
    side: str
    dataset: str
    unit: str
    partners: tuple[Partner, ...]
    unnamed: tuple[Number, ...]
    known: int

    def as_json(self) -> dict[str, Any]:
        """The ranking as plain objects."""
        return {
            "dataset": self.dataset,
            "unit": self.unit,
            "partners_with_a_number": self.known,
            "partners": [partner.as_json() for partner in self.partners],
            "not_ranked": [number.as_json() for number in self.unnamed],
        }


def ranking(gathered: Gathered, concept: str, side: str, top: int = TOP) -> Ranking | None:
    """The partners by the data set with the newest figures; None where there are no pairs."""
    here = _numbers(gathered, concept, side)
    if not here:
        return None
    leading = max(here, key=lambda dataset: _weight(here[dataset].values()))
    back = _numbers(gathered, concept, BY_COUNTERPART if side == BY_PLACE else BY_PLACE)
    named: list[tuple[str, Number]] = []
    unnamed: list[tuple[str, Number]] = []
    for partner, number in here[leading].items():
        (named if where.get(partner).kind != "pseudo" else unnamed).append((partner, number))
    positive = [item for item in named if item[1].value]
    positive.sort(key=lambda item: (-(item[1].value or 0), item[0]))
    partners = tuple(
        Partner(
            place=partner,
            number=number,
            others=tuple(here[d][partner] for d in here if d != leading and partner in here[d]),
            back=back.get(leading, {}).get(partner),
        )
        for partner, number in positive[:top]
    )
    rest = tuple(number for _, number in unnamed if number.value)
    return Ranking(concept, side, *leading, partners, rest, len(positive)) if partners else None


def _weight(numbers: Iterable[Number]) -> tuple[Any, ...]:
    found = list(numbers)
    return (max(number.period.time_to for number in found), len(found))


def _numbers(
    gathered: Gathered, concept: str, side: str
) -> dict[tuple[str, str], dict[str, Number]]:
    """Data set and unit to partner to number, for the place itself where it is named, else a wider."""
    groups: dict[tuple[str, str, str, str], list[Figure]] = {}
    for figure in gathered.pairs_of(concept, side):
        own, partner = _ends(figure, side)
        groups.setdefault((figure.dataset, figure.unit, own, partner), []).append(figure)
    found: dict[tuple[str, str], dict[str, Number]] = {}
    chosen = _own_places(groups, gathered.places)
    for (dataset, unit, own, partner), figures in groups.items():
        number = _one(figures) if own == chosen[dataset] else None
        if number is not None:
            found.setdefault((dataset, unit), {})[partner] = number
    return found


def _one(figures: Sequence[Figure]) -> Number | None:
    bases = {figure.basis for figure in figures}
    joined = figures[0].concept in JOINED_DETAIL
    if len(bases) > 1 or (not joined and any(figure.detail for figure in figures)):
        return None
    return pair(figures)


def _ends(figure: Figure, side: str) -> tuple[str, str]:
    if side == BY_PLACE:
        return figure.place, figure.counterpart or ""
    return figure.counterpart or "", figure.place


def _own_places(
    groups: Iterable[tuple[str, str, str, str]], places: Sequence[str]
) -> dict[str, str]:
    """For each data set the first of the answering places that it names."""
    chosen: dict[str, str] = {}
    for dataset, _, own, _ in groups:
        known = chosen.get(dataset)
        if known is None or places.index(own) < places.index(known):
            chosen[dataset] = own
    return chosen
