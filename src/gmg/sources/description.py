"""What a source is: frozen facts about a data set, its editions and its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.evidence.snapshots import Snapshot
    from gmg.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which a publisher lets its figures be used."""

    code: str
    url: str
    attribution: str
    confidence: (
        str  # "stated" (in the file or on the page), "general" (publisher's general terms), "none"
    )
    note: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A figure that a correct reading reproduces: the sum of `value` over the rows that match.

    `where` maps contract columns to values; `tolerance` is absolute, in the unit of the figures.
    `source` says where the total was published or how it is known.
    """

    name: str
    expected: float
    where: dict[str, object]
    tolerance: float = 0.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One published file of an edition, or a family of files of one shape.

    `path` is a glob below the data folder. `read` turns the bytes of one such file into figures;
    it is None for a file that is known but holds no figures, and `why` then says what it is.
    """

    path: str
    title: str
    read: Callable[[Snapshot], Reading] | None
    totals: tuple[Total, ...] = ()
    why: str = ""
    kind: str = "observations"  # or "treaty_acts", "activities"


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of a data set: never mixed with another, never spliced."""

    id: str
    title: str
    published: str  # ISO date, shortened where only the month or year is known
    address: str
    files: tuple[File, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set of one agency."""

    id: str
    agency: str
    title: str
    counts: str
    cadence: str
    home: str
    licence: Licence
    editions: tuple[Edition, ...]
    notes: tuple[str, ...] = field(default=())
