"""What both sides of the build hold, file by file: figures, figures with a number, their sum.

`python -m bench.agreement BASE BASELINE` prints the files in which gmg and the pandas script
differ, and the number of figures on each side.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl

from gmg.evidence.release import current_name, read_release


def held(frame: pl.LazyFrame) -> pl.DataFrame:
    """Counts and sum by the hash of the file."""
    return (
        frame.with_columns(pl.col("snapshot").cast(pl.String))
        .group_by("snapshot")
        .agg(
            figures=pl.len(),
            numbers=pl.col("value").is_not_null().sum(),
            total=pl.col("value").sum(),
        )
        .collect()
    )


def rows(files: list[Path]) -> int:
    """The number of rows of all the files."""
    return sum(int(pl.scan_parquet(file).select(pl.len()).collect().item()) for file in files)


def compare(base: Path, baseline: Path) -> dict[str, object]:
    """Figures of both sides and the files in which they differ."""
    name = current_name(base)
    assert name is not None
    release = read_release(base, name)
    paths = {account.sha256: account.path for account in release.accounts}
    parts = [held(pl.scan_parquet(part)) for part in release.parquet()]
    ours = pl.concat(parts).group_by("snapshot").sum()
    theirs = held(pl.scan_parquet(baseline / "figures.parquet"))
    both = ours.join(theirs, on="snapshot", how="full", suffix="_pandas", coalesce=True).fill_null(
        0
    )
    differing = both.filter(
        (pl.col("figures") != pl.col("figures_pandas"))
        | (pl.col("numbers") != pl.col("numbers_pandas"))
        | ((pl.col("total") - pl.col("total_pandas")).abs() > 1e-6 * pl.col("total").abs())
    )
    return {
        "gmg": int(ours["figures"].sum()),
        "pandas": int(theirs["figures"].sum()),
        "files": both.height,
        "acts": rows(release.parquet("treaty_acts")),
        "acts_pandas": rows([baseline / "treaty_acts.parquet"]),
        "differing": [
            [
                paths.get(row["snapshot"], row["snapshot"]),
                row["figures"],
                row["figures_pandas"],
                row["numbers"],
                row["numbers_pandas"],
                row["total"],
                row["total_pandas"],
            ]
            for row in differing.iter_rows(named=True)
        ],
    }


if __name__ == "__main__":
    print(json.dumps(compare(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))
