"""The tables that rules select from, made once a session over the figures of a release.

| table | one row |
|---|---|
| `editions` | an edition of a data set with its rank, 1 the oldest |
| `headline` | one data set's figure of a concept, place, counterpart and time in the base unit: `total`, `women`, `men` as published, and `amount`, the total or else women + men |
| `latest` | `headline` of the newest edition that speaks of that concept and time |
| `place_totals` | what a data set says of a whole place: the published total, or else the sum over counterparts, with `parts` how many figures were added |
| `people` | population of a place by year, in persons, of the newest World Population Prospects |

Breakdowns by age and by other details, projections other than the medium one, and prediction
bounds are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.analysis.figures import YEAR
from gmg.analysis.places import answering
from gmg.axes import what, where

if TYPE_CHECKING:
    from gmg.evidence.base import Base

SIDE = (
    "{{'concept': {a}.concept, 'dataset': {a}.dataset, 'edition': {a}.edition, 'place': {a}.place, "
    "'counterpart': {counterpart}, 'time_to': {a}.time_to, 'whole': {whole}}}"
)
"""A side that a finding rests on. `whole`: all figures of the place, whatever the counterpart."""


def side(alias: str, *, whole: bool = False) -> str:
    """SQL of the struct for the row `alias` of `headline`, `latest` or `place_totals`."""
    counterpart = "NULL" if whole else f"{alias}.counterpart"
    return SIDE.format(a=alias, counterpart=counterpart, whole="true" if whole else "false")


PROJECTED = tuple(
    basis.code
    for basis in what.bases()
    if basis.code.startswith("projection-") and basis.code != "projection-medium"
)

HEADLINE = f"""
CREATE TEMP TABLE headline AS
SELECT *, coalesce(total, women + men) AS amount, {YEAR} AS year
FROM (
    SELECT concept, place, counterpart, time_from, time_to, time_kind, agency, dataset, edition,
        any_value(basis) AS basis, count(DISTINCT basis) AS bases,
        any_value(factor) * max(value) FILTER (WHERE sex = 'total') AS total,
        any_value(factor) * max(value) FILTER (WHERE sex = 'female') AS women,
        any_value(factor) * max(value) FILTER (WHERE sex = 'male') AS men,
        any_value(factor) * min(value) FILTER (WHERE sex = 'total') AS lowest
    FROM figures JOIN units USING (unit)
    WHERE value IS NOT NULL AND age = 'all' AND detail IS NULL
        AND basis NOT IN ({", ".join(repr(code) for code in PROJECTED)})
    GROUP BY ALL
)
"""

EDITIONS_OF_TIMES = """
CREATE TEMP TABLE latest AS
SELECT headline.*
FROM headline
JOIN editions USING (dataset, edition)
JOIN (
    SELECT dataset, concept, time_to, max(rank) AS rank
    FROM headline JOIN editions USING (dataset, edition) GROUP BY ALL
) newest USING (dataset, concept, time_to, rank)
"""

PLACE_TOTALS = """
CREATE TEMP TABLE place_totals AS
SELECT concept, place, time_from, time_to, time_kind, year, agency, dataset, edition,
    any_value(basis) AS basis,
    coalesce(max(amount) FILTER (WHERE counterpart IS NULL), sum(amount)) AS amount,
    count(*) FILTER (WHERE counterpart IS NOT NULL) AS parts,
    sum(amount) FILTER (WHERE counterpart IS NOT NULL) AS added,
    max(amount) FILTER (WHERE counterpart IS NULL) AS published
FROM latest GROUP BY ALL
"""

PEOPLE = """
CREATE TEMP TABLE people AS
SELECT place, year, any_value(amount) AS persons
FROM place_totals WHERE concept = 'population' AND dataset = 'undesa.population-prospects'
GROUP BY ALL
"""


def prepare(base: Base) -> None:
    """Make the tables in the base's own DuckDB session, unless they are there."""
    connection = base.connection
    made = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'people'"
    ).fetchall()
    if made:
        return
    _facts(base)
    for statement in (HEADLINE, EDITIONS_OF_TIMES, PLACE_TOTALS, PEOPLE):
        connection.execute(statement)


def _facts(base: Base) -> None:
    """Units, places and the order of editions as tables."""
    connection = base.connection
    connection.execute("CREATE TEMP TABLE units (unit VARCHAR, factor DOUBLE)")
    connection.executemany(
        "INSERT INTO units VALUES (?, ?)", [[unit.code, unit.factor] for unit in what.units()]
    )
    connection.execute("CREATE TEMP TABLE places (place VARCHAR, kind VARCHAR)")
    connection.executemany(
        "INSERT INTO places VALUES (?, ?)", [[place.code, place.kind] for place in where.places()]
    )
    connection.execute("CREATE TEMP TABLE concepts (concept VARCHAR, people BOOLEAN, kind VARCHAR)")
    connection.executemany(
        "INSERT INTO concepts VALUES (?, ?, ?)",
        [[concept.code, concept.people, concept.kind] for concept in what.concepts()],
    )
    _insert_pairs(
        base, "common", "concept", sorted({i.concept for i in what.indicators() if i.concept})
    )
    connection.execute("CREATE TEMP TABLE within (place VARCHAR, wider VARCHAR)")
    wider = [
        [place.code, other]
        for place in where.places()
        if place.kind in ("country", "area")
        for other in answering(place.code)[1:]
    ]
    connection.executemany("INSERT INTO within VALUES (?, ?)", wider)
    _verdicts(base)
    connection.execute(
        "CREATE TEMP TABLE editions (dataset VARCHAR, edition VARCHAR, rank INTEGER)"
    )
    ranks = [
        [source.id, edition.id, rank]
        for source in base.release.sources.values()
        for rank, edition in enumerate(
            sorted(source.editions, key=lambda item: (item.published, item.id)), start=1
        )
    ]
    connection.executemany("INSERT INTO editions VALUES (?, ?, ?)", ranks)


def _insert_pairs(base: Base, table: str, column: str, values: list[str]) -> None:
    base.connection.execute(f"CREATE TEMP TABLE {table} AS SELECT unnest(?) AS {column}", [values])


def _verdicts(base: Base) -> None:
    """The declared comparability of every pair of data sets that share a concept."""
    concepts: dict[str, set[str]] = {}
    for account in base.release.accounts:
        for concept in account.concepts:
            concepts.setdefault(concept, set()).add(account.dataset)
    lines = []
    for concept, datasets in concepts.items():
        for first in datasets:
            for second in datasets - {first}:
                verdict = what.comparability(concept, first, second)
                lines.append([concept, first, second, verdict.verdict, list(verdict.reasons)])
    base.connection.execute(
        "CREATE TEMP TABLE verdicts (concept VARCHAR, dataset_a VARCHAR, dataset_b VARCHAR, "
        "verdict VARCHAR, reasons VARCHAR[])"
    )
    if lines:
        base.connection.executemany("INSERT INTO verdicts VALUES (?, ?, ?, ?, ?)", lines)
