"""Five hundred figures taken at random lead back to a cell that says what they say."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import random
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd

from gmg.analysis.trace import account_of, find, look, trace
from gmg.axes import what
from gmg.evidence.accounts import Account
from gmg.evidence.base import Base
from gmg.records.cell import number, parse_id
from gmg.records.figure import Figure, figure_from

SEED, DRAWN = 20240607, 500
AT_LEAST_OF_A_FILE = 2  # so that no file is left out of the draw


def drawn(base: Base) -> list[Figure]:
    """Figures drawn with a fixed seed: some of each file, the rest from all figures alike."""
    chance = random.Random(SEED)
    parts = [a for a in base.release.accounts if a.part and a.kind == "observations"]
    wanted = {account.path: AT_LEAST_OF_A_FILE for account in parts}
    weights = [account.kept for account in parts]
    for account in chance.choices(parts, weights, k=DRAWN - sum(wanted.values())):
        wanted[account.path] += 1
    figures = []
    for account in parts:
        at = [chance.randrange(account.kept) for _ in range(wanted[account.path])]
        figures += taken(base, account, sorted(at))
    return figures


def taken(base: Base, account: Account, numbers: list[int]) -> list[Figure]:
    """The figures of a file at these positions."""
    rows = base.rows(
        "SELECT * EXCLUDE (file_row_number), file_row_number AS at FROM read_parquet(?, "
        "file_row_number = true) WHERE file_row_number IN "
        f"({', '.join(map(str, numbers))})",
        [str(base.release.folder / str(account.part))],
    )
    by_number = {row["at"]: figure_from(row) for row in rows}
    return [by_number[number] for number in numbers]


@pytest.fixture(scope="module")
def sample(base: Base) -> list[Figure]:
    figures = drawn(base)
    assert len(figures) == DRAWN
    return figures


# --- a second witness: readers of files that share nothing with those of gmg ------------------


@lru_cache(maxsize=4)
def opened(path: Path) -> Any:
    """The whole file as nested lists or mappings of what stands in its cells."""
    raw = path.read_bytes()
    content = gzip.decompress(raw) if path.suffix == ".gz" else raw
    name = path.name.removesuffix(".gz")
    if name.endswith(".csv"):
        return list(csv.reader(io.StringIO(text_of(content), newline="")))
    if name.endswith(".json"):
        document = json.loads(content, parse_float=str, parse_int=str)
        return document["result"] if isinstance(document, dict) else document
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book = xlrd.open_workbook(file_contents=content)
    return {sheet.name: [sheet.row_values(row) for row in range(sheet.nrows)] for sheet in book}


def text_of(content: bytes) -> str:
    """UTF-8; one publisher's table is in the code page of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def witness(path: Path, figure: Figure) -> Any:
    """What stands in the figure's cell."""
    document = opened(path)
    if path.name.removesuffix(".gz").endswith(".json"):
        return document[figure.row][figure.column]
    rows = document[figure.sheet] if figure.sheet is not None else document
    return rows[figure.row - 1][number(figure.column) - 1]


def same_number(text: Any, value: float) -> bool:
    return math.isclose(float(str(text).replace(",", "").strip()), value, rel_tol=1e-15, abs_tol=0)


# --- the tests ---------------------------------------------------------------------------------


def test_the_draw_reaches_every_file_and_form(sample: list[Figure], base: Base) -> None:
    kept = {a.sha256 for a in base.release.accounts if a.part and a.kind == "observations"}
    assert {figure.snapshot for figure in sample} == kept
    forms = {Path(a.path.removesuffix(".gz")).suffix for a in base.release.accounts if a.part}
    assert {".csv", ".json", ".xlsx", ".xls"} <= forms


def test_the_cell_in_the_published_file_says_the_same(
    sample: list[Figure], base: Base, data: Path
) -> None:
    wrong = []
    for figure in sorted(sample, key=lambda f: (f.snapshot, f.sheet or "", f.row)):
        path = data / account_of(base, figure.snapshot).path
        seen = witness(path, figure)
        if figure.value is None:
            agrees = str(seen).strip() == figure.as_published and not reads_as_number(seen)
        else:
            agrees = same_number(seen, figure.value)
        if not agrees:
            wrong.append((figure.id, path.name, seen, figure.as_published, figure.value))
    assert wrong == []


def reads_as_number(text: Any) -> bool:
    try:
        return math.isfinite(float(str(text).replace(",", "")))
    except ValueError:
        return False


def test_what_a_trace_shows_is_what_is_in_the_base(sample: list[Figure], base: Base) -> None:
    by_file = defaultdict(list)
    for figure in sample:
        by_file[figure.snapshot].append(figure)
    wrong = []
    for snapshot, figures in by_file.items():
        account = account_of(base, snapshot)
        for figure in figures[:4]:
            text, around = look(base, account, figure)
            assert around is not None, account.path
            shown = [cells for row, cells in around.rows if row == figure.row]
            if text is None or not shown or text not in shown[0]:
                wrong.append((figure.id, text))
            elif figure.value is None:
                wrong += [] if text.strip() == figure.as_published else [(figure.id, text)]
            elif not same_number(text, figure.value):
                wrong.append((figure.id, text, figure.value))
    assert wrong == []


def test_markers_become_figures_without_a_value(base: Base) -> None:
    with_value = [status.code for status in what.statuses() if status.has_value]
    marks = ", ".join("?" for _ in with_value)
    odd = base.rows(
        f"SELECT count(*) AS n FROM figures WHERE (value IS NULL) = (status IN ({marks}))",
        with_value,
    )
    assert odd == [{"n": 0}]
    markers = base.rows(
        "SELECT as_published AS text, count(*) AS n FROM figures WHERE value IS NULL GROUP BY ALL"
    )
    assert {"..", "-", "<5"} <= {marker["text"] for marker in markers}
    assert not [marker for marker in markers if reads_as_number(marker["text"])]


def test_ids_lead_to_their_figures_and_back(sample: list[Figure], base: Base) -> None:
    for figure in sample[::10]:
        assert find(base, figure.id) == figure
        cell = parse_id(figure.id)
        assert (cell.row, cell.column) == (figure.row, figure.column)
        assert figure.snapshot.startswith(cell.snapshot)
        traced = trace(base, figure.id)
        assert traced.file == account_of(base, figure.snapshot).path
        assert figure.id in traced.citation


def test_no_two_figures_share_a_cell_nor_an_id(base: Base) -> None:
    """Cells are compared whole, ids as answers show them: short hash, sheet with underscores."""
    answer = base.rows(
        'SELECT count(*) AS figures, count(DISTINCT hash(snapshot, sheet, "row", "column")) AS cells, '
        "count(DISTINCT hash(substr(snapshot, 1, 12), replace(coalesce(sheet, ''), ' ', '_'), "
        '"row", "column")) AS ids FROM figures'
    )[0]
    assert answer["figures"] > 1_000_000
    assert answer["figures"] == answer["cells"] == answer["ids"]
