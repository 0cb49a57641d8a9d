"""Acts as a release holds them: which files speak of an instrument, and which one leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.act import Act, act_from
from gmg.axes.when import PartialDate
from gmg.records.treaty_act import COLUMNS

if TYPE_CHECKING:
    import polars as pl

    from gmg.evidence.base import Base

DEPOSITARY = "untc.treaties"


@dataclass(frozen=True, slots=True)
class File:
    """What one data set and edition holds of an instrument.

    `as_of` is its newest act in ISO form, a day or only a year, empty where no act is dated: a file
    is true for that day, not for the one it was fetched on. `complete` is False for an excerpt;
    `days` says whether days are published, or years only.
    """

    instrument: str
    dataset: str
    edition: str
    complete: bool
    days: bool
    as_of: str
    acts: tuple[Act, ...]

    @property
    def name(self) -> str:
        """Data set and edition, `untc.treaties@2015`."""
        return f"{self.dataset}@{self.edition}"

    @property
    def said(self) -> str:
        """The file in words, for the head of an answer."""
        parts = [f"as of {self.as_of}" if self.as_of else "no dated act"]
        if not self.days:
            parts.append("years only")
        if not self.complete:
            parts.append("an excerpt")
        return f"{self.name} ({', '.join(parts)})"

    def by_party(self) -> dict[str, tuple[Act, ...]]:
        """The acts of each party, by place code, or by name where it is no place."""
        found: dict[str, list[Act]] = {}
        for act in self.acts:
            found.setdefault(act.party or act.party_as_published, []).append(act)
        return {party: tuple(acts) for party, acts in found.items()}

    def as_json(self) -> dict[str, Any]:
        """The file as a flat object."""
        return {
            "dataset": self.dataset,
            "edition": self.edition,
            "complete": self.complete,
            "days": self.days,
            "as_of": self.as_of or None,
        }


def acts_frame(base: Base, instrument: str | None = None, party: str | None = None) -> pl.DataFrame:
    """The acts of a release in the treaty act contract, in the order of their cells.

    Rows without an instrument of the catalogue are left out. Columns that a release made earlier
    lacks come without values.
    """
    import polars as pl

    conditions, parameters = ["instrument IS NOT NULL"], []
    for column, value in (("instrument", instrument), ("party", party)):
        if value is not None:
            conditions.append(f"{column} = ?")
            parameters.append(value)
    sql = f"SELECT * FROM treaty_acts WHERE {' AND '.join(conditions)}"
    frame = pl.from_arrow(base.connection.sql(sql, params=parameters).to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in COLUMNS.items()
        if name not in frame.columns
    ]
    texts = [name for name, kind in COLUMNS.items() if kind == pl.String()]
    return (
        frame.with_columns(missing)
        .with_columns(pl.col([*texts, "act"]).cast(pl.String))
        .sort("instrument", "dataset", "edition", "snapshot", "sheet", "row", "column")
    )


def files(base: Base, instrument: str | None = None) -> tuple[File, ...]:
    """The files of a release, of one instrument or of all; the leading one of each comes first."""
    return files_of(acts_frame(base, instrument))


def files_of(frame: pl.DataFrame) -> tuple[File, ...]:
    """The files that acts in the contract come from."""
    found: dict[tuple[str, str, str], list[Act]] = {}
    for row in frame.iter_rows(named=True):
        act = act_from(row)
        found.setdefault((row["instrument"], act.dataset, act.edition), []).append(act)
    made = (_file(*key, acts) for key, acts in found.items())
    return tuple(sorted(made, key=lambda file: (file.instrument, *_rank(file))))


def leading(of: Iterable[File]) -> File | None:
    """The file that answers first: whole before excerpt, days before years, then the newest act."""
    ranked = sorted(of, key=_rank)
    return ranked[0] if ranked else None


def newest(acts: Iterable[Act]) -> str:
    """The newest act in ISO form: a day, or a year where no day is published; empty for none.

    A day on which an instrument enters into force for a party is no act.
    """
    counted = [act for act in acts if act.act != "entry into force"]
    days = [act.date for act in counted if act.date]
    if days:
        return max(days).isoformat()
    years = [act.year for act in counted if act.year]
    return str(max(years)) if years else ""


def _file(instrument: str, dataset: str, edition: str, acts: list[Act]) -> File:
    return File(
        instrument=instrument,
        dataset=dataset,
        edition=edition,
        complete=all(act.complete for act in acts),
        days=any(act.date for act in acts),
        as_of=newest(acts),
        acts=tuple(acts),
    )


def _rank(file: File) -> tuple[Any, ...]:
    last = PartialDate.parse(file.as_of).last.toordinal() if file.as_of else 0
    return (not file.complete, not file.days, -last, file.dataset != DEPOSITARY, file.name)
