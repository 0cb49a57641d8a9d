"""The full matrix of party status: all binding instruments, all places, every year since 1945.

`python -m bench.treaties matrix BASE` asks gmg for it, in the long form, one row a cell;
`python -m bench.treaties loop BASE` is the yardstick: a plain loop in Python over the same acts and
the same cells, with the same rule. Both print how many cells there are, how many say `party`, and
the seconds it took once Python and the libraries were there.
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
    """gmg's matrix in its long form."""
    from gmg.analysis.norms.matrix import matrix as made

    start = time.perf_counter()
    cells = made(gmg.open(folder)).long()
    seconds = time.perf_counter() - start
    bound = cells.filter(state="party").height
    return {"cells": cells.height, "parties": bound, "seconds": seconds}


def loop(folder: Path) -> dict[str, float]:
    """The same cells, one after the other."""
    from gmg.analysis.norms.files import File, files

    start = time.perf_counter()
    leading: dict[str, File] = {}
    for file in files(gmg.open(folder)):
        leading.setdefault(file.instrument, file)
    instruments, places, ends = columns()
    cells, parties = 0, 0
    for instrument in instruments:
        file = leading.get(instrument)
        acts = file.by_party() if file else {}
        for place in places:
            own = [act for act in acts.get(place, ()) if act.act not in SAYING]
            for on in ends:
                state = "not listed" if file and file.complete else "not known here"
                for act in own:
                    if act.act in CONSENT and act.latest and act.latest <= on:
                        state = "party"
                        break
                    if act.act in SIGNING and act.latest and act.latest <= on:
                        state = "signatory"
                cells += 1
                parties += state == "party"
    return {"cells": cells, "parties": parties, "seconds": time.perf_counter() - start}


if __name__ == "__main__":
    print(json.dumps({"matrix": matrix, "loop": loop}[sys.argv[1]](Path(sys.argv[2]))))
