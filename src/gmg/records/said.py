"""What the group itself has said in public: a statement, a commitment that follows, a practice.

The fourth kind of record beside figures, acts and activities. It is the group's own, never evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

SaidKind = Literal["statement", "commitment", "practice"]


@dataclass(frozen=True, slots=True)
class Said:
    """One of them. `id` is `statement:GMG/2026/1` and the like, `path` its page on the site.

    `first` and `last` bound the years that it is about; `state` is that of the day it was read.
    """

    kind: SaidKind
    id: str
    title: str
    agencies: tuple[str, ...]
    places: tuple[str, ...]
    topics: tuple[str, ...]
    first: date
    last: date
    state: str
    path: str

    def subjects(self) -> tuple[str, ...]:
        """The cells of place, topic and year that it hangs on: `cell:KEN:labour:2020`."""
        years = range(self.first.year, self.last.year + 1)
        return tuple(
            f"cell:{place}:{topic}:{year}"
            for place in self.places
            for topic in self.topics
            for year in years
        )

    def as_json(self) -> dict[str, Any]:
        """As a flat object."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "agencies": list(self.agencies),
            "places": list(self.places),
            "topics": list(self.topics),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "state": self.state,
            "path": self.path,
        }


def hung(said: tuple[Said, ...]) -> dict[str, tuple[str, ...]]:
    """Cell to the ids of what hangs on it, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for one in said:
        for subject in one.subjects():
            found[subject] = (*found.get(subject, ()), one.id)
    return found
