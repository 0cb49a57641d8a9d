"""What the room beside the evidence base has made public, for commands that quote it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.records.said import Said


def said_beside(base: Path | None) -> tuple[Said, ...]:
    """All of it; nothing where no room was ever opened beside the base, and none is named.

    Only a room that is there is read: none is made, and none is brought up to date.
    """
    from gmg.evidence.base import base_folder
    from gmg.group.store.database import ENV, FILE, address, configure, point_at, settings_of

    if not (os.environ.get(ENV) or (base_folder(base) / FILE).is_file()):
        return ()
    configure()
    point_at(settings_of(address(base)))
    from django.db import DatabaseError

    from gmg.group.acts.public import public

    try:
        return public()
    except DatabaseError:
        return ()
