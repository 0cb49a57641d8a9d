"""Live citations: what the evidence base says now of what a text quotes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.group.rules.citations import Found, Said, Standing, State, beyond, standing
from gmg.group.rules.texts import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmg.evidence.base import Base
    from gmg.group.rules.texts import Version
    from gmg.records.figure import Figure

Places = tuple[str, str, str, str]
"""A data set, a place, the other end of a pair or nothing, and a year."""
Covered = tuple[str, int, bool]
"""A data set, a year, and whether figures are of pairs of places."""

__all__ = [
    "Revised",
    "beyond",
    "exact",
    "found_of",
    "quoted",
    "refreshed",
    "revised",
    "standings",
]


@dataclass(frozen=True)
class Revised:
    """A figure as it was signed, and as a later edition has it; None where it was dropped."""

    paragraph: str
    citation: Citation
    value: Decimal | None
    edition: str
    figure: str


def quoted(
    base: Base, figure: Figure, key: str, rounding: int = 0, tolerance: Decimal = Decimal(0)
) -> Citation:
    """A citation of one figure of a release."""
    return Citation(
        key=key,
        concept=figure.concept,
        place=figure.place,
        counterpart=figure.counterpart or "",
        period=period_of(figure),
        agency=figure.agency,
        dataset=figure.dataset,
        edition=figure.edition,
        release=base.release.id,
        figure=figure.id,
        unit=figure.unit,
        value=None if figure.value is None else exact(figure.value),
        rounding=rounding,
        tolerance=tolerance,
        sex=figure.sex,
        age=figure.age,
        detail=figure.detail or "",
    )


def exact(value: float) -> Decimal:
    """A published number without the tail that floats add."""
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))


def period_of(figure: Figure) -> str:
    """The year of a point or of a whole year, else the first and the last day."""
    whole = (figure.time_from, figure.time_to) == (
        date(figure.year, 1, 1),
        date(figure.year, 12, 31),
    )
    if figure.time_from == figure.time_to or whole:
        return str(figure.year)
    return f"{figure.time_from.isoformat()}/{figure.time_to.isoformat()}"


def year_of(citation: Citation) -> int | None:
    """The year that a citation's period is looked for under; None where it names none."""
    try:
        return int(citation.period.rpartition("/")[2][:4])
    except ValueError:
        return None


def standings(base: Base, citations: Iterable[Citation]) -> dict[Citation, Standing]:
    """What has become of each citation, by the release at hand."""
    given = list(dict.fromkeys(citations))
    found = found_of(base, given)
    return {citation: standing(citation, found[citation]) for citation in given}


def found_of(base: Base, citations: Iterable[Citation]) -> dict[Citation, Found]:
    """What the release says of each citation; two queries for each concept among them."""
    by_concept = defaultdict(list)
    for citation in dict.fromkeys(citations):
        by_concept[citation.concept].append(citation)
    found: dict[Citation, Found] = {}
    for concept, cited in by_concept.items():
        rows = rows_of(base, concept, cited)
        newest = newest_editions(base, concept, cited)
        for citation in cited:
            found[citation] = found_in(base, citation, rows, newest)
    return found


def rows_of(base: Base, concept: str, cited: list[Citation]) -> Mapping[Places, list[Figure]]:
    """The figures of all editions about the places and years that are cited, by data set and places."""
    rows = base.figures(
        concept,
        place=sorted({citation.place for citation in cited}),
        dataset=sorted({citation.dataset for citation in cited}),
        year=sorted({year for c in cited if (year := year_of(c)) is not None} or {0}),
    )
    sorted_out: dict[Places, list[Figure]] = defaultdict(list)
    for row in rows:
        sorted_out[row.dataset, row.place, row.counterpart or "", str(row.year)].append(row)
    return sorted_out


def newest_editions(base: Base, concept: str, cited: list[Citation]) -> dict[Covered, str]:
    """The newest edition of a data set that has any figure of the concept in a year, of pairs or not."""
    from gmg.analysis.figures import YEAR

    datasets = sorted({citation.dataset for citation in cited})
    marks = ", ".join("?" for _ in datasets)
    rows = base.rows(
        f"SELECT dataset, {YEAR} AS year, counterpart IS NOT NULL AS paired, max(edition) AS edition "
        f"FROM ({base.relation([concept])}) WHERE concept = ? AND dataset IN ({marks}) "
        "GROUP BY ALL",
        [concept, *datasets],
    )
    return {(row["dataset"], row["year"], row["paired"]): row["edition"] for row in rows}


def found_in(
    base: Base,
    citation: Citation,
    rows: Mapping[Places, list[Figure]],
    newest: Mapping[Covered, str],
) -> Found:
    """What the release says of one citation.

    Sex, age, detail and dates are those of the figure that was cited, as long as its edition is in
    the release; else those that the citation itself names. None is mixed with another.
    """
    year = year_of(citation)
    key = (citation.dataset, citation.place, citation.counterpart, str(year))
    here = rows.get(key, [])
    cited = [row for row in here if row.id == citation.figure]
    wanted = alike(cited[0]) if cited else None
    same = [row for row in here if (alike(row) == wanted if wanted else meant(citation, row))]
    last: dict[str, Figure] = {}
    for row in sorted(same, key=lambda row: (row.edition, row.id == citation.figure)):
        last[row.edition] = row
    said = tuple(Said(e, in_unit(row, citation.unit), row.id) for e, row in last.items())
    at = newest.get((citation.dataset, year or 0, bool(citation.counterpart)), "")
    return Found(base.release.id, said, at, any(row.edition == at for row in here))


def alike(figure: Figure) -> tuple[object, ...]:
    """What two editions of one figure share."""
    return (figure.sex, figure.age, figure.detail, figure.time_from, figure.time_to)


def meant(citation: Citation, figure: Figure) -> bool:
    """Whether a figure has the breakdown and the period that a citation names."""
    named = (citation.sex, citation.age, citation.detail, citation.period)
    return named == (figure.sex, figure.age, figure.detail or "", period_of(figure))


def in_unit(figure: Figure, unit: str) -> Decimal | None:
    """The value of a figure in another unit of the same base; None where there is none."""
    if figure.value is None:
        return None
    value = exact(figure.value)
    if figure.unit == unit:
        return value
    mine, other = what.unit(figure.unit), what.unit(unit)
    return value * mine.factor / other.factor if mine.base == other.base else None


def revised(base: Base, version: Version) -> tuple[Revised, ...]:
    """The citations of a signed text that the newest edition has otherwise, beyond their tolerance.

    What was signed stays as it is; a figure that the newest edition lacks is told with None.
    """
    found = standings(base, (c for p in version.paragraphs for c in p.citations))
    moved = []
    for paragraph in version.paragraphs:
        for citation in paragraph.citations:
            now = found[citation]
            if now.state is State.CHANGED:
                moved.append(Revised(paragraph.uid, citation, now.value, now.edition, now.figure))
            elif now.state is State.WITHDRAWN:
                moved.append(Revised(paragraph.uid, citation, None, now.by, ""))
    return tuple(moved)


def refreshed(
    version: Version, found: Mapping[Citation, Standing], keys: Iterable[str] | None = None
) -> Version:
    """A draft with what the newest edition says, in all its citations or in those named by key.

    Never called on what is frozen. A figure that was withdrawn stays: it is for its writer to take out.
    """
    wanted = None if keys is None else set(keys)

    def fresh(citation: Citation) -> Citation:
        now = found.get(citation)
        if now is None or now.state is not State.CHANGED or now.value is None:
            return citation
        if wanted is not None and citation.key not in wanted:
            return citation
        return replace(
            citation, value=now.value, edition=now.edition, figure=now.figure, release=now.release
        )

    return replace(
        version,
        paragraphs=tuple(
            replace(p, citations=tuple(map(fresh, p.citations))) for p in version.paragraphs
        ),
    )
