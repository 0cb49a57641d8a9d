"""Who: agencies, the group's bodies, who sat in them when, and who held the chair.

>>> from datetime import date
>>> [a.code for a in chair(date(2007, 1, 1)).agencies]
['IOM']
>>> len(members(date(2007, 1, 1)))
10

Dates are kept as published. A shortened date (`2007-11`, `2014`) is a span of days: a row holds
from the first day its start can mean to the last day its end can mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.axes.names import fold
from gmg.axes.tables import UnknownCode, rows, words
from gmg.axes.when import PartialDate, partial

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
GROUP = "GMG"
STATUSES = ("member", "co-chair", "observer", "offered", "unverified")
SEATED = ("member", "co-chair")
CHAIRS = ("chair", "co-chair", "interim", "vacant")


class UnknownAgency(UnknownCode):
    """No agency has that code."""

    what = "agency"


class UnknownBody(UnknownCode):
    """No body has that code."""

    what = "body"


@dataclass(frozen=True, slots=True)
class Identifier:
    """What an agency is called elsewhere.

    `scheme` is `dac-channel` (OECD DAC channel code), `iati` (organisation identifier it publishes
    under), `iati-alias` (another one seen in files) or `name` (a name or acronym in use).
    """

    agency: str
    scheme: str
    value: str
    valid_from: PartialDate | None
    valid_to: PartialDate | None
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, member of the group or not, or another publisher.

    `names` follow `LANGUAGES`; an empty text means that no settled name is known. `joined` is None
    for those that never joined and for those whose entry was not found.
    """

    code: str
    label: str
    names: tuple[str, ...]
    kind: str
    role: str
    domain: str
    joined: PartialDate | None
    identifiers: tuple[Identifier, ...]
    confidence: str
    names_confidence: str
    source: str
    note: str

    @property
    def name(self) -> str:
        """The name in English."""
        return self.names[0]

    def name_in(self, language: str) -> str:
        """The name in a language of the United Nations (`fr`), in English where none is settled."""
        return self.names[LANGUAGES.index(language)] or self.name

    def identifier(self, scheme: str) -> str | None:
        """The first identifier of a scheme, None where there is none."""
        return next((i.value for i in self.identifiers if i.scheme == scheme), None)


@dataclass(frozen=True, slots=True)
class Body:
    """The group, a body below it, its forerunner, its successor or a forum it works with."""

    code: str
    name: str
    kind: str
    parent: str | None
    leads: tuple[str, ...]
    starts: PartialDate
    ends: PartialDate | None
    mandate: str
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Membership:
    """An agency in a body: member, co-chair, observer, offered a seat, or not verified."""

    body: str
    agency: str
    status: str
    starts: PartialDate | None
    ends: PartialDate | None
    confidence: str
    source: str
    note: str

    def holds(self, on: date) -> bool:
        """Whether the row holds on a day.

        With no known start it holds only within what its end can mean: a source that names a member
        at the end says nothing of the years before.
        """
        known = self.starts or self.ends
        if known is None:
            return False
        return known.first <= on and (self.ends is None or on <= self.ends.last)

    def certain(self, on: date) -> bool:
        """Whether the row holds whatever days its shortened dates stand for."""
        if self.starts is None or not self.holds(on):
            return False
        return self.starts.last <= on and (self.ends is None or on <= self.ends.first)


@dataclass(frozen=True, slots=True)
class Chair:
    """A term of the group's chair. A vacancy is a term without agencies; co-chairs are two."""

    agencies: tuple[Agency, ...]
    kind: str
    starts: PartialDate
    ends: PartialDate
    theme: str
    confidence: str
    source: str
    note: str

    def holds(self, on: date) -> bool:
        """Whether the term runs on a day."""
        return self.starts.first <= on <= self.ends.last


def agency(code: str) -> Agency:
    """The agency of a code such as `UNDESA`; UnknownAgency names the nearest codes."""
    found = _agencies().get(code)
    if found is None:
        raise UnknownAgency(code, tuple(_agencies()))
    return found


def agencies() -> tuple[Agency, ...]:
    """All agencies, in the order of the table: members first, then other publishers."""
    return tuple(_agencies().values())


def body(code: str) -> Body:
    """The body of a code such as `GMG-WG-DATA`."""
    found = _bodies().get(code)
    if found is None:
        raise UnknownBody(code, tuple(_bodies()))
    return found


def bodies() -> tuple[Body, ...]:
    """All bodies, in the order of the table."""
    return tuple(_bodies().values())


@lru_cache(maxsize=1)
def memberships() -> tuple[Membership, ...]:
    """Every dated membership of every body."""
    return tuple(
        Membership(
            body=row["body"],
            agency=row["agency"],
            status=row["status"],
            starts=partial(row["starts"]),
            ends=partial(row["ends"]),
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("membership")
    )


def members(on: date, of: str = GROUP) -> tuple[Agency, ...]:
    """The agencies with a seat in a body on a day, by code; observers have none.

    Raises UnknownBody.
    """
    wanted = body(of).code
    seated = {
        m.agency for m in memberships() if m.body == wanted and m.status in SEATED and m.holds(on)
    }
    return tuple(agency(code) for code in sorted(seated))


@lru_cache(maxsize=1)
def chairs() -> tuple[Chair, ...]:
    """All terms of the group's chair in order of time, vacancies among them."""
    terms: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("chairs"):
        terms.setdefault((row["starts"], row["ends"]), []).append(row)
    return tuple(_chair(holders) for _, holders in sorted(terms.items()))


def chair(on: date) -> Chair | None:
    """Who held the chair on a day; None when it stood empty or the group did not exist."""
    return next((c for c in chairs() if c.agencies and c.holds(on)), None)


def find(text: str) -> tuple[Agency, ...]:
    """The agencies that a text may mean, best first; empty when none is near.

    Codes, labels, names in six languages and identifiers that equal the text come alone; else those
    that hold it as part of a name; else those that look like it. Case and accents do not count.
    """
    wanted = fold(text)
    if not wanted:
        return ()
    known = {a.code: frozenset(map(fold, _called(a))) for a in agencies()}
    equal = [code for code, called in known.items() if wanted in called]
    part = [code for code, called in known.items() if any(wanted in name for name in called)]
    return tuple(agency(code) for code in equal or part or _near(wanted, known))


def _near(wanted: str, known: dict[str, frozenset[str]]) -> list[str]:
    from difflib import get_close_matches

    owner = {name: code for code, called in known.items() for name in called}
    close = get_close_matches(wanted, list(owner), n=3, cutoff=0.75)
    return list(dict.fromkeys(owner[name] for name in close))


def _called(one: Agency) -> Iterator[str]:
    yield from (one.code, one.label)
    yield from (name for name in one.names if name)
    yield from (identifier.value for identifier in one.identifiers)


@lru_cache(maxsize=1)
def _agencies() -> dict[str, Agency]:
    return {row["code"]: _agency(row) for row in rows("agencies")}


def _agency(row: dict[str, str]) -> Agency:
    return Agency(
        code=row["code"],
        label=row["label"],
        names=tuple(row[f"name_{language}"] for language in LANGUAGES),
        kind=row["kind"],
        role=row["role"],
        domain=row["domain"],
        joined=partial(row["joined"]),
        identifiers=_identifiers().get(row["code"], ()),
        confidence=row["confidence"],
        names_confidence=row["names_confidence"],
        source=row["source"],
        note=row["note"],
    )


@lru_cache(maxsize=1)
def _identifiers() -> dict[str, tuple[Identifier, ...]]:
    found: dict[str, tuple[Identifier, ...]] = {}
    for row in rows("agency_identifiers"):
        one = Identifier(
            agency=row["agency"],
            scheme=row["scheme"],
            value=row["value"],
            valid_from=partial(row["valid_from"]),
            valid_to=partial(row["valid_to"]),
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        found[one.agency] = (*found.get(one.agency, ()), one)
    return found


@lru_cache(maxsize=1)
def _bodies() -> dict[str, Body]:
    return {
        row["code"]: Body(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=row["parent"] or None,
            leads=words(row["leads"]),
            starts=PartialDate.parse(row["starts"]),
            ends=partial(row["ends"]),
            mandate=row["mandate"],
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("bodies")
    }


def _chair(holders: list[dict[str, str]]) -> Chair:
    first = holders[0]
    return Chair(
        agencies=tuple(agency(row["agency"]) for row in holders if row["agency"]),
        kind=first["kind"],
        starts=PartialDate.parse(first["starts"]),
        ends=PartialDate.parse(first["ends"]),
        theme=first["theme"],
        confidence=first["confidence"],
        source=first["source"],
        note=first["note"],
    )
