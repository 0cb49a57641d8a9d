"""Plain text, line by line: each line is a cell of column A, numbered as an editor shows it."""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.csv import decoded, refuse_web_page
from gmg.sources.forms.table import ROW, Table
from gmg.sources.reading import Refused

LINE = "A"


def read_lines(snapshot: Snapshot) -> Table:
    """The lines of a UTF-8 text as a table with the one column `A`; a blank line is null.

    Raises Refused for an empty file, for bytes that are not UTF-8, and for a web page.
    """
    content = snapshot.content.removeprefix(b"\xef\xbb\xbf")
    refuse_web_page(snapshot.name, content)
    lines = decoded(snapshot.name, content, "utf-8").removesuffix("\n").split("\n")
    lines = [line.removesuffix("\r") for line in lines]
    if not any(line.strip() for line in lines):
        raise Refused(snapshot.name, "", "the file is empty", "fetch it again")
    frame = pl.DataFrame({LINE: [line if line.strip() else None for line in lines]})
    return Table(
        file=snapshot.name,
        sheet=None,
        frame=frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int32)),
        address={LINE: LINE},
        holds=len(lines),
        header=False,
    )
