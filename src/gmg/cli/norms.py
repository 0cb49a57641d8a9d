"""`gmg parties`, `gmg status`, `gmg ratification-gaps`, `gmg reservations`, `gmg instruments`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from gmg.cli.options import asked_of_a_base

on_option = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day asked for, 2014-12-31; default the newest act in the file",
)
region_option = click.option(
    "--region", help='Only the countries of this region: code or name ("Western Africa")'
)


@click.command()
@click.argument("instrument")
@on_option
@region_option
@asked_of_a_base
def parties(
    instrument: str,
    on: datetime | None,
    region: str | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Who is bound by INSTRUMENT (ICRMW), who signed only, and the others."""
    from gmg.cli.norms_shown import parties as run

    run(instrument, on and on.date(), region, as_json, base, release)


@click.command()
@click.argument("place")
@on_option
@asked_of_a_base
def status(
    place: str, on: datetime | None, as_json: bool, base: Path | None, release: str | None
) -> None:
    """What PLACE has joined and not joined: every binding instrument."""
    from gmg.cli.norms_shown import status as run

    run(place, on and on.date(), as_json, base, release)


@click.command("ratification-gaps")
@click.option("--set", "of", default="core", show_default=True, help="Which set of instruments")
@on_option
@region_option
@click.option("--top", type=click.IntRange(min=1), help="Only the N with most people concerned")
@asked_of_a_base
def ratification_gaps(
    of: str,
    on: datetime | None,
    region: str | None,
    top: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """What the countries of a region have not joined, by the people concerned."""
    from gmg.cli.norms_shown import ratification_gaps as run

    run(of, on and on.date(), region, top, as_json, base, release)


@click.command()
@click.argument("instrument")
@click.option("--place", help="Only what this party said")
@asked_of_a_base
def reservations(
    instrument: str, place: str | None, as_json: bool, base: Path | None, release: str | None
) -> None:
    """Declarations, reservations and objections to INSTRUMENT, with their texts."""
    from gmg.cli.norms_shown import reservations as run

    run(instrument, place, as_json, base, release)


@click.command()
@click.option("--theme", help="About this theme: labour, trafficking ...")
@click.option("--custodian", help="In the custody of this agency")
@asked_of_a_base
def instruments(
    theme: str | None,
    custodian: str | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """The catalogue: titles, dates, depositary, custodian, and the parties known here."""
    from gmg.cli.norms_shown import instruments as run

    run(theme, custodian, as_json, base, release)


COMMANDS = (parties, status, ratification_gaps, reservations, instruments)
