"""Who may open the room, in whichever language."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gmg.axes.where import LANGUAGES
from gmg.group.acts import clock
from room_made import NOON
from room_people import Group
from room_site import signed_in


def test_the_public_is_sent_to_sign_in_and_comes_back(room: Group) -> None:
    answer = signed_in(None).get("/en/room?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=%2Fen%2Froom%3Fx%3D1&lang=en")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_seat_opens_the_desk_in_its_language(room: Group, lang: str) -> None:
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["ILO"]).get(f"/{lang}/room")
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.content.decode()


def test_when_the_last_seat_ends_at_midnight_the_desk_is_empty(room: Group) -> None:
    client = signed_in(room.chair)
    last = NOON.replace(month=6, day=30, hour=23, minute=59, second=59)
    with clock.standing_at(last):
        assert "Texts" in client.get("/en/room").content.decode()
    with clock.standing_at(last + timedelta(seconds=1)):
        page = client.get("/en/room").content.decode()
    assert "Texts" not in page


def test_a_form_without_its_token_is_refused(room: Group) -> None:
    client = signed_in(room.chair)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/en/room", {"do": "anything"})
    assert answer.status_code == 403
    assert "not sent from a page of this site" in answer.content.decode()


def test_without_a_second_factor_nothing_opens(room: Group) -> None:
    from allauth.mfa.models import Authenticator

    client = signed_in(room.chair)
    Authenticator.objects.all().delete()
    with clock.standing_at(NOON):
        answer = client.get("/en/room")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/room/account/2fa/"
