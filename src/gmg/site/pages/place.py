"""A place: what is known of migration to it, from it and within it, and whose figure each one is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.site.frame.ask import Ask, known_place
from gmg.site.frame.lines import Column, columns
from gmg.site.frame.page import Page
from gmg.site.pages.parts_charts import chart
from gmg.site.pages.parts_partners import partners
from gmg.site.pages.parts_tables import total_table

if TYPE_CHECKING:
    from gmg.site.shelf import Total

HERE, AWAY = "place", "counterpart"
TOPICS: tuple[tuple[str, str], ...] = (
    (HERE, "migrant-stock"),
    (AWAY, "migrant-stock"),
    (HERE, "refugees"),
    (AWAY, "refugees"),
    (HERE, "asylum-seekers"),
    (AWAY, "asylum-seekers"),
    (HERE, "palestine-refugees"),
    (HERE, "internally-displaced"),
    (HERE, "stateless"),
    (HERE, "asylum-applications"),
    (HERE, "internal-displacements"),
    (HERE, "net-migration"),
    (HERE, "remittances-received"),
    (HERE, "remittances-paid"),
    (HERE, "trafficking-victims"),
    (HERE, "population"),
)
"""What a place page speaks of, in this order: the concept, and the end at which the place stands."""

ON_TOP = 9


def page(ask: Ask, place: str) -> Page:
    """What is known of a place. Raises NotFound for a code that is no place's."""
    found = known_place(place)
    totals = known(ask, ask.shelf.totals(found.code))
    topics = [topic for each in TOPICS if (topic := of_topic(ask, totals, *each))]
    name = ask.words.place(found.code)
    values: dict[str, Any] = {
        "code": found.code,
        "name": name,
        "place": found,
        "inside": inside(found),
        "parts": members(found),
        "heads": [head(ask, topic) for topic in topics][:ON_TOP],
        "topics": topics,
    }
    values |= around(ask, found)
    return Page(
        kind="place",
        path=f"place/{found.code}",
        title=str(name),
        description=description(ask, name, values["heads"]),
        values=values,
        document=document(found, topics, values),
        tables={
            "figures": total_table(
                "figures", str(name), [line for topic in topics for line in topic["lines"]]
            )
        },
        datasets=tuple(dict.fromkeys(line.dataset for topic in topics for line in topic["lines"])),
    )


def known(ask: Ask, totals: Iterable[Total]) -> list[Total]:
    """Totals of years that had begun when their edition came out: the rest are projections."""
    last: dict[tuple[str, str], int] = {}
    kept = []
    for total in totals:
        key = (total.dataset, total.edition)
        if key not in last:
            last[key] = published_year(ask, *key)
        if total.year <= last[key]:
            kept.append(total)
    return kept


def published_year(ask: Ask, dataset: str, edition: str) -> int:
    """The year in which an edition came out; 9999 where it is not known."""
    source = ask.base.release.sources.get(dataset)
    texts = [e.published for e in source.editions if e.id == edition] if source else []
    return int(texts[0][:4]) if texts and texts[0][:4].isdigit() else 9999


def of_topic(ask: Ask, totals: Sequence[Total], side: str, concept: str) -> dict[str, Any] | None:
    """All that is said of one concept with the place at one end; None where nothing is."""
    lines = [line for line in totals if line.concept == concept and line.side == side]
    found = [column for column in columns(ask, lines) if not column.nothing]
    if not found:
        return None
    ranked = sorted(found, key=lambda column: (column.newest.time_to, len(column.lines)))
    ranked.reverse()
    heading = title(ask, side, concept)
    ident = f"{concept}-{side}"
    return {
        "id": ident,
        "side": side,
        "concept": concept,
        "title": heading,
        "columns": ranked,
        "lines": lines,
        "chart": chart(ask, [c for c in ranked if drawable(c, ranked[0])][:6], heading, ident),
        "href": ask.to.page(f"place/{lines[0].place}/{concept}"),
    }


def drawable(column: Column, first: Column) -> bool:
    """Whether two columns can share a scale: units of one base."""
    return what.unit(column.unit).base == what.unit(first.unit).base


def title(ask: Ask, side: str, concept: str) -> str:
    """The concept, said from where the place stands."""
    _ = ask.words._
    said = {
        (HERE, "migrant-stock"): _("Migrants living here"),
        (AWAY, "migrant-stock"): _("People from here living elsewhere"),
        (HERE, "refugees"): _("Refugees living here"),
        (AWAY, "refugees"): _("Refugees from here"),
        (HERE, "asylum-seekers"): _("Asylum-seekers living here"),
        (AWAY, "asylum-seekers"): _("Asylum-seekers from here"),
    }
    return said.get((side, concept)) or str(ask.words.concept(concept))


def head(ask: Ask, topic: dict[str, Any]) -> dict[str, Any]:
    """The newest number of a topic, and what the other publishers say beside it."""
    first, *others = topic["columns"]
    return {
        "title": topic["title"],
        "anchor": topic["id"],
        "concept": topic["concept"],
        "first": said(ask, first),
        "others": [said(ask, column) for column in others[:2]],
    }


def said(ask: Ask, column: Column) -> dict[str, Any]:
    """A number with whose it is and when."""
    newest = column.newest
    return {
        "number": column.numbers[-1],
        "agency": column.agency,
        "when": ask.words.period(newest.period),
    }


def inside(place: where.Place) -> list[str]:
    """Codes of the region and subregion a place stands in, and of what it belongs to."""
    return [code for code in (place.parent, place.subregion, place.region) if code]


def members(place: where.Place) -> list[str]:
    """Codes of the countries and areas of a region or group; nothing for other places."""
    if place.kind not in ("region", "group", "composite"):
        return list(place.successors)
    try:
        return where.members(place.code)
    except where.NoMembers:
        return []


def description(ask: Ask, name: str, heads: Sequence[dict[str, Any]]) -> str:
    """The page in a sentence, with its first numbers."""
    found = "; ".join(
        f"{one['title']}: {one['first']['number'].text} "
        f"({ask.words.agency(one['first']['agency'])}, {one['first']['when']})"
        for one in heads[:3]
    )
    return f"{name}. {found}" if found else str(name)


def around(ask: Ask, place: where.Place) -> dict[str, Any]:
    """Partners, findings, instruments and activities of a place."""
    from gmg.site.pages.parts_findings import of_place as findings_of
    from gmg.site.pages.parts_norms import block
    from gmg.site.pages.parts_said import of_place as said_of

    ground = place.territory
    return {
        "partners": partners(ask, place.code) if ground else None,
        "findings": findings_of(ask, place.code),
        "group_said": said_of(ask, place.code),
        "norms": block(ask, place.code, whole=True) if place.kind in ("country", "area") else None,
    }


def document(
    place: where.Place, topics: Sequence[dict[str, Any]], values: dict[str, Any]
) -> dict[str, Any]:
    """What the API answers."""
    ranked = values["partners"]
    return {
        "place": place.code,
        "name": place.name,
        "kind": place.kind,
        "region": place.region,
        "subregion": place.subregion,
        "members": values["parts"],
        "figures": [line.as_json() for topic in topics for line in topic["lines"]],
        "partners": [table["document"] for table in ranked["tables"]] if ranked else [],
        "findings": [one["id"] for one in values["findings"]],
        "said": [one["document"] for one in values["group_said"]],
    }
