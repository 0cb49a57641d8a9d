"""Fixtures that all tests share: where the published files are, and a base built from them once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gmg.evidence.base import Base, open_base
from gmg.evidence.build import build

ROOT = Path(__file__).parent.parent


def data_folder() -> Path | None:
    """The folder of published files: `$GMG_DATA`, else `../shared/data`, else none."""
    for candidate in (os.environ.get("GMG_DATA"), ROOT.parent / "shared" / "data"):
        if candidate and Path(candidate).is_dir():
            return Path(candidate)
    return None


def missing(what: str) -> None:
    """Skip, or fail where nothing may be skipped (`GMG_NO_SKIP=1`)."""
    if os.environ.get("GMG_NO_SKIP") == "1":
        pytest.fail(f"{what}, and nothing may be skipped here")
    pytest.skip(what)


@pytest.fixture(scope="session")
def data() -> Path:
    """The agencies' published files."""
    folder = data_folder()
    if folder is None:
        missing("no published files here: set GMG_DATA to a folder of them")
    assert folder is not None
    return folder


@pytest.fixture(scope="session")
def base(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The evidence base of the agencies' published files, built once for all tests."""
    folder = tmp_path_factory.mktemp("base")
    build(data, folder)
    return open_base(folder)
