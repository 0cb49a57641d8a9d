"""Whose a table is, where it was taken from, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms of one data set in a table."""

    title: str
    code: str
    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What a table says of itself. `address` shows it for good.

    `ours` is set for estimates of our own, which are cited as ours and say from whose figures.
    """

    title: str
    address: str
    release: str
    licences: tuple[Licence, ...]
    made: str = "gmg"
    ours: bool = False

    @property
    def text(self) -> str:
        """How to cite the table."""
        owners = "; ".join(dict.fromkeys(one.attribution for one in self.licences))
        start = f"{owners}. " if owners else ""
        if self.ours:
            from_whom = f", from figures of: {owners}" if owners else ""
            return (
                f"gmg. {self.title} (estimates of gmg{from_whom}). "
                f"gmg release {self.release}. {self.address}"
            )
        return f"{start}{self.title}. gmg release {self.release}. {self.address}"

    def as_json(self) -> dict[str, Any]:
        """A flat object and the licences."""
        return {"citation": self.text, **asdict(self)}


def licences_of(base: Base, datasets: Iterable[str]) -> tuple[Licence, ...]:
    """The terms of the data sets that the release holds."""
    from gmg.analysis.profile import licences

    return tuple(
        Licence(f"{one['agency']}, {one['title']}", one["licence"], one["url"], one["attribution"])
        for one in licences(base, datasets)
    )
