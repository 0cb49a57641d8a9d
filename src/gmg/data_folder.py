"""Which published files to build from: named ones, those beside the checkout, or the sample edition."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parent / "sample"
BESIDE = Path("shared") / "data"
VARIABLE = "GMG_DATA"


@dataclass(frozen=True, slots=True)
class DataChoice:
    """A folder of published files and, in words, what it is; `sample` when it is our own small table."""

    path: Path
    why: str
    sample: bool


def choose(start: Path | None = None) -> DataChoice:
    """The first that there is: `$GMG_DATA`, `../shared/data` beside the checkout, the sample edition.

    `start` is the folder to look from, the current one unless given. What `$GMG_DATA` names is taken
    even when it is not there, so that a slip of the pen is told and not passed over.
    """
    if named := os.environ.get(VARIABLE):
        return DataChoice(Path(named), f"the folder that ${VARIABLE} names", False)
    here = (start or Path.cwd()).resolve()
    for folder in dict.fromkeys((checkout(here), here)):
        beside = folder.parent / BESIDE
        if beside.is_dir():
            return DataChoice(beside, "the published files beside this checkout", False)
    return DataChoice(
        SAMPLE,
        f"the sample edition (${VARIABLE} is not set and there is no ../{BESIDE})",
        True,
    )


def checkout(folder: Path) -> Path:
    """The nearest folder at or above that holds `pyproject.toml`, else the folder itself."""
    for candidate in (folder, *folder.parents):
        if (candidate / "pyproject.toml").is_file():
            return candidate
    return folder
