"""Gaps of work and of law in a note: cells of place and topic, and instruments not joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Record, Sentence
from gmg.analysis.note.words import Speaker
from gmg.axes import what, where, who

if TYPE_CHECKING:
    from gmg.analysis.coordination.gaps import Gap, Gaps
    from gmg.analysis.norms.gaps import Gap as Unjoined
    from gmg.analysis.norms.people import People
    from gmg.analysis.norms.sets import InstrumentSet
    from gmg.evidence.base import Base

TOP = 5
"""Gaps shown of each sort, one a place."""
LOOKED_AT = 200
SET = "core"
"""The set of instruments whose gaps are shown; what part I of the Common Set asks for."""


def gaps(base: Base, say: Speaker) -> Iterator[Block]:
    """The cells with the highest scores, the topmost of each place; those without a need left out."""
    from gmg.analysis.coordination.gaps import gaps as ranked

    found = ranked(base, top=LOOKED_AT)
    topmost: dict[str, Gap] = {}
    for gap in found.cells:
        if gap.score:
            topmost.setdefault(gap.place, gap)
    lines = [Line(tuple(_gap(one, say)), kind="gap") for one in list(topmost.values())[:TOP]]
    if lines:
        yield Block("text", (Line(tuple(_states(found, base, say))),), say.phrase("h_gaps"))
        yield Block("list", tuple(lines))


def _states(found: Gaps, base: Base, say: Speaker) -> Iterator[Sentence]:
    """How many cells are in each state, and what a state means."""
    said = "; ".join(f"{state} {number:,}" for state, number in found.states.items())
    record = Record("gap", f"gaps/{found.year}@{base.release.id}", said, ask="gmg gaps")
    counts = ", ".join(
        f"{say.phrase(state)} {say.number(number)}" for state, number in found.states.items()
    )
    total = sum(found.states.values())
    yield say.say("cells", record, n=total, year=str(found.year), counts=counts)
    yield say.say("cells_meaning", record)


def _gap(gap: Gap, say: Speaker) -> Iterator[Sentence]:
    record = _of_gap(gap)
    yield say.say(
        "gap",
        record,
        place=where.get(gap.place).label(say.language),
        topic=rec.lower(what.theme(gap.topic).label),
        year=str(gap.year),
        state=say.phrase(gap.state),
    )
    yield _need(gap.need.figures[0], record, say)
    for key, names in (
        ("gap_agencies", _labels(gap.agencies)),
        ("gap_law", ", ".join(gap.law.open)),
        ("gap_reporting", _labels(gap.unknown) if gap.state == "not reported" else ""),
    ):
        if names:
            yield say.say(key, record, names=names)


def _need(figure: People, record: Record, say: Speaker) -> Sentence:
    return say.say(
        "gap_need",
        record,
        people=round(figure.value or 0),
        concept=rec.lower(what.concept(figure.concept).label),
        agency=who.agency(figure.agency).label,
        date=figure.on,
    )


def _labels(agencies: Sequence[str]) -> str:
    return ", ".join(who.agency(code).label for code in agencies)


def _of_gap(gap: Gap) -> Record:
    figure = gap.need.figures[0]
    parts = f"added from {figure.parts:,} figures" if figure.parts else "published total"
    says = (
        f"state {gap.state}, score {gap.score}; people {figure.value:,.0f}, {parts} of "
        f"{figure.dataset}@{figure.edition}; share of known law not joined {gap.law.share_open}"
    )
    ask = f"gmg gaps --place {gap.place} --topic {gap.topic} --year {gap.year}"
    return Record("gap", gap.subject, says, ask=ask, cells=figure.cells)


def not_joined(base: Base, say: Speaker) -> Iterator[Block]:
    """The countries with most people concerned that have not joined all of the core set."""
    from gmg.analysis.norms.gaps import ratification_gaps

    found = ratification_gaps(base, SET)
    weighed = [
        row for row in found.rows if (figure := row.people.get(found.ranked_by)) and figure.value
    ]
    if not weighed:
        return
    of = _of_set(found.of)
    release = rec.of_release(base)
    head = (
        say.quote(f"{found.of.title}: {', '.join(found.of.instruments)}", of),
        say.say("joined_not", [of, release], n=len(found.rows), asked=found.asked),
        say.say("file_age", [of, release]),
    )
    lines = [_country(row, found.ranked_by, say) for row in weighed[:TOP]]
    yield Block("text", (Line(head),), say.phrase("h_ratification"))
    yield Block("list", tuple(lines))


def _of_set(of: InstrumentSet) -> Record:
    says = f"{of.title}: {', '.join(of.instruments)}"
    return rec.fact(f"instrument_sets/{of.code}", says, of.confidence, of.source, of.note)


def _country(row: Unjoined, ranked_by: str, say: Speaker) -> Line:
    figure = row.people[ranked_by]
    states = "; ".join(
        f"{one.instrument} {one.state}, {one.dataset}@{one.edition} as of {one.as_of or 'no day'}"
        for one in row.missing
    )
    acts = tuple(one.cell for one in row.missing if one.cell)
    record = Record(
        "act",
        f"ratification-gaps/{SET}/{row.place}",
        states,
        ask=f"gmg status {row.place}",
        cells=acts[: rec.CELLS],
    )
    counted = Record(
        "figure",
        f"{figure.concept}/{row.place}/{figure.on}",
        f"{figure.dataset}@{figure.edition}"
        + (f", added from {figure.parts:,} figures" if figure.parts else ""),
        ask=f"gmg figures {figure.concept} --place {row.place}",
        cells=figure.cells,
    )
    names = ", ".join(f"{one.instrument} ({one.as_of})" for one in row.missing)
    place = where.get(row.place).label(say.language)
    said = (say.say("not_joined", record, place=place, names=names), _need(figure, counted, say))
    return Line(said, kind="gap")
