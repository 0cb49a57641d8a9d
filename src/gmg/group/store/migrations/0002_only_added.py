"""The database itself refuses to change what is signed, frozen or logged."""

from __future__ import annotations

from typing import Any

from django.db import migrations

ONLY_ADDED = ("room_event", "room_position", "room_extension", "room_publication")
FROZEN = "room_version"
SAID = "rows of this table are only added"
SAID_FROZEN = "a frozen version does not change"


def forbid(apps: Any, editor: Any) -> None:
    """Triggers on both databases."""
    if editor.connection.vendor == "postgresql":
        postgres(editor)
    else:
        sqlite(editor)


def postgres(editor: Any) -> None:
    """One function for what is only added, one for what is frozen."""
    editor.execute(
        "CREATE FUNCTION room_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
    )
    editor.execute(
        "CREATE FUNCTION room_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.frozen IS NOT NULL THEN "
        f"RAISE EXCEPTION '{SAID_FROZEN}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for table in ONLY_ADDED:
        editor.execute(
            f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION room_only_added()"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION room_only_added()"
        )
    editor.execute(
        f"CREATE TRIGGER {FROZEN}_rows BEFORE UPDATE OR DELETE ON {FROZEN} "
        "FOR EACH ROW EXECUTE FUNCTION room_frozen()"
    )


def sqlite(editor: Any) -> None:
    """A trigger for each table and each way of changing it."""
    for verb in ("UPDATE", "DELETE"):
        for table in ONLY_ADDED:
            editor.execute(
                f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )
        editor.execute(
            f"CREATE TRIGGER {FROZEN}_{verb.lower()} BEFORE {verb} ON {FROZEN} "
            f"WHEN OLD.frozen IS NOT NULL BEGIN SELECT RAISE(ABORT, '{SAID_FROZEN}'); END"
        )


def permit(apps: Any, editor: Any) -> None:
    """The way back."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION room_only_added() CASCADE")
        editor.execute("DROP FUNCTION room_frozen() CASCADE")
        return
    for verb in ("update", "delete"):
        for table in (*ONLY_ADDED, FROZEN):
            editor.execute(f"DROP TRIGGER {table}_{verb}")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("room", "0001_tables"),)
    operations = (migrations.RunPython(forbid, permit),)
