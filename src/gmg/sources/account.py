"""Cells that did not become figures, by name or one by one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ignored:
    """Cells left out by name, and why: labels, keys, empty cells, derived columns."""

    what: str
    cells: int
    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """One cell whose figure was not taken, with the text that stood there."""

    cell: str
    as_published: str
    why: str
