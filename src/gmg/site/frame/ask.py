"""A question put to a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmg.axes import what, where, who
from gmg.axes.tables import UnknownCode
from gmg.site.frame.errors import BadQuery, NotFound

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.records.said import Said
    from gmg.site.frame.addresses import Addresses
    from gmg.site.shelf import Shelf
    from gmg.site.words import Words


FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Ask:
    """One release, in one language, with a query string; `to` writes the links of the answer.

    `said` is what the group itself has made public, where its room is served beside the evidence.
    """

    base: Base
    shelf: Shelf
    words: Words
    to: Addresses
    query: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Said, ...] = ()

    def year(self, name: str = "year") -> int | None:
        """The year of the query string; BadQuery for what is no year between 1900 and 2100."""
        text = self.query.get(name, "").strip()
        if not text:
            return None
        if not (is_number(text, 4) and FIRST_YEAR <= int(text) <= LAST_YEAR):
            raise BadQuery(f"{name}: give a year from {FIRST_YEAR} to {LAST_YEAR}, such as 2024")
        return int(text)

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most` of the query string; BadQuery for anything else."""
        text = self.query.get(name, "").strip()
        if not text:
            return default
        if not (is_number(text, 7) and 1 <= int(text) <= most):
            raise BadQuery(f"{name}: give a whole number from 1 to {most}")
        return int(text)

    def choice(self, name: str, among: tuple[str, ...]) -> str | None:
        """One of the words of the query string; BadQuery, with all of them, for any other."""
        text = self.query.get(name, "").strip()
        if not text:
            return None
        if text not in among:
            raise BadQuery(f"{name}: choose one of {', '.join(among)}")
        return text


def is_number(text: str, digits: int) -> bool:
    """Whether a text is a whole number of at most so many plain digits."""
    return text.isascii() and text.isdigit() and len(text) <= digits


def known_place(code: str) -> where.Place:
    """The place of an address; NotFound where there is none."""
    try:
        return where.get(code)
    except where.UnknownPlace:
        raise NotFound("No place has that code", code) from None


def known_concept(code: str) -> what.Concept:
    """The concept of an address; NotFound where there is none."""
    try:
        return what.concept(code)
    except UnknownCode:
        raise NotFound("No concept has that code", code) from None


def known_instrument(code: str) -> what.Instrument:
    """The instrument of an address; NotFound where there is none."""
    try:
        return what.instrument(code)
    except UnknownCode:
        raise NotFound("No instrument has that code", code) from None


def known_agency(code: str) -> who.Agency:
    """The agency of an address; NotFound where there is none."""
    try:
        return who.agency(code)
    except UnknownCode:
        raise NotFound("No agency has that code", code) from None
