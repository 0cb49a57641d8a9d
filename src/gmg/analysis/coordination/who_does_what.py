"""Who does what at one place: activities by agency and topic, and what each publishes of the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from gmg.analysis.coordination.cells import members
from gmg.analysis.coordination.response import activities
from gmg.analysis.places import answering
from gmg.axes import where
from gmg.axes.mandates import mandates
from gmg.records.cell import Cell

if TYPE_CHECKING:
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Doing:
    """One activity at the place.

    `area` is `country`, or the region it is meant for: then it is not of this place alone.
    `id` is its cell, which `gmg trace` takes.
    """

    identifier: str
    agency: str
    title: str
    tier: str
    topics: tuple[str, ...]
    because: tuple[str, ...]
    status: str | None
    time_from: date | None
    time_to: date | None
    area: str
    admin: tuple[str, ...]
    partners: tuple[str, ...]
    dataset: str
    edition: str
    id: str

    def as_json(self) -> dict[str, Any]:
        """The activity as a flat object."""
        return {
            "identifier": self.identifier,
            "agency": self.agency,
            "title": self.title,
            "tier": self.tier,
            "topics": list(self.topics),
            "because": list(self.because),
            "status": self.status,
            "time_from": self.time_from.isoformat() if self.time_from else None,
            "time_to": self.time_to.isoformat() if self.time_to else None,
            "area": self.area,
            "admin": list(self.admin),
            "partners": list(self.partners),
            "dataset": self.dataset,
            "edition": self.edition,
            "id": self.id,
        }


@dataclass(frozen=True, slots=True)
class Publishes:
    """What an agency publishes of the place: how many figures of a data set, and the newest date."""

    agency: str
    dataset: str
    figures: int
    newest: date


@dataclass(frozen=True, slots=True)
class WhoDoesWhat:
    """Activities, what is published, and agencies with a mandate that no activity here shows.

    `silent` maps topics of the activities found to the agencies with a mandate on them of which no
    activity is known here: known or not, their files may not be among those read.
    """

    place: str
    activities: tuple[Doing, ...]
    publishes: tuple[Publishes, ...]
    silent: dict[str, tuple[str, ...]]

    @property
    def of_the_place(self) -> tuple[Doing, ...]:
        """The activities that name the place itself."""
        return tuple(one for one in self.activities if one.area == "country")

    @property
    def wider(self) -> dict[str, int]:
        """Regions that hold the place, and how many activities are for each, most first."""
        count: dict[str, int] = {}
        for one in self.activities:
            if one.area != "country":
                count[one.area] = count.get(one.area, 0) + 1
        return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies with activities at the place itself, most activities first."""
        count: dict[str, int] = {}
        for one in self.of_the_place:
            count[one.agency] = count.get(one.agency, 0) + 1
        return tuple(sorted(count, key=lambda agency: (-count[agency], agency)))

    def topics(self, agency: str) -> dict[str, int]:
        """Topics of an agency's activities at the place with how many name each, most first."""
        count: dict[str, int] = {}
        for one in self.of_the_place:
            for topic in one.topics if one.agency == agency else ():
                count[topic] = count.get(topic, 0) + 1
        return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))


def who_does_what(
    base: Base,
    place: str,
    *,
    topic: str | None = None,
    year: int | None = None,
    figures: bool = True,
) -> WhoDoesWhat:
    """Who does what at a place named by code or name. Raises UnknownPlace.

    An activity for a region that holds the place is listed and says so. Without `figures` what the
    agencies publish is left out, which is the slower part.
    """
    code = where.find(place).code
    found = [
        one
        for row in _reaching(activities(base), code).iter_rows(named=True)
        if (one := _doing(row, code)) is not None
        and (topic is None or topic in one.topics)
        and (year is None or _touches(one, year))
    ]
    found.sort(key=lambda one: (one.area != "country", one.agency, one.identifier))
    return WhoDoesWhat(
        place=code,
        activities=tuple(found),
        publishes=_publishes(base, code) if figures else (),
        silent=_silent(found, topic),
    )


def _reaching(found: pl.DataFrame, code: str) -> pl.DataFrame:
    """The activities that name the place or a region that holds it."""
    named = pl.col("places").list.eval(pl.element().struct.field("place"))
    there = found.select(named.explode().unique().drop_nulls()).to_series().to_list()
    wanted = [one for one in there if one == code or code in members(one)]
    return found.filter(named.list.eval(pl.element().is_in(wanted)).list.any())


def _doing(row: dict[str, Any], code: str) -> Doing | None:
    area = _area([place["place"] for place in row["places"] or ()], code)
    if area is None:
        return None
    agency = row["agency"] or row["reporter"]
    return Doing(
        identifier=row["identifier"],
        agency=agency,
        title=row["title"],
        tier=row["tier"],
        topics=tuple(row["topics"] or ()),
        because=tuple(row["because"] or ()),
        status=row["status"],
        time_from=row["time_from"],
        time_to=row["time_to"],
        area=area,
        admin=tuple(row["admin"] or ()),
        partners=tuple(
            dict.fromkeys(
                named
                for partner in row["partners"] or ()
                if (named := partner["agency"] or partner["name"]) and named != agency
            )
        ),
        dataset=row["dataset"],
        edition=row["edition"],
        id=Cell(row["snapshot"], row["sheet"], row["row"], row["column"]).id,
    )


def _area(places: list[str | None], code: str) -> str | None:
    if code in places:
        return "country"
    return next((one for one in places if one is not None and code in members(one)), None)


def _touches(one: Doing, year: int) -> bool:
    if one.time_from is None:
        return False
    return one.time_from.year <= year <= (one.time_to or one.time_from).year


def _publishes(base: Base, code: str) -> tuple[Publishes, ...]:
    codes = answering(code)
    marks = ", ".join("?" for _ in codes)
    rows = base.rows(
        f"SELECT agency, dataset, count(*) AS figures, max(time_to) AS newest FROM figures "
        f"WHERE (place IN ({marks}) OR counterpart IN ({marks})) AND value IS NOT NULL "
        "AND time_to <= current_date GROUP BY ALL ORDER BY ALL",
        [*codes, *codes],
    )
    return tuple(Publishes(**row) for row in rows)


def _silent(found: list[Doing], topic: str | None) -> dict[str, tuple[str, ...]]:
    doing: dict[str, set[str]] = {} if topic is None else {topic: set()}
    for one in found:
        for about in one.topics:
            doing.setdefault(about, set()).add(one.agency)
    silent = {
        about: tuple(sorted({m.agency for m in mandates(theme=about) if m.agency not in agencies}))
        for about, agencies in sorted(doing.items())
    }
    return {about: agencies for about, agencies in silent.items() if agencies}
