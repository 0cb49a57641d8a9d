"""What a place has promised, as far as is known here: worked out once a release, read by many pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from gmg.analysis.norms.files import File, files, leading
from gmg.analysis.norms.parties import joined_elsewhere, status_in
from gmg.analysis.norms.sets import instrument_set
from gmg.analysis.norms.status import Status
from gmg.axes import what

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.site.frame.ask import Ask

CORE = "core"
UNKNOWN = "not known here"


@dataclass(frozen=True, slots=True)
class Held:
    """The state of a place for one instrument: by the leading file, and by another that says more."""

    instrument: str
    adopted: int
    status: Status
    elsewhere: Status | None
    complete: bool
    elsewhere_complete: bool = False


class Norms:
    """The files of acts of a release, by instrument; states are kept once they are worked out."""

    def __init__(self, base: Base) -> None:
        self.files: dict[str, list[File]] = {}
        for file in files(base):
            self.files.setdefault(file.instrument, []).append(file)
        self.known: dict[tuple[str, str], Held] = {}

    def held(self, instrument: str, place: str, on: date | None = None) -> Held:
        """The state of a place for an instrument on a day, else on the newest of each file."""
        if on is not None:
            return self._held(instrument, place, on)
        key = (instrument, place)
        if key not in self.known:
            self.known[key] = self._held(instrument, place, None)
        return self.known[key]

    def _held(self, instrument: str, place: str, on: date | None) -> Held:
        of = self.files.get(instrument, [])
        first = leading(of)
        found = status_in(first, instrument, place, on)
        other = None if found.state == "party" else joined_elsewhere(of, place, on)
        named = (other.dataset, other.edition) if other else None
        return Held(
            instrument=instrument,
            adopted=what.instrument(instrument).adopted.year,
            status=found,
            elsewhere=other,
            complete=first is not None and first.complete,
            elsewhere_complete=any(
                file.complete for file in of if (file.dataset, file.edition) == named
            ),
        )


_NORMS: dict[str, Norms] = {}


def norms_of(base: Base) -> Norms:
    """The norms of a release."""
    key = f"{base.folder}/{base.release.id}"
    if key not in _NORMS:
        if len(_NORMS) > 2:
            _NORMS.clear()
        _NORMS[key] = Norms(base)
    return _NORMS[key]


@lru_cache(maxsize=1)
def binding() -> tuple[str, ...]:
    """Codes of all binding instruments."""
    return tuple(item.code for item in what.instruments() if item.binding)


def of_place(ask: Ask, place: str, *, whole: bool = False) -> list[dict[str, Any]]:
    """The state of a place for the core instruments, or for every binding one that has a file."""
    norms = norms_of(ask.base)
    core = instrument_set(CORE).instruments
    rows = [shown(ask, norms.held(code, place)) for code in core]
    if whole:
        more = [norms.held(code, place) for code in binding() if code not in core]
        rows += [shown(ask, held) for held in more if held.status.state != UNKNOWN]
    return rows


@dataclass(frozen=True, slots=True)
class Block:
    """The table of a place's states as HTML, and the acts it leads to."""

    rows: tuple[dict[str, Any], ...]
    html: Markup
    acts: tuple[str, ...]


_BLOCKS: dict[tuple[object, ...], Block] = {}
MOST_BLOCKS = 2000


def block(ask: Ask, place: str, *, whole: bool = False) -> Block:
    """The table of a place, drawn once for all pages of one release, language and depth."""
    key = (ask.base.folder, ask.base.release.id, ask.words.lang, place, whole, ask.to.depth)
    known = _BLOCKS.get(key)
    if known is None:
        from gmg.site.frame.render import environment

        rows = of_place(ask, place, whole=whole)
        template = environment(ask.words.lang).get_template("parts/norms.html.j2")
        made = template.make_module({"to": ask.to}).norms(rows)  # type: ignore[attr-defined]
        acts = tuple(row["id"] for row in rows if row["id"])
        if len(_BLOCKS) >= MOST_BLOCKS:
            _BLOCKS.clear()
        known = _BLOCKS[key] = Block(tuple(rows), Markup(made), acts)
    for act in known.acts:
        ask.to.figure(act)
    return known


def shown(ask: Ask, held: Held) -> dict[str, Any]:
    """A state in words, with the act it rests on and the day up to which the file knows."""
    status = held.elsewhere or held.status
    return {
        "instrument": held.instrument,
        "adopted": ask.words.year(held.adopted),
        "state": status.state,
        "said": said(ask, status),
        "when": when(ask, status),
        "act": status.act,
        "id": status.cell,
        "href": ask.to.figure(status.cell) if status.cell else "",
        "as_of": status.as_of,
        "known_to": known_to(ask, status),
        "dataset": status.dataset,
        "edition": status.edition,
        "complete": held.complete if held.elsewhere is None else held.elsewhere_complete,
        "remarks": status.remarks,
        "against": contrary(ask, held),
        "core": held.instrument in instrument_set(CORE).instruments,
    }


def contrary(ask: Ask, held: Held) -> str:
    """What the leading list says where another one is shown, with the day up to which it knows."""
    if held.elsewhere is None:
        return ""
    _ = ask.words._
    return _("{list}, which is known up to {day}: {state}").format(
        list=f"{held.status.dataset}@{held.status.edition}",
        day=known_to(ask, held.status) or "–",
        state=said(ask, held.status),
    )


def said(ask: Ask, status: Status) -> str:
    """The state in a few words, never more than the file says."""
    _ = ask.words._
    return {
        "party": _("party"),
        "possibly party": _("possibly party: only the year is published"),
        "signatory": _("signed, not bound"),
        "ended": _("no longer party"),
        "participant": _("named in the list without an act"),
        "no action": _("no action, says the source"),
        "none yet": _("no act yet"),
        "not listed": _("not party: the list does not name it"),
        "not known here": _("not known here"),
    }[status.state]


def when(ask: Ask, status: Status) -> str:
    """The day or the year of the act."""
    if status.date:
        return ask.words.date(status.date)
    return ask.words.year(status.year) if status.year else ""


def known_to(ask: Ask, status: Status) -> str:
    """The newest act of the file: later acts are not known from it."""
    return day_of(ask, status.as_of)


def day_of(ask: Ask, text: str) -> str:
    """A day in ISO form, or a year, in words; nothing for nothing."""
    return ask.words.date(date.fromisoformat(text)) if len(text) == 10 else text
