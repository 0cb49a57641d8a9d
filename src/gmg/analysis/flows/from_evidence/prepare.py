"""The inputs of an estimate from the stocks and the prospects of a release, and all that was done.

Pure: stocks, prospects and populations by sex go in, `Prepared` comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.from_evidence import sexes as by_sex
from gmg.analysis.flows.from_evidence.rules import Joined, left_out, wholes
from gmg.analysis.flows.from_evidence.stocks import OTHERS, NoInputs
from gmg.analysis.flows.from_evidence.unknown import (
    APART,
    DISTRIBUTED,
    NATIVE,
    WAYS,
    distributed,
)
from gmg.analysis.flows.inputs import FlowError, Inputs, Repair, inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gmg.analysis.flows.from_evidence.demography import Demography
    from gmg.analysis.flows.from_evidence.population import PopulationBySex
    from gmg.analysis.flows.from_evidence.span import Span
    from gmg.analysis.flows.from_evidence.stocks import Stocks

    Array = NDArray[np.float64]

SEXES = ("total", "female", "male")
OF_STOCKS = ("sd_drop_neg", "sd_rev_neg")
"""The methods that take the foreign-born only."""
STOCK = "migrant stock by origin"


@dataclass(frozen=True, slots=True)
class Left:
    """A place that no flow is estimated for, and why; persons live there at the start, if known."""

    place: str
    why: str
    persons: float | None


@dataclass(frozen=True, slots=True)
class Used:
    """A data set that went in: for what, of which edition, how it counts, at which dates."""

    dataset: str
    edition: str
    what: str
    basis: str
    dates: str

    @property
    def name(self) -> str:
        """Data set and edition."""
        return f"{self.dataset}@{self.edition}"

    def needed_by(self, method: str) -> bool:
        """Differences of stocks need nothing else."""
        return method not in OF_STOCKS or self.what == STOCK


@dataclass(frozen=True, eq=False)
class Prepared:
    """What goes into the six methods for one period and sex, and everything that was done for it.

    `population` are people at both dates (2, n), `published` is net migration of the prospects over
    the same period (n,), both sexes together. `accounted` is False where only stocks are known, and
    `why` then says what is missing: differences of stocks are all that can be estimated.
    `unpublished` counts ordered pairs of places without a figure at either date, taken as nobody.
    """

    span: Span
    sex: str
    edition: str
    unknown: str
    inputs: Inputs
    population: Array
    published: Array
    accounted: bool
    why: str
    joined: tuple[Joined, ...]
    left: tuple[Left, ...]
    repairs: tuple[Repair, ...]
    unpublished: int
    used: tuple[Used, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The places between which flows are estimated."""
        return self.inputs.places

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """The places that stand for several, with these."""
        found: dict[str, list[str]] = {}
        for rule in self.joined:
            found.setdefault(rule.whole, []).append(rule.part)
        return {whole: tuple(parts) for whole, parts in found.items()}


class Axis:
    """Where the codes of a source stand among the places that are kept."""

    def __init__(self, codes: Sequence[str], rules: dict[str, Joined]) -> None:
        self.codes = tuple(codes)
        self.whole = tuple(rules[code].whole if code in rules else code for code in codes)

    def onto(self, places: Sequence[str]) -> Array:
        """(codes, places), one where a code is or is a part of a place."""
        at = {place: number for number, place in enumerate(places)}
        table = np.zeros((len(self.codes), len(places)))
        for row, place in enumerate(self.whole):
            if place in at:
                table[row, at[place]] = 1.0
        return table

    def where(self, true: NDArray[np.bool_] | np.bool_) -> set[str]:
        """The places, parts taken together, of which any code is so."""
        return {place for place, yes in zip(self.whole, np.atleast_1d(true), strict=True) if yes}


def prepared(
    stocks: Stocks,
    prospects: Demography,
    populations: PopulationBySex | None,
    span: Span,
    sex: str = "total",
    unknown: str = DISTRIBUTED,
) -> Prepared:
    """Inputs of one period and sex.

    A pair without a figure is taken as nobody, and their number is told. Raises NoInputs where
    stocks or prospects do not reach.
    """
    if sex not in SEXES:
        raise FlowError(f"{sex!r} is no sex that flows are estimated for: {', '.join(SEXES)}")
    if unknown not in WAYS:
        raise FlowError(f"{unknown!r} is no way with unknown origins: {', '.join(WAYS)}")
    rules = wholes(span.start)
    tables = [_stock(stocks, year, sex) for year in (span.start, span.end)]
    people = _people(prospects, span)
    at_stock, at_people = Axis(stocks.places, rules), Axis(prospects.places, rules)
    counted = [at_stock.where(np.isfinite(table).any(axis=0)) for table in tables]
    named = np.array([code != OTHERS for code in stocks.places])
    abroad = [at_stock.where(np.nan_to_num(table[named]).sum(axis=0) > 0) for table in tables]
    known = at_people.where(np.isfinite(people).all(axis=0))
    kept = sorted(counted[0] & counted[1] & abroad[0] & abroad[1] & known)
    left = _left(kept, counted[0] | counted[1], known, at_people, people, stocks, prospects)
    accounted, why = sex == "total", ""
    shares: Array | None = None
    if sex != "total":
        if populations is None:
            why = "the release holds no population by sex for mid-years"
        elif missing := [y for y in (span.start, span.end) if y not in populations.years]:
            why = f"no population by sex of mid-{missing[0]} is published in one edition with the rest"
        else:
            ends = [populations.persons[year] for year in (span.start, span.end)]
            found = {place: women_share(place, ends, rules) for place in kept}
            left += [Left(p, "no population by sex", None) for p in kept if found[p] is None]
            kept = [place for place in kept if found[place] is not None]
            shares = np.array([found[place] for place in kept], dtype=np.float64).T
            accounted = True
    if len(kept) < 2:
        raise NoInputs(f"there are no two places with stocks and population in {span.label}")
    born_in, lives_in = at_stock.onto(kept), at_stock.onto(kept)
    elsewhere = 1.0 - born_in.sum(axis=1)
    repairs: list[Repair] = []
    ready = []
    for moment, table in zip(("start", "end"), tables, strict=True):
        full = np.nan_to_num(table)
        off = born_in.T @ full @ lives_in
        np.fill_diagonal(off, 0.0)
        others = elsewhere @ full @ lives_in
        off, others, done = _with_unknown(off, others, unknown, kept, moment)
        ready.append((off, others))
        repairs += done
    totals = at_people.onto(kept)
    counts = np.nan_to_num(people) @ totals
    start, end, births, deaths, net = counts
    if shares is not None:
        boys = np.nan_to_num(prospects.over(prospects.births * prospects.boys, span)) @ totals
        start, end, births, deaths, held = _one_sex(sex, counts, boys, shares, kept)
        repairs += held
    if not accounted:
        start, end = ready[0][0].sum(axis=0), ready[1][0].sum(axis=0)
        births, deaths = np.zeros_like(start), np.zeros_like(start)
    names = tuple(kept)
    if unknown == APART:
        names = (*names, OTHERS)
        start, end, births, deaths, net = (
            np.append(one, 0.0) for one in (start, end, births, deaths, net)
        )
    squares = [
        _square(off, others, living, apart=unknown == APART)
        for (off, others), living in zip(ready, (start, end), strict=True)
    ]
    return Prepared(
        span=span,
        sex=sex,
        edition=stocks.edition,
        unknown=unknown,
        inputs=inputs(names, squares[0], squares[1], births, deaths),
        population=np.array([start, end]),
        published=net,
        accounted=accounted,
        why=why,
        joined=tuple(
            r for r in rules.values() if r.whole in kept and _stands(r, stocks, prospects)
        ),
        left=tuple(left),
        repairs=tuple(repairs),
        unpublished=_unpublished(tables, born_in, lives_in),
        used=_used(stocks, prospects, populations if shares is not None else None, span),
    )


def _stock(stocks: Stocks, year: int, sex: str) -> Array:
    """The stock of a date, without the figures that `left_out.csv` says are no evidence."""
    table = stocks.at(year, sex).copy()
    for rule in left_out():
        if rule.edition == stocks.edition and rule.first <= year <= rule.last:
            table[:, [code == rule.place for code in stocks.places]] = np.nan
    return table


def _people(prospects: Demography, span: Span) -> Array:
    """Population at both dates, births, deaths and net migration between them (5, codes)."""
    return np.array(
        [
            prospects.population(span.start),
            prospects.population(span.end),
            prospects.over(prospects.births, span),
            prospects.over(prospects.deaths, span),
            prospects.over(prospects.net, span),
        ]
    )


def _left(
    kept: Sequence[str],
    counted: set[str],
    known: set[str],
    axis: Axis,
    people: Array,
    stocks: Stocks,
    prospects: Demography,
) -> list[Left]:
    """Who is left out: with stocks and no population, or with population and no stocks."""
    living = dict.fromkeys(axis.whole, 0.0)
    for place, persons in zip(axis.whole, np.nan_to_num(people[0]), strict=True):
        living[place] += float(persons)
    found = []
    for place in sorted((counted | known) - set(kept) - {OTHERS}):
        if place not in known:
            why = f"no population, births and deaths in World Population Prospects {prospects.edition}"
        elif place not in counted:
            why = f"no figure of the foreign-born in the migrant stock edition of {stocks.edition}"
        else:
            why = "no origin of the foreign-born is known at one of the dates"
        found.append(Left(place, why, living.get(place)))
    return found


def women_share(
    place: str, ends: Sequence[dict[str, tuple[float, float]]], rules: dict[str, Joined]
) -> tuple[float, float] | None:
    """The share of women at both dates: of the place itself, else of all its parts that are published.

    None where a date has neither.
    """
    parts = [code for code, rule in rules.items() if rule.whole == place]
    found = []
    for persons in ends:
        codes = [place] if place in persons else [code for code in parts if code in persons]
        women, men = (sum(persons[code][at] for code in codes) for at in (0, 1))
        if women + men <= 0:
            return None
        found.append(women / (women + men))
    return found[0], found[1]


def _with_unknown(
    off: Array, others: Array, unknown: str, kept: Sequence[str], moment: str
) -> tuple[Array, Array, list[Repair]]:
    """Stocks between places and those of unknown origin, treated as asked, with what was done."""
    persons = float(others.sum())
    if persons == 0:
        return off, others, []
    names = list(kept)
    if unknown == DISTRIBUTED:
        spread, over = distributed(off, others)
        done = [Repair(f"unknown origins at the {moment}, {WAYS[DISTRIBUTED]}", (), persons)]
        if over.any():
            said = f"no origin known at the {moment}, {WAYS[NATIVE]}"
            done.append(Repair(said, _those(names, over > 0), float(over.sum())))
        return spread, np.zeros_like(others), done
    done = [Repair(f"unknown origins at the {moment}, {WAYS[unknown]}", (), persons)]
    return off, others if unknown == APART else np.zeros_like(others), done


def _one_sex(
    sex: str, counts: Array, boys: Array, shares: Array, kept: Sequence[str]
) -> tuple[Array, Array, Array, Array, list[Repair]]:
    """Population, births and deaths of women or of men, by the rules of `sexes`."""
    start, end, births, deaths, _ = counts
    women = (start * shares[0], end * shares[1])
    men = (start - women[0], end - women[1])
    dead, moved = by_sex.women_dead(deaths, births - boys, women[0], women[1], births, men)
    done = [Repair(by_sex.DEATHS_RULE, (), float(deaths.sum()))]
    if moved.any():
        held = _those(kept, moved != 0)
        done.append(Repair("deaths by sex: held at the bound", held, float(np.abs(moved).sum())))
    if sex == "female":
        return women[0], women[1], births - boys, dead, done
    return men[0], men[1], boys, deaths - dead, done


def _square(off: Array, others: Array, living: Array, *, apart: bool) -> Array:
    """The foreign-born between places with the native-born on the diagonal."""
    n = len(off)
    size = n + 1 if apart else n
    table = np.zeros((size, size))
    table[:n, :n] = off
    if apart:
        table[n, :n] = others
    table[np.diag_indices(size)] = living - table.sum(axis=0)
    return table


def _those(places: Sequence[str], true: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(place for place, yes in zip(places, true, strict=True) if yes)


def _unpublished(tables: list[Array], born_in: Array, lives_in: Array) -> int:
    """Ordered pairs of places for which neither date has a figure."""
    have = np.isfinite(tables[0]) | np.isfinite(tables[1])
    between = (born_in.T @ have.astype(np.float64) @ lives_in) > 0
    np.fill_diagonal(between, True)
    return int((~between).sum())


def _stands(rule: Joined, stocks: Stocks, prospects: Demography) -> bool:
    return rule.part in stocks.places or rule.part in prospects.places


def _used(
    stocks: Stocks, prospects: Demography, populations: PopulationBySex | None, span: Span
) -> tuple[Used, ...]:
    """The data sets that went in."""
    ends = f"1 July {span.start} and {span.end}"
    projected = (
        f"; {prospects.projected} and later from the medium variant"
        if span.end >= prospects.projected
        else ""
    )
    bases = ", ".join(sorted(set(stocks.bases.values())))
    found = [
        Used("undesa.migrant-stock", stocks.edition, STOCK, bases, ends),
        Used(
            "undesa.population-prospects",
            prospects.edition,
            "population, births, deaths, net migration",
            "modelled" + projected,
            "calendar years, brought to 1 July",
        ),
    ]
    if populations is not None:
        found.append(
            Used(
                "undesa.migrant-stock",
                populations.edition,
                "shares of women and men in the population",
                "de-facto-population",
                ends,
            )
        )
    return tuple(found)
