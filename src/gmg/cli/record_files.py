"""`gmg record akn`, `gmg record pdf`: the files of a public record, from the record alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
to_option = click.option(
    "--to", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write it here"
)


@click.command()
@file_argument
@to_option
@click.option("--lang", type=click.Choice(LANGUAGES), help="A translation; default: as adopted")
def akn(file: Path, to: Path, lang: str | None) -> None:
    """The text of FILE (record.json) as Akoma Ntoso 3.0, with who signed and how it was agreed."""
    from gmg.exchange.akn import to_akn

    written(to_akn(whole(file), lang), to)


@click.command()
@file_argument
@to_option
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the frame, and of the text where it is translated",
)
def pdf(file: Path, to: Path, lang: str) -> None:
    """The whole of FILE (record.json) as a PDF on A4."""
    from gmg.site.note.page import NoFont
    from gmg.site.record import pdf as made

    try:
        written(made(whole(file), lang), to)
    except NoFont as error:
        raise ValueError(str(error)) from None


def whole(file: Path) -> dict[str, Any]:
    """The record of a file; ValueError for one that does not hold: no file is made of it."""
    from gmg.group.rules.record import flaws

    try:
        record = json.loads(file.read_text("utf-8"))
        found = flaws(record)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(f"{file} is no public record of gmg: {error!r}") from None
    if found:
        raise ValueError(f"{file} does not hold: {'; '.join(found)}")
    return dict(record)


def written(data: bytes, to: Path) -> None:
    """Write a file beside its place and swap it in."""
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(to.name + ".part")
    beside.write_bytes(data)
    beside.replace(to)
    click.echo(str(to), err=True)


COMMANDS = (akn, pdf)
