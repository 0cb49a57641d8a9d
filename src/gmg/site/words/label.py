"""A text that knows its language."""

from __future__ import annotations


class Label(str):
    """A name of a code; `lang` is the language it is in: English where there is no translation.

    >>> Label("Libye", "fr").lang
    'fr'
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "en") -> Label:
        """The text in a language."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made
