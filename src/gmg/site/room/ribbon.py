"""The ribbon of chairs: a row a year, a column a month, a cell a term; drawn as a plain table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gmg.axes import who
from gmg.axes.tables import UnknownCode
from gmg.group.rules.seats import CHAIRS, Role, Term, terms

if TYPE_CHECKING:
    from gmg.group.rules.seats import Seat

MONTHS = 12
VACANT, NOT_YET, COMPOSITE = "vacant", "not yet", "composite"


@dataclass(frozen=True, slots=True)
class Cell:
    """A term, or the part of it that lies in a year; `span` months wide, one at least.

    `kind` is the role of who chairs, `vacant`, `composite` for an agency that is one seat for
    several, or `not yet` before there was a chair. `exact` says that it begins and ends with months.
    """

    span: int
    kind: str
    agencies: tuple[str, ...]
    first: date
    last: date
    exact: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A year, or several that were vacant from end to end."""

    first: int
    last: int
    cells: tuple[Cell, ...]


def ribbon(seats: tuple[Seat, ...], body: str, today: date) -> tuple[Row, ...]:
    """The years from the first chair of a body to the end of this year, or of the last known term."""
    found = spans(seats, body, today)
    if not found:
        return ()
    begin = found[0].first
    rows = [year(found, y, begin) for y in range(begin.year, found[-1].last.year + 1)]
    return tuple(collapsed(rows))


def spans(seats: tuple[Seat, ...], body: str, today: date) -> tuple[Term, ...]:
    """The terms of a body, vacancies among them; none where it never had a chair."""
    taking = [s for s in seats if s.body == body and s.role in CHAIRS]
    taking = [s for s in taking if s.last is None or s.first <= s.last]
    if not taking:
        return ()
    end = max(year_end(today), *(s.last or year_end(s.first) for s in taking))
    return terms(tuple(taking), body, min(s.first for s in taking), end)


def year_end(day: date) -> date:
    """The last day of a day's year."""
    return date(day.year, 12, 31)


def year(found: tuple[Term, ...], number: int, begin: date) -> Row:
    """The cells of a year: twelve columns in all."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    cells: list[Cell] = []
    used = 0
    if begin > first:
        used = min(column(begin), MONTHS - 1)
        if used:
            cells.append(Cell(used, NOT_YET, (), first, begin, exact=True))
    inside = [term for term in found if term.first <= last and term.last >= first]
    for place, term in enumerate(inside):
        start, end = max(term.first, first), min(term.last, last)
        left = len(inside) - place - 1
        until = MONTHS if not left else min(max(column_after(end), used + 1), MONTHS - left)
        if until > used:
            exact = start.day == 1 and ends_month(end)
            cells.append(Cell(until - used, kind_of(term), term.agencies, start, end, exact))
            used = until
    return Row(number, number, tuple(cells))


def column(day: date) -> int:
    """The column that a day begins: the nearest turn of a month."""
    return day.month - (1 if day.day <= 15 else 0)


def column_after(day: date) -> int:
    """The column after a last day."""
    return day.month - (1 if day.day < 15 else 0)


def ends_month(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day.month == 12 and day.day == 31) or day.replace(day=1) != next_day(day).replace(day=1)


def next_day(day: date) -> date:
    """The day after."""
    return date.fromordinal(day.toordinal() + 1)


def kind_of(term: Term) -> str:
    """What a term is called."""
    if term.role is None:
        return VACANT
    if term.role is Role.CHAIR and any(composite(code) for code in term.agencies):
        return COMPOSITE
    return term.role.value


def composite(code: str) -> bool:
    """Whether an agency is one seat for several."""
    try:
        return who.agency(code).kind == COMPOSITE
    except UnknownCode:
        return False


def collapsed(rows: list[Row]) -> list[Row]:
    """Years that were vacant from end to end, as one row."""
    found: list[Row] = []
    for row in rows:
        if found and empty(row) and empty(found[-1]):
            before = found[-1].cells[0]
            cell = Cell(MONTHS, VACANT, (), before.first, row.cells[0].last, exact=True)
            found[-1] = Row(found[-1].first, row.last, (cell,))
        else:
            found.append(row)
    return found


def empty(row: Row) -> bool:
    """Whether nobody chaired in a year."""
    return [cell.kind for cell in row.cells] == [VACANT]
