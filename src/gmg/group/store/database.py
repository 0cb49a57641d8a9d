"""The database of the room: opened by its address, made or brought up to date on the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ENV = "DATABASE_URL"
FILE = "room.sqlite"


class BadAddress(ValueError):
    """An address that names no database that the room can be kept in."""


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:word@host:port/name?options`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadAddress(
        f"{ENV} begins with {parts.scheme or 'nothing'}: "
        "use sqlite:///path/to/room.sqlite or postgresql://user@host/name"
    )


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite with a write-ahead log that is flushed at every commit; writers wait for each other."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def address(base: Path | None = None, url: str | None = None) -> str:
    """The address that is meant: `url`, else $DATABASE_URL, else a file beside the evidence base."""
    from gmg.evidence.base import base_folder

    given = url or os.environ.get(ENV, "")
    return given or f"sqlite:///{(base_folder(base) / FILE).absolute()}"


def configure() -> None:
    """Set Django up for a process that has no site, once."""
    import django
    from django.conf import settings

    if settings.configured:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gmg.group.store.settings")
    django.setup()


def open_room(url: str) -> None:
    """Point this process at a room and bring its tables up to date.

    Raises BadAddress for an address of no kind that is known, and Django's OperationalError where
    nothing answers there.
    """
    settings = settings_of(url)
    configure()
    point_at(settings)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def point_at(settings: dict[str, Any]) -> None:
    """Make a database the one of this process; what was open in this thread is closed."""
    from django.db import connections

    if hasattr(connections._connections, "default"):  # type: ignore[attr-defined]
        connections["default"].close()
        del connections["default"]
    known = connections.settings
    known["default"] = dict(settings)
    connections.configure_settings(known)
