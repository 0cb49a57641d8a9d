"""Titles and instants in sentences of the other direction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes.where import LANGUAGES
from gmg.group.acts.notices import Kind
from gmg.group.store.models import Notice
from gmg.site.room.apart import FIRST_STRONG, POP, apart
from gmg.site.room.notice_words import said
from gmg.site.words import words

ARABIC, ENGLISH = "بيان عن السودان", "On Sudan"
LATIN = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po"], max_codepoint=0x24F))


@given(LATIN, st.sampled_from(LANGUAGES))
def test_what_runs_as_its_sentence_does_is_left_as_it_is(text: str, lang: str) -> None:
    held = apart(words(lang), text)
    assert held.strip(FIRST_STRONG + POP) == text
    assert (held == text) is (lang != "ar" or not text)


@given(st.text(), st.sampled_from(["א", "ب"]), st.text(), st.sampled_from(LANGUAGES))
def test_letters_from_right_to_left_are_kept_apart_everywhere(
    before: str, letter: str, after: str, lang: str
) -> None:
    text = before + letter + after
    assert apart(words(lang), text) == FIRST_STRONG + text + POP


@pytest.mark.parametrize(
    ("lang", "title", "held"),
    [("en", ENGLISH, False), ("en", ARABIC, True), ("ar", ENGLISH, True), ("ar", ARABIC, True)],
)
def test_a_notice_keeps_its_title_and_its_hour_together(lang: str, title: str, held: bool) -> None:
    closes = datetime(2026, 3, 22, 9, tzinfo=UTC)
    facts = {"title": title, "asks": "clearance", "closes": closes.isoformat()}
    text = said(words(lang), Notice(kind=Kind.OPENED, facts=facts))
    assert (f"{FIRST_STRONG}{title}{POP}" in text) is held
    hour = "2026-03-22 09:00:00 UTC"
    assert (f"{FIRST_STRONG}{hour}{POP}" in text) is (lang == "ar")
    assert hour in text
