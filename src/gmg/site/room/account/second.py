"""The second factor: a passkey or a code from an app, unless the agency's own provider asked for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gmg.group.store.models import Person

SET = "second-factor"
"""Where a session keeps for whom a second factor is known to be set up."""
KINDS = ("totp", "webauthn")


def is_set(request: HttpRequest, person: Person) -> bool:
    """Whether a person has a second factor; asked once a session.

    A session of somebody who has one was asked for it at sign-in or set it up: when one is set up
    or taken away, the person's other sessions end (`heard`). A session that an agency's provider
    opened counts, for the provider is answerable for its second factor.
    """
    if request.session.get(SET) == person.key:
        return True
    if not has_one(person):
        return False
    request.session[SET] = person.key
    return True


def has_one(person: Person) -> bool:
    """Whether a passkey or an app is set up; spare codes alone are none."""
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(person, list(KINDS)))


def vouched(request: HttpRequest, person: Person) -> None:
    """An agency's provider opened this session and is answerable for the second factor."""
    request.session[SET] = person.key


def forgotten(request: HttpRequest) -> None:
    """A factor was taken away: ask again."""
    request.session.pop(SET, None)
