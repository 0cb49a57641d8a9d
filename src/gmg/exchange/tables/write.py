"""A table as bytes.

CSV has its citation and licences in lines that begin with `#` before the header
(https://www.w3.org/TR/tabular-data-model/#embedded-metadata says how such lines are read): pandas
reads it with `comment="#"` as long as no text holds that sign, or with `skiprows`, whose number the
first line gives. A text that a spreadsheet would take for a formula begins with an apostrophe;
numbers are numbers and stay as they are.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gmg.exchange.tables.citation import Citation
from gmg.exchange.tables.table import Column, Table

FORMS = ("csv", "json", "parquet")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file, what it is, and what to call it."""

    body: bytes
    media_type: str
    file_name: str


def written(table: Table, citation: Citation, form: str) -> Written:
    """The table in a form. Raises ValueError for one that is none of FORMS."""
    if form not in WRITERS:
        raise ValueError(f"a table is written as {', '.join(FORMS)}, not as {form!r}")
    write, media_type = WRITERS[form]
    return Written(write(table, citation), media_type, f"{file_stem(table, citation)}.{form}")


def file_stem(table: Table, citation: Citation) -> str:
    """A file name made of plain letters: title, table and release."""
    words = re.sub(r"[^a-z0-9]+", "-", citation.title.lower().encode("ascii", "ignore").decode())
    return f"gmg-{words.strip('-')[:60] or table.name}-{citation.release}"


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("Libya")
    ("'=1+1", 'Libya')
    """
    return GUARD + text if text.startswith((*FORMULA, GUARD)) else text


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith((*FORMULA, GUARD)) else text


def to_csv(table: Table, citation: Citation) -> bytes:
    """RFC 4180 in UTF-8, after lines of citation and licences."""
    out = io.StringIO(newline="")
    said = [
        f"table: {table.title}",
        f"citation: {citation.text}",
        *(
            f"licence: {one.title}: {one.code} {one.url} ({one.attribution})"
            for one in citation.licences
        ),
        *(f"column: {column.name}: {column.meaning}" for column in table.columns),
    ]
    out.write(f"# {len(said) + 1} lines of description, then the table\r\n")
    for line in said:
        out.write("# " + " ".join(line.split()) + "\r\n")
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([cell(value) for value in row])
    return out.getvalue().encode("utf-8", "replace")


def cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return guarded(str(value).replace("\x00", ""))


def to_json(table: Table, citation: Citation) -> bytes:
    """One object: citation, columns with their meaning, rows as objects."""
    names = [column.name for column in table.columns]
    document = {
        "title": table.title,
        **citation.as_json(),
        "columns": [
            {"name": column.name, "meaning": column.meaning, "kind": column.kind}
            for column in table.columns
        ],
        "rows": [dict(zip(names, map(plain, row), strict=True)) for row in table.rows],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def plain(value: Any) -> Any:
    """A value as JSON has it: days as ISO texts, no number that is none."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return None
        return int(value) if value.is_integer() else value
    return value


def to_parquet(table: Table, citation: Citation) -> bytes:
    """Typed columns; citation, licences and meanings in the metadata of the schema, under `gmg`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        array(column, list(values)) for column, values in zip(table.columns, columns, strict=True)
    ]
    metadata = {
        "gmg": json.dumps(
            {
                **citation.as_json(),
                "title": table.title,
                "columns": {column.name: column.meaning for column in table.columns},
            },
            ensure_ascii=False,
        ).encode("utf-8", "replace")
    }
    names = [column.name for column in table.columns]
    made = pa.table(dict(zip(names, arrays, strict=True))).replace_schema_metadata(metadata)
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()


def array(column: Column, values: list[Any]) -> Any:
    """The values of a column in its type."""
    import pyarrow as pa

    match column.kind:
        case "number":
            return pa.array([None if v is None else float(v) for v in values], pa.float64())
        case "integer":
            return pa.array([None if v is None else int(v) for v in values], pa.int64())
        case "date":
            return pa.array(values, pa.date32())
        case "flag":
            return pa.array(values, pa.bool_())
        case "text":
            texts = [
                None if v is None else str(v).encode("utf-8", "replace").decode() for v in values
            ]
            return pa.array(texts, pa.string())


WRITERS: dict[str, tuple[Callable[[Table, Citation], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8; header=present"),
    "json": (to_json, "application/json"),
    "parquet": (to_parquet, "application/vnd.apache.parquet"),
}
