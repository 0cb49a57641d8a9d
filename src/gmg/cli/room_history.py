"""`gmg room history`: the chairs and members of the real group, loaded as facts."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from gmg.cli.room_open import in_room, open_at

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@in_room
def history(database: str | None, base: Path | None, as_json: bool) -> None:
    """Load the chairs 2006-2018, the bodies and the members of the real group; again adds nothing."""
    where = open_at(base, database)
    from gmg.group.acts.history import load_history

    loaded = load_history()
    if as_json:
        print(json.dumps([{"room": where, **asdict(loaded)}]))
        return
    click.echo(
        f"{loaded.bodies} bodies, {loaded.seats} seats and {loaded.programmes} programmes added"
    )
