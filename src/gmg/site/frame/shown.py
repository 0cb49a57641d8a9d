"""Numbers as a page shows them: the text, the link to what stands behind, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.series import plain
from gmg.axes import what
from gmg.site.shelf.line import ALL_AGES, ALL_KINDS, ALL_PARTNERS, PUBLISHED, WOMEN_AND_MEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmg.records.figure import Figure
    from gmg.site.frame.ask import Ask
    from gmg.site.shelf import Line, Total

PERSONS = "persons"
DIGITS = 5
"""Digits shown of a value that is no whole number."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One number: `text` in the page's language, `href` to its figure or to the figures it adds.

    `sum` says what was added; it is empty for a published figure. `unit` is empty for persons.
    """

    text: str
    href: str
    sum: str = ""
    tip: str = ""
    unit: str = ""

    @property
    def cell(self) -> str:
        """The number as a cell of a table, in HTML. Texts and addresses are ours: digits and codes."""
        sign = '<span class="sum">Σ</span>' if self.sum else ""
        if not self.href:
            return f'<td class="num"><span class="n">{self.text}</span>{sign}</td>'
        href = self.href.replace("&", "&amp;")
        return f'<td class="num"><a class="n" href="{href}">{self.text}</a>{sign}</td>'


def shown(ask: Ask, line: Line | Total, tip: str = "") -> Shown:
    """A number of the shelf."""
    unit = "" if line.unit == PERSONS else str(ask.words.unit(line.unit))
    text, exact = legible(ask, line.value)
    tip = exact or tip
    if line.id:
        return Shown(text, ask.to.figure(line.id), "", tip, unit)
    return Shown(text, ask.to.sum(line), added(ask, line.how, line.added), tip, unit)


def figure_shown(ask: Ask, figure: Figure, tip: str = "") -> Shown:
    """A published figure; the text as published where there is no value."""
    unit = "" if figure.unit == PERSONS else str(ask.words.unit(figure.unit))
    if figure.value is None:
        text, exact = figure.as_published or "", ""
    else:
        text, exact = legible(ask, figure.value)
    tip = exact or tip
    return Shown(text, ask.to.figure(figure), "", tip, unit)


def legible(ask: Ask, value: float) -> tuple[str, str]:
    """The text of a value, and the exact one where so many digits were cut: then the text says ≈.

    What is cut is the text on the page; the figure behind the link keeps every digit.
    """
    exact = ask.words.number(value)
    if value.is_integer() or len(f"{value:.15g}".lstrip("-0.").replace(".", "")) <= DIGITS:
        return exact, ""
    whole_digits = len(str(int(abs(value))))
    return f"≈\u202f{ask.words.number(round(value, max(0, DIGITS - whole_digits)))}", exact


def added(ask: Ask, how: str, count: int) -> str:
    """What a number of ours adds, in words."""
    _ = ask.words._
    what_added = {
        WOMEN_AND_MEN: _("women and men"),
        ALL_KINDS: _("all kinds"),
        ALL_AGES: _("all ages and both sexes"),
        ALL_PARTNERS: _("all places at the other end"),
        PUBLISHED: "",
    }[how]
    said = ask.words.n_(
        "our sum of {count} published figure", "our sum of {count} published figures", count
    ).format(count=ask.words.number(count))
    return f"{said} ({what_added})" if what_added else said


def source_name(ask: Ask, dataset: str, edition: str) -> str:
    """Data set and edition as the publisher titles the edition."""
    source = ask.base.release.sources.get(dataset)
    if source is None:
        return f"{dataset} {edition}"
    return next((item.title for item in source.editions if item.id == edition), source.title)


def newest_of(lines: Sequence[Line]) -> Line:
    """The last line in time; of several the one published and not added."""
    return max(lines, key=lambda line: (line.time_to, line.how == PUBLISHED, line.value))


def is_money(concept: str) -> bool:
    """Whether the concept counts money."""
    return what.concept(concept).kind == "money"


__all__ = [
    "Shown",
    "added",
    "figure_shown",
    "is_money",
    "newest_of",
    "plain",
    "shown",
    "source_name",
]
