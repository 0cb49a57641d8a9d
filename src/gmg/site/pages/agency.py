"""An agency: its mandate, what it publishes and how fresh it is, its instruments, its disputes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.axes import mandates
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask, known_agency
from gmg.site.frame.page import Page
from gmg.site.pages.agency_data import of_agency
from gmg.site.pages.parts_findings import brief, one_a_subject
from gmg.site.pages.parts_said import with_agency

if TYPE_CHECKING:
    from gmg.site.pages.agency_data import SetHeld

DISPUTES = 10
LOOKED_AT = 400
SILENCE = "silence"
PRIMARY = "NOT coalesce(secondary, false)"
"""Activities that the page of activities lists too: what others say again is not counted twice."""
COLUMNS = (
    Column("dataset", "Data set"),
    Column("title", "Title"),
    Column("edition", "Edition"),
    Column("published", "When the edition was published; empty for what was pulled live"),
    Column("newest", "Last day of which the edition says anything, projections left out", "date"),
    Column("kept", "Figures, acts or activities held", "integer"),
    Column("files", "Files read", "integer"),
    Column("licence", "Licence"),
)


def page(ask: Ask, agency: str) -> Page:
    """What an agency publishes, keeps and does. Raises NotFound for a code that is no agency's."""
    found = known_agency(agency)
    code = found.code
    text = mandates.text(code)
    disputes = one_a_subject(
        ask.shelf.findings("list_contains(agencies, ?) AND kind <> ?", [code, SILENCE], LOOKED_AT)
    )[:DISPUTES]
    sets = of_agency(ask.base, code)
    custody = [one.code for one in mandates.custody(code)]
    promotes = [one.code for one in mandates.promotes(code)]
    activities = activities_of(ask, code)
    functions = by_function(code)
    name = ask.words.agency_name(code)
    said = with_agency(ask, code)
    return Page(
        kind="agency",
        path=f"agency/{code}",
        title=str(name),
        description=f"{name}. {found.role}",
        values={
            "agency": found,
            "text": text,
            "functions": functions,
            "shared": shared_with(code),
            "counted": counted(ask, sets),
            "datasets": [shown(ask, one) for one in sets],
            "custody": custody,
            "promotes": promotes,
            "activities": activities,
            "group_said": said,
            "disputes": [brief(ask, one) for one in disputes],
        },
        document={
            "agency": code,
            "name": found.name,
            "kind": found.kind,
            "role": found.role,
            "joined": str(found.joined) if found.joined else None,
            "mandate": text.text if text else None,
            "mandate_confidence": text.confidence if text else None,
            "functions": functions,
            "datasets": [one.as_json() for one in sets],
            "custody": custody,
            "promotes": promotes,
            "activities": activities,
            "said": [one["document"] for one in said],
            "disputes": [one.id for one in disputes],
        },
        tables={"datasets": table(str(name), sets)},
        datasets=tuple(one.dataset for one in sets),
    )


def counted(ask: Ask, sets: Sequence[SetHeld]) -> str:
    """How many data sets are read here, and up to when they speak."""
    _ = ask.words._
    if not sets:
        return _("No data set of it is read here.")
    newest = max((one.newest for one in sets if one.newest), default=None)
    text = ask.words.n_(
        "{number} data set of it is read here", "{number} data sets of it are read here", len(sets)
    )
    said = text.format(number=ask.words.number(len(sets)))
    if newest is None:
        return f"{said}."
    until = _("the newest thing they speak of is of {day}").format(day=ask.words.date(newest))
    return f"{said}; {until}."


def shown(ask: Ask, held: SetHeld) -> dict[str, Any]:
    """A data set with the newest day of each of its editions in words."""
    return {
        "dataset": held.dataset,
        "title": held.title,
        "cadence": held.cadence,
        "licence": held.licence,
        "kept": ask.words.number(held.kept),
        "newest": ask.words.date(held.newest) if held.newest else "",
        "editions": [(one.edition, one.published) for one in held.editions],
    }


def datasets(ask: Ask, agency: str) -> list[dict[str, Any]]:
    """The data sets of an agency in a line each: the edition held that says the newest, and all kept."""
    return [
        {
            "dataset": one.dataset,
            "title": one.title,
            "edition": one.editions[0].edition,
            "published": one.editions[0].published,
            "editions": len(one.editions),
            "newest": one.newest.isoformat() if one.newest else None,
            "kept": one.kept,
            "licence": one.licence,
        }
        for one in of_agency(ask.base, agency)
    ]


def by_function(agency: str) -> dict[str, list[str]]:
    """The themes of an agency's mandate by function, in the order of the table."""
    found: dict[str, list[str]] = {}
    for one in mandates.mandates(agency):
        found.setdefault(one.function, []).append(one.theme)
    return found


def shared_with(agency: str) -> list[tuple[str, str, list[str]]]:
    """Function, theme and the other agencies that hold the same mandate: no duplication by itself."""
    return [
        (function, theme, [one for one in agencies if one != agency])
        for (function, theme), agencies in sorted(mandates.shared().items())
        if agency in agencies
    ]


def activities_of(ask: Ask, agency: str) -> dict[str, Any]:
    """How many activities the agency reports that are held here, by theme and by year of their start."""
    total, first, last = (
        ask.base.rows(
            "SELECT count(*) AS n, min(year(time_from)) AS a, max(year(time_from)) AS b "
            f"FROM activities WHERE agency = ? AND {PRIMARY}",
            [agency],
        )[0][name]
        for name in ("n", "a", "b")
    )
    rows = ask.base.rows(
        "SELECT theme, count(*) AS n FROM (SELECT unnest(topics) AS theme FROM activities "
        f"WHERE agency = ? AND {PRIMARY}) GROUP BY theme ORDER BY n DESC, theme",
        [agency],
    )
    return {
        "count": int(total),
        "first": first,
        "last": last,
        "themes": {row["theme"]: int(row["n"]) for row in rows},
    }


def table(name: str, sets: Sequence[SetHeld]) -> Table:
    """The editions held, one a row."""
    return Table(
        "datasets",
        name,
        COLUMNS,
        [
            (
                one.dataset,
                one.title,
                edition.edition,
                edition.published or None,
                edition.newest,
                edition.kept,
                edition.files,
                one.licence,
            )
            for one in sets
            for edition in one.editions
        ],
    )
