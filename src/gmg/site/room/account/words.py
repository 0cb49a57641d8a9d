"""Passwords that somebody who knows what this site is would try first."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from gmg.axes import who

if TYPE_CHECKING:
    from gmg.group.store.models import Person

HERE = (
    "gmg", "global", "migration", "migrant", "migrants", "group", "refugee", "refugees", "room",
    "united", "nations", "chair", "secretariat", "statement", "principals", "password", "welcome",
)  # fmt: skip
"""Words of this place; the agencies' codes are added to them."""
LEFT = 6
"""Letters and digits that a password must have besides words of this place and a year."""


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """Any of the words, the longest first, or a year."""
    words = sorted({*HERE, *(a.code.lower() for a in who.agencies())}, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, words), r"(?:19|20)[0-9][0-9]"]))


def guessable(password: str) -> bool:
    """Whether little is left of a password without the words of this place.

    >>> guessable("GMG-migration-2026!"), guessable("a harbour full of clocks")
    (True, False)
    """
    return len(re.sub(r"\W|_", "", pattern().sub("", password.lower()))) < LEFT


class NotOfThisPlace:
    """Django's form of the rule."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password made of words of this place."""
        del user
        if guessable(password):
            raise ValidationError(
                gettext_lazy("This password is too common."), code="password_of_this_place"
            )

    def get_help_text(self) -> str:
        """What is told beforehand."""
        return str(gettext_lazy("Your password can’t be a commonly used password."))
