"""Labels in HTML: one that is not in the page's language says so."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape


def marked(label: str, lang: str) -> Markup:
    """A label, marked as English where the page's language has none of its own."""
    own = getattr(label, "lang", lang)
    return escape(label) if own == lang else _marked(str(label), own)


@lru_cache(maxsize=4096)
def _marked(text: str, own: str) -> Markup:
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        own, "rtl" if own == "ar" else "ltr", text
    )
