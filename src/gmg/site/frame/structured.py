"""What a page tells machines that read pages: schema.org data (https://schema.org/Dataset)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gmg.exchange.tables import Licence
    from gmg.site.frame.page import Page

CONTEXT = "https://schema.org"
DATA = ("place", "corridor", "concept", "topic", "dataset", "instrument", "finding")
"""Kinds of page that are data sets by themselves."""

FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def structured(
    page: Page,
    *,
    lang: str,
    address: str,
    licences: Sequence[Licence],
    tables: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """The page as a Dataset with its distributions, or as a plain WebPage.

    `address` is the permanent address, `tables` the address of each table in each form.
    """
    if page.structured is not None:
        return dict(page.structured)
    described = page.description.strip() or page.title
    common = {
        "@context": CONTEXT,
        "name": page.title,
        "description": described if len(described) >= 50 else f"{described} (gmg)",
        "url": address,
        "inLanguage": lang,
        "isAccessibleForFree": True,
    }
    if page.kind not in DATA or not page.tables:
        return {"@type": "WebPage", **common}
    return {
        "@type": "Dataset",
        **common,
        "identifier": address,
        "license": sorted({one.url for one in licences if one.url}),
        "creator": [
            {"@type": "Organization", "name": name}
            for name in dict.fromkeys(one.attribution for one in licences)
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FORMS[form],
                "contentUrl": link,
                "name": page.tables[name].title,
            }
            for name, forms in tables.items()
            for form, link in forms.items()
        ],
    }
