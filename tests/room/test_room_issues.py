"""The issues list: a finding or a gap is raised in the words of the base, then put on an agenda."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.evidence.base import Base
from gmg.group.acts import clock, issues, meetings, seats
from gmg.group.acts.hand import Hand
from gmg.group.rules.meetings import Called
from gmg.group.rules.seats import Role
from gmg.group.store.models import AgendaItem, Event, Issue, Meeting
from gmg.site.application.releases import releases
from room_made import NOON
from room_people import Group
from room_site import signed_in
from site_base import client_of

HOSTILE = '"><script>alert(1)</script>{{7*7}}'
FINDING = "LBY-SDN-no-stock-for-refugees-2024-c020200f"
RAISE: dict[str, object] = {"do": "raise", "for": "GMG UNHCR"}
GAP = "place=LBY&theme=refugees"
HOUR = timedelta(hours=1)


def page(hand: Hand | None, path: str = "issues") -> str:
    with clock.standing_at(NOON):
        answer = signed_in(hand).get(f"/en/room/{path}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(hand: Hand | None, form: dict[str, object], path: str = "issues") -> tuple[int, str]:
    with clock.standing_at(NOON):
        answer = signed_in(hand).post(f"/en/room/{path}", form)
    return answer.status_code, answer.content.decode() or answer.headers.get("Location", "")


def called(room: Group) -> Meeting:
    with clock.standing_at(NOON):
        return meetings.call(
            room.chair, room.body, Called("Next", NOON + 24 * HOUR, NOON + 26 * HOUR)
        )


# --- from the public pages -----------------------------------------------------------------------


def test_a_finding_leads_to_the_form_and_the_form_to_the_list_and_to_the_agenda(
    room: Group,
) -> None:
    public = signed_in(None).get(f"/en/finding/{FINDING}").content.decode()
    link = f"/en/room/issues?finding={FINDING}"
    assert f'href="{link}"' in public
    form = page(room.speaks["UNHCR"], f"issues?finding={FINDING}")
    assert "Sudan" in form and f'name="finding" value="{FINDING}"' in form
    code, where = sent(room.speaks["UNHCR"], RAISE | {"finding": FINDING, "note": "Ours"})
    row = Issue.objects.get()
    assert (code, where) == (302, f"/en/room/issues#s-{row.key}")
    assert (row.kind, row.subject, row.path) == ("finding", FINDING, f"finding/{FINDING}")
    assert row.release == releases().get().base.release.id
    assert "Sudan" in row.words and "Libya" in row.words
    listed = page(room.speaks["IOM"])
    assert "Ours" in listed and f'href="/en/finding/{FINDING}"' in listed
    assert f"/r/{row.release}/en/finding/{FINDING}" in listed
    meeting = called(room)
    code, where = sent(room.chair, {"do": "agenda", "issue": row.key, "meeting": meeting.key})
    item = AgendaItem.objects.get()
    assert (code, where) == (302, f"/en/room/meeting/{meeting.key}#i-{item.key}")
    assert item.issue == row
    assert "On the agenda" in page(room.speaks["IOM"])
    assert "On the agenda" not in page(room.observer)


def test_a_gap_is_raised_in_the_words_of_its_cell(room: Group) -> None:
    public = signed_in(None).get("/en/gaps?place=LBY").content.decode()
    assert "/en/room/issues?place=LBY&amp;theme=refugees" in public
    form = page(room.speaks["UNHCR"], f"issues?{GAP}")
    assert "Libya, Refugees" in form
    code, _ = sent(room.speaks["UNHCR"], RAISE | {"place": "LBY", "theme": "refugees"})
    assert code == 302
    row = Issue.objects.get()
    assert (row.kind, row.subject) == ("gap", "LBY refugees")
    assert signed_in(None).get(f"/en/{row.path}").status_code == 200
    code, html = sent(room.speaks["UNHCR"], RAISE | {"place": "LBY", "theme": "refugees"})
    assert code == 409 and "already" in html


def test_without_a_room_and_in_files_there_is_no_such_link(small_base: Base) -> None:
    client = client_of(Path(small_base.folder))
    assert not django_settings.GMG_ROOM
    for path in (f"/en/finding/{FINDING}", "/en/gaps?place=LBY"):
        html = client.get(path).content.decode()
        assert "room/issues" not in html
    pinned = releases().get().base.release.id
    assert "room/issues" not in client.get(f"/r/{pinned}/en/gaps?place=LBY").content.decode()


def test_a_page_of_a_named_release_leads_to_no_form(room: Group) -> None:
    pinned = releases().get().base.release.id
    for path in (f"finding/{FINDING}", "gaps?place=LBY"):
        html = signed_in(None).get(f"/r/{pinned}/en/{path}").content.decode()
        assert "room/issues" not in html


def test_the_words_are_the_bases_own_whatever_a_form_says(room: Group) -> None:
    forged = RAISE | {
        "finding": FINDING,
        "words": "I made this up",
        "release": "x",
        "path": "//evil",
    }
    assert sent(room.speaks["UNHCR"], forged)[0] == 302
    row = Issue.objects.get()
    assert "made this up" not in row.words
    assert row.path == f"finding/{FINDING}"


@pytest.mark.parametrize(
    "query",
    [
        "finding=nothing", f"finding={'x' * 900}", "place=XXX&theme=refugees",
        "place=LBY&theme=nothing", "theme=refugees", f"finding={HOSTILE}", "place=LBY%00&theme=x",
        "finding=%00",
    ],
)  # fmt: skip
def test_what_the_base_does_not_have_is_not_raised(room: Group, query: str) -> None:
    with clock.standing_at(NOON):
        client = signed_in(room.speaks["UNHCR"])
        answer = client.get(f"/en/room/issues?{query}")
        assert answer.status_code == 404
        assert "<script>alert" not in answer.content.decode()
        fields = dict(part.split("=", 1) for part in query.split("&"))
        answer = client.post("/en/room/issues", RAISE | fields)
        assert answer.status_code == 404
    assert not Issue.objects.exists()


# --- other matters -------------------------------------------------------------------------------


def test_another_matter_is_raised_and_text_is_text(room: Group) -> None:
    code, _ = sent(room.speaks["UNHCR"], RAISE | {"words": HOSTILE, "note": HOSTILE})
    assert code == 302
    html = page(room.chair)
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    for wrong in ({"words": ""}, {"words": "x" * 2001}, {"for": "GMG IOM", "words": "X"}):
        code, html = sent(room.speaks["UNHCR"], RAISE | wrong)
        assert code == 400
        assert "<script>alert" not in html
    assert Issue.objects.count() == 1


def test_only_who_serves_all_puts_on_an_agenda_and_closes(room: Group) -> None:
    meeting = called(room)
    sent(room.speaks["UNHCR"], RAISE | {"words": "A matter"})
    row = Issue.objects.get()
    count = Event.objects.count()
    for hand in (room.speaks["UNHCR"], room.observer):
        html = page(hand)
        assert "Put it on the agenda" not in html and "Close it" not in html
        put = {"do": "agenda", "issue": row.key, "meeting": meeting.key}
        assert sent(hand, put)[0] == 403
        assert sent(hand, {"do": "close", "issue": row.key, "why": "No"})[0] == 403
    assert Event.objects.count() == count
    code, html = sent(room.chair, {"do": "close", "issue": row.key, "why": ""})
    assert code == 400
    assert sent(room.chair, {"do": "close", "issue": row.key, "why": "Answered"})[0] == 302
    assert "A matter" not in page(room.chair)
    assert "Answered" in page(room.speaks["UNHCR"], "issues?state=closed")


def test_issues_and_meetings_of_other_bodies_are_not_there(room: Group) -> None:
    with clock.standing_at(NOON):
        body = seats.found_under(room.chair, room.body, "GMG-X", "Other", "working group")
        stranger = seats.enrol("stranger@example.org")
        seats.give(room.chair, body, "WB", Role.FOCAL_POINT, NOON.date(), None, stranger)
        row = issues.raise_issue(room.speaks["ILO"], room.body, "ILO", issues.Matter("Ours alone"))
        theirs = meetings.call(room.chair, body, Called("Theirs", NOON + HOUR, NOON + 2 * HOUR))
    hand = Hand(stranger.key)
    assert "Ours alone" not in page(hand)
    assert sent(hand, {"do": "close", "issue": row.key, "why": "X"})[0] == 403
    put = {"do": "agenda", "issue": row.key, "meeting": theirs.key}
    assert sent(room.chair, put)[0] == 403
    assert not AgendaItem.objects.exists()
    for path in ("issues", f"issues?finding={FINDING}"):
        assert signed_in(None).get(f"/en/room/{path}").status_code == 302


def test_the_list_is_paged_and_asks_the_same_however_long(room: Group) -> None:
    called(room)

    def queries() -> int:
        client = signed_in(room.chair)
        with clock.standing_at(NOON):
            client.get("/en/room/issues")
            with CaptureQueriesContext(connection) as found:
                assert client.get("/en/room/issues").status_code == 200
        return len(found)

    def one(number: int) -> None:
        with clock.standing_at(NOON):
            row = issues.raise_issue(
                room.speaks["ILO"], room.body, "ILO", issues.Matter(f"Matter {number}")
            )
            if number % 2:
                issues.put_on_agenda(room.chair, row, Meeting.objects.get())

    for number in range(3):
        one(number)
    before = queries()
    for number in range(3, 60):
        one(number)
    assert queries() == before <= 12
    html = page(room.chair)
    assert len(re.findall(r"<p class=\"title\">", html)) == 25
    assert "Next page" in html
    assert "Matter 0" in page(room.chair, "issues?page=3")


def test_a_finding_that_a_later_release_has_no_more_is_said_so(room: Group) -> None:
    with clock.standing_at(NOON):
        for subject in (FINDING, "gone-1"):
            issues.raise_issue(
                room.speaks["ILO"], room.body, "ILO",
                issues.Matter(f"About {subject}", "finding", subject, f"finding/{subject}", "older"),
            )  # fmt: skip
    html = page(room.speaks["ILO"])
    told = "the newest release has it no more"
    assert html.count(told) == 1
    assert html.index("About gone-1") < html.index(told) < html.index(f"About {FINDING}")
