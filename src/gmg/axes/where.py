"""The *where* axis: one code for every place that agencies name, with its dates and spellings.

A place code is the ISO 3166-1 alpha-3 code of a present country or area, the ISO 3166-3 code of a
dissolved State, a code of our own where neither exists, or `M49-`, `DESA-`, `WB-`, `UNDP-`,
`UNODC-` and the publisher's code for a region or group. Facts stand in `facts/places.csv`,
`place_codes.csv` (who writes what for which place), `place_regions.csv` (who belongs to which
group) and `place_names_extra.csv` (names and spellings that CLDR lacks).

Areas and names follow "Standard country or area codes for statistical use" (M49),
https://unstats.un.org/unsd/methodology/m49/; designations imply no opinion on legal status.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.axes.names import fold
from gmg.axes.tables import nearest, rows, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
KINDS = ("country", "area", "former", "composite", "pseudo", "region", "group")
_TERRITORIES = frozenset(("country", "area", "former", "composite"))

# Each scheme, and what it knows before its own rows: all that another scheme writes, or the names
# of countries and areas. The private codes of UNHCR have no such ground: three of them are other
# countries' ISO codes.
_GROUND: dict[str, str | None] = {
    "gmg": "gmg",
    "iso3": "iso3",
    "iso2": "iso2",
    "m49": "m49",
    "wpp": "m49",
    "wpp-2019": "m49",
    "desa-m49": "m49",
    "desa-m49-2019": "desa-m49",
    "desa-ims-2024": "iso3",
    "desa-ims-2020": "iso3",
    "desa-name": "name",
    "desa-name-2019": "desa-name",
    "unhcr": None,
    "unhcr-iso": "iso3",
    "unhcr-name": "name",
    "worldbank": "iso3",
    "worldbank-name": "name",
    "idmc": "iso3",
    "undp": "iso3",
    "unodc": "iso3",
    "unodc-name": "name",
    "iom-mmp": "iso3",
    "iom-mmp-name": "name",
    "dtm": "iso3",
    "dtm-name": "name",
    "arrivals": "iso3",
    "ilostat-name": "name",
    "untc-name": "name",
    "status-2022": "iso2",
    "status-2022-name": "name",
    "normlex-fr": None,
}


class UnknownPlace(ValueError, LookupError):
    """No place answers to the code or name; the message says what comes close and what to do."""


class AmbiguousPlace(ValueError, LookupError):
    """Several places answer; the message names them and says how to choose."""


class NoMembers(ValueError, LookupError):
    """The place is no group, or gmg holds no list of its members."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. Dates are the first and the last day on which it covered its territory."""

    code: str
    name: str
    kind: str
    iso3: str | None
    iso2: str | None
    m49: str | None
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]
    region: str | None
    subregion: str | None
    income_group: str | None
    confidence: str
    note: str

    @property
    def territory(self) -> bool:
        """True for countries, areas, former and composite places: ground on which people live."""
        return self.kind in _TERRITORIES

    def label(self, lang: str = "en") -> str:
        """The name in a language: ours where we hold one, else CLDR's, else English."""
        if lang == "en":
            return self.name
        return _labels().get((self.code, lang)) or _cldr(lang).get(self.code) or self.name

    def valid(self, on: date) -> bool:
        """True when the place covered its territory on that day."""
        began = self.valid_from is None or self.valid_from <= on
        return began and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class DatedCode:
    """What a source's code or name means from one day to another, both included.

    `role` is "destination" where the publisher says it of the place of residence only; empty
    where it holds on both sides of a corridor.
    """

    code: str
    place: str
    valid_from: date | None
    valid_to: date | None
    role: str
    confidence: str
    note: str

    def covers(self, on: date, role: str | None = None) -> bool:
        """True when the row speaks of that day, and of that side of a corridor."""
        if role and self.role and role != self.role:
            return False
        began = self.valid_from is None or self.valid_from <= on
        return began and (self.valid_to is None or on <= self.valid_to)


def get(
    code: str, scheme: str = "gmg", on: date | int | None = None, *, role: str | None = None
) -> Place:
    """The place that a source means by `code`, on a day (an int is a year: its 1 July).

    `role` ("destination" or "origin") leaves out what a publisher says of the other side only.
    Raises UnknownPlace for a code that the scheme lacks, and AmbiguousPlace for one that meant
    several places in turn when no day is given.
    """
    if scheme == "gmg" and code in _places():
        return _places()[code]
    mapped, meant = _known(scheme).get(code), _dated(scheme).get(code, ())
    day = _day(on)
    if day is not None:
        mapped = next((row.place for row in meant if row.covers(day, role)), mapped)
    if mapped is not None:
        return _places()[mapped]
    if meant:
        raise AmbiguousPlace(_dates_needed(code, scheme, meant, day))
    raise UnknownPlace(_unknown_code(code, scheme))


def find(text: str, on: date | int | None = None) -> Place:
    """The place with this code, name or spelling, in any of six languages.

    Accents, case and apostrophes don't matter. The day (an int is a year: its 1 July) only
    chooses between places that share a name, such as Sudan before and since 2011; without it
    the present one is meant. Codes are read as gmg, ISO and M49 first, then as any agency's.
    Raises UnknownPlace or AmbiguousPlace.
    """
    day = _day(on)
    written = text.strip()
    if place := _by_code(written, day):
        return place
    folded = fold(written)
    for named in _tiers(folded):
        if named:
            return _chosen(written, named, day)
    if coded := _by_any_scheme(written):
        return _chosen(written, coded, day)
    raise UnknownPlace(_unknown_name(written, folded))


def mapping(scheme: str) -> dict[str, str]:
    """Text as the source writes it to place code, for the present (rows without dates)."""
    return dict(_known(scheme))


def dated(scheme: str) -> list[DatedCode]:
    """What codes of a scheme meant at other times; not inherited by other schemes."""
    return [row for meant in _dated(scheme).values() for row in meant]


def places(kind: str | None = None) -> list[Place]:
    """All places, or those of one kind of `KINDS`, in a stable order."""
    if kind is not None and kind not in KINDS:
        raise ValueError(f"no kind of place is called {kind!r}; kinds are {', '.join(KINDS)}")
    return [place for place in _places().values() if kind in (None, place.kind)]


def codes() -> list[str]:
    """All place codes, in the order of `places.csv`: new places are added at its end."""
    return list(_places())


def schemes() -> list[str]:
    """The names of all schemes of codes or names."""
    return list(_GROUND)


def members(code: str, on: date | int | None = None) -> list[str]:
    """Place codes of the countries and areas in a region, group or composite place.

    The day chooses among dated memberships (European Union, least developed countries); without
    it the open-ended ones are meant. M49 regions hold today's countries and areas on any day.
    Raises NoMembers where gmg holds no list, which is not the same as an empty group.
    """
    place = get(code)
    found = _members(code, _day(on))
    if not found:
        raise NoMembers(
            f"gmg holds no list of members of {code} ({place.name}, a {place.kind}); "
            "if the publisher gives one, add a row to axes/facts/place_regions.csv"
        )
    return [one for one in _places() if one in found]


# --- tables -------------------------------------------------------------------------------------


def neighbours(code: str) -> tuple[str, ...]:
    """Codes of the places with a land border with it, sorted; none for an island or a group.

    Borders are those of Natural Earth 1:10 million, as they are drawn there: they imply no opinion.
    """
    return tuple(sorted(_borders().get(code, ())))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(on: date | int | None) -> date | None:
    if on is None:
        return None
    if isinstance(on, int):
        return date(on, 7, 1)
    return on.date() if isinstance(on, datetime) else on


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    table = rows("places")
    before: dict[str, list[str]] = {}
    for row in table:
        for successor in words(row["successors"]):
            before.setdefault(successor, []).append(row["code"])
    return {row["code"]: _place(row, tuple(before.get(row["code"], ()))) for row in table}


def _place(row: dict[str, str], predecessors: tuple[str, ...]) -> Place:
    return Place(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        iso3=row["iso3"] or None,
        iso2=row["iso2"] or None,
        m49=row["m49"] or None,
        parent=row["parent"] or None,
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
        successors=words(row["successors"]),
        predecessors=predecessors,
        region=row["region"] or None,
        subregion=row["subregion"] or None,
        income_group=row["income_group"] or None,
        confidence=row["confidence"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def _borders() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("neighbours"):
        found.setdefault(row["place"], set()).add(row["neighbour"])
        found.setdefault(row["neighbour"], set()).add(row["place"])
    return found


@lru_cache(maxsize=1)
def _written() -> dict[str, list[DatedCode]]:
    table: dict[str, list[DatedCode]] = {}
    for row in rows("place_codes"):
        begins, ends = _date(row["valid_from"]), _date(row["valid_to"])
        rest = (row["role"], row["confidence"], row["note"])
        written = DatedCode(row["code"], row["place"], begins, ends, *rest)
        table.setdefault(row["scheme"], []).append(written)
    return table


@lru_cache(maxsize=64)
def _known(scheme: str) -> dict[str, str]:
    _asked(scheme)
    base = _GROUND[scheme]
    ground = _ground(base) if base in (None, "name", scheme) else _known(base)
    return {**ground, **{row.code: row.place for row in _own(scheme) if not _has_dates(row)}}


@lru_cache(maxsize=64)
def _dated(scheme: str) -> dict[str, tuple[DatedCode, ...]]:
    _asked(scheme)
    table: dict[str, tuple[DatedCode, ...]] = {}
    for row in _own(scheme):
        if _has_dates(row):
            table[row.code] = (*table.get(row.code, ()), row)
    return table


def _asked(scheme: str) -> None:
    if scheme not in _GROUND:
        close = nearest(scheme, tuple(_GROUND)) or tuple(_GROUND)
        raise UnknownPlace(f"no scheme is called {scheme!r}; there is {', '.join(close)}")


def _own(scheme: str) -> list[DatedCode]:
    return _written().get(scheme, [])


def _has_dates(row: DatedCode) -> bool:
    return row.valid_from is not None or row.valid_to is not None


@lru_cache(maxsize=8)
def _ground(kind: str | None) -> dict[str, str]:
    all_places = _places().values()
    if kind == "gmg":
        return {place.code: place.code for place in all_places}
    if kind == "iso3":
        return {place.iso3: place.code for place in all_places if place.iso3}
    if kind == "iso2":
        return {place.iso2: place.code for place in all_places if place.iso2}
    if kind == "m49":
        numbers = {place.m49: place.code for place in all_places if place.m49}
        return numbers | {number.lstrip("0"): code for number, code in numbers.items()}
    if kind == "name":
        return {place.name: place.code for place in all_places if place.kind in ("country", "area")}
    return {}


# --- members ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _listed() -> dict[str, list[tuple[tuple[str, ...], date | None, date | None]]]:
    table: dict[str, list[tuple[tuple[str, ...], date | None, date | None]]] = {}
    for row in rows("place_regions"):
        listed = (words(row["members"]), _date(row["valid_from"]), _date(row["valid_to"]))
        table.setdefault(row["group"], []).append(listed)
    return table


def _members(code: str, day: date | None) -> set[str]:
    found = {place.code for place in _places().values() if _belongs(place, code)}
    for child in _places().values():
        if child.parent == code and child.kind == "region":
            found |= _members(child.code, day)
    for listed, begins, ends in _listed().get(code, ()):
        if _open(begins, ends, day):
            found = _with_listed(found, listed, day)
    return found


def _belongs(place: Place, code: str) -> bool:
    if place.income_group == code:
        return True
    return place.kind in ("country", "area") and code in (place.region, place.subregion)


def _open(begins: date | None, ends: date | None, day: date | None) -> bool:
    if day is None:
        return ends is None
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def _with_listed(found: set[str], listed: Iterable[str], day: date | None) -> set[str]:
    """A listed group stands for its members; a leading `-` takes members out again."""
    result = set(found)
    for item in listed:
        code = item.removeprefix("-")
        group = _places()[code].kind in ("region", "group")
        these = _members(code, day) if group else {code}
        result = result - these if item.startswith("-") else result | these
    return result


# --- names --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _labels() -> dict[tuple[str, str], str]:
    extra = rows("place_names_extra")
    return {(row["place"], row["lang"]): row["name"] for row in extra if row["use"] == "label"}


@lru_cache(maxsize=16)
def _cldr(lang: str) -> dict[str, str]:
    """Place code to the name in CLDR; empty for a language that CLDR lacks."""
    from babel import Locale, UnknownLocaleError  # 30 ms, for other languages only

    try:
        territories = Locale.parse(lang, sep="-" if "-" in lang else "_").territories
    except (UnknownLocaleError, ValueError):
        return {}
    keys = ((place.code, _cldr_key(place)) for place in _places().values())
    return {code: territories[key] for code, key in keys if key in territories}


def _cldr_key(place: Place) -> str | None:
    return place.m49 if place.kind == "region" else place.iso2


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for name, code in pairs:
        if folded := fold(name):
            index.setdefault(folded, set()).add(code)
    return index


@lru_cache(maxsize=1)
def _own_names() -> dict[str, set[str]]:
    names = [(place.name, place.code) for place in _places().values()]
    return _index([*names, *((row["name"], row["place"]) for row in rows("place_names_extra"))])


@lru_cache(maxsize=1)
def _agency_names() -> dict[str, set[str]]:
    named = [scheme for scheme in _GROUND if scheme.endswith(("-name", "-fr"))]
    written = (row for scheme in named for row in _own(scheme) if not _has_dates(row))
    return _index((row.code, row.place) for row in written)


@lru_cache(maxsize=1)
def _cldr_names() -> dict[str, set[str]]:
    names = ((name, code) for lang in LANGUAGES for code, name in _cldr(lang).items())
    return _index(names)


def _tiers(folded: str) -> Iterator[set[str]]:
    """Our names, then the agencies' spellings, then CLDR, each asked only if those before lack."""
    yield _own_names().get(folded, set())
    yield _agency_names().get(folded, set())
    yield _cldr_names().get(folded, set())


def _by_code(text: str, day: date | None) -> Place | None:
    upper = text.upper()
    if upper in _places():
        return _dated_twin(upper, day)
    for scheme in ("iso3", "iso2", "m49"):
        if upper in _known(scheme) or upper in _dated(scheme):
            return get(upper, scheme, day)
    return None


def _dated_twin(code: str, day: date | None) -> Place:
    """`SDN` on a day before 2011 is read as the ISO code that it was then."""
    return get(code, "iso3", day) if code in _dated("iso3") else _places()[code]


def _by_any_scheme(text: str) -> set[str]:
    known = (_known(scheme) for scheme in _GROUND if text)  # UNODC writes Sark as the empty text
    return {code for names in known if (code := names.get(text) or names.get(text.upper()))}


def _chosen(text: str, candidates: set[str], day: date | None) -> Place:
    if len(candidates) == 1:
        return _places()[next(iter(candidates))]
    found = [place for code, place in _places().items() if code in candidates]
    alive = [place for place in found if (place.valid(day) if day else place.valid_to is None)]
    if len(alive) == 1:
        return alive[0]
    listed = "; ".join(f"{place.code} {place.name}" for place in found)
    raise AmbiguousPlace(
        f"{text!r} may be any of: {listed}. Write the code, or give a day (on=) if dates part them"
    )


# --- messages -----------------------------------------------------------------------------------


def _dates_needed(code: str, scheme: str, meant: Iterable[DatedCode], day: date | None) -> str:
    said = f"does not say what {code!r} means on {day}" if day else f"needs a day for {code!r}"
    spans = (
        f"{row.place} from {row.valid_from or 'the beginning'} to {row.valid_to or 'today'}"
        for row in meant
    )
    return f"scheme {scheme} {said} (on=): it meant {'; '.join(spans)}"


def _unknown_code(code: str, scheme: str) -> str:
    known = _known(scheme)
    close = [f"{near!r} = {known[near]}" for near in nearest(code, tuple(known))]
    near = f" Close to it: {', '.join(close)}." if close else ""
    if scheme == "gmg":
        return (
            f"no place has the code {code!r}.{near} If it is a name or another agency's code, ask "
            "where.find; if it is a new place, add a row to axes/facts/places.csv"
        )
    return (
        f"scheme {scheme} does not know {code!r}.{near} If it stands for a place that gmg knows, "
        f"add a row to place_codes.csv (axes/facts): {scheme},{code},<place code>,,,,confirmed,; "
        "if it is a new place, add it to places.csv first"
    )


def _unknown_name(text: str, folded: str) -> str:
    index = _own_names()
    found = {code for name in nearest(folded, tuple(index)) for code in index[name]}
    close = [f"{code} {place.name}" for code, place in _places().items() if code in found]
    near = f" Close to it: {'; '.join(close)}." if close else ""
    return (
        f"no place is called {text!r}.{near} If it is a spelling of a place that gmg knows, add a "
        "row to place_names_extra.csv (axes/facts), or to place_codes.csv if a source writes it"
    )
