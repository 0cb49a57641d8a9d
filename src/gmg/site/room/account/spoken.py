"""The language of pages whose addresses name none: asked for, kept since a form was sent, the person's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils import translation

from gmg.axes.where import LANGUAGES
from gmg.site.room.frame import DJANGO_SAYS, language_of, person_of, private, question, refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _(text: str) -> str:
    """Mark a text that is said later, in the reader's language."""
    return text


KEPT = "language"
"""Where a session keeps the language in which somebody began to sign in."""
View = Callable[..., Any]


def spoken(view: View) -> View:
    """A view of sign-in in the reader's language; a form that was refused answers 400.

    Nothing is kept by browsers or proxies. Where the site has no room, there is nobody to sign in.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **parameters: Any) -> HttpResponse:
        from django.conf import settings

        lang = language(request)
        if not settings.GMG_ROOM:  # type: ignore[misc]
            return refused(
                question(request, lang),
                404,
                _("This site has no room: it serves published figures alone"),
            )
        with translation.override(DJANGO_SAYS.get(lang, lang)):
            response = view(request, *args, **parameters)
            keep(request)
            if hasattr(response, "render"):
                response.status_code = status_of(request, response)
                response.render()
        return private(response)

    return answered


def keep(request: HttpRequest) -> None:
    """Keep the language that was asked for on the way in, where a session was begun anyway."""
    asked = request.GET.get("lang", "")
    if request.session.modified and asked in LANGUAGES and person_of(request) is None:
        request.session[KEPT] = asked


def language(request: HttpRequest) -> str:
    """The language of a page of sign-in."""
    if request.GET.get("lang", "") not in LANGUAGES and person_of(request) is None:
        kept = request.session.get(KEPT, "")
        if kept in LANGUAGES:
            return str(kept)
    return language_of(request)


def status_of(request: HttpRequest, response: Any) -> int:
    """400 for a form that was not taken, and for a link that works no more."""
    context = response.context_data or {}
    if context.get("token_fail"):
        return 400
    forms = [context.get(name) for name in ("form", "webauthn_form")]
    wrong = any(form is not None and form.is_bound and form.errors for form in forms)
    refused = request.method == "POST" and wrong and response.status_code == 200
    return 400 if refused else int(response.status_code)


def asked_in(request: HttpRequest, lang: str) -> str:
    """The same page in another language."""
    return f"{request.path}?{carried(request, lang)}"


def carried(request: HttpRequest, lang: str) -> str:
    """What goes along from page to page of sign-in: where to go afterwards, and the language."""
    after = request.GET.get("next", "")
    return urlencode({"next": after, "lang": lang} if after else {"lang": lang})
