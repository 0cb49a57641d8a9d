"""Parts of addresses: a language, the form of a file."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import get_converters

from gmg.axes.where import LANGUAGES


class Language:
    """One of the six languages."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


class Form:
    """The form of a file."""

    regex = "csv|json|parquet"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


def register() -> None:
    """Make the parts known to Django, once."""
    for name, part in (("language", Language), ("form", Form)):
        if name not in get_converters():
            register_converter(part, name)
