"""The data sets of an agency as a release holds them: editions, and how fresh what they say is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.sources.description import Edition, Source

ANY_YEAR = 9999
KINDS = ("observations", "treaty_acts", "activities")


@dataclass(frozen=True, slots=True)
class EditionHeld:
    """An edition of which the release holds files.

    `newest` is the last day of which it says anything, years after its publication left out: they
    are projections. None where it holds nothing dated. `published` is empty for what was pulled live.
    """

    edition: str
    title: str
    published: str
    newest: date | None
    kept: int
    files: int

    def as_json(self) -> dict[str, Any]:
        """The edition as a flat object."""
        return {
            "edition": self.edition,
            "published": self.published or None,
            "newest": self.newest.isoformat() if self.newest else None,
            "kept": self.kept,
            "files": self.files,
        }


@dataclass(frozen=True, slots=True)
class SetHeld:
    """A data set of which the release holds files; the edition that says the newest comes first."""

    dataset: str
    agency: str
    title: str
    kind: str
    cadence: str
    licence: str
    editions: tuple[EditionHeld, ...]

    @property
    def newest(self) -> date | None:
        """The last day of which any edition says anything."""
        return max((one.newest for one in self.editions if one.newest), default=None)

    @property
    def kept(self) -> int:
        """How many figures, acts or activities all editions hold."""
        return sum(one.kept for one in self.editions)

    def as_json(self) -> dict[str, Any]:
        """The data set with its editions."""
        return {
            "dataset": self.dataset,
            "title": self.title,
            "kind": self.kind,
            "licence": self.licence,
            "newest": self.newest.isoformat() if self.newest else None,
            "kept": self.kept,
            "editions": [one.as_json() for one in self.editions],
        }


_HELD: dict[str, tuple[SetHeld, ...]] = {}


def held(base: Base) -> tuple[SetHeld, ...]:
    """All data sets of a release that hold any file, by name. Worked out once a release."""
    key = f"{base.folder}/{base.release.id}"
    if key not in _HELD:
        newest = _newest(base)
        found = (_held(base, source, newest) for source in base.release.sources.values())
        _HELD.clear()
        _HELD[key] = tuple(
            sorted((one for one in found if one.editions), key=lambda one: one.dataset)
        )
    return _HELD[key]


def of_agency(base: Base, agency: str) -> tuple[SetHeld, ...]:
    """The data sets that one agency publishes."""
    return tuple(one for one in held(base) if one.agency == agency)


def _held(
    base: Base, source: Source, newest: Mapping[tuple[str, str], Mapping[int, date]]
) -> SetHeld:
    accounts = [one for one in base.release.accounts if one.dataset == source.id]
    described = {edition.id: edition for edition in source.editions}
    editions = []
    for name in dict.fromkeys(one.edition for one in accounts):
        edition = described.get(name)
        files = [one for one in accounts if one.edition == name]
        said = newest.get((source.id, name), {})
        until = _published_year(edition)
        editions.append(
            EditionHeld(
                edition=name,
                title=edition.title if edition else name,
                published=edition.published if edition else "",
                newest=max((day for year, day in said.items() if year <= until), default=None),
                kept=sum(one.kept for one in files),
                files=len(files),
            )
        )
    editions.sort(
        key=lambda one: (one.newest or date.min, one.published, one.edition), reverse=True
    )
    kinds = {one.kind for one in accounts}
    return SetHeld(
        dataset=source.id,
        agency=source.agency,
        title=source.title,
        kind=next((kind for kind in KINDS if kind in kinds), KINDS[0]),
        cadence=source.cadence,
        licence=source.licence.code,
        editions=tuple(editions),
    )


def _published_year(edition: Edition | None) -> int:
    text = edition.published[:4] if edition else ""
    return int(text) if text.isdigit() else ANY_YEAR


def _newest(base: Base) -> dict[tuple[str, str], dict[int, date]]:
    """The last day by year of everything published, by data set and edition."""
    found: dict[tuple[str, str], dict[int, date]] = {}
    for sql in (
        "SELECT dataset, edition, year(time_to) AS y, max(time_to) AS d FROM figures GROUP BY ALL",
        'SELECT dataset, edition, "year" AS y, max(coalesce(date, make_date("year", 12, 31))) AS d '
        'FROM treaty_acts WHERE "year" IS NOT NULL GROUP BY ALL',
        "SELECT dataset, edition, year(time_from) AS y, max(time_from) AS d FROM activities "
        "WHERE time_from IS NOT NULL GROUP BY ALL",
    ):
        for row in base.rows(sql):
            found.setdefault((row["dataset"], row["edition"]), {})[int(row["y"])] = row["d"]
    return found
