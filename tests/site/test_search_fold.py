"""Folding for search: what is written differently and means the same is found."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.site.search.fold import is_chinese, query, readable, shadow, stem, words

TEXTS = {
    "ar": "اللَّاجِئُونَ السوريون في لبنان يعيشون في مخيمات، وتقول المفوضية إن عددهم يتراجع.",
    "en": "Refugees from Syria live in Lebanon; every refugee is registered once.",
    "fr": "Les réfugiés syriens vivent au Liban, et chaque réfugié y est enregistré.",
    "ru": "Беженцы из Сирии живут в Ливане; число беженцев меняется каждый год.",
    "zh": "难民署登记了住在黎巴嫩的叙利亚难民。",
    "ar-jo": "يعيش كثير من اللاجئين في الأردن، ومنهم لاجئون من سوريا.",
}
SCRIPTS = st.text(
    st.sampled_from("abdelsyñéçÀœßбеженцыёй难民署黎巴لاجئينوةىأإآ\u064e\u0640 '’-0٣２_l"),
    max_size=40,
)


@pytest.fixture(scope="module")
def held() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(shadow, tokenize='ascii')")
    connection.executemany(
        "INSERT INTO texts (rowid, shadow) VALUES (?, ?)",
        [(number, shadow(text)) for number, text in enumerate(TEXTS.values())],
    )
    return connection


def found(held: sqlite3.Connection, text: str, **how: bool) -> set[str]:
    rows = held.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [query(text, **how)])
    return {list(TEXTS)[number] for (number,) in rows}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("难民", {"zh"}),
        ("难民署", {"zh"}),
        ("黎巴嫩", {"zh"}),
        ("民", {"zh"}),
        ("لبنان", {"ar"}),
        ("لُبْنَان", {"ar"}),
        ("اللاجئين", {"ar", "ar-jo"}),
        ("لاجئين", {"ar", "ar-jo"}),
        ("للاجئين", {"ar", "ar-jo"}),
        ("الاردن", {"ar-jo"}),
        ("беженцы", {"ru"}),
        ("беженцев", {"ru"}),
        ("БЕЖЕНЕЦ", {"ru"}),
        ("Ливан", {"ru"}),
        ("refugies", {"fr"}),
        ("réfugié", {"fr"}),
        ("Re\u0301fugie\u0301s", {"fr"}),
        ("refugee", {"en"}),
        ("REFUGEES", {"en"}),
        ("Liban", {"fr"}),
        ("巴黎", set()),
        ("refugee Jordan", set()),
    ],
)
def test_words_find_the_texts_of_their_language(
    held: sqlite3.Connection, text: str, expected: set[str]
) -> None:
    assert found(held, text) == expected


def test_any_of_the_words_where_not_every_one_is_asked_for(held: sqlite3.Connection) -> None:
    assert found(held, "refugee 难民", every=False) == {"en", "zh"}


def test_the_last_word_may_be_a_beginning(held: sqlite3.Connection) -> None:
    assert found(held, "Leb", open_end=True) == {"en"}
    assert found(held, "Leb") == set()


def test_operators_are_text(held: sqlite3.Connection) -> None:
    for text in ('"', '" OR "', "a* NEAR(b)", "shadow:难民 AND -x", "(", "^", "NOT", "a\x00b"):
        asked = query(text)
        if asked:
            held.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [asked]).fetchall()


def test_articles_fall_unless_nothing_else_is_left() -> None:
    assert words("El Salvador") == ["salvador"]
    assert words("l'asile") == ["asile"]
    assert words("la") == ["la"]
    assert words("والسودان") == words("السودان") == ["سودان"]
    assert words("die Flüchtlinge") == ["die", "fluchtlinge"]


def test_digits_of_any_script_are_digits() -> None:
    assert words("٢٠٢٤") == words("２０２４") == words("2024年")[:1] == ["2024"]


def test_stems_take_endings_only() -> None:
    assert stem("refugees") == stem("refugee")
    assert stem("libya") == stem("libia") == stem("libye")
    assert stem("беженцы") == stem("беженец") == stem("беженцев")
    assert stem("سودانيين") == stem("سودان")
    assert stem("mali") == "mali"
    assert stem("1951") == "1951"
    assert stem("难民") == "难民"


@given(SCRIPTS | st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(SCRIPTS | st.text(max_size=60))
def test_the_shadow_of_a_shadow_holds_the_same_words(text: str) -> None:
    held = shadow(text)
    assert set(shadow(held).split()) == set(held.split())


@given(SCRIPTS | st.text(max_size=40))
def test_the_stem_of_a_stem_is_itself(text: str) -> None:
    for word in words(text):
        assert stem(stem(word)) == stem(word)


@given(st.text(st.sampled_from("abcdéèñçöüâãžбежйёاىةأإلبن"), max_size=30))
def test_accents_do_not_count(text: str) -> None:
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    )
    assert words(bare) == words(text) == words(text.upper().lower())


@given(st.text(st.characters(), max_size=60))
def test_what_is_readable_holds_no_control_and_no_half(text: str) -> None:
    assert not {"Cc", "Cs", "Cf"} & {unicodedata.category(char) for char in readable(text)}
    readable(text).encode()


@given(st.text("难民署在黎巴嫩", min_size=1, max_size=8))
def test_chinese_is_one_word_in_pairs(text: str) -> None:
    assert words(text) == [text]
    assert is_chinese(text)
    assert all(pair in shadow(text).split() for pair in (text[:2], text[-2:], text[0]))
