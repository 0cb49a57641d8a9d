"""One operation for each page, made from the list of pages, and the figures and lists themselves."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.params import functions as in_url
from pydantic import StringConstraints, WithJsonSchema

import gmg
from gmg.axes.where import LANGUAGES
from gmg.exchange.tables import FORMS, Citation, licences_of
from gmg.site.api.figures import figures_of
from gmg.site.api.lists import LISTS, listed
from gmg.site.api.said import LONGEST, MEANINGS, schema
from gmg.site.api.schemas import Answer, Error, Figures, list_schema
from gmg.site.application import answers, views
from gmg.site.application.failures import failure
from gmg.site.application.kept import Kept, packed_json
from gmg.site.frame.addresses import asked
from gmg.site.pages import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSALS = dict.fromkeys((400, 404, 414, 429, 500, 503), Error)
OF_FIGURES = (
    "concept", "place", "from", "year", "agency", "dataset", "edition", "sex", "page", "per_page",
)  # fmt: skip
ABOUT = """Everything that a page of the site shows, as JSON, and every published figure with the id \
of its cell.

Codes and values are the same in every language. A list has pages. `release` asks an older release \
than the newest; such an answer never changes. Answers carry an `ETag`; any origin may ask. \
A figure belongs to its publisher: every answer names licences and attributions."""


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    """The API, with an operation for every page."""
    made = NinjaAPI(
        title="gmg",
        version=gmg.__version__,
        description=ABOUT,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-v1",
    )
    for route in ROUTES:
        made.get(
            "/" + in_braces(route.path or "home"),
            response={200: Answer, **REFUSALS},
            summary=route.says,
            operation_id=route.kind,
            tags=["pages"],
        )(of_page(route))
    made.get(
        "/figures",
        response={200: Figures, **REFUSALS},
        summary="Published figures by their columns, each with the id of its cell",
        operation_id="figures",
        tags=["figures"],
    )(of_figures())
    for name, (says, _) in LISTS.items():
        made.get(
            f"/{name}",
            response={200: list_schema(name), **REFUSALS},
            summary=says,
            operation_id=f"list-{name}",
            tags=["lists"],
        )(of_list(name))
    made.exception_handler(ValidationError)(refused)
    return made


def in_braces(path: str) -> str:
    """The path of a route as ninja writes it; the id of a figure may hold slashes."""
    return path.replace("<figure>", "{path:figure}").replace("<", "{").replace(">", "}")


def described() -> dict[str, Any]:
    """The OpenAPI document."""
    made: dict[str, Any] = dict(api().get_openapi_schema(path_prefix="/api/v1/"))
    for operations in made["paths"].values():
        for taken in operations["get"]["parameters"]:
            for name in (
                "default",
                "title",
                "description",
            ):  # "" is no year; the rest is said beside
                taken["schema"].pop(name, None)
    return made


def of_page(route: Route) -> Callable[..., HttpResponse]:
    """The function that answers for a page, with the page's own parameters in its signature."""

    def answer(request: HttpRequest, **told: str) -> HttpResponse:
        return respond(request, route, {name: told[name] for name in route.parameters})

    in_query = [*route.query, *((name, MEANINGS[name]) for name in ("lang", "release"))]
    return signed(answer, route.kind, route.parameters, in_query)


def of_figures() -> Callable[..., HttpResponse]:
    """The function that answers with figures."""

    def answer(request: HttpRequest, **told: str) -> HttpResponse:
        release = told["release_"] or None
        wanted = {name: text for name in OF_FIGURES if (text := told[f"{name}_"].strip())}
        origin = answers.origin(request)
        return views.given(
            request,
            f"{request.path}{asked(wanted)}",
            release,
            lambda opened: figures_of(opened, wanted, origin, release),
            lang=None,
        )

    names = (*OF_FIGURES, "release")
    return signed(answer, "figures", (), [(name, MEANINGS[name]) for name in names])


def of_list(name: str) -> Callable[..., HttpResponse]:
    """The function that answers with a list."""

    def answer(request: HttpRequest, **told: str) -> HttpResponse:
        release = told["release_"] or None
        return views.given(
            request, request.path, release, lambda opened: listed(opened, name), lang=None
        )

    return signed(answer, name, (), [("release", MEANINGS["release"])])


def signed(
    answer: Callable[..., HttpResponse],
    kind: str,
    in_path: Sequence[str],
    in_query: Sequence[tuple[str, str]],
) -> Callable[..., HttpResponse]:
    """The function with a signature that ninja reads: all are texts, which pages check themselves.

    The schema says what a page takes; a text that it does not take is refused by the page, with
    what it does take.
    """
    taken = [
        inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD),
        *(parameter(name, kind, in_url.Path(description=MEANINGS[name])) for name in in_path),
        *(
            parameter(f"{name}_", kind, in_url.Query(default="", alias=name, description=says))
            for name, says in in_query
        ),
    ]
    answer.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    answer.__name__ = kind
    return answer


def parameter(name: str, kind: str, says: Any) -> inspect.Parameter:
    """One text that an operation takes, with what the description says of it."""
    default = says.default if name.endswith("_") else inspect.Parameter.empty
    said = WithJsonSchema(schema(kind, name.rstrip("_")))
    return inspect.Parameter(
        name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=default,
        annotation=Annotated[str, StringConstraints(max_length=LONGEST), said, says],
    )


def respond(request: HttpRequest, route: Route, parameters: dict[str, str]) -> HttpResponse:
    """The document of a page, kept like the page itself."""
    release = request.GET.get("release") or None
    lang = request.GET.get("lang") or "en"
    if lang not in LANGUAGES:
        return failure(request, 400, f"lang: choose one of {', '.join(LANGUAGES)}")
    return views.given(
        request,
        f"{lang} {answers.question(request, route)}",
        release,
        lambda opened: document(
            answers.make(request, route, parameters, lang, release, opened),
        ),
        lang=None,
    )


def document(made: answers.Made) -> Kept:
    """A page for programs: its data, and where it stands for good and under which terms."""
    page, to, base = made.page, made.ask.to, made.opened.base
    citation = Citation(
        title=page.title,
        address=to.permanent(base.release.id, page.path, page.query),
        release=base.release.id,
        licences=licences_of(base, page.datasets),
        ours=page.ours,
    )
    with made.opened.making:
        data = page.told()
    return packed_json(
        {
            "path": page.path,
            "title": page.title,
            "release": base.release.id,
            "permanent": citation.address,
            "citation": citation.text,
            "licences": [asdict(one) for one in citation.licences],
            "tables": {
                name: {
                    form: to.origin + to.table(page.path, name, form, page.query) for form in FORMS
                }
                for name in page.tables
            },
            "data": data,
        }
    )


def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that is missing or too long."""
    first = error.errors[0]
    name = str(first["loc"][-1]).rstrip("_")
    return failure(request, 400, f"{name}: {first['msg']}")
