"""Rounds in the room: opened, signed, extended, withdrawn and published by forms; read by who may."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, rounds, texts
from gmg.group.rules.rounds import Kind, State, Verdict
from gmg.group.store.models import Body, Extension, Position, Publication, Round
from room_made import NOON
from room_people import AGENCIES, Group, drafted, opened, sign
from room_site import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ENDS = NOON + 96 * HOUR
HOSTILE = '"><script>alert(1)</script>{{7*7}}'


def frozen(people: Group, *words: str) -> Any:
    version = drafted(people, *words)
    with clock.standing_at(NOON):
        texts.freeze(people.chair, version)
    return version


def form(**also: str) -> dict[str, str]:
    when = {"closes": "2026-03-06T13:00", "closes_zone": "Europe/Zurich"}
    return {"do": "open", "kind": "silence"} | when | also


def position(round_: Round, agency: str = "IOM", **also: str) -> dict[str, str]:
    said = {"agency": agency, "verdict": "cleared", "version": round_.version.hash}
    return {"do": "prepare"} | said | also


def hidden(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the form that signs."""
    text = page.content.decode()
    (shown,) = [f for f in re.findall(r"<form.*?</form>", text, re.DOTALL) if 'value="sign"' in f]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown)
    return {name: unescape(value) for name, value in found}


def confirmed(client: Client, round_: Round, fields: dict[str, str]) -> dict[str, str]:
    answer = client.post(f"/en/room/round/{round_.key}", fields)
    assert answer.status_code == 200
    return hidden(answer)


def test_a_chair_opens_a_round_in_the_hour_of_a_zone_and_agencies_sign(room: Group) -> None:
    version = frozen(room)
    chair = signed_in(room.chair)
    with clock.standing_at(NOON):
        assert version.document.title in chair.get("/en/room/rounds/new").content.decode()
        page = chair.get(f"/en/room/rounds/new?version={version.key}").content.decode()
        assert page.count('class="met"') == 8 and 'class="unmet"' not in page
        answer = chair.post("/en/room/rounds/new", form(version=version.key))
        assert answer.status_code == 302
    row = Round.objects.get()
    assert answer.headers["Location"] == f"/en/room/round/{row.key}"
    assert row.closes == ENDS  # 13:00 in Geneva is 12:00 UTC in March
    client, page = signed_in(room.speaks["IOM"]), f"/en/room/round/{row.key}"
    with clock.standing_at(NOON + HOUR):
        board = client.get(page).content.decode()
        assert "(under silence)" in board
        assert row.version.hash in board
        assert board.count("no reply yet") == 4
        fields = confirmed(
            client, row, position(row, verdict="cleared with comments", reservation="On 2.")
        )
        assert row.version.hash == fields["version"]
        assert not Position.objects.exists()
        assert client.post(page, fields).status_code == 302
        board = client.get(page).content.decode()
        assert board.count("no reply yet") == 3
        assert "On 2." in board and "focal point" in board
    signed = Position.objects.get()
    assert (signed.agency, signed.reservation, signed.entered_from) == ("IOM", "On 2.", "127.0.0.1")
    with clock.standing_at(ENDS):
        assert "adopted" in client.get(page).content.decode()
        given = {"do": "publish", "symbol": "GMG/2026/1", "embargo_zone": "UTC"}
        assert chair.post(page, given).status_code == 302
        assert signed_in(None).get("/en/record/GMG/2026/1").status_code == 200


def test_the_confirmation_shows_the_words_the_figures_and_what_is_said(room: Group) -> None:
    round_ = opened(room)
    client = signed_in(room.speaks["IOM"])
    with clock.standing_at(NOON + HOUR):
        answer = client.post(
            f"/ar/room/round/{round_.key}",
            position(round_, verdict="objects", statement="Paragraph 2 is too weak."),
        )
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Refugees from Sudan in Libya:", "551,727", "We act together.", "too weak"):
        assert words in text
    assert round_.version.hash in text


def test_a_double_click_signs_once(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    client, page = signed_in(room.speaks["IOM"]), f"/en/room/round/{round_.key}"
    with clock.standing_at(NOON + HOUR):
        fields = confirmed(client, round_, position(round_, verdict="objects", statement="No."))
        assert client.post(page, fields).status_code == 302
        again = client.post(page, fields)
        assert again.status_code == 409
        assert "entered already" in again.content.decode()
        other = signed_in(room.speaks["UNHCR"]).post(page, fields | {"agency": "UNHCR"})
        assert other.status_code == 409
    assert Position.objects.count() == 1


FORGED: tuple[tuple[dict[str, str], int], ...] = (
    ({"agency": "UNHCR"}, 403),
    ({"agency": "FAO"}, 403),
    ({"agency": ""}, 400),
    ({"version": "0" * 64}, 409),
    ({"version": ""}, 400),
    ({"verdict": "adopts"}, 400),
    ({"verdict": ""}, 400),
    ({"once": "short"}, 400),
    ({"once": "x" * 32}, 400),
    ({"once": ""}, 400),
    ({"statement": "x" * 8_001}, 400),
    ({"reservation": "a\x00b"}, 400),
    ({"statement": "no\u202eon"}, 409),
    ({"verdict": "objects", "reservation": "On 2."}, 409),
    ({"amendment": "yes"}, 400),
    ({"do": "nothing"}, 400),
)


def test_forged_and_broken_sign_offs_are_refused_and_nothing_typed_is_lost(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    client, page = signed_in(room.speaks["IOM"]), f"/en/room/round/{round_.key}"
    with clock.standing_at(NOON + HOUR):
        fields = confirmed(client, round_, position(round_))
        for change, status in FORGED:
            typed = {"statement": "What was typed"} if "amendment" not in change else {}
            answer = client.post(page, fields | typed | change)
            text = answer.content.decode()
            assert answer.status_code == status, change
            assert 'role="alert"' in text
            if typed and "statement" not in change:
                assert "What was typed" in text
    assert not Position.objects.exists()


def test_a_sign_off_prepared_on_other_words_or_for_another_agency_is_refused(room: Group) -> None:
    round_ = opened(room)
    client, page = signed_in(room.speaks["IOM"]), f"/en/room/round/{round_.key}"
    with clock.standing_at(NOON + HOUR):
        answer = client.post(page, position(round_, version="0" * 64))
        assert answer.status_code == 409
        assert "another text" in answer.content.decode()
        assert client.post(page, position(round_, "UNHCR")).status_code in (403, 404)
    assert not Position.objects.exists()


def test_what_is_signed_at_the_hour_is_late_and_says_so(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    page = f"/en/room/round/{round_.key}"
    for at, agency in ((ENDS - SECOND, "IOM"), (ENDS, "ILO"), (ENDS + SECOND, "OHCHR")):
        client = signed_in(room.speaks[agency])
        with clock.standing_at(at):
            said = "objects" if agency != "IOM" else "does not associate"
            fields = confirmed(
                client, round_, position(round_, agency, verdict=said, statement="No.")
            )
            assert client.post(page, fields).status_code == 302
    with clock.standing_at(ENDS + HOUR):
        assert rounds.come_to(round_).state is State.ADOPTED
        text = client.get(page).content.decode()
    assert text.count("late: it does not count") == 2
    assert "Enter a late position" in text
    assert "silent: it joins" in text


def test_principals_sign_and_others_only_on_behalf_of_theirs(room: Group) -> None:
    round_ = opened(room, Kind.PRINCIPALS)
    client, page = signed_in(room.speaks["IOM"]), f"/en/room/round/{round_.key}"
    with clock.standing_at(NOON + HOUR):
        fields = confirmed(client, round_, position(round_))
        assert client.post(page, fields).status_code == 409
        fields = confirmed(client, round_, position(round_, on_behalf="yes"))
        assert client.post(page, fields).status_code == 302
        assert "on behalf of the principal" in client.get(page).content.decode()
    assert Position.objects.get().on_behalf


def test_a_chair_extends_and_withdraws_and_nobody_else_does(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    page = f"/en/room/round/{round_.key}"
    later = {"do": "extend", "closes": "2026-03-08T12:00", "closes_zone": "UTC"}
    with clock.standing_at(NOON + HOUR):
        for hand in (room.speaks["ILO"], room.secretariat, room.observer):
            client = signed_in(hand)
            assert "Extend the round" not in client.get(page).content.decode()
            assert client.post(page, later).status_code == 403
            assert client.post(page, {"do": "withdraw", "sure": "yes"}).status_code == 403
        chair = signed_in(room.chair)
        assert chair.post(page, later | {"closes": "2026-03-05T12:00"}).status_code == 400
        assert chair.post(page, later | {"closes_zone": "Nowhere/At"}).status_code == 400
        assert chair.post(page, later).status_code == 302
        assert (
            "extended on 2026-03-02 13:00:00 UTC to 2026-03-08" in chair.get(page).content.decode()
        )
        assert chair.post(page, {"do": "withdraw"}).status_code == 400
        assert chair.post(page, {"do": "withdraw", "sure": "yes"}).status_code == 302
        assert chair.post(page, {"do": "withdraw", "sure": "yes"}).status_code == 409
    assert Extension.objects.count() == 1
    with clock.standing_at(NOON + 2 * HOUR):
        assert rounds.come_to(Round.objects.get()).state is State.WITHDRAWN


NO_ROUND: tuple[tuple[dict[str, str], int], ...] = (
    ({"closes": "2026-03-04T12:00"}, 400),
    ({"closes": "yesterday"}, 400),
    ({"closes": "2026-03-29T02:30"}, 400),  # an hour that Geneva skips
    ({"closes": "2026-10-25T02:30"}, 400),  # an hour that it has twice
    ({"closes_zone": "../../etc/passwd"}, 400),
    ({"kind": "acclamation"}, 400),
    ({"kind": "peer review", "reviewers": "9" * 3}, 400),
    ({"version": "no such version"}, 404),
)


def test_a_round_that_may_not_be_is_not_opened_and_the_form_says_why(room: Group) -> None:
    version = frozen(room)
    chair = signed_in(room.chair)
    with clock.standing_at(NOON):
        for change, status in NO_ROUND:
            answer = chair.post("/en/room/rounds/new", form(version=version.key) | change)
            assert answer.status_code == status, change
            if status == 400:
                assert 'role="alert"' in answer.content.decode()
    assert not Round.objects.exists()


def test_a_leap_day_is_a_day_like_another(room: Group) -> None:
    leap = NOON.replace(year=2028, month=2, day=27)
    with clock.standing_at(leap):
        version = texts.write_version(
            room.speaks["ILO"],
            texts.start(room.speaks["ILO"], room.body, "statement", "On Sudan", "ILO"),
            drafted(room).as_rule(),
            None,
        )
        texts.freeze(room.next_chair, version)
        fields = form(version=version.key, closes="2028-03-01T12:00", closes_zone="UTC")
        assert signed_in(room.next_chair).post("/en/room/rounds/new", fields).status_code == 302
    assert Round.objects.get().closes - leap == timedelta(hours=72)


def test_what_an_opening_lacks_is_listed(room: Group) -> None:
    version = drafted(room, "[[c1]] people.", value=None)
    Body.objects.filter(pk=room.body.pk).update(languages=["en", "ar"], silence_hours=0)
    with clock.standing_at(NOON):
        page = (
            signed_in(room.chair).get(f"/en/room/rounds/new?version={version.key}").content.decode()
        )
        assert page.count('class="unmet"') == 4
        assert "p1:c1" in page and ">ar<" in page
        answer = signed_in(room.chair).post("/en/room/rounds/new", form(version=version.key))
    assert answer.status_code == 409
    assert "Freeze the version first" in answer.content.decode()


def test_publishing_is_for_chair_and_secretariat_of_what_is_adopted(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    page = f"/en/room/round/{round_.key}"
    given = {"do": "publish", "symbol": "GMG/2026/1"}
    given |= {"embargo": "2026-03-10T09:00", "embargo_zone": "America/New_York"}
    with clock.standing_at(ENDS - SECOND):
        assert signed_in(room.chair).post(page, given).status_code == 409
    with clock.standing_at(ENDS):
        assert signed_in(room.speaks["ILO"]).post(page, given).status_code == 403
        client = signed_in(room.secretariat)
        for symbol in ("", "a b", "../../etc", "GMG/2026/1.json", "<b>", "GMG//1", "x" * 61):
            answer = client.post(page, given | {"symbol": symbol})
            assert answer.status_code in (400, 409), symbol
        assert client.post(page, given).status_code == 302
        assert client.post(page, given).status_code == 409
    row = Publication.objects.get()
    assert row.embargo.isoformat() == "2026-03-10T13:00:00+00:00"  # summer time began on the 8th


ROOMS = ("rounds", "rounds/new", "round/{key}")


def test_who_may_open_which_page(room: Group) -> None:
    round_ = opened(room)
    may = {
        room.chair: (200, 200, 200),
        room.secretariat: (200, 404, 200),
        room.speaks["UNHCR"]: (200, 404, 200),
        room.observer: (200, 404, 200),
    }
    with clock.standing_at(NOON + HOUR):
        for hand, wanted in may.items():
            client = signed_in(hand)
            got = tuple(
                client.get(f"/en/room/{p.format(key=round_.key)}").status_code for p in ROOMS
            )
            assert got == wanted
        public = [signed_in(None).get(f"/en/room/{p.format(key=round_.key)}") for p in ROOMS]
        assert {answer.status_code for answer in public} == {302}
        assert signed_in(room.chair).get("/en/room/round/" + "0" * 32).status_code == 404
    with clock.standing_at(NOON.replace(month=7)):  # the chair's seat ended with June
        former = [signed_in(room.chair).get(f"/en/room/{p.format(key=round_.key)}") for p in ROOMS]
        assert {answer.status_code for answer in former} <= {403, 404}
        given = {"do": "withdraw", "sure": "yes"}
        posted = signed_in(room.chair).post(f"/en/room/round/{round_.key}", given)
        assert posted.status_code in (403, 404)


def test_a_seat_in_another_body_opens_no_round_and_sees_none(room: Group) -> None:
    from gmg.group.acts import seats
    from gmg.group.acts.hand import Hand

    round_ = opened(room)
    with clock.standing_at(NOON):
        other = seats.found("OTHER", "Another body")
        person = seats.enrol("stranger@example.org")
        seats.first_seat(other, "FAO", person, NOON.date())
    client = signed_in(Hand(person.key))
    with clock.standing_at(NOON + HOUR):
        assert client.get(f"/en/room/round/{round_.key}").status_code == 404
        assert (
            client.post(f"/en/room/round/{round_.key}", position(round_, "FAO")).status_code == 404
        )
        assert "Statement on Sudan" not in client.get("/en/room/rounds").content.decode()
    assert not Position.objects.exists()


def test_an_observer_sees_no_round_of_what_is_held_back_in_list_or_page(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    with clock.standing_at(ENDS):
        rounds.publish(room.chair, round_, "GMG/2026/1", embargo=ENDS + 24 * HOUR)
    for at, seen in ((ENDS + HOUR, False), (ENDS + 24 * HOUR, True)):
        with clock.standing_at(at):
            client = signed_in(room.observer)
            listed = round_.key in client.get("/en/room/rounds").content.decode()
            opens = client.get(f"/en/room/round/{round_.key}").status_code == 200
            assert listed is opens is seen
            member = signed_in(room.speaks["IOM"])
            assert round_.key in member.get("/en/room/rounds").content.decode()


def test_hostile_words_stay_words(room: Group) -> None:
    version = drafted(room, HOSTILE, "[[c1]] " + HOSTILE)
    version.document.title = HOSTILE
    version.document.save(update_fields=["title"])
    with clock.standing_at(NOON):
        texts.freeze(room.chair, version)
        round_ = rounds.open_round(room.chair, version, Kind.SILENCE, ENDS)
    client, page = signed_in(room.speaks["IOM"]), f"/en/room/round/{round_.key}"
    said = {"statement": HOSTILE, "reservation": HOSTILE, "verdict": "cleared with comments"}
    with clock.standing_at(NOON + HOUR):
        prepared = client.post(page, position(round_, **said))
        assert "<script>alert" not in prepared.content.decode()
        assert client.post(page, hidden(prepared)).status_code == 302
        for path in (page, "/ar/room/rounds", "/en/room", "/en/room/rounds/new"):
            assert "<script>alert" not in client.get(path).content.decode()
    assert Position.objects.get().statement == HOSTILE.strip()


def test_nothing_is_written_by_asking(room: Group) -> None:
    round_ = opened(room)
    client = signed_in(room.chair)
    with clock.standing_at(NOON + HOUR):
        for query in ("do=withdraw&sure=yes", "do=sign&agency=IOM&verdict=objects"):
            assert client.get(f"/en/room/round/{round_.key}?{query}").status_code == 200
        assert client.post("/en/room/rounds", {"do": "open"}).status_code == 405
        client.handler.enforce_csrf_checks = True
        answer = client.post(f"/en/room/round/{round_.key}", {"do": "withdraw", "sure": "yes"})
        assert answer.status_code == 403
    assert Round.objects.get().withdrawn is None


def test_boards_ask_the_same_number_of_questions_whatever_there_is(room: Group) -> None:
    client = signed_in(room.speaks["IOM"])
    first = opened(room)
    paths = ("/en/room/rounds", f"/en/room/round/{first.key}")
    with clock.standing_at(NOON + 2 * HOUR):
        counts = []
        for _ in range(2):
            for path in paths:
                client.get(path)  # the session learns of the second factor, the words are read
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(path).status_code == 200
                counts.append(len(asked))
            if len(counts) == 2:
                for _ in range(6):
                    opened(room)
                for number in range(20):
                    agency = AGENCIES[number % 4]
                    at = NOON + HOUR + number * SECOND
                    sign(room, first, agency, Verdict.COMMENTS, at, statement=f"{number}")
    assert counts[:2] == counts[2:]
    assert max(counts) <= 22
    with clock.standing_at(NOON + 2 * HOUR):
        page = client.get("/en/room/rounds").content.decode()
    assert page.count('<th scope="col">') == 6
    assert 'rel="next"' in page


def test_what_is_no_key_reaches_no_database(room: Group) -> None:
    client = signed_in(room.chair)
    with clock.standing_at(NOON):
        for name in ("%00", "%F0%9F%98%80", "x" * 900, "..%2F..", "%ED%A0%80", "'--"):
            for path in ("round/", "review/", "rounds/new?version=", "log?subject="):
                assert client.get(f"/en/room/{path}{name}").status_code in (200, 400, 404, 414)
            assert client.get(f"/en/record/{name}").status_code in (404, 414)
            assert client.post("/en/room", {"do": "read", "notice": name}).status_code == 302
        assert client.post("/en/room", {"do": "read", "notice": "a\x00b"}).status_code == 302
