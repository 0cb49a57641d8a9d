"""Estimated movement into and out of one place, with what is reported of the same partners beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.analysis.flows.from_evidence.ask import DEFAULT
from gmg.analysis.flows.from_evidence.estimated import estimated, periods
from gmg.analysis.flows.from_evidence.frame import AGENCY, DATASET
from gmg.analysis.flows.from_evidence.pairs import largest
from gmg.analysis.places import answering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.pairs import Estimate
    from gmg.analysis.flows.from_evidence.span import Span
    from gmg.evidence.base import Base

TOP = 6
REPORTED = ("unhcr.flows", "forced-displacement-flow")
"""The one data set of movement by origin and destination in a year that an agency reports."""


@dataclass(frozen=True, slots=True)
class Total:
    """All arrivals and departures of a place in a period by method, in persons.

    `published_net` is net migration of World Population Prospects over the same period.
    """

    span: Span
    place: str
    into: dict[str, float]
    out: dict[str, float]
    published_net: float

    def as_json(self) -> dict[str, Any]:
        """A flat object."""
        return {
            "period": self.span.label,
            "place": self.place,
            "into": self.into,
            "out": self.out,
            "published_net": self.published_net,
        }


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: the estimate of a direction, and persons that UNHCR reports of the same one.

    `reported` is added up over the calendar years of the period from its first to the one before
    its last, all kinds of new displacement; None where no year has a figure, which is not nobody.
    """

    place: str
    estimate: Estimate
    reported: float | None

    def as_json(self) -> dict[str, Any]:
        """The estimate with the partner's name and what is reported."""
        return {
            "partner": self.place,
            "reported": self.reported,
            "reported_by": "UNHCR",
            **self.estimate.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """The estimates of a place: every period in total, the last one by partner.

    `method` is the one that ranks; `editions` names it with its inputs.
    """

    place: str
    method: str
    edition: str
    totals: tuple[Total, ...]
    origins: tuple[Partner, ...]
    destinations: tuple[Partner, ...]

    @property
    def span(self) -> Span:
        """The period of the partners."""
        return self.totals[-1].span

    def as_json(self) -> dict[str, Any]:
        """The whole as plain objects."""
        return {
            "agency": AGENCY,
            "dataset": DATASET,
            "method": self.method,
            "edition": self.edition,
            "totals": [total.as_json() for total in self.totals],
            "origins": [one.as_json() for one in self.origins],
            "destinations": [one.as_json() for one in self.destinations],
        }


def moved(base: Base, place: str, top: int = TOP) -> Moved | None:
    """The estimates of a place, in every period in which it is not left out; None if in none.

    Raises FlowError where the release holds no inputs.
    """
    every = [estimated(base, when) for when in periods(base)]
    given = [one for one in every if one.at(place) is not None and DEFAULT in one.flows]
    if not given:
        return None
    last = given[-1]
    arrivals = largest(last, DEFAULT, top, destination=place)
    departures = largest(last, DEFAULT, top, origin=place)
    known = _reported(base, place, last.prepared.span)
    return Moved(
        place=last.places[last.at(place) or 0],
        method=DEFAULT,
        edition=(arrivals or departures)[0].editions[DEFAULT] if arrivals or departures else "",
        totals=tuple(_total(one, place) for one in given),
        origins=tuple(
            Partner(e.origin, e, _sum(known, answering(e.origin), into=True)) for e in arrivals
        ),
        destinations=tuple(
            Partner(e.destination, e, _sum(known, answering(e.destination), into=False))
            for e in departures
        ),
    )


def _total(one: Estimated, place: str) -> Total:
    at = one.at(place)
    assert at is not None
    return Total(
        span=one.prepared.span,
        place=one.places[at],
        into={name: float(flows.total[:, at].sum()) for name, flows in one.flows.items()},
        out={name: float(flows.total[at].sum()) for name, flows in one.flows.items()},
        published_net=float(one.prepared.published[at]),
    )


def _reported(base: Base, place: str, span: Span) -> dict[tuple[bool, str], float]:
    """Persons by direction (into the place or out of it) and partner."""
    from gmg.evidence.base import parquet

    dataset, concept = REPORTED
    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part and account.dataset == dataset and concept in account.concepts
    ]
    if not files:
        return {}
    codes = answering(place)
    marks = ", ".join("?" for _ in codes)
    rows = (
        base.connection.cursor()
        .execute(
            f"SELECT place IN ({marks}), CASE WHEN place IN ({marks}) THEN counterpart ELSE place END, "
            f"sum(value) FROM {parquet(files)} WHERE concept = ? AND value IS NOT NULL "
            f"AND (place IN ({marks}) OR counterpart IN ({marks})) AND place <> counterpart "
            f"AND year(time_to) BETWEEN {span.start} AND {span.end - 1} GROUP BY ALL",
            [*codes, *codes, concept, *codes, *codes],
        )
        .fetchall()
    )
    return {(into, partner): value for into, partner, value in rows}


def _sum(known: dict[tuple[bool, str], float], codes: Sequence[str], *, into: bool) -> float | None:
    found = [known[into, code] for code in codes if (into, code) in known]
    return sum(found) if found else None
