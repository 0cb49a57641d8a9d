"""What a page tells machines that read pages: schema.org data (https://schema.org/Dataset).

Pure functions of a page; who calls them puts the result into a script element, escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gmg.exchange.tables import Licence
    from gmg.site.frame.addresses import Addresses
    from gmg.site.frame.page import Page
    from gmg.site.words import Words

CONTEXT = "https://schema.org"
DATA = ("place", "corridor", "concept", "topic", "dataset", "instrument", "finding")
"""Kinds of page that are data sets by themselves."""

SHORTEST = 50
"""Characters of description below which search engines pass a data set over."""

FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
AXES = {
    "where": ("place", "topic", "corridor"),
    "what": ("concept", "instrument", "instruments", "findings", "finding", "gaps"),
    "who": ("agency", "activities", "note", "datasets", "dataset"),
}
"""Kinds of page under each axis."""


def structured(
    page: Page,
    *,
    words: Words,
    to: Addresses,
    release: str,
    licences: Sequence[Licence],
) -> dict[str, Any]:
    """The page as a graph: what it is itself, the term it defines, and the way to it."""
    address = to.permanent(release, page.path, page.query)
    nodes = [itself(page, words=words, to=to, address=address, licences=licences)]
    if page.kind == "concept":
        nodes.append(term(page.path.rpartition("/")[2], words, to))
    way = trail(page, words, to)
    if len(way) > 1:
        nodes.append(breadcrumbs(way))
    return {"@context": CONTEXT, "@graph": nodes}


def itself(
    page: Page, *, words: Words, to: Addresses, address: str, licences: Sequence[Licence]
) -> dict[str, Any]:
    """The page as a Dataset with its distributions, or as a plain WebPage."""
    if page.structured is not None:
        return {name: value for name, value in page.structured.items() if name != "@context"}
    said = page.description.strip() or page.title
    common = {
        "name": page.title,
        "description": said if len(said) >= SHORTEST else f"{said} (gmg)",
        "url": address,
        "inLanguage": words.lang,
        "isAccessibleForFree": True,
    }
    if page.kind not in DATA or not page.tables:
        return {"@type": "WebPage", **common}
    told = {
        "@type": "Dataset",
        **common,
        "identifier": address,
        "license": sorted({one.url for one in licences if one.url}),
        "creator": [
            {"@type": "Organization", "name": name}
            for name in dict.fromkeys(one.attribution for one in licences)
        ],
        "spatialCoverage": [str(words.place(code)) for code in places_of(page)],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": "gmg",
            "url": f"{to.origin}/catalogue.jsonld",
        },
        "distribution": distributions(page, to),
    }
    return {name: value for name, value in told.items() if value not in ([], "")}


def places_of(page: Page) -> list[str]:
    """Codes of the places in the address of a page about places."""
    parts = page.path.split("/")
    return {"place": parts[1:2], "topic": parts[1:2], "corridor": parts[1:3]}.get(page.kind, [])


def distributions(page: Page, to: Addresses) -> list[dict[str, Any]]:
    """Every table in every form."""
    return [
        {
            "@type": "DataDownload",
            "name": table.title,
            "encodingFormat": media_type,
            "contentUrl": to.origin + to.table(page.path, name, form, page.query),
        }
        for name, table in page.tables.items()
        for form, media_type in FORMS.items()
    ]


def term(code: str, words: Words, to: Addresses) -> dict[str, Any]:
    """A concept as a term with its definition."""
    return {
        "@type": "DefinedTerm",
        "@id": to.origin + to.concept(code),
        "termCode": code,
        "name": str(words.concept(code)),
        "description": str(words.definition(code)),
        "inDefinedTermSet": to.origin + to.page("what"),
    }


def trail(page: Page, words: Words, to: Addresses) -> list[tuple[str, str]]:
    """Names and addresses from the home page down to the page."""
    _ = words._
    names = {"where": _("Where"), "what": _("What"), "who": _("Who")}
    way = [("gmg", to.page(""))]
    way += [(names[axis], to.page(axis)) for axis, kinds in AXES.items() if page.kind in kinds]
    if page.kind == "topic":
        code = page.path.split("/")[1]
        way.append((str(words.place(code)), to.place(code)))
    if page.kind == "finding":
        way.append((_("Findings"), to.page("findings")))
    if page.path:
        way.append((page.title, to.page(page.path, **page.query)))
    return [(name, to.origin + link) for name, link in way if link]


def breadcrumbs(way: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page (https://schema.org/BreadcrumbList)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": link}
            for at, (name, link) in enumerate(way, start=1)
        ],
    }
