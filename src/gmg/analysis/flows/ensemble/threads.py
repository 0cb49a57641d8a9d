"""Linear algebra on one thread, so that a result does not depend on how many there are."""

from __future__ import annotations

import ctypes
import re
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAPS = Path("/proc/self/maps")


@contextmanager
def one_thread() -> Iterator[None]:
    """OpenBLAS, as numpy and scipy bring it, on one thread meanwhile.

    Two threads are several times slower at this size, too. Elsewhere than on Linux, or with another
    library beneath, set OPENBLAS_NUM_THREADS (MKL_NUM_THREADS ...) to 1 before Python starts.
    """
    before = [(put, get()) for put, get in controls()]
    for put, _ in before:
        put(1)
    try:
        yield
    finally:
        for put, count in before:
            put(count)


@lru_cache(maxsize=1)
def controls() -> tuple[tuple[Callable[[int], object], Callable[[], int]], ...]:
    """Set and get the number of threads, for each OpenBLAS in this process."""
    if not MAPS.exists():
        return ()
    text = MAPS.read_text(encoding="utf-8", errors="replace")
    found = []
    for path in sorted(set(re.findall(r"(/\S*openblas\S*\.so\S*)", text))):
        library = ctypes.CDLL(path)
        for prefix in ("scipy_openblas", "openblas"):
            for suffix in ("64_", ""):
                name = f"{prefix}_%s_num_threads{suffix}"
                if hasattr(library, name % "set") and hasattr(library, name % "get"):
                    found.append((getattr(library, name % "set"), getattr(library, name % "get")))
    return tuple(found)
