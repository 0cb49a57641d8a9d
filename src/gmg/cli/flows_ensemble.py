"""`gmg flows ensemble`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.options import asked_of_a_base

if TYPE_CHECKING:
    from gmg.evidence.base import Base

ALL = "all"


@click.command()
@click.option("--period", help="2015-2020, or all; default the last one")
@click.option("--sex", default="total", help="total, female, male, or all three")
@click.option("--edition", help="Edition of the migrant stock; default all that hold the period")
@click.option("--method", default=ALL, help="One of six; default all")
@click.option(
    "--unknown", default="distributed", help="Unknown origins: distributed, apart or native"
)
@click.option("--draws", type=click.IntRange(1, 1_000_000), default=1000, help="Default 1000")
@click.option("--seed", type=int, default=0, help="Another number, other draws; default 0")
@click.option(
    "--keep",
    type=click.Choice(["summary", "cells"]),
    default="summary",
    help="Quantiles of each corridor, or every draw as well (1.5 GB a period and sex)",
)
@click.option("--processes", type=click.IntRange(0, 1024), default=0, help="Default all cores")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of the ensemble; it is swapped in when it is whole",
)
@asked_of_a_base
def ensemble(
    period: str | None,
    sex: str,
    edition: str | None,
    method: str,
    unknown: str,
    draws: int,
    seed: int,
    keep: str,
    processes: int,
    to: Path,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """How sure an estimate is: inputs as they might have been, by all methods and editions."""
    import gmg
    from gmg.analysis.flows import ensemble as ensembles
    from gmg.analysis.flows.ensemble.from_base import cases_of
    from gmg.analysis.flows.from_evidence.ask import methods_of
    from gmg.cli.show import print_json

    methods = methods_of(method)
    sexes = ("total", "female", "male") if sex == ALL else (sex,)
    opened = gmg.open(base, release)
    cases = cases_of(
        opened, periods_of(opened, period, edition), sexes, [edition] if edition else [], unknown
    )
    run = ensembles.run(
        [case for case in cases if case.by(methods)],
        ensembles.Spec(seed=seed),
        to,
        draws,
        methods=methods,
        keep=keep,
        processes=processes,
        tell=lambda said: print(said, file=sys.stderr),
    )
    found = ensembles.moved(to)
    if as_json:
        print_json(found.iter_rows(named=True))
        return
    from gmg.cli.show import about

    about(opened)
    show(to, run)


def periods_of(opened: Base, period: str | None, edition: str | None) -> list[str]:
    """The periods asked for; none for all of them."""
    from gmg.analysis.flows.from_evidence import periods

    if period == ALL:
        return []
    return [period if period is not None else periods(opened, edition)[-1].label]


def show(to: Path, run: Path) -> None:
    """All who moved, by method and edition, and where the rest stands."""
    from gmg.analysis.flows.ensemble import moved
    from gmg.cli.flows import OURS, persons
    from gmg.cli.show import table

    print(OURS, file=sys.stderr)
    heads = ["period", "sex", "edition", "method", "draws", "refused"]
    numbers = ["estimate", "low", "median", "high"]
    rows = [
        [*(str(row[name]) for name in heads), *(persons(row[name]) for name in numbers)]
        for row in moved(to).iter_rows(named=True)
    ]
    shown = ["estimate", "5 %", "median", "95 %"]
    table([*heads, *shown], rows, right=["draws", "refused", *shown])
    print(f"{run}: summary, spread and draws as Parquet, assumptions in run.json")
    print(
        "How far inputs may be off is assumed, and noise adds movement: this is no interval of truth."
    )
