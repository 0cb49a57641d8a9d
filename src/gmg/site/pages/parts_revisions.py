"""What the newest edition of a data set changed of the one before it.

Two figures are the same one where concept, place, other end, sex, age, split, time and unit agree,
and the way of counting does: see `gmg.analysis.difference`, which answers `gmg diff` with every
single change. A page needs their number and the largest of them, which one join gives far sooner.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from gmg.analysis.difference import MAY_BE_REVISED
from gmg.analysis.findings.tables import listed
from gmg.evidence.base import ID
from gmg.site.pages.per_release import PerRelease

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.evidence.base import Base
    from gmg.sources.description import Edition, Source

TOP = 12
LIVE = "9999"  # an edition without a date was pulled live and is the newest
SAME = "concept, place, other, sex, age, split, time_from, time_to, unit, variant"
SIDE = f"""
SELECT concept, place, coalesce(counterpart::VARCHAR, '') AS other, sex, age,
    coalesce(detail, '') AS split, time_from, time_to, unit,
    CASE WHEN basis IN ({listed(MAY_BE_REVISED)}) THEN '' ELSE basis::VARCHAR END AS variant,
    value, {ID} AS id
FROM ({{figures}}) WHERE dataset = ? AND edition = ? AND value IS NOT NULL
"""
CHANGED = f"""
WITH o AS ({SIDE}), n AS ({SIDE}),
pairs AS (
    SELECT {SAME}, o.value AS old, n.value AS new, o.id AS old_id, n.id AS new_id
    FROM o JOIN n USING ({SAME}) WHERE o.value <> n.value
)
SELECT concept, place, nullif(other, '') AS counterpart, sex, age, nullif(split, '') AS detail,
    time_from, time_to, unit, old, new, old_id, new_id,
    (SELECT count(*) FROM (SELECT DISTINCT {SAME} FROM pairs)) AS changed
FROM pairs
ORDER BY abs(new - old) DESC, concept, place, other, time_to DESC, sex, age, split, old_id, new_id
LIMIT {TOP}
"""
KEPT = PerRelease(128)


@dataclass(frozen=True, slots=True)
class Revision:
    """One figure in two editions. Values are in `unit`, as published; ids lead to the two cells."""

    concept: str
    place: str
    counterpart: str | None
    sex: str
    age: str
    detail: str | None
    time_from: date
    time_to: date
    unit: str
    old: float
    new: float
    old_id: str
    new_id: str

    def as_json(self) -> dict[str, Any]:
        """The change as a flat object."""
        days = {"time_from": self.time_from.isoformat(), "time_to": self.time_to.isoformat()}
        return asdict(self) | days


@dataclass(frozen=True, slots=True)
class Revisions:
    """How many figures differ between two editions, and the largest changes, the largest first."""

    old: str
    new: str
    count: int
    largest: tuple[Revision, ...]

    def as_json(self) -> dict[str, Any]:
        """Editions, number and largest changes."""
        return {
            "old": self.old,
            "new": self.new,
            "count": self.count,
            "largest": [one.as_json() for one in self.largest],
        }


def revisions(base: Base, source: Source) -> Revisions | None:
    """What the newest edition held changed of the one before; None where fewer than two are held."""
    held = editions_held(base, source)
    if len(held) < 2:
        return None
    old, new = held[-2].id, held[-1].id
    return KEPT.get(base, (source.id, old, new), lambda: kept(base, source.id, old, new))


def editions_held(base: Base, source: Source) -> list[Edition]:
    """The editions of which the release holds figures, the oldest first."""
    there = {
        one.edition
        for one in base.release.accounts
        if one.dataset == source.id and one.kind == "observations" and one.kept
    }
    found = [edition for edition in source.editions if edition.id in there]
    return sorted(found, key=lambda one: (one.published or LIVE, one.id))


def kept(base: Base, dataset: str, old: str, new: str) -> Revisions:
    """The revisions as written beside the release; worked out and written now if need be."""
    path = path_of(base, dataset, old, new)
    try:
        return read(path)
    except (OSError, ValueError, KeyError, TypeError):
        made = worked_out(base, dataset, old, new)
    beside = path.with_suffix(f".writing-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(made.as_json(), ensure_ascii=False), encoding="utf-8")
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)  # a base that cannot be written to works it out each time
    return made


def path_of(base: Base, dataset: str, old: str, new: str) -> Path:
    """Where they are kept: the name holds the release, the question and how it is answered."""
    digest = sha256("\n".join((CHANGED, dataset, old, new)).encode()).hexdigest()[:12]
    return base.folder / "derived" / f"{base.release.id}-{digest}.revisions.json"


def read(path: Path) -> Revisions:
    """Revisions from their file. Raises OSError, ValueError, KeyError, TypeError for another file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    largest = [
        Revision(**one | {name: date.fromisoformat(one[name]) for name in ("time_from", "time_to")})
        for one in told["largest"]
    ]
    return Revisions(told["old"], told["new"], told["count"], tuple(largest))


def worked_out(base: Base, dataset: str, old: str, new: str) -> Revisions:
    """The revisions, from the figures of both editions."""
    concepts = {
        concept
        for account in base.release.accounts
        if account.dataset == dataset
        for concept in account.concepts
    }
    sql = CHANGED.format(figures=base.relation(concepts))
    rows = base.rows(sql, [dataset, old, dataset, new])
    count = rows[0]["changed"] if rows else 0
    largest = [
        Revision(**{name: value for name, value in row.items() if name != "changed"})
        for row in rows
    ]
    return Revisions(old, new, count, tuple(largest))
