"""One language: its messages, its names of codes, its numbers and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gmg.site.words import amounts, periods
from gmg.site.words.catalogue import catalogue
from gmg.site.words.label import Label
from gmg.site.words.names import name

if TYPE_CHECKING:
    from gmg.axes.when import Period

RIGHT_TO_LEFT = ("ar",)
KEPT = 16_384


@lru_cache(maxsize=8)
def words(lang: str) -> Words:
    """The words of one of the six languages."""
    return Words(lang)


class Words:
    """What a page says in one language. Every label knows the language it is in."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.dir = "rtl" if lang in RIGHT_TO_LEFT else "ltr"
        self._periods: dict[Period, str] = {}
        self._labels: dict[tuple[str, str], Label] = {}

    @cached_property
    def _(self) -> Callable[[str], str]:
        """A message in the language, else as it stands."""
        found: Callable[[str], str] = catalogue(self.lang).gettext
        return found

    @cached_property
    def n_(self) -> Callable[[str, str, int], str]:
        """A message in the form that a number asks for."""
        found: Callable[[str, str, int], str] = catalogue(self.lang).ngettext
        return found

    def number(self, value: float) -> str:
        """A number with all its digits."""
        return amounts.number(value, self.lang)

    def short(self, value: float) -> str:
        """A number for a scale."""
        return amounts.short(value, self.lang)

    def percent(self, share: float) -> str:
        """A share of one as a percentage."""
        return amounts.percent(share, self.lang)

    def year(self, year: int) -> str:
        """A year, never grouped."""
        return str(year)

    def date(self, day: date) -> str:
        """A day."""
        return periods.day(day, self.lang)

    def period(self, period: Period) -> str:
        """When a figure is true."""
        found = self._periods.get(period)
        if found is None:
            if len(self._periods) > KEPT:
                self._periods.clear()
            found = self._periods[period] = periods.period(period, self)
        return found

    def label(self, kind: str, code: str) -> Label:
        """The name of a code of some kind; the code itself where it has none."""
        found = self._labels.get((kind, code))
        if found is None:
            if len(self._labels) > KEPT:
                self._labels.clear()
            found = self._labels[kind, code] = name(kind, code, self.lang)
        return found

    def place(self, code: str) -> Label:
        """The name of a place."""
        return self.label("place", code)

    def agency(self, code: str) -> Label:
        """The short name of an agency."""
        return self.label("agency", code)

    def agency_name(self, code: str) -> Label:
        """The full name of an agency."""
        return self.label("agency_name", code)

    def concept(self, code: str) -> Label:
        """The name of a concept."""
        return self.label("concept", code)

    def definition(self, code: str) -> Label:
        """The definition of a concept."""
        return self.label("definition", code)

    def basis(self, code: str) -> Label:
        """How something was counted."""
        return self.label("basis", code)

    def unit(self, code: str) -> Label:
        """The name of a unit."""
        return self.label("unit", code)

    def status(self, code: str) -> Label:
        """The name of an observation status."""
        return self.label("status", code)

    def sex(self, code: str) -> Label:
        """Women, men, or both."""
        return self.label("sex", code)

    def instrument(self, code: str) -> Label:
        """The short title of an instrument."""
        return self.label("instrument", code)

    def instrument_title(self, code: str) -> Label:
        """The full title of an instrument."""
        return self.label("instrument_title", code)

    def theme(self, code: str) -> Label:
        """The name of a theme."""
        return self.label("theme", code)

    def function(self, code: str) -> Label:
        """The name of a function of a mandate."""
        return self.label("function", code)

    def rule(self, code: str) -> Label:
        """The short name of a rule of findings."""
        return self.label("rule", code)

    def rule_says(self, code: str) -> Label:
        """What a rule says."""
        return self.label("rule_says", code)

    def kind(self, code: str) -> Label:
        """A kind of finding."""
        return self.label("kind", code)

    def reason(self, code: str) -> Label:
        """A reason that may explain a difference."""
        return self.label("reason", code)

    def reason_says(self, code: str) -> Label:
        """What a reason means."""
        return self.label("reason_says", code)

    def verdict(self, code: str) -> Label:
        """Whether two figures may be compared."""
        return self.label("verdict", code)

    def place_kind(self, code: str) -> Label:
        """What sort of place a place is."""
        return self.label("place_kind", code)
