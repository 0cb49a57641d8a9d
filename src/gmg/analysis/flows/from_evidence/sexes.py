"""Population, births and deaths of women and of men, which the prospects do not give for the past.

- Population: that of World Population Prospects 2024, parted as the population by sex is in the
  migrant stock edition of 2020 (its table 2, taken from the prospects of 2019). Shares are taken
  over, never levels.
- Births: by the sex ratio at birth of the same year.
- Deaths: no agency's figure here. They are what is left when net migration is half of women and
  half of men, but neither sex dies more than `APART` times as often as the other.

The last rule is an assumption of ours. Tried on the prospects of 2024 for 2025-2030, where all parts
are published, it misses women's net migration by 10 in a hundred of all net migration (correlation
.995); equal death rates for both sexes would miss it by 59 (.72). `gmg flows validate` prints both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

APART = 2.0
"""The death rate of one sex is at most so many times that of the other."""
DEATHS_RULE = "deaths by sex: net migration parted evenly, death rates at most twice one another's"


def women_dead(
    deaths: Array,
    born: Array,
    start: Array,
    end: Array,
    all_born: Array,
    others: tuple[Array, Array],
) -> tuple[Array, Array]:
    """Deaths of women (n,), and by how many the bound on death rates moved them.

    `born`, `start`, `end` are of women; `all_born` is of both sexes and `others` are men at the
    start and at the end.
    """
    net = (end + others[1]) - (start + others[0]) - all_born + deaths
    even = net / 2 - (end - start) + born
    women, men = start + end, others[0] + others[1]
    least = deaths * share(women, APART * men)
    most = deaths * share(APART * women, men)
    held = np.clip(even, least, most)
    return held, held - even


def share(one: Array, other: Array) -> Array:
    """One as a part of both; a half where there is neither."""
    both = one + other
    return np.divide(one, both, out=np.full_like(both, 0.5), where=both > 0)
