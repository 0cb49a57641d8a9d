"""Objectives, principles and targets that the world agreed on, with the themes each is about.

>>> objective("GCM-OBJ", "GCM20").themes
('remittances',)
>>> [found.code for found in objectives(theme="remittances")]
['GCM20', '10.c', '17.3']

Labels are in words of this project: the agreed text stands at the source. Practices and
recommendations name an objective; its themes tie them to cells of place and topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gmg.axes.tables import UnknownCode, rows, words

SCHEMES = {
    "GCM-OBJ": "Objectives of the Global Compact for Migration",
    "GCM-PRIN": "Guiding principles of the Global Compact for Migration",
    "SDG-TARGET": "Targets of the Sustainable Development Goals that touch on migration",
}


class UnknownObjective(UnknownCode):
    """No objective of that scheme has that code."""

    what = "objective"


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective, principle or target; `parent` is the goal that a target belongs to."""

    scheme: str
    code: str
    label: str
    parent: str
    themes: tuple[str, ...]
    confidence: str
    source: str
    note: str


def objective(scheme: str, code: str) -> Objective:
    """The objective of a scheme and code; UnknownObjective names the nearest codes."""
    found = {one.code: one for one in objectives(scheme)}
    if code not in found:
        raise UnknownObjective(code, tuple(found))
    return found[code]


def objectives(scheme: str | None = None, *, theme: str | None = None) -> tuple[Objective, ...]:
    """The objectives of a scheme, on a theme, or all, in the order of the table."""
    return tuple(
        one
        for one in _objectives()
        if (scheme is None or one.scheme == scheme) and (theme is None or theme in one.themes)
    )


@lru_cache(maxsize=1)
def _objectives() -> tuple[Objective, ...]:
    return tuple(
        Objective(
            scheme=row["scheme"],
            code=row["code"],
            label=row["label"],
            parent=row["parent"],
            themes=words(row["themes"]),
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("objectives")
    )
