"""All that is known of one ordered pair: people from an origin in a destination, and the mirror."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.analysis.figures import ORDER, YEAR
from gmg.analysis.places import answering
from gmg.axes import what
from gmg.records.figure import Figure, figure_from

if TYPE_CHECKING:
    from gmg.analysis.flows.from_evidence.pairs import Estimate
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Corridor:
    """Figures of an ordered pair.

    `there`: people from the origin in the destination, and what they send home. `mirror`: the same
    the other way round. Money received by the origin from the destination belongs to `there`.
    `moved` and `moved_back` are estimates of ours, kept apart from figures of agencies; where there
    are none, `not_estimated` says why.
    """

    origin: str
    destination: str
    there: tuple[Figure, ...]
    mirror: tuple[Figure, ...]
    moved: tuple[Estimate, ...] = ()
    moved_back: tuple[Estimate, ...] = ()
    not_estimated: str = ""


def corridor(base: Base, origin: str, destination: str, year: int | None = None) -> Corridor:
    """Every agency's figures of the corridor, by concept and time, each with whose it is.

    Former and composite places answer too, under their own names.
    """
    origins, destinations = answering(origin), answering(destination)
    both = [*origins, *destinations]
    marks = ", ".join("?" for _ in both)
    when = "" if year is None else f" AND {YEAR} = {int(year)}"
    rows = base.rows(
        f"SELECT * FROM figures WHERE place IN ({marks}) AND counterpart IN ({marks}) "
        f"AND place <> counterpart{when} ORDER BY {ORDER}",
        [*both, *both],
    )
    there: list[Figure] = []
    mirror: list[Figure] = []
    for row in rows:
        figure = figure_from(row)
        at_destination = figure.place in destinations and figure.counterpart in origins
        if sends_back(figure.concept):
            at_destination = not at_destination
        (there if at_destination else mirror).append(figure)
    moved, back, why = estimates(base, origin, destination, year)
    return Corridor(origin, destination, tuple(there), tuple(mirror), moved, back, why)


def estimates(
    base: Base, origin: str, destination: str, year: int | None = None
) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...], str]:
    """Estimated flows there and back in every period, or in those around a year; and why there are none."""
    from gmg.analysis.flows.from_evidence.pairs import of_pair
    from gmg.analysis.flows.inputs import FlowError

    try:
        both = [of_pair(base, *ends) for ends in ((origin, destination), (destination, origin))]
    except FlowError as error:
        return (), (), str(error)
    there, back = (
        tuple(e for e in found if year is None or e.span.start <= year <= e.span.end)
        for found in both
    )
    if there:
        return there, back, ""
    when = "any period" if year is None else f"a period around {year}"
    return (), (), f"no table of stocks and populations has both ends in {when}"


@lru_cache(maxsize=1024)
def sends_back(concept: str) -> bool:
    """Whether the place of the figure is where people come from: money that a family receives."""
    return what.concept(concept).kind == "money" and concept.endswith("received")
