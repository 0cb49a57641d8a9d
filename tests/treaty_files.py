"""Acts in the contract, straight from readers and without a build."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.records.treaty_act import COLUMNS
from gmg.sources.description import File, Source
from gmg.sources.shape import stamped
from gmg.sources.untc import status_2022, treaties
from helpers import read_checked, real

ACTS, DECLARATIONS, _ = treaties.SOURCE.editions[0].files
XML = treaties.SOURCE.editions[1].files[0]
STATUS = status_2022.SOURCE.editions[0].files[0]


def of_file(source: Source, edition: int, file: File, snapshot: Snapshot) -> pl.DataFrame:
    """The acts of one file as a release holds them."""
    found = stamped(
        read_checked(file, snapshot).figures,
        list(COLUMNS),
        agency=source.agency,
        dataset=source.id,
        edition=source.editions[edition].id,
        snapshot=snapshot.sha256,
    )
    texts = [name for name, kind in COLUMNS.items() if kind in (pl.String(), pl.Enum([]))]
    return found.with_columns(pl.col([*texts, "act"]).cast(pl.String))


def of_folder(data: Path) -> pl.DataFrame:
    """The acts of all published treaty files of 2015 and of the status of 2022."""
    folder = data / "ohchr-untc"
    frames = [
        of_file(source, 0, file, real(data, path.relative_to(data).as_posix()))
        for source, file, pattern in (
            (treaties.SOURCE, ACTS, "untc-2015/treaties/*.csv"),
            (treaties.SOURCE, DECLARATIONS, "untc-2015/declarations/*.txt"),
            (status_2022.SOURCE, STATUS, "status-2022/*.csv"),
        )
        for path in sorted(folder.glob(pattern))
    ]
    return pl.concat(frames, how="vertical_relaxed")
