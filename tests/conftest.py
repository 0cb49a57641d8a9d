"""Fixtures that all tests share: where the published files are, and a base built from them once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import gmg
from browser_made import browser, context, page, server, site
from gmg.evidence.base import Base
from gmg.site.application.settings import configure
from room_made import empty_room, room_url
from room_site import room
from small import ROWS_OF_SMALL_BASE, build_small

__all__ = ["browser", "context", "empty_room", "page", "room", "room_url", "server", "site"]

configure()  # one Django for the site and the room
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `gmg` sets it; before numpy is loaded
ROOT = Path(__file__).parent.parent

settings.register_profile("gmg", deadline=None)  # a busy machine is no fault of a rule
settings.load_profile("gmg")


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
    """A base of all published files, built once for all tests. Nothing may write to it."""
    from gmg.evidence.build import build

    folder = tmp_path_factory.mktemp("real") / "base"
    build(data, folder)
    return gmg.open(folder)


@pytest.fixture(scope="session")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A base of two tiny files that `small` makes. Nothing may write to it."""
    folder = tmp_path_factory.mktemp("small")
    build_small(folder / "data", folder / "base", ROWS_OF_SMALL_BASE)
    return gmg.open(folder / "base")


@pytest.fixture(scope="session")
def norms_base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A base of a few treaty files that `norms_base` makes. Nothing may write to it."""
    from norms_base import norms_base as made

    return made(tmp_path_factory.mktemp("norms"))


@pytest.fixture(scope="session")
def work_base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A base of a few activities, acts and figures that `work_made` makes. Nothing may write to it."""
    from work_made import work_base as made

    return made(tmp_path_factory.mktemp("work"))
