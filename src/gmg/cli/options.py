"""Options that many commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

base_option = click.option(
    "--base",
    type=click.Path(path_type=Path),
    help="The evidence base; default $GMG_BASE, else the nearest .gmg",
)
release_option = click.option("--release", help="Answer from this release, not the current one")
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON array of objects"
)
place_option = click.option(
    "--place", help="Where: code or name in any of six languages (DEU, Kenya)"
)
year_option = click.option("--year", type=int, help="The year a figure is known by")


def asked_of_a_base(command: Callable[..., Any]) -> Callable[..., Any]:
    """The three options of every question: --json, --base, --release."""
    return json_option(base_option(release_option(command)))
