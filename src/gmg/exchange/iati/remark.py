"""A remark on a file of activities: what is wrong where, how bad it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

Level = Literal["error", "warning", "advice"]
LEVELS: tuple[Level, ...] = ("error", "warning", "advice")
"""An error breaks the standard; a warning may mislead a reader; advice would make it more useful."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the report. `line` counts from 1; 0 where it is not known."""

    file: str
    identifier: str | None
    line: int
    xpath: str
    level: Level
    rule: str
    message: str
    to_do: str

    def as_json(self) -> dict[str, Any]:
        """The remark as one flat object."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(item.name for item in fields(Remark))
