"""What an agency publishes, as far as a release holds it, and how fresh that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Record, Sentence, Span
from gmg.analysis.note.words import Speaker, Value
from gmg.axes import mandates
from gmg.axes.when import PartialDate

if TYPE_CHECKING:
    from gmg.evidence.base import Base

LIVE = "9999"  # an edition without a date was pulled live and is the newest
OF_FIGURES = """
SELECT agency, dataset, edition, count(*) AS n, count(DISTINCT place) AS places,
    min(time_from) FILTER (WHERE NOT projected) AS first,
    max(time_to) FILTER (WHERE NOT projected) AS last,
    max(time_to) FILTER (WHERE projected) AS projected
FROM (SELECT *, basis LIKE 'projection-%' AS projected FROM figures)
GROUP BY ALL ORDER BY agency, dataset, edition
"""
OF_ACTS = """
SELECT agency, dataset, edition, count(*) AS n, count(DISTINCT party) AS places,
    min(date) AS first, max(date) AS last, NULL::DATE AS projected
FROM treaty_acts GROUP BY ALL ORDER BY agency, dataset, edition
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One edition of a data set in a release.

    `records` are figures or acts; `first` and `last` are reference dates, projections apart, None
    where no day is published; `projected` is the last day of a projection.
    """

    agency: str
    dataset: str
    edition: str
    kind: str
    records: int
    places: int
    first: date | None
    last: date | None
    projected: date | None
    published: str


def held(base: Base) -> tuple[Held, ...]:
    """Every edition of every data set in the release; within a data set the newest first."""
    found = []
    for kind, sql in (("figures", OF_FIGURES), ("acts", OF_ACTS)):
        for row in base.rows(sql):
            number = row.pop("n")
            published = _published(base, row["dataset"], row["edition"])
            found.append(Held(kind=kind, records=number, published=published, **row))
    found.sort(key=lambda one: one.published or LIVE, reverse=True)
    return tuple(sorted(found, key=lambda one: (one.agency, one.dataset)))


def _published(base: Base, dataset: str, edition: str) -> str:
    source = base.release.sources.get(dataset)
    editions = source.editions if source else ()
    return next((one.published for one in editions if one.id == edition), "")


def newest(editions: Sequence[Held]) -> tuple[Held, ...]:
    """The newest edition of each data set."""
    first: dict[str, Held] = {}
    for one in editions:
        first.setdefault(one.dataset, one)
    return tuple(first.values())


def latest_day(editions: Sequence[Held]) -> date | None:
    """The last reference date of all, projections apart."""
    return max((one.last for one in editions if one.last is not None), default=None)


def record(base: Base, one: Held) -> Record:
    """The edition as a record."""
    dates = f", {one.first} to {one.last}" if one.last else ""
    says = f"edition {one.edition}: {one.records:,} {one.kind}, {one.places:,} places{dates}"
    return rec.of_edition(base, one.dataset, one.edition, says)


def block(base: Base, editions: Sequence[Held], agency: str, say: Speaker) -> Block:
    """A line for each data set of the agency, the newest edition of it drawn."""
    mine = [one for one in editions if one.agency == agency]
    title = say.phrase("h_publishes")
    beside = tuple(_elsewhere(base, mine, agency, say))
    if not mine:
        none = say.say("publishes_none", rec.of_release(base), release=base.release.id)
        return Block("text", (Line((none, *beside)),), title)
    lines = tuple(
        _line(base, one, [o for o in mine if o.dataset == one.dataset and o != one], say)
        for one in newest(mine)
    )
    return Block("spans", (*lines, *(Line((one,)) for one in beside)), title)


def _elsewhere(base: Base, mine: Sequence[Held], agency: str, say: Speaker) -> Iterator[Sentence]:
    """Data sets that the agency is known to publish and of which the release holds nothing."""
    there = {one.dataset for one in mine}
    absent = [one for one in mandates.datasets(agency) if one.dataset not in there]
    if not absent:
        return
    behind = [
        rec.fact(f"mandate_datasets/{one.code}", one.title, one.confidence, "", one.note)
        for one in absent
    ]
    names = ", ".join(one.title for one in absent)
    yield say.say("elsewhere", behind, names=names, release=base.release.id)


def _line(base: Base, one: Held, older: Sequence[Held], say: Speaker) -> Line:
    behind = record(base, one)
    said = []
    if one.kind == "acts":
        key = "acts" if one.last else "acts_undated"
        latest: dict[str, date] = {"last": one.last} if one.last else {}
        said.append(say.say(key, behind, edition=one.edition, n=one.records, **latest))
    elif one.first is not None and one.last is not None:
        values: dict[str, Value] = {"edition": one.edition, "n": one.records, "last": one.last}
        values["first"] = PartialDate(one.first.year)
        if one.places > 1:
            said.append(say.say("publishes", behind, places=one.places, **values))
        else:
            said.append(say.say("publishes_place", behind, **values))
    if one.projected is not None:
        said.append(say.say("projected", behind, date=one.projected))
    if older:
        names = ", ".join(other.edition for other in older)
        behind_older = [record(base, other) for other in older]
        said.append(say.say("older_editions", behind_older, editions=names))
    source = base.release.sources.get(one.dataset)
    span = Span(one.first, one.first, one.last, one.last) if one.first and one.last else None
    title = source.title if source else one.dataset
    return Line(tuple(said), title, one.dataset, span=span, amount=one.records)


def when_published(editions: Sequence[Held]) -> Held | None:
    """The edition that was published last, as far as days of publication are known."""
    known = [one for one in editions if one.published]
    return max(known, key=_last_day, default=None)


def published_day(one: Held) -> PartialDate:
    """When the edition was published; ValueError where that is not known."""
    return PartialDate.parse(one.published)


def _last_day(one: Held) -> tuple[date, str]:
    return published_day(one).first, one.dataset
