"""One line of an answer: what it is, its title in the reader's language, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gmg.analysis.corridor import sends_back
from gmg.axes import where
from gmg.site.words import Label, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gmg.site.frame.addresses import Addresses
    from gmg.site.search.index import Row
    from gmg.site.words import Words


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers, named by its kind and codes; `anchor` and `query` are parts of it.

    `title` and `context` know the language they are in. `direct` marks a page that answers the
    question outright. `href` is empty until `addressed`.
    """

    kind: str
    codes: tuple[str, ...]
    title: str
    context: str = ""
    score: float = 0.0
    direct: bool = False
    year: int | None = None
    anchor: str = ""
    href: str = ""

    def at(self, score: float) -> Hit:
        """The same hit with a score."""
        return replace(self, score=score)

    def addressed(self, to: Addresses) -> Hit:
        """The same hit with its address; an empty one where the site holds no such page."""
        address = _address(self, to)
        return replace(
            self, href=f"{address}#{self.anchor}" if address and self.anchor else address
        )

    @property
    def path(self) -> str:
        """The address without language and release, as the API names pages."""
        parts = [PATHS[self.kind], *(quote(code, safe="-._~") for code in self.codes)]
        return "/".join(parts)

    def as_json(self) -> dict[str, Any]:
        """The hit as the API answers it."""
        return {
            "kind": self.kind,
            "codes": list(self.codes),
            "title": str(self.title),
            "lang": getattr(self.title, "lang", None),
            "context": str(self.context),
            "path": self.path,
            "year": self.year,
            "anchor": self.anchor or None,
            "direct": self.direct,
        }


PATHS = {
    "place": "place",
    "topic": "place",
    "corridor": "corridor",
    "concept": "concept",
    "instrument": "instrument",
    "agency": "agency",
    "dataset": "data",
    "finding": "finding",
    "activity": "figure",
}
"""Kind of hit to the first part of its address."""


def _address(hit: Hit, to: Addresses) -> str:
    first, *rest = hit.codes
    if hit.kind == "concept":
        return to.concept(first, hit.year)
    if hit.kind == "corridor":
        return to.corridor(first, rest[0])
    if hit.kind == "topic":
        return to.page(hit.path)
    if hit.kind == "activity":
        return to.figure(first)
    simple = {
        "place": to.place,
        "instrument": to.instrument,
        "agency": to.agency,
        "dataset": to.dataset,
        "finding": to.finding,
    }
    return simple[hit.kind](first)


def of_place(code: str, lang: str) -> Hit:
    """The page of a place."""
    spoken = words(lang)
    place = where.get(code)
    region = place.subregion or place.region
    context = spoken.place(region) if region else spoken.label("place_kind", place.kind)
    return Hit("place", (code,), spoken.place(code), context)


def of_corridor(origin: str, destination: str, lang: str) -> Hit:
    """The page of an ordered pair."""
    spoken = words(lang)
    title = spoken._("From {origin} to {destination}").format(
        origin=spoken.place(origin), destination=spoken.place(destination)
    )
    return Hit("corridor", (origin, destination), Label(title, lang))


def of_topic(place: str, concept: str, lang: str) -> Hit:
    """The page of one concept in one place."""
    spoken = words(lang)
    title = f"{spoken.place(place)}: {spoken.concept(concept)}"
    return Hit("topic", (place, concept), Label(title, lang))


def of_concept(code: str, lang: str, year: int | None = None) -> Hit:
    """The page of a concept, in a year where one is given."""
    spoken = words(lang)
    definition = spoken.definition(code)
    context = definition if definition.lang == lang else ""
    if year:
        context = spoken.year(year)
    return Hit("concept", (code,), spoken.concept(code), context, year=year)


def of_instrument(code: str, lang: str) -> Hit:
    """The page of an instrument."""
    spoken = words(lang)
    return Hit("instrument", (code,), spoken.instrument(code), spoken.instrument_title(code))


def of_agency(code: str, lang: str) -> Hit:
    """The page of an agency."""
    spoken = words(lang)
    label, name = spoken.agency(code), spoken.agency_name(code)
    return Hit("agency", (code,), name, label if label != name else "")


def of_entry(row: Row, lang: str) -> Hit:
    """The page of an entry of the index."""
    by_code = {
        "place": of_place,
        "concept": of_concept,
        "instrument": of_instrument,
        "agency": of_agency,
    }
    if row.kind in by_code:
        return by_code[row.kind](row.code, lang)
    told = {"dataset": _dataset, "finding": _finding, "activity": _activity}
    return told[row.kind](row.code, row.data, words(lang))


def _dataset(code: str, data: Mapping[str, Any], spoken: Words) -> Hit:
    return Hit("dataset", (code,), Label(data["title"], "en"), spoken.agency(data["agency"]))


def _finding(code: str, data: Mapping[str, Any], spoken: Words) -> Hit:
    ends = [one for one in (data["counterpart"], data["place"]) if one]
    if sends_back(data["concept"]):
        ends.reverse()
    if len(ends) == 2:
        place = spoken._("from {origin} to {destination}").format(
            origin=spoken.place(ends[0]), destination=spoken.place(ends[1])
        )
    else:
        place = str(spoken.place(ends[0]))
    title = f"{spoken.rule(data['rule'])}: {place}"
    context = f"{spoken.concept(data['concept'])}, {spoken.year(data['year'])}"
    return Hit("finding", (code,), Label(title, spoken.lang), Label(context, spoken.lang))


def _activity(code: str, data: Mapping[str, Any], spoken: Words) -> Hit:
    agency = spoken.agency(data["agency"]) if data["agency"] else data["reporter"] or ""
    places = [str(spoken.place(one)) for one in data["places"]]
    years = "–".join(dict.fromkeys(spoken.year(year) for year in data["years"]))
    context = " · ".join(part for part in (agency, ", ".join(places), years) if part)
    return Hit("activity", (code,), Label(data["title"], data["lang"]), Label(context, spoken.lang))
