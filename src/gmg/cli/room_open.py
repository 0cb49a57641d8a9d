"""Which room is meant: the option that names it, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gmg.cli.options import base_option, json_option

database_option = click.option(
    "--database",
    help="The room; default $DATABASE_URL, else room.sqlite beside the evidence base",
)


def open_at(base: Path | None, database: str | None) -> str:
    """Open the room that is meant, and say where it is."""
    from django.db import OperationalError

    from gmg.group.store.database import BadAddress, address, open_room

    url = address(base, database)
    try:
        open_room(url)
    except OperationalError as error:
        raise BadAddress(f"no room answers at {shown(url)}: {error}") from None
    return shown(url)


def shown(url: str) -> str:
    """An address without its password."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", ":…@", 1)


def in_room(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a question to the room."""
    return database_option(base_option(json_option(command)))
