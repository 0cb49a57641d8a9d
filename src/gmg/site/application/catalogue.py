"""The data sets as a DCAT catalogue in JSON-LD, for portals that gather what others publish.

The terms are those of DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) and of its profile DCAT-AP 3
(https://semiceu.github.io/DCAT-AP/releases/3.0.0/).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gmg.axes import who
from gmg.site.application.answers import origin
from gmg.site.application.kept import Kept, packed_json
from gmg.site.application.views import given
from gmg.site.frame.addresses import Addresses, safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gmg.site.application.releases import Opened
    from gmg.sources.description import Licence, Source

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
THEME = "http://publications.europa.eu/resource/authority/data-theme/SOCI"
MEDIA = "https://www.iana.org/assignments/media-types/"
FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
TYPES_OF_DATE = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""XML Schema's type of a date by its length: publishers may give a year or a month alone."""


def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue of the current release."""
    host = origin(request)

    def make(opened: Opened) -> Kept:
        return replace(packed_json(dcat(opened, host)), media_type="application/ld+json")

    return given(request, request.path, None, make, lang=None)


def dcat(opened: Opened, host: str) -> dict[str, Any]:
    """The catalogue: a data set for each that is read, with terms and publisher, and two services."""
    release = opened.base.release
    to = Addresses(lang="en", origin=host)
    sources = [source for _, source in sorted(release.sources.items())]
    services = {"api": f"{host}/api/v1", "sdmx": f"{host}/sdmx"}
    return {
        "@context": CONTEXT,
        "@id": f"{host}/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": text("gmg: what agencies publish on international migration"),
        "dct:description": text("Figures of agencies side by side; each leads back to its cell."),
        "dct:identifier": release.id,
        "dct:publisher": {
            "@id": f"{host}/#publisher",
            "@type": "foaf:Agent",
            "foaf:name": "gmg",
        },
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ENG"},
        "foaf:homepage": {"@id": host + to.page("")},
        "dcat:themeTaxonomy": {
            "@id": "http://publications.europa.eu/resource/authority/data-theme"
        },
        "dcat:service": [
            {
                "@id": services["api"],
                "@type": "dcat:DataService",
                "dct:title": text("gmg API"),
                "dcat:endpointURL": {"@id": services["api"]},
                "dcat:endpointDescription": {"@id": f"{host}/openapi.json"},
            },
            {
                "@id": services["sdmx"],
                "@type": "dcat:DataService",
                "dct:title": text("gmg SDMX web service"),
                "dcat:endpointURL": {"@id": services["sdmx"]},
                "dct:conformsTo": {"@id": "https://sdmx.org"},
            },
        ],
        "dcat:dataset": [dataset(source, host, to) for source in sources],
    }


def dataset(source: Source, host: str, to: Addresses) -> dict[str, Any]:
    """One data set: its editions are named, its figures are asked of the API."""
    newest = source.editions[0] if source.editions else None
    address = host + to.dataset(source.id)
    told: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": text(source.title),
        "dct:description": text(source.counts or source.title),
        "dct:identifier": source.id,
        "dct:publisher": publisher(source.agency, host, to),
        "dct:rights": {
            "@type": "dct:RightsStatement",
            "rdfs:label": text(source.licence.attribution),
        },
        "dcat:theme": {"@id": THEME},
        "dcat:landingPage": {"@id": address, "@type": "foaf:Document"},
        "foaf:page": {"@id": source.home, "@type": "foaf:Document"} if source.home else None,
        "dcat:version": newest.id if newest else None,
        "dct:issued": day(newest.published) if newest else None,
        "dcat:distribution": [
            figures_of(source, host, address),
            *(account_of(source, host, to, form) for form in FORMS),
        ],
    }
    return {name: value for name, value in told.items() if value is not None}


def publisher(agency: str, host: str, to: Addresses) -> dict[str, Any]:
    """An agency."""
    return {
        "@id": host + to.agency(agency),
        "@type": "foaf:Agent",
        "foaf:name": text(who.agency(agency).name),
    }


def figures_of(source: Source, host: str, address: str) -> dict[str, Any]:
    """The figures of a data set, page by page, from the API."""
    asked = f"{host}/api/v1/figures?dataset={safe(source.id)}"
    return {
        "@id": asked,
        "@type": "dcat:Distribution",
        "dct:title": text(f"The figures of {source.title}"),
        "dcat:accessURL": {"@id": asked},
        "dcat:accessService": {"@id": f"{host}/api/v1"},
        "dcat:mediaType": {"@id": MEDIA + FORMS["json"]},
        "dct:license": licence(source.licence, address),
    }


def account_of(source: Source, host: str, to: Addresses, form: str) -> dict[str, Any]:
    """The files of a data set as they were read, as a table."""
    link = host + to.table(f"data/{safe(source.id)}", "files", form, {})
    return {
        "@id": link,
        "@type": "dcat:Distribution",
        "dct:title": text(f"The files of {source.title} and what was read of them"),
        "dcat:accessURL": {"@id": link},
        "dcat:downloadURL": {"@id": link},
        "dcat:mediaType": {"@id": MEDIA + FORMS[form]},
        "dct:license": licence(source.licence, host + to.dataset(source.id)),
    }


def licence(terms: Licence, address: str) -> dict[str, Any]:
    """The terms: a document where they have an address, else one that only has a name."""
    return {
        "@id": terms.url or f"{address}#licence",
        "@type": "dct:LicenseDocument",
        "rdfs:label": terms.code,
    }


def text(said: str) -> dict[str, str]:
    """A text in English."""
    return {"@value": said, "@language": "en"}


def day(published: str) -> dict[str, str] | None:
    """A date, of a year or a month where no more is known; None for what is no date."""
    kind = TYPES_OF_DATE.get(len(published))
    if kind is None or not published.replace("-", "").isdigit():
        return None
    return {"@value": published, "@type": f"xsd:{kind}"}
