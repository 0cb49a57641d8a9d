"""What a figure counts: concepts, bases, units, statuses; indicators, instruments, themes.

>>> concept("migrant-stock").place_role
'destination'
>>> unit("thousand persons").factor
1000

The rows stand in `facts/`. Whether two publishers' figures of one concept may be set side by side
is asked with `comparability`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from gmg.axes.comparability import Comparability, Pair, judge
from gmg.axes.tables import UnknownCode, flag, rows, words
from gmg.axes.when import PartialDate, Period, partial

T = TypeVar("T")
Kind = Literal["stock", "flow", "rate", "share", "index", "money", "ratio"]
KINDS: tuple[Kind, ...] = ("stock", "flow", "rate", "share", "index", "money", "ratio")
PARTS = {
    "I": "Adoption of legal instruments",
    "II": "Population",
    "III": "Development",
    "IV": "Migration",
    "X": "Beyond the set",
}
"""The four parts of the Common Set of Indicators, and what stands beside it."""


class UnknownConcept(UnknownCode):
    """No concept has that code."""

    what = "concept"
    listed = "; `gmg concepts` lists all"


class UnknownBasis(UnknownCode):
    """No basis has that code."""

    what = "basis"


class UnknownUnit(UnknownCode):
    """No unit has that code."""

    what = "unit"


class UnknownStatus(UnknownCode):
    """No observation status has that code."""

    what = "observation status"


class UnknownIndicator(UnknownCode):
    """No indicator has that code."""

    what = "indicator"


class UnknownInstrument(UnknownCode):
    """No instrument has that code."""

    what = "instrument"


class UnknownTheme(UnknownCode):
    """No theme has that code."""

    what = "theme"


@dataclass(frozen=True, slots=True)
class Concept:
    """What was measured.

    `place_role` and `counterpart_role` say which end of a pair the two places of a figure are; an
    empty `counterpart_role` means that the concept knows no pair. `unit` is the usual one: a figure
    keeps the unit it was published in. `people` is true when the value weighs people.
    """

    code: str
    label: str
    definition: str
    unit: str
    kind: str
    place_role: str
    counterpart_role: str
    indicator: str | None
    part: str | None
    counts: str
    people: bool
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Basis:
    """How it was counted.

    `family` gathers bases of one sort; `letters` are UN DESA's type of data.
    """

    code: str
    label: str
    definition: str
    family: str
    letters: frozenset[str]
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of value: `factor` times `base`. Units convert only inside one base."""

    code: str
    label: str
    factor: int
    base: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Status:
    """A code of the SDMX list of observation status, CL_OBS_STATUS 2.2.

    `has_value` is false where no value can stand. https://sdmx.org/?page_id=3215/
    """

    code: str
    label: str
    has_value: bool
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the Common Set of Indicators (parts I to IV) or beyond it (X).

    `agencies` and `datasets` stand in the same order; `computable` is yes, partly or no from the
    data sets named. Only the four parts of the set are established: every line is a reconstruction
    unless its confidence says otherwise.
    """

    code: str
    part: str
    label: str
    definition: str
    unit: str
    agencies: tuple[str, ...]
    datasets: tuple[str, ...]
    concept: str | None
    instrument: str | None
    computable: str
    formula: str
    breakdown: tuple[str, ...]
    confidence: str
    source: str
    note: str

    @property
    def agency(self) -> str:
        """The first agency named."""
        return self.agencies[0]

    @property
    def dataset(self) -> str:
        """The first data set named."""
        return self.datasets[0]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, a declaration or another text that sets norms on migration.

    `depositary` is who keeps the acts of parties, `custodians` the agencies that serve or supervise
    the text. Each date has a confidence of its own; `confidence` is for the identity of the row.
    """

    code: str
    short_title: str
    title: str
    kind: str
    scope: str
    adopted: PartialDate
    opened: PartialDate | None
    in_force: PartialDate | None
    depositary: str
    custodians: tuple[str, ...]
    untc: str
    ilo_number: str
    normlex: str
    reference: str
    themes: tuple[str, ...]
    binding: bool
    parent: str | None
    confidence: str
    adopted_confidence: str
    in_force_confidence: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject that instruments, objectives and mandates are sorted by."""

    code: str
    label: str
    confidence: str


def concept(code: str) -> Concept:
    """The concept of a code; UnknownConcept names the nearest codes."""
    return _find(_concepts(), code, UnknownConcept)


def concepts() -> tuple[Concept, ...]:
    """All concepts, in the order of the table."""
    return tuple(_concepts().values())


def codes() -> tuple[str, ...]:
    """The codes of all concepts, in the order of the table."""
    return tuple(_concepts())


def basis(code: str) -> Basis:
    """The basis of a code; UnknownBasis names the nearest codes."""
    return _find(_bases(), code, UnknownBasis)


def bases() -> tuple[Basis, ...]:
    """All bases, in the order of the table."""
    return tuple(_bases().values())


def stock_basis(letters: str) -> Basis:
    """The basis that UN DESA's type of data names: `B R`, `CR`, `C B R`, `I` and so on.

    The letters were typed by hand, so order, blanks and a trailing space say nothing. B born
    abroad, C foreign citizens, R refugees added, I imputed. Raises UnknownBasis for letters that
    name none.
    """
    wanted = frozenset(letters.replace(" ", ""))
    for found in bases():
        if wanted and found.letters == wanted:
            return found
    raise UnknownBasis(letters, tuple(" ".join(sorted(b.letters)) for b in bases() if b.letters))


def unit(code: str) -> Unit:
    """The unit of a code; UnknownUnit names the nearest codes."""
    return _find(_units(), code, UnknownUnit)


def units() -> tuple[Unit, ...]:
    """All units, in the order of the table."""
    return tuple(_units().values())


def status(code: str) -> Status:
    """The observation status of an SDMX letter; letters are upper case."""
    return _find(_statuses(), code, UnknownStatus)


def statuses() -> tuple[Status, ...]:
    """All observation statuses."""
    return tuple(_statuses().values())


def indicator(code: str) -> Indicator:
    """The indicator of a code such as `IV-01`."""
    return _find(_indicators(), code, UnknownIndicator)


def indicators(part: str | None = None) -> tuple[Indicator, ...]:
    """The indicators of one part (I, II, III, IV or X), or all."""
    return tuple(i for i in _indicators().values() if part is None or i.part == part)


def instrument(code: str) -> Instrument:
    """The instrument of a code such as `ICRMW`."""
    return _find(_instruments(), code, UnknownInstrument)


def instruments(scope: str | None = None) -> tuple[Instrument, ...]:
    """The instruments of one scope (universal, africa, americas, coe, eu, cis ...), or all."""
    return tuple(i for i in _instruments().values() if scope is None or i.scope == scope)


def theme(code: str) -> Theme:
    """The theme of a code such as `labour`."""
    return _find(_themes(), code, UnknownTheme)


def themes() -> tuple[Theme, ...]:
    """All themes."""
    return tuple(_themes().values())


def comparability(
    concept_code: str,
    dataset_a: str,
    dataset_b: str,
    *,
    basis_a: str | None = None,
    basis_b: str | None = None,
    when_a: Period | None = None,
    when_b: Period | None = None,
) -> Comparability:
    """Whether figures of a concept from two data sets may be compared, and what sets them apart.

    Data sets are named as `unhcr.population`, or with an edition as `undesa.migrant-stock@2020`.
    The bases and periods of the two figures sharpen the answer where they are known. The rules are
    those of `gmg.axes.comparability.judge`. Raises UnknownConcept and UnknownBasis.

    >>> comparability("refugees", "unhcr.population", "undesa.migrant-stock").verdict
    'comparable with note'
    """
    pair = Pair(
        a=dataset_a,
        b=dataset_b,
        basis_a=None if basis_a is None else basis(basis_a),
        basis_b=None if basis_b is None else basis(basis_b),
        when_a=when_a,
        when_b=when_b,
    )
    return judge(concept(concept_code).code, pair)


def _find(table: dict[str, T], code: str, unknown: type[UnknownCode]) -> T:
    found = table.get(code)
    if found is None:
        raise unknown(code, tuple(table))
    return found


@lru_cache(maxsize=1)
def _concepts() -> dict[str, Concept]:
    return {
        row["code"]: Concept(
            code=row["code"],
            label=row["label"],
            definition=row["definition"],
            unit=row["unit"],
            kind=row["kind"],
            place_role=row["place_role"],
            counterpart_role=row["counterpart_role"],
            indicator=row["indicator"] or None,
            part=row["part"] or None,
            counts=row["counts"],
            people=flag(row["people"]),
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows("concepts")
    }


@lru_cache(maxsize=1)
def _bases() -> dict[str, Basis]:
    return {
        row["code"]: Basis(
            code=row["code"],
            label=row["label"],
            definition=row["definition"],
            family=row["family"],
            letters=frozenset(row["letters"].split()),
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows("bases")
    }


@lru_cache(maxsize=1)
def _units() -> dict[str, Unit]:
    return {
        row["code"]: Unit(
            code=row["code"],
            label=row["label"],
            factor=int(row["factor"]),
            base=row["base"],
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows("units")
    }


@lru_cache(maxsize=1)
def _statuses() -> dict[str, Status]:
    return {
        row["code"]: Status(
            code=row["code"],
            label=row["label"],
            has_value=flag(row["has_value"]),
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows("statuses")
    }


@lru_cache(maxsize=1)
def _themes() -> dict[str, Theme]:
    return {row["code"]: Theme(**row) for row in rows("themes")}


@lru_cache(maxsize=1)
def _indicators() -> dict[str, Indicator]:
    return {
        row["code"]: Indicator(
            code=row["code"],
            part=row["part"],
            label=row["label"],
            definition=row["definition"],
            unit=row["unit"],
            agencies=words(row["agencies"]),
            datasets=words(row["datasets"]),
            concept=row["concept"] or None,
            instrument=row["instrument"] or None,
            computable=row["computable"],
            formula=row["formula"],
            breakdown=words(row["breakdown"]),
            confidence=row["confidence"],
            source=row["source"],
            note=row["note"],
        )
        for row in rows("indicators")
    }


@lru_cache(maxsize=1)
def _instruments() -> dict[str, Instrument]:
    return {
        row["code"]: Instrument(
            code=row["code"],
            short_title=row["short_title"],
            title=row["title"],
            kind=row["kind"],
            scope=row["scope"],
            adopted=PartialDate.parse(row["adopted"]),
            opened=partial(row["opened"]),
            in_force=partial(row["in_force"]),
            depositary=row["depositary"],
            custodians=words(row["custodians"]),
            untc=row["untc"],
            ilo_number=row["ilo_number"],
            normlex=row["normlex"],
            reference=row["reference"],
            themes=words(row["themes"]),
            binding=flag(row["binding"]),
            parent=row["parent"] or None,
            confidence=row["confidence"],
            adopted_confidence=row["adopted_confidence"],
            in_force_confidence=row["in_force_confidence"],
            source=tuple(row["source"].split()),
            note=row["note"],
        )
        for row in rows("instruments")
    }
