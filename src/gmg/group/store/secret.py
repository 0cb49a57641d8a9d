"""The key by which sessions and links are signed: given, or made once and kept beside the room."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ENV = "GMG_SECRET_KEY"
FILE = "room.key"
LEAST = 50


class BadKey(ValueError):
    """A key that is too short to sign with."""


def secret(folder: Path) -> str:
    """`$GMG_SECRET_KEY`, else the key in `room.key`, which is made for its owner alone on first use.

    Raises BadKey for one of fewer than 50 characters.
    """
    given = os.environ.get(ENV, "")
    if given:
        if len(given) < LEAST:
            raise BadKey(f"${ENV} has {len(given)} characters: give {LEAST} or more, at random")
        return given
    file = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(64) + "\n")
    return file.read_text("ascii").strip()
