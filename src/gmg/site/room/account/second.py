"""The second factor: a passkey or a code from an app, unless the agency's own provider asked for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gmg.group.store.models import Person

SET = "second-factor"


def is_set(request: HttpRequest, person: Person) -> bool:
    """Whether a person has a second factor; asked once a session."""
    from allauth.mfa.utils import is_mfa_enabled

    if request.session.get(SET) == person.key:
        return True
    if not is_mfa_enabled(person):
        return False
    request.session[SET] = person.key
    return True
