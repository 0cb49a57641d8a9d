"""Who is bound by an instrument on a day, by each file that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.disagreement import Disagreement, disagreements
from gmg.analysis.norms.files import File, files, leading
from gmg.analysis.norms.status import Status, party_status
from gmg.axes import what, where
from gmg.axes.when import PartialDate

if TYPE_CHECKING:
    import polars as pl

    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Parties:
    """The state of every place by the leading file, and what the other files say.

    `rows` has who is named in the file and every other country. `elsewhere` are the rows of other
    files that hold a party where the leading file has none: joined later, or doubted, and never
    counted in. `disagreements` are between files, or of one file with itself.
    """

    instrument: what.Instrument
    on: date
    file: File | None
    others: tuple[File, ...]
    rows: tuple[Status, ...]
    elsewhere: tuple[Status, ...]
    disagreements: tuple[Disagreement, ...]

    def count(self, state: str) -> int:
        """How many places are in that state."""
        return Counter(row.state for row in self.rows)[state]

    def named(self, state: str) -> tuple[Status, ...]:
        """The rows in that state."""
        return tuple(row for row in self.rows if row.state == state)


def parties(
    base: Base, instrument: str, on: date | None = None, region: str | None = None
) -> Parties:
    """The parties to an instrument on a day, of the whole world or of one region.

    Without a day, the answer is of the newest act in the leading file. Raises UnknownInstrument,
    UnknownPlace and NoMembers.
    """
    asked = what.instrument(instrument)
    held = files(base, asked.code)
    inside = None if region is None else frozenset(where.members(where.find(region).code))
    first = leading(held)
    day = on or newest_day(first)
    if first is None:
        return Parties(asked, day, None, (), (), (), ())
    rows = statuses_in(first, day, inside)
    others = tuple(file for file in held if file is not first)
    return Parties(
        instrument=asked,
        on=day,
        file=first,
        others=others,
        rows=rows,
        elsewhere=_elsewhere(rows, others, on),
        disagreements=tuple(
            item for item in disagreements(held) if inside is None or item.party in inside
        ),
    )


def _elsewhere(
    rows: Sequence[Status], others: Sequence[File], on: date | None
) -> tuple[Status, ...]:
    found = []
    for row in rows:
        if row.state != "party" and row.party is not None:
            later = joined_elsewhere(others, row.party, on)
            found += [later] if later else []
    return tuple(found)


def joined_elsewhere(others: Iterable[File], party: str, on: date | None = None) -> Status | None:
    """The state by the first of the files in which the party is bound; None where it is in none."""
    for file in others:
        found = status_in(file, file.instrument, party, on)
        if found.state == "party":
            return found
    return None


def status(base: Base, place: str, on: date | None = None) -> tuple[Status, ...]:
    """The state of one place for every binding instrument of the catalogue, by its leading file.

    Where another file holds that the place is bound and the leading one does not, a second row of
    the same instrument says so.

    An instrument without a file is not known here. Former and composite places answer under their
    own code. Raises UnknownPlace.
    """
    code = where.find(place).code
    by_instrument: dict[str, list[File]] = {}
    for file in files(base):
        by_instrument.setdefault(file.instrument, []).append(file)
    found = []
    for instrument in what.instruments():
        if instrument.binding:
            held = by_instrument.get(instrument.code, [])
            first = status_in(leading(held), instrument.code, code, on)
            found.append(first)
            later = None if first.state == "party" else joined_elsewhere(held, code, on)
            found += [later] if later else []
    return tuple(found)


def status_in(file: File | None, instrument: str, party: str, on: date | None = None) -> Status:
    """The state of one party by one file; not known here where there is no file."""
    day = on or newest_day(file)
    if file is None:
        return Status(instrument, party, "not known here", day)
    return _of(file, party, file.by_party().get(party, ()), day)


def statuses_in(file: File, on: date, inside: frozenset[str] | None = None) -> tuple[Status, ...]:
    """Everyone's state by one file: who is named in it, then the other countries."""
    named = file.by_party()
    rest = [place.code for place in where.places("country") if place.code not in named]
    rows = [_of(file, party, acts, on) for party, acts in named.items()]
    rows += [_of(file, party, (), on) for party in rest]
    chosen = [row for row in rows if inside is None or row.party in inside]
    return tuple(sorted(chosen, key=lambda row: name_of(row.party)))


def _of(file: File, party: str, acts: Sequence[Any], on: date) -> Status:
    found = party_status(acts, file.instrument, on, complete=file.complete, as_of=file.as_of)
    return replace(found, party=party, dataset=file.dataset, edition=file.edition)


def party_statuses(acts: pl.DataFrame, on: date) -> pl.DataFrame:
    """One row a party, instrument and file, from acts in the treaty act contract.

    Columns: instrument, dataset, edition, party, state, act, date, year, in_force_from, signed,
    ended, as_of, remarks, id. Only who is named in a file has a row.
    """
    import polars as pl

    from gmg.analysis.norms.files import files_of

    rows = [
        _of(file, party, of, on).as_json()
        for file in files_of(acts)
        for party, of in file.by_party().items()
    ]
    texts = ("instrument", "dataset", "edition", "party", "state", "act")
    days = ("date", "in_force_from", "signed", "ended")
    schema: dict[str, Any] = {name: pl.String() for name in texts}
    schema |= {name: pl.String() for name in days} | {"year": pl.Int32(), "as_of": pl.String()}
    schema |= {"remarks": pl.List(pl.String()), "id": pl.String()}
    frame = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
    return frame.with_columns(pl.col(days).str.to_date("%Y-%m-%d")).sort(
        "instrument", "dataset", "edition", "party"
    )


def newest_day(file: File | None) -> date:
    """The last day that the file is true for; today where it has no dated act."""
    return PartialDate.parse(file.as_of).last if file and file.as_of else date.today()


def name_of(party: str | None) -> str:
    """The name of a place, or the name that an organisation was published under."""
    if party is None:
        return ""
    try:
        return where.get(party).name
    except where.UnknownPlace:
        return party
