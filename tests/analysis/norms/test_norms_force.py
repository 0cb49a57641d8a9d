"""Rules of entry into force: the table, how a rule is read, and the day for a late party."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.norms.files import files_of
from gmg.analysis.norms.force import (
    after,
    ends_on,
    entry,
    in_force_on,
    own_entry,
    rule,
    rules,
)
from gmg.axes import what
from gmg.axes.tables import CONFIDENCE
from gmg.records.treaty_act import CONSENT
from gmg.sources.ilo.normlex import SOURCE as NORMLEX
from helpers import read_checked, real
from treaty_files import of_folder

days = st.dates(date(1920, 1, 1), date(2090, 12, 31))
known = st.sampled_from(rules())


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("on deposit", date(2004, 2, 29), date(2004, 2, 29)),
        ("30th day", date(2005, 1, 5), date(2005, 2, 4)),
        ("90th day", date(1966, 5, 16), date(1966, 8, 14)),
        ("1 month", date(2005, 1, 31), date(2005, 2, 28)),
        ("3 months", date(1975, 11, 30), date(1976, 2, 29)),
        ("12 months", date(2012, 9, 5), date(2013, 9, 5)),
        ("1 year", date(2004, 2, 29), date(2005, 2, 28)),
        ("1st of the month after 3 months", date(2003, 3, 14), date(2003, 7, 1)),
        ("1st of the month after 3 months", date(2003, 12, 31), date(2004, 4, 1)),
        ("1st of the month after 3 months", date(2004, 1, 1), date(2004, 5, 1)),
        ("1st of the month after the 60th day", date(2002, 4, 11), date(2002, 7, 1)),
    ],
)
def test_a_rule_is_read(text: str, day: date, expected: date) -> None:
    assert after(day, text) == expected


@pytest.mark.parametrize("text", ["", "soon", "30 weeks", "1st of the month", "months 3"])
def test_another_text_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match="is no rule of entry into force"):
        after(date(2000, 1, 1), text)


@pytest.mark.parametrize("found", rules(), ids=lambda found: found.instrument)
def test_every_rule_of_the_table_can_be_read(found: object) -> None:
    for text in (found.late_party, found.first, found.denunciation):
        if text:
            assert after(date(2001, 3, 5), text) >= date(2001, 3, 5)
    assert found.late_party
    assert found.confidence in CONFIDENCE
    assert found.confidence != "confirmed" or found.source


def test_every_instrument_with_a_treaty_table_has_its_rule() -> None:
    missing = [
        item.code
        for item in what.instruments()
        if item.binding and item.depositary in ("UNTC", "ILO") and rule(item.code) is None
    ]
    assert missing == []


@given(known, days)
def test_never_before_the_deposit_nor_before_the_treaty(found: object, deposited: date) -> None:
    own = own_entry(found.instrument)
    day = in_force_on(found.instrument, deposited)
    assert day is not None and own is not None
    assert day >= max(own, deposited)


@given(known, days, st.integers(0, 4000))
def test_who_deposits_later_is_not_bound_earlier(found: object, day: date, more: int) -> None:
    first = in_force_on(found.instrument, day)
    second = in_force_on(found.instrument, day + timedelta(days=more))
    assert first is not None and second is not None
    assert first <= second


def test_what_is_not_held_is_not_guessed() -> None:
    assert in_force_on("OAU69", date(1980, 1, 1)) is None
    assert "rule" in entry("OAU69", date(1980, 1, 1)).because
    assert "own entry" in entry("UDHR", date(1980, 1, 1)).because
    assert entry("ICRMW", None).on is None
    assert ends_on("ICCPR", date(1997, 8, 25)) is None
    with pytest.raises(what.UnknownInstrument, match="did you mean ICRMW"):
        in_force_on("ICRMV", date(2000, 1, 1))


def test_the_day_of_the_source_counts_and_a_successor_is_bound_from_the_notification() -> None:
    given_day = entry("C097", date(2023, 10, 26), "ratification", date(2024, 10, 26))
    assert given_day.on == date(2024, 10, 26)
    assert given_day.because == "the source gives the day"
    successor = entry("CSR51", date(2006, 10, 10), "succession")
    assert (successor.on, "at the latest" in successor.because) == (date(2006, 10, 10), True)


def test_a_denunciation_takes_effect_by_the_rule() -> None:
    assert ends_on("ICCPR-OP1", date(1997, 10, 23)) == date(1998, 1, 23)
    assert ends_on("CSSP54", date(1965, 4, 2)) == date(1966, 4, 2)


REPRODUCED = {
    *("CAT", "CED", "CRC", "CRPD", "CRS61", "CSR51", "CSR67", "ICRMW", "NMW57", "ROME98"),
    *("SLAV56", "SOM", "TIP", "UNTOC"),
}
"""The others counted a State among the first that has ceased to be, or denounced."""


def test_the_rules_reproduce_the_day_on_which_the_treaties_entered_into_force(data: Path) -> None:
    found = set()
    for file in files_of(of_folder(data)):
        held = rule(file.instrument)
        if not file.days or held is None or held.needed is None:
            continue
        deposits = sorted(
            act.date
            for act in file.acts
            if act.act in CONSENT and act.act != "succession" and act.date
        )
        computed = after(deposits[held.needed - 1], held.first)
        if computed == own_entry(file.instrument):
            found.add(file.instrument)
    assert found == REPRODUCED


def test_the_rule_gives_the_days_that_a_table_of_the_ilo_states(data: Path) -> None:
    file = NORMLEX.editions[1].files[0]
    acts = read_checked(file, real(data, "ilo/INCOMPLETE-C189-ratifications-2020-10-05.csv"))
    rows = acts.figures.filter(act="ratification").select("party", "date", "effective").rows()
    odd = [party for party, deposited, said in rows if in_force_on("C189", deposited) != said]
    assert odd == ["DEU", "MDG"]  # two slips of the transcript, told as disagreements
    assert len(rows) == 30
