"""Where: every country and area by region, and the groups and former places agencies speak of."""

from __future__ import annotations

from typing import Any

from gmg.axes import where
from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page


def page(ask: Ask) -> Page:
    """The list of places."""
    _ = ask.words._
    regions: dict[str, list[where.Place]] = {}
    for place in where.places():
        if place.kind in ("country", "area"):
            regions.setdefault(place.subregion or place.region or "", []).append(place)
    grouped = [
        {"region": region, "places": in_order(ask, places)}
        for region, places in sorted(
            regions.items(),
            key=lambda item: (where_of(item[0]), item[0] and ask.words.place(item[0])),
        )
    ]
    others = {
        kind: in_order(ask, where.places(kind))
        for kind in ("composite", "former", "region", "group")
    }
    return Page(
        kind="where",
        path="where",
        title=_("Where"),
        description=_(
            "Every country and area, and every region, group and former place that agencies name."
        ),
        values={"regions": grouped, "others": others},
        document={"places": [described(place) for place in where.places()]},
    )


def where_of(subregion: str) -> str:
    """The region of a subregion, so that neighbours stand together."""
    return (where.get(subregion).parent or "") if subregion else "~"


def in_order(ask: Ask, places: list[where.Place]) -> list[str]:
    """Codes by name in the page's language."""
    from gmg.axes.names import fold

    return [p.code for p in sorted(places, key=lambda p: (fold(ask.words.place(p.code)), p.code))]


def described(place: where.Place) -> dict[str, Any]:
    """A place as the API lists it."""
    return {
        "code": place.code,
        "name": place.name,
        "kind": place.kind,
        "region": place.region,
        "subregion": place.subregion,
        "names": {lang: place.label(lang) for lang in where.LANGUAGES},
    }
