"""`gmg flows validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.options import asked_of_a_base

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gmg.analysis.flows.validate import Validation


@click.command()
@click.option("--edition", help="Edition of the migrant stock; default the newest")
@click.option(
    "--research",
    type=click.Path(path_type=Path),
    help="Folder of the authors' estimates; default research/ beside the published files",
)
@click.option(
    "--printed",
    type=click.Path(path_type=Path, dir_okay=False),
    help="JSON of the correlations that the papers print, to stand beside ours",
)
@asked_of_a_base
def validate(
    edition: str | None,
    research: Path | None,
    printed: Path | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """The estimates against net migration, against the authors' own, and against reported flows."""
    import gmg
    from gmg.analysis.flows.validate import validate as validated
    from gmg.cli.show import about, print_json

    opened = gmg.open(base, release)
    made = validated(
        opened, edition, research or beside("research"), printed or beside("../cases/flows/" + FILE)
    )
    if as_json:
        print_json(made.as_json())
    else:
        about(opened)
        show(made)
    if not made.holds:
        raise ValueError("a closed method does not keep the net migration of its inputs")


FILE = "published_validation.json"


def beside(name: str) -> Path | None:
    """A folder or file beside the published files, if there is one."""
    from gmg.data_folder import choose

    data = choose()
    path = data.path / name
    return path if not data.sample and path.exists() else None


def show(made: Validation) -> None:
    """Every comparison as a table, with a sentence on what it says."""
    _show_nets(made)
    _show_published(made)
    _show_reported(made)
    _show_deaths(made)
    for why in made.refused:
        print(f"refused: {why}")


def _show_nets(made: Validation) -> None:
    from gmg.cli.show import table

    print(f"Net migration, migrant stock edition of {made.edition}")
    rows = []
    for check in made.nets:
        kept = "" if check.off_inputs is None else f"{check.off_inputs:.0e}"
        off = f"{check.off_prospects:,.0f}"
        rows.append([check.period, check.method, kept, off, check.at, _r(check.correlation, 4)])
    heads = ["period", "method", "off its inputs", "off the prospects", "where", "correlation"]
    table(heads, rows, right=[heads[2], heads[3], heads[5]])
    print(
        "  Persons. Closed methods keep the net migration of their inputs to the person; the inputs\n"
        "  miss the published one by rounding only, and by how far the world's sum is from nought:"
    )
    for one in made.inputs:
        print(
            f"    {one.period}: inputs off by {one.off:,.0f} at most ({one.at}), "
            f"world's sum {one.world:,.0f}"
        )
    print("\nThe same, all periods together, beside what papers print")
    keys = sorted({(one.edition, one.unknown) for one in made.overall}, reverse=True)
    by = {(o.edition, o.unknown, o.method): o.correlation for o in made.overall}
    papers = made.printed
    rows = [
        [method]
        + [_r(by.get((*key, method)), 2) for key in keys]
        + [_r(papers[name].get(method, {}).get("net"), 2) for name in papers]
        for method in dict.fromkeys(one.method for one in made.overall)
    ]
    heads = ["method", *(f"{edition}, {unknown}" for edition, unknown in keys), *papers]
    table(heads, rows, right=heads[1:])


def _show_published(made: Validation) -> None:
    from gmg.cli.show import table

    print(
        "\nThe authors' own estimates, made again from stocks of 2020 with unknown origins native"
    )
    if not made.published:
        print("  not at hand: name their folder with --research")
        return
    rows = [
        [
            one.method,
            one.period,
            f"{one.published:,.0f}",
            f"{one.ours:,.0f}",
            f"{one.same:.1%}",
            _r(one.correlation, 5),
            f"{one.published_elsewhere:,.0f}",
            f"{one.ours_elsewhere:,.0f}",
            f"{one.default:,.0f}",
        ]
        for one in made.published
    ]
    heads = ["method", "period", "theirs", "ours", "same to the person", "correlation"]
    heads += ["theirs elsewhere", "ours elsewhere", "ours, unknown distributed"]
    table(heads, rows, right=heads[2:])
    print(
        "  Persons between places that both have. Differences of stocks have the same inputs; open\n"
        "  accounting differs by the edition of populations, births and deaths, which the published\n"
        "  file does not name: here World Population Prospects 2024. Nothing is tuned to come nearer."
    )


def _show_reported(made: Validation) -> None:
    print("\nCorrelation with reported flows")
    for name, methods in made.printed.items():
        if name.startswith("abel_cohen"):
            print(f"  as printed for {name}: other collections of reported flows, all migration")
            _table_of(list(methods.items()))
    for collection in dict.fromkeys(one.collection for one in made.reported):
        of_it = [one for one in made.reported if one.collection == collection]
        pairs = max(one.pairs for one in of_it)
        print(f"  ours, {collection}: {of_it[0].dataset}, {pairs:,} pairs and periods")
        _table_of([(one.method, one.measures) for one in of_it])
    print(
        "  People under UNHCR's eye are a part of those who move, so these say how alike the patterns\n"
        "  are, not which method is best for all migration."
    )


def _table_of(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> None:
    from gmg.analysis.flows.validate.measures import MEASURES
    from gmg.cli.show import table

    table(
        ["method", *MEASURES],
        [[method, *(_r(values.get(name), 2) for name in MEASURES)] for method, values in rows],
        right=MEASURES,
    )


def _show_deaths(made: Validation) -> None:
    from gmg.cli.show import table

    print("\nDeaths by sex: the rule tried on projections, where every part is published")
    rows = [
        [one.rule, one.period, str(one.places), f"{one.missed:.1%}", _r(one.correlation, 3)]
        for one in made.deaths
    ]
    heads = ["rule", "period", "places", "women's net migration missed by", "correlation"]
    table(heads, rows, right=heads[2:])


def _r(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
