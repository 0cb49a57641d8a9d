"""Our estimates of movement as pages show them; never among the figures of agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.flows.from_evidence.ask import DEFAULT
from gmg.analysis.flows.from_evidence.estimated import Estimated, estimated, periods
from gmg.analysis.flows.from_evidence.pairs import of_pair
from gmg.analysis.flows.inputs import FlowError
from gmg.axes import where

if TYPE_CHECKING:
    from gmg.analysis.flows.from_evidence.pairs import Estimate
    from gmg.site.frame.ask import Ask

GROUPS: tuple[tuple[str, ...], ...] = (
    ("M49-021",),
    ("M49-419",),
    ("M49-154",),
    ("M49-155",),
    ("M49-039",),
    ("M49-151", "M49-143"),
    ("M49-030",),
    ("M49-035",),
    ("M49-034",),
    ("M49-009",),
    ("M49-145",),
    ("M49-015",),
    ("M49-202",),
)
"""The groups of the wheel by M49, neighbours on the earth side by side; two are put together."""


def group_of(code: str) -> int | None:
    """The group that a place stands in; None for a place of no region."""
    place = where.get(code)
    known = {place.subregion, place.region}
    parents = known | {where.get(one).parent for one in known if one}
    parents |= {where.get(one).region for one in known if one}
    for at, codes in enumerate(GROUPS):
        if parents.intersection(codes):
            return at
    return None


def method_words(ask: Ask, method: str) -> str:
    """A method, in words."""
    _ = ask.words._
    return {
        "sd_drop_neg": _("Differences of stocks, falls as nothing"),
        "sd_rev_neg": _("Differences of stocks, falls as returns"),
        "mig_rate": _("Migration rates"),
        "da_min_open": _("Demographic accounting, least migration, open"),
        "da_min_closed": _("Demographic accounting, least migration, closed"),
        "da_pb_closed": _("Demographic accounting, pseudo-Bayes, closed"),
    }[method]


def estimates(ask: Ask, period: str | None = None) -> tuple[Estimated, list[str]] | None:
    """The estimates of a period, the last one unless named, and all periods; None without inputs."""
    try:
        known = [one.label for one in periods(ask.base)]
        return estimated(ask.base, period or known[-1]), known
    except FlowError:
        return None


def pair(ask: Ask, origin: str, destination: str) -> list[dict[str, Any]]:
    """What we estimate of a pair, a period at a time; nothing where there are no inputs."""
    try:
        found = of_pair(ask.base, origin, destination)
    except FlowError:
        return []
    return [row(ask, one) for one in found if DEFAULT in one.by_method]


def row(ask: Ask, one: Estimate) -> dict[str, Any]:
    """One estimate: the method that is shown first, and how far the six lie apart."""
    number = ask.words.number
    return {
        "origin": one.origin,
        "destination": one.destination,
        "period": f"{one.span.start}–{one.span.end}",
        "persons": number(round(one.by_method[DEFAULT])),
        "low": number(round(one.low)),
        "high": number(round(one.high)),
        "methods": [
            (method_words(ask, name), number(round(one.by_method[name])))
            for name in METHODS
            if name in one.by_method
        ],
        "edition": one.editions[DEFAULT],
        "document": one.as_json(),
    }
