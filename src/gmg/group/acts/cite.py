"""Live citations: what the evidence base says now of what a text quotes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.group.rules.texts import Citation, Version
    from gmg.records.figure import Figure


@dataclass(frozen=True)
class Revised:
    """A figure as it was signed, and as a later edition has it; None where it was dropped."""

    paragraph: str
    citation: Citation
    value: Decimal | None
    edition: str
    figure: str


def quoted(base: Base, figure: Figure, key: str) -> Citation:
    """A citation of one figure of a release."""
    from gmg.group.rules.texts import Citation

    return Citation(
        key=key,
        concept=figure.concept,
        place=figure.place,
        counterpart=figure.counterpart or "",
        period=str(figure.year),
        agency=figure.agency,
        dataset=figure.dataset,
        edition=figure.edition,
        release=base.release.id,
        figure=figure.id,
        unit=figure.unit,
        value=None if figure.value is None else exact(figure.value),
    )


def exact(value: float) -> Decimal:
    """A published number without the tail that floats add."""
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))


def editions_of(base: Base, citation: Citation) -> list[Figure]:
    """The cited figure in every edition of its data set, oldest first; none is mixed with another.

    Sex, age, detail and dates are those of the figure that was cited, as long as its edition is
    in the release; where it is not, only what the citation itself names is asked for.
    """
    rows = base.figures(
        citation.concept,
        place=citation.place,
        counterpart=citation.counterpart or None,
        year=int(citation.period),
        dataset=citation.dataset,
    )
    cited = [row for row in rows if row.id == citation.figure]
    same = [row for row in rows if not cited or alike(row) == alike(cited[0])]
    return sorted(same, key=lambda row: row.edition)


def alike(figure: Figure) -> tuple[object, ...]:
    """What two editions of one figure share."""
    return (
        figure.counterpart, figure.sex, figure.age, figure.detail, figure.time_from, figure.time_to
    )  # fmt: skip


def revised(base: Base, version: Version) -> tuple[Revised, ...]:
    """The citations of a signed text that the newest edition has otherwise, beyond their tolerance.

    What was signed stays as it is; a figure that the newest edition lacks is told with None.
    """
    found = []
    for paragraph in version.paragraphs:
        for citation in paragraph.citations:
            rows = editions_of(base, citation)
            if not rows:
                found.append(Revised(paragraph.uid, citation, None, "", ""))
                continue
            newest = rows[-1]
            value = None if newest.value is None else exact(newest.value)
            if newest.edition != citation.edition and beyond(citation, value):
                found.append(Revised(paragraph.uid, citation, value, newest.edition, newest.id))
    return tuple(found)


def beyond(citation: Citation, value: Decimal | None) -> bool:
    """Whether another value is another figure, by the citation's relative tolerance."""
    if value is None or citation.value is None:
        return value != citation.value
    return abs(value - citation.value) > citation.tolerance * abs(citation.value)


def refreshed(base: Base, version: Version) -> Version:
    """A draft with what the newest edition says; never called on what is frozen."""
    moved = {(r.paragraph, r.citation.key): r for r in revised(base, version)}
    paragraphs = []
    for paragraph in version.paragraphs:
        cited = tuple(
            refresh(base, citation, moved.get((paragraph.uid, citation.key)))
            for citation in paragraph.citations
        )
        paragraphs.append(replace(paragraph, citations=cited))
    return replace(version, paragraphs=tuple(paragraphs))


def refresh(base: Base, citation: Citation, moved: Revised | None) -> Citation:
    """A citation with the newest value, edition and release."""
    if moved is None:
        return citation
    return replace(
        citation,
        value=moved.value,
        edition=moved.edition,
        figure=moved.figure,
        release=base.release.id,
    )
