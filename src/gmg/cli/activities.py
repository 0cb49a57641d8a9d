"""`gmg activities`: check, import, export and list what agencies report that they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gmg.cli.options import base_option, json_option, place_option

if TYPE_CHECKING:
    from gmg.exchange.iati.remark import Remark
    from gmg.exchange.iati.staging import Staged
    from gmg.exchange.iati.store import Imported

SHOWN = 40

files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
standard_option = click.option(
    "--standard",
    type=click.Path(path_type=Path),
    help="Folder of the schemas and code lists; default $GMG_IATI_STANDARD, else iati of the data folder",
)
publisher_option = click.option(
    "--publisher", help="Whose files they are: IOM, or an organisation identifier"
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), help="Bytes that a file may hold; default 4 GB"
)
agency_option = click.option("--agency", help="One agency, or a reporter's identifier")


def of_files(command: Callable[..., Any]) -> Callable[..., Any]:
    """The files and options of `check` and `import`."""
    return files_argument(standard_option(publisher_option(limit_option(json_option(command)))))


def of_a_choice(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose activities."""
    topic = click.option("--topic", help="One topic; `gmg mandates` names them")
    tier = click.option("--tier", help="core, displacement or adjacent")
    return place_option(agency_option(topic(tier(command))))


@click.group()
def activities() -> None:
    """What agencies report that they do: IATI 2.03 files and plain tables, in and out."""


@activities.command()
@of_files
def check(
    files: tuple[Path, ...],
    standard: Path | None,
    publisher: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Say what is wrong in FILEs, and change nothing. Exit code 1 when there are errors."""
    from tempfile import TemporaryDirectory

    from gmg.cli.show import print_json

    with TemporaryDirectory(prefix="gmg-check-") as folder:
        staged = _stage(files, Path(folder), standard, publisher, limit, anyone=True)
        if as_json:
            print_json(one.as_json() for one in _report(Path(folder), staged))
        else:
            _print_report(_report(Path(folder), staged))
            _print_counts(staged.files)
    if staged.errors:
        raise SystemExit(1)


@activities.command(name="import")
@of_files
@base_option
def bring_in(
    files: tuple[Path, ...],
    standard: Path | None,
    publisher: str | None,
    limit: int | None,
    as_json: bool,
    base: Path | None,
) -> None:
    """Stage FILEs into the base, with a report; the same file again changes nothing."""
    from gmg.cli.show import print_json
    from gmg.evidence.base import base_folder

    folder = base_folder(base)
    staged = _stage(files, folder, standard, publisher, limit, anyone=False)
    if as_json:
        print_json(one.as_json() for one in staged.files)
    else:
        _print_report(_report(folder, staged))
        _print_counts(staged.files)
        for one in staged.files:
            _print_changes(folder, one)
    click.echo(_released(folder), err=True)
    for line in staged.refused:
        click.echo(line, err=True)
    if staged.refused:
        raise SystemExit(1)


def _released(folder: Path) -> str:
    """Put what is staged into a new release, and say which."""
    from gmg.exchange.into_release import into_release

    try:
        release = into_release(folder)
    except LookupError as error:
        return f"staged; not in a release yet: {error}"
    return f"release {release.id} answers with them"


@activities.command()
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, help="Write name.xml (IATI) or name.csv"
)
@of_a_choice
@base_option
def export(
    to: Path,
    place: str | None,
    agency: str | None,
    topic: str | None,
    tier: str | None,
    base: Path | None,
) -> None:
    """Write activities as an IATI 2.03 file or as a plain table."""
    from gmg.exchange.fourw import write_csv
    from gmg.exchange.iati.write import write_activities

    chosen = _chosen(base, place, agency, topic, tier)
    form = to.suffix.lower()
    if form == ".xml":
        written = write_activities(chosen, to)
        click.echo(f"{to}: {written.activities:,} activities")
        for identifier, why in written.left_out:
            click.echo(f"left out {identifier}: {why}", err=True)
        if written.left_out:
            raise SystemExit(1)
    elif form == ".csv":
        with to.open("w", encoding="utf-8", newline="") as out:
            number = write_csv(chosen, out)
        click.echo(f"{to}: {number:,} rows, one an activity and place")
    else:
        raise click.BadParameter(f"{to} is neither .xml nor .csv", param_hint="--to")


@activities.command(name="list")
@of_a_choice
@json_option
@base_option
def show(
    place: str | None,
    agency: str | None,
    topic: str | None,
    tier: str | None,
    as_json: bool,
    base: Path | None,
) -> None:
    """Activities of the base: those of its release, then imports that are in none yet."""
    from gmg.cli.show import print_json, table

    chosen = _chosen(base, place, agency, topic, tier)
    if as_json:
        print_json({k: v for k, v in one.items() if k != "xml"} for one in chosen)
        return
    rows, number = [], 0
    for one in chosen:
        number += 1
        if number <= SHOWN:
            rows.append(_line(one))
    if not number:
        click.echo("no activity answers to that")
        return
    columns = ("identifier", "by", "tier", "title", "places", "from", "to", "status")
    table(columns, rows, keep=("tier", "from", "to"))
    click.echo(f"{number:,} activities" + (f", {SHOWN} shown" if number > SHOWN else ""))


@activities.command()
@json_option
@base_option
def conflicts(as_json: bool, base: Path | None) -> None:
    """Identifiers that stand for several activities: none of them is accepted."""
    _print_withheld("conflicting", as_json, base)


@activities.command()
@json_option
@base_option
def quarantine(as_json: bool, base: Path | None) -> None:
    """Activities whose reporter is not the publisher of their file."""
    _print_withheld("quarantined", as_json, base)


@activities.command()
@json_option
@base_option
def rejected(as_json: bool, base: Path | None) -> None:
    """Activities that break the schema; their raw XML is kept beside the base."""
    _print_withheld("rejected", as_json, base)


# --- what they share ----------------------------------------------------------------------------


def _stage(
    files: tuple[Path, ...],
    folder: Path,
    standard: Path | None,
    publisher: str | None,
    limit: int | None,
    *,
    anyone: bool,
) -> Staged:
    from datetime import UTC, datetime

    from gmg.exchange.iati.parse import LIMIT
    from gmg.exchange.iati.staging import stage
    from gmg.exchange.iati.standard import find_standard

    return stage(
        files,
        folder,
        lambda: find_standard(standard),
        today=datetime.now(UTC).date(),
        publisher=publisher,
        limit=limit or LIMIT,
        anyone=anyone,
    )


def _chosen(
    base: Path | None, place: str | None, agency: str | None, topic: str | None, tier: str | None
) -> Iterable[dict[str, Any]]:
    from gmg.axes import what, where
    from gmg.evidence.base import base_folder
    from gmg.exchange.iati.kept import activities as kept
    from gmg.records.activity import TIERS

    if tier is not None and tier not in TIERS:
        raise click.BadParameter(f"{tier!r} is none of {', '.join(TIERS)}", param_hint="--tier")
    return kept(
        base_folder(base),
        agency=agency,
        place=where.find(place).code if place else None,
        topic=what.theme(topic).code if topic else None,
        tier=tier,
    )


def _report(folder: Path, staged: Staged) -> Iterable[Remark]:
    from gmg.exchange.iati.kept import remarks
    from gmg.exchange.iati.remark import Remark

    for line in staged.refused:
        yield Remark(line.split(",")[0], None, 0, "", "error", "refused", line, "see the message")
    for record in staged.files:
        if not record.was_here:
            yield from remarks(folder, record)


def _print_report(found: Iterable[Remark]) -> None:
    from gmg.cli.show import table

    rows: list[tuple[str, ...]] = []
    counts = {"error": 0, "warning": 0, "advice": 0}
    for one in found:
        counts[one.level] += 1
        rows.append(
            (one.level, str(one.line), one.identifier or "", one.rule, one.message, one.xpath)
        )
        if len(rows) > 4 * SHOWN:
            rows = _worst(rows)
    columns = ("level", "line", "identifier", "rule", "message", "where")
    if rows:
        table(columns, _worst(rows), right=("line",), keep=("level",))
    said = ", ".join(f"{number:,} {level}" for level, number in counts.items())
    more = sum(counts.values()) - min(len(rows), SHOWN)
    click.echo(f"remarks: {said}" + (f"; {more:,} more with --json of `check`" if more > 0 else ""))


def _worst(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    order = {"error": 0, "warning": 1, "advice": 2}
    return sorted(rows, key=lambda row: order[row[0]])[:SHOWN]


def _print_counts(records: Iterable[Imported]) -> None:
    from gmg.cli.show import table

    columns = ("activities", "accepted", "rejected", "quarantined", "conflicting", "repeated")
    rows = [
        (
            one.file,
            one.publisher,
            *(f"{getattr(one, name):,}" for name in columns),
            "was here" if one.was_here else "",
        )
        for one in records
    ]
    if rows:
        table(("file", "publisher", *columns, ""), rows, right=columns)


def _print_changes(folder: Path, record: Imported) -> None:
    from gmg.exchange.iati.kept import changes

    if record.was_here or record.replaces is None:
        return
    click.echo(
        f"{record.file}: since the last version {record.new:,} new, {record.gone:,} gone, "
        f"{record.changed:,} changed"
    )
    found = changes(folder, record)
    for one in found[:SHOWN]:
        columns = f": {', '.join(one['columns'])}" if one["columns"] else ""
        only = ": only in parts that no column holds"
        click.echo(
            f"  {one['change']:<8}{one['identifier']}"
            + (columns or (only if one["change"] == "changed" else ""))
        )
    if len(found) > SHOWN:
        click.echo(f"  … {len(found) - SHOWN:,} more")


def _print_withheld(state: str, as_json: bool, base: Path | None) -> None:
    from gmg.cli.show import print_json, table
    from gmg.evidence.base import base_folder
    from gmg.exchange.iati.kept import withheld

    found = withheld(base_folder(base), state)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            str(one["identifier"] or ""),
            one["reporter"] or "",
            f"{one['file']} line {one['row']}",
            one["why"],
            ", ".join(one["others"]),
            one["to_do"],
        )
        for one in found
    ]
    if not rows:
        click.echo("none")
        return
    table(("identifier", "reporter", "at", "why", "also at", "to do"), rows[:SHOWN])
    click.echo(f"{len(rows):,} {state}" + (f", {SHOWN} shown" if len(rows) > SHOWN else ""))


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    places = [place["place"] or place["as_published"] or "" for place in one["places"]]
    return (
        one["identifier"],
        one["agency"] or one["reporter"] or "",
        one["tier"] or "–",
        one["title"],
        " ".join(places[:6]) + (" …" if len(places) > 6 else ""),
        str(one["time_from"] or "–"),
        str(one["time_to"] or "–"),
        one["status"] or "–",
    )
