"""Who is a party on a day: the rules one by one, and what must hold for any acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.norms.act import Act
from gmg.analysis.norms.force import own_entry
from gmg.analysis.norms.status import OPEN, STATES, party_status
from gmg.axes import what
from gmg.records.treaty_act import CONSENT, ENDING, SAYING, SIGNING

DATED = ("ratification", "accession", "acceptance", "approval", "succession", "formal confirmation")


def act(kind: str, on: str | date | None = None, *, instrument: str = "ICRMW", **more: Any) -> Act:
    """An act of Benin; `on` is a day, or only a year, or nothing."""
    day = on if isinstance(on, date) else date.fromisoformat(on) if on and len(on) > 4 else None
    year = day.year if day else int(on) if isinstance(on, str) else None
    return Act(instrument, "BEN", "Benin", kind, day, year, **more)


def state(on: str | date, *acts: Act, instrument: str = "ICRMW", **more: Any) -> str:
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return party_status(acts, instrument, day, **more).state


SIGNED, RATIFIED = act("signature", "2005-09-15"), act("ratification", "2018-07-06")


@pytest.mark.parametrize(
    ("on", "acts", "expected"),
    [
        ("2005-09-14", (SIGNED, RATIFIED), "none yet"),
        ("2005-09-15", (SIGNED, RATIFIED), "signatory"),
        ("2018-07-05", (SIGNED, RATIFIED), "signatory"),
        ("2018-07-06", (SIGNED, RATIFIED), "party"),
        ("2020-01-01", (act("succession to signature", "2006-10-23"),), "signatory"),
        ("2020-01-01", (act("participant"),), "participant"),
        ("2020-01-01", (act("no action"),), "no action"),
        ("2020-01-01", (act("signatory"),), "signatory"),
        ("2020-01-01", (act("declaration", "2019-01-01"),), "not listed"),
        ("2020-01-01", (), "not listed"),
        ("2020-01-01", (act("definitive signature", "1999-01-01"),), "party"),
        ("2018-12-31", (act("party in the year", "2018"),), "party"),
        ("2018-12-30", (act("party in the year", "2018"),), "possibly party"),
        ("2018-01-01", (act("party in the year", "2018"),), "possibly party"),
        ("2017-12-31", (act("party in the year", "2018"),), "none yet"),
        ("2017-12-31", (act("party in the year", "2018"), act("no action")), "no action"),
    ],
)
def test_states(on: str, acts: tuple[Act, ...], expected: str) -> None:
    assert state(on, *acts) == expected
    assert expected in STATES


def test_an_excerpt_never_says_no() -> None:
    assert state("2020-01-01", complete=False) == "not known here"
    late = act("ratification", "2021-01-01", complete=False)
    assert state("2020-01-01", late) == "not known here"
    assert state("2021-01-01", late) == "party"
    signed = party_status(
        [act("signature", "2001-01-01", complete=False)], "ICRMW", date(2020, 1, 1)
    )
    assert (signed.state, "excerpt" in signed.remarks[0]) == ("signatory", True)
    assert not signed.open
    assert party_status([SIGNED], "ICRMW", date(2020, 1, 1)).open


def test_a_denunciation_ends_when_it_takes_effect() -> None:
    joined = act("accession", "1980-11-14", instrument="ICCPR-OP1")
    told = act("denunciation", "1998-05-26", instrument="ICCPR-OP1")
    asked = [
        party_status([joined, told], "ICCPR-OP1", date(1998, 8, day)).state for day in (25, 26)
    ]
    assert asked == ["party", "ended"]
    ended = party_status([joined, told], "ICCPR-OP1", date(2010, 1, 1))
    assert (ended.ended, ended.act, ended.in_force_from) == (
        date(1998, 8, 26),
        "denunciation",
        None,
    )
    published = act(
        "denunciation", "1998-05-26", instrument="ICCPR-OP1", effective=date(1999, 1, 1)
    )
    assert state("1998-12-31", joined, published, instrument="ICCPR-OP1") == "party"
    assert state("1999-01-01", joined, published, instrument="ICCPR-OP1") == "ended"


def test_who_accedes_again_is_a_party_again() -> None:
    acts = [
        act("accession", "1980-11-14", instrument="ICCPR-OP1"),
        act("denunciation", "1998-05-26", instrument="ICCPR-OP1"),
        act("accession", "1998-05-26", instrument="ICCPR-OP1"),
    ]
    assert state("1999-01-01", *acts, instrument="ICCPR-OP1") == "party"
    again = act("denunciation", "2000-03-27", instrument="ICCPR-OP1")
    assert state("2000-06-26", *acts, again, instrument="ICCPR-OP1") == "party"
    assert state("2000-06-27", *acts, again, instrument="ICCPR-OP1") == "ended"


def test_a_ratification_that_is_withdrawn_leaves_a_signatory() -> None:
    gone = act("withdrawal", "2019-02-01")
    left = party_status([SIGNED, RATIFIED, gone], "ICRMW", date(2020, 1, 1))
    assert (left.state, left.signed, left.ended) == (
        "signatory",
        date(2005, 9, 15),
        date(2019, 2, 1),
    )
    assert state("2020-01-01", RATIFIED, gone) == "ended"
    assert state("2020-01-01", SIGNED, gone) == "ended"


def test_an_end_without_a_day_is_certain_from_the_newest_act_of_the_file() -> None:
    acts = [act("accession", "1993-01-01"), act("denunciation")]
    assert state("1999-01-01", *acts, as_of="2017-10-26") == "possibly party"
    assert state("2017-10-26", *acts, as_of="2017-10-26") == "ended"
    assert state("1992-12-31", *acts, as_of="2017-10-26") == "none yet"


def test_an_act_before_the_adoption_is_reported_and_binds_nobody_for_certain() -> None:
    found = party_status([act("ratification", "1989-05-05")], "ICRMW", date(2000, 1, 1))
    assert found.state == "possibly party"
    assert found.remarks == (
        "ratification of 5 May 1989: before the instrument was adopted (1990-12-18)",
    )
    assert state(
        "2000-01-01", act("ratification", "1989-05-05"), act("accession", "1995-01-01")
    ) == ("party")


def test_what_a_row_says_against_itself_is_kept() -> None:
    note = "contradicted in its row: the column 'no action' says 1"
    odd = [act("party in the year", "1995", note=note), act("no action", note=note)]
    found = party_status(odd, "ICRMW", date(2000, 1, 1))
    assert (found.state, found.remarks) == ("party", (note,))


def test_the_first_day_in_force_and_what_it_rests_on() -> None:
    found = party_status([SIGNED, RATIFIED], "ICRMW", date(2018, 7, 6))
    assert found.in_force_from == date(2018, 11, 1)
    assert found.force is not None and "art. 87" in found.force.because
    year_only = party_status([act("party in the year", "2018")], "ICRMW", date(2020, 1, 1))
    assert (year_only.in_force_from, year_only.year, year_only.date) == (None, 2018, None)


def test_a_day_after_the_newest_act_is_said_to_be() -> None:
    assert party_status([SIGNED], "ICRMW", date(2020, 1, 1), as_of="2014-09-24").beyond
    assert not party_status([SIGNED], "ICRMW", date(2014, 9, 24), as_of="2014-09-24").beyond
    assert not party_status([SIGNED], "ICRMW", date(2014, 9, 24), as_of="2014").beyond
    assert party_status([SIGNED], "ICRMW", date(2015, 1, 1), as_of="2014").beyond


def test_acts_of_several_parties_are_not_mixed() -> None:
    other = Act("ICRMW", "TGO", "Togo", "signature", date(2001, 11, 15), 2001)
    with pytest.raises(ValueError, match="several parties"):
        party_status([SIGNED, other], "ICRMW", date(2020, 1, 1))


# --- for any acts ------------------------------------------------------------------------------

FIRST = what.instrument("ICRMW").adopted.last
days = st.dates(FIRST, date(2040, 12, 31))


def some(kinds: tuple[str, ...], dates: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    return st.builds(act, st.sampled_from(kinds), dates)


whole_days = days | st.none()
years = st.integers(1991, 2040).map(str)
consents = some(DATED, days) | some(("party in the year",), years)
signings = some(SIGNING, days | st.none())
others = some(("participant", "no action", *SAYING, "territorial application"), st.none())
endings = some(ENDING, days | st.none())
unending = st.lists(consents | signings | others, max_size=6)
any_acts = st.lists(consents | signings | others | endings, max_size=7)


@given(unending, days, st.integers(0, 5000))
def test_without_an_end_who_is_a_party_stays_one(acts: list[Act], on: date, more: int) -> None:
    if state(on, *acts) == "party":
        assert state(on + timedelta(days=more), *acts) == "party"
    if state(on, *acts) in ("party", "possibly party"):
        assert state(on + timedelta(days=more), *acts) in ("party", "possibly party")


@given(any_acts, days, st.randoms(use_true_random=False))
def test_the_order_of_the_acts_does_not_matter(acts: list[Act], on: date, random: Any) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)
    first, second = (party_status(some, "ICRMW", on) for some in (acts, shuffled))
    keep: Callable[[Any], Any] = lambda found: (  # noqa: E731
        found.state,
        found.act,
        found.date,
        found.in_force_from,
        found.signed,
        found.ended,
    )
    assert keep(first) == keep(second)


@given(st.lists(signings | others, max_size=6), days)
def test_a_signature_alone_never_makes_a_party(acts: list[Act], on: date) -> None:
    assert state(on, *acts) not in ("party", "possibly party", "ended")


@given(unending, days, days)
def test_a_denunciation_ends_all_that_was_done_before(
    acts: list[Act], told: date, on: date
) -> None:
    ended = act("denunciation", told, effective=told)
    earlier = [one for one in acts if (one.latest or date.min) < told]
    if on >= told:
        assert state(on, *earlier, ended) not in ("party", "possibly party")


@given(any_acts, days)
def test_acceding_again_after_every_end_revives(acts: list[Act], on: date) -> None:
    ends = [one for one in acts if one.act in ENDING]
    dated = [one for one in acts if one.act not in ENDING or one.date]
    last = max((one.date for one in ends if one.date), default=FIRST)
    again = act("accession", last + timedelta(days=1))
    if on > last:
        assert state(on, *dated, again) == "party"


@given(any_acts, days)
def test_in_force_never_before_the_deposit_nor_before_the_treaty(acts: list[Act], on: date) -> None:
    found = party_status(acts, "ICRMW", on)
    own = own_entry("ICRMW")
    assert own is not None
    if found.in_force_from is not None:
        assert found.state in ("party", "possibly party")
        assert found.date is not None
        assert found.in_force_from >= max(found.date, own)


@given(any_acts, days)
def test_every_answer_is_one_of_the_states_and_names_its_cell(acts: list[Act], on: date) -> None:
    found = party_status(acts, "ICRMW", on)
    assert found.state in STATES
    assert found.state in OPEN or found.state in ("party", "possibly party", "not known here")
    assert (found.act in CONSENT) == (found.state in ("party", "possibly party"))
    assert found.as_json()["state"] == found.state
