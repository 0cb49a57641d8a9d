"""`gmg flows validate`: everything that the estimates are held against, in one object."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.from_evidence.estimated import estimated, newest, periods, usable
from gmg.analysis.flows.from_evidence.unknown import NATIVE
from gmg.analysis.flows.validate.deaths import Tried, tried
from gmg.analysis.flows.validate.measures import MEASURES, correlations
from gmg.analysis.flows.validate.net import (
    InputsCheck,
    NetCheck,
    Overall,
    checks,
    of_inputs,
    overall,
)
from gmg.analysis.flows.validate.published import EDITION, Beside, beside, read_all
from gmg.analysis.flows.validate.reported import COLLECTIONS, read_reported, samples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.validate.reported import Reported
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Agreement:
    """One method against one collection of reported flows, all periods together."""

    collection: str
    dataset: str
    method: str
    periods: tuple[str, ...]
    pairs: int
    measures: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Validation:
    """What was compared. `printed` are correlations that the papers print, by method and measure."""

    edition: str
    inputs: tuple[InputsCheck, ...]
    nets: tuple[NetCheck, ...]
    overall: tuple[Overall, ...]
    refused: tuple[str, ...]
    published: tuple[Beside, ...]
    reported: tuple[Agreement, ...]
    deaths: tuple[Tried, ...]
    printed: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every closed estimate keeps the net migration of its inputs."""
        return all(check.holds for check in self.nets)

    def as_json(self) -> list[dict[str, Any]]:
        """One flat object a comparison; `check` says which."""
        tables: list[tuple[str, tuple[Any, ...]]] = [
            ("inputs", self.inputs),
            ("net", self.nets),
            ("net, all periods", self.overall),
            ("published", self.published),
            ("reported", self.reported),
            ("deaths by sex", self.deaths),
        ]
        found = [{"check": name, **asdict(row)} for name, rows in tables for row in rows]
        found += [{"check": "refused", "why": why} for why in self.refused]
        return found + [
            {
                "check": "printed in the papers",
                "edition": name,
                "method": method,
                "measures": values,
            }
            for name, methods in self.printed.items()
            for method, values in methods.items()
        ]


def validate(
    base: Base,
    edition: str | None = None,
    research: Path | None = None,
    printed: Path | None = None,
) -> Validation:
    """All comparisons for the periods of an edition, the newest if none is named.

    `research` is the folder of published estimates, `printed` the file of the papers' correlations;
    without them those comparisons are empty. Raises NoInputs where nothing can be estimated.
    """
    chosen = edition or newest(base)
    estimates = [estimated(base, span, edition=chosen) for span in periods(base, chosen)]
    as_papers: list[Estimated] = []
    if EDITION in usable(base):
        as_papers = [
            estimated(base, span, edition=EDITION, unknown=NATIVE)
            for span in periods(base, EDITION)
        ]
    return Validation(
        edition=chosen,
        inputs=tuple(of_inputs(one.prepared) for one in estimates),
        nets=tuple(check for one in estimates for check in checks(one)),
        overall=(*overall(estimates), *overall(as_papers)),
        refused=tuple(
            f"{one.prepared.span.label}, {method}: {why}"
            for one in estimates
            for method, why in one.refused.items()
        ),
        published=tuple(
            row
            for method, table in (read_all(research) if research else {}).items()
            for row in beside(base, method, table)
        ),
        reported=tuple(
            agreement
            for c in COLLECTIONS
            for agreement in _agreements(read_reported(base, c), estimates)
        ),
        deaths=tuple(tried(base)),
        printed=read_printed(printed) if printed else {},
    )


def _agreements(reported: Reported, estimates: Sequence[Estimated]) -> list[Agreement]:
    found = []
    for method in METHODS:
        compared = samples(reported, estimates, method)
        named = [one.prepared.span.label for one in estimates if method in one.flows]
        pairs = [int(np.isfinite(sample.reported).sum()) for sample in compared]
        found.append(
            Agreement(
                collection=reported.collection.name,
                dataset=reported.collection.dataset,
                method=method,
                periods=tuple(label for label, count in zip(named, pairs, strict=True) if count),
                pairs=sum(pairs),
                measures=correlations(compared),
            )
        )
    return found


def read_printed(file: Path) -> dict[str, dict[str, dict[str, float]]]:
    """The papers' correlations with reported flows, by source, method and measure.

    Abel & Cohen as first published (v1) and as updated (v7: prospects of 2024, stocks of 2020), and
    what Gaskin & Abel (2026) print of their net migration against the prospects of 2024.
    """
    document = json.loads(file.read_text(encoding="utf-8"))
    found = {
        name: {
            method: dict(zip(MEASURES, values, strict=True))
            for method, values in document[name].items()
        }
        for name in ("abel_cohen_v1", "abel_cohen_v7")
        if name in document
    }
    nets = document.get("gaskin_abel", {}).get("WPP2024_net_count", {})
    if nets:
        found["gaskin_abel"] = {method: {"net": value} for method, value in nets.items()}
    return found
