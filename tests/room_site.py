"""The room in a client: a site over a small base and a fresh room, and persons signed in to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from gmg.evidence.base import Base
from site_base import client_of

if TYPE_CHECKING:
    from gmg.group.acts.hand import Hand
    from room_people import Group


@pytest.fixture
def room(small_base: Base, room_url: str) -> Iterator[Group]:
    """A group with seats in a fresh room (on each database), and a site that serves both."""
    from django.conf import settings

    from room_people import group

    client_of(Path(small_base.folder))
    settings.GMG_ROOM = room_url
    yield group()
    settings.GMG_ROOM = ""


def signed_in(hand: Hand | None) -> Client:
    """A client of a person who passed both factors; of the public for None."""
    from allauth.mfa.models import Authenticator

    from gmg.group.store.models import Person

    client = Client()
    if hand is not None:
        person = Person.objects.get(key=hand.person)
        Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "unused"}}
        )
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


__all__ = ["room", "signed_in"]
