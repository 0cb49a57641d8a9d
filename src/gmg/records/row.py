"""One treaty act or activity as a release holds it, with the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gmg.records.cell import Cell


@dataclass(frozen=True)
class Row:
    """A row of `treaty_acts` or `activities`; `values` has the columns of its contract."""

    kind: str
    values: dict[str, Any]

    @property
    def cell(self) -> Cell:
        """Where it was published."""
        row = self.values
        return Cell(row["snapshot"], row["sheet"], row["row"], row["column"])

    @property
    def id(self) -> str:
        """What `gmg trace` takes."""
        return self.cell.id

    @property
    def snapshot(self) -> str:
        """The sha256 of the file."""
        return str(self.values["snapshot"])

    @property
    def dataset(self) -> str:
        """The data set it was published in."""
        return str(self.values["dataset"])

    @property
    def edition(self) -> str:
        """The edition of the data set."""
        return str(self.values["edition"])

    def as_json(self) -> dict[str, Any]:
        """The columns of its contract, days as ISO texts, after the id and the kind."""
        return {"id": self.id, "kind": self.kind, **{k: _plain(v) for k, v in self.values.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
