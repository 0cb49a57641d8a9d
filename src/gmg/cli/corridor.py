"""`gmg corridor`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import gmg
from gmg.axes import what, where
from gmg.cli.show import about, as_written, licences_of, number, print_json, table, when
from gmg.records.figure import Figure

if TYPE_CHECKING:
    from gmg.analysis.corridor import Corridor
    from gmg.analysis.flows.from_evidence.movement import Cell, Line


def run(
    origin: str,
    destination: str,
    year: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Ask and print: both directions, then the findings on the pair."""
    from gmg.analysis.corridor import corridor
    from gmg.analysis.findings import findings

    start, end = where.find(origin), where.find(destination)
    opened = gmg.open(base, release)
    known = corridor(opened, start.code, end.code, year)
    if as_json:
        figures = [figure.as_json() for figure in (*known.there, *known.mirror)]
        print_json([*figures, *estimates(known)])
        return
    about(opened)
    print(f"From {start.name} in {end.name}")
    series(known.there)
    print(f"The other way round: from {end.name} in {start.name}")
    series(known.mirror)
    show_movement(known)
    found = findings(opened, place=end.code, counterpart=start.code, year=year, top=5)
    if found:
        print("Findings")
    for item in found:
        print(f"  {item.kind}: {item.sentence}")
        print(f"      why: {', '.join(item.reasons)}")
    print(licences_of(opened, (*known.there, *known.mirror)), file=sys.stderr)


INCIDENT = "record="
"""In the detail of figures that are published one an incident."""


def series(figures: tuple[Figure, ...]) -> None:
    """One line a time, the figures of one agency and edition beside one another by sex."""
    if not figures:
        print("  nothing is published; that is not zero\n")
        return
    groups: dict[tuple[str, ...], dict[str, Figure]] = {}
    order: dict[tuple[str, ...], Figure] = {}
    incidents: dict[tuple[str, str, str, int], list[Figure]] = {}
    for figure in figures:
        if figure.age != "all":
            continue
        detail = figure.detail or ""
        if INCIDENT in detail:
            told = (figure.concept, figure.dataset, figure.edition, figure.time_to.year)
            incidents.setdefault(told, []).append(figure)
            continue
        key: tuple[str, ...] = (
            figure.concept,
            figure.dataset,
            figure.edition,
            figure.basis,
            detail,
            when(figure),
        )
        groups.setdefault(key, {})[figure.sex] = figure
        order.setdefault(key, figure)
    rows = []
    for line, sexes in sorted(
        groups.items(), key=lambda item: (item[0][:5], order[item[0]].time_to)
    ):
        concept, dataset, edition, basis, detail, moment = line
        first = order[line]
        rows.append(
            [
                what.concept(concept).label,
                first.agency,
                f"{dataset}@{edition}",
                moment,
                *(
                    as_written(sexes[sex]) if sex in sexes else ""
                    for sex in ("total", "female", "male")
                ),
                first.unit,
                what.basis(basis).label + (f" ({detail})" if detail else ""),
                first.id,
            ]
        )
    rows += [_added_up(told, found) for told, found in incidents.items()]
    zeros = [row for row in rows if {row[4], row[5], row[6]} <= {"0", ""}]
    shown = [row for row in rows if row not in zeros]
    heads = [
        "what",
        "agency",
        "data set",
        "when",
        "total",
        "women",
        "men",
        "unit",
        "basis",
        "figure",
    ]
    table(heads, shown, right=heads[4:7], keep=["agency", "figure"])
    if zeros:
        print(f"  and {len(zeros)} published zeros; --json prints them\n")


def _added_up(told: tuple[str, str, str, int], figures: list[Figure]) -> list[str]:
    """One row for the incidents of a year: our sum, said to be one, and how to list them."""
    concept, dataset, edition, year = told
    first = figures[0]
    return [
        what.concept(concept).label,
        first.agency,
        f"{dataset}@{edition}",
        str(year),
        number(sum(figure.value or 0 for figure in figures)),
        "",
        "",
        first.unit,
        f"{len(figures)} incidents, added up here",
        first.id if len(figures) == 1 else "--json lists them",
    ]


def estimates(known: Corridor) -> Iterator[dict[str, Any]]:
    """Estimates of ours in the contract of figures: no id and no cell, for none is published."""
    from gmg.analysis.flows.from_evidence.frame import contract_rows

    for estimate in (*known.moved, *known.moved_back):
        yield from contract_rows(estimate)


def show_movement(known: Corridor) -> None:
    """Who moved, both ways: reported, registered and estimated side by side, with whose it is."""
    from gmg.analysis.flows.from_evidence.movement import movement
    from gmg.analysis.flows.from_evidence.told import taken_as

    if not known.moved:
        print(f"Estimated flows: none. {known.not_estimated}\n")
        return
    ways = (
        (known.origin, known.destination, known.there, known.mirror, known.moved),
        (known.destination, known.origin, known.mirror, known.there, known.moved_back),
    )
    for start, end, there, mirror, moved in ways:
        print(
            f"Moved from {where.get(start).name} to {where.get(end).name}, by period of mid-years"
        )
        lines = movement(there, mirror, moved)
        spans = [one.span for one in moved]
        rows = [[s.label, *(_cell(line.cells.get(s)) for line in lines)] for s in spans]
        heads = ["period", *(_heading(line) for line in lines)]
        table(heads, rows, right=heads[1:])
        for data in dict.fromkeys(
            f"{line.agency}: {line.dataset} {line.edition}" for line in lines
        ):
            print(f"  {data}")
        for said in taken_as(moved, start, end):
            print(f"  {said}")
        print()
    print(
        "  Reported and registered: calendar years from the first to the one before the last, added up\n"
        "  here; [n] says how many of them have a figure where it is not all. Estimated: by this project\n"
        "  from stocks, births and deaths of UN DESA; `gmg flows` shows every method and what was done.\n"
    )


def _heading(line: Line) -> str:
    """Reported, registered or estimated, whose, what and the unit, on lines of a column's width."""
    unit = "" if line.unit == "persons" else f", {line.unit}"
    parts = (f"{line.kind} ({line.agency})", f"{line.what}{unit}")
    return "\n".join(one for part in parts for one in wrap(part, 18))


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.value is None:
        return f"{cell.low:,.0f} – {cell.high:,.0f}"
    short = f" [{cell.years}]" if cell.years != cell.of else ""
    return f"{cell.value:,.0f}{short}"
