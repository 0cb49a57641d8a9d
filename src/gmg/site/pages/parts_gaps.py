"""The cells of place and theme of a release, worked out once and then chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.coordination.cells import STATES, members
from gmg.analysis.coordination.coverage import FILE
from gmg.analysis.coordination.gaps import Gap, Gaps, gaps
from gmg.analysis.coordination.need import concepts_of
from gmg.analysis.coordination.overlaps import Overlap, overlaps
from gmg.axes import where
from gmg.site.pages.per_release import PerRelease

if TYPE_CHECKING:
    from gmg.evidence.base import Base

KEPT = PerRelease(16)


def cells(base: Base, place: str | None, theme: str | None) -> Gaps:
    """The cells of a place, of the countries of a region, or of the world, by score.

    The cells of all countries are kept: a second's work the first time, a glance afterwards.
    """
    wanted = None if place is None else places_of(place)
    countries = {one.code for one in where.places("country")}
    if wanted is not None and not countries.issuperset(wanted):
        return made(base, tuple(wanted), theme)
    if theme is not None and theme not in concepts_of():
        return made(base, None if wanted is None else tuple(wanted), theme)
    return chosen(made(base, None, None), wanted, theme)


def places_of(place: str) -> list[str]:
    """The place itself, or the countries that a region or group holds."""
    held = members(place)
    return [one.code for one in where.places("country") if one.code in held] or [place]


def made(base: Base, places: tuple[str, ...] | None, theme: str | None) -> Gaps:
    """The answer of the analysis, kept for the day: it asks what is known up to now."""
    own = base.folder / FILE
    when = own.stat().st_mtime_ns if own.exists() else 0
    topics = None if theme is None else [theme]
    return KEPT.get(
        base,
        (places, theme, date.today(), when),
        lambda: gaps(base, places=places, topics=topics),
    )


def chosen(world: Gaps, places: Sequence[str] | None, theme: str | None) -> Gaps:
    """The cells of some places and of a theme, in their order, with the states counted again."""
    if places is None and theme is None:
        return world
    there = None if places is None else frozenset(places)
    found = tuple(one for one in world.cells if wanted(one, there, theme))
    states = dict.fromkeys(STATES, 0)
    for one in found:
        states[one.state] += 1
    return replace(world, states=states, cells=found)


def wanted(one: Gap, places: frozenset[str] | None, theme: str | None) -> bool:
    """Whether a cell is of one of the places and of the theme, where those are named."""
    return (places is None or one.place in places) and theme in (None, one.topic)


def met(base: Base, place: str | None, theme: str | None) -> list[Overlap]:
    """The overlaps of a place, of a region with its countries, or of the world."""
    places = None if place is None else list(dict.fromkeys([place, *places_of(place)]))
    return overlaps(base, places=places, topics=None if theme is None else [theme])
