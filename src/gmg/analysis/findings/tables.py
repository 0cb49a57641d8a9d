"""The tables that rules select from, made once a session over the figures of a release.

| table | one row |
|---|---|
| `editions` | an edition of a data set with its rank, 1 the oldest |
| `headline` | a data set's figure of a concept, place, counterpart and time, in base units |
| `latest` | `headline` of the newest edition that speaks of that concept and time |
| `place_totals` | what a data set says of a whole place |
| `people` | population of a place by year, in persons, of the newest World Population Prospects |

In `headline`, `total`, `women` and `men` are as published and `amount` is the total, or else women +
men. In `place_totals`, `amount` is the published total, or else the sum over counterparts; `parts`
says how many figures were added. Breakdowns by age and by other details, projections other than
the medium one, and prediction bounds are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gmg.analysis.figures import YEAR
from gmg.analysis.places import answering
from gmg.axes import what, where

if TYPE_CHECKING:
    from gmg.evidence.base import Base

SIDE = (
    "{{'concept': {a}.concept, 'dataset': {a}.dataset, 'edition': {a}.edition, 'place': {a}.place, "
    "'counterpart': {counterpart}, 'time_to': {a}.time_to, 'whole': {whole}, "
    "'basis': CASE WHEN {a}.basis = {a}.other_basis THEN {a}.basis::VARCHAR END}}"
)
"""A side that a finding rests on. `whole`: all figures of the place, whatever the counterpart;
`basis`: only those of that basis, None where the row was made of several."""


def side(alias: str, *, whole: bool = False) -> str:
    """SQL of the struct for the row `alias` of `headline`, `latest` or `place_totals`."""
    counterpart = "NULL" if whole else f"{alias}.counterpart"
    # where the publisher gives a total, the finding rests on that and not on its parts
    return SIDE.format(
        a=alias, counterpart=counterpart, whole=f"{alias}.published IS NULL" if whole else "false"
    )


def parts(alias: str) -> str:
    """SQL of the struct for every figure of the place, the published total among them."""
    return SIDE.format(a=alias, counterpart="NULL", whole="true")


GROUND = "(SELECT place FROM places WHERE kind IN ('country', 'area', 'composite', 'former'))"
"""Places where people live: no regions, no groups, no pseudo-areas, so nobody is counted twice."""

LIVE = "9999"  # an edition without a date was pulled live and is the newest
PROJECTED = tuple(
    basis.code
    for basis in what.bases()
    if basis.code.startswith("projection-") and basis.code != "projection-medium"
)


def listed(words: Iterable[str]) -> str:
    """Words as an SQL list of texts."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


HEADLINE = f"""
CREATE TEMP TABLE headline AS
SELECT *, coalesce(total, women + men) AS amount, {YEAR} AS year
FROM (
    SELECT concept::a_concept AS concept, place::a_place AS place,
        counterpart::a_place AS counterpart, time_from, time_to, time_kind::a_kind AS time_kind,
        dataset::a_dataset AS dataset, edition::a_edition AS edition,
        min(agency::a_agency) AS agency,
        min(basis::a_basis) AS basis, max(basis::a_basis) AS other_basis,
        max(value * factor) FILTER (WHERE sex = 'total') AS total,
        max(value * factor) FILTER (WHERE sex = 'female') AS women,
        max(value * factor) FILTER (WHERE sex = 'male') AS men,
        min(value * factor) FILTER (WHERE sex = 'total') AS lowest
    FROM figures JOIN units USING (unit)
    WHERE value IS NOT NULL AND age = 'all' AND detail IS NULL
        AND basis NOT IN ({listed(PROJECTED)})
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
    min(basis) AS basis, max(other_basis) AS other_basis,
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


TEXT = "".join((HEADLINE, EDITIONS_OF_TIMES, PLACE_TOTALS, PEOPLE))


def prepare(base: Base) -> None:
    """Make the tables in the base's own DuckDB session, unless they are there."""
    connection = base.connection
    made = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'people'"
    ).fetchall()
    if made:
        return
    _facts(base)
    _words(base)
    for statement in (HEADLINE, EDITIONS_OF_TIMES, PLACE_TOTALS, PEOPLE):
        connection.execute(statement)


def _words(base: Base) -> None:
    """Closed vocabularies as enums: grouping numbers is a third faster than grouping words."""
    accounts = base.release.accounts
    words = {
        "a_concept": list(what.codes()),
        "a_place": where.codes(),
        "a_kind": ["point", "interval"],
        "a_basis": [basis.code for basis in what.bases()],
        "a_dataset": sorted(_cited(base, "dataset") | {account.dataset for account in accounts}),
        "a_edition": sorted(_cited(base, "edition") | {account.edition for account in accounts}),
        "a_agency": sorted(_cited(base, "agency") | {account.agency for account in accounts}),
    }
    for name, values in words.items():
        base.connection.execute(f"CREATE TEMP TYPE {name} AS ENUM ({listed(values)})")


def _cited(base: Base, column: str) -> set[str]:
    """Values that a sample edition cites beside its own; few rows, so they are simply looked up."""
    if not base.release.sample:
        return set()
    rows = base.connection.execute(f'SELECT DISTINCT "{column}" FROM figures').fetchall()
    return {row[0] for row in rows}


def _facts(base: Base) -> None:
    """Units, places, comparability and the order of editions as tables."""
    _table(base, "units", "unit VARCHAR, factor DOUBLE", [(u.code, u.factor) for u in what.units()])
    _table(
        base, "places", "place VARCHAR, kind VARCHAR", [(p.code, p.kind) for p in where.places()]
    )
    _table(
        base,
        "concepts",
        "concept VARCHAR, people BOOLEAN, kind VARCHAR",
        [(c.code, c.people, c.kind) for c in what.concepts()],
    )
    asked = sorted({i.concept for i in what.indicators() if i.concept})
    _table(base, "common", "concept VARCHAR", [(concept,) for concept in asked])
    _table(base, "within", "place VARCHAR, wider VARCHAR", wider_places())
    _table(
        base,
        "verdicts",
        "concept VARCHAR, dataset_a VARCHAR, dataset_b VARCHAR, verdict VARCHAR, reasons VARCHAR",
        verdicts(base),
    )
    ranks = [
        (source.id, edition.id, rank)
        for source in base.release.sources.values()
        for rank, edition in enumerate(
            sorted(source.editions, key=lambda item: (item.published or LIVE, item.id)), start=1
        )
    ]
    _table(base, "editions", "dataset VARCHAR, edition VARCHAR, rank INTEGER", ranks)


def _table(base: Base, name: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """A small table, filled column by column in one statement."""
    base.connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
    if rows:
        values = [list(column) for column in zip(*rows, strict=True)]
        marks = ", ".join("unnest(?)" for _ in values)
        base.connection.execute(f"INSERT INTO {name} SELECT {marks}", values)


def wider_places() -> list[tuple[str, str]]:
    """Every country or area with each former or composite place that it was or is a part of."""
    return [
        (place.code, other)
        for place in where.places()
        if place.kind in ("country", "area")
        for other in answering(place.code)[1:]
    ]


def _spoken(base: Base) -> list[tuple[str, str]]:
    """Concept and data set of every account; in a sample edition those that its figures cite."""
    if base.release.sample:
        return base.connection.execute("SELECT DISTINCT concept, dataset FROM figures").fetchall()
    accounts = base.release.accounts
    return [(concept, account.dataset) for account in accounts for concept in account.concepts]


def verdicts(base: Base) -> list[tuple[str, str, str, str, str]]:
    """The comparability of every ordered pair of data sets that share a concept; reasons by `;`."""
    concepts: dict[str, set[str]] = {}
    for concept, dataset in _spoken(base):
        concepts.setdefault(concept, set()).add(dataset)
    lines: list[tuple[str, str, str, str, str]] = []
    for concept, datasets in sorted(concepts.items()):
        for first in sorted(datasets):
            for second in sorted(datasets - {first}):
                judged = what.comparability(concept, first, second)
                lines.append((concept, first, second, judged.verdict, ";".join(judged.reasons)))
    return lines
