"""Abel & Cohen, bilateral migration flow estimates, as a web page of theirs draws them.

Quirks of the files: `matrix[year][origin][destination]` holds whole persons of five years from 1
July of `year`; `names` are short English names without codes; the positions in `regions` are regions,
whose rows and columns repeat their members; `Sudan*` and `Serbia & Montenegro` have flows until 2010
and their parts since, and all of them have rows of noughts in the other years; Serbia is with Kosovo.
The figures: https://doi.org/10.6084/m9.figshare.7731233 (CC BY 4.0).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gmg.axes import where
from gmg.sources.reading import Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.evidence.snapshots import Snapshot

SPELLINGS = {"FS Micronesia": "FSM", "Sudan*": "SDN736", "Serbia": "SRB_XKX"}
FILES = {
    "sd_drop_neg": "flow_sd_drop_neg.json",
    "da_min_open": "flow_da_min_open.json",
}
"""Method to the name of the file."""


@dataclass(frozen=True, eq=False)
class FlowMatrix:
    """Persons who moved in the five years from 1 July of each year, origin by destination."""

    places: tuple[str, ...]
    persons: dict[int, NDArray[np.float64]]


def read_flow_matrix(snapshot: Snapshot) -> FlowMatrix:
    """The flows between countries, regions left out. Raises Refused for anything unexpected."""
    name = snapshot.name
    try:
        document = json.loads(snapshot.content)
    except ValueError as error:
        raise Refused(name, "", f"no JSON: {error}", "fetch it again") from error
    names, regions, matrix = _fields(name, document)
    keep = [at for at in range(len(names)) if at not in regions]
    places = tuple(_place(name, names[at], at) for at in keep)
    twice = sorted({code for code in places if places.count(code) > 1})
    if twice:
        raise Refused(name, "names", f"two rows are {', '.join(twice)}", "tell them apart")
    persons = {}
    for year, rows in matrix.items():
        if not (isinstance(year, str) and year.isdigit()):
            raise Refused(name, f"matrix/{year}", "no year", "look at the file")
        table = _table(name, year, rows, len(names))
        persons[int(year)] = table[np.ix_(keep, keep)]
    return FlowMatrix(places, persons)


def _fields(name: str, document: Any) -> tuple[list[str], set[int], dict[str, Any]]:
    """Names, positions of regions and tables. Raises Refused."""
    if not isinstance(document, dict):
        raise Refused(name, "", "no object at the top", "look at the file")
    names, regions, matrix = (document.get(key) for key in ("names", "regions", "matrix"))
    if not (isinstance(names, list) and names and all(isinstance(one, str) for one in names)):
        raise Refused(name, "names", "no list of names", "look at the file")
    if not isinstance(regions, list) or not all(
        type(at) is int and 0 <= at < len(names) for at in regions
    ):
        raise Refused(name, "regions", "not positions in the list of names", "look at the file")
    if not isinstance(matrix, dict) or not matrix:
        raise Refused(name, "matrix", "no tables by year", "look at the file")
    return names, set(regions), matrix


def _place(name: str, text: str, at: int) -> str:
    try:
        return SPELLINGS.get(text) or where.find(text).code
    except LookupError as error:
        raise Refused(name, f"names/{at}", str(error), "add it to SPELLINGS") from error


def _table(name: str, year: str, rows: Any, n: int) -> NDArray[np.float64]:
    square = isinstance(rows, list) and len(rows) == n
    if not square or not all(isinstance(row, list) and len(row) == n for row in rows):
        raise Refused(name, f"matrix/{year}", f"not {n} by {n}", "look at the file")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if type(value) is not int or value < 0:
                cell = f"matrix/{year}/{i}/{j}"
                raise Refused(name, cell, f"{value!r} is no count of persons", "look at the file")
    return np.array(rows, dtype=np.float64)
