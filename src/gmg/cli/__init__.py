"""The questions, from a terminal. Each command is thin: it asks `gmg.analysis` and prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

import gmg
from gmg.cli.activities import activities
from gmg.cli.flows import flows
from gmg.cli.norms import COMMANDS as NORMS
from gmg.cli.note import note
from gmg.cli.options import asked_of_a_base, base_option, json_option, place_option, year_option
from gmg.cli.room import COMMANDS as ROOM
from gmg.cli.room import room
from gmg.cli.room_history import history
from gmg.cli.site import publish, serve
from gmg.cli.work import gaps, mandates, overlaps, who_does_what


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(gmg.__version__, message="%(version)s")
def app() -> None:
    """What ten agencies publish on migration, in one evidence base that leads back to the cell."""


@app.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder of published files; default $GMG_DATA, else ../shared/data, else the sample edition",
)
@click.option("--skip-refused", is_flag=True, help="Release the other files when one is refused")
@json_option
@base_option
def build(data: Path | None, base: Path | None, skip_refused: bool, as_json: bool) -> None:
    """Read every published file, check it, and swap in a new release."""
    from gmg.cli.build import run

    run(data, base, skip_refused, as_json)


@app.command()
@click.argument("concept")
@place_option
@click.option("--from", "counterpart", help="The other end: origin of people, sender of money")
@click.option("--sex", help="total, female, male")
@click.option("--age", help="all, 0-4, 75+ ...")
@year_option
@click.option("--agency", help="One publisher")
@click.option("--dataset", help="One data set")
@click.option("--edition", help="One edition")
@click.option("--all", "all_rows", is_flag=True, help="Print every row of the table")
@asked_of_a_base
def figures(
    concept: str,
    place: str | None,
    counterpart: str | None,
    all_rows: bool,
    as_json: bool,
    base: Path | None,
    release: str | None,
    **asked: Any,
) -> None:
    """Every agency's figure of CONCEPT side by side, with basis, date, edition and status."""
    from gmg.cli.figures import run

    run(concept, place, counterpart, asked, all_rows, as_json, base, release)


@app.command()
@click.argument("figure")
@asked_of_a_base
def trace(figure: str, as_json: bool, base: Path | None, release: str | None) -> None:
    """The cell that FIGURE was published in: file, sha256, sheet, row, column, text, licence."""
    from gmg.cli.trace import run

    run(figure, as_json, base, release)


@app.command()
@click.argument("place")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Write a page: name.html, name.pdf or name.json",
)
@click.option("--lang", default="en", help="Language of names: ar en es fr ru zh")
@asked_of_a_base
def profile(
    place: str, to: Path | None, lang: str, as_json: bool, base: Path | None, release: str | None
) -> None:
    """The migration profile of PLACE, in the four parts of the Common Set of Indicators."""
    from gmg.cli.profile import run

    run(place, to, lang, as_json, base, release)


@app.command()
@click.argument("origin")
@click.argument("destination")
@year_option
@asked_of_a_base
def corridor(
    origin: str,
    destination: str,
    year: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """All that is known of people from ORIGIN in DESTINATION, by agency, and the other direction."""
    from gmg.cli.corridor import run

    run(origin, destination, year, as_json, base, release)


@app.command()
@click.option("--kind", help="contradiction, disagreement or silence")
@place_option
@click.option("--from", "counterpart", help="The other end")
@click.option("--concept", help="About this concept")
@click.option("--rule", help="One rule; `gmg rules` lists them")
@year_option
@click.option("--top", type=click.IntRange(min=1), help="Only the weightiest N")
@asked_of_a_base
def findings(
    place: str | None,
    counterpart: str | None,
    top: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
    **asked: Any,
) -> None:
    """Contradictions, disagreements and silences, ranked by the people concerned."""
    from gmg.cli.findings import run

    run(asked, place, counterpart, top, as_json, base, release)


@app.command()
@click.argument("old")
@click.argument("new")
@place_option
@click.option("--top", type=click.IntRange(min=1), default=30, help="Only the largest N changes")
@json_option
@base_option
def diff(old: str, new: str, place: str | None, top: int, as_json: bool, base: Path | None) -> None:
    """What was revised between two releases, or two editions: undesa.migrant-stock@2020."""
    from gmg.cli.diff import run

    run(old, new, place, top, as_json, base)


@app.command()
@click.argument("dataset", required=False)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Folder for the fetched files; default BASE/pulled",
)
@json_option
@base_option
def pull(dataset: str | None, to: Path | None, as_json: bool, base: Path | None) -> None:
    """Fetch what the agencies publish now into the snapshot store."""
    from gmg.cli.pull import run

    run(dataset, to, as_json, base)


@app.command()
@json_option
def concepts(as_json: bool) -> None:
    """What can be asked: concepts with unit, definition and the role of the counterpart."""
    from gmg.cli.lists import concepts as run

    run(as_json)


@app.command()
@json_option
@base_option
def sources(as_json: bool, base: Path | None) -> None:
    """Data sets and editions of the current release, with what was kept of each file."""
    from gmg.cli.lists import sources as run

    run(as_json, base)


@app.command()
@json_option
@base_option
def licences(as_json: bool, base: Path | None) -> None:
    """The terms on which each publisher lets its figures be used."""
    from gmg.cli.lists import licences as run

    run(as_json, base)


@app.command()
@json_option
@base_option
def releases(as_json: bool, base: Path | None) -> None:
    """Releases of this base, oldest first."""
    from gmg.cli.lists import releases as run

    run(as_json, base)


@app.command()
@json_option
def rules(as_json: bool) -> None:
    """The rules by which findings are made."""
    from gmg.cli.lists import rules as run

    run(as_json)


app.add_command(note)
app.add_command(flows)
app.add_command(serve)
app.add_command(publish)
app.add_command(activities)
for command in ROOM:
    app.add_command(command)
room.add_command(history)
for command in (gaps, overlaps, who_does_what, mandates):
    app.add_command(command)
for command in NORMS:
    app.add_command(command)


def main() -> None:
    """The `gmg` command. Exit codes: 0 answered, 1 cannot answer, 2 the words are off."""
    from gmg.cli.errors import explained

    # Tables of 240 places: two threads of OpenBLAS wait for one another longer than one works.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(explained(app))


if __name__ == "__main__":
    main()
