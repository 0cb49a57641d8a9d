"""From a country's own duration of stay to the recommended twelve months.

A shorter stay counts more people, so its factor is below one. The factors differ between the four
published sets; a reporter that has partners is put right by its own bias anyway, and the factor then
only says where the search for that bias starts.
"""

from __future__ import annotations

from functools import lru_cache

from gmg.analysis.flows.reconcile import errors
from gmg.analysis.flows.reconcile.tables import rows

MODEL = "mixture"


@lru_cache(maxsize=1)
def definitions() -> tuple[str, ...]:
    """The durations of stay for which there are factors, shortest first."""
    return tuple(dict.fromkeys(row["definition"] for row in rows("duration")))


@lru_cache(maxsize=1)
def models() -> tuple[str, ...]:
    """The published sets: `imem` (Raymer and others 2013), three of Willekens 2019."""
    return tuple(dict.fromkeys(row["model"] for row in rows("duration")))


@lru_cache(maxsize=8)
def factors(model: str = MODEL) -> dict[str, float]:
    """What a count is multiplied by to come to twelve months, by definition.

    Raises UnknownDurationModel.
    """
    found = {
        row["definition"]: float(row["factor"]) for row in rows("duration") if row["model"] == model
    }
    if not found:
        raise errors.UnknownDurationModel(f"{model!r} is none of {', '.join(models())}")
    return found


def spread(definition: str) -> float:
    """Largest over smallest factor of a definition among the published sets. Raises UnknownDefinition."""
    if definition not in definitions():
        raise errors.UnknownDefinition(f"{definition!r} is none of {', '.join(definitions())}")
    found = [factors(model)[definition] for model in models()]
    return max(found) / min(found)
