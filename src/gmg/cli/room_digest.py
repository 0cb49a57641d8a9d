"""`gmg room digest`, `gmg room watch`: telling members what waits, and what the hour has brought."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gmg.cli.options import base_option, json_option
from gmg.cli.room_open import database_option
from gmg.cli.room_people import open_site, origin_option

if TYPE_CHECKING:
    from gmg.group.acts.watching import Watched

SHORTEST = 5
"""Seconds between two looks, at least."""


@click.command()
@click.option("--send", is_flag=True, help="Send the mails; without it they are only shown")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only news since this day (UTC); what is older stays unsent",
)
@origin_option
@database_option
@json_option
@base_option
def digest(
    send: bool,
    since: datetime | None,
    origin: str,
    database: str | None,
    base: Path | None,
    as_json: bool,
) -> None:
    """One mail to each member who has news: what their desk shows. Nothing is sent twice.

    By the mail server of $GMG_SMTP; where none is named, mails are printed.
    """
    open_site(base, database, origin)
    from gmg.site.room import digest as mails

    day = since.replace(tzinfo=UTC) if since else None
    told: list[dict[str, Any]] = []
    for person in mails.persons(day):
        one = mails.digest(person, origin.rstrip("/"), day)
        if one is None:
            continue
        sent = mails.send(one) if send else False
        told.append({"person": person.key, "news": one.news, "sent": sent})
        if not send and not as_json:
            click.echo(f"To: {person.email}\nSubject: {one.message.subject}\n\n{one.message.body}")
    failed = send and not all(row["sent"] for row in told)
    if as_json:
        print(json.dumps(told))
    elif send:
        done = sum(row["sent"] for row in told)
        click.echo(f"{done} of {len(told)} mails sent", err=failed)
    else:
        click.echo(f"{len(told)} mails would be sent: gmg room digest --send")
    if failed:
        sys.exit(1)


@click.command()
@click.option("--every", type=click.IntRange(min=SHORTEST), help="Look again after these seconds")
@click.option("--days", type=click.IntRange(1, 3_650), default=30, help="Rounds that ended since")
@database_option
@json_option
@base_option
def watch(
    every: int | None, days: int, database: str | None, base: Path | None, as_json: bool
) -> None:
    """Tell members of rounds that have ended, of what is due and of figures that moved, each once.

    Nothing depends on it: outcomes are computed when they are read. Put it in a timetable, or let it
    run with --every.
    """
    from gmg.cli.room_people import HERE

    open_site(base, database, HERE)
    while True:
        tell(look(timedelta(days=days)), as_json)
        if every is None:
            return
        time.sleep(every)


def look(back: timedelta) -> Watched:
    """Look once, with the newest release where there is one."""
    from gmg.group.acts.watching import watch as once
    from gmg.site.room.evidence import base

    with base() as opened:
        return once(opened, back)


def tell(done: Watched, as_json: bool) -> None:
    """Say what was new."""
    if as_json:
        print(json.dumps([asdict(done)]), flush=True)
        return
    click.echo(
        f"told of rounds {done.rounds}, commitments {done.commitments}, figures {done.figures}; "
        f"{done.agenda} put on an agenda"
    )


COMMANDS = (digest, watch)
