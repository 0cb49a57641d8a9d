"""Our estimates beside those that the methods' authors published, pair by pair.

Made the way the authors made theirs: stocks of the edition of 2020, unknown origins left with the
native-born. Differences of stocks then come out to the person. Demographic accounting does not: its
populations, births and deaths are of World Population Prospects 2024 here and of an earlier edition
there (the file does not say which), and births and deaths of earlier editions are not at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.from_evidence.estimated import estimated
from gmg.analysis.flows.from_evidence.span import Span
from gmg.analysis.flows.from_evidence.unknown import DISTRIBUTED, NATIVE
from gmg.analysis.flows.validate.measures import correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.evidence.base import Base
    from gmg.sources.research.flow_matrix import FlowMatrix

EDITION = "2020"
YEARS = 5
ONE = 1.0
"""The published tables are rounded to persons: two that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One method and period: persons over the pairs that both have.

    `published_elsewhere` moved between pairs that are not estimated here, `ours_elsewhere` the other
    way round. `same` is the share of pairs with movement in either table that agree to the person.
    `default` is our total over the same pairs with unknown origins distributed.
    """

    method: str
    period: str
    published: float
    ours: float
    published_elsewhere: float
    ours_elsewhere: float
    places: int
    same: float
    correlation: float | None
    default: float


def beside(base: Base, method: str, published: FlowMatrix) -> list[Beside]:
    """Every period of the published table."""
    return [
        compare(
            method,
            estimated(base, Span(year, year + YEARS), edition=EDITION, unknown=NATIVE),
            estimated(base, Span(year, year + YEARS), edition=EDITION, unknown=DISTRIBUTED),
            published.places,
            table,
        )
        for year, table in sorted(published.persons.items())
    ]


def compare(
    method: str,
    one: Estimated,
    default: Estimated,
    places: tuple[str, ...],
    table: NDArray[np.float64],
) -> Beside:
    """The published table beside ours, over the places that both have under one name."""
    common = [place for place in places if place in one.places and place in default.places]
    theirs = _part(table, places, common)
    ours = _part(one.flows[method].total, one.places, common)
    moved = (theirs > 0) | (ours >= ONE / 2)
    same = np.abs(theirs - ours)[moved] <= ONE
    return Beside(
        method=method,
        period=one.prepared.span.label,
        published=float(theirs.sum()),
        ours=float(ours.sum()),
        published_elsewhere=float(table.sum() - theirs.sum()),
        ours_elsewhere=float(one.flows[method].total.sum() - ours.sum()),
        places=len(common),
        same=float(same.mean()) if same.size else 1.0,
        correlation=correlation(theirs.ravel(), ours.ravel()),
        default=float(_part(default.flows[method].total, default.places, common).sum()),
    )


def _part(
    table: NDArray[np.float64], places: tuple[str, ...], wanted: list[str]
) -> NDArray[np.float64]:
    at = [places.index(place) for place in wanted]
    return table[np.ix_(at, at)]


def read_all(folder: Path) -> dict[str, FlowMatrix]:
    """The published tables that the folder holds, by method."""
    from gmg.evidence.snapshots import snapshot_of
    from gmg.sources.research.flow_matrix import FILES, read_flow_matrix

    return {
        method: read_flow_matrix(snapshot_of(name, (folder / name).read_bytes()))
        for method, name in FILES.items()
        if (folder / name).is_file()
    }
