"""My desk: what waits for an agency, bounded, and in the same number of questions whatever there is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, commitments, issues, rounds, texts, watching
from gmg.group.acts import remarks as remark_acts
from gmg.group.rules.citations import Standing, State
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.store.models import Body, Meeting, Notice
from gmg.site.room.waits import EACH, waiting
from room_made import NOON
from room_people import Group, drafted, opened, sign
from room_site import signed_in

if TYPE_CHECKING:
    import pytest

    from gmg.group.acts.hand import Hand

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def desk(hand: Hand, lang: str = "en") -> str:
    answer = signed_in(hand).get(f"/{lang}/room")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_clock_waits_until_the_agency_has_answered(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    with clock.standing_at(NOON + HOUR):
        page = desk(room.speaks["IOM"])
        assert "not answered:" in page and "(under silence)" in page
        assert "3 days 23 hours left" in page
    sign(room, round_, "IOM", Verdict.CLEARED, NOON + HOUR)
    with clock.standing_at(NOON + 2 * HOUR):
        assert "not answered:" not in desk(room.speaks["IOM"])
        assert "3 have not answered" in desk(room.chair)
    with clock.standing_at(NOON + 96 * HOUR):
        assert "No round runs." in desk(room.speaks["IOM"])


def test_a_silence_that_was_broken_runs_no_longer(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    sign(room, round_, "UNHCR", Verdict.OBJECTS, NOON + HOUR, statement="No.")
    with clock.standing_at(NOON + 2 * HOUR):
        page = desk(room.speaks["IOM"])
        assert "No round runs." in page
        assert "the silence is broken by UNHCR" in page


def test_an_extended_round_still_runs(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    with clock.standing_at(NOON + HOUR):
        rounds.extend(room.chair, round_, NOON + 120 * HOUR)
    with clock.standing_at(NOON + 97 * HOUR):
        assert "not answered:" in desk(room.speaks["IOM"])


def test_the_pen_sees_remarks_that_it_may_answer_and_no_other(room: Group) -> None:
    version = drafted(room)
    with clock.standing_at(NOON):
        for text, visibility in (
            ("For all", "all"),
            ("To drafters", "drafters"),
            ("Mine", "own agency"),
        ):
            remark_acts.make(room.speaks["IOM"], version, "IOM", "p1", text, visibility=visibility)
        page = desk(room.speaks["ILO"])
        assert "For all" in page and "To drafters" in page and "Mine" not in page
        assert "Remarks to answer" not in desk(room.speaks["UNHCR"])


def test_commitments_meetings_and_what_waits_for_the_chair(room: Group) -> None:
    version = drafted(room)
    with clock.standing_at(NOON):
        today = NOON.date()
        late = commitments.make(
            room.speaks["ILO"], version.document, "ILO", "Was due", today - 2 * DAY
        )
        commitments.make(room.speaks["IOM"], version.document, "IOM", "Not ours", today + DAY)
        commitments.make(
            room.speaks["ILO"], version.document, "ILO", "Next year", today + 400 * DAY
        )
        Meeting.objects.create(
            body=room.body, title="In a week", starts=NOON + 7 * DAY, ends=NOON + 8 * DAY, changed=NOON
        )  # fmt: skip
        Meeting.objects.create(
            body=room.body, title="Called off", starts=NOON + DAY, ends=NOON + 2 * DAY,
            changed=NOON, status="cancelled",
        )  # fmt: skip
        issues.raise_issue(room.speaks["IOM"], room.body, "IOM", issues.Matter("Speak of permits"))
        page = desk(room.speaks["ILO"])
        assert late.text in page and "overdue" in page and "In a week" in page
        assert "Not ours" not in page and "Next year" not in page and "Called off" not in page
        assert "For the chair" not in page
        texts.freeze(room.chair, version)
        chair = desk(room.chair)
        assert "Frozen, and in no round yet" in chair and "Statement on Sudan" in chair
        assert "Speak of permits" in chair
        round_ = rounds.open_round(room.chair, version, Kind.SILENCE, NOON + 72 * HOUR)
    with clock.standing_at(NOON + 73 * HOUR):
        chair = desk(room.chair)
        waits = chair[chair.index("Adopted, and not published yet") :]
        assert f"round/{round_.key}" in waits
        rounds.publish(room.chair, round_, "GMG/2026/1")
        chair = desk(room.chair)
        assert f"round/{round_.key}" not in chair[chair.index("Adopted, and not") :]


def test_signed_figures_that_moved_wait_for_those_who_signed(
    room: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = opened(room, Kind.SILENCE)
    sign(room, round_, "IOM", Verdict.NOT_ASSOCIATED, NOON + HOUR)
    with clock.standing_at(NOON + 96 * HOUR):
        rounds.publish(room.chair, round_, "GMG/2026/1")
    now = Standing(State.CHANGED, Decimal(600_000), "2025", by="2025")
    monkeypatch.setattr(
        "gmg.site.room.pages.live.standings", lambda cited: dict.fromkeys(list(cited), now)
    )
    with clock.standing_at(NOON + 97 * HOUR):
        assert "1 figure to review" in desk(room.speaks["ILO"])
        for hand in (room.speaks["IOM"], room.chair, room.observer):
            assert "figure to review" not in desk(hand)


def test_news_is_put_aside_and_only_ones_own(room: Group) -> None:
    opened(room)
    mine = room.speaks["ILO"]
    client = signed_in(mine)
    with clock.standing_at(NOON + HOUR):
        keys = [n.key for n in Notice.objects.filter(person__key=mine.person)]
        others = [n.key for n in Notice.objects.exclude(person__key=mine.person)]
        answer = client.post("/en/room", {"do": "read", "notice": [*keys[:1], *others]})
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/en/room"
        assert Notice.objects.filter(read__isnull=False).count() == 1
        assert client.post("/en/room", {"do": "delete", "notice": keys}).status_code == 400
        assert client.post("/en/room", {"do": "read", "notice": "'; DROP"}).status_code == 302
        client.post("/en/room", {"do": "read", "notice": keys})
        assert 'id="told"' not in client.get("/en/room").content.decode()
    assert Notice.objects.filter(read__isnull=True).count() == len(others)


def test_a_former_holder_keeps_what_was_told_and_sees_nothing_else(room: Group) -> None:
    """What was addressed to a seat while it was held may still be read; nothing more comes."""
    round_ = opened(room, hours=24 * 200)
    former = signed_in(room.chair)
    july = NOON.replace(month=7)
    with clock.standing_at(july):
        rounds.extend(room.next_chair, round_, NOON + 300 * DAY)
        page = former.get("/en/room").content.decode()
        assert "Statement on Sudan: clearance is open" in page
        assert "is extended" not in page
        assert "No round runs." in page and "For the chair" not in page
    held = waiting(room.speaks["IOM"], ())
    assert (held.rounds.rows, held.remarks.rows, held.moved.rows, held.chair) == ([], [], [], None)


def fill(room: Group, count: int) -> None:
    """That many of everything that waits."""
    by = room.speaks["ILO"]
    for n in range(count):
        version = drafted(room)
        remark_acts.make(room.speaks["IOM"], version, "IOM", "p1", f"Remark {n}")
        commitments.make(by, version.document, "ILO", f"Do {n}", (NOON + n * HOUR).date())
        texts.freeze(room.chair, version)
        if n % 2:
            rounds.open_round(room.chair, version, Kind.CLEARANCE, NOON + (90 + n) * HOUR)
        Meeting.objects.create(
            body=room.body, title=f"Meeting {n}", starts=NOON + DAY, ends=NOON + 2 * DAY, changed=NOON
        )  # fmt: skip
        issues.raise_issue(by, room.body, "ILO", issues.Matter(f"Issue {n}"))


def test_the_desk_does_not_grow(room: Group) -> None:
    clients = [signed_in(hand) for hand in (room.speaks["ILO"], room.chair)]
    with clock.standing_at(NOON):
        fill(room, 2)
        counts = []
        for _ in range(2):
            for client in clients:
                client.get("/en/room")  # the session learns of the second factor
                with CaptureQueriesContext(connection) as asked:
                    client.get("/en/room")
                counts.append(len(asked))
            if len(counts) == 2:
                fill(room, 20)
        assert counts[:2] == counts[2:]
        assert max(counts) <= 24
        page = clients[0].get("/en/room").content.decode()
        for section in ("told", "clocks", "remarks", "commitments", "meetings"):
            part = page.split(f'id="{section}"')[1].split("</section>")[0]
            assert max(part.count("<li>"), part.count("<tr")) == EACH, section
        for link in ("rounds?show=running", "documents", "commitments", "meetings"):
            assert f'href="/en/room/{link}"' in page


def test_in_arabic_and_with_hostile_words(room: Group) -> None:
    hostile = '"><script>alert(1)</script>{{7*7}}'
    version = drafted(room)
    version.document.title = hostile
    version.document.save(update_fields=["title"])
    with clock.standing_at(NOON):
        remark_acts.make(room.speaks["IOM"], version, "IOM", "p1", hostile)
        commitments.make(room.speaks["ILO"], version.document, "ILO", hostile, NOON.date())
        texts.freeze(room.chair, version)
        rounds.open_round(room.chair, version, Kind.CLEARANCE, NOON + 90 * HOUR)
        watching.watch()
        for hand in (room.speaks["ILO"], room.chair):
            page = desk(hand, "ar")
            assert "<script>alert" not in page
            assert "{{7*7}}" in page
            assert 'dir="rtl"' in page
    assert Body.objects.count() == 1
