"""Backup and restore: one file of all that the room holds, readable without gmg."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.group.rules import chain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.db import models

FORM = "gmg room backup 1"
BATCH = 2_000


class BadBackup(ValueError):
    """A file that is no whole backup, or a room that is not empty."""


@dataclass(frozen=True)
class Saved:
    """How many rows and events, and the last hash of the log."""

    rows: int
    events: int
    last: str


def tables() -> list[type[models.Model]]:
    """The tables, each after those that it points to; of sign-in all but the sessions that run."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    from gmg.group.store import models as of

    return [
        of.Body, of.Person, of.Seat, of.Document, of.Version, of.Remark, of.Round, of.Extension,
        of.Position, of.Publication, of.Programme, of.Meeting, of.Issue, of.AgendaItem,
        of.AgendaItem.papers.through, of.Attendance, of.Decision, of.Commitment, of.Move, of.Review,
        of.Practice, of.Report, of.Question, of.Notice, of.Event,
        EmailAddress, Authenticator, SocialAccount,
    ]  # fmt: skip


def back_up(file: Path) -> Saved:
    """Write all rows to a gzip file of JSON lines, of one instant; swapped in when it is whole.

    The first line names the form, the last one the SHA-256 of all before it.
    """
    beside = file.with_name(file.name + ".part")
    digest = hashlib.sha256()
    count = 0
    with gzip.open(beside, "wt", encoding="utf-8") as out:
        for line in lines():
            digest.update(line.encode())
            out.write(line)
            count += 1
        out.write(json.dumps({"sha256": digest.hexdigest()}) + "\n")
    beside.replace(file)
    return counted(count - 1)


def lines() -> Iterator[str]:
    """The rows of all tables as they stand in one transaction."""
    from django.db import connection, transaction

    yield json.dumps({"form": FORM}) + "\n"
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in tables():
            names = [field.attname for field in table._meta.concrete_fields]
            rows = table._default_manager.order_by("pk").values_list(*names)
            for row in rows.iterator(chunk_size=BATCH):
                body = {"table": table._meta.model_name, "row": dict(zip(names, row, strict=True))}
                yield json.dumps(body, ensure_ascii=False, sort_keys=True, cls=Micro) + "\n"


def counted(rows: int) -> Saved:
    """What the room holds."""
    from gmg.group.store.models import Event

    last = Event.objects.order_by("-number").first()
    return Saved(rows, last.number if last else 0, last.hash if last else chain.START)


def restore(file: Path) -> Saved:
    """Put a backup into an empty room, all or nothing, and verify its log.

    Raises BadBackup for a file that was cut off or changed, or a room that holds rows.
    """
    from django.db import connection, transaction

    checked(file)
    if any(table._default_manager.exists() for table in tables()):
        raise BadBackup("This room holds rows: restore into an empty one, named with --database")
    known = {table._meta.model_name: table for table in tables()}
    count = 0
    with transaction.atomic():
        for name, rows in batches(file):
            table = known[name]
            made = [table(**{f: of(table, f, v) for f, v in row.items()}) for row in rows]
            table._default_manager.bulk_create(made, batch_size=BATCH)
            count += len(made)
        if connection.vendor == "postgresql":
            follow_on()
        from gmg.group.acts.log import events

        flaw = chain.flaw(events())
        if flaw is not None:
            raise BadBackup(f"The log in {file} does not hold: {flaw.why}")
    return counted(count)


def of(table: type[models.Model], name: str, value: Any) -> Any:
    """A value as the field holds it."""
    field = next(f for f in table._meta.concrete_fields if f.attname == name)
    return value if field.get_internal_type() == "JSONField" else field.to_python(value)


def checked(file: Path) -> None:
    """Raise BadBackup unless the file is whole and unchanged."""
    digest = hashlib.sha256()
    last, first = "", ""
    try:
        with gzip.open(file, "rt", encoding="utf-8", newline="\n") as given:
            for line in given:
                if last:
                    digest.update(last.encode())
                first, last = first or line, line
        if json.loads(first)["form"] != FORM or json.loads(last)["sha256"] != digest.hexdigest():
            raise BadBackup(f"{file} is not what was written: its hash differs")
    except (
        EOFError,
        gzip.BadGzipFile,
        UnicodeDecodeError,
        ValueError,
        LookupError,
        TypeError,
    ) as no:
        if isinstance(no, BadBackup):
            raise
        raise BadBackup(f"{file} is no whole backup of a room: {no}") from None


def batches(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Runs of rows of one table."""
    name = ""
    rows: list[dict[str, Any]] = []
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as given:
        for line in given:
            body = json.loads(line)
            if "table" not in body:
                continue
            if rows and (body["table"] != name or len(rows) == BATCH):
                yield name, rows
                rows = []
            name = body["table"]
            rows.append(body["row"])
    if rows:
        yield name, rows


def follow_on() -> None:
    """Let PostgreSQL's counters go on after the rows that were put in."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


class Micro(json.JSONEncoder):
    """Dates and instants in full: Django's own encoder cuts microseconds."""

    def default(self, given: Any) -> Any:
        """ISO 8601."""
        return given.isoformat() if hasattr(given, "isoformat") else super().default(given)
