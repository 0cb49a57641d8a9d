"""The yardstick of a profile: importing the command line, then the profile's own queries, no more.

`record BASE PLACE FILE` makes a profile once and writes down every statement it sends to DuckDB;
`run FILE` imports `gmg.cli`, sends the same statements to a new DuckDB and fetches every answer.
"""

from __future__ import annotations

import contextlib
import io
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Statement = tuple[str, Any]


class Recorder:
    """A DuckDB connection that keeps a list of what it is told."""

    def __init__(self, connection: Any, told: list[Statement]) -> None:
        self._connection = connection
        self._told = told

    def execute(self, sql: str, parameters: Any = None) -> Any:
        """As DuckDB's own `execute`."""
        self._told.append((sql, parameters))
        return self._connection.execute(sql, parameters)

    def cursor(self) -> Recorder:
        """A second connection to the same tables, recorded in the same list."""
        return Recorder(self._connection.cursor(), self._told)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def record(base: Path, place: str, to: Path) -> None:
    """Make the profile as `gmg profile PLACE --json` does, and keep its statements."""
    import duckdb

    from gmg.cli.profile import run as profile

    told: list[Statement] = []
    connect = duckdb.connect

    def recording(*words: Any, **options: Any) -> Any:
        return Recorder(connect(*words, **options), told)

    duckdb.connect = recording
    with contextlib.redirect_stdout(io.StringIO()):
        profile(place, None, "en", True, base, None)
    if not told:
        raise ValueError("the profile asked DuckDB nothing: the recorder misses its connection")
    to.write_bytes(pickle.dumps(told))


def run(told: Sequence[Statement]) -> int:
    """Import the command line and ask the same; the number of rows that came back."""
    import duckdb

    import gmg.cli

    assert gmg.cli.app is not None
    connection = duckdb.connect()
    return sum(len(connection.execute(sql, parameters).fetchall()) for sql, parameters in told)


if __name__ == "__main__":
    if sys.argv[1] == "record":
        record(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    else:
        print(run(pickle.loads(Path(sys.argv[2]).read_bytes())))
