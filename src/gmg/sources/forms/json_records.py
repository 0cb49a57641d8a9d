"""JSON lists of flat records, read as text with the pointer of each value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.csv import refuse_web_page
from gmg.sources.forms.table import ROW, Table
from gmg.sources.reading import Refused


def read_records(
    snapshot: Snapshot,
    fields: Sequence[str],
    *,
    optional: Sequence[str] = (),
    under: str | None = None,
) -> Table:
    """A JSON list of flat objects (or the list under the key `under`) as a table of text.

    `row` counts records from 0, as in a JSON pointer. Numbers keep the text they were written in;
    null is null. `holds` counts the values of the records; where only some records have an
    `optional` field, the others count as empty there, and where none has it the table lacks the
    column. Raises Refused for a field that is not expected or is missing, and for anything that is
    not a list of flat objects.
    """
    document = read_document(snapshot)
    records = document.get(under) if under is not None and isinstance(document, dict) else document
    if not isinstance(records, list):
        where = f"under {under!r}" if under else "at the top"
        raise Refused(
            snapshot.name, "", f"no list of records {where}", "see what the service answered"
        )
    return records_table(snapshot.name, records, fields, optional)


def read_document(snapshot: Snapshot) -> Any:
    """The JSON document, its numbers as the text they were written in.

    Raises Refused for a web page and for anything that is not whole JSON.
    """
    content = snapshot.content
    refuse_web_page(snapshot.name, content)
    try:
        return json.loads(
            content, parse_int=_Written, parse_float=_Written, parse_constant=_Written
        )
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(
            snapshot.name,
            "",
            f"not whole JSON ({error})",
            "the download was cut off: fetch it again",
        ) from error


def records_table(
    file: str, records: Sequence[Any], fields: Sequence[str], optional: Sequence[str] = ()
) -> Table:
    """Flat objects of a document that `read_document` gave as a table of text; see `read_records`."""
    allowed = [*fields, *optional]
    _check_names(file, records, fields, allowed)
    present = {name for record in records for name in record}
    named = [name for name in allowed if name in present or name in fields]
    columns = {name: _column(file, name, records) for name in named}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(named, pl.String))
    return Table(
        file=file,
        sheet=None,
        frame=frame.with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int32)),
        address={name: name for name in named},
        holds=len(records) * len(present),
        header=False,
    )


class _Written(str):
    """A JSON number as it was written."""

    __slots__ = ()


def _check_names(
    file: str, records: Sequence[Any], fields: Sequence[str], allowed: Sequence[str]
) -> None:
    """Refuse the first record that is no object, lacks a field or has one that is not known."""
    must, may = set(fields), set(allowed)
    for number, record in enumerate(records):
        if not isinstance(record, dict):
            raise Refused(
                file, f"record {number}", "is not an object", "see what the service answered"
            )
        names = record.keys()
        if must <= names <= may:
            continue
        raise Refused(
            file,
            f"record {number}",
            f"missing fields {[name for name in fields if name not in names]}, "
            f"fields not known {[name for name in names if name not in may]}",
            "the service has changed its answer: map the field, or ignore it by name, in the reader",
        )


def _column(file: str, name: str, records: Sequence[Any]) -> list[str | None]:
    """The values of one field as text; refuses the first that is a list or an object."""
    values = [record.get(name) for record in records]
    kinds = set(map(type, values))
    if kinds & {dict, list}:
        number = next(n for n, value in enumerate(values) if isinstance(value, (dict, list)))
        raise Refused(
            file, f"record {number}/{name}", "holds a nested value", "read it by its own name"
        )
    if bool in kinds:
        words = {True: "true", False: "false"}
        return [words[value] if isinstance(value, bool) else value for value in values]
    return values
