"""The group's page and the seats of a body: on any date, given, handed over, ended, refused."""

from __future__ import annotations

from room_people import Group
from room_made import NOON
from gmg.group.acts import clock
from room_site import signed_in


def test_first(room: Group) -> None:
    with clock.standing_at(NOON):
        client = signed_in(room.secretariat)
        for path in ("group", "group/GMG"):
            answer = client.get(f"/en/room/{path}")
            assert answer.status_code == 200, answer.content.decode()
