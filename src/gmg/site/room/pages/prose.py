"""A paragraph in the pieces that it is drawn of: words, figures, and the words that remarks quote."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.axes.tables import UnknownCode
from gmg.group.rules.citations import Standing, State
from gmg.group.rules.numerals import rounded, shown, written
from gmg.group.rules.texts import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmg.group.rules.texts import Citation, Paragraph


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a remark quotes: where they stand in the text as stored, and its number in the margin."""

    start: int
    end: int
    number: int
    key: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as a text shows it.

    `text` is what stands in the text: of a draft the live value, of a frozen version the signed one.
    `other` is the one beside it where they differ, and `figure` the figure that `text` leads to.
    """

    citation: Citation
    standing: Standing
    text: str
    other: str = ""
    figure: str = ""

    @property
    def moved(self) -> bool:
        """Whether the newest edition has it otherwise."""
        return self.standing.state in (State.CHANGED, State.WITHDRAWN)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of what may lie behind a change, as the axis of comparability has it for two editions."""
        if self.standing.state is not State.CHANGED:
            return ()
        old, new = (
            f"{self.citation.dataset}@{e}" for e in (self.citation.edition, self.standing.edition)
        )
        try:
            judged = what.comparability(self.citation.concept, old, new)
        except UnknownCode:
            return ()
        return tuple(code for code in judged.reasons if code != "edition")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a paragraph. `inside` are the numbers of the remarks that quote it, `ends` those whose
    quote ends with it."""

    text: str
    cited: Cited | None = None
    inside: tuple[int, ...] = ()
    ends: tuple[Quote, ...] = ()


def cited(citation: Citation, now: Standing | None, lang: str, *, frozen: bool) -> Cited:
    """How a text in a language shows a citation."""
    now = now or Standing(State.UNRESOLVED if citation.value is None else State.CURRENT)
    signed = shown(citation, lang)
    if now.state is not State.CHANGED or now.value is None:
        return Cited(citation, now, signed, "", citation.figure)
    live = written(rounded(now.value, citation.rounding), lang)
    if frozen:
        return Cited(citation, now, signed, live, citation.figure)
    return Cited(citation, now, live, signed, now.figure)


def segments(
    paragraph: Paragraph, figures: Mapping[str, Cited], quotes: Iterable[Quote] = ()
) -> list[Segment]:
    """The paragraph in its segments, in order; a mark that no citation bears out stays as it stands.

    A quote that ends within a mark ends with it.
    """
    text = paragraph.text
    found = [(m.start(), m.end(), m.group(1)) for m in MARK.finditer(text)]
    quoted = [q for q in quotes if 0 <= q.start < q.end <= len(text)]
    inner = {at for start, end, _ in found for at in range(start + 1, end)}
    cuts = {0, len(text), *(at for start, end, _ in found for at in (start, end))}
    cuts |= {at for q in quoted for at in (q.start, q.end)} - inner
    marks = {start: (end, key) for start, end, key in found}
    made, ended = [], set()
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        key = marks[start][1] if start in marks else ""
        inside = tuple(q.number for q in quoted if q.start < end and q.end > start)
        over = tuple(q for q in quoted if start < q.end <= end and q.key not in ended)
        ended |= {q.key for q in over}
        figure = figures.get(key)
        made.append(Segment(figure.text if figure else text[start:end], figure, inside, over))
    return made
