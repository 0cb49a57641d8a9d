"""Lines of the shelf arranged for a page: columns of one data set and basis, rows of years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.site.frame.shown import Shown, shown
from gmg.site.shelf import Line, Total

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask

FEW = 12
"""Years shown in the open; earlier ones stand in a fold."""


@dataclass(frozen=True, slots=True)
class Column:
    """All lines of one concept, data set, basis and unit, oldest first."""

    concept: str
    agency: str
    dataset: str
    edition: str
    basis: str
    unit: str
    lines: tuple[Line | Total, ...]

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
    """A table of years: `rows` newest first, each with one number, or none, for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Shown | None, ...]], ...]
    earlier: tuple[tuple[str, tuple[Shown | None, ...]], ...]


def columns(lines: Iterable[Line | Total]) -> list[Column]:
    """Lines sorted into columns, in the order in which they first come."""
    groups: dict[tuple[str, ...], list[Line | Total]] = {}
    for line in lines:
        key = (line.concept, line.dataset, line.edition, line.basis, line.unit, line.time_kind)
        groups.setdefault(key, []).append(line)
    return [column(group) for group in groups.values()]


def column(group: Sequence[Line | Total]) -> Column:
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
    )


def years(ask: Ask, shown_columns: Sequence[Column]) -> Years:
    """The table of years of some columns; a year in which all of them say nought is left out."""
    width = len(shown_columns)
    rows: dict[int, list[Line | Total | None]] = {}
    for place, one in enumerate(shown_columns):
        for line in one.lines:
            rows.setdefault(line.year, [None] * width)[place] = line
    made = tuple(
        (
            ask.words.year(year),
            tuple(None if line is None else shown(ask, line) for line in rows[year]),
        )
        for year in sorted(rows, reverse=True)
        if any(line is not None and line.value for line in rows[year])
    )
    return Years(tuple(shown_columns), made[:FEW], made[FEW:])


def by_kind(found: Iterable[Column]) -> dict[str, list[Column]]:
    """Columns by the kind of their concept: stock, flow, money and so on."""
    kinds: dict[str, list[Column]] = {}
    for one in found:
        kinds.setdefault(what.concept(one.concept).kind, []).append(one)
    return kinds
