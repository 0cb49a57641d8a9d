"""Tiny files in the shape of published ones, and bases built from them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import gmg
import gmg.sources
from gmg.evidence.accounts import Account
from gmg.evidence.base import Base
from gmg.evidence.build import Built, build
from gmg.evidence.parts import write_parquet
from gmg.evidence.release import assemble, make_current
from gmg.records.observation import COLUMNS, schema
from gmg.sources.description import Source
from gmg.sources.shape import STAMP, stamped

Rows = Iterable[Sequence[object]]

STOCK_2024 = "undesa/ims-2024-origin-destination-sex.csv.gz"
STOCK_2020 = "undesa/ims-2020-origin-destination-sex.csv.gz"
POPULATION = "unhcr/population.csv.gz"
PROSPECTS = "undesa/wpp-2024/popproj1dt.csv.gz"
UNHCR_HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,returned_refugees,"
    "idps,returned_idps,stateless,ooc,oip,hst"
)


def packed(header: str, rows: Rows) -> bytes:
    """A CSV inside gzip; the same rows give the same bytes."""
    lines = [header, *(",".join(str(cell) for cell in row) for row in rows)]
    return gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)


def stock_2024(*rows: Sequence[object], flags: str = "1,0,0,0") -> bytes:
    """UN DESA's stock of 2024; a row is destination, year, origin, sex, number."""
    return packed("geo,t,from,sex,n,type_b,type_c,type_r,type_i", [(*row, flags) for row in rows])


def stock_2020(*rows: Sequence[object]) -> bytes:
    """UN DESA's stock of 2020; a row is origin, destination, sex, year, number."""
    return packed("from,to,sex,t,v", rows)


def unhcr(*rows: tuple[int, str, str, int]) -> bytes:
    """UNHCR's table of people at the end of a year; a row is year, origin, asylum, refugees."""
    return packed(
        UNHCR_HEADER,
        [
            (
                y,
                NAMES[o],
                CODES.get(o, o),
                o,
                NAMES[a],
                CODES.get(a, a),
                a,
                n,
                0,
                0,
                0,
                0,
                0,
                0,
                "",
                0,
            )
            for y, o, a, n in rows
        ],
    )


NAMES = {"SYR": "Syria", "DEU": "Germany", "TUR": "Türkiye", "SDN": "Sudan", "LBY": "Libya"}
CODES = {"DEU": "GFR", "SDN": "SUD", "LBY": "LBY"}
"""UNHCR's own codes where they are not ISO's."""

ROWS_OF_SMALL_BASE: dict[str, bytes] = {
    STOCK_2024: stock_2024(
        ("DEU", 2020, "SYR", "male", 1200),
        ("DEU", 2020, "SYR", "female", 800),
        ("DEU", 2024, "SYR", "male", 300),
        ("DEU", 2024, "SYR", "female", 200),
        ("TUR", 2024, "SYR", "male", 0),
        ("TUR", 2024, "SYR", "female", 0),
        ("DEU", 2024, "TUR", "male", 71),
        ("DEU", 2024, "TUR", "female", 64),
    ),
    POPULATION: unhcr(
        (2024, "SYR", "DEU", 700),
        (2024, "SYR", "TUR", 2900),
        (2024, "TUR", "DEU", 60),
        (2024, "SDN", "LBY", 313),
    ),
}


def without_totals(source: Source) -> Source:
    """The source without the totals that only whole published files come to."""
    return replace(
        source,
        editions=tuple(
            replace(edition, files=tuple(replace(file, totals=()) for file in edition.files))
            for edition in source.editions
        ),
    )


@contextmanager
def tiny_files_allowed() -> Iterator[None]:
    """Let builds read files that are too small to come to the published totals."""
    bare = tuple(without_totals(source) for source in gmg.sources.sources())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gmg.sources, "sources", lambda: bare)
        yield


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The files below the folder."""
    for path, raw in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    return folder


def build_small(data: Path, base: Path, files: Mapping[str, bytes], **options: Any) -> Built:
    """Write the files and build a base from them."""
    with tiny_files_allowed():
        return build(write_files(data, files), base, **options)


def figure(dataset: str, concept: str, place: str, value: float, **changes: Any) -> dict[str, Any]:
    """One row of the observation contract: people at 1 July 2024, unless said otherwise.

    `dataset` is an id, with `@edition` behind it where the newest is not meant; `year` is short for
    1 July of that year, `end` for its 31 December.
    """
    name, _, edition = dataset.partition("@")
    year = changes.pop("year", 2024)
    day = date(changes.pop("end"), 12, 31) if "end" in changes else date(year, 7, 1)
    return {
        "concept": concept,
        "basis": "foreign-born",
        "place": place,
        "counterpart": None,
        "sex": "total",
        "age": "all",
        "detail": None,
        "time_from": day,
        "time_to": day,
        "time_kind": "point",
        "value": float(value),
        "unit": "persons",
        "status": "A",
        "sheet": None,
        "column": "A",
        "as_published": str(value),
        "note": None,
        "dataset": name,
        "edition": edition or gmg.sources.source(name).editions[0].id,
        **changes,
    }


def release_of(folder: Path, *figures: Mapping[str, Any]) -> Base:
    """A base with one release of just these figures, a part for each data set and edition."""
    pairs = []
    editions = sorted({(row["dataset"], row["edition"]) for row in figures})
    for number, (dataset, edition) in enumerate(editions):
        rows = [
            {**row, "row": at}
            for at, row in enumerate(figures, start=2)
            if (row["dataset"], row["edition"]) == (dataset, edition)
        ]
        source, key, sha256 = gmg.sources.source(dataset), f"part{number}", f"{number:064x}"
        contract = {name: kind for name, kind in schema().items() if name not in STAMP}
        frame = pl.DataFrame(
            [{name: row[name] for name in contract} for row in rows], schema=contract
        )
        stamp = {"agency": source.agency, "dataset": dataset, "edition": edition}
        write_parquet(
            folder / "parts" / f"{key}.parquet", stamped(frame, COLUMNS, **stamp, snapshot=sha256)
        )
        account = Account(
            **stamp,
            path=f"{key}.csv",
            sha256=sha256,
            bytes=0,
            kind="observations",
            records=len(rows),
            holds=len(rows),
            kept=len(rows),
            ignored=(),
            rejected=(),
            remarks=(),
            checks=(),
            part=f"observations/{key}.parquet",
            concepts=tuple(sorted({row["concept"] for row in rows})),
        )
        pairs.append((key, account))
    sources = {
        gmg.sources.source(dataset).id: gmg.sources.source(dataset) for dataset, _ in editions
    }
    make_current(folder, assemble(folder, pairs, [], [], sources.values(), sample=False))
    return gmg.open(folder)
