"""Making the shelf: one DuckDB file beside the release, written apart and renamed.

| table | one row | order |
|---|---|---|
| `lines` | a data set's number of a place or an ordered pair at one time | place, counterpart |
| `newest` | the lines of pairs in the newest year in which the data set speaks of the concept | place |
| `back` | the same rows | counterpart |
| `totals` | a data set's number of a whole place at one time, or our sum over its pairs | place, side |
| `findings` | a finding with its figures, side by side | rank |
| `corridors` | an ordered pair of places with the most people that any newest figure counts | people |

Only the newest edition of a data set that holds a concept is on the shelf; projections other than
the medium one, single age groups and breakdowns are left to the release. No value is changed: a
number is one published figure, or the sum of figures that part a whole, and says which.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmg.analysis.figures import YEAR
from gmg.analysis.findings.tables import PROJECTED, listed
from gmg.analysis.gather import INTERNAL, JOINED_DETAIL, LOCATED, superseded
from gmg.analysis.series import Number, grouped, whole
from gmg.axes import what, where
from gmg.evidence.base import ID
from gmg.records.figure import figure_from
from gmg.site.shelf.findings import TABLE as FINDINGS
from gmg.site.shelf.findings import fill_findings
from gmg.site.shelf.findings import version as findings_version

if TYPE_CHECKING:
    from gmg.evidence.base import Base

COLUMNS = (
    "place, counterpart, concept, agency, dataset, edition, basis, time_from, time_to, time_kind, "
    "year, unit, value, how, count, id, text, status, women, women_id, men, men_id"
)
PEOPLE_IN_CORRIDOR = ("stock",)
LAST_YEAR = 2030
"""Projections beyond it are left to the release: pages are about what is known."""

GROUND = ("country", "area", "former", "composite")

SHOWN = f"""
CREATE TEMP VIEW shown AS
SELECT *, {ID} AS id, {YEAR} AS year
FROM figures
WHERE value IS NOT NULL AND age = 'all'
    AND {YEAR} <= {LAST_YEAR} AND dataset NOT IN ({listed(LOCATED)}) AND basis NOT IN ({listed(PROJECTED)})
    AND (concept, dataset, edition) NOT IN (SELECT concept, dataset, edition FROM old_editions)
    AND (counterpart IS NULL OR (place IN (SELECT place FROM ground)
        AND counterpart IN (SELECT place FROM ends)))
"""

# Where UNHCR writes the place at both ends, people have not left it.
OTHER_END = (
    f"CASE WHEN concept IN ({listed(INTERNAL)}) AND counterpart = place THEN NULL "
    "ELSE counterpart END"
)

WHOLE = f"""
SELECT place, other AS counterpart, concept, agency, dataset, edition, basis, time_from, time_to,
    time_kind, year, unit,
    coalesce(total, women + men + coalesce(rest, 0)) AS value,
    CASE WHEN total IS NOT NULL THEN 'published' ELSE 'women + men' END AS how,
    CASE WHEN total IS NOT NULL THEN 1 ELSE n END AS count,
    total_id AS id, text, coalesce(status, 'A') AS status,
    women, CASE WHEN women IS NOT NULL THEN women_id END AS women_id,
    men, CASE WHEN men IS NOT NULL THEN men_id END AS men_id
FROM (
    SELECT place, {OTHER_END} AS other, concept, agency, dataset, edition, basis,
        time_from, time_to, time_kind, year, unit,
        arg_min(value, id) FILTER (sex = 'total') AS total,
        min(id) FILTER (sex = 'total') AS total_id,
        arg_min(as_published, id) FILTER (sex = 'total') AS text,
        arg_min(status, id) FILTER (sex = 'total') AS status,
        arg_min(value, id) FILTER (sex = 'female') AS women,
        min(id) FILTER (sex = 'female') AS women_id,
        arg_min(value, id) FILTER (sex = 'male') AS men,
        min(id) FILTER (sex = 'male') AS men_id,
        sum(value) FILTER (sex NOT IN ('total', 'female', 'male')) AS rest,
        count(*) FILTER (sex <> 'total') AS n
    FROM shown WHERE detail IS NULL GROUP BY ALL
)
WHERE total IS NOT NULL
    OR (women IS NOT NULL AND men IS NOT NULL
        AND concept IN (SELECT concept FROM concepts_shown WHERE adds))
"""

JOINED = f"""
SELECT place, counterpart, concept, agency, dataset, edition,
    CASE WHEN min(basis) = max(basis) THEN min(basis) ELSE '' END AS basis,
    time_from, time_to, time_kind, year, unit,
    sum(value) AS value,
    CASE WHEN count(*) = 1 THEN 'published' ELSE 'all kinds' END AS how,
    count(*) AS count, CASE WHEN count(*) = 1 THEN min(id) END AS id,
    CASE WHEN count(*) = 1 THEN min(as_published) END AS text, 'A' AS status,
    NULL::DOUBLE AS women, NULL::VARCHAR AS women_id, NULL::DOUBLE AS men, NULL::VARCHAR AS men_id
FROM (SELECT * REPLACE ({OTHER_END} AS counterpart) FROM shown
    WHERE detail IS NOT NULL AND sex = 'total' AND concept IN ('asylum-applications',
        'internal-displacements') AND (concept, dataset) NOT IN (
            SELECT DISTINCT concept, dataset FROM shown WHERE detail IS NULL AND sex = 'total'
            AND counterpart IS NULL))
GROUP BY place, counterpart, concept, agency, dataset, edition, time_from, time_to, time_kind,
    year, unit
"""

NEWEST = """
SELECT * FROM shelf.lines WHERE counterpart IS NOT NULL
QUALIFY year = max(year) OVER (PARTITION BY concept, dataset)
"""

TOTALS = """
WITH said AS (
    SELECT place, 'place' AS side, concept, agency, dataset, edition, basis, time_from, time_to,
        time_kind, year, unit, value, how, count, id
    FROM shelf.lines WHERE counterpart IS NULL
), added AS (
    SELECT place, 'place' AS side, concept, agency, dataset, edition,
        CASE WHEN min(basis) = max(basis) THEN min(basis) ELSE '' END AS basis, time_from, time_to,
        time_kind, year, unit, sum(value) AS value,
        CASE WHEN sum(count) = 1 THEN 'published' ELSE 'all partners' END AS how,
        sum(count)::INTEGER AS count, CASE WHEN sum(count) = 1 THEN min(id) END AS id
    FROM shelf.lines
    WHERE counterpart IS NOT NULL AND concept IN (SELECT concept FROM concepts_shown WHERE adds)
    GROUP BY place, concept, agency, dataset, edition, time_from, time_to, time_kind, year, unit
), sent AS (
    SELECT counterpart AS place, 'counterpart' AS side, concept, agency, dataset, edition,
        CASE WHEN min(basis) = max(basis) THEN min(basis) ELSE '' END AS basis, time_from, time_to,
        time_kind, year, unit, sum(value) AS value,
        CASE WHEN sum(count) = 1 THEN 'published' ELSE 'all partners' END AS how,
        sum(count)::INTEGER AS count, CASE WHEN sum(count) = 1 THEN min(id) END AS id
    FROM shelf.lines
    WHERE counterpart IS NOT NULL AND concept IN (SELECT concept FROM concepts_shown WHERE adds)
    GROUP BY counterpart, concept, agency, dataset, edition, time_from, time_to, time_kind, year,
        unit
)
SELECT * FROM said
UNION ALL BY NAME
SELECT added.* FROM added ANTI JOIN said USING (place, concept, dataset, edition, time_to, unit)
UNION ALL BY NAME
SELECT * FROM sent
"""

CORRIDORS = """
SELECT counterpart AS origin, place AS destination, max(value * factor) AS people
FROM shelf.newest JOIN units_shown USING (unit)
WHERE concept IN (SELECT concept FROM concepts_shown WHERE people AND kind = 'stock')
    AND counterpart IN (SELECT place FROM ground) AND place <> counterpart
GROUP BY ALL ORDER BY people DESC, origin, destination
"""


def path_of(base: Base) -> Path:
    """Where the shelf of a release is kept: the name holds the release and how shelves are made."""
    return base.folder / "derived" / f"{base.release.id}-{fingerprint()}.shelf.duckdb"


def fingerprint() -> str:
    """A hash of all that decides what is on a shelf besides the release."""
    made_of = (
        SHOWN,
        WHOLE,
        JOINED,
        NEWEST,
        TOTALS,
        CORRIDORS,
        COLUMNS,
        FINDINGS,
        findings_version(),
        *where.codes(),
        *what.codes(),
    )
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12]


def build(base: Base) -> Path:
    """Make the shelf of the release unless it is there; answers with its path.

    Two processes that do so at once write the same, each beside, and rename.
    """
    import duckdb

    path = path_of(base)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".writing-{os.getpid()}")
    beside.unlink(missing_ok=True)
    connection = base.connection.cursor()
    try:
        connection.execute(f"ATTACH '{quoted(beside)}' AS shelf")
        _fill(base, connection)
        connection.execute("DETACH shelf")
        beside.replace(path)
    except duckdb.IOException as error:
        raise OSError(f"{path.parent}: the shelf cannot be written: {error}") from error
    finally:
        connection.close()
        beside.unlink(missing_ok=True)
        beside.with_name(beside.name + ".wal").unlink(missing_ok=True)
    return path


def quoted(path: Path) -> str:
    """A path inside an SQL text."""
    return str(path).replace("'", "''")


def _fill(base: Base, connection: Any) -> None:
    _facts(base, connection)
    connection.execute(SHOWN)
    connection.execute(
        f"CREATE TABLE shelf.unsorted AS SELECT {COLUMNS} FROM ({WHOLE} UNION ALL BY NAME {JOINED})"
    )
    _ages(connection)
    connection.execute(
        "CREATE TABLE shelf.lines AS SELECT * FROM shelf.unsorted ORDER BY place, "
        "counterpart NULLS FIRST, concept, agency, dataset, basis, time_to, time_from"
    )
    connection.execute("DROP TABLE shelf.unsorted")
    connection.execute(
        f"CREATE TABLE shelf.newest AS {NEWEST} ORDER BY place, concept, dataset, value DESC"
    )
    connection.execute(
        "CREATE TABLE shelf.back AS SELECT * FROM shelf.newest "
        "ORDER BY counterpart, concept, dataset, value DESC"
    )
    connection.execute(
        f"CREATE TABLE shelf.totals AS SELECT * FROM ({TOTALS}) "
        "ORDER BY place, side, concept, agency, dataset, basis, time_to, time_from"
    )
    connection.execute(f"CREATE TABLE shelf.corridors AS {CORRIDORS}")
    connection.execute("DROP VIEW shown")
    fill_findings(base, connection)


def _facts(base: Base, connection: Any) -> None:
    _table(
        connection,
        "old_editions",
        ("concept", "dataset", "edition"),
        superseded(base),
    )
    ground = [(place.code,) for place in where.places() if place.kind in GROUND]
    ends = [(place.code,) for place in where.places() if place.kind in (*GROUND, "pseudo")]
    _table(connection, "ground", ("place",), ground)
    _table(connection, "ends", ("place",), ends)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE concepts_shown "
        "(concept VARCHAR, kind VARCHAR, people BOOLEAN, adds BOOLEAN)"
    )
    connection.executemany(
        "INSERT INTO concepts_shown VALUES (?, ?, ?, ?)",
        [(c.code, c.kind, c.people, c.kind in ("stock", "flow", "money")) for c in what.concepts()],
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE units_shown (unit VARCHAR, factor DOUBLE)")
    connection.executemany(
        "INSERT INTO units_shown VALUES (?, ?)", [(u.code, u.factor) for u in what.units()]
    )


def _table(
    connection: Any, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    """A small table of texts, filled column by column in one statement."""
    declared = ", ".join(f"{column} VARCHAR" for column in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
    values = [list(column) for column in zip(*rows, strict=True)]
    if values:
        marks = ", ".join("unnest(?)" for _ in values)
        connection.execute(f"INSERT INTO {name} SELECT {marks}", values)


def _ages(connection: Any) -> None:
    """Add the data sets that publish a place only by age: the sum where the ages part the whole.

    IDMC publishes internally displaced people by sex and age alone.
    """
    asked = connection.execute(
        "SELECT *, FROM figures WHERE concept = 'internally-displaced' AND counterpart IS NULL "
        "AND detail IS NULL AND value IS NOT NULL AND dataset LIKE 'idmc.%' "
        "AND (concept, dataset, edition) NOT IN "
        "(SELECT concept, dataset, edition FROM old_editions)"
    )
    names = [column[0] for column in asked.description]
    figures = [figure_from(dict(zip(names, row, strict=True))) for row in asked.fetchall()]
    groups = grouped(
        (figure for figure in figures),
        lambda f: (f.place, f.dataset, f.edition, f.basis, f.time_from, f.time_to, f.time_kind),
    )
    numbers = [number for group in groups.values() if (number := whole(group)) is not None]
    rows = [_row(number) for number in numbers if number.value is not None]
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO shelf.unsorted VALUES ({marks})", rows)


def _row(number: Number) -> tuple[Any, ...]:
    published = number.count == 1
    return (
        number.place, None, number.concept, number.agency, number.dataset, number.edition,
        number.basis, number.period.time_from, number.period.time_to, number.period.kind,
        number.period.year, number.unit, number.value,
        "published" if published else "all ages", number.count, number.id,
        number.figures[0].as_published if published else None, "A", None, None, None, None,
    )  # fmt: skip


__all__ = ["JOINED_DETAIL", "build", "path_of"]
