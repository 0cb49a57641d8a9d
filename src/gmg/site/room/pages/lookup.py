"""Figures of the evidence base that a text may cite: looked up by what, where, when and whose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.analysis.trace import NotAFigureId, UnknownFigure, find
from gmg.axes import what, where
from gmg.axes.tables import UnknownCode
from gmg.evidence.base import NoBase
from gmg.group.acts.cite import quoted
from gmg.records.figure import Figure
from gmg.site.application.releases import releases
from gmg.site.room.asked import BadForm

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.group.rules.texts import Citation
    from gmg.site.room.asked import Asked

MOST = 40
"""Figures shown; beyond it the question has to be narrower."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked for, and the figures that there are."""

    figures: tuple[Figure, ...]
    more: bool


def open_base() -> Base:
    """The release that is served now. BadForm where there is none."""
    try:
        return releases().get().own()
    except NoBase:
        raise BadForm("concept", "There is no evidence base here to cite from") from None


def citation_of(figure: str, key: str) -> Citation:
    """A citation of a figure by its id, from the release. BadForm where it has none of that id."""
    try:
        release = releases().current_name()
        return _cited(release, figure, key)
    except NoBase:
        raise BadForm("concept", "There is no evidence base here to cite from") from None


@lru_cache(maxsize=2048)
def _cited(release: str, figure: str, key: str) -> Citation:
    base = releases().get(release).own()
    try:
        found = find(base, figure)
    except (NotAFigureId, UnknownFigure):
        raise BadForm("cites", "The evidence base has no figure of that name") from None
    if not isinstance(found, Figure):
        raise BadForm("cites", "The evidence base has no figure of that name")
    return quoted(base, found, key)


def looked(asked: Asked) -> Looked:
    """The figures that the fields ask for, newest editions first. BadForm names what is not known.

    Where no other end of a pair is named, figures of the place alone are meant; where there are none,
    those of its pairs.
    """
    concept = asked.text("concept", most=60)
    try:
        pairs = bool(what.concept(concept).counterpart_role)
    except UnknownCode:
        raise BadForm("concept", "Choose one of those offered") from None
    filters: dict[str, object] = {"place": place(asked, "place")}
    year = asked.text("year", most=4, needed=False)
    if year:
        if not (year.isascii() and year.isdigit()):
            raise BadForm("year", "Give a year, such as 2024")
        filters["year"] = int(year)
    for name in ("agency", "edition"):
        value = asked.text(name, most=80, needed=False)
        if value:
            filters[name] = value
    counterpart = place(asked, "counterpart", needed=False) or None
    base = open_base()
    rows = base.figures(concept, counterpart=counterpart, **filters)
    if not rows and counterpart is None and pairs:
        rows = base.figures(concept, **filters)
    rows.sort(key=order)
    return Looked(tuple(rows[:MOST]), len(rows) > MOST)


def order(figure: Figure) -> tuple[object, ...]:
    """Whole figures before parts of them, newer before older."""
    whole = (figure.sex == "total") + (figure.age == "all") + (figure.detail is None)
    return (-figure.year, -whole, figure.agency, figure.dataset, [-ord(c) for c in figure.edition])


def place(asked: Asked, name: str, *, needed: bool = True) -> str:
    """A place by its name in any of the six languages, or its code."""
    text = asked.text(name, most=100, needed=needed)
    if not text:
        return ""
    try:
        return where.find(text).code
    except (where.UnknownPlace, where.AmbiguousPlace):
        raise BadForm(
            name, "No place is known by that name, or several are: give its code"
        ) from None


@lru_cache(maxsize=8)
def offered(release: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The concepts and the agencies that a release has figures of."""
    base = releases().get(release).base
    accounts = [a for a in base.release.accounts if a.kind == "observations" and a.part]
    concepts = {concept for account in accounts for concept in account.concepts}
    return tuple(sorted(concepts)), tuple(sorted({account.agency for account in accounts}))


def offers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The concepts and the agencies of the release that is served; none where there is none."""
    try:
        return offered(releases().current_name())
    except NoBase:
        return (), ()
