"""A page drawn as HTML, with Jinja templates that escape everything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markupsafe import Markup, escape

from gmg.axes.where import LANGUAGES
from gmg.site.frame.labels import marked
from gmg.site.frame.languages import NAMES

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from gmg.evidence.base import Base
    from gmg.site.frame.addresses import Addresses
    from gmg.site.frame.page import Page
    from gmg.site.words import Words

SITE = Path(__file__).parent.parent
TEMPLATES = (SITE / "templates", SITE / "note" / "templates")
NOTHING = dict.fromkeys(("permanent", "newest", "notice", "picture", "structured", "cells"), "")


def html(page: Page, *, base: Base, words: Words, to: Addresses, **also: Any) -> str:
    """The page as an HTML document. `also` reaches the template: a newer release, a notice."""
    template = environment(words.lang).get_template(f"pages/{page.kind}.html.j2")
    return template.render(page=page, to=to, base=base, also=NOTHING | also, **page.values)


@lru_cache(maxsize=len(LANGUAGES))
def environment(lang: str) -> Environment:
    """The templates with the messages of one language."""
    from gmg.site.words import words

    spoken = words(lang)
    made = Environment(
        loader=FileSystemLoader([*TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(spoken._, spoken.n_, newstyle=True)  # type: ignore[attr-defined]
    made.filters["said"] = said
    made.filters["svg"] = Markup
    made.globals.update(words=spoken, languages=NAMES, licence_link=licence_link)
    return made


@pass_context
def said(context: Context, label: str) -> Markup:
    """A label, marked as English where the page's language has none of its own."""
    return marked(label, context["words"].lang)


def licence_link(licence: Mapping[str, str]) -> Markup:
    """The name of a licence, linked to its text where it has an address."""
    if not licence.get("url"):
        return escape(licence["code"])
    return Markup('<a href="{}" rel="license">{}</a>').format(licence["url"], licence["code"])
