"""All that a release holds about one place, in one pass over the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from gmg.analysis.figures import YEAR
from gmg.analysis.places import answering
from gmg.analysis.series import SUM, WHOLE_SEX, Number, total, whole
from gmg.axes import what, where
from gmg.axes.when import Period
from gmg.records.figure import Figure, figure_from

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gmg.evidence.base import Base

BY_PLACE, BY_COUNTERPART = "place", "counterpart"
SEVERAL = ""
"""The basis of a sum over places that count in several ways."""

ANY_BASIS = ("migrant-stock",)
"""Concepts whose bases differ from place to place, so that a sum over places joins them."""

JOINED_DETAIL = (
    "asylum-applications",
    "asylum-decisions",
    "internal-displacements",
    "migrant-deaths",
    "migrant-survivors",
    "arrivals",
)
"""Concepts whose further splits (procedure, level, hazard, incident) part the whole."""

INTERNAL = (
    "internally-displaced",
    "returned-internally-displaced",
    "internal-displacements",
    "host-community",
)
"""Concepts that stay inside one place: UNHCR writes the place at both ends of them."""

INCIDENTS = ("migrant-deaths", "migrant-survivors")
"""Concepts published incident by incident, some with an origin and some without."""

LOCATED = ("unhcr.demographics",)
"""Data sets that repeat figures of another by location inside the country."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What stands in the release about a place.

    `alone` are figures without a partner, of every edition. `pairs` are figures with a partner, of
    the newest edition that holds the concept, at the newest year. `sums` are the sums of all pairs
    over the partners, year by year, of the same editions; both are kept by
    concept and by the end at which the place stands.
    `places` are the codes that answer.
    """

    places: tuple[str, ...]
    alone: tuple[Figure, ...]
    pairs: dict[tuple[str, str], list[Figure]]
    sums: dict[tuple[str, str], list[Number]]

    def pairs_of(self, concept: str, side: str) -> list[Figure]:
        """The pairs of a concept with the place at that end."""
        return self.pairs.get((concept, side), [])

    def sums_of(self, concept: str, side: str) -> list[Number]:
        """The sums over partners of a concept with the place at that end."""
        return self.sums.get((concept, side), [])


def gather(base: Base, place: str) -> Gathered:
    """All figures that have the place, or a former or composite place it is part of, at one end."""
    codes = answering(place)
    cursor = base.connection.cursor()
    try:
        _few(base, cursor, codes)
        old = superseded(base)
        return Gathered(
            places=codes,
            alone=tuple(_alone(cursor, codes)),
            pairs=_by_concept(_pairs(cursor, codes, old)),
            sums=_by_concept(_sums(cursor, codes, old)),
        )
    finally:
        cursor.close()


def _few(base: Base, cursor: DuckDBPyConnection, codes: Sequence[str]) -> None:
    """Put the few figures of the place aside in one pass over the files: `mine`, of this cursor only."""
    from gmg.evidence.base import COLUMNS, parquet

    asked = {concept.code for concept in what.concepts() if concept.part}
    files = [
        base.release.folder / account.part
        for account in base.release.accounts
        if account.part and asked & set(account.concepts) and account.dataset not in LOCATED
    ]
    source = parquet(files or base.release.parquet())
    marks = _marks(codes)
    cursor.execute(
        f"CREATE TEMP TABLE mine AS SELECT {COLUMNS} FROM {source} "
        f"WHERE place IN {marks} OR counterpart IN {marks}",
        [*codes, *codes],
    )


T = TypeVar("T", Figure, Number)


def _by_concept(items: Iterable[tuple[str, T]]) -> dict[tuple[str, str], list[T]]:
    found: dict[tuple[str, str], list[T]] = {}
    for side, item in items:
        found.setdefault((item.concept, side), []).append(item)
    return found


def _rows(cursor: DuckDBPyConnection, sql: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
    answer = cursor.execute(sql, list(parameters))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def superseded(base: Base) -> list[tuple[str, str, str]]:
    """Concept, data set and edition wherever a newer edition of the data set holds the concept."""
    held: dict[tuple[str, str], set[str]] = {}
    for account in base.release.accounts:
        for concept in account.concepts:
            held.setdefault((concept, account.dataset), set()).add(account.edition)
    return [
        (concept, dataset, edition)
        for (concept, dataset), editions in sorted(held.items())
        for edition in sorted(editions)
        if edition != newest(base, dataset, editions)
    ]


def newest(base: Base, dataset: str, editions: Iterable[str]) -> str:
    """The edition that was published last."""
    return max(editions, key=lambda edition: (published(base, dataset, edition), edition))


def published(base: Base, dataset: str, edition: str) -> str:
    """When an edition was published, an ISO date that may be short; empty if not known."""
    source = base.release.sources.get(dataset)
    found = [item.published for item in source.editions if item.id == edition] if source else []
    return found[0] if found else ""


def _marks(values: Sequence[Any]) -> str:
    return "(" + ", ".join("?" for _ in values) + ")"


def _alone(cursor: DuckDBPyConnection, codes: Sequence[str]) -> list[Figure]:
    sql = (
        f"SELECT * FROM mine WHERE place IN {_marks(codes)} AND (counterpart IS NULL "
        f"OR (counterpart = place AND concept IN {_marks(INTERNAL)}) "
        f"OR concept IN {_marks(INCIDENTS)}) "
        'ORDER BY concept, dataset, edition, basis, detail, time_to, sex, age, snapshot, "row", '
        '"column"'
    )
    return [figure_from(row) for row in _rows(cursor, sql, [*codes, *INTERNAL, *INCIDENTS])]


def _of_pairs(codes: Sequence[str], old: Sequence[tuple[str, str, str]]) -> tuple[str, list[Any]]:
    """The query that selects pairs of countries and areas as `sided`, and its parameters."""
    groups = [place.code for kind in ("region", "group") for place in where.places(kind)]
    condition = (
        f"counterpart IS NOT NULL AND age = 'all' AND concept NOT IN {_marks(INTERNAL)} "
        f"AND place NOT IN {_marks(groups)} AND counterpart NOT IN {_marks(groups)}"
    )
    parameters: list[Any] = [*INTERNAL, *groups, *groups]
    if old:
        triples = ", ".join("(?, ?, ?)" for _ in old)
        condition += f" AND (concept, dataset, edition) NOT IN ({triples})"
        parameters += [part for triple in old for part in triple]
    sql = (
        f"WITH pairs AS MATERIALIZED (SELECT * FROM mine WHERE {condition}), "
        f"sided AS (SELECT *, 'place' AS side, place AS own FROM pairs WHERE place IN {_marks(codes)} "
        "UNION ALL SELECT *, 'counterpart' AS side, counterpart AS own FROM pairs "
        f"WHERE counterpart IN {_marks(codes)})"
    )
    return sql, [*parameters, *codes, *codes]


def _pairs(
    cursor: DuckDBPyConnection, codes: Sequence[str], old: Sequence[tuple[str, str, str]]
) -> list[tuple[str, Figure]]:
    pairs, parameters = _of_pairs(codes, old)
    sql = (
        f"{pairs} SELECT * FROM sided "
        f"QUALIFY {YEAR} = max({YEAR}) OVER (PARTITION BY concept, dataset, side) "
        'ORDER BY side, concept, dataset, place, counterpart, time_to, sex, snapshot, "row", '
        '"column"'
    )
    return [(row["side"], figure_from(row)) for row in _rows(cursor, sql, parameters)]


def _sums(
    cursor: DuckDBPyConnection, codes: Sequence[str], old: Sequence[tuple[str, str, str]]
) -> list[tuple[str, Number]]:
    pairs, parameters = _of_pairs(codes, old)
    sql = (
        f"{pairs} SELECT concept, dataset, agency, edition, unit, sex, side, own, "
        f"CASE WHEN concept IN {_marks(ANY_BASIS)} THEN '' ELSE basis END AS by_basis, "
        f"CASE WHEN concept IN {_marks(JOINED_DETAIL)} THEN NULL ELSE detail END AS by_detail, "
        f"{YEAR} AS by_year, min(time_from) AS time_from, max(time_to) AS time_to, "
        "min(time_kind) AS time_kind, min(basis) AS basis, max(basis) AS other_basis, "
        "sum(value) AS value, count(value) AS count "
        "FROM sided GROUP BY ALL HAVING count(value) > 0 ORDER BY ALL"
    )
    rows = _rows(cursor, sql, [*parameters, *ANY_BASIS, *JOINED_DETAIL])
    return list(_whole_sums(rows))


def _whole_sums(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Number]]:
    """Sums for both sexes: the published totals where there are any, else all sexes together."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    names = ("side", "concept", "dataset", "edition", "unit", "own", "by_basis", "by_detail")
    for row in rows:
        groups.setdefault((*(row[name] for name in names), row["by_year"]), []).append(row)
    for group in groups.values():
        totals = [row for row in group if row["sex"] == WHOLE_SEX]
        if not totals and not {row["sex"] for row in group} >= {"female", "male"}:
            continue
        yield _sum(totals or group)


def _sum(group: list[dict[str, Any]]) -> tuple[str, Number]:
    first = group[0]
    side = str(first["side"])
    bases = {row[name] for row in group for name in ("basis", "other_basis")}
    kind = first["time_kind"]
    ends = max(row["time_to"] for row in group)
    starts = ends if kind == "point" else min(row["time_from"] for row in group)
    number = Number(
        concept=first["concept"],
        basis=first["basis"] if len(bases) == 1 else SEVERAL,
        place=first["own"],
        counterpart=None,
        sex=WHOLE_SEX,
        age="all",
        detail=first["by_detail"],
        period=Period(starts, ends, kind),
        value=sum(row["value"] for row in group),
        unit=first["unit"],
        agency=first["agency"],
        dataset=first["dataset"],
        edition=first["edition"],
        count=sum(row["count"] for row in group),
        how=SUM,
        ask=_ask(first, side),
    )
    return side, number


def _ask(row: dict[str, Any], side: str) -> str:
    option = "--place" if side == BY_PLACE else "--from"
    return (
        f"gmg figures {row['concept']} {option} {row['own']} --year {row['by_year']} "
        f"--dataset {row['dataset']} --edition {row['edition']} --all"
    )


def whole_pairs(figures: Sequence[Figure]) -> Number | None:
    """The sum over partners of the figures of one data set and year, with all its parts."""
    totals = [figure for figure in figures if figure.sex == WHOLE_SEX]
    if totals:
        return total(totals, "all partners", counterpart=None)
    if not {figure.sex for figure in figures} >= {"female", "male"}:
        return None
    return total(list(figures), "women + men, all partners", counterpart=None, sex=WHOLE_SEX)


def pair(figures: Sequence[Figure]) -> Number | None:
    """The number of one ordered pair out of its figures by sex and by what is joined."""
    totals = [figure for figure in figures if figure.sex == WHOLE_SEX]
    if len(totals) > 1 and totals[0].concept in JOINED_DETAIL:
        joined = total(totals, "all kinds")
        return joined and replace(joined, detail=None)
    return whole(figures)
