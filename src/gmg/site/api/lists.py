"""Lists of what there is: places, concepts, agencies, instruments and releases, with their codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gmg.axes import what, where, who
from gmg.evidence.release import history
from gmg.site.application.kept import Kept, packed_json
from gmg.site.application.releases import Opened


def places(_: Opened) -> list[dict[str, Any]]:
    """Every place, with its names in six languages."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "iso2": one.iso2,
            "m49": one.m49,
            "region": one.region,
            "subregion": one.subregion,
            "parent": one.parent,
            "names": {lang: one.label(lang) for lang in where.LANGUAGES},
        }
        for one in where.places()
    ]


def concepts(opened: Opened) -> list[dict[str, Any]]:
    """Every concept, and who publishes it."""
    found = []
    for one in what.concepts():
        publishers = opened.shelf.publishers(one.code)
        found.append(
            {
                "code": one.code,
                "label": one.label,
                "kind": one.kind,
                "unit": one.unit,
                "definition": one.definition,
                "datasets": [
                    {
                        "dataset": dataset,
                        "edition": edition,
                        "agency": agency,
                        "places": places,
                        "first_year": first,
                        "last_year": last,
                    }
                    for dataset, edition, agency, places, first, last in publishers
                ],
            }
        )
    return found


def treaties(_: Opened) -> list[dict[str, Any]]:
    """Every instrument."""
    return [
        {
            "code": one.code,
            "title": one.title,
            "short_title": one.short_title,
            "scope": one.scope,
            "adopted": str(one.adopted),
        }
        for one in what.instruments()
    ]


def agencies(opened: Opened) -> list[dict[str, Any]]:
    """Every agency, and the data sets of it that the release holds."""
    sources = opened.base.release.sources.values()
    return [
        {
            "code": one.code,
            "label": one.label,
            "name": one.name,
            "kind": one.kind,
            "datasets": sorted(source.id for source in sources if source.agency == one.code),
            "identifiers": {i.scheme: i.value for i in reversed(one.identifiers)},
        }
        for one in who.agencies()
    ]


def releases(opened: Opened) -> list[dict[str, Any]]:
    """Every time a release was made the current one, the newest first."""
    folder = opened.base.folder
    return [
        {
            "release": line["release"],
            "at": line["at"],
            "data": line["data"],
            "kept": (folder / "releases" / line["release"] / "release.json").is_file(),
        }
        for line in reversed(history(folder))
    ]


def datasets(opened: Opened) -> list[dict[str, Any]]:
    """Every data set with its editions and terms."""
    return [
        {
            "dataset": source.id,
            "agency": source.agency,
            "title": source.title,
            "counts": source.counts,
            "cadence": source.cadence,
            "home": source.home,
            "licence": asdict(source.licence),
            "editions": [
                {"id": e.id, "title": e.title, "published": e.published, "address": e.address}
                for e in source.editions
            ],
        }
        for _, source in sorted(opened.base.release.sources.items())
    ]


LISTS: dict[str, tuple[str, Callable[[Opened], list[dict[str, Any]]]]] = {
    "places": ("Every place with its code and its names", places),
    "concepts": ("Every concept with its definition and who publishes it", concepts),
    "agencies": ("Every agency with its data sets", agencies),
    "treaties": ("Every instrument with its code and title", treaties),
    "datasets": ("Every data set with its editions and licence", datasets),
    "releases": (
        "Releases in the order in which they were made current, the newest first",
        releases,
    ),
}
"""Name, what it says, and what makes it. `instruments` is the page of the matrix, so they are treaties."""


def listed(opened: Opened, name: str) -> Kept:
    """A list as JSON."""
    return packed_json({"release": opened.base.release.id, name: LISTS[name][1](opened)})
