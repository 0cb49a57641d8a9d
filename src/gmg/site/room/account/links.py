"""Links by which a password is set: they work once, and not for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int, int_to_base36

from gmg.group.acts import clock
from gmg.site.room.account.settings import INVITED, RESET

if TYPE_CHECKING:
    from gmg.group.store.models import Person

EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
"""From which Django counts the seconds in a token."""


class NoOrigin(ValueError):
    """A mailed link needs the public address of the site, for what a request names is not to be trusted."""


class Tokens(PasswordResetTokenGenerator):
    """Tokens over password, last sign-in and address: any change of these ends them."""

    def check_token(self, user: Person | None, token: str | None) -> bool:
        """Whether a token is this person's, unused and young enough."""
        if not super().check_token(user, token) or user is None or token is None:
            return False
        return clock.now() < made(token) + lasts(user)

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)


def made(token: str) -> datetime:
    """When a token was made."""
    return EPOCH + timedelta(seconds=base36_to_int(token.split("-")[0]))


def lasts(person: Person) -> timedelta:
    """How long a link works for a person."""
    return RESET if has_password(person) else INVITED


def has_password(person: Person) -> bool:
    """Whether a password was ever set."""
    return bool(person.password) and person.has_usable_password()


def link(person: Person, origin: str) -> str:
    """A link to set a password, in the person's language. Raises NoOrigin without an address."""
    if not origin:
        raise NoOrigin("Name the public address of the site with --origin or $GMG_ORIGIN")
    key = f"{int_to_base36(person.pk)}-{Tokens().make_token(person)}"
    return f"{origin}/room/account/password/new/{quote(key)}/?lang={person.language}"
