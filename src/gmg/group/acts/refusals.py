"""Why an act was not done; nothing was written.

A refusal keeps its sentence and its facts apart, so that a page can say it in the reader's language:
`Conflict("Version {number} was written meanwhile", number=3)`.
"""

from __future__ import annotations


class Refusal(Exception):
    """A sentence with open places, and the facts that fill them."""

    def __init__(self, text: str, **facts: object) -> None:
        self.text, self.facts = text, facts
        super().__init__(text.format(**facts) if facts else text)


class NotAllowed(Refusal, PermissionError):
    """No seat that is held now allows this."""


class Conflict(Refusal, ValueError):
    """What was to be done rests on a state that is no more, or never was."""
