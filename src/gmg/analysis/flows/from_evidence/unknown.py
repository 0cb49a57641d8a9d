"""People whose origin is not known: spread over the known origins, or kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DISTRIBUTED, APART, NATIVE = "distributed", "apart", "native"
WAYS = {
    DISTRIBUTED: "spread over the known origins of the same place, date and sex, in proportion",
    APART: "kept as a birthplace of their own, from which nobody is seen to leave",
    NATIVE: "counted with the native-born, as if they had never moved",
}


def distributed(stock: Array, unknown: Array) -> tuple[Array, Array]:
    """The stock (n, n) with the unknown (n,) of each residence spread, and those left over (n,).

    They are left over where no origin is known.
    """
    known = stock.sum(axis=0)
    factor = np.divide(unknown, known, out=np.zeros_like(known), where=known > 0)
    return stock * (1.0 + factor), np.where(known > 0, 0.0, unknown)
