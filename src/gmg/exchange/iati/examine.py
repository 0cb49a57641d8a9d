"""A whole file judged, piece after piece, on one core or on several; memory is that of a few pieces."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from gmg.exchange.iati.judge import Judge, Judged
from gmg.exchange.iati.parse import Document, Head, Piece
from gmg.exchange.iati.standard import Standard

SMALL = 16 * 1024**2
"""A file below this many bytes is judged in the process itself: others take a second to start."""
AHEAD = 4
"""Pieces that wait for each process."""
SWEEP = 256
"""Pieces after which the garbage of a process is collected; trees themselves need no collecting."""


def judged(
    document: Document, standard: Standard, today: date, workers: int | None = None
) -> Iterator[tuple[Piece, Judged]]:
    """Each piece of the document with what came of it, in order.

    `workers` is the number of processes; by default one a core for large files, none for small ones.
    Raises Refused where the file is cut off or not well-formed.
    """
    count = workers if workers is not None else _workers(document.path)
    if count < 2:
        judge = Judge(standard.folder, today)
        with _without_collection():
            for number, piece in enumerate(document.pieces(), start=1):
                yield piece, judge(document.head, piece)
                if number % SWEEP == 0:
                    gc.collect()
        return
    yield from _in_processes(document, standard, today, count)


def _in_processes(
    document: Document, standard: Standard, today: date, count: int
) -> Iterator[tuple[Piece, Judged]]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, _begin, (standard.folder, today))
    waiting: deque[tuple[Piece, Future[Judged]]] = deque()
    try:
        for piece in document.pieces():
            waiting.append((piece, pool.submit(_work, document.head, piece)))
            if len(waiting) > count * AHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _workers(path: Path) -> int:
    return 1 if path.stat().st_size < SMALL else min(os.cpu_count() or 1, 8)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Thousands of short-lived elements a second: looking for cycles among them costs a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# --- inside a process ---------------------------------------------------------------------------

_state: dict[str, Judge] = {}
_done = 0


def _begin(folder: Path, today: date) -> None:
    _state["judge"] = Judge(folder, today)
    gc.freeze()
    gc.disable()


def _work(head: Head, piece: Piece) -> Judged:
    global _done
    _done += 1
    if _done % SWEEP == 0:
        gc.collect()
    return _state["judge"](head, piece)
