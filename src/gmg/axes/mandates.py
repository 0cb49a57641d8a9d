"""Mandates: which agency does what (function) on which subject (theme), and what it publishes.

>>> sorted({m.agency for m in mandates(theme="trafficking", function="operations")})
['IOM']
>>> shared()["research", "remittances"]
('UNCTAD', 'WB')

Two agencies with one function on one theme share a mandate: that is no duplication. Overlap is
found in activities, never here. The texts of the group's note are damaged: `text` says what is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.axes.tables import UnknownCode, rows
from gmg.axes.what import Instrument, instrument, instruments, themes
from gmg.axes.when import PartialDate, partial

if TYPE_CHECKING:
    from datetime import date

ACTING = ("protection", "operations", "supervision")
"""Functions by which an agency acts for people or watches over a norm."""
TEXT_STATES = ("whole", "cut", "fragment", "tail", "first words", "lost")


class UnknownFunction(UnknownCode):
    """No function has that code."""

    what = "function"


@dataclass(frozen=True, slots=True)
class Function:
    """A way in which an agency works."""

    code: str
    label: str
    definition: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """One agency, one function, one theme. Open dates stand for "as far as is known"."""

    agency: str
    function: str
    theme: str
    confidence: str
    valid_from: PartialDate | None
    valid_to: PartialDate | None
    source: str

    def holds(self, on: date) -> bool:
        """Whether the row holds on a day."""
        return (self.valid_from is None or self.valid_from.first <= on) and (
            self.valid_to is None or on <= self.valid_to.last
        )


@dataclass(frozen=True, slots=True)
class Publication:
    """A data set that an agency publishes; `dataset` is the id in gmg, empty where none reads it."""

    agency: str
    code: str
    title: str
    dataset: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Text:
    """What the group's note says of a member, in words of this project.

    `state` says how much of the note's own text is known, one of `TEXT_STATES`.
    """

    agency: str
    state: str
    text: str
    confidence: str
    note: str


def function(code: str) -> Function:
    """The function of a code; UnknownFunction names the nearest codes."""
    found = {one.code: one for one in functions()}
    if code not in found:
        raise UnknownFunction(code, tuple(found))
    return found[code]


@lru_cache(maxsize=1)
def functions() -> tuple[Function, ...]:
    """All functions, in the order of the table."""
    return tuple(Function(**row) for row in rows("functions"))


def mandates(
    agency: str | None = None,
    *,
    function: str | None = None,
    theme: str | None = None,
    on: date | None = None,
) -> tuple[Mandate, ...]:
    """The mandates that meet every condition given, in the order of the table."""
    return tuple(
        one
        for one in _mandates()
        if (agency is None or one.agency == agency)
        and (function is None or one.function == function)
        and (theme is None or one.theme == theme)
        and (on is None or one.holds(on))
    )


def shared(on: date | None = None) -> dict[tuple[str, str], tuple[str, ...]]:
    """Function and theme of every mandate that two or more agencies hold, with their codes."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in mandates(on=on):
        found.setdefault((one.function, one.theme), []).append(one.agency)
    return {key: tuple(agencies) for key, agencies in found.items() if len(agencies) > 1}


def unattended(on: date | None = None) -> dict[str, tuple[str, ...]]:
    """Themes on which no agency acts (`ACTING`), each with the agencies that do something there.

    A candidate gap: the mandates are a reconstruction, each to be confirmed by its agency.
    """
    held = mandates(on=on)
    acted = {one.theme for one in held if one.function in ACTING}
    return {
        theme.code: tuple(dict.fromkeys(one.agency for one in held if one.theme == theme.code))
        for theme in themes()
        if theme.code not in acted
    }


def custody(agency: str) -> tuple[Instrument, ...]:
    """The instruments that an agency serves or supervises; being depositary is another thing."""
    return tuple(one for one in instruments() if agency in one.custodians)


def promotes(agency: str) -> tuple[Instrument, ...]:
    """The instruments of others that an agency promotes without custody of them."""
    return tuple(instrument(row["instrument"]) for row in _promoted() if row["agency"] == agency)


def datasets(agency: str) -> tuple[Publication, ...]:
    """The data sets on migration that an agency publishes."""
    return tuple(one for one in _publications() if one.agency == agency)


def text(agency: str) -> Text | None:
    """What the group's note says of a member; None for an agency that the note does not name."""
    return next((one for one in _texts() if one.agency == agency), None)


def _promoted() -> tuple[dict[str, str], ...]:
    return rows("mandate_promotes")


@lru_cache(maxsize=1)
def _mandates() -> tuple[Mandate, ...]:
    return tuple(
        Mandate(
            agency=row["agency"],
            function=row["function"],
            theme=row["theme"],
            confidence=row["confidence"],
            valid_from=partial(row["valid_from"]),
            valid_to=partial(row["valid_to"]),
            source=row["source"],
        )
        for row in rows("mandates")
    )


@lru_cache(maxsize=1)
def _publications() -> tuple[Publication, ...]:
    return tuple(Publication(**row) for row in rows("mandate_datasets"))


@lru_cache(maxsize=1)
def _texts() -> tuple[Text, ...]:
    return tuple(Text(**row) for row in rows("mandate_texts"))
