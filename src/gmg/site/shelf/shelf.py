"""The shelf, opened for reading by any number of threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmg.site.shelf.build import COLUMNS, build
from gmg.site.shelf.findings import COLUMNS as FINDING
from gmg.site.shelf.findings import Found, found
from gmg.site.shelf.line import Line, Total

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gmg.evidence.base import Base

SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "384MB"}
"""A shelf is read in small pieces: its cache need not grow with the machine."""

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
        self._connection = duckdb.connect(str(path), read_only=True, config=SETTINGS)
        self._mine = threading.local()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

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
        return [*map(Line._make, there)], [*map(Line._make, back)]

    def alone(self, place: str) -> list[Line]:
        """Lines of the place itself, without a partner."""
        found = self.rows(
            f"SELECT {COLUMNS} FROM lines WHERE place = ? AND counterpart IS NULL", [place]
        )
        return [*map(Line._make, found)]

    def pairs_at(self, place: str, counterparts: Sequence[str]) -> list[Line]:
        """All lines of pairs of that place with some others, one after another."""
        found = self.rows(
            f"SELECT {COLUMNS} FROM lines WHERE place = ? AND list_contains(?, counterpart)",
            [place, list(counterparts)],
        )
        return [*map(Line._make, found)]

    def newest_at(self, place: str) -> list[Line]:
        """The newest lines of pairs with that place, by concept and data set, largest first."""
        found = self.rows(f"SELECT {COLUMNS} FROM newest WHERE place = ?", [place])
        return [*map(Line._make, found)]

    def newest_from(self, place: str) -> list[Line]:
        """The newest lines of pairs with that place at the other end, largest first."""
        found = self.rows(f"SELECT {COLUMNS} FROM back WHERE counterpart = ?", [place])
        return [*map(Line._make, found)]

    def totals(self, place: str) -> list[Total]:
        """What is said of the whole place, at both ends."""
        found = self.rows(f"SELECT {TOTAL} FROM totals WHERE place = ?", [place])
        return [*map(Total._make, found)]

    def totals_of(self, concept: str, year: int | None = None) -> list[Total]:
        """What is said of whole places about a concept, in a year where one is given."""
        when = "" if year is None else " AND year = ?"
        found = self.rows(
            f"SELECT {TOTAL} FROM totals WHERE concept = ? AND side = 'place'{when}",
            [concept] if year is None else [concept, year],
        )
        return [*map(Total._make, found)]

    def totals_in(self, concept: str, dataset: str) -> list[Total]:
        """What one data set says of whole places about a concept, in every year."""
        found = self.rows(
            f"SELECT {TOTAL} FROM totals WHERE concept = ? AND dataset = ? AND side = 'place' "
            "ORDER BY year, place, how, basis",
            [concept, dataset],
        )
        return [*map(Total._make, found)]

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

    def findings(
        self,
        where: str = "true",
        parameters: Sequence[Any] = (),
        top: int | None = None,
        skip: int = 0,
    ) -> list[Found]:
        """Findings that meet a condition, the weightiest first."""
        limit = "" if top is None else f" LIMIT {int(top)} OFFSET {int(skip)}"
        rows = self.rows(
            f"SELECT {FINDING} FROM findings WHERE {where} ORDER BY rank{limit}", list(parameters)
        )
        return [found(row) for row in rows]

    def findings_of_pair(self, one: str, other: str) -> list[Found]:
        """Findings on two places, in either order; all pairs are read once and kept."""
        return [found(row) for row in self._pairs.get(frozenset((one, other)), ())]

    @cached_property
    def _pairs(self) -> dict[frozenset[str], list[tuple[Any, ...]]]:
        pairs: dict[frozenset[str], list[tuple[Any, ...]]] = {}
        for row in self.rows(
            f"SELECT {FINDING} FROM findings WHERE counterpart IS NOT NULL ORDER BY rank"
        ):
            pairs.setdefault(frozenset((row[5], row[6])), []).append(row)
        return pairs

    def count_findings(self, where: str = "true", parameters: Sequence[Any] = ()) -> dict[str, int]:
        """How many findings of each rule meet a condition."""
        rows = self.rows(
            f"SELECT rule, count(*) FROM findings WHERE {where} GROUP BY rule ORDER BY rule",
            list(parameters),
        )
        return dict(rows)
