"""A data set: its editions and licence, what was read, ignored and rejected, and what was revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.shown import PERSONS, Shown, legible
from gmg.site.pages.agency_data import EditionHeld, held
from gmg.site.pages.parts_revisions import Revision, Revisions, revisions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gmg.evidence.accounts import Account
    from gmg.sources.description import Source

FILES = (
    Column("file", "File"),
    Column("edition", "Edition"),
    Column("sha256", "Hash of the file"),
    Column("bytes", "Bytes of the file", "integer"),
    Column("kept", "Figures, acts or activities kept", "integer"),
    Column("ignored", "Cells ignored by name", "integer"),
    Column("rejected", "Cells rejected", "integer"),
)
CHANGES = (
    Column("concept", "What was counted"),
    Column("place", "Where: ISO 3166-1 alpha-3, or gmg's own code"),
    Column("counterpart", "The other end of a pair, empty where there is none"),
    Column("sex", "total, female, male, other, unknown"),
    Column("age", "all, or an age group"),
    Column("detail", "Any further split"),
    Column("time_from", "First day", "date"),
    Column("time_to", "Last day", "date"),
    Column("unit", "Unit"),
    Column("old", "Value in the edition before", "number"),
    Column("new", "Value in the newest edition", "number"),
    Column("old_id", "Id of the figure in the edition before"),
    Column("new_id", "Id of the figure in the newest edition"),
)


def page(ask: Ask, dataset: str) -> Page:
    """What a data set is and what was made of it. Raises NotFound for one that is not described."""
    source = ask.base.release.sources.get(dataset)
    if source is None:
        raise NotFound("No data set has that name", dataset)
    accounts = [one for one in ask.base.release.accounts if one.dataset == dataset]
    here = {one.edition: one for one in of_dataset(ask, dataset)}
    counted = concepts_of(ask, dataset, accounts)
    changed = revisions(ask.base, source)
    _ = ask.words._
    return Page(
        kind="dataset",
        path=f"data/{dataset}",
        title=source.title,
        description=f"{ask.words.agency_name(source.agency)}: {source.title}. {source.counts}",
        values={
            "source": source,
            "accounts": accounts,
            "editions": [edition(ask, source, one, here) for one in in_order(source, here)],
            "kept": sum(one.kept for one in here.values()),
            "newest": max((one.newest for one in here.values() if one.newest), default=None),
            "concepts": counted,
            "revisions": changed,
            "changes": [shown_change(ask, one) for one in changed.largest] if changed else [],
        },
        document=document(source, accounts, here, counted, changed),
        tables={
            "files": Table(
                "files", _("What was read, ignored and rejected"), FILES, files(accounts)
            )
        }
        | ({"revisions": revision_table(_("What was revised"), changed)} if changed else {}),
        datasets=(dataset,),
    )


def of_dataset(ask: Ask, dataset: str) -> Sequence[EditionHeld]:
    """The editions of which the release holds files."""
    return next((one.editions for one in held(ask.base) if one.dataset == dataset), ())


def in_order(source: Source, here: dict[str, EditionHeld]) -> list[str]:
    """Editions held, the one that says the newest first, then those that are only known of."""
    known = [one.id for one in source.editions if one.id not in here]
    return [*here, *known]


def edition(ask: Ask, source: Source, name: str, here: dict[str, EditionHeld]) -> dict[str, Any]:
    """An edition in words; one that is held but not described has no more than its name."""
    one = here.get(name)
    told = next((edition for edition in source.editions if edition.id == name), None)
    return {
        "id": name,
        "title": told.title if told else name,
        "published": told.published if told else "",
        "address": told.address if told else "",
        "note": told.note if told else "",
        "newest": ask.words.date(one.newest) if one and one.newest else "",
        "kept": ask.words.number(one.kept) if one else "",
        "files": one.files if one else 0,
    }


def concepts_of(ask: Ask, dataset: str, accounts: Sequence[Account]) -> list[dict[str, Any]]:
    """What it counts: of each concept the places and years of the newest edition that holds it."""
    told = {
        concept: (name, places, first, last)
        for concept, name, places, first, last in ask.shelf.rows(
            "SELECT concept, max(edition), count(DISTINCT place), min(year), max(year) FROM totals "
            "WHERE dataset = ? AND side = 'place' GROUP BY concept",
            [dataset],
        )
    }
    codes = dict.fromkeys(code for one in accounts for code in one.concepts)
    found = []
    for code in codes:
        name, places, first, last = told.get(code, ("", 0, None, None))
        found.append(
            {
                "concept": code,
                "edition": name,
                "places": places,
                "first": first,
                "last": last,
                "href": ask.to.page(f"concept/{code}", dataset=dataset) if places else "",
            }
        )
    return found


def shown_change(ask: Ask, one: Revision) -> dict[str, Any]:
    """A revision in words, each value linked to its cell."""
    from gmg.axes.when import Period

    kind: Any = "point" if one.time_from == one.time_to else "interval"
    old, new = (number(ask, v, i) for v, i in ((one.old, one.old_id), (one.new, one.new_id)))
    return {
        "concept": one.concept,
        "place": one.place,
        "counterpart": one.counterpart,
        "sex": "" if one.sex == "total" else one.sex,
        "age": "" if one.age == "all" else one.age,
        "detail": one.detail or "",
        "unit": "" if one.unit == PERSONS else one.unit,
        "when": ask.words.period(Period(one.time_from, one.time_to, kind)),
        "old": old,
        "new": new,
    }


def number(ask: Ask, value: float, figure: str) -> Shown:
    """A value with the link to its cell."""
    text, exact = legible(ask, value)
    return Shown(text, ask.to.figure(figure), "", exact)


def files(accounts: Sequence[Account]) -> list[tuple[object, ...]]:
    """What each file gave, as rows."""
    return [
        (
            one.path,
            one.edition,
            one.sha256,
            one.bytes,
            one.kept,
            one.ignored_cells,
            len(one.rejected),
        )
        for one in accounts
    ]


def revision_table(title: str, changed: Revisions) -> Table:
    """The largest changes as a table."""
    names = [column.name for column in CHANGES]
    rows = [tuple(getattr(one, name) for name in names) for one in changed.largest]
    return Table("revisions", title, CHANGES, rows)


def document(
    source: Source,
    accounts: Sequence[Account],
    here: dict[str, EditionHeld],
    counted: Sequence[dict[str, Any]],
    changed: Revisions | None,
) -> dict[str, Any]:
    """The data set as the API answers it."""
    return {
        "dataset": source.id,
        "agency": source.agency,
        "title": source.title,
        "counts": source.counts,
        "cadence": source.cadence,
        "home": source.home,
        "licence": {
            "code": source.licence.code,
            "url": source.licence.url or None,
            "attribution": source.licence.attribution,
        },
        "concepts": [
            {name: one[name] or None for name in ("concept", "edition", "places", "first", "last")}
            for one in counted
        ],
        "editions": [
            {
                "id": one.id,
                "title": one.title,
                "published": one.published or None,
                "address": one.address,
                "kept": here[one.id].kept if one.id in here else 0,
                "newest": plain_day(here[one.id].newest) if one.id in here else None,
            }
            for one in source.editions
        ],
        "revisions": changed.as_json() if changed else None,
        "files": [file(one) for one in accounts],
    }


def plain_day(day: date | None) -> str | None:
    """A day as ISO text."""
    return day.isoformat() if day else None


def file(one: Account) -> dict[str, Any]:
    """What was made of a file, as the API answers it."""
    return {
        "file": one.path,
        "edition": one.edition,
        "sha256": one.sha256,
        "bytes": one.bytes,
        "kept": one.kept,
        "ignored": [
            {"what": item.what, "cells": item.cells, "why": item.why} for item in one.ignored
        ],
        "rejected": len(one.rejected),
        "checks": [{"name": c.name, "expected": c.expected, "found": c.found} for c in one.checks],
    }
