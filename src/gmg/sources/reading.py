"""What comes back from reading one file: figures, and an account of every other cell."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from gmg.sources.account import Ignored, Rejected


class Refused(ValueError):
    """A file that cannot be read without guessing.

    The message names the file, the sheet and the cell, says what is wrong and what to do.
    """

    def __init__(self, file: str, cell: str, problem: str, remedy: str) -> None:
        self.file, self.cell, self.problem, self.remedy = file, cell, problem, remedy
        at = f"{file}, {cell}" if cell else file
        super().__init__(f"{at}: {problem} — {remedy}")


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures of one file in the observation contract, and the account of the rest.

    `holds` is the number of cells in the file, counted without regard to what was taken:
    records times columns with the header for a table, cells that are not blank for a workbook,
    values for JSON. `balance()` must be zero.
    """

    figures: pl.DataFrame
    records: int
    holds: int
    ignored: tuple[Ignored, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def balance(self) -> int:
        """Cells the file holds that are neither taken, ignored by name nor rejected."""
        ignored = sum(item.cells for item in self.ignored)
        return self.holds - self.figures.height - ignored - len(self.rejected)


__all__ = ["Ignored", "Reading", "Refused", "Rejected"]
