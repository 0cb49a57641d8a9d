"""Words checked against figures, and figures as they are shown in six languages."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules.numerals import numeral, read_numeral, symbols
from gmg.group.rules.quantities import (
    Answer,
    Bounds,
    Doubt,
    Why,
    bounds,
    doubts,
    doubts_of,
    rendered,
    rounded,
    shown,
    weighed,
    written,
)
from gmg.group.rules.quantity_words import LEXICONS, Relation, patterns
from gmg.group.rules.texts import Citation, Paragraph, Version
from gmg.site.words.amounts import number

LANGUAGES = tuple(LEXICONS)
AGREES, CONTRADICTS, CANNOT = Answer.AGREES, Answer.CONTRADICTS, Answer.CANNOT_TELL


def cite(key: str, value: object, **also: Any) -> Citation:
    given = {"rounding": 0, "unit": "persons", "period": "2024"} | also
    exact = None if value is None else Decimal(str(value))
    return Citation(key, "deaths", "WLD", "", agency="IOM", value=exact, **given)


def weigh(text: str, *cited: Citation, lang: str = "en") -> list[Doubt]:
    return weighed(Paragraph("p1", "1", text, cited), lang)


def told(text: str, *cited: Citation, lang: str = "en") -> list[tuple[str, Answer]]:
    return [(found.words, found.answer) for found in weigh(text, *cited, lang=lang)]


# --- two real texts ------------------------------------------------------------------------------

TEXT_2010 = (
    "Although the number of migrants without proper legal status in transit or host countries is "
    "unknown, they are estimated to be in the tens of millions worldwide."
)
TEXT_MIGRANTS_DAY = "More than 70,000 migrants have died or gone missing since 2014{}."


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (9_999_999, CONTRADICTS),
        (10_000_000, AGREES),
        (30_000_000, AGREES),
        (99_999_999, AGREES),
        (100_000_000, CONTRADICTS),
    ],
)
def test_tens_of_millions_worldwide(value: int, answer: Answer) -> None:
    assert told(TEXT_2010, cite("c1", value)) == [("tens of millions", answer)]


def test_tens_of_millions_with_no_figure_cannot_be_told() -> None:
    (found,) = weigh(TEXT_2010)
    assert (found.answer, found.why, found.value) == (CANNOT, Why.NO_FIGURE, None)


@pytest.mark.parametrize(
    ("value", "answer"), [(70_000, CONTRADICTS), (70_001, AGREES), (72_412, AGREES)]
)
def test_more_than_70_000_since_2014(value: int, answer: Answer) -> None:
    words = "More than 70,000"
    assert told(TEXT_MIGRANTS_DAY.format(" ([[c1]])"), cite("c1", value)) == [(words, answer)]
    assert told(TEXT_MIGRANTS_DAY.format(""), cite("c1", value)) == [(words, answer)]
    assert [d.why for d in weigh(TEXT_MIGRANTS_DAY.format(""))] == [Why.TYPED]


def test_more_than_a_mark_is_held_to_what_is_shown_of_it() -> None:
    text = "More than [[c1]] migrants have died or gone missing since 2014."
    assert told(text, cite("c1", 70_412, rounding=1)) == [("More than [[c1]]", AGREES)]
    assert told(text, cite("c1", 69_800, rounding=1)) == [("More than [[c1]]", CONTRADICTS)]
    (found,) = weigh(text, cite("c1", 70_412))
    assert (found.answer, found.why) == (CONTRADICTS, Why.SHOWN_WHOLE)
    (found,) = weigh(text, cite("c1", None))
    assert (found.answer, found.why) == (CANNOT, Why.UNRESOLVED)
    (found,) = weigh(text)
    assert (found.answer, found.why, found.key) == (CANNOT, Why.UNRESOLVED, "c1")


# --- what words claim ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        ("more than 70,000 people", 70_001, 70_000),
        ("over 70,000 people", 70_001, 69_999),
        ("at least 70,000 people", 70_000, 69_999),
        ("no fewer than 70,000 people", 70_000, 69_999),
        ("70,000 or more people", 70_000, 69_999),
        ("fewer than 70,000 people", 69_999, 70_000),
        ("less than 70,000 people", 69_999, 70_000),
        ("under 70,000 people", 69_999, 70_000),
        ("up to 70,000 people", 70_000, 70_001),
        ("no more than 70,000 people", 70_000, 70_001),
        ("nearly 70,000 people", 63_000, 62_999),
        ("almost 70,000 people", 69_999, 70_000),
        ("just over 70,000 people", 77_000, 77_001),
        ("about 70,000 people", 63_000, 62_999),
        ("around 70,000 people", 77_000, 77_001),
        ("some 70,000 people", 77_000, 77_001),
        ("approximately 70,000 people", 70_000, 80_000),
        ("an estimated 70,000 people", 70_000, 80_000),
        ("70,000 people", 73_499, 74_000),
        ("40,329 people", 40_329, 40_330),
        ("551 727 people", 551_727, 551_720),
        ("1.2 million people", 1_249_999, 1_260_000),
        ("more than US$ 40 million", 40_000_001, 40_000_000),
        ("two million people", 2_040_000, 2_200_000),
        ("nearly two million people", 1_900_000, 2_000_000),
        ("half a million people", 501_000, 560_000),
        ("a million people", 1_040_000, 1_100_000),
        ("between 5 and 6 million people", 6_000_000, 6_000_001),
        ("5–6 million people", 5_000_000, 4_999_999),
        ("millions of people", 1_000_000, 999_999),
        ("hundreds of thousands of people", 100_000, 1_000_000),
        ("tens of thousands of people", 99_999, 100_000),
        ("thousands of people", 1_000, 999),
    ],
)
def test_amounts(words: str, true: int, false: int) -> None:
    for value, answer in ((true, AGREES), (false, CONTRADICTS)):
        assert [a for _, a in told(f"{words} ([[c1]]).", cite("c1", value))] == [answer], value
        assert [a for _, a in told(f"{words}: [[c1]].", cite("c1", value))] in (
            [answer],
            [CANNOT],  # a bare number beside a figure may be another one
        )


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        ("half of them", "48", "44"),
        ("more than half of them", "50.1", "50"),
        ("nearly half of them", "49.9", "50"),
        ("a third of all migrants", "33", "37"),
        ("one third", "33.3", "29"),
        ("two thirds of them", "66", "59"),
        ("over two-thirds of them", "67", "66"),
        ("three quarters", "75", "67"),
        ("one in 30 people", "3.6", "3.8"),
        ("1 in 30 people", "3.4", "4"),
        ("one in three children", "33", "40"),
        ("more than one in ten", "10.1", "10"),
        ("two out of five", "40", "45"),
        ("every tenth person", "10.2", "12"),
        ("3.6 per cent of the population", "3.6123", "3.7"),
        ("70 per cent", "70.4", "72"),
        ("about 70%", "75", "78"),
        ("fewer than 5 percent", "4.9", "5"),
    ],
)
def test_parts_of_a_whole(words: str, true: str, false: str) -> None:
    for value, answer in ((true, AGREES), (false, CONTRADICTS)):
        found = told(f"{words} ([[c1]]).", cite("c1", value, unit="per cent"))
        assert [a for _, a in found] == [answer], value
    (found,) = weigh(f"{words} ([[c1]]).", cite("c1", 40))
    assert (found.answer, found.why) == (CANNOT, Why.ANOTHER_KIND)


def test_a_part_is_told_of_two_marks_where_the_whole_is_named() -> None:
    text = "Nearly a third of the [[all]] people there ([[part]]) are children."
    every = cite("all", 30_000)
    assert [a for _, a in told(text, every, cite("part", 9_900))] == [AGREES]
    assert [a for _, a in told(text, every, cite("part", 10_100))] == [CONTRADICTS]
    loose = "Of [[all]] people, [[part]] are children, nearly a third."
    assert [a for _, a in told(loose, every, cite("part", 9_900))] == [AGREES]
    assert [a for _, a in told(loose, every, cite("part", 15_000))] == [CANNOT]


def test_a_change_is_told_of_two_periods() -> None:
    text = "The number has more than doubled, from [[a]] to [[b]]."
    one, other = cite("a", 100, period="2010"), cite("b", 201, period="2020")
    assert [a for _, a in told(text, one, other)] == [AGREES]
    assert [a for _, a in told(text, one, cite("b", 199, period="2020"))] == [CONTRADICTS]
    assert [a for _, a in told(text, one, cite("b", 201, period="2010"))] == [CANNOT]
    assert [a for _, a in told("It doubled.", one)] == [CANNOT]
    backwards = "It doubled: [[b]], against [[a]] before."
    assert [a for _, a in told(backwards, one, other)] == [AGREES]


def test_a_word_behind_a_mark_may_not_multiply_it_or_make_it_a_percentage() -> None:
    (found,) = weigh("[[c1]] million people", cite("c1", 281_000_000))
    assert (found.answer, found.why) == (CONTRADICTS, Why.MULTIPLIED)
    assert told("[[c1]] million dollars", cite("c1", 281, unit="million USD"))[0][1] is AGREES
    (found,) = weigh("[[c1]] per cent", cite("c1", 3))
    assert (found.answer, found.why) == (CONTRADICTS, Why.NO_PERCENTAGE)
    assert told("[[c1]] per cent", cite("c1", "3.6", unit="per cent"))[0][1] is AGREES


@pytest.mark.parametrize(
    "text",
    [
        "UN DESA counts 40,329 migrants.",
        "UN DESA counts 551 727 migrants.",
        "UN DESA counts 551\u202f727 migrants, [[c1]] of them women.",
    ],
)
def test_a_typed_number_without_a_citation_is_told(text: str) -> None:
    (found,) = weigh(text, cite("c1", 12_000))
    assert (found.answer, found.why, found.value) == (CANNOT, Why.TYPED, None)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024, as in 2015–2020 and mid-2010, on 30 September 2010 and 2026-02-13 at 09:00.",
        "Article 13 of Convention No. 189, resolution 68/4, A/RES/79/275, target 10.7, C143, COVID-19.",
        "Three agencies, 23 objectives, children under 18, the 1951 Convention, the 100th session.",
        "See https://example.org/2024/551727/40,329 or write to 551727@example.org.",
        "A third country, the second half of the year, some of them, over time, about this.",
        "[[c1]] people and [[c2]] others.",
        "Deaths per 1,000 births and per 100,000, one of every 1,000.",
        "In the last quarter of a century, more than ever, over the past years, at all stages.",
        "Resolution 1325 (2000), the 2030 Agenda, Conventions Nos. 97 and 143, between 2000 and 2020.",
    ],
)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert weigh(text, cite("c1", 5), cite("c2", 6)) == []


def test_a_figure_behind_a_reference_is_a_figure() -> None:
    assert told("By Convention 189, 40,329 migrants; article 7 and 2,000 others.") == [
        ("40,329", CANNOT),
        ("2,000", CANNOT),
    ]


def test_numbers_from_one_to_another_are_two() -> None:
    found = told("It rose from 40,000 to 50,000.")
    assert found == [("40,000", CANNOT), ("50,000", CANNOT)]


def test_brackets_answer_for_the_nearest_words() -> None:
    text = "More than 70,000 people, of whom nearly 20,000 drowned ([[c1]])."
    assert told(text, cite("c1", 19_500)) == [
        ("More than 70,000", CANNOT),
        ("nearly 20,000", AGREES),
    ]
    assert told("In 40 countries, over 70,000 people ([[c1]]).", cite("c1", 70_500)) == [
        ("over 70,000", AGREES)
    ]
    assert told("Over 40 countries ([[c1]]).", cite("c1", 38)) == [("Over 40", CONTRADICTS)]


def test_the_words_of_a_doubt_stand_where_it_says() -> None:
    text = "Cafe\u0301: more than  40,329 people, and 3.6 per cent."
    for found in weigh(text):
        assert "Café: more than  40,329 people, and 3.6 per cent."[found.start : found.end] == (
            found.words
        )


# --- six languages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words", "true", "false"),
    [
        ("fr", "plus de 70 000 personnes", 70_001, 70_000),
        ("fr", "plus d’un million de personnes", 1_000_001, 1_000_000),
        ("fr", "au moins 70 000 personnes", 70_000, 69_999),
        ("fr", "moins de 70 000 personnes", 69_999, 70_000),
        ("fr", "jusqu'à 70 000 personnes", 70_000, 70_001),
        ("fr", "près de 70 000 personnes", 69_999, 70_000),
        ("fr", "environ 70 000 personnes", 77_000, 77_001),
        ("fr", "quelque 1,2 million de personnes", 1_300_000, 1_330_000),
        ("fr", "des dizaines de millions de personnes", 10_000_000, 9_999_999),
        ("fr", "deux millions de personnes", 2_000_000, 2_200_000),
        ("es", "más de 70.000 personas", 70_001, 70_000),
        ("es", "al menos 70 000 personas", 70_000, 69_999),
        ("es", "menos de 70.000 personas", 69_999, 70_000),
        ("es", "hasta 70.000 personas", 70_000, 70_001),
        ("es", "casi 70.000 personas", 69_999, 70_000),
        ("es", "alrededor de 70.000 personas", 77_000, 77_001),
        ("es", "decenas de millones de personas", 10_000_000, 9_999_999),
        ("es", "dos mil millones de personas", 2_000_000_000, 2_200_000_000),
        ("ar", "أكثر من 70,000 شخص", 70_001, 70_000),
        ("ar", "أكثر من ٧٠٬٠٠٠ شخص", 70_001, 70_000),
        ("ar", "ما لا يقل عن 70 ألف شخص", 70_000, 69_999),
        ("ar", "أقل من 70 ألف شخص", 69_999, 70_000),
        ("ar", "وما يقرب من 70 ألف شخص", 69_999, 70_000),
        ("ar", "نحو 70 ألف شخص", 77_000, 77_001),
        ("ar", "عشرات الملايين من الأشخاص", 10_000_000, 9_999_999),
        ("ru", "более 70 000 человек", 70_001, 70_000),
        ("ru", "не менее 70 тыс. человек", 70_000, 69_999),
        ("ru", "менее 70 тысяч человек", 69_999, 70_000),
        ("ru", "почти 70 тысяч человек", 69_999, 70_000),
        ("ru", "около 70 тысяч человек", 77_000, 77_001),
        ("ru", "десятки миллионов человек", 10_000_000, 9_999_999),
        ("zh", "超过70,000人", 70_001, 70_000),
        ("zh", "超过7万人", 70_001, 70_000),
        ("zh", "至少7万人", 70_000, 69_999),
        ("zh", "不到7万人", 69_999, 70_000),
        ("zh", "近7万人", 69_999, 70_000),
        ("zh", "约7万人", 77_000, 77_001),
        ("zh", "70多万人", 700_001, 700_000),
        ("zh", "7万人以上", 70_000, 69_999),
        ("zh", "数千万人", 10_000_000, 9_999_999),
    ],
)
def test_amounts_in_other_languages(lang: str, words: str, true: int, false: int) -> None:
    for value, answer in ((true, AGREES), (false, CONTRADICTS)):
        found = told(f"{words} ([[c1]])", cite("c1", value), lang=lang)
        assert [a for _, a in found] == [answer], value


@pytest.mark.parametrize(
    ("lang", "words", "true", "false"),
    [
        ("fr", "près de la moitié des migrants", "49", "50"),
        ("fr", "un tiers des migrants", "33", "37"),
        ("fr", "une personne sur trois", "33", "40"),
        ("fr", "3,6 pour cent", "3.6", "3.7"),
        ("es", "más de la mitad de los migrantes", "51", "50"),
        ("es", "dos tercios de los migrantes", "66", "59"),
        ("es", "una de cada 30 personas", "3.4", "4"),
        ("es", "3,6 %", "3.6", "3.7"),
        ("ar", "نصف المهاجرين", "50", "44"),
        ("ar", "واحد من كل 30", "3.4", "4"),
        ("ar", "3.6 في المائة", "3.6", "3.7"),
        ("ru", "половина мигрантов", "50", "44"),
        ("ru", "каждый десятый мигрант", "10", "12"),
        ("ru", "3,6 %", "3.6", "3.7"),
        ("zh", "三分之一", "33", "37"),
        ("zh", "每30人中有1人", "3.4", "4"),
        ("zh", "3.6%", "3.6", "3.7"),
    ],
)
def test_parts_in_other_languages(lang: str, words: str, true: str, false: str) -> None:
    for value, answer in ((true, AGREES), (false, CONTRADICTS)):
        found = told(f"{words} ([[c1]])", cite("c1", value, unit="per cent"), lang=lang)
        assert [a for _, a in found] == [answer], value


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "fr",
            "L’article 13 de la Convention n° 189, en 2024, pour 1 000 habitants, un pays tiers.",
        ),
        (
            "es",
            "El artículo 13 del Convenio núm. 189, en 2024, por cada 1.000 habitantes, 18 años.",
        ),
        (
            "ar",
            "المادة 13 من الاتفاقية رقم 189 في عام 2024، لكل 1,000 نسمة، ضعف الحماية، في منتصف العام.",
        ),
        (
            "ru",
            "Статья 13 Конвенции № 189, в 2024 году, на 1000 жителей, до 2030 года, третьи страны.",
        ),
        ("zh", "第189号公约第13条，2024年，每1,000人，最近几年，附近。"),
    ],
)
def test_what_is_no_figure_in_other_languages(lang: str, text: str) -> None:
    assert weigh(text, lang=lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_scale_and_number_word_is_read_as_itself(lang: str) -> None:
    words = patterns(lang)
    for (pattern, factor), (source, _) in zip(words.scales, LEXICONS[lang].scales, strict=True):
        for plain in source.split("|"):
            if plain.isalpha():
                assert pattern.fullmatch(plain)
                first = next(f for p, f in words.scales if p.fullmatch(plain))
                assert first == factor, plain


# --- properties ----------------------------------------------------------------------------------

VALUES = st.integers(1, 10**12).map(Decimal)
RELATIONS = st.sampled_from(list(Relation))


@given(RELATIONS, VALUES, VALUES, st.integers(1, 6))
def test_a_value_is_too_low_or_too_high_or_within(
    relation: Relation, said: Decimal, value: Decimal, figures: int
) -> None:
    within = bounds(relation, said, figures)
    assert (value in within) + within.too_low(value) + within.too_high(value) == 1


@given(VALUES, VALUES)
def test_qualifiers_fit_together(said: Decimal, value: Decimal) -> None:
    def holds(relation: Relation) -> bool:
        return value in bounds(relation, said, 1)

    assert holds(Relation.MORE) != holds(Relation.AT_MOST)
    assert holds(Relation.LESS) != holds(Relation.AT_LEAST)
    if holds(Relation.NEARLY):
        assert holds(Relation.LESS) and holds(Relation.ABOUT)
    if holds(Relation.JUST_OVER):
        assert holds(Relation.MORE) and holds(Relation.ABOUT)
    if holds(Relation.PLAIN):
        assert holds(Relation.ABOUT)
    assert (said in bounds(Relation.PLAIN, said, 1)) is True


@given(VALUES, st.integers(1, 9), RELATIONS, st.integers(1, 1000).map(Decimal))
def test_a_scale_changes_nothing(
    said: Decimal, figures: int, relation: Relation, factor: Decimal
) -> None:
    value = said + said / 7
    within = bounds(relation, said, figures)
    assert (value in within) == (value * factor in within.times(factor))


@given(st.sampled_from(("more than", "fewer than", "nearly", "at least", "up to", "about")), VALUES)
def test_words_typed_around_a_number_are_weighed_by_their_rule(words: str, value: Decimal) -> None:
    said = Decimal(70_000)
    relation = {"fewer than": Relation.LESS, "up to": Relation.AT_MOST}.get(words)
    within = bounds(relation or Relation(words), said, 1)
    (found,) = weigh(f"There are {words} 70,000 people ([[c1]]).", cite("c1", value))
    assert (found.answer is AGREES) == (value in within)
    assert found.words == f"{words} 70,000"


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text: str, lang: str) -> None:
    for found in weighed(Paragraph("p1", "1", text, (cite("c1", 70_412),)), lang):
        assert found.words and found.end - found.start == len(found.words)


SNIPPETS = st.sampled_from(
    [
        *("more than ", "nearly", " ", "70,000", "[[c1]]", "([[c1]])", "(", ")", ". ", " million"),
        *(
            " per cent",
            "one in ",
            "half",
            " of the ",
            "doubled",
            "–",
            " to ",
            "2014",
            "不到",
            "万",
            "多",
        ),
        *(
            "plus d'",
            "un",
            "من",
            "نصف",
            "٤٠٬٣٢٩",
            "più",
            "почти ",
            "\ue000",
            "\n",
            "tens of millions",
        ),
    ]
)


@given(st.lists(SNIPPETS, max_size=25).map("".join), st.sampled_from(LANGUAGES))
def test_claims_stand_in_order_and_apart(text: str, lang: str) -> None:
    found = weighed(Paragraph("p1", "1", text, (cite("c1", 70_412), cite("c2", 5))), lang)
    for one, other in pairwise(found):
        assert one.end <= other.start
    assert [d for d in found if d.answer is not AGREES] == doubts(
        Paragraph("p1", "1", text, (cite("c1", 70_412), cite("c2", 5))), lang
    )


@pytest.mark.parametrize(
    "text",
    [
        "more than 70,000 ([[c1]]) " * 4_000,
        "(" * 50_000 + "70,000",
        "1" * 50_000,
        "1,111" * 20_000,
        "70,000 " * 15_000 + "[[c1]]",
        "[[c1]]" * 15_000,
        "more than " * 10_000,
        "half of the " * 8_000,
        "9" * 6_000 + " per cent",
    ],
    ids=lambda text: text[:12],
)
def test_a_long_text_takes_no_longer_than_it_should(text: str) -> None:
    started = time.perf_counter()
    weigh(text, cite("c1", 70_412))
    assert time.perf_counter() - started < 5


def test_the_doubts_of_a_version_name_their_paragraphs() -> None:
    version = Version(
        "d",
        "T",
        "fr",
        1,
        (Paragraph("p1", "1", "Rien."), Paragraph("p2", "2", "Près de 40 329 personnes.")),
    )
    assert [(d.paragraph, d.words) for d in doubts_of(version)] == [("p2", "Près de 40 329")]


# --- how figures are shown -----------------------------------------------------------------------


@given(st.integers(-(10**14), 10**14), st.sampled_from(LANGUAGES))
def test_numbers_are_written_as_on_the_pages(value: int, lang: str) -> None:
    assert written(Decimal(value), lang) == number(value, lang)


@given(
    st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from(LANGUAGES),
)
def test_what_is_written_is_read_back(value: Decimal, lang: str) -> None:
    text = written(value, lang)
    read, _ = read_numeral(text, lang)
    assert read == value
    assert re.fullmatch(numeral(lang), text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 9))
def test_rounding_keeps_so_many_figures_and_is_near(value: Decimal, figures: int) -> None:
    kept = rounded(value, figures)
    assert rounded(kept, figures) == kept
    if figures and value:
        assert len(kept.normalize().as_tuple().digits) <= figures
        unit = Decimal((0, (1,), value.adjusted() - figures + 1))
        assert abs(kept - value) <= unit / 2
    else:
        assert kept == value


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "70,412.5"),
        ("fr", "70\u202f412,5"),
        ("es", "70.412,5"),
        ("ru", "70\xa0412,5"),
        ("ar", "70,412.5"),
        ("zh", "70,412.5"),
    ],
)
def test_shown_in_six_languages(lang: str, text: str) -> None:
    assert shown(cite("c1", "70412.5"), lang) == text
    group = symbols(lang)["group"]
    assert shown(cite("c1", "70412.5", rounding=2), lang) == f"70{group}000"
    assert shown(cite("c1", None), lang) == "[[c1]]"
    assert shown(cite("c1", 0), lang) == "0"


MARKED = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(["[[c1]]", "[[c2]]", "[[gone]]", "[["])),
    max_size=12,
).map("".join)


@given(MARKED)
def test_rendered_gives_every_word_and_mark_in_order(text: str) -> None:
    paragraph = Paragraph("p1", "1", text, (cite("c1", 1), cite("c2", 2)))
    pieces = rendered(paragraph, "en", lambda citation, _: f"[[{citation.key}]]")
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    for piece in pieces:
        assert (piece.citation is not None) == (piece.key in ("c1", "c2"))
        assert not piece.key or piece.text == f"[[{piece.key}]]"


def test_rendered_shows_values() -> None:
    paragraph = Paragraph("p1", "1", "Of [[c1]], [[c9]].", (cite("c1", 70412, rounding=1),))
    assert [p.text for p in rendered(paragraph, "fr")] == [
        "Of ",
        "70\u202f000",
        ", ",
        "[[c9]]",
        ".",
    ]


def test_bounds_have_open_and_closed_ends() -> None:
    within = Bounds(Decimal(1), Decimal(2), below_in=False)
    assert Decimal(1) not in within
    assert Decimal(2) in within
    assert within.too_low(Decimal(1))
