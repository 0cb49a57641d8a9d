"""Run as `python -m bench.baseline DATA OUT`: all files into two Parquet files."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from bench.baseline import iom, others, treaties, undesa, unhcr, worldbank


def main(data: Path, out: Path) -> None:
    """Write `figures.parquet` and `treaty_acts.parquet`."""
    figures = [
        frame for agency in (undesa, unhcr, worldbank, iom, others) for frame in agency.read(data)
    ]
    out.mkdir(parents=True, exist_ok=True)
    pd.concat(figures, ignore_index=True).to_parquet(out / "figures.parquet", compression="zstd")
    acts = pd.concat(list(treaties.read(data)), ignore_index=True)
    acts.to_parquet(out / "treaty_acts.parquet", compression="zstd")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
