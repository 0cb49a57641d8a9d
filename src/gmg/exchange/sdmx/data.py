"""Data as SDMX-CSV 1.0 and as SDMX-ML 2.1, structure-specific: written while it is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from gmg.analysis.figures import YEAR
from gmg.evidence.base import ID
from gmg.exchange.sdmx.codes import (
    ATTRIBUTES,
    DIMENSIONS,
    MAKER,
    MEASURE,
    STRUCTURE,
    TIME,
    VERSION,
    read,
    time_of,
    written,
)
from gmg.exchange.sdmx.structures import head
from gmg.exchange.tables.write import cell

if TYPE_CHECKING:
    from gmg.evidence.base import Base

Key = Sequence[Sequence[str]]
CHUNK = 5_000


def query(
    base: Base, concept: str, key: Key, years: tuple[int | None, int | None]
) -> tuple[str, list[Any]]:
    """The SQL of the figures that a key and two years select; an empty part of a key is any value."""
    conditions: list[str] = ["concept = ?"]
    values: list[Any] = [concept]
    for dimension, codes in zip(DIMENSIONS, key, strict=False):
        wanted = [read(dimension.id, code) for code in codes]
        if not wanted:
            continue
        column = f"({ID})" if dimension.column == "id" else f'"{dimension.column}"'
        known = [value for value in wanted if value is not None]
        either = [f"{column} IN ({', '.join('?' for _ in known)})"] if known else []
        either += [f"{column} IS NULL"] if None in wanted else []
        conditions.append(f"({' OR '.join(either)})")
        values += known
    for year, sign in zip(years, (">=", "<="), strict=True):
        if year is not None:
            conditions.append(f"{YEAR} {sign} ?")
            values.append(year)
    sql = (
        f"SELECT *, {ID} AS id FROM ({base.relation([concept])}) WHERE {' AND '.join(conditions)} "
        "ORDER BY place, counterpart NULLS FIRST, agency, dataset, edition, time_to, sex, id"
    )
    return sql, values


def rows(base: Base, sql: str, parameters: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The figures, some thousand at a time, over a cursor of their own."""
    cursor = base.connection.cursor()
    answer = cursor.execute(sql, list(parameters))
    names = [column[0] for column in answer.description or ()]
    while found := answer.fetchmany(CHUNK):
        for row in found:
            yield dict(zip(names, row, strict=True))


def observation(row: Mapping[str, Any]) -> dict[str, str]:
    """A figure as its dimensions, its value and its attributes; what is empty is left out."""
    told = {one.id: written(one.id, row[one.column]) for one in DIMENSIONS}
    told[TIME] = time_of(row["time_from"], row["time_to"], row["time_kind"])
    if row["value"] is not None:
        told[MEASURE] = cell(row["value"])
    told["OBS_STATUS"] = row["status"]
    for name in ATTRIBUTES[1:]:
        if row[name.lower()]:
            told[name] = str(row[name.lower()])
    return told


def as_csv(flow: str, found: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """SDMX-CSV 1.0: the dataflow, the dimensions, the value, the attributes."""
    columns = [*(one.id for one in DIMENSIONS), TIME, MEASURE, *ATTRIBUTES]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["DATAFLOW", *columns])
    name = f"{MAKER}:{flow}({VERSION})"
    for at, row in enumerate(found, start=1):
        told = observation(row)
        writer.writerow([name, *(cell(told.get(column)) for column in columns)])
        if at % CHUNK == 0:
            yield out.getvalue().encode("utf-8", "replace")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


def as_xml(flow: str, found: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """SDMX-ML 2.1, structure-specific, one element a figure."""
    structure = (
        f'<message:Structure structureID="{STRUCTURE}" dimensionAtObservation="AllDimensions" '
        f'namespace="urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={MAKER}:{STRUCTURE}({VERSION})">'
        f'<com:Structure><Ref agencyID="{MAKER}" id="{STRUCTURE}" version="{VERSION}" '
        'class="DataStructure" package="datastructure"/></com:Structure></message:Structure>'
    )
    yield (
        head("StructureSpecificData", structure)
        + f'<message:DataSet ss:structureRef="{STRUCTURE}" ss:dataScope="DataStructure" action="Information" '
        f'xsi:type="ss:{flow}">'
    ).encode()
    piece: list[str] = []
    for row in found:
        told = observation(row)
        piece.append(
            "<Obs "
            + " ".join(f"{name}={quoteattr(clean(value))}" for name, value in told.items())
            + "/>"
        )
        if len(piece) >= CHUNK:
            yield "".join(piece).encode("utf-8", "replace")
            piece = []
    yield ("".join(piece) + "</message:DataSet></message:StructureSpecificData>").encode(
        "utf-8", "replace"
    )


def clean(text: str) -> str:
    """A text without the signs that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
