"""What other editions of the same data sets say of what a finding is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.analysis.findings.tables import PROJECTED, listed
from gmg.axes.when import Period
from gmg.records.figure import Figure, figure_from
from gmg.site.frame.shown import figure_shown

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask
    from gmg.site.shelf.findings import Found, Side

SILENCE = "silence"


def elsewhere(ask: Ask, found: Found) -> list[Figure]:
    """The figures of other editions for the same concept, place, other end and day, by edition.

    Whoever reads that figures contradict one another asks whether they always did. A silence has no
    other editions, and a sum over many ends is not looked for.
    """
    if found.kind == SILENCE:
        return []
    shown = {(side.dataset, side.edition) for side in found.sides}
    asked = {
        (side.concept, side.dataset, side.place, end, side.time_to)
        for side in found.sides
        for end in ends(side)
    }
    figures = [
        figure
        for key in sorted(asked, key=str)
        for figure in of_editions(ask, *key)
        if (figure.dataset, figure.edition) not in shown
    ]
    return [*{figure.id: figure for figure in figures}.values()]


def ends(side: Side) -> set[str | None]:
    """The other end that a side speaks of; none where it speaks of several."""
    found = {number.counterpart for number in side.numbers}
    return found if len(found) == 1 else set()


def of_editions(
    ask: Ask, concept: str, dataset: str, place: str, end: str | None, time_to: Any
) -> list[Figure]:
    """Every edition's figures of a data set for one concept, place, other end and last day."""
    rows = ask.base.rows(
        f"SELECT * FROM ({ask.base.relation([concept])}) WHERE concept = ? AND dataset = ? "
        "AND place = ? AND counterpart IS NOT DISTINCT FROM ? AND time_to = ? AND age = 'all' "
        f"AND detail IS NULL AND value IS NOT NULL AND basis NOT IN ({listed(PROJECTED)}) "
        'ORDER BY edition DESC, sex = \'total\' DESC, sex, snapshot, sheet, "row", "column"',
        [concept, dataset, place, end, time_to],
    )
    return [figure_from(row) for row in rows]


def shown(ask: Ask, figure: Figure) -> dict[str, Any]:
    """A figure of another edition as the table of a finding shows it."""
    period = Period(figure.time_from, figure.time_to, figure.time_kind)  # type: ignore[arg-type]
    return {
        "agency": figure.agency,
        "dataset": figure.dataset,
        "edition": figure.edition,
        "concept": figure.concept,
        "sex": figure.sex,
        "when": ask.words.period(period),
        "number": figure_shown(ask, figure),
    }
