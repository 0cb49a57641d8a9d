"""Every rule of the ruleset: one activity that keeps it, several that break it, and properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gmg.exchange.iati.ruleset import RULES, a_year_after, broken, rules_at_work
from gmg.exchange.iati.survey import Survey
from gmg.sources.forms.iati import meaning_parser, stated
from iati_files import IOM, activity, document, opened

TODAY = date(2024, 6, 30)
BUDGET = (
    '<budget><period-start iso-date="{0}"/><period-end iso-date="{1}"/>'
    '<value value-date="{0}"{2}>5</value></budget>'
)
TRANSACTION = (
    '<transaction><transaction-type code="11"/><transaction-date iso-date="{0}"/>'
    '<value value-date="{0}"{1}>5</value>{2}</transaction>'
)
COUNTRY = '<recipient-country code="{}" percentage="{}"/>'.format
DATE = '<activity-date iso-date="{}" type="{}"/>'.format
SECTOR = '<sector vocabulary="1" code="15190"/>'


def names(text: str) -> set[str]:
    """The rules that an activity breaks; those said to be idle are not among them."""
    one = opened(text)
    found = {rule.name for rule, _ in broken(one, TODAY)}
    tree = etree.fromstring(document(text).encode("utf-8"), meaning_parser())
    survey = Survey(stated(item) for item in tree)
    assert found <= {rule.name for rule in rules_at_work(survey, TODAY)}
    return found


def test_a_sound_activity_breaks_no_rule() -> None:
    assert names(activity(1)) == set()


def test_every_rule_has_its_own_name_and_says_what_it_asks() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.says.endswith(".") for rule in RULES)


BREAKS: list[tuple[str, dict[str, str]]] = [
    ("start-date", {"activity_date": '<activity-date iso-date="2020-01-01" type="3"/>'}),
    ("sector-stated", {"sector": ""}),
    ("sector-stated", {"sector": "", "transaction": TRANSACTION.format("2020-01-01", "", "")}),
    ("sector-once", {"transaction": TRANSACTION.format("2020-01-01", "", SECTOR)}),
    ("place-stated", {"recipient_country": ""}),
    ("place-percentages", {"recipient_country": '<recipient-country code="KE" percentage="90"/>'}),
    (
        "place-percentages",
        {"recipient_country": COUNTRY("KE", "80") + COUNTRY("UG", "40")},
    ),
    (
        "place-percentages",
        {"recipient_country": '<recipient-country code="KE"/><recipient-country code="UG"/>'},
    ),
    (
        "sector-percentages",
        {"sector": '<sector code="1" percentage="60"/><sector code="2" percentage="60"/>'},
    ),
    (
        "sector-percentages",
        {"sector": '<sector code="1" percentage="150"/><sector code="2" percentage="-50"/>'},
    ),
    (
        "planned-order",
        {"activity_date": DATE("2020-02-01", "1") + DATE("2020-01-01", "3")},
    ),
    (
        "actual-order",
        {"activity_date": DATE("2020-02-01", "2") + DATE("2020-01-01", "4")},
    ),
    ("actual-dates-past", {"activity_date": '<activity-date iso-date="2024-07-01" type="2"/>'}),
    ("transaction-dates-past", {"transaction": TRANSACTION.format("2024-07-01", "", "")}),
    ("budget-period", {"budget": BUDGET.format("2020-01-01", "2021-01-02", "")}),
    ("budget-period", {"budget": BUDGET.format("2020-01-02", "2020-01-01", "")}),
    ("identifier-signs", {"iati_identifier": f"<iati-identifier>{IOM}-a/b</iati-identifier>"}),
    ("identifier-signs", {"participating_org": '<participating-org ref="A|B" role="4"/>'}),
    ("identifier-prefix", {"iati_identifier": "<iati-identifier>GB-1-7</iati-identifier>"}),
    ("own-codes-named", {"sector": '<sector vocabulary="99" code="CC"/>'}),
    (
        "own-codes-named-below",
        {
            "sector": "",
            "transaction": TRANSACTION.format(
                "2020-01-01", "", '<sector vocabulary="98" code="7"/>'
            ),
        },
    ),
    ("other-own-codes-named", {"tag": '<tag vocabulary="99" code="CC"/>'}),
    ("partner-named", {"participating_org": '<participating-org role="4"/>'}),
    ("title-said", {"title": "<title><narrative> </narrative></title>"}),
]


@pytest.mark.parametrize(("rule", "parts"), BREAKS)
def test_a_rule_is_broken_and_no_other(rule: str, parts: dict[str, str]) -> None:
    assert names(activity(1, **parts)) == {rule}


KEEPS: list[dict[str, str]] = [
    {"activity_date": '<activity-date iso-date="2030-01-01" type="1"/>'},
    {"sector": "", "transaction": TRANSACTION.format("2020-01-01", "", SECTOR)},
    {"recipient_country": '<recipient-country code="KE"/>'},
    {"recipient_country": COUNTRY("KE", "60") + '<recipient-region code="298" percentage="40"/>'},
    {
        "recipient_country": '<recipient-country code="KE" percentage="50"/>'
        '<recipient-region vocabulary="1" code="298" percentage="50"/>'
        '<recipient-region vocabulary="2" code="14" percentage="50"/>'
    },
    {
        "recipient_country": '<recipient-country code="KE" percentage="50"/>'
        '<recipient-region vocabulary="1" code="298" percentage="25"/>'
        '<recipient-region vocabulary="2" code="14" percentage="25"/>'
    },
    {
        "sector": '<sector code="1" percentage="33.33"/><sector code="2" percentage="33.33"/>'
        '<sector code="3" percentage="33.34"/>'
    },
    {
        "sector": '<sector vocabulary="1" code="1" percentage="100"/><sector vocabulary="2" code="1"/>'
    },
    {"activity_date": '<activity-date iso-date="2024-06-30" type="2"/>'},
    {"budget": BUDGET.format("2020-02-29", "2021-03-01", "")},
    {"budget": BUDGET.format("2020-01-01", "2021-01-01", "")},
    {
        "iati_identifier": "<iati-identifier>GB-1-7</iati-identifier>",
        "other_identifier": '<other-identifier ref="GB-1" type="B1"/>',
    },
    {"sector": '<sector vocabulary="99" code="CC"><narrative>Camps</narrative></sector>'},
    {
        "participating_org": '<participating-org role="4"><narrative>A</narrative></participating-org>'
    },
]


@pytest.mark.parametrize("parts", KEEPS)
def test_the_rules_are_kept(parts: dict[str, str]) -> None:
    assert names(activity(1, **parts)) == set()


def test_a_currency_is_the_default_or_the_values_own() -> None:
    own = BUDGET.format("2020-01-01", "2020-12-31", ' currency="EUR"')
    none = BUDGET.format("2020-01-01", "2020-12-31", "")
    assert names(activity(1, attributes='xml:lang="en"', budget=own)) == set()
    assert names(activity(1, attributes='xml:lang="en"', budget=none)) == {"currency-known"}


def test_a_language_is_the_activitys_or_the_narratives_own() -> None:
    assert names(activity(1, attributes="")) == {"language-known"}
    spoken = activity(1, attributes="").replace("<narrative>", '<narrative xml:lang="en">')
    assert names(spoken) == set()


def test_no_budget_and_a_budget() -> None:
    text = activity(
        1,
        attributes='xml:lang="en" default-currency="USD" budget-not-provided="1"',
        budget=BUDGET.format("2020-01-01", "2020-12-31", ""),
    )
    assert names(text) == {"budget-not-provided"}


PERCENTAGES = st.lists(st.integers(-2000, 14000), min_size=1, max_size=6)


@given(hundredths=PERCENTAGES)
def test_percentages_are_whole_when_they_sum_to_100(hundredths: list[int]) -> None:
    values = [Decimal(value) / 100 for value in hundredths]
    sectors = "".join(f'<sector code="{n}" percentage="{v}"/>' for n, v in enumerate(values))
    whole = all(0 <= v <= 100 for v in values) and abs(sum(values) - 100) <= Decimal("0.01")
    assert ("sector-percentages" not in names(activity(1, sector=sectors))) == whole


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(start=DAYS, end=DAYS)
def test_dates_in_order_and_in_the_past(start: date, end: date) -> None:
    dates = DATE(start, "2") + DATE(end, "4")
    found = names(activity(1, activity_date=dates))
    assert ("actual-order" in found) == (start > end)
    assert ("actual-dates-past" in found) == (max(start, end) > TODAY)


@given(start=DAYS, length=st.integers(-5, 800))
def test_a_budget_is_of_a_year_at_most(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = names(activity(1, budget=BUDGET.format(start, end, "")))
    assert ("budget-period" in found) == (end < start or end > a_year_after(start))


@given(day=DAYS)
def test_a_year_after_is_365_or_366_days_later(day: date) -> None:
    assert (a_year_after(day) - day).days in (365, 366)
