"""Notices and digests: told in the act's own transaction, to seats of that instant, mailed once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.test import override_settings

from gmg.group.acts import clock, commitments, notices, rounds, seats, watching
from gmg.group.acts.log import writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.store.models import Notice, Person, Seat
from gmg.site.room import digest
from gmg.site.room.notice_words import page_of, said, sentences
from gmg.site.words import words
from room_made import NOON
from room_people import AGENCIES, drafted, group, opened, sign

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("room_url")
MEMORY = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


def kinds_of(email: str) -> list[str]:
    rows = Notice.objects.filter(person__email=email).order_by("id")
    return [row.kind for row in rows if row.kind != notices.Kind.SEATED.value]


def test_an_opening_is_told_to_the_seats_of_that_instant_and_to_no_one_else() -> None:
    people = group()
    with clock.standing_at(NOON):
        gone = Seat.objects.get(agency="OHCHR", role="focal point")
        seats.end(people.secretariat, gone, (NOON - timedelta(days=1)).date())
        twice = Person.objects.get(email="ilo@example.org")
        seats.give(
            people.secretariat, people.body, "ILO", seats.Role.ALTERNATE, NOON.date(), None, twice
        )
    opened(people)
    for email in ("ilo", "iom", "unhcr", "chair", "secretariat"):
        assert kinds_of(f"{email}@example.org") == ["round opened"], email
    for email in ("ohchr", "observer", "next"):
        assert kinds_of(f"{email}@example.org") == [], email


def test_what_is_refused_tells_nobody() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    before = Notice.objects.count()
    with clock.standing_at(NOON + 96 * HOUR), pytest.raises(Conflict):
        rounds.withdraw(people.chair, round_)
    with clock.standing_at(NOON + HOUR), pytest.raises(RuntimeError), writing() as at:
        rounds.tell(at, round_, notices.Kind.WITHDRAWN)
        raise RuntimeError("killed in the middle of the act")
    assert Notice.objects.count() == before


def test_notices_hold_no_personal_data_and_leave_the_chain_alone() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, NOON + HOUR, statement="Secret reasons.")
    for row in Notice.objects.filter(kind="silence broken"):
        assert "Secret" not in str(row.facts)
        assert "@" not in str(row.facts)
        assert row.facts["agency"] == "UNHCR"


def test_one_puts_aside_ones_own_and_nobody_elses() -> None:
    people = group()
    opened(people)
    mine, theirs = people.speaks["ILO"], people.speaks["IOM"]
    keys = [row.key for row in notices.unread(mine)]
    with clock.standing_at(NOON + HOUR):
        assert notices.put_aside(theirs, keys) == 0
        assert notices.put_aside(mine, keys) == len(keys)
    assert not notices.unread(mine).exists()
    assert notices.unread(theirs).exists()


def test_the_watch_tells_of_what_is_due_once_and_again_when_it_is_overdue() -> None:
    people = group()
    document = drafted(people).document
    due = (NOON + timedelta(days=10)).date()
    with clock.standing_at(NOON):
        commitments.make(people.speaks["ILO"], document, "ILO", "Publish by month", due)
        commitments.make(people.speaks["IOM"], document, "IOM", "Far away", date(2027, 1, 1))
        assert watching.watch().commitments == 1
        assert watching.watch().commitments == 0
    assert kinds_of("ilo@example.org")[-1] == "commitment due"
    with clock.standing_at(NOON + timedelta(days=11)):
        assert watching.watch().commitments == 1
        assert watching.watch().commitments == 0
    (soon, late) = Notice.objects.filter(kind="commitment due").order_by("id")
    assert said(words("en"), soon).startswith("Due 12 March 2026: Publish")
    assert said(words("en"), late).startswith("Overdue since 12 March 2026: Publish")


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ru", "zh", "ar"])
def test_every_kind_has_a_sentence_and_a_missing_fact_breaks_none(lang: str) -> None:
    spoken = words(lang)
    assert {str(kind) for kind in notices.Kind} <= set(sentences(spoken))
    for kind in notices.Kind:
        for facts in ({}, {"closes": "no instant", "due": "soon", "value": "many", "agency": "X"}):
            row = Notice(kind=kind.value, subject="round:x", facts=facts)
            assert said(spoken, row)
    assert said(spoken, Notice(kind="unheard of", subject="x", facts={})) == "unheard of"
    hostile = Notice(kind="round adopted", subject="round:x", facts={"title": "{0.__class__} <b>"})
    assert "{0.__class__} <b>" in said(spoken, hostile)


def test_a_notice_leads_to_its_page() -> None:
    assert page_of(Notice(subject="round:abc", facts={})) == "round/abc"
    assert page_of(Notice(subject="publication:abc", facts={})) == "review/abc"
    assert page_of(Notice(subject="remark:abc", facts={"document": "d1"})) == "document/d1"
    assert page_of(Notice(subject="seat:abc", facts={})) == ""


def test_a_digest_says_in_the_persons_language_what_the_desk_shows_and_goes_out_once() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    Person.objects.filter(email="iom@example.org").update(language="ar")
    Person.objects.filter(email="ohchr@example.org").update(digest=False)
    with clock.standing_at(NOON + HOUR), MEMORY:
        mail.outbox = []
        sent = deliver()
        addresses = sorted(to for message in mail.outbox for to in message.to)
        assert addresses == sorted(
            f"{name}@example.org"
            for name in ("chair", "ilo", "iom", "observer", "secretariat", "unhcr")
        )
        assert len(sent) == 6
        text = next(m for m in mail.outbox if m.to == ["ilo@example.org"])
        assert round_.version.document.title in text.body
        assert "(under silence)" in text.body
        assert "not answered: ILO" in text.body
        assert "https://gmg.example/en/room" in text.body
        arabic = next(m for m in mail.outbox if m.to == ["iom@example.org"])
        assert "https://gmg.example/ar/room" in arabic.body
        assert deliver() == []
        assert len(mail.outbox) == 6
    sign(people, round_, "UNHCR", Verdict.OBJECTS, NOON + 2 * HOUR, statement="No.")
    with clock.standing_at(NOON + 3 * HOUR), MEMORY:
        mail.outbox = []
        deliver()
        assert len(mail.outbox) == 5
        assert all("the silence is broken" in m.body for m in mail.outbox if "ar/" not in m.body)
        assert all("open until" not in m.body.split("Clocks")[0] for m in mail.outbox)


def deliver() -> list[digest.Digest]:
    made = [digest.digest(person, "https://gmg.example") for person in digest.persons()]
    return [one for one in made if one is not None and digest.send(one)]


def test_killed_half_way_sends_one_mail_again_and_no_other() -> None:
    people = group()
    opened(people)
    with clock.standing_at(NOON + HOUR), MEMORY:
        mail.outbox = []
        everyone = [p for p in digest.persons() if digest.digest(p, "x") is not None]
        one = digest.digest(everyone[0], "https://gmg.example")
        assert one is not None and digest.send(one)
        second = digest.digest(everyone[1], "https://gmg.example")
        assert second is not None
        second.message.send()  # killed between sending and marking
        deliver()
    times = [to for message in mail.outbox for to in message.to]
    twice = {to for to in times if times.count(to) > 1}
    assert twice == {everyone[1].email}
    assert len(times) == len(everyone) + 1


def test_a_mail_that_is_refused_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    people = group()
    opened(people)
    person = Person.objects.get(email="ilo@example.org")

    def refuses(*given: object, **also: object) -> int:
        raise OSError("no mail server")

    with clock.standing_at(NOON + HOUR), MEMORY:
        mail.outbox = []
        one = digest.digest(person, "https://gmg.example")
        assert one is not None
        monkeypatch.setattr(one.message, "send", refuses)
        assert not digest.send(one)
        again = digest.digest(person, "https://gmg.example")
        assert again is not None and digest.send(again)
        assert len(mail.outbox) == 1


def test_who_holds_no_seat_any_more_is_told_nothing_more() -> None:
    people = group()
    opened(people)
    with clock.standing_at(NOON):
        seat = Seat.objects.get(agency="UNHCR", role="focal point")
        seats.end(people.secretariat, seat, NOON.date())
    with clock.standing_at(NOON + timedelta(days=1)), MEMORY:
        mail.outbox = []
        deliver()
        assert ["unhcr@example.org"] not in [m.to for m in mail.outbox]
    assert len(AGENCIES) == 4


def test_since_leaves_older_news_unsent() -> None:
    people = group()
    opened(people)
    person = Person.objects.get(email="ilo@example.org")
    with clock.standing_at(NOON + HOUR), MEMORY:
        mail.outbox = []
        assert digest.digest(person, "x", NOON + timedelta(days=1)) is None
        assert list(digest.persons(NOON + timedelta(days=1))) == []
        one = digest.digest(person, "x", NOON)
        assert one is not None and digest.send(one)
    left = Notice.objects.filter(person=person, mailed__isnull=True)
    assert {row.kind for row in left} == {"seat given"}


def test_hostile_words_stay_words_in_a_mail() -> None:
    people = group()
    hostile = "x\r\nBcc: all@example.org {{7*7}} {title.__class__}"
    version = drafted(people)
    version.document.title = hostile
    version.document.save(update_fields=["title"])
    with clock.standing_at(NOON):
        from gmg.group.acts import texts

        texts.freeze(people.chair, version)
        rounds.open_round(people.chair, version, Kind.CLEARANCE, NOON + 96 * HOUR)
    person = Person.objects.get(email="ilo@example.org")
    with clock.standing_at(NOON + HOUR), MEMORY:
        mail.outbox = []
        one = digest.digest(person, "https://gmg.example")
        assert one is not None and digest.send(one)
    (message,) = mail.outbox
    assert "Bcc" not in message.message().as_string().split("\n\n")[0]
    assert message.recipients() == ["ilo@example.org"]
    assert "{{7*7}} {title.__class__}" in message.body


def test_a_figure_that_moved_is_told_to_signatories_once_for_each_edition() -> None:
    from gmg.group.acts import reviews
    from gmg.group.rules.reviews import Moved

    people = group()
    round_ = opened(people)
    for agency in AGENCIES[:3]:
        sign(people, round_, agency, Verdict.CLEARED, NOON + HOUR)
    sign(people, round_, "UNHCR", Verdict.NOT_ASSOCIATED, NOON + HOUR)
    with clock.standing_at(NOON + 97 * HOUR):
        publication = rounds.publish(people.chair, round_, "GMG/2026/1")
        moved = [Moved("p1", "c1", Decimal(551727), Decimal(600000), "2026.1")]
        assert reviews.tell_moved("r1", publication, moved) == 5
        assert reviews.tell_moved("r1", publication, moved) == 0
        again = [Moved("p1", "c1", Decimal(551727), Decimal(610000), "2026.2")]
        assert reviews.tell_moved("r2", publication, again) == 5
    assert kinds_of("unhcr@example.org")[-1] != "citation moved"
    row = Notice.objects.filter(kind="citation moved").order_by("id").last()
    assert row is not None
    assert "551,727" in said(words("en"), row)
    assert "610,000" in said(words("en"), row)


def test_a_figure_that_moves_under_a_round_is_told_to_all_who_are_entitled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The text stays frozen; the chair decides to go on, or to withdraw."""
    from types import SimpleNamespace
    from typing import Any

    from gmg.group.rules.citations import Standing, State

    people = group()
    round_ = opened(people)
    now = Standing(State.CHANGED, Decimal(600_000), "2026.1", by="2026.1")
    monkeypatch.setattr(
        "gmg.group.acts.watching.cite.standings", lambda base, cited: dict.fromkeys(cited, now)
    )
    base: Any = SimpleNamespace(release=SimpleNamespace(id="r1"))
    with clock.standing_at(NOON + HOUR):
        assert watching.watch(base).figures == 6
        assert watching.watch(base).figures == 0
    row = Notice.objects.filter(kind="citation moved").first()
    assert row is not None
    assert page_of(row) == f"round/{round_.key}"
    assert "Statement on Sudan: a figure that was 551,727 is 600,000" in said(words("en"), row)
    with clock.standing_at(NOON + 96 * HOUR):
        assert watching.watch(base).figures == 0  # it runs no more, and nobody signed it


def test_from_a_terminal_mails_are_shown_then_sent_and_the_watch_tells_once(
    room_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    from click.testing import CliRunner

    from gmg.cli import room_digest

    people = group()
    opened(people, Kind.SILENCE)
    monkeypatch.setattr(room_digest, "open_site", lambda *given: None)

    def run(command: object, *given: str) -> str:
        with clock.standing_at(NOON + 97 * HOUR), MEMORY:
            done = CliRunner().invoke(command, [*given, "--database", room_url])  # type: ignore[arg-type]
        assert done.exit_code == 0, done.output
        return done.output

    assert json.loads(run(room_digest.watch, "--json"))[0]["rounds"] == 6
    assert run(room_digest.watch).startswith("told of rounds 0")
    shown = run(room_digest.digest, "--origin", "https://gmg.example")
    assert "Subject: gmg: 3 pieces of news" in shown and "To: ilo@example.org" in shown
    assert Notice.objects.filter(mailed__isnull=False).count() == 0
    mail.outbox = []
    assert run(room_digest.digest, "--send").endswith("7 of 7 mails sent\n")
    assert len(mail.outbox) == 7
    assert json.loads(run(room_digest.digest, "--send", "--json")) == []
