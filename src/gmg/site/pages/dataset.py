"""A data set: its editions and licence, what was read, ignored and rejected, and what was revised."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gmg.analysis.difference import NotComparable, difference
from gmg.exchange.tables import Column, Table
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.sources.description import Source

TOP = 12
COLUMNS = (
    Column("file", "File"),
    Column("edition", "Edition"),
    Column("sha256", "Hash of the file"),
    Column("kept", "Cells kept", "integer"),
    Column("ignored", "Cells ignored by name", "integer"),
    Column("rejected", "Cells rejected", "integer"),
)


def page(ask: Ask, dataset: str) -> Page:
    """What a data set is and what was made of it. Raises NotFound for one that is not held."""
    source = ask.base.release.sources.get(dataset)
    if source is None:
        raise NotFound("No data set has that name", dataset)
    accounts = [one for one in ask.base.release.accounts if one.dataset == dataset]
    concepts = list(dict.fromkeys(code for one in accounts for code in one.concepts))
    revisions = revised(ask, source)
    return Page(
        kind="dataset",
        path=f"data/{dataset}",
        title=source.title,
        description=f"{ask.words.agency_name(source.agency)}: {source.title}. {source.counts}",
        values={
            "source": source,
            "accounts": accounts,
            "concepts": concepts,
            "revisions": revisions,
        },
        document={
            "dataset": dataset,
            "agency": source.agency,
            "title": source.title,
            "counts": source.counts,
            "cadence": source.cadence,
            "home": source.home,
            "licence": source.licence.code,
            "concepts": concepts,
            "editions": [
                {"id": e.id, "title": e.title, "published": e.published, "address": e.address}
                for e in source.editions
            ],
            "files": [
                {
                    "file": one.path,
                    "edition": one.edition,
                    "sha256": one.sha256,
                    "bytes": one.bytes,
                    "kept": one.kept,
                    "ignored": [
                        {"what": item.what, "cells": item.cells, "why": item.why}
                        for item in one.ignored
                    ],
                    "rejected": len(one.rejected),
                    "checks": [
                        {"name": c.name, "expected": c.expected, "found": c.found}
                        for c in one.checks
                    ],
                }
                for one in accounts
            ],
        },
        tables={
            "files": Table(
                "files",
                source.title,
                COLUMNS,
                [
                    (
                        one.path,
                        one.edition,
                        one.sha256,
                        one.kept,
                        one.ignored_cells,
                        len(one.rejected),
                    )
                    for one in accounts
                ],
            )
        },
        datasets=(dataset,),
    )


def revised(ask: Ask, source: Source) -> dict[str, Any] | None:
    """What the newest edition changed of the one before; None where only one is held."""
    held = [one for one in ask.base.release.accounts if one.dataset == source.id]
    editions = sorted(
        (e for e in source.editions if any(one.edition == e.id for one in held)),
        key=lambda e: (e.published or "9999", e.id),
    )
    if len(editions) < 2:
        return None
    old, new = editions[-2].id, editions[-1].id
    found = changes(ask.base, f"{source.id}@{old}", f"{source.id}@{new}")
    if found is None:
        return None
    count, largest = found
    return {
        "old": old,
        "new": new,
        "count": count,
        "largest": [
            {
                "concept": one.concept,
                "place": one.place,
                "counterpart": one.counterpart,
                "year": ask.words.year(one.time_to.year),
                "old": ask.words.number(one.old),
                "new": ask.words.number(one.new),
                "old_href": ask.to.figure(one.old_id) if one.old_id else "",
                "new_href": ask.to.figure(one.new_id) if one.new_id else "",
            }
            for one in largest
        ],
    }


@lru_cache(maxsize=64)
def changes(base: Base, old: str, new: str) -> tuple[int, tuple[Any, ...]] | None:
    """How many figures changed, and the largest changes; None where the two share no figure."""
    try:
        found = difference(base, old, new)
    except (NotComparable, LookupError, ValueError):
        return None
    both = [one for one in found if one.old is not None and one.new is not None]
    both.sort(key=lambda one: -abs((one.new or 0) - (one.old or 0)))
    return len(both), tuple(both[:TOP])
