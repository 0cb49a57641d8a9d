"""The migration profile of a country: the four parts of the group's Common Set of Indicators.

Every agency's number stands beside the others', each with edition, date and figure id; what nobody
publishes is named. For each data set the newest edition that holds a line answers; earlier editions
are named and never joined to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.analysis import common_set
from gmg.analysis.gather import BY_COUNTERPART, BY_PLACE, Gathered, gather, published, whole_pairs
from gmg.analysis.norms.adoptions import Adoption, adoptions
from gmg.analysis.norms.elsewhere import Elsewhere, elsewhere
from gmg.analysis.ranking import Ranking, ranking
from gmg.analysis.series import (
    Number,
    Series,
    adds_up,
    grouped,
    numbers_of_sexes,
    series_of,
    total,
    whole,
)
from gmg.axes import what, where
from gmg.axes.when import calendar_year
from gmg.records.figure import Figure

if TYPE_CHECKING:
    from gmg.analysis.coordination.who_does_what import WhoDoesWhat
    from gmg.analysis.flows.from_evidence.of_place import Moved
    from gmg.evidence.base import Base
    from gmg.records.said import Said

PARTS = ("I", "II", "III", "IV", "X")
VARIANTS = ("projection-low", "projection-high", "projection-zero-migration")
BOUNDS = [
    "projection-lower-80",
    "projection-upper-80",
    "projection-lower-95",
    "projection-upper-95",
]
HORIZONS = (2030, 2050, 2100)
"""Years of a projection that are shown as numbers; the rest stands in the chart."""
BY_YEAR = {
    "migrant-deaths": "all incidents of the year",
    "migrant-survivors": "all incidents of the year",
    "internal-displacements": "all hazards of the year",
    "arrivals": "all months and routes of the year",
}
"""Concepts published in pieces: a place's number is their sum over a year."""
MANY_PARTS = 4
NOT_A_COUNTRY = ("pseudo", "region", "group")


class NoProfile(LookupError):
    """The place is no country or area, so there is no profile of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A label and the numbers that stand in it, for one line of the Common Set."""

    indicator: str | None
    label: str
    numbers: tuple[Number, ...]

    def as_json(self) -> dict[str, Any]:
        """The line and its numbers."""
        return {
            "indicator": self.indicator,
            "label": self.label,
            "numbers": [number.as_json() for number in self.numbers],
        }


@dataclass(frozen=True, slots=True)
class Split:
    """Figures of a data set that publishes the topic in parts only, which nobody added up.

    They are counted and not shown: `ask` is the command that lists them.
    """

    dataset: str
    edition: str
    count: int
    ask: str

    def as_json(self) -> dict[str, Any]:
        """The split as a flat object."""
        return {
            "dataset": self.dataset,
            "edition": self.edition,
            "count": self.count,
            "ask": self.ask,
        }


@dataclass(frozen=True, slots=True)
class Topic:
    """One concept seen from one end of it: the newest numbers, their series, lines and partners.

    `latest` holds one number for each agency, data set, basis and unit. `earlier` names editions
    that were left out. `lines` are the further lines of the Common Set on the same concept.
    """

    indicator: str | None
    part: str
    concept: str
    side: str
    title: str
    latest: tuple[Number, ...]
    series: tuple[Series, ...]
    lines: tuple[Line, ...]
    ranking: Ranking | None
    ranked_as: str | None
    earlier: tuple[str, ...]
    splits: tuple[Split, ...]

    def as_json(self) -> dict[str, Any]:
        """The topic as plain objects."""
        return {
            "indicator": self.indicator,
            "concept": self.concept,
            "side": self.side,
            "title": self.title,
            "latest": [number.as_json() for number in self.latest],
            "lines": [line.as_json() for line in self.lines],
            "series": [series.as_json() for series in self.series],
            "ranking": self.ranking.as_json() if self.ranking else None,
            "ranking_indicator": self.ranked_as,
            "earlier_editions": list(self.earlier),
            "only_in_parts": [split.as_json() for split in self.splits],
        }


@dataclass(frozen=True, slots=True)
class Unknown:
    """A line of the Common Set without any figure for the place, and why there is none."""

    indicator: str
    part: str
    label: str
    why: str

    def as_json(self) -> dict[str, str]:
        """The line as a flat object."""
        return {
            "indicator": self.indicator,
            "part": self.part,
            "label": self.label,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is known, and not known, of one place in one release.

    `moved` are estimates of ours, kept apart from figures of agencies; where there are none,
    `not_moved` says why. `said` is what the group itself has said of the place, never evidence.
    """

    place: str
    title: str
    lang: str
    release: str
    sample: bool
    wider: tuple[str, ...]
    adoptions: tuple[Adoption, ...]
    topics: tuple[Topic, ...]
    findings: tuple[Any, ...]
    unknown: tuple[Unknown, ...]
    around: tuple[Elsewhere, ...] = ()
    work: WhoDoesWhat | None = None
    moved: Moved | None = None
    not_moved: str = ""
    said: tuple[Said, ...] = ()

    def part(self, code: str) -> tuple[Topic, ...]:
        """The topics of one part."""
        return tuple(topic for topic in self.topics if topic.part == code)

    def figures(self) -> Iterator[tuple[Figure, str | None, str]]:
        """Every published figure shown, once, with the indicator and the part it is shown in."""
        seen: set[str] = set()
        for topic in self.topics:
            for number, indicator in numbers_of(topic):
                for figure in number.figures:
                    if figure.id not in seen:
                        seen.add(figure.id)
                        yield figure, indicator, topic.part


def numbers_of(topic: Topic) -> Iterator[tuple[Number, str | None]]:
    """Every number of a topic, with its indicator."""
    for number in topic.latest:
        yield number, topic.indicator
    for line in topic.lines:
        for number in line.numbers:
            yield number, line.indicator
    if topic.ranking is not None:
        for partner in topic.ranking.partners:
            for one in (partner.number, *partner.others, partner.back):
                if one is not None:
                    yield one, topic.ranked_as
        for number in topic.ranking.unnamed:
            yield number, topic.ranked_as
    for series in topic.series:
        for number in series.points:
            yield number, topic.indicator


def profile(
    base: Base,
    place: str,
    lang: str = "en",
    with_findings: bool = True,
    said: tuple[Said, ...] = (),
) -> Profile:
    """The profile of a country or area, named by code or by name.

    `said` is what the group has made public, of which the place's own is kept.

    Without findings, what neighbours have joined, who does what and estimated flows are left out too.

    Raises `where.UnknownPlace` for a name that no place has and NoProfile for a region or group.
    """
    found = where.find(place)
    if found.kind in NOT_A_COUNTRY:
        raise NoProfile(
            f"{found.name} is no country or area; profiles are of one country or area: try KEN"
        )
    gathered = gather(base, found.code)
    title = found.label(lang)
    acts = adoptions(base, found.code)
    topics = tuple(_topics(base, gathered, title))
    moved, not_moved = _moved(base, found.code) if with_findings else (None, "")
    return Profile(
        place=found.code,
        title=title,
        lang=lang,
        release=base.release.id,
        sample=base.release.sample,
        wider=gathered.places[1:],
        adoptions=acts,
        topics=topics,
        findings=_findings(base, found.code) if with_findings else (),
        unknown=tuple(_unknown(base, topics, acts)),
        around=_around(base, found.code, topics) if with_findings and acts else (),
        work=_work(base, found.code) if with_findings else None,
        moved=moved,
        not_moved=not_moved,
        said=tuple(one for one in said if found.code in one.places),
    )


def _moved(base: Base, place: str) -> tuple[Moved | None, str]:
    """Estimated flows of the place, or why there are none."""
    from gmg.analysis.flows.from_evidence.of_place import moved
    from gmg.analysis.flows.inputs import FlowError

    try:
        found = moved(base, place)
    except FlowError as error:
        return None, str(error)
    return found, "" if found else "no table of stocks and populations has the place"


ENDS = 3
"""Origins and destinations of migrants whose acts are shown beside the neighbours'."""


def _around(base: Base, place: str, topics: Sequence[Topic]) -> tuple[Elsewhere, ...]:
    """The place itself, then its neighbours and the other ends of its main corridors."""
    ends: dict[str, list[str]] = {place: []}
    for topic in topics:
        if topic.concept == "migrant-stock" and topic.ranking is not None:
            why = "origin" if topic.side == BY_PLACE else "destination"
            for partner in topic.ranking.partners[:ENDS]:
                ends.setdefault(partner.place, []).append(why)
    for neighbour in where.neighbours(place):
        ends.setdefault(neighbour, []).append("neighbour")
    return elsewhere(base, ends)


def _work(base: Base, place: str) -> WhoDoesWhat | None:
    if not base.release.parquet("activities"):
        return None
    from gmg.analysis.coordination.who_does_what import who_does_what

    return who_does_what(base, place, figures=False)


def _topics(base: Base, gathered: Gathered, title: str) -> Iterator[Topic]:
    alone = grouped(gathered.alone, lambda figure: (figure.concept,))
    for concept in what.concepts():
        if concept.part is None:
            continue
        for side in (BY_PLACE, BY_COUNTERPART):
            figures = alone.get((concept.code,), []) if side == BY_PLACE else []
            topic = _topic(base, gathered, concept, side, figures, title)
            if topic is not None:
                yield topic


def _topic(
    base: Base,
    gathered: Gathered,
    concept: what.Concept,
    side: str,
    figures: Sequence[Figure],
    title: str,
) -> Topic | None:
    numbers = [*_alone(figures), *_summed(gathered, concept.code, side, figures)]
    kept, earlier = _newest(base, numbers)
    kept, splits = _without_splits(kept, side)
    series = series_of(kept)
    latest = _latest(base, gathered, series)
    if not latest and not splits:
        return None
    ranked = (concept.code, side) in common_set.RANKED
    return Topic(
        indicator=common_set.indicator_of(concept, side),
        part=concept.part or "",
        concept=concept.code,
        side=side,
        title=common_set.title(concept, side, title),
        latest=latest,
        series=series,
        lines=tuple(_lines(base, gathered, concept.code, side, figures, series)),
        ranking=ranking(gathered, concept.code, side) if ranked else None,
        ranked_as=common_set.RANKED.get((concept.code, side)),
        earlier=tuple(sorted(earlier)),
        splits=splits,
    )


def _without_splits(numbers: Sequence[Number], side: str) -> tuple[list[Number], tuple[Split, ...]]:
    """The numbers without those of data sets that publish many parts and no whole, and what they are."""
    details: dict[tuple[str, str, str], set[str | None]] = {}
    for number in numbers:
        key = (number.dataset, number.edition, number.place)
        details.setdefault(key, set()).add(number.detail)
    many = {key for key, held in details.items() if None not in held and len(held) > MANY_PARTS}
    kept = [n for n in numbers if (n.dataset, n.edition, n.place) not in many]
    option = "--place" if side == BY_PLACE else "--from"
    splits = []
    for dataset, edition, place in sorted(many):
        parts = [n for n in numbers if (n.dataset, n.edition, n.place) == (dataset, edition, place)]
        ask = (
            f"gmg figures {parts[0].concept} {option} {place} --dataset {dataset} "
            f"--edition {edition} --all"
        )
        splits.append(Split(dataset, edition, sum(n.count for n in parts), ask))
    return kept, tuple(splits)


def _alone(figures: Iterable[Figure]) -> Iterator[Number]:
    """Numbers from figures without a partner: both sexes and all ages, date by date."""
    figures = list(figures)
    whole_ones = [f for f in figures if f.concept not in BY_YEAR]
    pieces = [f for f in figures if f.concept in BY_YEAR and f.age == "all" and f.sex == "total"]
    for group in grouped(whole_ones, _same_but_sex_and_age).values():
        if not adds_up(group[0].concept):
            yield from numbers_of_sexes(group)
            continue
        number = whole(group)
        if number is not None:
            yield number
    for group in grouped(pieces, _same_year).values():
        first = group[0]
        year = calendar_year(first.time_to.year)
        number = total(group, BY_YEAR[first.concept], detail=None, counterpart=None, period=year)
        if number is not None:
            yield number


def _same_but_sex_and_age(figure: Figure) -> tuple[Any, ...]:
    return (*_same_line(figure), figure.detail, figure.time_from, figure.time_to)


def _same_year(figure: Figure) -> tuple[Any, ...]:
    return (*_same_line(figure), figure.time_to.year)


def _same_line(figure: Figure) -> tuple[Any, ...]:
    return (figure.place, figure.dataset, figure.edition, figure.basis, figure.unit)


def _summed(
    gathered: Gathered, concept: str, side: str, figures: Sequence[Figure]
) -> Iterator[Number]:
    """Sums over partners, where the edition publishes no total of its own."""
    if not adds_up(concept):
        return
    with_totals = {(figure.dataset, figure.edition) for figure in figures}
    parts = grouped(
        gathered.pairs_of(concept, side),
        lambda figure: (figure.dataset, figure.edition, figure.unit, _own(figure, side)),
    )
    for number in gathered.sums_of(concept, side):
        if (number.dataset, number.edition) in with_totals:
            continue
        key = (number.dataset, number.edition, number.unit, number.place)
        yield _with_parts(number, parts.get(key, []))


def _with_parts(number: Number, candidates: Sequence[Figure]) -> Number:
    """The sum with the figures behind it, where they are those of the newest year."""
    from dataclasses import replace

    parts = [
        figure
        for figure in candidates
        if number.basis in ("", figure.basis)
        and (number.detail is None or number.detail == figure.detail)
        and number.period.time_from <= figure.time_to <= number.period.time_to
    ]
    full = whole_pairs(parts)
    if full is None or full.count != number.count or full.value != number.value:
        return number
    return replace(number, figures=full.figures, formula=full.formula)


def _own(figure: Figure, side: str) -> str:
    return figure.place if side == BY_PLACE else figure.counterpart or ""


def _newest(base: Base, numbers: Iterable[Number]) -> tuple[list[Number], set[str]]:
    """The numbers of the newest edition of each data set, and the names of the other editions."""
    numbers = list(numbers)
    editions: dict[str, set[str]] = {}
    for number in numbers:
        editions.setdefault(number.dataset, set()).add(number.edition)
    chosen = {name: max(held, key=lambda e: _age(base, name, e)) for name, held in editions.items()}
    kept = [number for number in numbers if number.edition == chosen[number.dataset]]
    earlier = {
        f"{name}@{edition}"
        for name, held in editions.items()
        for edition in held
        if edition != chosen[name]
    }
    return kept, earlier


def _age(base: Base, dataset: str, edition: str) -> tuple[str, str]:
    return published(base, dataset, edition), edition


def _latest(base: Base, gathered: Gathered, series: Sequence[Series]) -> tuple[Number, ...]:
    """The newest number of each series that is no forecast, of the place itself where it can be."""
    named = {one.dataset for one in series if one.place == gathered.places[0]}
    plain = {one.dataset for one in series if one.detail is None}
    found = []
    for one in series:
        if one.basis in VARIANTS or one.basis in BOUNDS:
            continue
        if one.place != gathered.places[0] and (one.dataset in named or _former(one.place)):
            continue
        if one.detail is not None and one.dataset in plain:
            continue
        number = _newest_known(base, one)
        if number is not None:
            found.append(number)
    found.sort(key=lambda number: number.period.time_to, reverse=True)
    return tuple(found)


def _former(code: str) -> bool:
    return where.get(code).kind == "former"


def _newest_known(base: Base, series: Series) -> Number | None:
    """The last number that is not later than the year its edition was published in."""
    year = published(base, series.dataset, series.edition)[:4]
    until = int(year) if year.isdigit() else None
    known = [
        point
        for point in series.points
        if point.value is not None and (until is None or point.period.year <= until)
    ]
    return known[-1] if known else None


def _lines(
    base: Base,
    gathered: Gathered,
    concept: str,
    side: str,
    figures: Sequence[Figure],
    series: Sequence[Series],
) -> Iterator[Line]:
    """The further lines of the Common Set that the same concept answers."""
    for line in common_set.DERIVED:
        if line.concept != concept or side != BY_PLACE:
            continue
        numbers = tuple(_derived(base, gathered, line, figures))
        if numbers:
            yield Line(line.indicator, line.label or what.indicator(line.indicator).label, numbers)
    if concept == "population":
        yield from _projections(series)


def _derived(
    base: Base, gathered: Gathered, line: common_set.Derived, figures: Sequence[Figure]
) -> Iterator[Number]:
    """For each data set the newest number that the line can be answered with."""
    own = gathered.places[0]
    pairs = gathered.pairs_of(line.concept, BY_PLACE)
    candidates = [f for f in (*figures, *pairs) if f.place == own]
    best: dict[str, tuple[Any, Number]] = {}
    for group in grouped(candidates, _same_but_partner).values():
        number = common_set.derived(line, group)
        if number is None or number.basis in (*VARIANTS, *BOUNDS):
            continue
        year = published(base, number.dataset, number.edition)
        if year[:4].isdigit() and number.period.year > int(year[:4]):
            continue
        order = (_age(base, number.dataset, number.edition), number.period)
        if number.dataset not in best or order > best[number.dataset][0]:
            best[number.dataset] = (order, number)
    for _, number in best.values():
        yield number


def _same_but_partner(figure: Figure) -> tuple[Any, ...]:
    paired = figure.counterpart is not None
    return (*_same_line(figure), paired, figure.detail, figure.time_from, figure.time_to)


def _projections(series: Sequence[Series]) -> Iterator[Line]:
    for indicator, basis in (("II-13", "projection-medium"), ("II-14", VARIANTS[2])):
        numbers = tuple(
            point
            for one in series
            if one.basis == basis
            for point in one.points
            if point.period.year in HORIZONS
        )
        if numbers:
            yield Line(indicator, what.indicator(indicator).label, numbers)


def _findings(base: Base, place: str) -> tuple[Any, ...]:
    """Contradictions, disagreements and silences about the place; none where nothing can be asked."""
    try:
        from gmg.analysis.findings import findings
    except ImportError:
        return ()
    return tuple(findings(base, place=place, top=FINDINGS))


FINDINGS = 12


def _unknown(base: Base, topics: Sequence[Topic], acts: Sequence[Adoption]) -> Iterator[Unknown]:
    answered = {indicator for topic in topics for indicator in _answered(topic)}
    instruments = {adoption.instrument for adoption in acts if adoption.acts}
    for one in what.indicators():
        if one.code in answered or (one.instrument and one.instrument in instruments):
            continue
        yield Unknown(one.code, one.part, one.label, _why(base, one))


def _answered(topic: Topic) -> Iterator[str | None]:
    yield topic.indicator
    for line in topic.lines:
        yield line.indicator
    if topic.ranking is not None:
        yield topic.ranked_as


def _why(base: Base, indicator: what.Indicator) -> str:
    held = [name for name in indicator.datasets if name in base.release.sources]
    names = ", ".join(indicator.datasets)
    if not held:
        return f"no file of {names} is in this release"
    if indicator.concept is None and indicator.instrument is None:
        return f"not published as a figure in {', '.join(held)}, and not computed here"
    return f"{', '.join(held)} holds no figure for the place"


def document(base: Base, profile: Profile) -> dict[str, Any]:
    """The whole profile as one JSON document."""
    used = {figure.dataset for figure, _, _ in profile.figures()}
    used |= {act.dataset for adoption in profile.adoptions for act in adoption.acts}
    return {
        "place": {
            "code": profile.place,
            "name": where.get(profile.place).name,
            "label": profile.title,
        },
        "lang": profile.lang,
        "release": {"id": profile.release, "sample": profile.sample},
        "beside": list(profile.wider),
        "parts": [
            {
                "code": code,
                "title": what.PARTS[code],
                **(
                    {"instruments": [a.as_json() for a in profile.adoptions]} if code == "I" else {}
                ),
                "topics": [topic.as_json() for topic in profile.part(code)],
            }
            for code in PARTS
        ],
        "said_by_the_group": [one.as_json() for one in profile.said],
        "moved_estimated_here": profile.moved.as_json() if profile.moved else None,
        "around": [one.as_json() for one in profile.around],
        "who_does_what": [one.as_json() for one in profile.work.activities] if profile.work else [],
        "findings": [_finding_json(finding) for finding in profile.findings],
        "unknown": [unknown.as_json() for unknown in profile.unknown],
        "licences": licences(base, used),
    }


def licences(base: Base, datasets: Iterable[str]) -> list[dict[str, str]]:
    """The terms of the data sets named, one object each."""
    return [
        {
            "dataset": name,
            "agency": source.agency,
            "title": source.title,
            "licence": source.licence.code,
            "url": source.licence.url,
            "attribution": source.licence.attribution,
            "confidence": source.licence.confidence,
        }
        for name in sorted(datasets)
        if (source := base.release.sources.get(name)) is not None
    ]


def _finding_json(finding: Any) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "place": finding.place,
        "counterpart": finding.counterpart,
        "people": finding.people,
        "reasons": list(finding.reasons),
        "sentence": finding.sentence,
        "figures": [figure.id for figure in finding.figures],
    }
