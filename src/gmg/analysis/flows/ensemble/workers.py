"""A function over many things, in this process or in several, answers in the order of the things."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    One = TypeVar("One")
    Answer = TypeVar("Answer")

AHEAD = 2


class Each(Protocol):
    """Calls a function with each thing."""

    def __call__(self, do: Callable[[One], Answer], things: Iterable[One]) -> Iterator[Answer]:
        """The answers, in order."""
        ...


@contextmanager
def workers(processes: int) -> Iterator[Each]:
    """`processes` of them, new ones that share nothing; one is this process itself.

    A program that asks for several must be importable without starting anew
    (`if __name__ == "__main__":`). They end when this process does, however it ends.
    """
    if processes <= 1:
        yield here
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=end_with_parent) as pool:

        def each(do: Callable[[One], Answer], things: Iterable[One]) -> Iterator[Answer]:
            waiting: deque[Future[Answer]] = deque()
            try:
                for thing in things:
                    waiting.append(pool.submit(do, thing))
                    if len(waiting) > AHEAD * processes:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

        yield each


def here(do: Callable[[One], Answer], things: Iterable[One]) -> Iterator[Answer]:
    """In this process."""
    return map(do, things)


def end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
