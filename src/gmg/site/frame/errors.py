"""What a page answers instead of itself."""

from __future__ import annotations


class NotFound(LookupError):
    """Nothing has that address; `asked` is what was looked for, so that the answer can search for it."""

    def __init__(self, text: str, asked: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.asked = asked


class BadQuery(ValueError):
    """The query string asks what cannot be answered; the text says what can."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
