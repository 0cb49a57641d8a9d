"""Reviews of signed figures: what the rule says of any answers, and what the acts let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.acts import clock, reviews, rounds, texts
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules.citations import Standing
from gmg.group.rules.citations import State as Found
from gmg.group.rules.reviews import (
    BLOCKS,
    WIDE,
    Answer,
    Moved,
    Review,
    State,
    Verdict,
    review,
    worst,
)
from gmg.group.rules.rounds import Kind
from gmg.group.rules.rounds import Verdict as Says
from gmg.group.store.models import Event, Publication, Version
from room_made import NOON
from room_people import AGENCIES, Group, group, opened, sign, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmg.group.rules.texts import Citation

HOUR = timedelta(hours=1)
SIGNED = Decimal(551727)
AT = datetime(2026, 5, 1, tzinfo=UTC)
SLIGHT = Moved("p1", "c1", SIGNED, Decimal(560000), "2025")
MUCH = Moved("p1", "c1", SIGNED, Decimal(700000), "2025")
GONE = Moved("p1", "c1", SIGNED, None, "2025")


def says(agency: str, verdict: Verdict, of: Moved = SLIGHT, number: int = 1) -> Answer:
    return Answer(
        agency, of.paragraph, of.citation, of.edition, of.said, verdict, AT, number, "Because."
    )


def stands(*agencies: str, of: Moved = SLIGHT) -> list[Answer]:
    return [says(agency, Verdict.STANDS, of, number) for number, agency in enumerate(agencies)]


@pytest.mark.parametrize(
    ("moved", "wide"),
    [
        (SLIGHT, False),
        (MUCH, True),
        (GONE, True),
        (replace(SLIGHT, value=SIGNED * (1 + WIDE)), False),
        (replace(SLIGHT, value=SIGNED * (1 + WIDE) + 1), True),
        (replace(MUCH, tolerance=Decimal("0.5")), False),
        (replace(SLIGHT, signed=Decimal(0), value=Decimal(1)), True),
        (replace(SLIGHT, signed=None, value=Decimal(1)), True),
        (replace(SLIGHT, value=SIGNED / 2), True),
    ],
)
def test_what_a_wide_change_is(moved: Moved, wide: bool) -> None:
    assert moved.wide is wide


def test_it_is_open_until_every_signatory_says_that_it_stands() -> None:
    assert review(AGENCIES, SLIGHT, []).state is State.OPEN
    found = review(AGENCIES, SLIGHT, stands(*AGENCIES[:3]))
    assert (found.state, found.waiting) == (State.OPEN, ("UNHCR",))
    assert review(AGENCIES, SLIGHT, stands(*AGENCIES)).state is State.STANDS


def test_a_wide_change_reopens_until_every_signatory_says_that_it_stands() -> None:
    for moved in (MUCH, GONE):
        assert review(AGENCIES, moved, []).state is State.REOPENED
        assert review(AGENCIES, moved, stands(*AGENCIES[1:], of=moved)).state is State.REOPENED
        assert review(AGENCIES, moved, stands(*AGENCIES, of=moved)).state is State.STANDS


def test_one_that_asks_to_reopen_is_enough_until_it_says_otherwise() -> None:
    asked = [*stands(*AGENCIES), says("IOM", Verdict.REOPEN, number=9)]
    found = review(AGENCIES, SLIGHT, asked)
    assert (found.state, found.asking) == (State.ASKED, ("IOM",))
    again = [*asked, says("IOM", Verdict.STANDS, number=10)]
    assert review(AGENCIES, SLIGHT, again).state is State.STANDS


def test_a_newer_edition_or_another_value_opens_it_again() -> None:
    answered = stands(*AGENCIES)
    for newer in (
        replace(SLIGHT, edition="2026"),
        replace(SLIGHT, value=Decimal(561000)),
        replace(SLIGHT, citation="c2"),
        replace(SLIGHT, paragraph="p2"),
    ):
        assert review(AGENCIES, newer, answered).state is State.OPEN


moveds = st.builds(
    Moved,
    paragraph=st.sampled_from(["p1", "p2"]),
    citation=st.just("c1"),
    signed=st.one_of(st.none(), st.decimals(0, 1_000_000, places=1)),
    value=st.one_of(st.none(), st.decimals(0, 1_000_000, places=1)),
    edition=st.sampled_from(["2025", "2026"]),
    tolerance=st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.5")]),
)
answers = st.lists(
    st.builds(
        says,
        st.sampled_from([*AGENCIES, "FAO"]),
        st.sampled_from(Verdict),
        moveds,
        st.integers(0, 9),
    ),
    max_size=8,
).map(lambda found: [replace(a, number=n) for n, a in enumerate(found)])


@given(moveds, answers)
def test_every_signatory_answered_or_is_waited_for_and_no_other(
    moved: Moved, said: list[Answer]
) -> None:
    found = review(AGENCIES, moved, said)
    answered = [a.agency for a in found.answers]
    assert sorted([*answered, *found.waiting]) == sorted(AGENCIES)
    assert (found.state is State.STANDS) == (len(answered) == len(AGENCIES) and not found.asking)
    assert not (found.asking and found.state not in BLOCKS)
    if found.state is State.OPEN:
        assert not moved.wide


@given(moveds, answers, st.randoms(use_true_random=False))
def test_the_order_in_which_answers_are_read_changes_nothing(
    moved: Moved, said: list[Answer], random: Any
) -> None:
    mixed = list(said)
    random.shuffle(mixed)
    assert review(AGENCIES, moved, mixed) == review(AGENCIES, moved, said)


@given(st.lists(st.sampled_from(State), max_size=4))
def test_a_text_stands_as_its_worst_figure(states: list[State]) -> None:
    found = worst(Review(SLIGHT, (), (), state) for state in states)
    assert (found is None) == (not states)
    if State.REOPENED in states:
        assert found is State.REOPENED
    if found is State.STANDS:
        assert set(states) == {State.STANDS}


def test_what_is_known_of_citations_becomes_what_moved() -> None:
    words = text("[[c1]] people.", "No figure.").paragraphs
    (cited,) = words[0].citations
    version = replace(text(), paragraphs=words)

    def moved(state: Found, **also: object) -> tuple[Moved, ...]:
        return reviews.moved_in(version, {cited: replace(Standing(state), **also)})  # type: ignore[arg-type]

    assert moved(Found.CURRENT) == moved(Found.UNRESOLVED) == ()
    assert reviews.moved_in(version, {}) == ()
    (changed,) = moved(Found.CHANGED, value=Decimal(560000), edition="2025", figure="x.1.A", by="2")
    assert changed == replace(SLIGHT, figure="x.1.A")
    (gone,) = moved(Found.WITHDRAWN, value=Decimal(5), edition="2024", by="2025")
    assert gone == GONE


# --- the acts, on both databases -----------------------------------------------------------------


def published(people: Group) -> Publication:
    round_ = opened(people)
    for agency in AGENCIES[:3]:
        sign(people, round_, agency, Says.CLEARED, NOON + HOUR)
    sign(people, round_, "UNHCR", Says.NOT_ASSOCIATED, NOON + HOUR)
    with clock.standing_at(NOON + 96 * HOUR):
        return rounds.publish(people.chair, round_, "GMG/2026/1")


@pytest.mark.usefixtures("room_url")
def test_signatories_answer_and_no_one_else_and_every_answer_is_logged() -> None:
    people = group()
    publication = published(people)
    with clock.standing_at(NOON + 97 * HOUR):
        for hand in (people.chair, people.secretariat, people.observer, people.speaks["ILO"]):
            with pytest.raises(NotAllowed):
                reviews.answer(hand, publication, "IOM", SLIGHT, Verdict.STANDS)
        with pytest.raises(Conflict, match="did not sign"):
            reviews.answer(people.speaks["UNHCR"], publication, "UNHCR", SLIGHT, Verdict.STANDS)
        with pytest.raises(Conflict, match="Say why"):
            reviews.answer(people.speaks["IOM"], publication, "IOM", SLIGHT, Verdict.REOPEN, " ")
        for agency in AGENCIES[:3]:
            reviews.answer(people.speaks[agency], publication, agency, SLIGHT, Verdict.STANDS)
        (found,) = reviews.of(publication, [SLIGHT])
        assert found.state is State.STANDS
        reviews.answer(
            people.speaks["IOM"], publication, "IOM", SLIGHT, Verdict.REOPEN, "It is another text."
        )
        (found,) = reviews.of(publication, [SLIGHT])
        assert (found.state, found.asking) == (State.ASKED, ("IOM",))
        assert reviews.of(publication, [replace(SLIGHT, edition="2026")])[0].state is State.OPEN
    assert Event.objects.filter(action="review.answer").count() == 4


class Base:
    """Stands for an evidence base: what it says of citations is put in by the test."""


@pytest.fixture
def says_now(monkeypatch: pytest.MonkeyPatch) -> dict[str, Standing]:
    known: dict[str, Standing] = {}

    def standings(base: object, citations: Iterable[Citation]) -> dict[Citation, Standing]:
        return {c: known.get(c.edition, Standing(Found.CURRENT)) for c in citations}

    monkeypatch.setattr("gmg.group.acts.reviews.cite.standings", standings)
    return known


@pytest.mark.usefixtures("room_url")
def test_a_reopened_figure_is_not_published_anew_until_it_is_reviewed(
    says_now: dict[str, Standing],
) -> None:
    people = group()
    first = published(people)
    base: Any = Base()
    with clock.standing_at(NOON + 97 * HOUR):
        document = texts.start(
            people.speaks["ILO"], people.body, "statement", "A correction", "ILO",
            corrects=first.round.version.document,
        )  # fmt: skip
        same = first.round.version.as_rule()
        draft = texts.write_version(people.speaks["ILO"], document, same, None)
        texts.freeze(people.chair, draft)
        round_ = rounds.open_round(people.chair, draft, Kind.SILENCE, NOON + 97 * HOUR + 72 * HOUR)
    says_now[""] = Standing(Found.WITHDRAWN, by="2025")
    (gone,) = reviews.moved(base, same)
    with clock.standing_at(NOON + 170 * HOUR):
        with pytest.raises(Conflict, match="GMG/2026/1 is re-opened"):
            rounds.publish(people.chair, round_, "GMG/2026/1/Corr.1", base=base)
        for agency in AGENCIES[:3]:
            reviews.answer(people.speaks[agency], first, agency, gone, Verdict.STANDS)
        rounds.publish(people.chair, round_, "GMG/2026/1/Corr.1", base=base)


@pytest.mark.usefixtures("room_url")
def test_a_text_with_the_newer_figure_repeats_nothing(says_now: dict[str, Standing]) -> None:
    people = group()
    first = published(people)
    base: Any = Base()
    with clock.standing_at(NOON + 97 * HOUR):
        document = texts.start(
            people.speaks["ILO"], people.body, "statement", "A correction", "ILO",
            corrects=first.round.version.document,
        )  # fmt: skip
        old = first.round.version.as_rule()
        newer = {"value": Decimal(700000), "edition": "2025"}
        fresh = tuple(
            replace(p, citations=tuple(replace(c, **newer) for c in p.citations))
            for p in old.paragraphs
        )
        draft = texts.write_version(
            people.speaks["ILO"], document, replace(old, paragraphs=fresh), None
        )
        texts.freeze(people.chair, draft)
        round_ = rounds.open_round(people.chair, draft, Kind.SILENCE, NOON + 169 * HOUR)
    says_now[""] = Standing(Found.CHANGED, value=Decimal(700000), edition="2025")
    with clock.standing_at(NOON + 170 * HOUR):
        rounds.publish(people.chair, round_, "GMG/2026/1/Corr.1", base=base)
    assert Publication.objects.count() == 2
    assert Version.objects.count() == 2
