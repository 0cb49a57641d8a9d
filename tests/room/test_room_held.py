"""Pages held for a session: never after an act, a form, a boundary of the clock, or the session's end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from gmg.group.acts import clock, texts
from gmg.group.store.models import Round
from room_made import NOON
from room_people import Group, drafted, opened
from room_site import signed_in

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def holding(room: Group) -> Iterator[Group]:
    from django.conf import settings

    settings.GMG_HELD = True
    yield room
    settings.GMG_HELD = False


def reader(people: Group) -> Client:
    """A client whose session and form token are settled."""
    client = signed_in(people.speaks["ILO"])
    client.get("/en/room")
    client.get("/en/room")
    return client


def kept(client: Client, path: str = "/en/room/documents") -> bool:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.headers.get("X-Kept") == "yes"


def test_a_page_is_held_until_an_act(holding: Group) -> None:
    with clock.standing_at(NOON):
        client = reader(holding)
        assert not kept(client)
        assert kept(client)
        drafted(holding)
        assert not kept(client)
        assert kept(client)


def test_of_one_session_and_one_address_only(holding: Group) -> None:
    with clock.standing_at(NOON):
        client = reader(holding)
        kept(client)
        assert not kept(client, "/ar/room/documents")
        assert not kept(client, "/en/room/documents?page=2")
        other = signed_in(holding.speaks["IOM"])
        other.get("/en/room")
        other.get("/en/room")
        assert not kept(other)
        assert signed_in(None).get("/en/room/documents").status_code == 302


def test_not_for_who_has_signed_out(holding: Group) -> None:
    with clock.standing_at(NOON):
        client = reader(holding)
        kept(client)
        cookies = dict(client.cookies)
        client.logout()
        client.cookies.update(cookies)
        assert client.get("/en/room/documents").status_code == 302


def test_not_over_a_closing_instant_nor_midnight(holding: Group) -> None:
    round_ = opened(holding)
    page = f"/en/room/round/{Round.objects.get(pk=round_.pk).key}"
    with clock.standing_at(round_.closes - 2 * SECOND):
        client = reader(holding)
        assert not kept(client, page)
        assert kept(client, page)
    with clock.standing_at(round_.closes - SECOND):
        assert kept(client, page)
    with clock.standing_at(round_.closes):
        assert not kept(client, page)
    night = NOON.replace(hour=23, minute=59, second=58)
    with clock.standing_at(night):
        assert not kept(client)
        assert kept(client)
    with clock.standing_at(night + 2 * SECOND):
        assert not kept(client)


def test_not_for_long_and_not_after_a_form(holding: Group) -> None:
    with clock.standing_at(NOON):
        client = reader(holding)
        kept(client)
        client.post("/en/room/documents", {"do": "nothing"})
        assert not kept(client)
    with clock.standing_at(NOON + 11 * SECOND):
        assert not kept(client)


def test_what_was_held_is_what_is(holding: Group) -> None:
    version = drafted(holding)
    page = f"/en/room/document/{version.document.key}"
    with clock.standing_at(NOON):
        client = reader(holding)
        fresh = client.get(page).content
        assert client.get(page).content == fresh
        texts.freeze(holding.chair, version)
        assert client.get(page).content != fresh
