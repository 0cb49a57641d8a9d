"""Remarks: who sees them, where they stand in later versions, wording taken over with its author."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.acts import clock, remarks, texts
from gmg.group.acts.hand import Hand, seats_now
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import remarks as rules
from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.remarks import NotTaken, Place, Proposal, bereft, spans, stands, take_over
from gmg.group.rules.seats import Role
from gmg.group.rules.texts import Citation, Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Event, Notice, Remark, Version
from room_made import NOON
from room_people import AGENCIES, Group, drafted, group, opened

PIECES = ("all who arrive", "must", " ", "\n", "[[c1]]", "حقوق", "移民", "é", "e\u0301", ".", "")
words = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)


def text(*rows: tuple[str, str]) -> Text:
    paragraphs = tuple(Paragraph(uid, str(n), said) for n, (uid, said) in enumerate(rows, 1))
    return Text("d", "T", "en", 1, paragraphs)


# --- where a remark stands ------------------------------------------------------------------------


@given(words, words, words)
def test_a_quote_is_found_where_it_stands(before: str, quote: str, after: str) -> None:
    whole = before + quote + after
    for start, end in spans(quote, whole):
        assert whole[start:end].split() != [] or not quote.split()
    stand = stands("a", quote, text(("a", whole)), text(("a", whole)))
    if quote.strip() and spans(quote, whole):
        assert stand.place is Place.EXACT
        assert (stand.start, stand.end) == spans(quote, whole)[0]


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.lists(st.sampled_from("abcdefgh"), unique=True),
)
def test_a_remark_always_stands_on_something_that_is_there(was: list[str], now: list[str]) -> None:
    old, new = text(*((u, "w") for u in was)), text(*((u, "w") for u in now))
    for uid in [*was, "never"]:
        stand = stands(uid, "", old, new)
        if stand.place is Place.DOCUMENT:
            assert stand.uid == ""
            earlier = was[: was.index(uid)] if uid in was else []
            assert not set(earlier) & set(now)
        else:
            assert stand.uid in now
            assert (stand.uid == uid) == (stand.place is not Place.PARAGRAPH_GONE)


def test_a_remark_moves_to_the_nearest_paragraph_before() -> None:
    old, new = text(("a", ""), ("b", ""), ("c", "")), text(("c", ""), ("a", ""))
    assert bereft("b", old, new).uid == "a"
    assert stands("b", "x", old, new).place is Place.PARAGRAPH_GONE


def test_a_quote_is_followed_through_words_written_before_it() -> None:
    old, new = text(("a", "We act now.")), text(("a", "In all places we know, We act now."))
    assert stands("a", "act now", old, new).place is Place.EXACT
    one, other = text(("a", "act now with all here")), text(("a", "now with all here act"))
    assert stands("a", "act", one, other).place is Place.MOVED
    assert stands("a", "act now", one, other).place is Place.QUOTE_GONE


@given(words, words, words, words)
def test_wording_taken_over_stands_where_the_quote_stood_and_nothing_else_changes(
    before: str, quote: str, after: str, wording: str
) -> None:
    whole = before + quote + after
    old = text(("a", whole), ("b", "other"))
    proposal = Proposal("OHCHR", "a", quote, wording)
    try:
        taken = take_over(proposal, old, old)
    except NotTaken:
        assert len(spans(quote, whole)) != 1
        return
    assert taken.agency == "OHCHR"
    assert taken.wording == wording
    if quote.strip():
        ((start, end),) = spans(quote, whole)
        assert taken.paragraph.text == whole[:start] + wording + whole[end:]
    else:
        assert taken.paragraph.text == wording
    assert replace(taken.paragraph, text=whole) == old.paragraphs[0]


def test_a_citation_goes_with_the_last_of_its_marks() -> None:
    cited = Citation("c1", "x", "LBY", "", "2024", "UNHCR")
    old = replace(text(("a", "")), paragraphs=(Paragraph("a", "1", "More than [[c1]].", (cited,)),))
    assert (
        take_over(Proposal("A", "a", "More than [[c1]]", "Many"), old, old).paragraph.citations
        == ()
    )
    kept = take_over(Proposal("A", "a", "More than", "Nearly"), old, old).paragraph
    assert kept.citations == (cited,)


# --- who sees what --------------------------------------------------------------------------------

SEATS = [(role.value, agency) for role, agency in product(Role, ("ILO", "IOM", "UNHCR"))]


@given(
    st.sampled_from(rules.VISIBILITIES),
    st.sampled_from(("ILO", "IOM", "UNHCR")),
    st.sampled_from(("ILO", "IOM")),
    st.lists(st.sampled_from(SEATS), max_size=3),
)
def test_who_sees_a_remark(
    visibility: str, by: str, penholder: str, seats: list[tuple[str, str]]
) -> None:
    seen = rules.seen(visibility, by, penholder, seats)
    own = by in {agency for _, agency in seats}
    writes = any(
        allowed(Action.WRITE, "draft", role, own=agency == penholder) for role, agency in seats
    )
    wanted = {"all": bool(seats), "drafters": own or writes, "own agency": own}
    assert seen == wanted[visibility]


@pytest.fixture
def people(room_url: str) -> Group:
    return group()


def every_kind(people: Group, version: Version) -> list[Remark]:
    with clock.standing_at(NOON):
        return [
            remarks.make(people.speaks[a], version, a, "p1", f"{a} {v}", visibility=v)
            for a, v in product(AGENCIES, rules.VISIBILITIES)
        ] + [remarks.make(people.observer, version, "UNDP", "p1", "From an observer.")]


def test_what_a_list_shows_is_just_what_may_be_opened(people: Group) -> None:
    version = drafted(people)
    rows = every_kind(people, version)
    hands = [*people.speaks.values(), people.chair, people.secretariat, people.observer]
    for hand in [*hands, people.next_chair, Hand(), Hand("0" * 32)]:
        with clock.standing_at(NOON):
            held = seats_now(hand, people.body)
        listed = set(Remark.objects.filter(remarks.shown_to(version.document, held)))
        assert listed == {row for row in rows if remarks.seen(row, held)}


def test_drafters_are_the_penholder_and_the_secretariat_and_no_others(people: Group) -> None:
    version = drafted(people)
    with clock.standing_at(NOON):
        row = remarks.make(
            people.speaks["UNHCR"], version, "UNHCR", "p1", "For you.", visibility="drafters"
        )
        seen = {
            name
            for name, hand in {
                **people.speaks,
                "desk": people.secretariat,
                "chair": people.chair,
            }.items()
            if remarks.seen(row, seats_now(hand, people.body))
        }
    # the chair sits for ILO, which holds the pen, but a seat of chair writes nothing
    assert seen == {"ILO", "UNHCR", "desk"}


def test_an_answer_needs_the_right_to_read(people: Group) -> None:
    version = drafted(people)
    with clock.standing_at(NOON):
        row = remarks.make(
            people.speaks["UNHCR"], version, "UNHCR", "p1", "Ours.", visibility="own agency"
        )
        before = Event.objects.count()
        for hand in (people.speaks["ILO"], people.secretariat, people.speaks["IOM"], Hand()):
            with pytest.raises(NotAllowed):
                remarks.answer(hand, row, "answered", "What is this?")
        assert Event.objects.count() == before
        remarks.answer(people.speaks["UNHCR"], row, "withdrawn")
    assert Remark.objects.get().state == "withdrawn"


def test_only_the_penholder_answers_and_only_its_maker_withdraws(people: Group) -> None:
    version = drafted(people)
    with clock.standing_at(NOON):
        row = remarks.make(people.speaks["UNHCR"], version, "UNHCR", "p1", "Why?", kind="question")
        for state, hand in [
            ("answered", people.speaks["UNHCR"]),
            ("declined", people.speaks["IOM"]),
            ("withdrawn", people.speaks["ILO"]),
            ("answered", people.observer),
        ]:
            with pytest.raises(NotAllowed):
                remarks.answer(hand, row, state, "No.")
        remarks.answer(people.speaks["ILO"], row, "answered", "Because.")
        row.refresh_from_db()
        assert (row.state, row.answer) == ("answered", "Because.")
        told = Notice.objects.get(kind="remark answered")
        assert told.person.key == people.speaks["UNHCR"].person
        assert told.facts["document"] == version.document.key
        remarks.answer(people.speaks["UNHCR"], row, "withdrawn")
        with pytest.raises(Conflict, match="already"):
            remarks.answer(people.speaks["ILO"], row, "declined")


def test_nobody_remarks_for_another_agency_nor_after_their_seat(people: Group) -> None:
    version = drafted(people)
    with clock.standing_at(NOON):
        for hand in (people.speaks["IOM"], people.observer, Hand(), Hand("0" * 32)):
            with pytest.raises(NotAllowed):
                remarks.make(hand, version, "UNHCR", "p1", "In your name.")
    with clock.standing_at(NOON + timedelta(days=365)), pytest.raises(NotAllowed):
        remarks.make(people.chair, version, "ILO", "p1", "Once chair.")
    assert not Remark.objects.exists()


def test_a_remark_that_cannot_be_one_is_refused(people: Group) -> None:
    version = drafted(people, "We act together. " * 10)
    for spoilt in [
        {"text": ""},
        {"text": "x", "kind": "shout"},
        {"text": "x", "visibility": "the press"},
        {"text": "x", "paragraph": "p9"},
        {"text": "x", "quote": "not in it"},
        {"text": "x" * 4001},
        {"text": "x", "quote": "act " * 2000},
        {"text": "a\x00b"},
        {"text": "a\u202eb"},
        {"text": "", "kind": "proposed wording"},
        {"text": "x", "kind": "proposed wording", "wording": "  "},
        {"text": "x", "kind": "proposed wording", "wording": "w" * 20_001},
        {"text": "x", "wording": "for a comment"},
    ]:
        named = {"paragraph": "p1", "text": "x"} | spoilt
        paragraph, said = named.pop("paragraph"), named.pop("text")
        with clock.standing_at(NOON), pytest.raises(Conflict):
            remarks.make(people.speaks["IOM"], version, "IOM", paragraph, said, **named)  # type: ignore[arg-type]
        assert not Remark.objects.exists()


def proposal(people: Group, version: Version, quote: str, wording: str) -> Remark:
    with clock.standing_at(NOON):
        return remarks.make(
            people.speaks["OHCHR"], version, "OHCHR", "p2", "Better.",
            quote=quote, kind="proposed wording", wording=wording,
        )  # fmt: skip


def test_wording_is_taken_over_into_a_new_version_and_its_author_stays(people: Group) -> None:
    first = drafted(people)
    row = proposal(people, first, "act", "act, and act soon,")
    with clock.standing_at(NOON):
        second = remarks.take_over(people.speaks["ILO"], row, first, "Gladly.")
    row.refresh_from_db()
    assert second.number == 2
    assert second.as_rule().paragraphs[1].text == "We act, and act soon, together."
    assert (row.state, row.taken_in, row.wording, row.agency, row.answer) == (
        "accepted",
        second,
        "act, and act soon,",
        "OHCHR",
        "Gladly.",
    )
    assert first.as_rule().paragraphs[1].text == "We act together."
    with clock.standing_at(NOON), pytest.raises(Conflict, match="already"):
        remarks.take_over(people.speaks["ILO"], row, second)


def test_wording_is_not_taken_over_unseen(people: Group) -> None:
    first = drafted(people)
    row = proposal(people, first, "act", "work")
    by = people.speaks["ILO"]
    with clock.standing_at(NOON):
        words = first.as_rule()
        gone = replace(words, paragraphs=words.paragraphs[:1])
        second = texts.write_version(by, first.document, gone, first)
        before = Event.objects.count()
        with pytest.raises(Conflict, match="gone"):
            remarks.take_over(by, row, second)
        with pytest.raises(Conflict, match="meanwhile"):
            remarks.take_over(by, row, first)
        with pytest.raises(NotAllowed):
            remarks.take_over(people.speaks["OHCHR"], proposal(people, first, "We", "All"), first)
    row.refresh_from_db()
    assert row.state == "open"
    assert Version.objects.count() == 2
    assert Event.objects.count() == before + 1


def test_wording_for_one_document_is_not_taken_over_into_another(people: Group) -> None:
    first, other = drafted(people), drafted(people)
    row = proposal(people, first, "act", "work")
    with clock.standing_at(NOON), pytest.raises(Conflict, match="another text"):
        remarks.take_over(people.speaks["ILO"], row, other)


def test_a_frozen_version_is_remarked_upon_and_stays_as_it_is(people: Group) -> None:
    round_ = opened(people)
    row = proposal(people, round_.version, "act", "work")
    with clock.standing_at(NOON):
        made = remarks.take_over(people.speaks["ILO"], row, round_.version)
    assert made.frozen is None
    assert Version.objects.get(pk=round_.version.pk).hash == round_.version.hash
