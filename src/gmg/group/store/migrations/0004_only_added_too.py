"""Decisions, steps of commitments and reviews are only added, as what is signed is."""

from __future__ import annotations

from typing import Any

from django.db import migrations

ONLY_ADDED = ("room_decision", "room_move", "room_review")
SAID = "rows of this table are only added"


def forbid(apps: Any, editor: Any) -> None:
    """Triggers on both databases."""
    for table in ONLY_ADDED:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION room_only_added()"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION room_only_added()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )


def permit(apps: Any, editor: Any) -> None:
    """The way back."""
    for table in ONLY_ADDED:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_rows ON {table}")
            editor.execute(f"DROP TRIGGER {table}_all ON {table}")
            continue
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_{verb}")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("room", "0003_people_meetings_practices"),)
    operations = (migrations.RunPython(forbid, permit),)
