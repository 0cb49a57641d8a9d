"""Outcome of a round: every rule S-1 to S-12, and what must hold for any positions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules.rounds import (
    AGREES,
    BadRound,
    Extension,
    Kind,
    Need,
    Outcome,
    Position,
    Ready,
    Round,
    Standing,
    State,
    Verdict,
    check,
    conditions,
    extended,
    is_symbol,
    outcome,
    under_silence,
)

T0 = datetime(2019, 7, 6, 12, tzinfo=UTC)
T = T0 + timedelta(hours=72)
TEXT, OTHER = "a" * 64, "b" * 64
AGENCIES = ("ILO", "IOM", "OHCHR", "UNHCR")
SECOND = timedelta(seconds=1)


def round_of(kind: Kind = Kind.SILENCE, **also: object) -> Round:
    return replace(Round(kind, TEXT, T0, T, AGENCIES), **also)  # type: ignore[arg-type]


def says(agency: str, verdict: Verdict, at: datetime, **also: object) -> Position:
    return replace(Position(agency, verdict, at, TEXT), **also)  # type: ignore[arg-type]


def standing(found: Outcome) -> list[Standing]:
    return [standing for _, standing in found.standings]


@pytest.mark.parametrize(
    ("moment", "counts", "state"),
    [
        (T - SECOND, Standing.COUNTS, State.BROKEN),
        (T, Standing.LATE, State.ADOPTED),
        (T + SECOND, Standing.LATE, State.ADOPTED),
    ],
)
def test_an_objection_a_second_before_at_and_after_the_hour(
    moment: datetime, counts: Standing, state: State
) -> None:
    found = outcome(round_of(), (says("IOM", Verdict.OBJECTS, moment),), T + SECOND)
    assert standing(found) == [counts]
    assert found.state is state
    assert found.decided == (moment if state is State.BROKEN else T)


def test_silence_holds_and_those_who_kept_it_sign() -> None:
    said = (
        says("IOM", Verdict.NOT_ASSOCIATED, T0 + SECOND),
        says("ILO", Verdict.COMMENTS, T0 + SECOND, reservation="On paragraph 3."),
    )
    found = outcome(round_of(), said, T)
    assert found.adopted
    assert found.signatories == ("ILO", "OHCHR", "UNHCR")
    assert found.not_associated == ("IOM",)
    assert [p.agency for p in found.reservations] == ["ILO"]


def test_a_written_amendment_breaks_a_silence() -> None:
    said = (says("ILO", Verdict.COMMENTS, T0 + SECOND, amendment=True),)
    assert outcome(round_of(), said, T0 + SECOND).state is State.BROKEN


def test_a_withdrawn_objection_does_not_revive_a_silence() -> None:
    said = (says("ILO", Verdict.OBJECTS, T0), says("ILO", Verdict.CLEARED, T0 + SECOND))
    found = outcome(round_of(), said, T)
    assert found.state is State.BROKEN
    assert standing(found) == [Standing.COUNTS, Standing.LATE]


def test_two_positions_at_the_same_instant_are_told_apart_by_their_number() -> None:
    said = (
        says("ILO", Verdict.OBJECTS, T0 + SECOND, number=1),
        says("ILO", Verdict.CLEARED, T0 + SECOND, number=2),
    )
    found = outcome(round_of(Kind.CLEARANCE), said[::-1], T)
    assert [p.verdict for p in found.counted] == [Verdict.CLEARED]
    found = outcome(round_of(), said[::-1], T)
    assert standing(found) == [Standing.COUNTS, Standing.LATE]


def test_clearance_needs_every_agency_and_no_objection() -> None:
    all_clear = tuple(says(a, Verdict.CLEARED, T0 + SECOND) for a in AGENCIES)
    rule = round_of(Kind.CLEARANCE)
    assert outcome(rule, all_clear, T - SECOND).state is State.OPEN
    assert outcome(rule, all_clear, T).adopted
    assert outcome(rule, all_clear[1:], T).state is State.NOT_ADOPTED
    objects = (*all_clear, says("ILO", Verdict.OBJECTS, T - SECOND))
    assert outcome(rule, objects, T).objecting == ("ILO",)
    assert outcome(rule, objects, T).state is State.NOT_ADOPTED


def test_a_text_with_which_nobody_associates_is_not_adopted() -> None:
    nobody = tuple(says(a, Verdict.NOT_ASSOCIATED, T0 + SECOND) for a in AGENCIES)
    assert outcome(round_of(Kind.CLEARANCE), nobody, T).state is State.NOT_ADOPTED


def test_a_position_on_another_text_or_of_another_agency_is_kept_and_does_not_count() -> None:
    said = (
        says("ILO", Verdict.OBJECTS, T0, version=OTHER),
        says("FAO", Verdict.OBJECTS, T0),
        says("IOM", Verdict.OBJECTS, T0 - SECOND),
    )
    found = outcome(round_of(), said, T)
    assert found.adopted
    assert set(standing(found)) == {
        Standing.OTHER_TEXT,
        Standing.NOT_ENTITLED,
        Standing.EARLY,
    }


def test_an_extension_is_for_all_before_the_end_and_to_a_later_instant() -> None:
    later = extended(round_of(), (), Extension(T - SECOND, T + SECOND))
    assert outcome(later, (), T).state is State.OPEN
    assert outcome(later, (says("IOM", Verdict.OBJECTS, T),), T).state is State.BROKEN
    for at, to in ((T, T + SECOND), (T - SECOND, T), (T - SECOND, T - SECOND)):
        with pytest.raises(BadRound):
            extended(round_of(), (), Extension(at, to))
    broken = (says("IOM", Verdict.OBJECTS, T0 + SECOND),)
    with pytest.raises(BadRound):
        extended(round_of(), broken, Extension(T - SECOND, T + SECOND))


def test_an_extension_written_at_the_hour_changes_nothing() -> None:
    forged = round_of(extensions=(Extension(T, T + SECOND),))
    assert outcome(forged, (), T).adopted


def test_a_silence_is_off_by_default_and_never_under_72_hours() -> None:
    check(round_of(), silence_on=True)
    with pytest.raises(BadRound, match="off"):
        check(round_of())
    with pytest.raises(BadRound, match="72"):
        check(round_of(closes=T - SECOND), silence_on=True)
    with pytest.raises(BadRound, match="zone"):
        check(round_of(closes=T.replace(tzinfo=None)), silence_on=True)
    with pytest.raises(BadRound, match="entitled"):
        check(round_of(entitled=()), silence_on=True)


def test_72_hours_are_hours_when_clocks_change_and_in_a_leap_year() -> None:
    geneva = ZoneInfo("Europe/Zurich")
    spring = datetime(2024, 3, 30, 12, tzinfo=geneva).astimezone(UTC)
    short = datetime(2024, 4, 2, 12, tzinfo=geneva).astimezone(UTC)
    assert short - spring == timedelta(hours=71)
    with pytest.raises(BadRound, match="72"):
        check(round_of(opens=spring, closes=short), silence_on=True)
    leap = datetime(2024, 2, 27, 12, tzinfo=UTC)
    check(round_of(opens=leap, closes=datetime(2024, 3, 1, 12, tzinfo=UTC)), silence_on=True)
    with pytest.raises(BadRound, match="72"):
        check(
            round_of(opens=leap.replace(year=2023), closes=datetime(2023, 3, 1, 12, tzinfo=UTC)),
            silence_on=True,
        )


def test_the_review_forum_draft_of_2019_was_broken_twice_and_then_held() -> None:
    ends = [datetime(2019, 7, day, 16, tzinfo=UTC) for day in (9, 10, 15)]
    states = []
    for number, end in enumerate(ends):
        text = str(number) * 64
        rule = Round(Kind.SILENCE, text, end - timedelta(hours=72), end, AGENCIES)
        broken = (Position("IOM", Verdict.OBJECTS, end - timedelta(hours=2), text),)
        states.append(outcome(rule, broken if number < 2 else (), end).state)
    assert states == [State.BROKEN, State.BROKEN, State.ADOPTED]


def test_peer_review_counts_reviewers_and_signs_nothing() -> None:
    rule = round_of(Kind.PEER_REVIEW, reviewers=2)
    check(rule)
    said = tuple(says(a, Verdict.CLEARED, T0) for a in AGENCIES[:2])
    assert outcome(rule, said, T).adopted
    assert outcome(rule, said, T).signatories == ()
    assert outcome(rule, said[:1], T).state is State.NOT_ADOPTED
    with pytest.raises(BadRound):
        check(round_of(Kind.PEER_REVIEW))


def test_a_consultation_never_adopts_and_a_withdrawn_round_stays_so() -> None:
    assert outcome(round_of(Kind.CONSULTATION), (), T).state is State.CLOSED
    gone = round_of(withdrawn=T0 + SECOND)
    assert outcome(gone, (), T0).state is State.OPEN
    assert outcome(gone, (), T).state is State.WITHDRAWN


instants = st.integers(-5, 80).map(lambda hours: T0 + timedelta(hours=hours))
positions = st.lists(
    st.builds(
        Position,
        agency=st.sampled_from([*AGENCIES, "FAO"]),
        verdict=st.sampled_from(Verdict),
        at=instants,
        version=st.sampled_from([TEXT, TEXT, TEXT, OTHER]),
        reservation=st.sampled_from(["", "On paragraph 3."]),
        amendment=st.booleans(),
    ),
    max_size=9,
).map(lambda found: tuple(replace(p, number=n) for n, p in enumerate(found)))
rounds = st.builds(round_of, kind=st.sampled_from(Kind), reviewers=st.integers(1, 4))


@given(rounds, positions, instants)
def test_every_position_is_told_and_at_most_one_an_agency_counts(
    rule: Round, said: tuple[Position, ...], now: datetime
) -> None:
    found = outcome(rule, said, now)
    assert sorted(p.number for p, _ in found.standings) == sorted(
        p.number for p in said if p.at <= now
    )
    agencies = [p.agency for p in found.counted]
    assert len(agencies) == len(set(agencies))
    assert set(agencies) | set(found.silent) == set(rule.entitled)
    assert set(agencies) & set(found.silent) == set()


@given(rounds, positions, st.randoms(use_true_random=False), instants)
def test_the_order_in_which_positions_are_read_changes_nothing(
    rule: Round, said: tuple[Position, ...], random: object, now: datetime
) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert outcome(rule, tuple(mixed), now) == outcome(rule, said, now)


@given(rounds, positions, positions)
def test_what_comes_at_the_hour_or_later_changes_no_outcome(
    rule: Round, said: tuple[Position, ...], after: tuple[Position, ...]
) -> None:
    before = outcome(rule, said, T + timedelta(days=9))
    late = tuple(replace(p, at=T + timedelta(hours=n), number=99 + n) for n, p in enumerate(after))
    found = outcome(rule, (*said, *late), T + timedelta(days=9))
    assert (found.state, found.decided, found.counted) == (
        before.state,
        before.decided,
        before.counted,
    )


@given(rounds, positions, instants, instants)
def test_what_is_decided_stays_decided(
    rule: Round, said: tuple[Position, ...], one: datetime, other: datetime
) -> None:
    first, second = (outcome(rule, said, now) for now in sorted((one, other)))
    if first.decided is not None:
        assert (second.state, second.decided) == (first.state, first.decided)


@given(rounds, positions)
def test_an_objection_that_counts_is_never_adopted_over(
    rule: Round, said: tuple[Position, ...]
) -> None:
    found = outcome(rule, said, T)
    if found.adopted and rule.kind is not Kind.PEER_REVIEW:
        assert not found.objecting
        assert set(found.signatories).isdisjoint(found.not_associated)
        assert all(p.verdict in AGREES for p in found.counted if p.agency in found.signatories)


readies = st.builds(
    Ready,
    chair=st.booleans(),
    frozen=st.booleans(),
    unresolved=st.sampled_from([(), ("p1:c1",)]),
    running=st.booleans(),
    members=st.sampled_from([(), AGENCIES]),
    silence_hours=st.sampled_from([0, 71, 72, 100]),
    languages=st.sampled_from([("en",), ("en", "fr")]),
    wanted=st.sampled_from([(), ("en",), ("ar", "en", "fr")]),
    symbol=st.sampled_from(["", "GMG/2026/1"]),
)


@given(st.sampled_from(Kind), readies)
def test_every_condition_of_an_opening_is_told_once_and_says_what_is_missing(
    kind: Kind, ready: Ready
) -> None:
    found = {c.need: c for c in conditions(kind, ready)}
    assert len(found) == len(conditions(kind, ready))
    of_all = {Need.CHAIR, Need.FROZEN, Need.CITATIONS, Need.FREE, Need.MEMBERS}
    assert set(found) == (set(Need) if kind is Kind.SILENCE else of_all)
    assert not any(c.met and c.missing for c in found.values())
    assert found[Need.CITATIONS].missing == ready.unresolved
    if kind is Kind.SILENCE:
        assert found[Need.SWITCHED_ON].met == (ready.silence_hours >= 72)
        assert set(found[Need.LANGUAGES].missing) == set(ready.wanted) - set(ready.languages)
        assert found[Need.LANGUAGES].met == (not found[Need.LANGUAGES].missing)
        assert found[Need.NO_SYMBOL].met == (not ready.symbol)


@given(rounds, positions, instants)
def test_only_a_silence_that_runs_is_under_silence(
    rule: Round, said: tuple[Position, ...], now: datetime
) -> None:
    found = outcome(rule, said, now)
    assert under_silence(rule, found) == (rule.kind is Kind.SILENCE and found.decided is None)


@given(rounds, positions, instants)
def test_what_some_agencies_said_and_what_breaks_it_tell_whether_a_round_runs(
    rule: Round, said: tuple[Position, ...], now: datetime
) -> None:
    """What the desk reads of a round that runs: the positions of its own agencies, and objections."""
    breaks = [p for p in said if p.amendment or p.verdict is Verdict.OBJECTS]
    ours = tuple(p for p in said if p in breaks or p.agency == "IOM")
    whole, part = outcome(rule, said, now), outcome(rule, ours, now)
    assert (whole.decided is None) == (part.decided is None)
    assert ("IOM" in whole.silent) == ("IOM" in part.silent)


@pytest.mark.parametrize(
    "text", ["GMG/2026/1", "A/RES/79/1", "GMG/2026/1/Corr.1", "DEMO/2026/1", "x"]
)
def test_a_symbol(text: str) -> None:
    assert is_symbol(text)


@pytest.mark.parametrize(
    "text",
    ["", "/", "GMG//1", "GMG/1/", "a b", "../x", "G/1.json", "G/1.PDF", "<b>", "x" * 61, "٣", "a\n"],
)  # fmt: skip
def test_no_symbol(text: str) -> None:
    assert not is_symbol(text)
