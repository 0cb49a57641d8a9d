"""A position says whether it was signed on behalf; a round lists the languages of its text.

SQLite makes a table anew to add a column to it, and forgets its triggers on the way: they are set again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

TABLE = "room_position"
SAID = "rows of this table are only added"


def forbid(apps: Any, editor: Any) -> None:
    """The triggers of the table, on SQLite; PostgreSQL keeps those that it has."""
    if editor.connection.vendor != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{verb.lower()}")
        editor.execute(
            f"CREATE TRIGGER {TABLE}_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )


def leave(apps: Any, editor: Any) -> None:
    """Nothing: the triggers are there, or are set by the step after."""


class Migration(migrations.Migration):
    dependencies = (("room", "0006_languages_and_issues"),)
    operations = (
        migrations.RunPython(leave, forbid),
        migrations.AddField("round", "languages", models.JSONField(default=list)),
        migrations.AddField("position", "on_behalf", models.BooleanField(default=False)),
        migrations.AddField(
            "position", "entered_from", models.CharField(blank=True, default="", max_length=45)
        ),
        migrations.RunPython(forbid, leave),
    )
