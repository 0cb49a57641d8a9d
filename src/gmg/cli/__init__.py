"""The questions, from a terminal. Each command is thin: it asks `gmg.analysis` and prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import gmg

app = typer.Typer(
    name="gmg",
    help="What ten agencies publish on migration, in one evidence base that leads back to the cell.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

BaseOption = Annotated[
    Path | None,
    typer.Option("--base", help="The evidence base; default $GMG_BASE, else the nearest .gmg"),
]
ReleaseOption = Annotated[
    str | None, typer.Option("--release", help="Answer from this release, not the current one")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON array of objects")]
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", help="Where: code or name in any of six languages (DEU, Kenya)"),
]
YearOption = Annotated[int | None, typer.Option("--year", help="The year a figure is known by")]


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and stop")] = False,
) -> None:
    if show:
        print(gmg.__version__)
        raise typer.Exit


@app.command()
def build(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="Folder of published files; default $GMG_DATA, else ../shared/data"
        ),
    ] = None,
    base: BaseOption = None,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Release the other files when one is refused")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read every published file, check it, and swap in a new release."""
    from gmg.cli.build import run

    run(data, base, skip_refused, as_json)


@app.command()
def figures(
    concept: Annotated[str, typer.Argument(help="What: a concept, as `gmg concepts` lists them")],
    place: PlaceOption = None,
    counterpart: Annotated[
        str | None,
        typer.Option("--from", help="The other end: origin of people, sender of money"),
    ] = None,
    sex: Annotated[str | None, typer.Option("--sex", help="total, female, male")] = None,
    age: Annotated[str | None, typer.Option("--age", help="all, 0-4, 75+ ...")] = None,
    year: YearOption = None,
    agency: Annotated[str | None, typer.Option("--agency", help="One publisher")] = None,
    dataset: Annotated[str | None, typer.Option("--dataset", help="One data set")] = None,
    edition: Annotated[str | None, typer.Option("--edition", help="One edition")] = None,
    all_rows: Annotated[bool, typer.Option("--all", help="Print every row of the table")] = False,
    as_json: JsonOption = False,
    base: BaseOption = None,
    release: ReleaseOption = None,
) -> None:
    """Every agency's figure side by side, with basis, date, edition and status."""
    from gmg.cli.figures import run

    filters = {"sex": sex, "age": age, "year": year, "agency": agency, "dataset": dataset}
    run(
        concept,
        place,
        counterpart,
        {**filters, "edition": edition},
        all_rows,
        as_json,
        base,
        release,
    )


@app.command()
def trace(
    figure: Annotated[str, typer.Argument(help="The id of a figure, as every answer shows it")],
    as_json: JsonOption = False,
    base: BaseOption = None,
    release: ReleaseOption = None,
) -> None:
    """The cell a figure was published in: file, sha256, sheet, row, column, text, licence."""
    from gmg.cli.trace import run

    run(figure, as_json, base, release)


@app.command()
def profile(
    place: Annotated[str, typer.Argument(help="Country or area: KEN, Kenya, كينيا")],
    to: Annotated[
        Path | None, typer.Option("--to", help="Write a page: name.html, name.pdf or name.json")
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", help="Language of names: ar en es fr ru zh")
    ] = "en",
    as_json: JsonOption = False,
    base: BaseOption = None,
    release: ReleaseOption = None,
) -> None:
    """The migration profile of a country, in the four parts of the Common Set of Indicators."""
    from gmg.cli.profile import run

    run(place, to, lang, as_json, base, release)


@app.command()
def corridor(
    origin: Annotated[str, typer.Argument(help="Where people come from")],
    destination: Annotated[str, typer.Argument(help="Where they live")],
    year: YearOption = None,
    as_json: JsonOption = False,
    base: BaseOption = None,
    release: ReleaseOption = None,
) -> None:
    """All that is known of one ordered pair over time, by agency, with the other direction."""
    from gmg.cli.corridor import run

    run(origin, destination, year, as_json, base, release)


@app.command()
def findings(
    kind: Annotated[
        str | None, typer.Option("--kind", help="contradiction, disagreement or silence")
    ] = None,
    place: PlaceOption = None,
    counterpart: Annotated[str | None, typer.Option("--from", help="The other end")] = None,
    concept: Annotated[str | None, typer.Option("--concept", help="About this concept")] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", help="One rule; `gmg rules` lists them")
    ] = None,
    year: YearOption = None,
    top: Annotated[int | None, typer.Option("--top", help="Only the weightiest N")] = None,
    as_json: JsonOption = False,
    base: BaseOption = None,
    release: ReleaseOption = None,
) -> None:
    """Contradictions, disagreements and silences, ranked by the people concerned."""
    from gmg.cli.findings import run

    asked = {"kind": kind, "rule": rule, "year": year, "concept": concept}
    run(asked, place, counterpart, top, as_json, base, release)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A release, or an edition: undesa.migrant-stock@2020")],
    new: Annotated[str, typer.Argument(help="What to compare it with")],
    place: PlaceOption = None,
    top: Annotated[int, typer.Option("--top", help="Only the largest N changes")] = 30,
    as_json: JsonOption = False,
    base: BaseOption = None,
) -> None:
    """Which figures an agency revised, by how much, for whom."""
    from gmg.cli.diff import run

    run(old, new, place, top, as_json, base)


@app.command()
def pull(
    dataset: Annotated[str | None, typer.Argument(help="One data set; default all")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder for the fetched files; default BASE/pulled")
    ] = None,
    as_json: JsonOption = False,
    base: BaseOption = None,
) -> None:
    """Fetch what the agencies publish now into the snapshot store."""
    from gmg.cli.pull import run

    run(dataset, to, as_json, base)


@app.command()
def concepts(as_json: JsonOption = False) -> None:
    """What can be asked: concepts with unit, definition and the role of the counterpart."""
    from gmg.cli.lists import concepts as run

    run(as_json)


@app.command()
def sources(as_json: JsonOption = False, base: BaseOption = None) -> None:
    """Data sets and editions of the current release, with what was kept of each file."""
    from gmg.cli.lists import sources as run

    run(as_json, base)


@app.command()
def licences(as_json: JsonOption = False, base: BaseOption = None) -> None:
    """The terms on which each publisher lets its figures be used."""
    from gmg.cli.lists import licences as run

    run(as_json, base)


@app.command()
def releases(as_json: JsonOption = False, base: BaseOption = None) -> None:
    """Releases of this base, oldest first."""
    from gmg.cli.lists import releases as run

    run(as_json, base)


@app.command()
def rules(as_json: JsonOption = False) -> None:
    """The rules by which findings are made."""
    from gmg.cli.lists import rules as run

    run(as_json)


def main() -> None:
    """The `gmg` command. Exit codes: 0 answered, 1 cannot answer, 2 the words are off."""
    from gmg.cli.errors import explained

    sys.exit(explained(app))


if __name__ == "__main__":
    main()
