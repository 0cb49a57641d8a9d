"""All six estimates of a period from a release, kept in memory while it is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.analysis.flows.estimate import METHODS, Flows, estimate_all
from gmg.analysis.flows.estimate import estimate as one_estimate
from gmg.analysis.flows.from_evidence.demography import read_demography
from gmg.analysis.flows.from_evidence.population import read_population_by_sex
from gmg.analysis.flows.from_evidence.prepare import OF_STOCKS, Prepared, prepared
from gmg.analysis.flows.from_evidence.span import Span, of_edition, spans
from gmg.analysis.flows.from_evidence.stocks import NoInputs, editions, read_stocks
from gmg.analysis.flows.from_evidence.unknown import DISTRIBUTED
from gmg.analysis.flows.inputs import FlowError

if TYPE_CHECKING:
    from gmg.analysis.flows.from_evidence.demography import Demography
    from gmg.analysis.flows.from_evidence.population import PopulationBySex
    from gmg.analysis.flows.from_evidence.stocks import Stocks
    from gmg.evidence.base import Base


@dataclass(frozen=True, eq=False)
class Estimated:
    """The estimates of one period and sex by method, and in `refused` why a method gave none."""

    prepared: Prepared
    flows: dict[str, Flows]
    refused: dict[str, str]

    @property
    def places(self) -> tuple[str, ...]:
        """Rows and columns of every table."""
        return self.prepared.places

    def at(self, place: str) -> int | None:
        """The row of a place, or of the place that it is a part of here; None where left out."""
        for code in (place, *(w for w, parts in self.prepared.parts.items() if place in parts)):
            if code in self.places:
                return self.places.index(code)
        return None


class _Opened:
    """A base as a key: two openings of one release share what was worked out."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.name = (str(base.folder), base.release.id)

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Opened) and other.name == self.name


def estimated(
    base: Base,
    period: Span | str | None = None,
    sex: str = "total",
    edition: str | None = None,
    unknown: str = DISTRIBUTED,
) -> Estimated:
    """The six estimates of a period (the last one of the edition), both sexes or one.

    `edition` is of the migrant stock, the newest if none is named. `unknown` is one of
    `unknown.WAYS`. Raises NoInputs or NoPeriod.
    """
    opened = _Opened(base)
    chosen = newest(base) if edition is None else edition
    years = _stocks(opened, chosen).years
    return _estimated(opened, of_edition(period, years, chosen), sex, chosen, unknown)


def periods(base: Base, edition: str | None = None) -> tuple[Span, ...]:
    """The periods of an edition, the newest if none is named."""
    chosen = newest(base) if edition is None else edition
    return spans(_stocks(_Opened(base), chosen).years)


def newest(base: Base) -> str:
    """The newest edition that holds stocks by origin and sex. Raises NoInputs."""
    return usable(base)[0]


@lru_cache(maxsize=8)
def _usable(opened: _Opened) -> tuple[str, ...]:
    found = []
    for edition in editions(opened.base):
        try:
            _stocks(opened, edition)
        except NoInputs:
            continue
        found.append(edition)
    if not found:
        raise NoInputs(
            "this release holds no migrant stock by origin and sex, so no flow can be estimated"
        )
    return tuple(found)


def usable(base: Base) -> tuple[str, ...]:
    """Editions from which flows can be estimated, newest first. Raises NoInputs if there are none."""
    return _usable(_Opened(base))


@lru_cache(maxsize=3)
def _stocks(opened: _Opened, edition: str) -> Stocks:
    return read_stocks(opened.base, edition)


@lru_cache(maxsize=2)
def _demography(opened: _Opened) -> Demography:
    return read_demography(opened.base)


@lru_cache(maxsize=2)
def _by_sex(opened: _Opened) -> PopulationBySex | None:
    return read_population_by_sex(opened.base)


@lru_cache(maxsize=12)
def _estimated(opened: _Opened, span: Span, sex: str, edition: str, unknown: str) -> Estimated:
    ready = prepared(
        _stocks(opened, edition),
        _demography(opened),
        _by_sex(opened) if sex != "total" else None,
        span,
        sex,
        unknown,
    )
    return estimate_prepared(ready)


def estimate_prepared(ready: Prepared) -> Estimated:
    """All methods that the inputs allow; the others are refused by name, with the reason."""
    if ready.accounted:
        try:
            return Estimated(ready, estimate_all(ready.inputs), {})
        except FlowError:
            pass
    flows: dict[str, Flows] = {}
    refused: dict[str, str] = {}
    for method in METHODS:
        if method not in OF_STOCKS and not ready.accounted:
            refused[method] = ready.why
            continue
        try:
            flows[method] = one_estimate(ready.inputs, method)
        except FlowError as error:
            refused[method] = str(error)
    return Estimated(ready, flows, refused)
