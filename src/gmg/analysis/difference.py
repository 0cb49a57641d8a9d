"""What changed between two releases, or between two editions of one data set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.figures import ORDER
from gmg.analysis.places import answering
from gmg.axes import what
from gmg.evidence.base import COLUMNS, open_base

if TYPE_CHECKING:
    from gmg.evidence.base import Base

KEY = "concept, place, counterpart, sex, age, detail, time_from, time_to, unit, variant"
MAY_BE_REVISED = tuple(basis.code for basis in what.bases() if basis.letters)
"""How migrants were counted in a place may be revised; any other basis makes another figure."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two states; None where a side has no such figure."""

    concept: str
    place: str
    counterpart: str | None
    sex: str
    age: str
    detail: str | None
    time_from: date
    time_to: date
    unit: str
    dataset: str
    old: float | None
    new: float | None
    old_id: str | None
    new_id: str | None

    @property
    def state(self) -> str:
        """revised, new or gone."""
        if self.old_id is None:
            return "new"
        return "gone" if self.new_id is None else "revised"

    @property
    def by(self) -> float | None:
        """New less old, in the published unit; None where a side has no value."""
        return None if self.old is None or self.new is None else self.new - self.old

    def as_json(self) -> dict[str, Any]:
        """The change as one flat object."""
        named = {name: getattr(self, name) for name in self.__slots__}
        for name in ("time_from", "time_to"):
            named[name] = named[name].isoformat()
        return {"state": self.state, **named, "by": self.by}


class NotComparable(ValueError):
    """The two names can't be compared: a release with an edition, or editions of two data sets."""


def difference(base: Base, old: str, new: str, place: str | None = None) -> list[Change]:
    """Every figure that differs, largest absolute change first, then new, then gone ones.

    `old` and `new` are two release ids, or two editions such as `undesa.migrant-stock@2020`.
    Raises NotComparable, LookupError for a release or an edition that is not there.
    """
    if ("@" in old) != ("@" in new):
        raise NotComparable(
            f"{old} and {new}: compare two releases, or two editions of one data set"
        )
    editions = "@" in old
    sides = _editions(base, old, new) if editions else (_release(base, old), _release(base, new))
    chosen = "true"
    if place is not None:
        names = ", ".join(f"'{code}'" for code in answering(place))
        chosen = f"(place IN ({names}) OR counterpart IN ({names}))"
    extra = ", dataset" if editions else ", dataset, edition"
    return [Change(**row) for row in base.rows(_sql(*sides, chosen, KEY + extra))]


def _sql(old: str, new: str, chosen: str, key: str) -> str:
    names = [name.strip() for name in key.split(",")]
    match = " AND ".join(f"o.{name} IS NOT DISTINCT FROM n.{name}" for name in names)
    keys = ", ".join(
        f"coalesce(o.{name}, n.{name}) AS {name}"
        for name in names
        if name not in ("edition", "variant")
    )
    figure_id = (
        "substr({a}.snapshot, 1, 12) || '.' || {a}.\"row\" || '.' || {a}.\"column\" "
        "|| coalesce('.' || replace({a}.sheet, ' ', '_'), '')"
    )
    stock = ", ".join(f"'{code}'" for code in MAY_BE_REVISED)
    columns = f"{COLUMNS}, CASE WHEN basis IN ({stock}) THEN '' ELSE basis END AS variant"
    once = f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {ORDER}) = 1"
    return (
        f"WITH o AS (SELECT {columns} FROM ({old}) WHERE {chosen} {once}), "
        f"n AS (SELECT {columns} FROM ({new}) WHERE {chosen} {once}) "
        f"SELECT {keys}, o.value AS old, n.value AS new, "
        f"{figure_id.format(a='o')} AS old_id, {figure_id.format(a='n')} AS new_id "
        f"FROM o FULL JOIN n ON {match} "
        "WHERE o.value IS DISTINCT FROM n.value OR o.snapshot IS NULL OR n.snapshot IS NULL "
        "ORDER BY abs(n.value - o.value) DESC NULLS LAST, coalesce(n.value, o.value) DESC NULLS LAST, "
        "concept, place, counterpart, time_to, sex, age, detail"
    )


def _editions(base: Base, old: str, new: str) -> tuple[str, str]:
    (dataset, first), (other, second) = old.split("@", 1), new.split("@", 1)
    if dataset != other:
        raise NotComparable(f"{dataset} and {other} are two data sets; compare editions of one")
    source = base.release.sources.get(dataset)
    known = [] if source is None else [edition.id for edition in source.editions]
    for edition in (first, second):
        if edition not in known:
            raise LookupError(
                f"no edition {dataset}@{edition} here; there are: {', '.join(known) or 'none'}"
            )
    concepts = {
        concept
        for account in base.release.accounts
        if account.dataset == dataset
        for concept in account.concepts
    }
    every = base.relation(concepts)
    both = [
        f"SELECT * FROM ({every}) WHERE dataset = '{dataset}' AND edition = '{edition}'"
        for edition in (first, second)
    ]
    # only what both editions speak of: a concept, a year or a split that one lacks is no revision
    shared = (
        f"(concept, time_to, sex, age) IN (SELECT (concept, time_to, sex, age) FROM ({both[0]})) "
        f"AND (concept, time_to, sex, age) IN (SELECT (concept, time_to, sex, age) FROM ({both[1]}))"
    )
    return tuple(f"SELECT * FROM ({side}) WHERE {shared}" for side in both)  # type: ignore[return-value]


def _release(base: Base, name: str) -> str:
    return open_base(base.folder, name).relation()
