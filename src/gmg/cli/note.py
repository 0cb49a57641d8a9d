"""`gmg note`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.options import asked_of_a_base

if TYPE_CHECKING:
    from gmg.analysis.note import Note

FORMS = (".html", ".pdf", ".md")


@click.command()
@click.option("--on", help="The day whose members and chair are shown, 2007-01-01; default today")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Write it: name.html, name.pdf or name.md",
)
@click.option("--lang", default="en", help="Language: ar en es fr ru zh")
@asked_of_a_base
def note(
    on: str | None,
    to: Path | None,
    lang: str,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """The group's information note on a day, every sentence with the records behind it."""
    import gmg
    from gmg.analysis.note import note as written
    from gmg.cli.said import said_beside
    from gmg.cli.show import about, print_json

    if to is not None and to.suffix not in FORMS:
        raise click.UsageError(f"{to}: a note is written as {', '.join(FORMS)}; name one of them")
    opened = gmg.open(base, release)
    made = written(opened, day(on), lang, said_beside(base))
    if to is not None:
        write(made, to)
        print(to, file=sys.stderr)
    if as_json:
        print_json(made.as_json())
    elif to is None:
        about(opened)
        show(made)


def day(text: str | None) -> date:
    """The day asked for, today where none is."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"--on {text}: a day is written 2007-01-01") from None


def write(made: Note, to: Path) -> None:
    """Write the note in the form that the name of the file asks for."""
    from gmg.site.note import page

    to.parent.mkdir(parents=True, exist_ok=True)
    if to.suffix == ".pdf":
        to.write_bytes(page.pdf(made))
    else:
        text = page.html(made) if to.suffix == ".html" else page.markdown(made)
        to.write_text(text, encoding="utf-8")


def show(made: Note) -> None:
    """The note in a terminal, sources at the end."""
    from gmg.site.note.text import text

    print(text(made))
