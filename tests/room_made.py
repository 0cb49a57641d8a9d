"""A room for a test, on each of the two databases: a fresh copy of an empty one."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gmg.group.store.database import BadAddress, configure, open_room, point_at, settings_of

SERVER = os.environ.get("GMG_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Empty:
    """An empty room of which copies are made."""

    kind: str
    name: str


def server(statement: str) -> None:
    """One statement to the PostgreSQL server, outside of any transaction."""
    import psycopg

    with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def postgres_url(name: str) -> str:
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def empty_room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Empty]:
    from conftest import missing

    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("room") / "empty.sqlite"
        open_room(f"sqlite:///{file}")
        close()
        yield Empty("sqlite", str(file))
        return
    name = f"gmg_empty_{uuid.uuid4().hex[:12]}"
    try:
        server(f"CREATE DATABASE {name}")
    except Exception as error:
        missing(f"no PostgreSQL answers at {SERVER} ({error}): set GMG_TEST_POSTGRES")
    open_room(postgres_url(name))
    close()
    yield Empty("postgresql", name)
    server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def room_url(empty_room: Empty, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh room, to which this process points."""
    if empty_room.kind == "sqlite":
        copy = tmp_path / "room.sqlite"
        shutil.copy(empty_room.name, copy)
        yield pointed(f"sqlite:///{copy}")
        close()
        return
    name = f"gmg_room_{uuid.uuid4().hex[:12]}"
    server(f"CREATE DATABASE {name} TEMPLATE {empty_room.name}")
    yield pointed(postgres_url(name))
    close()
    server(f"DROP DATABASE {name} WITH (FORCE)")


def pointed(url: str) -> str:
    configure()
    point_at(settings_of(url))
    return url


def close() -> None:
    from django.db import connections

    connections.close_all()


__all__ = ["BadAddress", "close", "empty_room", "pointed", "room_url"]
