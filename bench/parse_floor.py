"""The floor of the build: what the fastest readers need only to parse the same bytes.

`plan` writes down which files gmg reads and the types of their columns; `run` parses them with
polars (CSV), fastexcel (workbooks) and json, two files at a time like the build. It prints how long
the parsing alone took, with all bytes inflated and in memory.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SHEETS = {
    "undesa_pd_2019_migrant_stock_total_dataset.xlsx": [f"Table {n}" for n in range(1, 7)],
    "undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx": [f"Table {n}" for n in range(1, 7)],
    "WB_Bilateral_Remittance_Estimates_2017.xlsx": ["Bilateral_Remittances_2017"],
    "WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx": ["Bilateral_Migration_2017"],
    "API_SM.POP.NETM_DS2_en_excel_v2_782.xls": ["Data"],
    "data_glotip.xlsx": ["data_glotip_1"],
}
SKIPPED_LINES = {"API_": 4}
LATIN = ("HDR23-24",)
WORKERS = 2


def plan(data: Path) -> list[dict[str, Any]]:
    """The files that gmg reads, each with its form and what its reader must know beforehand."""
    from gmg.evidence.claims import claimed, files_below
    from gmg.sources import sources

    claims, _ = claimed((path for path, _ in files_below(data)), sources())
    return [file_plan(data, claim.path) for claim in claims if claim.file.read is not None]


def file_plan(data: Path, path: str) -> dict[str, Any]:
    """Form, options and column types of one file."""
    name = path.rsplit("/", 1)[-1]
    found: dict[str, Any] = {"path": path}
    if name.endswith((".xlsx", ".xls")):
        return found | {"form": "workbook", "sheets": SHEETS[name]}
    if ".json" in name:
        return found | {"form": "json"}
    if ".csv" not in name:
        return found | {"form": "text"}
    found["skip"] = next((n for start, n in SKIPPED_LINES.items() if name.startswith(start)), 0)
    found["encoding"] = "utf8-lossy" if name.startswith(LATIN) else "utf8"
    return found | {"form": "csv", "types": column_types(inflated(data / path), found)}


def column_types(content: bytes, options: dict[str, Any]) -> dict[str, str]:
    """The type of each column, from all of its values."""
    import polars as pl

    frame = pl.read_csv(
        content,
        infer_schema_length=None,
        skip_lines=options["skip"],
        encoding=options["encoding"],
    )
    return {name: str(kind) for name, kind in frame.schema.items()}


def inflated(path: Path) -> bytes:
    """The bytes of a file with gzip taken off."""
    raw = path.read_bytes()
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


def parse(content: bytes, file: dict[str, Any], typed: bool) -> object:
    """The content as a frame or as Python objects."""
    if file["form"] == "json":
        return json.loads(content)
    if file["form"] == "text":
        return content.decode("utf-8", "replace").splitlines()
    if file["form"] == "workbook":
        return parse_workbook(content, file["sheets"], typed)
    return parse_csv(content, file, typed)


def parse_csv(content: bytes, file: dict[str, Any], typed: bool) -> object:
    """A table with known types, or all as text."""
    import polars as pl

    kinds = {name: getattr(pl, kind) for name, kind in file["types"].items()} if typed else None
    return pl.read_csv(
        content,
        schema=kinds,
        infer_schema=False,
        skip_lines=file["skip"],
        encoding=file["encoding"],
    )


def parse_workbook(content: bytes, sheets: list[str], typed: bool) -> object:
    """The sheets that hold figures, with types or all as text."""
    import fastexcel

    book = fastexcel.read_excel(content)
    if typed:
        return [book.load_sheet(sheet) for sheet in sheets]
    return [book.load_sheet(sheet, header_row=None, dtypes="string") for sheet in sheets]


def run(data: Path, files: list[dict[str, Any]], typed: bool) -> float:
    """Read and inflate all, then parse all; the seconds of the parsing."""
    import fastexcel
    import polars as pl

    assert fastexcel.__version__ and pl.__version__  # imported before the clock starts
    with ThreadPoolExecutor(WORKERS) as pool:
        contents = list(pool.map(lambda file: inflated(data / file["path"]), files))
        order = sorted(range(len(files)), key=lambda at: -len(contents[at]))
        task: Callable[[int], object] = lambda at: parse(contents[at], files[at], typed)  # noqa: E731
        start = time.perf_counter()
        list(pool.map(task, order))
        return time.perf_counter() - start


def main(words: list[str]) -> None:
    """`plan DATA PLAN` or `run DATA PLAN strings|typed`."""
    data, where = Path(words[1]), Path(words[2])
    if words[0] == "plan":
        where.write_text(json.dumps(plan(data), indent=1), encoding="utf-8")
        return
    files = json.loads(where.read_text(encoding="utf-8"))
    print(json.dumps({"parse": run(data, files, words[3] == "typed")}))


if __name__ == "__main__":
    main(sys.argv[1:])
