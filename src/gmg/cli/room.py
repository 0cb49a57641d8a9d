"""`gmg demo`, `gmg log`, `gmg record`: the room from a terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gmg.cli.options import base_option, json_option
from gmg.cli.record_files import COMMANDS as FILES
from gmg.cli.room_digest import COMMANDS as MAILS
from gmg.cli.room_open import database_option, in_room, open_at
from gmg.cli.room_people import COMMANDS as PEOPLE

if TYPE_CHECKING:
    from gmg.group.demo.story import Told


@click.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="Write the public record here"
)
@database_option
@json_option
@base_option
def demo(folder: Path | None, database: str | None, as_json: bool, base: Path | None) -> None:
    """Play a fictitious consultation on real figures, from its draft to its public record."""
    import gmg
    from gmg.group.acts.refusals import Conflict
    from gmg.group.demo.figures import quotations

    opened = gmg.open(base)
    quoted = quotations(opened)
    where = open_at(base, database)
    from gmg.group.demo.story import play
    from gmg.group.store.models import Body

    if Body.objects.filter(code="DEMO").exists():
        raise Conflict(
            f"the story was played in {where} already: name another room with --database"
        )
    told = play(opened, quoted)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        write_record(folder / "record.json", told.record)
    if as_json:
        print(json.dumps([step_json(row) for row in steps(told)], ensure_ascii=False, indent=1))
        return
    tell(told, where, folder)


def write_record(file: Path, record: dict[str, Any]) -> None:
    """A record as a file, written beside and swapped in."""
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    beside.replace(file)


def steps(told: Told) -> list[tuple[str, str, str]]:
    """The steps of the story."""
    from gmg.group.demo.story import lines

    return list(lines(told))


def step_json(step: tuple[str, str, str]) -> dict[str, str]:
    """A step for a program."""
    return dict(zip(("at", "who", "what"), step, strict=True))


def tell(told: Told, where: str, folder: Path | None) -> None:
    """The story as a table, then the record in a few lines."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("when (UTC)", "who", "what", box=None, pad_edge=False)
    for row in steps(told):
        table.add_row(*row)
    console.print(table)
    record = told.record
    click.echo(f"\n{record['symbol']}  {record['hash']}")
    click.echo(f"adopted {record['adopted']}, signed by {', '.join(record['signatories'])}")
    for reservation in record["reservations"]:
        click.echo(f"reservation of {reservation['agency']}: {reservation['text']}")
    if not told.revised:
        click.echo("no figure that it quotes was revised by a later edition of this base")
    click.echo(f"the log holds {told.events} events; {verdict(told.flaws)}")
    click.echo(f"room: {where}")
    if folder is not None:
        click.echo(f"check it: gmg record check {folder / 'record.json'}")
    click.echo("walk through it: gmg serve, and a way in by gmg room invite chair@gmg.example")


def verdict(flaws: list[str]) -> str:
    """In a word, whether all holds."""
    return "the chain and the record hold" if not flaws else "; ".join(flaws)


@click.group()
def log() -> None:
    """The log of the room: every act, in a chain of hashes."""


@log.command()
@in_room
def verify(database: str | None, base: Path | None, as_json: bool) -> None:
    """Recompute every hash of the log; exit code 1 and the first flaw where it does not hold."""
    where = open_at(base, database)
    from gmg.group.acts.log import events
    from gmg.group.rules.chain import START, flaw

    count, last = 0, START

    def counted() -> Any:
        nonlocal count, last
        for event in events():
            count, last = count + 1, event.hash
            yield event

    found = flaw(counted())
    said = {"room": where, "events": count, "last": last, "flaw": found and asdict(found)}
    if as_json:
        print(json.dumps([said]))
    elif found is None:
        click.echo(f"{count} events hold; the last hash is {last}")
    else:
        click.echo(f"the log does not hold: {found.why}", err=True)
    if found is not None:
        sys.exit(1)


@log.command()
@click.option("--to", "file", type=click.Path(path_type=Path), help="Default: standard output")
@in_room
def export(database: str | None, base: Path | None, as_json: bool, file: Path | None) -> None:
    """Every event with its hash, one JSON object a line (with --json one array). No names, ids only."""
    open_at(base, database)
    from gmg.group.acts.log import events

    rows = (json.dumps(asdict(event)) for event in events())
    text = "[\n" + ",\n".join(rows) + "\n]\n" if as_json else "".join(f"{row}\n" for row in rows)
    if file is None:
        click.echo(text, nl=False)
        return
    beside = file.with_name(file.name + ".part")
    beside.write_text(text, "utf-8")
    beside.replace(file)


@click.group()
def record() -> None:
    """The public record of an adopted text."""


@record.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Recompute the hashes, the outcome of every round and the signatories of a record, offline."""
    from gmg.group.rules.record import flaws

    try:
        given = json.loads(file.read_text("utf-8"))
        found = flaws(given)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{file} is no public record of gmg: {error!r}") from None
    if as_json:
        print(json.dumps([{"file": str(file), "flaws": found}], ensure_ascii=False))
    elif not found:
        click.echo(f"{given['symbol']} holds: {given['hash']}")
        click.echo(f"adopted {given['adopted']} by {', '.join(given['signatories'])}")
    else:
        click.echo("\n".join(found), err=True)
    if found:
        sys.exit(1)


for command in FILES:
    record.add_command(command)


@click.group()
def room() -> None:
    """The room itself: bodies and persons, backup and restore."""


for command in (*PEOPLE, *MAILS):
    room.add_command(command)


def saved(done: Any, file: Path, where: str, as_json: bool) -> None:
    """Tell what was written or read."""
    if as_json:
        print(json.dumps([{"room": where, "file": str(file), **asdict(done)}]))
        return
    click.echo(f"{done.rows} rows, {done.events} events; the last hash is {done.last}")


@room.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_room
def backup(file: Path, database: str | None, base: Path | None, as_json: bool) -> None:
    """Write all that the room holds to FILE (JSON lines, gzip)."""
    where = open_at(base, database)
    from gmg.group.store.backup import back_up

    saved(back_up(file), file, where, as_json)


@room.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_room
def restore(file: Path, database: str | None, base: Path | None, as_json: bool) -> None:
    """Put a backup into an empty room, all or nothing, and verify its log."""
    where = open_at(base, database)
    from gmg.group.store.backup import restore as put_back

    saved(put_back(file), file, where, as_json)


COMMANDS = (demo, log, record, room)
