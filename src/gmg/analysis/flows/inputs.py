"""What an estimate of flows stands on: two tables of stocks, births and deaths between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Table = NDArray[np.float64]


class FlowError(ValueError):
    """Inputs from which no flow is estimated; the text names the places."""


class BadInputs(FlowError):
    """Tables that are no stocks: not square, not finite, negative, of one place, a place twice."""


class DoesNotClose(FlowError):
    """Births and deaths explain the growth of the stocks so little that a figure must be wrong."""


class Implausible(DoesNotClose):
    """A place whose net migration is nearly all of its people: a population is ten times wrong."""


class InfeasibleMargins(FlowError):
    """No table with these zeros has these totals."""


@dataclass(frozen=True)
class Repair:
    """What was changed in the inputs before the estimate, where, and by how many persons."""

    kind: str
    places: tuple[str, ...]
    persons: float


@dataclass(frozen=True, eq=False)
class Inputs:
    """Persons of one group (a sex, an age) at two dates and between them.

    `start` and `end` are (n, n): row birthplace, column residence, diagonal native-born.
    `births` and `deaths` are (n,), by place, over the period.
    """

    places: tuple[str, ...]
    start: Table
    end: Table
    births: Table
    deaths: Table

    @property
    def net(self) -> Table:
        """Net migration (n,): growth less births plus deaths."""
        grown: Table = self.end.sum(axis=0) - self.start.sum(axis=0)
        return grown - self.births + self.deaths


def inputs(
    places: Sequence[str],
    start: object,
    end: object,
    births: object = 0.0,
    deaths: object = 0.0,
) -> Inputs:
    """Checked inputs. The native-born may be negative here (more foreign-born than people).

    Raises BadInputs, with the places, for anything else that is no stock.
    """
    names = tuple(places)
    n = len(names)
    if n < 2:
        raise BadInputs("Flows are between places: there must be two at least")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise BadInputs(f"Named twice: {', '.join(twice)}")
    empty = [str(number) for number, name in enumerate(names, 1) if not name]
    if empty:
        raise BadInputs(f"Places without a name, by position: {', '.join(empty)}")
    tables = [
        table_of(start, (n, n), "stocks at the start", names),
        table_of(end, (n, n), "stocks at the end", names),
    ]
    for table in tables:
        if table.min() < 0:
            low = table < 0
            np.fill_diagonal(low, False)
            named(names, low.any(axis=0), "negative numbers of foreign-born in")
    counts = [
        table_of(x, (n,), name, names) for x, name in ((births, "births"), (deaths, "deaths"))
    ]
    for count in counts:
        named(names, np.less(np.atleast_1d(count), 0.0), "negative births or deaths in")
    return Inputs(names, tables[0], tables[1], counts[0], counts[1])


def table_of(given: object, shape: tuple[int, ...], name: str, places: tuple[str, ...]) -> Table:
    """An array of its own, of that shape, with finite numbers; a single number is for all."""
    try:
        table = np.array(given, dtype=np.float64)
        table = np.broadcast_to(table, shape).copy() if table.ndim == 0 else table
    except (TypeError, ValueError):
        raise BadInputs(f"The {name} are no numbers") from None
    if table.shape != shape:
        raise BadInputs(
            f"The {name} are {table.shape}, not {shape}: a row or column for each place"
        )
    with np.errstate(invalid="ignore", over="ignore"):
        whole = table.sum()  # not finite if one number is not
    if not np.isfinite(whole):
        wrong = ~np.isfinite(table).reshape(-1, len(places))
        said = f"cells without a number (a pair that is not there is not zero) among the {name} of"
        named(places, wrong.any(axis=0), said)
    return table


def named(places: tuple[str, ...], wrong: NDArray[np.bool_] | np.bool_, said: str) -> None:
    """Raise BadInputs where anything is wrong."""
    if wrong.any():
        raise BadInputs(f"There are {said} {', '.join(np.array(places)[wrong][:10])}")
