"""`gmg serve` and `gmg publish`."""

from __future__ import annotations

import errno
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gmg.axes.where import LANGUAGES
from gmg.cli.options import base_option, json_option, release_option
from gmg.cli.room_open import database_option

HOST, PORT = "127.0.0.1", 8000
BAR = 30  # characters
PARTS = ("places", "corridors", "concepts", "instruments", "agencies", "data", "pages")


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen at")
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port; 0 takes a free one",
)
@click.option(
    "--origin",
    default="",
    help="Public address where a proxy stands before, e.g. https://gmg.example",
)
@click.option("--quiet", is_flag=True, help="Log no requests")
@click.option("--no-room", is_flag=True, help="Published figures alone, without the group's room")
@database_option
@base_option
def serve(
    host: str,
    port: int,
    origin: str,
    quiet: bool,
    no_room: bool,
    database: str | None,
    base: Path | None,
) -> None:
    """Serve the site: places, corridors, instruments, agencies, findings, gaps, in six languages."""
    from gmg.evidence.base import base_folder, open_base
    from gmg.group.store.database import address

    open_base(base)
    room = "" if no_room else address(base, database)
    listen(base_folder(base), host, port, origin=origin, logs=not quiet, room=room)


class PortTaken(ValueError):
    """Another program listens there."""


def listen(
    base: Path, host: str, port: int, *, origin: str = "", logs: bool = True, room: str = ""
) -> None:
    """Serve until stopped; raises PortTaken where the port is another program's."""
    from gmg.site.serve import serve

    try:
        serve(base, host=host, port=port, origin=origin, ready=told, logs=logs, room=room)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(
            f"port {port} of {host} is taken by another program; name another with --port"
        ) from None


def told(address: str) -> None:
    """Say where the site is."""
    click.echo(f"\nThe site is at {address}  (stop it with Ctrl+C)")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    "languages",
    multiple=True,
    type=click.Choice([*LANGUAGES, "all"]),
    help="Language; several may be named, or all  [default: en]",
)
@click.option(
    "--only", multiple=True, type=click.Choice(PARTS), help="Only these parts; several may be named"
)
@click.option(
    "--least", default=1000.0, show_default=True, help="Corridors with at least so many people"
)
@click.option("--origin", default="", help="Address of the served site, for permanent links")
@click.option("--processes", type=click.IntRange(1, 256), help="Processes; default one a core")
@json_option
@base_option
@release_option
def publish(
    folder: Path,
    languages: tuple[str, ...],
    only: tuple[str, ...],
    least: float,
    origin: str,
    processes: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Write the site to FOLDER as files that need no server."""
    import gmg
    from gmg.cli.show import print_json
    from gmg.site.publish import publish as write

    written = write(
        gmg.open(base, release),
        folder,
        languages=LANGUAGES if "all" in languages else tuple(dict.fromkeys(languages)) or ("en",),
        parts=only or PARTS,
        least=least,
        origin=origin,
        processes=processes,
        progress=bar if sys.stderr.isatty() else None,
    )
    if as_json:
        document: dict[str, Any] = {**asdict(written), "per_second": round(written.per_second, 1)}
        print_json([document])
        return
    click.echo(
        f"{written.pages:,} pages in {written.seconds:.1f} s ({written.per_second:,.0f} a second, "
        f"{written.processes} processes), release {written.release}: {folder / 'index.html'}"
    )


def bar(done: int, total: int) -> None:
    """How far the writing is, on one line."""
    full = round(BAR * done / total) if total else BAR
    said = f"\r{'█' * full}{'·' * (BAR - full)} {done:,} of {total:,} pages"
    click.echo(said, err=True, nl=done >= total)
