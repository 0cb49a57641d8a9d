"""allauth's pages drawn with the room's own templates: a template engine for Django.

`account/login.html` is `templates/room/account/login.html.j2`, drawn in the reader's language with the
frame of every page of the room. What allauth calls `form` is `fields` there: `form` is the frame's
set of macros. Texts of mails are drawn for the person they go to, and nothing in them is escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.utils import translation

from gmg.site.application.assets import assets
from gmg.site.frame.languages import NAMES
from gmg.site.frame.render import environment
from gmg.site.room.account.spoken import asked_in, carried, language
from gmg.site.room.asked import Said
from gmg.site.room.frame import DJANGO_SAYS, question

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gmg.site.room.asked import Asked


class Templates(BaseEngine):
    """The one engine of Django's settings."""

    app_dirname = ""

    def __init__(self, params: dict[str, Any]) -> None:
        params.pop("OPTIONS", None)
        super().__init__(params)

    def get_template(self, template_name: str) -> Template:
        """A template by allauth's name. Raises TemplateDoesNotExist for one that we have not."""
        name = f"room/{template_name}.j2"
        try:
            environment("en").get_template(name)
        except jinja2.TemplateNotFound:
            raise TemplateDoesNotExist(template_name, backend=self) from None
        return Template(name)


class Template:
    """A page or the text of a mail."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """The page for who asks; a mail for whom it goes to."""
        values = dict(context or {})
        if self.name.endswith(".txt.j2"):
            return mail(self.name, values)
        request = request or values["request"]
        return page(self.name, values, request)


def mail(name: str, values: dict[str, Any]) -> str:
    """The text of a mail, in the language of the person it goes to."""
    person = values.get("user")
    lang = person.language if person is not None and person.language in NAMES else "en"
    with translation.override(DJANGO_SAYS.get(lang, lang)):
        return environment(lang).get_template(name).render(values)


def page(name: str, values: dict[str, Any], request: HttpRequest) -> str:
    """A page of the room, for who asks."""
    from django.middleware.csrf import get_token

    lang = language(request)
    asked = question(request, lang)
    fields = values.pop("form", None)
    with translation.override(DJANGO_SAYS.get(lang, lang)):
        asked.said = said(fields) or unknown(values.get("webauthn_form"), asked)
        return (
            environment(lang)
            .get_template(name)
            .render(
                {
                    **values,
                    "asked": asked,
                    "to": asked.to,
                    "said": asked.said,
                    "given": {},
                    "csrf": get_token(request),
                    "static": assets().names,
                    "names": NAMES,
                    "fields": fields,
                    "here_in": lambda spoken: asked_in(request, spoken),
                    "after": carried(request, lang),
                }
            )
        )


def unknown(answer: Any, asked: Asked) -> Said | None:
    """That a passkey was not taken: its form has nothing that could be mended."""
    if answer is None or not answer.is_bound or not answer.errors:
        return None
    return Said(asked.words._("This passkey is not known here, or was not used in time"), 400)


def said(fields: Any) -> Said | None:
    """What is wrong with a form as a whole; what is wrong with one field stands beside it."""
    if fields is None or not fields.is_bound:
        return None
    texts = [str(text) for text in fields.non_field_errors()]
    return Said(" ".join(texts), 400) if texts else None
