"""What can be found: every place, concept, instrument, agency, data set and activity of a release,
and its weightiest findings, each with its titles in six languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where, who
from gmg.site.search import lexicon
from gmg.site.search.vocabulary import place_names
from gmg.site.words import words

if TYPE_CHECKING:
    from gmg.analysis.findings import Finding
    from gmg.evidence.base import Base

KINDS = ("place", "concept", "instrument", "agency", "dataset", "finding", "activity")
"""Kinds of entries, the one that readers most often mean first."""

FINDINGS = 3000
LOOKED_AT = 12_000  # findings that are ranked to choose from, one of each rule, concept and pair
_DESCRIBED = 400  # characters of an activity's description that are searched


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find. `titles` are its names, `body` other words that it may be found by.

    `marks` are kind and code of what it is about: they answer whatever language the question is
    in. `data` is what a line about it needs that no axis holds; `weight` parts equals.
    """

    kind: str
    code: str
    titles: tuple[str, ...]
    body: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    weight: float = 0.0


def entries(base: Base) -> Iterator[Entry]:
    """All entries of a release, in a fixed order."""
    yield from _places()
    yield from _concepts()
    yield from _instruments()
    yield from _agencies()
    yield from _datasets(base)
    yield from _activities(base)
    yield from _findings(base)


def said(kind: str, code: str) -> tuple[str, ...]:
    """The names of a code in six languages, without repeats."""
    return tuple(dict.fromkeys(str(words(lang).label(kind, code)) for lang in where.LANGUAGES))


@lru_cache(maxsize=1024)
def _place_said(code: str) -> tuple[str, ...]:
    return said("place", code)


def _places() -> Iterator[Entry]:
    for place in where.places():
        if place.code not in place_names():
            continue
        yield Entry(
            kind="place",
            code=place.code,
            titles=place_names()[place.code],
            body=tuple(code for code in (place.code, place.iso2, place.m49) if code),
            marks=(("place", place.code),),
            weight=float(place.valid_to is None) + float(place.kind in ("country", "area")),
        )


def _concepts() -> Iterator[Entry]:
    for concept in what.concepts():
        yield Entry(
            kind="concept",
            code=concept.code,
            titles=(*said("concept", concept.code), *lexicon.phrases_of("concept", concept.code)),
            body=(concept.definition, concept.code),
            marks=(("concept", concept.code),),
            weight=float(concept.part == "IV"),
        )


def _instruments() -> Iterator[Entry]:
    for item in what.instruments():
        titles = (*said("instrument", item.code), *said("instrument_title", item.code))
        themes = [name for theme in item.themes for name in said("theme", theme)]
        agencies = [one for one in item.custodians if _is_agency(one)]
        yield Entry(
            kind="instrument",
            code=item.code,
            titles=tuple(dict.fromkeys((*titles, *lexicon.phrases_of("instrument", item.code)))),
            body=(item.code, item.reference, item.untc, *themes),
            marks=(
                ("instrument", item.code),
                *(("agency", one) for one in agencies),
            ),
            weight=float(item.binding) + float(item.scope == "universal"),
        )


def _agencies() -> Iterator[Entry]:
    for agency in who.agencies():
        called = [one.value for one in agency.identifiers if one.scheme == "name"]
        names = (agency.label, *(name for name in agency.names if name), *called)
        yield Entry(
            kind="agency",
            code=agency.code,
            titles=(*names, *lexicon.phrases_of("agency", agency.code)),
            body=(agency.code, agency.role),
            marks=(("agency", agency.code),),
        )


def _datasets(base: Base) -> Iterator[Entry]:
    from gmg.sources import sources

    held = {account.dataset for account in base.release.accounts}
    concepts: dict[str, set[str]] = {}
    for account in base.release.accounts:
        concepts.setdefault(account.dataset, set()).update(account.concepts)
    for source in sources():
        if source.id not in held:
            continue
        about = sorted(concepts[source.id])
        yield Entry(
            kind="dataset",
            code=source.id,
            titles=(source.title, source.id),
            body=(source.counts, *(name for code in about for name in said("concept", code))),
            marks=(("agency", source.agency), *(("concept", code) for code in about)),
            data={"title": source.title, "agency": source.agency, "counts": source.counts},
        )


def _activities(base: Base) -> Iterator[Entry]:
    from gmg.evidence.base import ID

    for row in base.rows(
        f"SELECT {ID} AS id, identifier, title, description, agency, reporter_name, topics, places, "
        "language, time_from, time_to FROM activities WHERE tier IS NOT NULL AND title IS NOT NULL "
        "ORDER BY identifier, id"
    ):
        places = [
            place["place"] for place in row["places"] or () if place["place"] in place_names()
        ]
        years = sorted({day.year for day in (row["time_from"], row["time_to"]) if day})
        yield Entry(
            kind="activity",
            code=row["id"],
            titles=(row["title"],),
            body=(
                row["identifier"],
                (row["description"] or "")[:_DESCRIBED],
                *(name for place in places for name in _place_said(place)),
            ),
            marks=(
                *(("place", place) for place in places),
                *((("agency", row["agency"]),) if row["agency"] else ()),
            ),
            data={
                "title": row["title"],
                "lang": row["language"] or "en",
                "agency": row["agency"],
                "reporter": row["reporter_name"],
                "places": places[:4],
                "years": years,
            },
            weight=float(years[-1] if years else 0),
        )


def _findings(base: Base) -> Iterator[Entry]:
    """The weightiest findings, one of each rule, concept and pair: other years stand beside it."""
    from gmg.analysis.findings import RULES, made, rank

    kept: dict[tuple[str, ...], dict[str, Any]] = {}
    for line in rank(base, RULES, {}, LOOKED_AT):
        key = (line["rule"], line["concept"], line["place"], line["counterpart"] or "")
        kept.setdefault(key, line)
    for finding in made(base, list(kept.values())[:FINDINGS]):
        yield _finding(finding)


def _finding(finding: Finding) -> Entry:
    places = [code for code in (finding.place, finding.counterpart) if code]
    agencies = sorted({figure.agency for figure in finding.figures})
    return Entry(
        kind="finding",
        code=finding.id,
        titles=(),
        body=(
            *_said_once("rule", finding.rule),
            *_said_once("concept", finding.concept),
            *(name for code in places for name in _place_said(code)),
            *agencies,
            str(finding.time_to.year),
        ),
        marks=(
            *(("place", code) for code in places),
            ("concept", finding.concept),
            *(("agency", code) for code in agencies),
        ),
        data={
            "rule": finding.rule,
            "concept": finding.concept,
            "place": finding.place,
            "counterpart": finding.counterpart,
            "year": finding.time_to.year,
            "says": finding.sentence,
        },
        weight=finding.people or 0.0,
    )


@lru_cache(maxsize=1024)
def _said_once(kind: str, code: str) -> tuple[str, ...]:
    return said(kind, code)


def _is_agency(code: str) -> bool:
    return any(agency.code == code for agency in who.agencies())
