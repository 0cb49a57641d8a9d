"""Words of a language: messages and their plurals, numbers, dates and names of codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from timeit import timeit

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import what, when, where, who
from gmg.axes.where import LANGUAGES
from gmg.site.words import Label, words
from gmg.site.words.amounts import plain
from gmg.site.words.catalogue import catalogue

NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e14, 1e14, allow_nan=False),
    st.floats(-1, 1, allow_nan=False),
    st.decimals(-1000, 1_000_000, places=2).map(float),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(value=NUMBERS)
def test_numbers_are_those_of_cldr(lang: str, value: float) -> None:
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    written = format_decimal(abs(exact), locale=lang, decimal_quantization=False)
    minus = Locale.parse(lang).number_symbols["latn"]["minusSign"] if exact < 0 else ""
    assert words(lang).number(value) == minus + written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_digits_are_those_of_the_locale_by_default(lang: str) -> None:
    assert Locale.parse(lang).default_numbering_system == "latn"
    assert (
        words(lang).number(1234567890).translate(str.maketrans("", "", ",.\u202f\xa0"))
        == "1234567890"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (-1234.5, "-1,234.5"),
        (1e-7, "0.0000001"),
        (1e20, "100,000,000,000,000,000,000"),
        (123456789012345678, "123,456,789,012,345,678"),
    ],
)
def test_all_digits_are_written(value: float, text: str) -> None:
    assert words("en").number(value) == text


@given(st.floats(1e-12, 1e18))
def test_plain_loses_nothing_of_fifteen_digits(value: float) -> None:
    assert "e" not in plain(value)
    assert float(plain(value)) == float(f"{value:.15g}")


def test_numbers_are_quick() -> None:
    spoken = words("fr")
    assert timeit(lambda: spoken.number(1234567.0), number=10_000) / 10_000 < 20e-6


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [
        ("en", 9999, "9,999"),
        ("en", 3.14159, "3.142"),
        ("en", 897_432, "897,000"),
        ("en", 1_234_567, "1.23 million"),
        ("en", 999_900, "1 million"),
        ("fr", 1_234_567, "1,23 million"),
        ("fr", 5_470_000_000, "5,47 milliards"),
        ("es", 2_000_000, "2 millones"),
        ("ru", 1_000_000, "1 миллион"),
        ("ru", 5_000_000, "5 миллионов"),
        ("ru", 23_400_000_000, "23,4 миллиарда"),
        ("zh", 120_000_000, "1.2亿"),
        ("zh", 897_432, "89.7万"),
        ("ar", 1_200_000, "1.2 مليون"),
    ],
)
def test_short_numbers(lang: str, value: float, text: str) -> None:
    assert words(lang).short(value).replace("\xa0", " ") == text


def test_percentages() -> None:
    said = [words(lang).percent(0.1234).replace("\xa0", " ") for lang in LANGUAGES]
    assert said[:4] == ["12.3%", "12,3 %", "12,3 %", "12,3 %"]
    assert words("en").percent(0.5) == "50%"


PERIODS = [
    when.mid_year(2024),
    when.end_year(2024),
    when.calendar_year(2023),
    when.months(2024, 1, 6),
    when.calendar_years(2015, 2020),
    when.month("2024-02"),
    when.day(date(2024, 3, 4)),
    when.days(date(2024, 3, 4), date(2024, 3, 4)),
]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "mid-2024|end of 2024|2023|January to June 2024|2015–2020|February 2024|4 March 2024"
            "|during 4 March 2024",
        ),
        (
            "fr",
            "mi-2024|fin 2024|2023|janvier – juin 2024|2015–2020|février 2024|4 mars 2024"
            "|au cours du 4 mars 2024",
        ),
        (
            "es",
            "mediados de 2024|fines de 2024|2023|enero–junio de 2024|2015–2020|febrero de 2024"
            "|4 de marzo de 2024|durante el 4 de marzo de 2024",
        ),
        (
            "ru",
            "середина 2024 года|конец 2024 года|2023|январь – июнь 2024 г.|2015–2020"
            "|февраль 2024 г.|4 марта 2024 г.|за 4 марта 2024 г.",
        ),
        (
            "zh",
            "2024年年中|2024年年底|2023|2024年1月至6月|2015–2020|2024年2月|2024年3月4日"
            "|2024年3月4日当日",
        ),
        (
            "ar",
            "منتصف عام 2024|نهاية عام 2024|2023|يناير – يونيو 2024|2015–2020|فبراير 2024"
            "|4 مارس 2024|خلال يوم 4 مارس 2024",
        ),
    ],
)
def test_periods(lang: str, said: str) -> None:
    spaces = str.maketrans(dict.fromkeys("\u2009\u202f\xa0", " "))
    spoken = words(lang)
    assert [spoken.period(one).translate(spaces) for one in PERIODS] == said.split("|")


@given(st.dates(date(1800, 1, 1), date(2200, 1, 1)), st.integers(0, 4000))
def test_every_period_has_words(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    for lang in LANGUAGES:
        text = words(lang).period(when.Period(first, last, "interval"))
        assert str(last.year) in text
        assert "{" not in text


def test_the_end_of_time_is_a_period() -> None:
    assert words("fr").period(when.days(date(9999, 12, 1), date.max)).endswith("9999")


@pytest.mark.parametrize(
    ("lang", "counts"),
    [
        ("en", [{1}, {0, 2, 5, 21}]),
        ("fr", [{0, 1}, {2, 5, 21}]),
        ("es", [{1}, {0, 2, 21}]),
        ("ru", [{1, 21, 101}, {2, 3, 24, 104}, {0, 5, 11, 12, 14, 111}]),
        ("zh", [{0, 1, 2, 11, 100}]),
        ("ar", [{0}, {1}, {2}, {3, 10, 103, 110}, {11, 26, 99, 111}, {100, 101, 102, 1000}]),
    ],
)
def test_plural_forms(lang: str, counts: list[set[int]]) -> None:
    one, many = "%(num)s more party", "%(num)s more parties"
    said = [{words(lang).n_(one, many, count) for count in group} for group in counts]
    assert all(len(forms) == 1 for forms in said)
    assert len(set.union(*said)) == len(counts)
    if lang != "en":
        assert not set.union(*said) & {one, many}


def test_arabic_numbers_of_parties() -> None:
    said = [
        words("ar").n_("%(num)s more party", "%(num)s more parties", count) % {"num": count}
        for count in (1, 2, 3, 11, 100)
    ]
    assert said == ["طرف آخر", "طرفان آخران", "3 أطراف أخرى", "11 طرفا آخر", "100 طرف آخر"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages(lang: str) -> None:
    said = words(lang)._("Search")
    assert (said == "Search") == (lang == "en")
    assert words(lang)._("No such message at all") == "No such message at all"
    assert words(lang)._("") == ("" if lang == "en" else words(lang)._(""))


def test_a_catalogue_is_read_once() -> None:
    assert catalogue("fr") is catalogue("fr")
    assert words("fr") is words("fr")


def test_directions() -> None:
    assert [words(lang).dir for lang in LANGUAGES] == ["ltr"] * 5 + ["rtl"]


def test_a_label_knows_its_language() -> None:
    found = words("fr").concept("migrant-stock")
    assert (found, found.lang) == ("Stock de migrants internationaux", "fr")
    assert isinstance(found, Label)
    english = words("ru").instrument("SAARC-TRAF02")
    assert (english, english.lang) == (what.instrument("SAARC-TRAF02").short_title, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unknown_codes_answer_with_themselves(lang: str) -> None:
    spoken = words(lang)
    for ask in (
        *(spoken.place, spoken.agency, spoken.agency_name, spoken.concept, spoken.definition),
        *(spoken.basis, spoken.unit, spoken.status, spoken.instrument, spoken.instrument_title),
        *(spoken.theme, spoken.rule, spoken.rule_says, spoken.reason, spoken.reason_says),
        *(spoken.kind, spoken.sex, spoken.function, spoken.verdict, spoken.place_kind),
    ):
        assert (ask("no such code"), ask("no such code").lang) == ("no such code", "en")


def test_every_agency_has_a_name() -> None:
    for lang in LANGUAGES:
        for one in who.agencies():
            assert words(lang).agency(one.code)
            full = words(lang).agency_name(one.code)
            settled = one.names[who.LANGUAGES.index(lang)]
            assert (full, full.lang) == ((settled, lang) if settled else (one.name, "en"))


def test_agencies_that_are_no_members() -> None:
    assert words("fr").agency("UNHCR") == "HCR"
    assert words("ru").agency("UNRWA") == "БАПОР"
    assert words("en").agency("IDMC") == "IDMC"
    assert words("ar").agency("UNTC").lang == "ar"


def test_places_say_when_they_are_english() -> None:
    assert (words("fr").place("FRA"), words("fr").place("FRA").lang) == ("France", "fr")
    assert words("ar").place("LBY") == "ليبيا"
    assert words("ru").place("M49-002").lang == "ru"
    for lang in LANGUAGES:
        for one in where.places():
            label = words(lang).place(one.code)
            assert label.lang in (lang, "en")
            assert label.lang == lang or label == one.name


def test_codes_of_findings() -> None:
    spoken = words("en")
    assert spoken.rule("refugees-exceed-migrants") == "More refugees than migrants"
    assert spoken.rule("edition-contradicts-itself") == "An edition contradicts itself"
    assert spoken.rule_says("migrants-exceed-population") == "More migrants than inhabitants"
    assert spoken.reason_says("rounding").startswith("They differ")
    assert words("es").kind("silence") == "Silencio"
