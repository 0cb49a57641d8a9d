"""One number of the shelf, with what is needed to say whose it is and where it stands."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from gmg.axes import what
from gmg.axes.when import Period

PUBLISHED = "published"
WOMEN_AND_MEN = "women + men"
ALL_KINDS = "all kinds"
ALL_AGES = "all ages"
ALL_PARTNERS = "all partners"


class Line(NamedTuple):
    """What a data set says of a place, or of an ordered pair, at one time, both sexes, all ages.

    `value` is in the published `unit`; `how` is `published`, or what was added: then `added`
    published figures stand behind it and `id` is empty. `women` and `men` are the published parts,
    where there are any, each with the id of its figure.
    """

    place: str
    counterpart: str | None
    concept: str
    agency: str
    dataset: str
    edition: str
    basis: str
    time_from: date
    time_to: date
    time_kind: str
    year: int
    unit: str
    value: float
    how: str
    added: int
    id: str | None
    text: str | None
    status: str
    women: float | None
    women_id: str | None
    men: float | None
    men_id: str | None

    @property
    def period(self) -> Period:
        """When the number is true."""
        return Period(self.time_from, self.time_to, self.time_kind)  # type: ignore[arg-type]

    @property
    def amount(self) -> float:
        """The value in base units (persons, US dollars): for scales and order, never for show."""
        return self.value * factor(self.unit)

    def as_json(self) -> dict[str, Any]:
        """A flat object with codes."""
        return {
            "concept": self.concept,
            "place": self.place,
            "counterpart": self.counterpart,
            "agency": self.agency,
            "dataset": self.dataset,
            "edition": self.edition,
            "basis": self.basis,
            "time_from": self.time_from.isoformat(),
            "time_to": self.time_to.isoformat(),
            "time_kind": self.time_kind,
            "year": self.year,
            "unit": self.unit,
            "value": whole(self.value),
            "how": self.how,
            "count": self.added,
            "figure": self.id,
            "as_published": self.text,
            "status": self.status,
            "women": whole(self.women),
            "women_figure": self.women_id,
            "men": whole(self.men),
            "men_figure": self.men_id,
        }


class Total(NamedTuple):
    """What a data set says of a whole place at one time, or the sum of its pairs.

    `side` is `place` where the place is the one of the figures (mostly the destination) and
    `counterpart` where it is their other end (mostly the origin).
    """

    place: str
    side: str
    concept: str
    agency: str
    dataset: str
    edition: str
    basis: str
    time_from: date
    time_to: date
    time_kind: str
    year: int
    unit: str
    value: float
    how: str
    added: int
    id: str | None

    @property
    def period(self) -> Period:
        """When the number is true."""
        return Period(self.time_from, self.time_to, self.time_kind)  # type: ignore[arg-type]

    @property
    def amount(self) -> float:
        """The value in base units (persons, US dollars): for scales and order, never for show."""
        return self.value * factor(self.unit)

    def as_json(self) -> dict[str, Any]:
        """A flat object with codes."""
        return {
            "concept": self.concept,
            "place": self.place,
            "side": self.side,
            "agency": self.agency,
            "dataset": self.dataset,
            "edition": self.edition,
            "basis": self.basis,
            "time_from": self.time_from.isoformat(),
            "time_to": self.time_to.isoformat(),
            "time_kind": self.time_kind,
            "year": self.year,
            "unit": self.unit,
            "value": whole(self.value),
            "how": self.how,
            "count": self.added,
            "figure": self.id,
        }


@lru_cache(maxsize=256)
def factor(unit: str) -> int:
    """Base units in a unit."""
    return what.unit(unit).factor


def whole(value: float | None) -> float | int | None:
    """A whole number without its `.0`."""
    return int(value) if value is not None and value.is_integer() else value
