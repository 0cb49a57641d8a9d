"""Reading the tables under `facts/`."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FACTS = Path(__file__).parent / "facts"


@lru_cache(maxsize=8)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `facts/<name>.csv`, column name to text."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
