"""From an address under `/sdmx` to an answer: what SDMX REST calls resources and queries.

Paths are those of the SDMX 2.1 web services (https://github.com/sdmx-twg/sdmx-rest): structures by
kind, maker, id and version; data by dataflow and key. Nothing that a path holds is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from gmg.exchange.sdmx import data, structures
from gmg.exchange.sdmx.codes import DIMENSIONS, STRUCTURE, codelists, concepts
from gmg.exchange.sdmx.structures import SCHEME, head

if TYPE_CHECKING:
    from gmg.evidence.base import Base

ML = "application/vnd.sdmx.structure+xml;version=2.1"
DATA_ML = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
DATA_CSV = "application/vnd.sdmx.data+csv;version=1.0.0;charset=utf-8"
ERROR = "application/xml;charset=utf-8"
MOST = 200_000
"""Observations of one answer as XML; CSV has no limit."""

LONGEST = 2_000
CODES = {400: "140", 404: "100", 406: "150", 413: "130"}
"""Status to SDMX error code."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a media type and a body in pieces."""

    status: int
    media_type: str
    body: Iterable[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(ValueError):
    """What was asked cannot be answered; `status` says why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def answer(base: Base, path: str, query: Mapping[str, str], accept: str) -> Answer:
    """The answer to a path under `/sdmx`; errors are SDMX messages with the right status."""
    try:
        if len(path) > LONGEST:
            raise Refused(400, f"a path may have {LONGEST} characters")
        parts = [part for part in path.strip("/").split("/") if part]
        if not parts:
            raise Refused(
                404, "ask for /dataflow, /datastructure, /codelist, /conceptscheme or /data"
            )
        if parts[0] == "data":
            return of_data(base, parts[1:], query, accept)
        return of_structures(parts[0], parts[1:], query)
    except Refused as refused:
        return Answer(refused.status, ERROR, [error(refused.status, str(refused))])


def error(status: int, text: str) -> bytes:
    """An SDMX error message."""
    said = (
        f'<message:ErrorMessage code="{CODES.get(status, "500")}">'
        f"<com:Text>{escape(data.clean(text))}</com:Text></message:ErrorMessage>"
    )
    root = head("Error").split("<message:Header>")[0]
    return f"{root}{said}</message:Error>".encode("utf-8", "replace")


def of_structures(kind: str, parts: list[str], query: Mapping[str, str]) -> Answer:
    """Structures by kind and id, with those that they refer to where they are asked for."""
    wanted = parts[1] if len(parts) > 1 and parts[1] not in ("all", "*") else None
    with_all = query.get("references", "none") not in ("none", "")
    everything: tuple[str, ...] = (
        structures.code_lists(),
        structures.concept_schemes(),
        structures.data_structures(),
    )
    match kind:
        case "dataflow":
            known(wanted, concepts())
            flows = structures.dataflows(None if wanted is None else [wanted])
            made: tuple[str, ...] = (flows, *everything) if with_all else (flows,)
        case "datastructure":
            known(wanted, (STRUCTURE,))
            made = everything if with_all else (structures.data_structures(),)
        case "codelist":
            known(wanted, codelists())
            made = (structures.code_lists(None if wanted is None else [wanted]),)
        case "conceptscheme":
            known(wanted, (SCHEME,))
            made = (structures.concept_schemes(),)
        case _:
            raise Refused(
                404, "no such resource: dataflow, datastructure, codelist, conceptscheme, data"
            )
    return Answer(200, ML, [structures.message(*made)])


def known(wanted: str | None, among: Iterable[str]) -> None:
    """Refuse an id that is not there."""
    if wanted is not None and wanted not in among:
        raise Refused(404, f"{wanted[:80]}: not found")


def of_data(base: Base, parts: list[str], query: Mapping[str, str], accept: str) -> Answer:
    """Data of a dataflow by key and years."""
    if not parts:
        raise Refused(400, "name a dataflow: /data/REFUGEES")
    flow = parts[0].split(",")[1] if parts[0].count(",") else parts[0]
    concept = concepts().get(flow)
    if concept is None:
        raise Refused(404, f"{flow[:80]}: no such dataflow; /dataflow lists all")
    sql, parameters = data.query(
        base, concept, key_of(parts[1] if len(parts) > 1 else "all"), years(query)
    )
    count = base.rows(f"SELECT count(*) AS n FROM ({sql})", parameters)[0]["n"]
    if not count:
        raise Refused(404, "no figure answers to this key and these years")
    if first := query.get("firstNObservations"):
        sql += f" LIMIT {number(first)}"
        count = min(count, number(first))
    found = data.rows(base, sql, parameters)
    if "csv" in accept or query.get("format") == "csv":
        return Answer(200, DATA_CSV, data.as_csv(flow, found))
    if accept and not any(sign in accept for sign in ("xml", "*/*", "json")):
        raise Refused(406, "data is given as XML 2.1 (structure-specific) or CSV 1.0")
    if count > MOST:
        raise Refused(
            413, f"{count:,} observations; narrow the key or the years to {MOST:,}, or ask for CSV"
        )
    return Answer(200, DATA_ML, data.as_xml(flow, found))


def key_of(text: str) -> list[list[str]]:
    """A key: values of dimensions between dots, alternatives between plus signs; `all` is any."""
    if text in ("all", "*", ""):
        return []
    parts = text.split(".")
    if len(parts) > len(DIMENSIONS):
        # the id of a cell holds dots of its own and stands last
        parts = [*parts[: len(DIMENSIONS) - 1], ".".join(parts[len(DIMENSIONS) - 1 :])]
    if len(parts) != len(DIMENSIONS):
        ids = ".".join(one.id for one in DIMENSIONS)
        raise Refused(400, f"a key has {len(DIMENSIONS)} parts between dots: {ids}")
    return [[code for code in part.split("+") if code and code != "*"] for part in parts]


def years(query: Mapping[str, str]) -> tuple[int | None, int | None]:
    """The years of startPeriod and endPeriod."""
    return year_of(query.get("startPeriod")), year_of(query.get("endPeriod"))


def year_of(text: str | None) -> int | None:
    """The year that a period begins with."""
    if not text:
        return None
    if not (len(text) >= 4 and text[:4].isascii() and text[:4].isdigit()):
        raise Refused(400, f"{text[:40]}: a period begins with a year, such as 2020 or 2020-01")
    return int(text[:4])


def number(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise Refused(400, f"{text[:40]}: give a whole number")
    return int(text[:9])
