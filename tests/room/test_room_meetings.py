"""Meetings in a browser's forms: called, changed, cancelled; agenda, attendance, decisions, minutes."""

from __future__ import annotations

from gmg.group.acts import clock
from gmg.group.store.models import Meeting
from room_made import NOON
from room_people import Group
from room_site import signed_in

CALL = {
    "do": "call",
    "body": "GMG",
    "title": "Working level",
    "starts": "2026-03-10T14:00",
    "ends": "2026-03-10T16:00",
    "zone": "Europe/Zurich",
    "place": "Room XIX",
}


def test_first(room: Group) -> None:
    with clock.standing_at(NOON):
        client = signed_in(room.chair)
        answer = client.post("/en/room/meetings", CALL)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        row = Meeting.objects.get()
        for path in ("meetings", f"meeting/{row.key}", "issues", "programme"):
            answer = client.get(f"/en/room/{path}")
            assert answer.status_code == 200, answer.content.decode()
        answer = client.post(f"/en/room/meeting/{row.key}", {"do": "add", "item_title": "One <b>"})
        assert answer.status_code == 302, answer.content.decode()
        page = client.get(f"/en/room/meeting/{row.key}").content.decode()
        assert "One &lt;b&gt;" in page
        answer = client.post("/en/room/meetings", {"do": "feed"})
        text = answer.content.decode()
        address = text[text.index("/room/calendar/") :].split("<")[0]
        feed = signed_in(None).get(address)
        assert feed.status_code == 200
        assert b"SUMMARY:Working level" in feed.content
