"""What the readers of the yardstick share: text in, long table out."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl.utils import get_column_letter

from gmg.axes import where

CONTRACT = [
    "concept",
    "basis",
    "place",
    "counterpart",
    "sex",
    "age",
    "detail",
    "time_from",
    "time_to",
    "time_kind",
    "value",
    "unit",
    "status",
    "agency",
    "dataset",
    "edition",
    "snapshot",
    "sheet",
    "row",
    "column",
    "as_published",
    "note",
]
# One type a column, so that pandas need not fall back to Python objects when it joins the frames.
TYPES = {
    "time_from": "datetime64[s]",
    "time_to": "datetime64[s]",
    "row": "int32",
    "value": "float64",
    **dict.fromkeys(("counterpart", "detail", "sheet", "note", "place", "as_published"), "str"),
}
Letters = Mapping[str, str]


class Source:
    """One file: its bytes, their hash, and the names that stand on each of its figures."""

    def __init__(self, data: Path, path: str, agency: str, dataset: str, edition: str) -> None:
        raw = (data / path).read_bytes()
        self.path = path
        self.content = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        self.stamp = {
            "agency": agency,
            "dataset": dataset,
            "edition": edition,
            "snapshot": hashlib.sha256(raw).hexdigest(),
        }

    def csv(self, *, skip: int = 0, encoding: str = "utf-8-sig") -> tuple[pd.DataFrame, Letters]:
        """The table as text with its row numbers, and the spreadsheet letter of each column."""
        frame = pd.read_csv(
            io.BytesIO(self.content),
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            skiprows=skip,
            encoding=encoding,
        )
        letters = {name: get_column_letter(n) for n, name in enumerate(frame.columns, start=1)}
        frame["row"] = range(skip + 2, skip + 2 + len(frame))
        return frame, letters

    def sheets(self, names: Sequence[str]) -> dict[str, pd.DataFrame]:
        """Sheets of a workbook as text, columns under their letters, with row numbers."""
        engine = "xlrd" if self.path.endswith(".xls") else "openpyxl"
        found: dict[str, pd.DataFrame] = pd.read_excel(
            io.BytesIO(self.content),
            sheet_name=list(names),
            header=None,
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            engine=engine,
        )
        for frame in found.values():
            frame.columns = [get_column_letter(n) for n in range(1, frame.shape[1] + 1)]
            frame["row"] = range(1, len(frame) + 1)
        return found

    def figures(self, frame: pd.DataFrame, **constants: Any) -> pd.DataFrame:
        """The molten frame in the columns of the contract."""
        return frame.assign(**constants, **self.stamp).reindex(columns=CONTRACT).astype(TYPES)


def melt(
    frame: pd.DataFrame, index: Sequence[str], measures: Sequence[str], letters: Letters
) -> pd.DataFrame:
    """One row a cell that is not empty: `measure`, `column` (its letter), `as_published`."""
    long = frame.melt(
        id_vars=["row", *index],
        value_vars=list(measures),
        var_name="measure",
        value_name="as_published",
    ).dropna(subset=["as_published"])
    long["column"] = long["measure"].map(letters)
    return long


def numbers(
    long: pd.DataFrame, markers: Mapping[str, str] | None = None, *, thousands: bool = False
) -> pd.DataFrame:
    """Add `value` and `status`; a marker has no value and the status that it means."""
    text = long["as_published"]
    if thousands:
        text = text.str.replace(",", "")
    long["value"] = pd.to_numeric(text, errors="coerce")
    long["status"] = text.map(markers).fillna("A") if markers else "A"
    long["sex"], long["age"] = long.get("sex", "total"), long.get("age", "all")
    return long


def detail(frame: pd.DataFrame, **columns: str) -> pd.Series:
    """`name=value` of the columns, joined by `; `."""
    pieces = [f"{name}=" + frame[column].fillna("") for name, column in columns.items()]
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = joined + "; " + piece
    return joined


def placed(codes: pd.Series, scheme: str) -> pd.Series:
    """The place codes of a column of codes or names."""
    return codes.map(where.mapping(scheme))


def in_their_time(
    long: pd.DataFrame, target: str, codes: str, year: str, scheme: str, role: str
) -> None:
    """Put former places where a code meant them in that year (Sudan until 2011)."""
    years = long[year].astype(int)
    for meant in where.dated(scheme):
        if meant.role not in ("", role):
            continue
        inside = long[codes] == meant.code
        if meant.valid_from is not None:
            inside &= years >= first_july(meant.valid_from)
        if meant.valid_to is not None:
            inside &= years <= last_july(meant.valid_to)
        long.loc[inside, target] = meant.place


def first_july(day: date) -> int:
    """The first year whose 1 July is not before the day."""
    return day.year + (day > date(day.year, 7, 1))


def last_july(day: date) -> int:
    """The last year whose 1 July is not after the day."""
    return day.year - (day < date(day.year, 7, 1))


def point(long: pd.DataFrame, year: str, month: int, day: int) -> None:
    """The three columns of time for a day in the year."""
    days = {text: pd.Timestamp(int(text), month, day) for text in long[year].unique()}
    long["time_from"] = long["time_to"] = long[year].map(days)
    long["time_kind"] = "point"


def mid_year(long: pd.DataFrame, year: str) -> None:
    """1 July."""
    point(long, year, 7, 1)


def end_year(long: pd.DataFrame, year: str) -> None:
    """31 December."""
    point(long, year, 12, 31)


def calendar_year(long: pd.DataFrame, year: str) -> None:
    """1 January to 31 December."""
    years = long[year].unique()
    long["time_from"] = long[year].map({text: pd.Timestamp(int(text), 1, 1) for text in years})
    long["time_to"] = long[year].map({text: pd.Timestamp(int(text), 12, 31) for text in years})
    long["time_kind"] = "interval"


def between(long: pd.DataFrame, period: str) -> None:
    """1 July of the first year to 30 June of the last of `1990-1995`."""
    ends = {text: text.split("-") for text in long[period].unique()}
    first = {text: pd.Timestamp(int(end[0]), 7, 1) for text, end in ends.items()}
    last = {text: pd.Timestamp(int(end[1]), 6, 30) for text, end in ends.items()}
    long["time_from"], long["time_to"] = long[period].map(first), long[period].map(last)
    long["time_kind"] = "interval"


def as_columns(
    long: pd.DataFrame, key: str, table: Mapping[Any, Sequence[str]], *names: str
) -> None:
    """Columns by name from a table of what each text of `key` means."""
    for number, name in enumerate(names):
        long[name] = long[key].map({text: means[number] for text, means in table.items()})
