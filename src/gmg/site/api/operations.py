"""One operation for each page, made from the list of pages, and the figures themselves."""

from __future__ import annotations

import inspect
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.params import Path as PathParam
from ninja.params import Query as QueryParam

import gmg
from gmg.axes.where import LANGUAGES
from gmg.exchange.tables import Citation, licences_of
from gmg.site.api.figures import figures_of
from gmg.site.api.schemas import Answer, Error, Figures
from gmg.site.application import answers, views
from gmg.site.application.failures import failure
from gmg.site.application.kept import Kept, kept, packed_json
from gmg.site.pages import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 200
BRACES = str.maketrans("<>", "{}")
FORMS = ("csv", "json", "parquet")
RESPONSES = {200: Answer, **dict.fromkeys((400, 404, 414, 429, 500, 503), Error)}
MEANINGS = {
    "place": "Place code: ISO 3166-1 alpha-3, or gmg's own",
    "origin": "Place code of where people come from",
    "destination": "Place code of where they are",
    "concept": "Code of a concept, such as refugees",
    "instrument": "Code of an instrument, such as CSR51",
    "agency": "Code of an agency, such as UNHCR",
    "dataset": "Name of a data set, such as unhcr.population",
    "finding": "Id of a finding",
    "figure": "Id of a figure, an act or an activity",
}
ALWAYS = (
    ("lang", f"Language of titles: {', '.join(LANGUAGES)}"),
    ("release", "Id of a release; the newest unless named"),
)


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    """The API, with an operation for every page."""
    made = NinjaAPI(
        title="gmg",
        version=gmg.__version__,
        description="What agencies publish on international migration, each figure with its cell.",
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-v1",
    )
    for route in ROUTES:
        made.get(
            "/" + (route.path or "home").replace("<figure>", "<path:figure>").translate(BRACES),
            response=RESPONSES,
            summary=route.says,
            operation_id=route.kind,
            tags=["pages"],
        )(operation(route))
    made.get(
        "/figures",
        response=RESPONSES | {200: Figures},
        summary="Published figures, each with the id of its cell",
        operation_id="figures",
        tags=["figures"],
    )(figures)
    made.exception_handler(ValidationError)(refused)
    return made


def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(api().get_openapi_schema(path_prefix="/api/v1/"))


def operation(route: Route) -> Callable[..., HttpResponse]:
    """The function that answers for a page, with the page's own parameters in its signature."""

    def answer(request: HttpRequest, **given: str) -> HttpResponse:
        return respond(request, route, {name: given[name] for name in route.parameters})

    in_path = [
        parameter(name, PathParam(description=MEANINGS[name], max_length=LONGEST))  # type: ignore[type-arg]
        for name in route.parameters
    ]
    in_query = [
        parameter(f"{name}_", QueryParam(alias=name, description=says, max_length=LONGEST), "")  # type: ignore[type-arg]
        for name, says in (*route.query, *ALWAYS)
    ]
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    signature = inspect.Signature([request, *in_path, *in_query])
    answer.__signature__ = signature  # type: ignore[attr-defined]
    answer.__name__ = route.kind
    return answer


def parameter(name: str, says: Any, default: object = inspect.Parameter.empty) -> inspect.Parameter:
    """One text that an operation takes, and what is said of it."""
    return inspect.Parameter(
        name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=default,
        annotation=Annotated[str, says],
    )


def respond(request: HttpRequest, route: Route, parameters: dict[str, str]) -> HttpResponse:
    """The document of a page, kept like the page itself."""
    release = request.GET.get("release") or None
    lang = request.GET.get("lang") or "en"
    if lang not in LANGUAGES:
        return failure(request, 400, f"lang: choose one of {', '.join(LANGUAGES)}")

    def make() -> Kept:
        made = answers.make(request, route, parameters, lang, release)
        page, to, base = made.page, made.ask.to, made.opened.base
        citation = Citation(
            title=page.title,
            address=to.permanent(base.release.id, page.path, page.query),
            release=base.release.id,
            licences=licences_of(base, page.datasets),
        )
        return packed_json(
            {
                "path": page.path,
                "release": base.release.id,
                "permanent": citation.address,
                "citation": citation.text,
                "licences": [asdict(one) for one in citation.licences],
                "tables": {
                    name: {
                        form: to.origin + to.table(page.path, name, form, page.query)
                        for form in FORMS
                    }
                    for name in page.tables
                },
                "data": page.told(),
            }
        )

    return opened_to_all(views.given(request, release, make, lang=None))


def opened_to_all(response: HttpResponse) -> HttpResponse:
    """Any page of any origin may read what is public."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response


def figures(
    request: HttpRequest,
    concept: Annotated[str, QueryParam(description=MEANINGS["concept"], max_length=LONGEST)],
    place: Annotated[str, QueryParam(description=MEANINGS["place"], max_length=LONGEST)] = "",
    from_: Annotated[
        str, QueryParam(alias="from", description="Place code of the other end", max_length=LONGEST)
    ] = "",
    year: Annotated[str, QueryParam(description="Year", max_length=LONGEST)] = "",
    agency: Annotated[str, QueryParam(description=MEANINGS["agency"], max_length=LONGEST)] = "",
    dataset: Annotated[str, QueryParam(description=MEANINGS["dataset"], max_length=LONGEST)] = "",
    edition: Annotated[str, QueryParam(description="Edition", max_length=LONGEST)] = "",
    sex: Annotated[str, QueryParam(description="total, female, male", max_length=LONGEST)] = "",
    page: Annotated[str, QueryParam(description="Page, from 1", max_length=9)] = "",
    per_page: Annotated[str, QueryParam(description="Figures a page, to 1000", max_length=9)] = "",
    release: Annotated[str, QueryParam(description=ALWAYS[1][1], max_length=LONGEST)] = "",
) -> HttpResponse:
    """Every agency's figures of a concept."""
    asked = {
        "concept": concept, "place": place, "counterpart": from_, "year": year, "agency": agency,
        "dataset": dataset, "edition": edition, "sex": sex, "page": page, "per_page": per_page,
    }  # fmt: skip

    def make() -> Kept:
        return kept(figures_of(request, asked, release or None), "application/json")

    return opened_to_all(views.given(request, release or None, make, lang=None))


def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that is missing or too long."""
    first = error.errors[0]
    name = str(first["loc"][-1]).rstrip("_")
    return opened_to_all(failure(request, 400, f"{name}: {first['msg']}"))
