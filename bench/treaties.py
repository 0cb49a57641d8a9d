"""The full matrix of party status: all binding instruments, all places, every year since 1945.

`python -m bench.treaties matrix BASE` asks gmg for it, one row an instrument and place and a column
a year; `python -m bench.treaties loop BASE` is the yardstick: a plain loop in Python over the same
acts, with the same rule, that keeps the same cells in lists. Both print how many cells there are,
how many say `party`, and the seconds it took once Python and the libraries were there.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import gmg
from gmg.axes import what, where
from gmg.records.treaty_act import CONSENT, SAYING, SIGNING

FIRST_YEAR = 1945


def columns() -> tuple[list[str], list[str], list[date]]:
    """Instruments, places and ends of years, as `gmg.analysis.norms.matrix` takes them."""
    today = date.today()
    instruments = [item.code for item in what.instruments() if item.binding]
    places = [p.code for kind in ("country", "area") for p in where.places(kind)]
    ends = [min(date(year, 12, 31), today) for year in range(FIRST_YEAR, today.year + 1)]
    return instruments, [*places, "EUE"], ends


def matrix(folder: Path) -> dict[str, float]:
    """gmg's matrix."""
    import polars as pl

    from gmg.analysis.norms.matrix import matrix as made

    start = time.perf_counter()
    found = made(gmg.open(folder))
    seconds = time.perf_counter() - start
    years = found.cells.select(map(str, found.years))
    bound = years.select(pl.all() == "party").sum().sum_horizontal().item()
    return {"cells": years.height * years.width, "parties": bound, "seconds": seconds}


def loop(folder: Path) -> dict[str, float]:
    """The same cells, one after the other."""
    from gmg.analysis.norms.files import File, files

    start = time.perf_counter()
    leading: dict[str, File] = {}
    for file in files(gmg.open(folder)):
        leading.setdefault(file.instrument, file)
    instruments, places, ends = columns()
    table: list[list[str]] = []
    for instrument in instruments:
        file = leading.get(instrument)
        acts = file.by_party() if file else {}
        for place in places:
            own = [act for act in acts.get(place, ()) if act.act not in SAYING]
            row = []
            for on in ends:
                state = "not listed" if file and file.complete else "not known here"
                for act in own:
                    if act.act in CONSENT and act.latest and act.latest <= on:
                        state = "party"
                        break
                    if act.act in SIGNING and act.latest and act.latest <= on:
                        state = "signatory"
                row.append(state)
            table.append(row)
    seconds = time.perf_counter() - start
    parties = sum(row.count("party") for row in table)
    return {"cells": len(table) * len(ends), "parties": parties, "seconds": seconds}


if __name__ == "__main__":
    print(json.dumps({"matrix": matrix, "loop": loop}[sys.argv[1]](Path(sys.argv[2]))))
