"""A base of ten million invented figures, in the contract, to rank findings over.

Every ordered pair of countries and areas, years, and agencies: three editions of a migrant stock
as UN DESA writes it, yearly refugees and asylum-seekers, flows and solutions as UNHCR writes them,
one year of the World Bank's matrix, population by sex and by single age. The numbers come out of a
seeded generator and are nobody's figures. Some pairs are missing, some refugees exceed the
migrants, some sexes do not add up, some pairs are revised, so that the rules have work.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from gmg.axes import where
from gmg.evidence.accounts import Account
from gmg.evidence.parts import write_parquet
from gmg.evidence.release import assemble, make_current
from gmg.records.observation import COLUMNS, schema
from gmg.sources.description import Edition, Licence, Source
from gmg.sources.shape import STAMP

FIGURES = 10_000_000
SEED = 1990
NOBODY = Licence("none", "", "invented for measuring", "none")
Times = tuple[int, ...]
Values = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Table:
    """What one file of the base says: an edition's figures of one concept.

    `level` scales the inhabitants where the figures have no counterpart; of paired figures a tenth
    is revised by a normal step three times `spread` wide.
    """

    dataset: str
    edition: str
    concept: str
    basis: str
    years: Times
    day: tuple[int, int] = (7, 1)
    sexes: tuple[str, ...] = ("total",)
    ages: tuple[str, ...] = ("all",)
    paired: bool = True
    interval: bool = False
    spread: float = 0.0
    level: float = 1.0

    @property
    def agency(self) -> str:
        """Who is said to publish it."""
        return self.dataset.split(".")[0].upper()


STOCK, PEOPLE, UNHCR = "undesa.migrant-stock", "undesa.population-prospects", "unhcr.population"
BOTH = ("total", "female", "male")
FIVES = tuple(range(1990, 2020, 5))
LONG, SHORT = tuple(range(1985, 2025)), tuple(range(2000, 2025))
SINGLE_AGES = tuple(str(age) for age in range(100))
ESTIMATE = "population-estimate"
TABLES = (
    Table(STOCK, "2024", "migrant-stock", "foreign-born", (*FIVES, 2020, 2024), sexes=BOTH[1:]),
    Table(STOCK, "2020", "migrant-stock", "foreign-born", (*FIVES, 2020), sexes=BOTH, spread=0.1),
    Table(STOCK, "2019", "migrant-stock", "foreign-born", (*FIVES, 2019), sexes=BOTH, spread=0.15),
    Table(STOCK, "2020", "refugees", "reported", (*FIVES, 2020), paired=False, level=1e-4),
    Table(
        "worldbank.bilateral-migration",
        "2017",
        "migrant-stock",
        "bilateral-estimate",
        (2017,),
        spread=0.3,
    ),
    Table(
        PEOPLE, "2024", "population", ESTIMATE, tuple(range(1950, 2101)), sexes=BOTH, paired=False
    ),
    Table(
        PEOPLE,
        "2022",
        "population",
        ESTIMATE,
        tuple(range(1950, 2030, 10)),
        sexes=BOTH,
        ages=SINGLE_AGES,
        paired=False,
    ),
    Table(UNHCR, "2025-12", "refugees", "unhcr-mandate", LONG, (12, 31)),
    Table(UNHCR, "2025-12", "asylum-seekers", "unhcr-mandate", LONG, (12, 31)),
    Table(
        "unhcr.flows", "2025-12", "forced-displacement-flow", "new-refugees", SHORT, interval=True
    ),
    Table("unhcr.solutions", "2025-12", "resettlement", "solutions-recorded", LONG, interval=True),
    Table(
        "unhcr.solutions", "2025-12", "naturalisation", "solutions-recorded", LONG, interval=True
    ),
)
PUBLISHED = {"2017": "2018-04", "2019": "2019-09", "2020": "2021-01", "2022": "2022-07"}


class World:
    """Places, ordered pairs and the sizes on which all invented numbers rest."""

    def __init__(self, size: int | None = None) -> None:
        chance = np.random.default_rng(SEED)
        lived_in = [place.code for place in where.places() if place.kind in ("country", "area")]
        codes = lived_in[:size]
        self.places = np.array(codes)
        ends = np.array([(a, b) for a in range(len(codes)) for b in range(len(codes)) if a != b])
        self.pairs = ends
        self.inhabitants = np.round(np.exp(chance.normal(15, 2, len(codes))))
        self.stock = np.round(np.exp(chance.normal(4, 2.5, len(ends))))
        self.known = chance.random(len(ends)) > 0.2
        fled = np.where(chance.random(len(ends)) > 0.75, chance.random(len(ends)) * 0.9, 0)
        self.fled = np.where(chance.random(len(ends)) > 0.99, fled * 5, fled)


def rows(table: Table, world: World, chance: np.random.Generator) -> Iterator[pl.DataFrame]:
    """The figures of a table, a frame a year."""
    for year in table.years:
        kept = spoken_of(table, world, year)
        ends = world.pairs[kept] if table.paired else None
        size = sizes(table, world, kept, year, chance)
        for sex in table.sexes:
            number = size if sex == "total" else np.floor(size * share(sex, chance, size.size))
            for age in table.ages:
                found = number if age == "all" else np.floor(number / len(table.ages))
                yield frame(table, world, ends, year, sex, age, found)


def spoken_of(table: Table, world: World, year: int) -> np.ndarray:
    """Pairs with a figure. UNHCR never speaks of three places, and of eight no more since 2015."""
    if table.concept == "migrant-stock":
        return world.known
    place = world.pairs[:, 0]
    silent = (place >= len(world.places) - 8) & (year > 2014)
    return ~(silent | (place < 3))


def sizes(
    table: Table, world: World, kept: np.ndarray, year: int, chance: np.random.Generator
) -> Values:
    """How many people there are in each place or pair in the year."""
    if not table.paired:
        grown: Values = np.round(table.level * world.inhabitants * 1.01 ** (year - 2024))
        return grown
    base = world.stock[kept] * 1.02 ** (year - 2024)
    if table.concept != "migrant-stock":
        base = base * world.fled[kept] * chance.uniform(0.7, 1.0, base.size)
    if table.spread:
        revised = chance.random(base.size) < 0.1
        base = np.where(revised, base * (1 + chance.normal(0, table.spread * 3, base.size)), base)
    result: Values = np.maximum(np.round(base), 0)
    return result


def share(sex: str, chance: np.random.Generator, size: int) -> Values:
    """48 % of the people are women; in a few pairs the sexes come to a tenth more than all."""
    odd = chance.random(size) < 0.002
    part = 0.48 if sex == "female" else 0.52
    return np.where(odd, part * 1.2, part)


def frame(
    table: Table,
    world: World,
    ends: np.ndarray | None,
    year: int,
    sex: str,
    age: str,
    found: Values,
) -> pl.DataFrame:
    """Figures of one year, sex and age in the contract, less the stamp and the addresses."""
    at = date(year, 12, 31) if table.interval else date(year, *table.day)
    places = world.places if ends is None else world.places[ends[:, 0]]
    origins = None if ends is None else world.places[ends[:, 1]]
    return pl.DataFrame(
        {
            "place": places,
            "counterpart": [None] * len(places) if origins is None else origins,
            "value": found,
        },
        schema_overrides={"counterpart": pl.String},
    ).with_columns(
        sex=pl.lit(sex),
        age=pl.lit(age),
        time_from=pl.lit(date(year, 1, 1) if table.interval else at),
        time_to=pl.lit(at),
    )


def in_contract(table: Table, frames: list[pl.DataFrame], snapshot: str) -> pl.DataFrame:
    """The figures of a file with addresses and stamp, typed as a build types them."""
    joined = pl.concat(frames).with_row_index("row", offset=2)
    constants = {
        "concept": table.concept,
        "basis": table.basis,
        "detail": None,
        "time_kind": "interval" if table.interval else "point",
        "unit": "persons",
        "status": "A",
        "sheet": None,
        "column": "E",
        "note": None,
        "agency": table.agency,
        "dataset": table.dataset,
        "edition": table.edition,
        "snapshot": snapshot,
    }
    kinds = {
        name: pl.Enum([str(constants[name])]) if name in STAMP else kind
        for name, kind in schema().items()
    }
    return joined.with_columns(
        as_published=pl.col("value").cast(pl.Int64).cast(pl.String),
        **{name: pl.lit(value, dtype=kinds[name]) for name, value in constants.items()},
    ).select(pl.col(name).cast(kinds[name]) for name in COLUMNS)


def make(base: Path, figures: int = FIGURES, places: int | None = None) -> None:
    """Write a base of so many figures, of all places or the first few, and make it current.

    Raises ValueError when there are not so many figures.
    """
    world, accounts, left = World(places), [], figures
    for number, table in enumerate(TABLES):
        frames = list(rows(table, world, np.random.default_rng(SEED + number)))
        snapshot = hashlib.sha256(f"{number}".encode()).hexdigest()
        found = in_contract(table, frames, snapshot).head(left)
        left -= found.height
        if not found.height:
            break
        write_parquet(base / "parts" / f"{snapshot[:32]}.parquet", found)
        accounts.append((snapshot[:32], account(table, snapshot, found.height)))
    if left:
        raise ValueError(f"the tables give {left:,} figures too few")
    make_current(base, assemble(base, accounts, (), (), sources(), sample=False))


def account(table: Table, snapshot: str, kept: int) -> Account:
    """What the release says of the file."""
    name = f"{table.dataset}@{table.edition}--{table.concept}-{snapshot[:4]}"
    return Account(
        path=f"invented/{name}.csv",
        sha256=snapshot,
        bytes=0,
        agency=table.agency,
        dataset=table.dataset,
        edition=table.edition,
        kind="observations",
        records=kept,
        holds=kept,
        kept=kept,
        ignored=(),
        rejected=(),
        remarks=(),
        checks=(),
        part=f"observations/{name}.parquet",
        concepts=(table.concept,),
    )


def sources() -> list[Source]:
    """Descriptions of the invented data sets with their editions."""
    editions: dict[tuple[str, str], dict[str, str]] = {}
    for table in TABLES:
        of = editions.setdefault((table.dataset, table.agency), {})
        of[table.edition] = PUBLISHED.get(table.edition, f"{table.edition[:4]}-12")
    return [
        Source(
            id=dataset,
            agency=agency,
            title="invented",
            counts="nobody",
            cadence="never",
            home="",
            licence=NOBODY,
            editions=tuple(
                Edition(edition, "invented", published, "", ())
                for edition, published in found.items()
            ),
        )
        for (dataset, agency), found in editions.items()
    ]


if __name__ == "__main__":
    make(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:3]))
