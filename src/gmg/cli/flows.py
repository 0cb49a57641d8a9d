"""`gmg flows`: estimates of who moved, their validation, and reports reconciled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.flows_ensemble import ensemble
from gmg.cli.flows_reconcile import reconcile
from gmg.cli.flows_validate import validate
from gmg.cli.options import asked_of_a_base

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from gmg.analysis.flows.from_evidence import Estimated
    from gmg.analysis.flows.from_evidence.pairs import Estimate

FORMS = (".parquet", ".csv")
TOP = 30
OURS = "estimated here (agency GMG) from figures of agencies: no agency's figure"


@click.group(invoke_without_command=True)
@click.option("--method", default="da_pb_closed", help="One of six, or all; default da_pb_closed")
@click.option("--period", help="2015-2020, or all; default the last one (all, for one corridor)")
@click.option("--from", "origin", help="Where people moved from: code or name")
@click.option("--place", help="Where people moved to: code or name")
@click.option("--sex", default="total", help="total, female or male")
@click.option(
    "--edition", help="Edition of the migrant stock: 2024, 2020, 2019; default the newest"
)
@click.option(
    "--unknown", default="distributed", help="Unknown origins: distributed, apart or native"
)
@click.option("--parts", is_flag=True, help="Outward, return and transit instead of the total")
@click.option("--top", type=click.IntRange(min=1), default=TOP, help="Only the largest N")
@click.option(
    "--to", type=click.Path(path_type=Path), help="Write all rows: name.parquet or name.csv"
)
@asked_of_a_base
@click.pass_context
def flows(
    context: click.Context,
    method: str,
    period: str | None,
    origin: str | None,
    place: str | None,
    sex: str,
    edition: str | None,
    unknown: str,
    parts: bool,
    top: int,
    to: Path | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Who moved from where to where: estimates by six methods, with how far they disagree."""
    if context.invoked_subcommand is not None:
        return
    if to is not None and to.suffix not in FORMS:
        raise click.UsageError(f"{to}: flows are written as {' or '.join(FORMS)}; name one of them")
    import gmg
    from gmg.analysis.flows.from_evidence.ask import methods_of
    from gmg.axes import where

    opened = gmg.open(base, release)
    start = where.find(origin).code if origin else None
    end = where.find(place).code if place else None
    pair = start is not None and end is not None
    when = period or ("all" if pair else None)
    methods_of(method)
    if to is not None or as_json:
        rows = opened.flows(
            method=method,
            period=when,
            sex=sex,
            edition=edition,
            origin=start,
            destination=end,
            parts=parts,
            unknown=unknown,
        )
        if to is not None:
            write(rows, to)
        if as_json:
            _print_rows(rows)
        return
    from gmg.analysis.flows.from_evidence.ask import estimates_of
    from gmg.cli.show import about

    about(opened)
    print(OURS, file=sys.stderr)
    asked = estimates_of(opened, when, sex, edition, unknown)
    if start is not None and end is not None:
        show_pair(asked, start, end, method, parts=parts)
        return
    for one in asked:
        show_largest(one, method, top, start, end, parts=parts)


def write(rows: pl.DataFrame, to: Path) -> None:
    """The rows as a file, in the observation contract."""
    to.parent.mkdir(parents=True, exist_ok=True)
    if to.suffix == ".parquet":
        rows.write_parquet(to)
    else:
        rows.write_csv(to)
    print(f"{to}: {rows.height:,} rows", file=sys.stderr)


def _print_rows(rows: pl.DataFrame) -> None:
    from gmg.cli.show import print_json

    print_json(rows.iter_rows(named=True))


def show_pair(
    asked: Sequence[Estimated], start: str, end: str, method: str, *, parts: bool
) -> None:
    """A period a line, the methods beside one another, then what was done for the last period."""
    from gmg.analysis.flows.estimate import METHODS
    from gmg.analysis.flows.from_evidence.pairs import estimate_at
    from gmg.analysis.flows.from_evidence.told import taken_as
    from gmg.axes import where
    from gmg.cli.show import table

    print(f"Moved from {where.get(start).name} to {where.get(end).name}, persons in a period")
    rows, found, last = [], [], None
    for one in asked:
        row, column = one.at(start), one.at(end)
        if row is None or column is None or row == column:
            rows.append([one.prepared.span.label, *([""] * (len(METHODS) + 2))])
            continue
        last = one
        found.append(estimate_at(one, row, column))
        rows.append([one.prepared.span.label, *_by_method(found[-1])])
    heads = ["period", *METHODS, "lowest", "highest"]
    table(heads, rows, right=heads[1:])
    for said in taken_as(found, start, end):
        print(f"  {said}")
    if last is None:
        raise LookupError("no estimate: an end is left out in every period; see `gmg flows`")
    chosen = method if method in METHODS else "da_pb_closed"
    if parts:
        _show_parts(found[-1:], chosen)
    _tell(last, chosen)


def _by_method(found: Estimate) -> list[str]:
    from gmg.analysis.flows.estimate import METHODS

    each = [persons(found.by_method.get(name)) for name in METHODS]
    return [*each, persons(found.low), persons(found.high)]


def show_largest(
    one: Estimated, method: str, top: int, start: str | None, end: str | None, *, parts: bool
) -> None:
    """The largest flows of a period with the lowest and the highest of the methods."""
    from gmg.analysis.flows.estimate import METHODS
    from gmg.analysis.flows.from_evidence.pairs import largest
    from gmg.axes import where
    from gmg.cli.show import table

    chosen = method if method in METHODS else "da_pb_closed"
    found = largest(one, chosen, top, start, end)
    total = float(one.flows[chosen].total.sum())
    print(
        f"{one.prepared.span.label}, {one.prepared.sex}: {METHODS[chosen]}; "
        f"{persons(total)} persons moved between {len(one.places)} places"
    )
    rows = [
        [
            where.get(each.origin).name,
            where.get(each.destination).name,
            persons(each.by_method[chosen]),
            persons(each.low),
            persons(each.high),
        ]
        for each in found
    ]
    heads = ["from", "to", chosen, "lowest of six", "highest of six"]
    table(heads, rows, right=heads[2:])
    if method == "all":
        _show_totals(one)
    if parts:
        _show_parts(found, chosen)
    _tell(one, chosen)


def _show_totals(one: Estimated) -> None:
    from gmg.analysis.flows.estimate import METHODS
    from gmg.cli.show import table

    rows = [
        [
            name,
            title,
            persons(float(one.flows[name].total.sum())) if name in one.flows else "",
            one.refused.get(name, ""),
        ]
        for name, title in METHODS.items()
    ]
    table(["method", "", "all flows", "refused"], rows, right=["all flows"])


def _show_parts(found: Sequence[Estimate], method: str) -> None:
    from gmg.axes import where
    from gmg.cli.show import table

    rows = [
        [where.get(e.origin).name, where.get(e.destination).name, e.span.label]
        + [persons(e.parts[method][part]) for part in ("outward", "return", "transit")]
        for e in found
        if method in e.parts
    ]
    if not rows:
        print(f"  {method} has no parts: it does not know where those who move were born")
        return
    heads = ["from", "to", "period", "away from birthplace", "back to it", "between others"]
    table(heads, rows, right=heads[3:])


def _tell(one: Estimated, method: str) -> None:
    from gmg.analysis.flows.from_evidence.told import told

    print(f"What was done for {one.prepared.span.label}:")
    for sentence in told(one, method):
        print(f"  {sentence}")


def persons(value: float | None) -> str:
    """An estimate to the person, as nobody can know it nearer; empty for none."""
    return "" if value is None else f"{value:,.0f}"


flows.add_command(ensemble)
flows.add_command(validate)
flows.add_command(reconcile)
