"""An agency: its mandate, what it publishes and how fresh it is, its instruments, its disputes."""

from __future__ import annotations

from typing import Any

from gmg.axes import mandates
from gmg.site.frame.ask import Ask, known_agency
from gmg.site.frame.page import Page
from gmg.site.pages.parts_findings import brief, one_a_subject

DISPUTES = 6
LOOKED_AT = 200


def page(ask: Ask, agency: str) -> Page:
    """What an agency publishes, keeps and does. Raises NotFound for a code that is no agency's."""
    found = known_agency(agency)
    code = found.code
    text = mandates.text(code)
    disputes = one_a_subject(ask.shelf.findings("list_contains(agencies, ?)", [code], LOOKED_AT))
    sets = datasets(ask, code)
    custody = [one.code for one in mandates.custody(code)]
    promotes = [one.code for one in mandates.promotes(code)]
    activities = count_activities(ask, code)
    by_function: dict[str, list[str]] = {}
    for one in mandates.mandates(code):
        by_function.setdefault(one.function, []).append(one.theme)
    return Page(
        kind="agency",
        path=f"agency/{code}",
        title=str(ask.words.agency_name(code)),
        description=f"{ask.words.agency_name(code)}. {found.role}",
        values={
            "agency": found,
            "text": text,
            "functions": by_function,
            "datasets": sets,
            "custody": custody,
            "promotes": promotes,
            "activities": activities,
            "disputes": [brief(ask, one) for one in disputes[:DISPUTES]],
        },
        document={
            "agency": code,
            "name": found.name,
            "kind": found.kind,
            "role": found.role,
            "mandate": text.text if text else None,
            "functions": by_function,
            "datasets": sets,
            "custody": custody,
            "promotes": promotes,
            "activities": activities,
            "disputes": [one.id for one in disputes[:DISPUTES]],
        },
        datasets=tuple(one["dataset"] for one in sets),
    )


def datasets(ask: Ask, agency: str) -> list[dict[str, Any]]:
    """The data sets of the agency that are read here, with the newest edition and its size."""
    rows = []
    for source in ask.base.release.sources.values():
        if source.agency != agency:
            continue
        accounts = [one for one in ask.base.release.accounts if one.dataset == source.id]
        edition = max(source.editions, key=lambda one: (one.published or "9999", one.id))
        rows.append(
            {
                "dataset": source.id,
                "title": source.title,
                "edition": edition.id,
                "published": edition.published,
                "editions": len(source.editions),
                "kept": sum(one.kept for one in accounts),
                "licence": source.licence.code,
            }
        )
    return sorted(rows, key=lambda row: str(row["dataset"]))


def count_activities(ask: Ask, agency: str) -> int:
    """Activities that the agency reports and that are held here."""
    rows = ask.base.rows(
        "SELECT count(DISTINCT identifier) AS n FROM activities WHERE agency = ?", [agency]
    )
    return int(rows[0]["n"])
