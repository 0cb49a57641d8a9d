"""Worlds drawn from the model, whose truth is known: what the method is checked on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import polars as pl

from gmg.analysis.flows.reconcile.duration import factors
from gmg.analysis.flows.reconcile.entry import KEY, SCHEMA
from gmg.analysis.flows.reconcile.panel import Bools, Floats

SIDES = ("immigration", "emigration")
ALWAYS, NEVER = 0.35, 0.32
"""The share of reporters' sides that report every year, and none. With the rest in a run of years
about half of all cells are reported on each side, as in Eurostat's 702 corridors of 2010 to 2019."""


@dataclass(frozen=True, slots=True)
class World:
    """What reporters say (`entries`), what is true (`truth`: origin, destination, year, flow), and how
    they err (`reporters`: reporter, side, bias, accuracy; logs)."""

    entries: pl.DataFrame
    truth: pl.DataFrame
    reporters: pl.DataFrame
    reference: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Truths:
    """The hyperparameters of a world; accuracies of good, middling and poor reporters."""

    level: float = 5.0
    corridor: float = 1.8
    persistence: float = 0.8
    year: float = 0.3
    mean: tuple[float, float] = (-0.25, -0.55)
    bias: tuple[float, float] = (0.4, 0.5)
    lasting: tuple[float, float] = (0.2, 0.25)
    accuracy: tuple[float, float, float] = (0.08, 0.2, 0.5)
    definitions: tuple[str, ...] = ("12 months", "12 months", "6 months", "3 months")


def world(
    seed: int,
    places: int = 27,
    years: int = 10,
    truths: Truths | None = None,
    *,
    whole: bool = False,
) -> World:
    """A world of `places` that report arrivals and departures over `years` from 2010 on.

    The first place's immigration is the reference: unbiased, twelve months, every year. With `whole`
    every side reports every year. The same seed gives the same world.
    """
    given = truths or Truths()
    draw = np.random.default_rng(seed)
    names = [f"P{number:02d}" for number in range(places)]
    pairs = np.array(list(permutations(range(places), 2)))
    log_flow = _flows(draw, given, len(pairs), years)
    bias = np.array(given.mean) + draw.standard_normal((places, 2)) * given.bias
    level = draw.integers(0, 3, (places, 2))
    kind = draw.integers(0, len(given.definitions), (places, 2))
    bias[0, 0], kind[0, 0] = 0.0, given.definitions.index("12 months")
    reports = _reporting(draw, places, years) | whole
    factor = factors()
    frames = []
    for side, who in enumerate(pairs.T[::-1]):
        definition = [given.definitions[number] for number in kind[who, side]]
        shift = np.log([factor[name] for name in definition])
        lasting = draw.standard_normal(len(pairs)) * given.lasting[side]
        mean = log_flow + (bias[who, side] + lasting - shift)[:, None]
        sd = np.array(given.accuracy)[level[who, side]]
        count = draw.poisson(np.exp(mean + draw.standard_normal(mean.shape) * sd[:, None]))
        frames.append(
            _long(names, pairs, years, count).with_columns(
                reporter=pl.Series(np.repeat([names[w] for w in who], years)),
                side=pl.lit(SIDES[side]),
                definition=pl.Series(np.repeat(definition, years)),
                told=pl.Series(reports[who, side].ravel()),
            )
        )
    entries = pl.concat(frames).filter("told").select(pl.col(n).cast(k) for n, k in SCHEMA.items())
    truth = _long(names, pairs, years, np.exp(log_flow)).rename({"value": "flow"})
    reporters = pl.DataFrame(
        {
            "reporter": np.repeat(names, 2),
            "side": list(SIDES) * places,
            "bias": bias.ravel(),
            "accuracy": np.array(given.accuracy)[level].ravel(),
        }
    )
    return World(entries.sort(KEY), truth, reporters, (names[0], SIDES[0]))


def _flows(draw: np.random.Generator, given: Truths, pairs: int, years: int) -> Floats:
    """(pairs, years) log flows."""
    level = given.level + given.corridor * draw.standard_normal(pairs)
    steps = draw.standard_normal((pairs, years)) * given.year
    state = np.empty_like(steps)
    state[:, 0] = steps[:, 0]
    for year in range(1, years):
        state[:, year] = given.persistence * state[:, year - 1]
        state[:, year] += np.sqrt(1 - given.persistence**2) * steps[:, year]
    return np.asarray(level[:, None] + state)


def _reporting(draw: np.random.Generator, places: int, years: int) -> Bools:
    """(places, sides, years): who reports when."""
    fate = draw.random((places, 2))
    ends = np.sort(draw.integers(0, years + 1, (2, places, 2)), axis=0)
    at = np.arange(years)
    run = (at >= ends[0][..., None]) & (at < np.maximum(ends[1], ends[0] + years // 2)[..., None])
    told = np.where((fate < ALWAYS)[..., None], True, run & (fate >= ALWAYS + NEVER)[..., None])
    told[0, 0] = True
    return np.asarray(told)


def _long(
    names: list[str],
    pairs: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    years: int,
    value: Floats,
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "origin": np.repeat([names[o] for o in pairs[:, 0]], years),
            "destination": np.repeat([names[d] for d in pairs[:, 1]], years),
            "year": np.tile(np.arange(2010, 2010 + years, dtype=np.int32), len(pairs)),
            "value": value.ravel().astype(np.float64),
        }
    )
