"""What a release says of each file it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gmg.sources.account import Ignored, Rejected


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was made and what it found."""

    name: str
    expected: float
    found: float


@dataclass(frozen=True, slots=True)
class Account:
    """What one file gave: figures kept, cells ignored by name, cells rejected; they add up."""

    path: str
    sha256: str
    bytes: int
    agency: str
    dataset: str
    edition: str
    kind: str
    records: int
    holds: int
    kept: int
    ignored: tuple[Ignored, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[str, ...]
    checks: tuple[Checked, ...]
    part: str | None
    concepts: tuple[str, ...] = ()

    @property
    def ignored_cells(self) -> int:
        """Cells left out by name."""
        return sum(item.cells for item in self.ignored)


def account_from(line: dict[str, Any]) -> Account:
    """An account read back from JSON."""
    return Account(
        **{
            **{name: line[name] for name in Account.__slots__},
            "ignored": tuple(Ignored(**item) for item in line["ignored"]),
            "rejected": tuple(Rejected(**item) for item in line["rejected"]),
            "checks": tuple(Checked(**item) for item in line["checks"]),
            "remarks": tuple(line["remarks"]),
            "concepts": tuple(line["concepts"]),
        }
    )
