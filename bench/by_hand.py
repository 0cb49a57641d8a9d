"""The yardstick of the ranking: the query of `by_hand.sql` run by DuckDB, without gmg.

`python -m bench.by_hand BASE` prints the hundred weightiest findings; with `counts`, findings and
people by rule.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

TOP = (
    "SELECT rule, place, people FROM found "
    "ORDER BY people DESC NULLS LAST, rule, place, counterpart NULLS FIRST, time_to DESC LIMIT 100"
)
FACTS = Path(__file__).parent.parent / "src" / "gmg" / "axes" / "facts"
PLACES, BASES = FACTS / "places.csv", FACTS / "bases.csv"
COUNTS = "SELECT rule, count(*), sum(people) FROM found GROUP BY rule ORDER BY rule"


def main(base: Path, asked: str) -> list[tuple[object, ...]]:
    """The rows of the question over the current release."""
    name = (base / "current").read_text(encoding="utf-8").strip()
    files = base / "releases" / name / "observations" / "*.parquet"
    text = Path(__file__).with_name("by_hand.sql").read_text(encoding="utf-8")
    connection = duckdb.connect()
    for name, path in {"files": files, "places": PLACES, "bases": BASES}.items():
        text = text.replace(f"{{{name}}}", str(path))
    *tables, found = text.split(";")
    for statement in tables:
        connection.execute(statement)
    return connection.execute(found + asked).fetchall()


if __name__ == "__main__":
    question = COUNTS if sys.argv[2:] == ["counts"] else TOP
    print(json.dumps(main(Path(sys.argv[1]), question)))
