"""Tiny files in the shape of published ones, and bases built from them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import gmg.sources
from gmg.evidence.build import Built, build
from gmg.sources.description import Source

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
    """UN DESA's stock of 2020; a row is year, sex, origin, destination, number."""
    return packed("t,sex,from,to,v", rows)


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
