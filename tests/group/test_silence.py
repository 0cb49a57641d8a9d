"""The silence procedure, rule by rule: S-1 to S-12 of the group's requirements, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from gmg.group.acts import clock, notices, rounds, seats, texts, watching
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules.rounds import BadRound, Kind, Need, State, Verdict, conditions, under_silence
from gmg.group.rules.texts import digest
from gmg.group.store.models import AgendaItem, Body, Meeting, Notice, Round, Version
from room_made import NOON
from room_people import AGENCIES, Group, drafted, group, opened, sign, text

pytestmark = pytest.mark.usefixtures("room_url")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ENDS = NOON + 96 * HOUR


def frozen(people: Group, *words: str) -> Version:
    version = drafted(people, *words)
    with clock.standing_at(NOON):
        texts.freeze(people.chair, version)
    return version


def told(kind: notices.Kind) -> list[str]:
    """Who was told of this, by address."""
    rows = Notice.objects.filter(kind=kind.value).order_by("person__email")
    return [row.person.email for row in rows.select_related("person")]


EVERYONE = sorted(
    [f"{a.lower()}@example.org" for a in AGENCIES]
    + ["chair@example.org", "secretariat@example.org"]
)


def test_s1_silence_is_off_by_default_and_a_body_sets_its_hours() -> None:
    people = group()
    version = frozen(people)
    Body.objects.filter(pk=people.body.pk).update(silence_hours=0)
    version = Version.objects.get(pk=version.pk)
    with clock.standing_at(NOON), pytest.raises(BadRound, match="off"):
        rounds.open_round(people.chair, version, Kind.SILENCE, ENDS)
    Body.objects.filter(pk=people.body.pk).update(silence_hours=100)
    version = Version.objects.get(pk=version.pk)
    with clock.standing_at(NOON):
        with pytest.raises(BadRound, match="72"):
            rounds.open_round(people.chair, version, Kind.SILENCE, NOON + 72 * HOUR - SECOND)
        with pytest.raises(BadRound, match="more hours"):
            rounds.open_round(people.chair, version, Kind.SILENCE, NOON + 100 * HOUR - SECOND)
        rounds.open_round(people.chair, version, Kind.SILENCE, NOON + 100 * HOUR)


def test_s2_a_round_is_on_one_hash_and_any_change_is_another_round() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    version = round_.version
    assert version.hash == digest(version.as_rule())
    changed = replace(version.as_rule(), title=version.as_rule().title + " ")
    assert digest(changed) == version.hash  # blanks at the end are no change
    with clock.standing_at(NOON + HOUR):
        other = texts.write_version(
            people.speaks["ILO"], version.document, text("Other words."), version
        )
        texts.freeze(people.chair, other)
        signed = rounds.SignOff("IOM", Verdict.OBJECTS, other.hash, "once")
        with pytest.raises(Conflict, match="another text"):
            rounds.enter(people.speaks["IOM"], round_, signed)
        second = rounds.open_round(people.chair, other, Kind.SILENCE, NOON + 97 * HOUR)
    assert second.version.hash != round_.version.hash


def test_s3_an_opening_needs_chair_instant_members_languages_and_figures() -> None:
    people = group()
    unresolved = drafted(people, "[[c1]] people.", value=None)
    with clock.standing_at(NOON):
        ready = rounds.ready_for(people.secretariat, unresolved)
    unmet = {c.need: c.missing for c in conditions(Kind.SILENCE, ready) if not c.met}
    assert unmet == {Need.CHAIR: (), Need.FROZEN: (), Need.CITATIONS: ("p1:c1",)}
    version = frozen(people)
    with clock.standing_at(NOON):
        with pytest.raises(NotAllowed):
            rounds.open_round(people.speaks["ILO"], version, Kind.SILENCE, ENDS)
        with pytest.raises(BadRound, match="zone"):
            rounds.open_round(people.chair, version, Kind.SILENCE, ENDS.replace(tzinfo=None))
        there = ENDS.astimezone(ZoneInfo("America/New_York"))
        round_ = rounds.open_round(people.chair, version, Kind.SILENCE, there)
    round_.refresh_from_db()
    assert round_.closes == ENDS
    assert round_.entitled == list(AGENCIES)
    assert round_.languages == [{"language": "en", "hash": version.hash}]


def test_s3_the_languages_that_a_body_names_are_listed_or_missing() -> None:
    people = group()
    version = frozen(people)
    Body.objects.filter(pk=people.body.pk).update(languages=["en", "fr"])
    version = Version.objects.get(pk=version.pk)
    with clock.standing_at(NOON), pytest.raises(Conflict, match="fr"):
        rounds.open_round(people.chair, version, Kind.SILENCE, ENDS)
    translated = replace(
        version.as_rule(), language="fr", title="Sur le Soudan", translates=version.hash
    )
    row = Version.objects.create(
        document=version.document,
        language="fr",
        number=1,
        content=texts.content_of(translated),
        hash=digest(translated),
        made=NOON,
    )
    with clock.standing_at(NOON), pytest.raises(Conflict, match="fr"):
        rounds.open_round(people.chair, version, Kind.SILENCE, ENDS)  # a draft lies before nobody
    Version.objects.filter(pk=row.pk).update(frozen=NOON)
    with clock.standing_at(NOON):
        round_ = rounds.open_round(people.chair, version, Kind.SILENCE, ENDS)
    assert round_.languages == [
        {"language": "en", "hash": version.hash},
        {"language": "fr", "hash": row.hash},
    ]


def test_s4_the_title_says_under_silence_and_the_symbol_is_given_on_adoption() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    document = round_.version.document
    assert document.symbol == ""
    with clock.standing_at(ENDS - SECOND):
        assert under_silence(round_.as_rule(), rounds.come_to(round_))
        with pytest.raises(Conflict, match="only an adopted text"):
            rounds.publish(people.chair, round_, "GMG/2026/1")
    document.refresh_from_db()
    assert document.symbol == ""
    with clock.standing_at(ENDS):
        assert not under_silence(round_.as_rule(), rounds.come_to(round_))
        rounds.publish(people.chair, round_, "GMG/2026/1")
        document.refresh_from_db()
        assert document.symbol == "GMG/2026/1"
        again = Version.objects.get(pk=round_.version.pk)
        with pytest.raises(Conflict, match="GMG/2026/1"):
            rounds.open_round(people.chair, again, Kind.SILENCE, ENDS + 96 * HOUR)


@pytest.mark.parametrize("amendment", [False, True])
def test_s5_an_objection_or_a_written_amendment_breaks_it_and_all_are_told_at_once(
    amendment: bool,
) -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    at = NOON + 5 * HOUR
    verdict = Verdict.COMMENTS if amendment else Verdict.OBJECTS
    sign(people, round_, "UNHCR", verdict, at, statement="Not so.", amendment=amendment)
    with clock.standing_at(at):
        outcome = rounds.come_to(round_)
    assert (outcome.state, outcome.decided) == (State.BROKEN, at)
    assert told(notices.Kind.BROKEN) == EVERYONE
    assert {row.at for row in Notice.objects.filter(kind=notices.Kind.BROKEN.value)} == {at}
    sign(people, round_, "IOM", Verdict.OBJECTS, at + SECOND, statement="Nor this.")
    assert told(notices.Kind.BROKEN) == EVERYONE  # once


def test_s6_a_reservation_or_not_associating_does_not_break_it() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "ILO", Verdict.COMMENTS, NOON + HOUR, reservation="On paragraph 2.")
    sign(people, round_, "IOM", Verdict.NOT_ASSOCIATED, NOON + HOUR)
    with clock.standing_at(ENDS):
        outcome = rounds.come_to(round_)
    assert outcome.adopted
    assert outcome.signatories == ("ILO", "OHCHR", "UNHCR")
    assert outcome.not_associated == ("IOM",)
    assert [p.reservation for p in outcome.reservations] == ["On paragraph 2."]


def test_s7_an_objection_after_expiry_is_kept_marked_late_and_does_not_count() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, ENDS + HOUR, statement="Too late.")
    with clock.standing_at(ENDS + 2 * HOUR):
        outcome = rounds.come_to(round_)
    assert outcome.adopted
    assert [s.value for _, s in outcome.standings] == ["late"]
    assert "UNHCR" in outcome.signatories
    assert round_.positions.get().statement == "Too late."
    assert told(notices.Kind.BROKEN) == []


def test_s8_it_is_extended_before_expiry_for_all_to_a_later_instant_and_recorded() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    with clock.standing_at(ENDS - SECOND):
        with pytest.raises(BadRound, match="later"):
            rounds.extend(people.chair, round_, ENDS)
        rounds.extend(people.chair, round_, ENDS + HOUR)
    assert told(notices.Kind.EXTENDED) == EVERYONE
    with clock.standing_at(ENDS):
        assert rounds.come_to(round_).state is State.OPEN
    with clock.standing_at(ENDS + HOUR), pytest.raises(BadRound, match="before it ends"):
        rounds.extend(people.chair, round_, ENDS + 2 * HOUR)
    assert round_.extensions.count() == 1


def test_s9_any_holder_of_a_seat_speaks_the_last_counts_and_all_are_logged() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    with clock.standing_at(NOON):
        second = seats.enrol("second@example.org")
        seats.give(
            people.secretariat, people.body, "IOM", seats.Role.ALTERNATE, NOON.date(), None, second
        )
    sign(people, round_, "IOM", Verdict.NOT_ASSOCIATED, NOON + HOUR)
    people.speaks["IOM"] = type(people.chair)(second.key)
    sign(people, round_, "IOM", Verdict.COMMENTS, NOON + 2 * HOUR, reservation="On paragraph 1.")
    with clock.standing_at(ENDS):
        outcome = rounds.come_to(round_)
    assert [p.verdict for p in outcome.counted] == [Verdict.COMMENTS]
    assert [s.value for _, s in outcome.standings] == ["replaced by a later one", "counts"]
    roles = [row.seat.role for row in round_.positions.select_related("seat").order_by("pk")]
    assert roles == ["focal point", "alternate"]


def test_s10_a_withdrawn_objection_does_not_revive_it_and_a_new_round_is_opened() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, NOON + HOUR, statement="No.")
    sign(people, round_, "UNHCR", Verdict.CLEARED, NOON + 2 * HOUR)
    with clock.standing_at(ENDS):
        assert rounds.come_to(round_).state is State.BROKEN
    with clock.standing_at(NOON + 3 * HOUR):
        version = Version.objects.get(pk=round_.version.pk)
        new = rounds.open_round(people.chair, version, Kind.SILENCE, ENDS + 3 * HOUR)
    with clock.standing_at(ENDS + 3 * HOUR):
        assert rounds.come_to(new).adopted


@pytest.mark.parametrize(
    ("at", "state"),
    [(ENDS - SECOND, State.BROKEN), (ENDS, State.ADOPTED), (ENDS + SECOND, State.ADOPTED)],
)
def test_s11_a_second_before_expiry_counts_and_at_expiry_is_late(at: object, state: State) -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, at, statement="No.")  # type: ignore[arg-type]
    with clock.standing_at(ENDS + HOUR):
        assert rounds.come_to(round_).state is state


def test_s12_on_adoption_all_are_told_at_once_and_it_is_on_the_next_agenda() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    later = Meeting.objects.create(
        body=people.body, title="Next", starts=ENDS + 48 * HOUR, ends=ENDS + 50 * HOUR, changed=NOON
    )
    Meeting.objects.create(
        body=people.body, title="After", starts=ENDS + 99 * HOUR, ends=ENDS + 100 * HOUR, changed=NOON
    )  # fmt: skip
    with clock.standing_at(ENDS - SECOND):
        assert not watching.watch()
    with clock.standing_at(ENDS):
        done = watching.watch()
        assert (done.rounds, done.agenda) == (len(EVERYONE), 1)
        assert not watching.watch()
    assert told(notices.Kind.ADOPTED) == EVERYONE
    item = AgendaItem.objects.get()
    assert item.meeting == later
    assert list(item.papers.all()) == [round_.version.document]


def test_s12_without_a_meeting_it_waits_for_one_that_is_called() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    with clock.standing_at(ENDS):
        assert watching.watch().agenda == 0
        Meeting.objects.create(
            body=people.body, title="Next", starts=ENDS + HOUR, ends=ENDS + 2 * HOUR, changed=ENDS
        )
        assert watching.watch().agenda == 1
        assert not watching.watch()
    assert AgendaItem.objects.get().title == round_.version.document.title


def test_a_silence_that_was_broken_is_not_put_on_an_agenda() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, NOON + HOUR, statement="No.")
    Meeting.objects.create(
        body=people.body, title="Next", starts=ENDS + HOUR, ends=ENDS + 2 * HOUR, changed=NOON
    )
    with clock.standing_at(ENDS):
        assert not watching.watch()
    assert Round.objects.count() == 1
    assert not AgendaItem.objects.exists()
