"""Cases of an ensemble from a release: periods, sexes and editions, with how each place counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.analysis.flows.ensemble.spec import Case, Key
from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.from_evidence import estimated, periods, usable
from gmg.analysis.flows.from_evidence.stocks import read_stocks
from gmg.analysis.flows.from_evidence.unknown import DISTRIBUTED
from gmg.analysis.flows.inputs import BadInputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gmg.analysis.flows.from_evidence import Estimated
    from gmg.evidence.base import Base


def cases_of(
    base: Base,
    chosen: Sequence[str] = (),
    sexes: Iterable[str] = ("total",),
    editions: Sequence[str] = (),
    unknown: str = DISTRIBUTED,
) -> list[Case]:
    """A case for each period, sex and edition that holds the period; all of them where none is named.

    Methods that refuse the inputs as they are (no population by sex, an infeasible total) are left
    out of the case. Raises BadInputs for a period that none of the editions holds.
    """
    from gmg.analysis.flows.from_evidence import span

    spans = [span(one) for one in chosen]
    named = list(dict.fromkeys(editions)) or list(usable(base))
    found, bases, held = [], {}, set()
    for edition in named:
        there = periods(base, edition)
        held |= set(there)
        bases[edition] = read_stocks(base, edition).bases
        for one in there:
            if not spans or one in spans:
                found += [estimated(base, one, sex, edition, unknown) for sex in sexes]
    missing = [one.label for one in spans if one not in held]
    if missing:
        known = ", ".join(one.label for one in sorted(held))
        raise BadInputs(f"No edition of {', '.join(named)} holds {missing[0]}; they hold {known}")
    return [case_of(one, bases[one.prepared.edition]) for one in found]


def case_of(one: Estimated, bases: dict[str, str]) -> Case:
    """The inputs of an estimate; a place that stands for several counts as its first known part."""
    ready = one.prepared

    def basis(place: str) -> str:
        standing = (place, *ready.parts.get(place, ()))
        return next((bases[code] for code in standing if code in bases), "")

    return Case(
        Key(ready.span.label, ready.sex, ready.edition),
        ready.inputs,
        tuple(basis(place) for place in ready.places),
        tuple(method for method in METHODS if method not in one.refused),
        tuple(dict.fromkeys(used.name for used in ready.used)),
    )
