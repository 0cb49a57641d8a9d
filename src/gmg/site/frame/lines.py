"""Lines of the shelf arranged for a page: columns of one data set and basis, rows of years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from gmg.axes import what
from gmg.site.frame.labels import marked
from gmg.site.frame.shown import PERSONS, Shown, shown
from gmg.site.shelf import Line, Total

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask

FEW = 12
"""Years shown in the open; earlier ones stand in a fold."""

NO_FIGURE = '<td class="num"></td>'


@dataclass(frozen=True, slots=True)
class Column:
    """All lines of one concept, data set, basis and unit, oldest first, each as it is shown."""

    concept: str
    agency: str
    dataset: str
    edition: str
    basis: str
    unit: str
    lines: tuple[Line | Total, ...]
    numbers: tuple[Shown, ...]

    @property
    def newest(self) -> Line | Total:
        """The last line in time."""
        return self.lines[-1]

    @property
    def nothing(self) -> bool:
        """Whether every value is a published nought."""
        return not any(line.value for line in self.lines)


@dataclass(frozen=True, slots=True)
class Years:
    """A table of years in HTML: its heading, and its rows, the newest first."""

    columns: tuple[Column, ...]
    heading: Markup
    rows: Markup
    earlier: Markup


def columns(ask: Ask, lines: Iterable[Line | Total]) -> list[Column]:
    """Lines sorted into columns, in the order in which they first come."""
    groups: dict[tuple[str, ...], list[Line | Total]] = {}
    for line in lines:
        key = (line.concept, line.dataset, line.edition, line.basis, line.unit, line.time_kind)
        groups.setdefault(key, []).append(line)
    return [column(ask, group) for group in groups.values()]


def column(ask: Ask, group: Sequence[Line | Total]) -> Column:
    """One column of lines that share all but the time."""
    first = group[0]
    ordered = sorted(group, key=lambda line: (line.time_to, line.time_from))
    return Column(
        concept=first.concept,
        agency=first.agency,
        dataset=first.dataset,
        edition=first.edition,
        basis=first.basis,
        unit=first.unit,
        lines=tuple(ordered),
        numbers=tuple(shown(ask, line) for line in ordered),
    )


def years(ask: Ask, found: Sequence[Column], few: int = FEW) -> Years:
    """The table of years of some columns; a year in which all of them say nought is left out."""
    width = len(found)
    rows: dict[int, list[Shown | None]] = {}
    spoken: set[int] = set()
    for place, one in enumerate(found):
        for line, number in zip(one.lines, one.numbers, strict=True):
            rows.setdefault(line.year, [None] * width)[place] = number
            if line.value:
                spoken.add(line.year)
    texts = [row(ask.words.year(year), rows[year]) for year in sorted(spoken, reverse=True)]
    return Years(
        columns=tuple(found),
        heading=heading(ask, found),
        rows=Markup("".join(texts[:few])),
        earlier=Markup("".join(texts[few:])),
    )


def heading(ask: Ask, found: Sequence[Column]) -> Markup:
    """The head of a table of years: of each column whose it is and what it counts."""
    words = ask.words
    cells = [f'<th scope="col">{escape(words._("Year"))}</th>']
    for one in found:
        unit = "" if one.unit == PERSONS else f", {marked(words.unit(one.unit), words.lang)}"
        cells.append(
            f'<th scope="col" class="num">{marked(words.agency(one.agency), words.lang)}<br>'
            f'<span class="quiet">{marked(words.concept(one.concept), words.lang)}{unit}</span></th>'
        )
    return Markup(f"<thead><tr>{''.join(cells)}</tr></thead>")


def row(year: str, numbers: Sequence[Shown | None]) -> str:
    """A table row: a year and its numbers."""
    cells = "".join([NO_FIGURE if one is None else one.cell for one in numbers])
    return f'<tr><th scope="row">{year}</th>{cells}</tr>\n'


def by_kind(found: Iterable[Column]) -> dict[str, list[Column]]:
    """Columns by the kind of their concept: stock, flow, money and so on."""
    kinds: dict[str, list[Column]] = {}
    for one in found:
        kinds.setdefault(what.concept(one.concept).kind, []).append(one)
    return kinds
