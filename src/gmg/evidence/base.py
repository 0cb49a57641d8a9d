"""The evidence base, opened: one release, asked through DuckDB."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmg.evidence.release import Release, current_name, read_release

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from gmg.records.figure import Figure

COLUMNS = (
    "concept, basis, place, counterpart, sex, age, detail, time_from, time_to, time_kind, value, "
    'unit, status, agency, dataset, edition, snapshot, sheet, "row", "column", as_published, note'
)
ID = (
    "substr(snapshot, 1, 12) || '.' || \"row\" || '.' || \"column\" "
    "|| coalesce('.' || replace(sheet, ' ', '_'), '')"
)


class NoBase(LookupError):
    """There is no finished release to open."""


def base_folder(base: str | Path | None = None) -> Path:
    """The folder of the base: as given, else `$GMG_BASE`, else the nearest `.gmg`, else `./.gmg`."""
    if base is not None:
        return Path(base)
    if named := os.environ.get("GMG_BASE"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".gmg").is_dir():
            return folder / ".gmg"
    return here / ".gmg"


def open_base(base: str | Path | None = None, release: str | None = None) -> Base:
    """Open a release of the base, the current one unless named.

    Raises NoBase, with what to do, when there is none.
    """
    folder = base_folder(base)
    name = release or current_name(folder)
    if name is None:
        raise NoBase(
            f"{folder}: no evidence base here yet; run `gmg build`, or name one with --base"
        )
    try:
        return Base(folder, read_release(folder, name))
    except FileNotFoundError:
        raise NoBase(f"{folder}: no release {name!r}; `gmg releases` lists them") from None


class Base:
    """One release of an evidence base. Reading only: nothing here changes a figure."""

    def __init__(self, folder: Path, release: Release) -> None:
        self.folder = folder
        self.release = release

    def __repr__(self) -> str:
        kept = sum(account.kept for account in self.release.accounts)
        return f"<gmg base {self.folder}, release {self.release.id}, {kept:,} figures>"

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB with one view a kind of record: `figures`, `treaty_acts`, `activities`.

        A release without acts or activities answers from an empty view.
        """
        import duckdb

        connection = duckdb.connect(config={"preserve_insertion_order": True})
        if self.release.parquet():
            connection.execute(f"CREATE VIEW figures AS {self.relation()}")
        else:
            create_empty(connection, "figures")
        for kind in ("treaty_acts", "activities"):
            files = self.release.parquet(kind)
            if files:
                connection.execute(f"CREATE VIEW {kind} AS SELECT * FROM {parquet(files)}")
            else:
                create_empty(connection, kind)
        return connection

    def relation(self, concepts: Iterable[str] | None = None) -> str:
        """SQL that selects all figures, or those of the files that hold any of the concepts."""
        wanted = None if concepts is None else set(concepts)
        files = [
            self.release.folder / account.part
            for account in self.release.accounts
            if account.part is not None
            and account.kind == "observations"
            and (wanted is None or wanted & set(account.concepts))
        ]
        if not files:
            return f"SELECT {COLUMNS} FROM figures WHERE false"
        return f"SELECT {COLUMNS} FROM {parquet(files)}"

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The answer to a query over the views as a list of dictionaries."""
        answer = self.connection.execute(sql, list(parameters))
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def figures(self, concept: str | None = None, **filters: Any) -> list[Figure]:
        """Every agency's figures that meet the filters; see `gmg.analysis.figures.figures`."""
        from gmg.analysis.figures import figures

        return figures(self, concept, **filters)

    def flows(self, **asked: Any) -> pl.DataFrame:
        """Estimates of ours from these figures; see `gmg.analysis.flows.from_evidence.flows`."""
        from gmg.analysis.flows.from_evidence import flows

        return flows(self, **asked)


def parquet(files: Iterable[Path]) -> str:
    """The `read_parquet` call for the files."""
    names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{names}])"


def create_empty(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """A table without rows in the contract of that kind of record."""
    import polars as pl

    from gmg.records import activity, observation, treaty_act

    schema = {
        "figures": observation.schema(),
        "treaty_acts": treaty_act.COLUMNS,
        "activities": activity.COLUMNS,
    }[kind]
    columns = [pl.Series(name, [], dtype=of) for name, of in schema.items()]
    nothing = pl.DataFrame(columns).to_arrow()  # noqa: F841 - DuckDB finds it by its name
    connection.execute(f"CREATE TABLE {kind} AS SELECT * FROM nothing")
