"""The *who* axis: agencies, dated membership, the chair."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import who
from gmg.axes.tables import CONFIDENCE, rows

PAGE = Path(__file__).parents[2] / "docs" / "axes" / "who.md"
TEN = ("ILO", "IOM", "OHCHR", "UNCTAD", "UNDESA", "UNDP", "UNFPA", "UNHCR", "UNODC", "WB")
PUBLISHERS = ("IDMC", "UNRWA", "UNTC", "GMG")
TABLES = ("agencies", "agency_identifiers", "membership", "chairs", "bodies")
LIFE = st.dates(min_value=date(2003, 1, 1), max_value=date(2020, 12, 31))


def holders(on: date) -> tuple[str, ...]:
    held = who.chair(on)
    return () if held is None else tuple(agency.code for agency in held.agencies)


def test_on_new_years_day_2007_ten_members_sit_and_iom_chairs() -> None:
    assert tuple(a.code for a in who.members(date(2007, 1, 1))) == TEN
    assert holders(date(2007, 1, 1)) == ("IOM",)


def test_the_chair_stood_empty_in_march_2009() -> None:
    assert who.chair(date(2009, 3, 1)) is None
    assert [c.kind for c in who.chairs() if c.holds(date(2009, 3, 1))] == ["vacant"]


@pytest.mark.parametrize(
    ("on", "agencies", "kind"),
    [
        (date(2006, 5, 9), ("UNCTAD",), "chair"),
        (date(2009, 6, 1), ("UNITAR",), "chair"),
        (date(2011, 12, 31), ("UNESCO",), "chair"),
        (date(2012, 1, 1), ("UNESCO",), "interim"),
        (date(2012, 5, 31), ("UNESCO",), "interim"),
        (date(2013, 3, 1), ("RECOM",), "chair"),
        (date(2016, 9, 19), ("UNWOMEN",), "chair"),
        (date(2018, 5, 2), ("FAO", "IOM"), "co-chair"),
    ],
)
def test_who_held_the_chair(on: date, agencies: tuple[str, ...], kind: str) -> None:
    held = who.chair(on)
    assert held is not None
    assert (tuple(a.code for a in held.agencies), held.kind) == (agencies, kind)


@pytest.mark.parametrize("on", [date(2006, 5, 8), date(2012, 6, 15), date(2019, 1, 1)])
def test_nobody_held_the_chair(on: date) -> None:
    assert who.chair(on) is None


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2005, 12, 31), 0),
        (date(2007, 10, 31), 10),
        (date(2007, 11, 1), 14),
        (date(2010, 12, 31), 16),
        (date(2015, 4, 30), 18),
        (date(2019, 1, 1), 0),
    ],
)
def test_how_many_members_the_group_had(on: date, count: int) -> None:
    assert len(who.members(on)) == count


def test_other_bodies_have_members_too() -> None:
    assert [a.code for a in who.members(date(2004, 1, 1), "GENMG")] == [
        *("ILO", "IOM", "OHCHR", "UNCTAD", "UNHCR", "UNODC")
    ]
    assert len(who.members(date(2019, 11, 14), "UNNM-EXCOM")) == 8
    with pytest.raises(who.UnknownBody, match="GMG-WG-DATA"):
        who.members(date(2015, 1, 1), "GMG-WG-DAT")


def test_observers_and_unverified_candidates_have_no_seat() -> None:
    seated = {a.code for a in who.members(date(2018, 1, 1))}
    unverified = {m.agency for m in who.memberships() if m.status == "unverified"}
    assert unverified == {"UNAIDS", "UNEP", "UNHABITAT", "UNIDO"}
    assert not unverified & seated
    observed = [m for m in who.memberships() if m.agency == "UNU" and m.status == "observer"]
    assert [str(m.starts) for m in observed] == ["2014-07-08"]


def test_a_member_without_known_entry_is_counted_only_where_the_source_speaks() -> None:
    assert "WFP" in {a.code for a in who.members(date(2018, 6, 1))}
    assert "WFP" not in {a.code for a in who.members(date(2017, 12, 31))}


def test_a_shortened_entry_is_uncertain_until_its_span_is_over() -> None:
    unesco = next(m for m in who.memberships() if (m.body, m.agency) == ("GMG", "UNESCO"))
    assert unesco.holds(date(2007, 11, 1)) and not unesco.certain(date(2007, 11, 1))
    assert unesco.certain(date(2007, 11, 30))
    assert not unesco.holds(date(2007, 10, 31))


@given(LIFE)
def test_terms_never_overlap_and_vacancies_hold_nobody(on: date) -> None:
    running = [term for term in who.chairs() if term.holds(on)]
    assert len(running) <= 1
    if running:
        assert (running[0].kind == "vacant") == (running[0].agencies == ())
        assert (len(running[0].agencies) > 1) == (running[0].kind == "co-chair")


@given(LIFE)
def test_who_chairs_sits_in_the_group(on: date) -> None:
    assert set(holders(on)) <= {a.code for a in who.members(on)}


@given(LIFE)
def test_what_is_certain_holds(on: date) -> None:
    assert all(m.holds(on) for m in who.memberships() if m.certain(on))


def test_every_agency_asked_for_is_there() -> None:
    codes = {a.code for a in who.agencies()}
    assert set(TEN) | set(PUBLISHERS) <= codes
    assert not set(PUBLISHERS) & {m.agency for m in who.memberships()}


def test_the_ten_have_names_in_six_languages() -> None:
    missing = [
        (agency.code, language)
        for agency in map(who.agency, TEN)
        for language, name in zip(who.LANGUAGES, agency.names, strict=True)
        if not name
    ]
    assert missing == [("UNHCR", "zh")]  # two official forms are in use
    assert who.agency("WB").name_in("fr") == "Banque mondiale"
    assert who.agency("UNHCR").name_in("zh") == who.agency("UNHCR").name


def test_entry_dates_keep_their_precision() -> None:
    joined = who.agency("UNESCO").joined
    assert joined is not None
    assert (str(joined), joined.precision) == ("2007-11", "month")
    assert who.agency("WFP").joined is None


def test_identifiers_are_those_the_agencies_publish_under() -> None:
    assert who.agency("IOM").identifier("iati") == "XM-DAC-47066"
    assert who.agency("WB").identifier("iati") == "44000"
    assert who.agency("WHO").identifier("iati") == "XM-DAC-928"
    assert who.agency("UNDESA").identifier("dac-channel") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UNDESA", "UNDESA"),
        ("un desa", "UNDESA"),
        ("UN-DESA", "UNDESA"),
        ("World Bank", "WB"),
        ("XM-DAC-41121", "UNHCR"),
        ("Banco Mundial", "WB"),
        ("организация  объединенных наций по вопросам образования, науки и культуры", "UNESCO"),
        ("国际移民组织", "IOM"),
        ("المنظمة الدولية للهجرة", "IOM"),
        ("ONUDC", "UNODC"),
        ("UN Secretary-General", "UNTC"),
        ("International Labor Organization", "ILO"),
        ("Internal Displacement", "IDMC"),
        ("UNCHR", "UNHCR"),
    ],
)
def test_find_knows_names_in_use(text: str, code: str) -> None:
    assert who.find(text)[0].code == code


@pytest.mark.parametrize("text", ["", "  ", "--", "no such house at all"])
def test_find_makes_nothing_up(text: str) -> None:
    assert who.find(text) == ()


def test_every_agency_is_found_by_each_of_its_names() -> None:
    for agency in who.agencies():
        for called in (agency.code, agency.label, *filter(None, agency.names)):
            assert agency in who.find(called), called


def test_no_identifier_belongs_to_two_agencies() -> None:
    owners: dict[tuple[str, str], str] = {}
    for agency in who.agencies():
        for one in agency.identifiers:
            assert owners.setdefault((one.scheme, one.value), agency.code) == agency.code


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(who.UnknownAgency) as caught:
        who.agency("UNDESSA")
    assert caught.value.suggestions[0] == "UNDESA"
    assert "UNDESA" in str(caught.value)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_how_sure_it_is(name: str) -> None:
    assert rows(name)
    assert {row["confidence"] for row in rows(name)} <= set(CONFIDENCE)


@pytest.mark.parametrize("name", ["agencies", "membership", "chairs", "bodies"])
def test_what_is_confirmed_names_its_source(name: str) -> None:
    for row in rows(name):
        if row["confidence"] == "confirmed":
            assert row["source"].startswith(("http://", "https://")), row


def test_references_resolve() -> None:
    codes = {a.code for a in who.agencies()}
    bodies = {b.code for b in who.bodies()}
    assert len(codes) == len(rows("agencies")) and len(bodies) == len(rows("bodies"))
    assert {row["agency"] for row in rows("agency_identifiers")} <= codes
    assert {m.agency for m in who.memberships()} <= codes
    assert {m.body for m in who.memberships()} <= bodies
    assert {m.status for m in who.memberships()} <= set(who.STATUSES)
    assert {row["agency"] for row in rows("chairs")} - {""} <= codes
    assert {row["kind"] for row in rows("chairs")} <= set(who.CHAIRS)
    assert {b.parent for b in who.bodies()} - {None} <= bodies
    assert {lead for b in who.bodies() for lead in b.leads} <= codes


def test_who_leads_a_body_sits_in_it() -> None:
    for body in who.bodies():
        co_chairs = {
            m.agency for m in who.memberships() if m.body == body.code and m.status == "co-chair"
        }
        if co_chairs:
            assert co_chairs == set(body.leads), body.code


def test_the_examples_of_the_module_hold() -> None:
    failed, tried = doctest.testmod(who)
    assert tried >= 3
    assert failed == 0


def test_the_page_says_what_happens() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried >= 10
    assert failed == 0
