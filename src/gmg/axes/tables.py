"""Reading the tables of facts, and the error for a code that no table holds."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FACTS = Path(__file__).parent / "facts"
CONFIDENCE = ("note", "confirmed", "recalled", "rule")
"""How sure a row is: in the group's note; a public source is given; general knowledge that wants a
check; a rule of this project."""


class UnknownCode(LookupError):
    """A code that stands in no table; `suggestions` are the nearest codes that do.

    `listed` says where all of them stand, for a code that looks like none of them.
    """

    what = "code"
    listed = ""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.code = code
        self.suggestions = nearest(code, known)
        hint = (
            f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else self.listed
        )
        super().__init__(f"no {self.what} has the code {code!r}{hint}")


def nearest(code: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three known codes that look like the one given, upper and lower case alike."""
    from difflib import get_close_matches

    folded = {k.casefold(): k for k in known}
    return tuple(folded[k] for k in get_close_matches(code.casefold(), list(folded), n=3))


@lru_cache(maxsize=32)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `facts/<name>.csv` as column name to text; an empty cell is the empty text.

    Raises ValueError with the file and line when a row has more or fewer cells than the header.
    """
    path = FACTS / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        return tuple(_row(header, cells, f"{path.name}:{reader.line_num}") for cells in reader)


def _row(header: list[str], cells: list[str], at: str) -> dict[str, str]:
    if len(cells) != len(header):
        raise ValueError(f"{at}: {len(cells)} cells under {len(header)} headings")
    return dict(zip(header, cells, strict=True))


def flag(text: str) -> bool:
    """`yes` or `no` as a truth value; anything else raises ValueError."""
    if text not in ("yes", "no"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


def words(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list parted by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
