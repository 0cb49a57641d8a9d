"""One observation as a Python object, as answers give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from gmg.records.cell import Cell


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure; the attributes are the columns of the observation contract."""

    concept: str
    basis: str
    place: str
    counterpart: str | None
    sex: str
    age: str
    detail: str | None
    time_from: date
    time_to: date
    time_kind: str
    value: float | None
    unit: str
    status: str
    agency: str
    dataset: str
    edition: str
    snapshot: str
    sheet: str | None
    row: int
    column: str
    as_published: str | None
    note: str | None

    @property
    def cell(self) -> Cell:
        """Where it was published."""
        return Cell(self.snapshot, self.sheet, self.row, self.column)

    @property
    def id(self) -> str:
        """What `gmg trace` takes."""
        return self.cell.id

    @property
    def year(self) -> int:
        """The year a reader would look for it under."""
        from gmg.axes.when import Period

        return Period(self.time_from, self.time_to, self.time_kind).year  # type: ignore[arg-type]

    def as_json(self) -> dict[str, Any]:
        """The contract's columns and `id`, ready for JSON: dates as text, whole numbers as integers."""
        document = asdict(self)
        for name in ("time_from", "time_to"):
            document[name] = document[name].isoformat()
        if self.value is not None and self.value.is_integer():
            document["value"] = int(self.value)
        return {"id": self.id, **document}


NAMES = tuple(field.name for field in fields(Figure))


def figure_from(row: Mapping[str, Any]) -> Figure:
    """A figure from a row whose keys hold the contract's columns."""
    return Figure(**{name: row[name] for name in NAMES})
