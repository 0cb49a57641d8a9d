"""Delimited text, read as text: every cell keeps what stood there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.table import ROW, Table, check_header, spreadsheet_address
from gmg.sources.reading import Refused


def read_csv(
    snapshot: Snapshot,
    header: Sequence[str] | None = None,
    *,
    skip: int = 0,
    encoding: str = "utf-8",
) -> Table:
    """A CSV file as a table of text; the empty field is null, the text `NA` stays `NA`.

    `header` is the exact header expected; None takes what is there. `skip` lines stand above it.
    Raises Refused for another header, for records of another width, for bytes that are not text
    in `encoding`, and for a web page that was saved in place of the file.
    """
    content = snapshot.content
    refuse_web_page(snapshot.name, content)
    if encoding != "utf-8":
        content = decoded(snapshot.name, content, encoding).encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        frame = pl.read_csv(
            content,
            infer_schema=False,
            null_values="",
            skip_lines=skip,
            row_index_name=ROW,
            row_index_offset=skip + 2,
        )
    except pl.exceptions.NoDataError as error:
        raise Refused(snapshot.name, "", "the file is empty", "fetch it again") from error
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise Refused(
            snapshot.name,
            "",
            f"not a well-formed table of text ({str(error).splitlines()[0][:160]})",
            "open it as text: a record may be cut off or hold more fields than the header",
        ) from error
    names = frame.columns[1:]
    if header is not None:
        check_header(snapshot.name, names, header, skip + 1)
    refuse_ragged(snapshot.name, content, frame.height, len(names), skip)
    return Table(
        file=snapshot.name,
        sheet=None,
        frame=frame.with_columns(pl.col(ROW).cast(pl.Int32)),
        address=spreadsheet_address(names),
        holds=(frame.height + 1) * len(names),
    )


def refuse_web_page(name: str, content: bytes) -> None:
    """Refuse HTML that a server sent with status 200 in place of a file."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise Refused(
            name,
            "line 1",
            "this is a web page, not the file (a server's notice with status 200)",
            "open the address in a browser, see what it says, and fetch the file again",
        )


def refuse_ragged(name: str, content: bytes, records: int, width: int, skip: int) -> None:
    """Refuse a file in which some record has fewer fields than the header: text was cut off."""
    body = content.split(b"\n", skip)[-1] if skip else content
    bare = re.sub(rb'"[^"]*"', b"", body) if b'"' in body else body
    if bare.count(b",") == (records + 1) * (width - 1):
        return
    text = io.StringIO(body.decode("utf-8"), newline="")
    for number, fields in enumerate(csv.reader(text), start=skip + 1):
        if fields and len(fields) != width:
            raise Refused(
                name,
                f"row {number}",
                f"has {len(fields)} fields where the header has {width}",
                "the download may be cut off there: fetch the file again",
            )


def decoded(name: str, content: bytes, encoding: str) -> str:
    """The text of the bytes, or Refused with the place of the first byte that does not fit."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            name,
            f"line {line}",
            f"byte {content[error.start]:#04x} is not {encoding}",
            "the publisher may have changed the encoding: say which in the reader",
        ) from error
