"""Reading a question: places, which way round, concept, year, instrument, agency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.site.search.question import LONGEST_TEXT, clean, question

PARTS = (
    "refugees",
    "Sudan",
    "Libya",
    "from",
    "to",
    "in",
    "soudanais",
    "苏丹",
    "的",
    "难民",
    "من",
    "2020",
)


@pytest.mark.parametrize(
    "text",
    [
        "refugees Sudan Libya",
        "Sudan to Libya",
        "in Libya from Sudan",
        "how many Sudanese in Libya",
        "Libya refugees Sudanese",
        "SDN LBY",
        "soudanais Libye",
        "Combien de Soudanais en Libye ?",
        "réfugiés du Soudan en Libye",
        "refugiados de Sudán en Libia",
        "¿Cuántos sudaneses hay en Libia?",
        "беженцы Судан Ливия",
        "беженцы из Судана в Ливии",
        "суданские беженцы в Ливии",
        "苏丹 利比亚 难民",
        "利比亚境内的苏丹难民",
        "利比亚的苏丹难民",
        "来自苏丹的难民在利比亚",
        "لاجئين السودان ليبيا",
        "اللاجئون السودانيون في ليبيا",
        "من السودان إلى ليبيا",
    ],
)
def test_two_places_make_an_ordered_corridor(text: str) -> None:
    assert question(text).corridor == ("SDN", "LBY")


@pytest.mark.parametrize(
    ("text", "corridor"),
    [
        ("Libya to Sudan", ("LBY", "SDN")),
        ("ливийцы в Судане", ("LBY", "SDN")),
        ("to Libya from South Sudan", ("SSD", "LBY")),
        ("Nigerians in Niger", ("NGA", "NER")),
        ("nigériens au Nigeria", ("NER", "NGA")),
        ("réfugiés d'Irak en Allemagne", ("IRQ", "DEU")),
        ("Côte d'Ivoire Ghana", ("CIV", "GHA")),
        ("Syrian refugees in Turkey 2023", ("SYR", "TUR")),
        ("refugees in Libya", None),
        ("refugees", None),
    ],
)
def test_words_decide_which_way_round(text: str, corridor: tuple[str, str] | None) -> None:
    assert question(text).corridor == corridor


@pytest.mark.parametrize(
    "text",
    ["refugees", "réfugiée", "refugiadas", "беженцев", "难民", "اللاجئين"],
)
def test_a_concept_in_every_language(text: str) -> None:
    assert question(text).concepts == ("refugees",)


@pytest.mark.parametrize(
    "text",
    [
        "party 1951 convention Libya",
        "is Libya a party to the 1951 convention",
        "Libye convention de 1951",
        "Libia convención de 1951",
        "Ливия конвенция 1951 года",
        "利比亚 1951年公约",
        "ليبيا اتفاقية 1951",
        "CSR51 LBY",
    ],
)
def test_an_instrument_and_a_place(text: str) -> None:
    asked = question(text)
    assert asked.instruments == ("CSR51",)
    assert [one.code for one in asked.places] == ["LBY"]
    assert asked.year is None


def test_whether_a_state_is_bound_is_asked() -> None:
    assert question("Libya ratified").party
    assert not question("Libya refugees").party


def test_agency_year_and_what_is_left() -> None:
    asked = question("UNHCR Jordan 2019 zebra")
    assert (asked.agencies, asked.year, asked.rest) == (("UNHCR",), 2019, ("zebra",))
    assert question("难民署 黎巴嫩").agencies == ("UNHCR",)
    assert question("who is WHO").agencies == ("WHO",)
    assert question("who lives in Mali").agencies == ()


def test_the_longest_name_counts() -> None:
    assert [one.code for one in question("Democratic Republic of the Congo").places] == ["COD"]
    assert [one.code for one in question("South Sudan").places] == ["SSD"]
    assert question("Palestine refugees Lebanon").concepts == ("palestine-refugees",)


def test_capitals_are_codes_only_beside_other_words() -> None:
    assert question("REFUGEES AND SUDAN").corridor is None  # AND is Andorra's code
    assert [one.code for one in question("and Sudan").places] == ["SDN"]


@pytest.mark.parametrize("text", ["male", "same", "islands", "pero", "human", "total"])
def test_words_of_a_language_are_no_places(text: str) -> None:
    assert question(text).places == ()


def test_long_texts_are_cut() -> None:
    assert len(clean("refugees " * 2000)) <= LONGEST_TEXT
    assert clean("\u200f\x00 a \ud800\n b ") == "a b"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    asked = question(text)
    assert len(asked.text) <= LONGEST_TEXT
    assert asked.corridor is None or len(set(asked.corridor)) == 2


@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_reading_is_the_same_every_time(parts: list[str]) -> None:
    text = " ".join(parts)
    assert question(text) == question(text)
    assert len(question(text).places) <= len(parts)
