"""Tables that several pages give away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gmg.exchange.tables import Column, Table
from gmg.site.shelf.line import whole

if TYPE_CHECKING:
    from gmg.site.shelf import Line, Total

LINE_COLUMNS = (
    Column("concept", "What was counted: a code of gmg's concepts"),
    Column("place", "Where: ISO 3166-1 alpha-3, or gmg's own code"),
    Column("counterpart", "The other end of the pair, empty where there is none"),
    Column("agency", "Who publishes the figure"),
    Column("dataset", "Data set"),
    Column("edition", "Edition of the data set"),
    Column("basis", "How it was counted; empty for a sum over several ways"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day", "date"),
    Column("value", "Value in the published unit", "number"),
    Column("unit", "Unit"),
    Column("how", "published, or what was added"),
    Column("count", "Published figures behind the value", "integer"),
    Column("figure", "Id of the published figure; empty for a sum"),
    Column("as_published", "The text in the cell"),
    Column("status", "Observation status, SDMX CL_OBS_STATUS"),
    Column("women", "Women, as published", "number"),
    Column("women_figure", "Id of the figure for women"),
    Column("men", "Men, as published", "number"),
    Column("men_figure", "Id of the figure for men"),
)
TOTAL_COLUMNS = (
    Column("concept", "What was counted: a code of gmg's concepts"),
    Column("place", "Where: ISO 3166-1 alpha-3, or gmg's own code"),
    Column("side", "place, or counterpart where the place is the other end of the pairs added"),
    *LINE_COLUMNS[3:14],
)


class Rows(Sequence[tuple[object, ...]]):
    """Rows made when someone takes the table, not before."""

    def __init__(self, lines: Sequence[Line | Total], names: tuple[str, ...]) -> None:
        self.lines, self.names = lines, names

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, at: int) -> tuple[object, ...]:  # type: ignore[override]
        line = self.lines[at]
        return tuple(_value(line, name) for name in self.names)


def _value(line: Line | Total, name: str) -> object:
    at = {
        "count": "added",
        "figure": "id",
        "as_published": "text",
        "women_figure": "women_id",
        "men_figure": "men_id",
    }.get(name, name)
    value = getattr(line, at)
    return whole(value) if isinstance(value, float) else value


def line_table(name: str, title: str, lines: Sequence[Line]) -> Table:
    """Lines of the shelf as a table."""
    return Table(name, title, LINE_COLUMNS, Rows(lines, tuple(c.name for c in LINE_COLUMNS)))


def total_table(name: str, title: str, totals: Sequence[Total]) -> Table:
    """Totals of the shelf as a table."""
    return Table(name, title, TOTAL_COLUMNS, Rows(totals, tuple(c.name for c in TOTAL_COLUMNS)))
