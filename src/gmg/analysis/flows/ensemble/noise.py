"""Standard normal noise that is looked up, not drawn: each number depends on its own key alone.

A counter-based generator (Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3) with the
mixing function of SplitMix64 (Steele, Lea & Flood 2014, Fast splittable pseudorandom number
generators). There is no state, so it does not matter who asks, in what order, or with which other
places beside.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.analysis.flows.inputs import Table

    Ids = NDArray[np.uint64]


def id_of(*words: object) -> int:
    """64 bits that stand for the words."""
    text = "\x1f".join(str(word) for word in words)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=64)
def ids_of(places: tuple[str, ...]) -> Ids:
    """One id for each place (n,), from its name alone; not to be written to."""
    found = np.array([id_of(place) for place in places], dtype=np.uint64)
    found.setflags(write=False)
    return found


def normals(key: int, *ids: Ids) -> Table:
    """Standard normal numbers, one for each row of the ids given, which have one length."""
    bits = np.full(ids[0].shape, key, dtype=np.uint64)
    for part in ids:
        bits = mixed(bits + part)
    uniform = ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    found: Table = ndtri(uniform)
    return found


def mixed(bits: Ids) -> Ids:
    """The finaliser of SplitMix64: every bit in changes every bit out about half of the time."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
