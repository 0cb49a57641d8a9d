"""What a finished ensemble says, asked with DuckDB."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from gmg.analysis.flows.ensemble.cells import named
from gmg.analysis.flows.ensemble.folder import DOCUMENT, finished
from gmg.analysis.flows.ensemble.spec import Key

if TYPE_CHECKING:
    from pathlib import Path

ASKED = ("period", "sex", "edition", "method", "origin", "destination")


def about(folder: Path) -> dict[str, Any]:
    """Cases, spec, methods and versions of the ensemble. Raises NoEnsemble."""
    found: dict[str, Any] = json.loads((finished(folder) / DOCUMENT).read_bytes())
    return found


def summary(folder: Path, **asked: str | None) -> pl.DataFrame:
    """Estimate, mean, sd, 5 %, median, 95 % over the draws for each method and edition, in persons.

    `asked` narrows by period, sex, edition, method, origin, destination. Agency GMG throughout.
    """
    return rows(finished(folder) / "summary", asked)


def spread(folder: Path, **asked: str | None) -> pl.DataFrame:
    """Over all methods and editions: 5 %, median, 95 %, and standard deviations by where they come from."""
    return rows(finished(folder) / "spread", asked)


def draws(folder: Path, **asked: str | None) -> pl.DataFrame:
    """Each draw and method: all who moved, in persons, or why the method refused the draw."""
    return rows(finished(folder) / "draws", asked)


def moved(folder: Path, **asked: str | None) -> pl.DataFrame:
    """All who moved by method and edition: estimate, 5 %, median and 95 % over the draws, refusals."""
    where, values = narrowed(asked)
    sql = f"""
        select agency, period, sex, edition, method,
            count(moved) filter (draw > 0) as draws,
            count(refused) filter (draw > 0) as refused,
            any_value(moved) filter (draw = 0) as estimate,
            quantile_cont(moved, 0.05) filter (draw > 0) as low,
            median(moved) filter (draw > 0) as median,
            quantile_cont(moved, 0.95) filter (draw > 0) as high
        from read_parquet(?) where true {where} group by all order by all
    """
    return answered(sql, [f"{finished(folder)}/draws/*.parquet", *values])


def cells(folder: Path, **asked: str | None) -> pl.DataFrame:
    """Every draw of a corridor, a row each, where the ensemble was kept with `cells`.

    Raises LookupError where it was not.
    """
    run, wanted = finished(folder), asked.pop("destination", None)
    where, values = narrowed(asked)
    tables = []
    for case in about(folder)["cases"]:
        below = run / "cells" / named(Key(case["period"], case["sex"], case["edition"]))
        if not below.is_dir():
            raise LookupError(f"{folder} holds summaries only: write it with keep='cells'")
        at = [(n, place) for n, place in enumerate(case["places"], 1) if wanted in (None, place)]
        sql = f"""
            select agency, period, sex, edition, method, draw, origin, destination, flow
            from (
                select * exclude (flows, refused),
                    unnest(?::varchar[]) as destination,
                    unnest(list_select(flows, ?::bigint[])) as flow
                from read_parquet(?) where refused is null {where}
            )
            where destination <> origin order by all
        """
        names, numbers = [place for _, place in at], [number for number, _ in at]
        tables.append(answered(sql, [names, numbers, f"{below}/*.parquet", *values]))
    return pl.concat(tables)


def rows(folder: Path, asked: dict[str, str | None]) -> pl.DataFrame:
    """Rows of the tables in the folder, in a fixed order."""
    where, values = narrowed(asked)
    sql = f"select * from read_parquet(?) where true {where} order by all"
    return answered(sql, [f"{folder}/*.parquet", *values])


def answered(sql: str, values: list[Any]) -> pl.DataFrame:
    """The answer of DuckDB."""
    with duckdb.connect() as database:
        found = pl.from_arrow(database.sql(sql, params=values).to_arrow_table())
    assert isinstance(found, pl.DataFrame)
    return found


def narrowed(asked: dict[str, str | None]) -> tuple[str, list[str]]:
    """Conditions and their values."""
    unknown = set(asked) - set(ASKED)
    if unknown:
        raise TypeError(f"Not asked by {', '.join(sorted(unknown))}: {', '.join(ASKED)}")
    given = {name: value for name, value in asked.items() if value is not None}
    return "".join(f" and {name} = ?" for name in given), list(given.values())
