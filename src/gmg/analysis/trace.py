"""From a figure, an act or an activity back to the cell it was published in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.records.cell import NotAFigureId, parse_id
from gmg.records.figure import Figure, figure_from
from gmg.records.row import Row

if TYPE_CHECKING:
    from gmg.evidence.accounts import Account
    from gmg.evidence.base import Base
    from gmg.sources.description import Edition, Source

AROUND = 2  # rows shown on each side of the cell
NOUNS = {"treaty_acts": "act", "activities": "activity"}


class UnknownFigure(LookupError):
    """No figure of the release has that id."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Cells around the figure as they stand in the file: header, then rows by number."""

    columns: tuple[str, ...]
    header: tuple[str | None, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a figure, act or activity comes from: file, hash, cell, edition, address, licence."""

    figure: Figure | Row
    file: str
    bytes: int
    release: str
    sample: bool
    source: Source
    edition: Edition
    in_cell: str | None
    neighbours: Neighbours | None

    @property
    def citation(self) -> str:
        """How to cite the figure."""
        figure = self.figure
        noun = NOUNS[figure.kind] if isinstance(figure, Row) else "figure"
        where = f"gmg's sample edition, {self.file}" if self.sample else self.file
        return (
            f"{self.source.licence.attribution}: {self.edition.title}, "
            f"{where}, cell {figure.cell} (sha256 {figure.snapshot[:12]}), "
            f"gmg release {self.release}, {noun} {figure.id}. {self.source.licence.code}."
        )

    def as_json(self) -> dict[str, Any]:
        """The trace as one flat object: the figure's contract columns and where it comes from."""
        return {
            **self.figure.as_json(),
            "file": self.file,
            "bytes": self.bytes,
            "release": self.release,
            "sample": self.sample,
            "text_in_file": self.in_cell,
            "dataset_title": self.source.title,
            "edition_title": self.edition.title,
            "published": self.edition.published,
            "address": self.edition.address,
            "home": self.source.home,
            "licence": self.source.licence.code,
            "licence_url": self.source.licence.url,
            "attribution": self.source.licence.attribution,
            "citation": self.citation,
        }


def trace(base: Base, figure_id: str) -> Trace:
    """The trace of a figure.

    Raises NotAFigureId for a text that is no id and UnknownFigure for one that the release lacks.
    """
    figure = find(base, figure_id)
    account = account_of(base, figure.snapshot)
    described = base.release.sources[figure.dataset]
    edition = next(item for item in described.editions if item.id == figure.edition)
    in_cell, neighbours = look(base, account, figure)
    return Trace(
        figure=figure,
        file=account.path,
        bytes=account.bytes,
        release=base.release.id,
        sample=base.release.sample,
        source=described,
        edition=edition,
        in_cell=in_cell,
        neighbours=neighbours,
    )


def find(base: Base, figure_id: str) -> Figure | Row:
    """The figure, act or activity with that id."""
    from gmg.evidence.base import parquet

    cell = parse_id(figure_id)
    for account in base.release.accounts:
        if account.part is None or not account.sha256.startswith(cell.snapshot):
            continue
        found = base.rows(
            f'SELECT * FROM {parquet([base.release.folder / account.part])} WHERE "row" = ? '
            "AND \"column\" = ? AND replace(coalesce(sheet, ''), ' ', '_') = ?",
            [cell.row, cell.column, cell.sheet or ""],
        )
        if found and account.kind == "observations":
            return figure_from(found[0])
        if found:
            return Row(account.kind, found[0])
    raise UnknownFigure(
        f"no figure, act or activity {figure_id} in release {base.release.id}: it may belong to "
        "another release (`gmg releases`) or name a cell that holds none"
    )


def account_of(base: Base, sha256: str) -> Account:
    """What the release says of the file with that hash."""
    for account in base.release.accounts:
        if account.sha256 == sha256:
            return account
    raise UnknownFigure(f"release {base.release.id} has no file {sha256[:12]}")


def look(
    base: Base, account: Account, figure: Figure | Row
) -> tuple[str | None, Neighbours | None]:
    """What stands in the cell and around it in the kept snapshot; None where it is not kept."""
    from gmg.evidence.snapshots import Snapshots
    from gmg.sources.forms.look import cells_around

    try:
        snapshot = Snapshots(base.folder / "snapshots").get(account.sha256, account.path)
    except FileNotFoundError:
        return None, None
    seen = cells_around(snapshot, figure.cell, AROUND)
    return seen.text, Neighbours(seen.columns, seen.header, seen.rows)


__all__ = ["Neighbours", "NotAFigureId", "Trace", "UnknownFigure", "find", "trace"]
