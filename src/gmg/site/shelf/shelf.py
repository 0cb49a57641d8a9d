"""The shelf, opened for reading by any number of threads."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmg.site.shelf.build import COLUMNS, build
from gmg.site.shelf.line import Line, Total

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gmg.evidence.base import Base

TOTAL = (
    "place, side, concept, agency, dataset, edition, basis, time_from, time_to, time_kind, year, "
    "unit, value, how, count, id"
)


def open_shelf(base: Base) -> Shelf:
    """The shelf of a release, made now if need be."""
    return Shelf(build(base))


class Shelf:
    """What pages ask for. Every answer is in a fixed order."""

    def __init__(self, path: Path) -> None:
        import duckdb

        self.path = path
        self._connection = duckdb.connect(str(path), read_only=True, config={"threads": 2})
        self._mine = threading.local()

    @property
    def connection(self) -> DuckDBPyConnection:
        """This thread's own cursor."""
        cursor: DuckDBPyConnection | None = getattr(self._mine, "cursor", None)
        if cursor is None:
            cursor = self._mine.cursor = self._connection.cursor()
        return cursor

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """The answer to a query as tuples."""
        return self.connection.execute(sql, parameters or []).fetchall()

    def corridor(self, origin: str, destination: str) -> tuple[list[Line], list[Line]]:
        """Lines with the destination as their place, and the newest lines the other way round."""
        there = self.rows(
            f"SELECT {COLUMNS} FROM lines WHERE place = ? AND counterpart = ?",
            [destination, origin],
        )
        back = self.rows(
            f"SELECT {COLUMNS} FROM newest WHERE place = ? AND counterpart = ?",
            [origin, destination],
        )
        return [Line(*row) for row in there], [Line(*row) for row in back]

    def alone(self, place: str) -> list[Line]:
        """Lines of the place itself, without a partner."""
        found = self.rows(
            f"SELECT {COLUMNS} FROM lines WHERE place = ? AND counterpart IS NULL", [place]
        )
        return [Line(*row) for row in found]

    def pairs_at(self, place: str) -> list[Line]:
        """All lines of pairs with that place, partner after partner."""
        found = self.rows(
            f"SELECT {COLUMNS} FROM lines WHERE place = ? AND counterpart IS NOT NULL", [place]
        )
        return [Line(*row) for row in found]

    def newest_at(self, place: str) -> list[Line]:
        """The newest lines of pairs with that place, by concept and data set, largest first."""
        found = self.rows(f"SELECT {COLUMNS} FROM newest WHERE place = ?", [place])
        return [Line(*row) for row in found]

    def newest_from(self, place: str) -> list[Line]:
        """The newest lines of pairs with that place at the other end, largest first."""
        found = self.rows(f"SELECT {COLUMNS} FROM back WHERE counterpart = ?", [place])
        return [Line(*row) for row in found]

    def totals(self, place: str) -> list[Total]:
        """What is said of the whole place, at both ends."""
        found = self.rows(f"SELECT {TOTAL} FROM totals WHERE place = ?", [place])
        return [Total(*row) for row in found]

    def totals_of(self, concept: str, year: int | None = None) -> list[Total]:
        """What is said of whole places about a concept, in a year where one is given."""
        when = "" if year is None else " AND year = ?"
        found = self.rows(
            f"SELECT {TOTAL} FROM totals WHERE concept = ? AND side = 'place'{when}",
            [concept] if year is None else [concept, year],
        )
        return [Total(*row) for row in found]

    def totals_in(self, concept: str, dataset: str) -> list[Total]:
        """What one data set says of whole places about a concept, in every year."""
        found = self.rows(
            f"SELECT {TOTAL} FROM totals WHERE concept = ? AND dataset = ? AND side = 'place' "
            "ORDER BY year, place, how, basis",
            [concept, dataset],
        )
        return [Total(*row) for row in found]

    def publishers(self, concept: str) -> list[tuple[str, str, str, int, int, int]]:
        """Data set, edition, agency, number of places, first and last year, newest first."""
        return [
            (dataset, edition, agency, places, first, last)
            for dataset, edition, agency, places, first, last in self.rows(
                "SELECT dataset, edition, agency, count(DISTINCT place), min(year), max(year) "
                "FROM totals WHERE concept = ? AND side = 'place' GROUP BY ALL "
                "ORDER BY max(year) DESC, count(DISTINCT place) DESC, dataset",
                [concept],
            )
        ]

    def coverage(self) -> list[tuple[str, str, int, int]]:
        """Concept, agency, year and number of places with a figure."""
        return [
            (concept, agency, year, places)
            for concept, agency, year, places in self.rows(
                "SELECT concept, agency, year, count(DISTINCT place) FROM totals "
                "WHERE side = 'place' GROUP BY ALL ORDER BY ALL"
            )
        ]

    def corridors(self, least: float = 0, top: int | None = None) -> list[tuple[str, str, float]]:
        """Origin, destination and people of the corridors with at least so many, largest first."""
        limit = "" if top is None else f" LIMIT {int(top)}"
        return [
            (origin, destination, people)
            for origin, destination, people in self.rows(
                f"SELECT origin, destination, people FROM corridors WHERE people >= ? "
                f"ORDER BY people DESC, origin, destination{limit}",
                [least],
            )
        ]
