from __future__ import annotations

import inspect
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import what
from gmg.axes.tables import CONFIDENCE, flag, rows, words
from gmg.axes.topics import OWN, TIERS, classify

IOM, UNHCR = "XM-DAC-47066", "XM-DAC-41121"
CODES = [(row["vocabulary"], row["code"]) for row in rows("activity_topics")]
TITLES = [row["beginning"] for row in rows("activity_words")]


def order(tier: str | None) -> int:
    """Nearest tier first, none last."""
    return len(TIERS) if tier is None else TIERS.index(tier)


def test_every_row_stands_on_known_codes() -> None:
    themes = {theme.code for theme in what.themes()}
    for row in (*rows("activity_topics"), *rows("activity_words")):
        assert set(words(row["themes"])) <= themes, row
        assert row["tier"] in ("", *TIERS), row
        assert row["confidence"] in CONFIDENCE, row
    for row in rows("activity_topics"):
        assert flag(row["alone"]) in (True, False)
        assert bool(row["reporter"]) == (row["vocabulary"] in OWN), row


def test_no_code_and_no_word_stands_twice() -> None:
    keys = [(row["vocabulary"], row["reporter"], row["code"].upper()) for row in _codes()]
    assert len(keys) == len(set(keys))
    assert len(TITLES) == len(set(TITLES))


def _codes() -> tuple[dict[str, str], ...]:
    return rows("activity_topics")


def test_words_are_written_as_titles_are_looked_at() -> None:
    for beginning in TITLES:
        assert beginning == unicodedata.normalize("NFC", beginning).lower()
        assert beginning == beginning.strip()
        assert "’" not in beginning


def test_material_relief_alone_is_for_a_person_to_confirm() -> None:
    told = classify(None, [("1", "72010")], "Winter kits")
    assert told.tier == "adjacent"
    assert told.because == ("1:72010 Material relief and services",)


def test_the_nearest_tier_that_any_evidence_supports_with_all_of_it_named() -> None:
    told = classify(IOM, [("1", "72010"), ("99", "LM")], "Help for refugees")
    assert told.tier == "core"
    assert told.because == (
        "1:72010 Material relief and services",
        "99:LM Labour migration",
        "title: refugee",
    )
    assert told.topics == ("labour", "living-standard", "refugees")


def test_a_reporters_own_code_means_nothing_in_the_mouth_of_another() -> None:
    assert classify(IOM, [("99", "LM")], None).tier == "core"
    for reporter in (UNHCR, "XM-DAC-9999", None, ""):
        assert classify(reporter, [("99", "LM")], None).tier is None


def test_a_code_of_the_standard_is_no_code_of_another_vocabulary() -> None:
    assert classify(None, [("1", "15190")], None).tier == "core"
    assert classify(None, [("2", "15190")], None).tier is None


def test_that_it_is_humanitarian_assistance_says_nothing_of_migration() -> None:
    told = classify(None, [("12", "E02")], None)
    assert (told.tier, told.because, told.topics) == (None, (), ())


@pytest.mark.parametrize(
    ("title", "tier", "topics"),
    [
        ("Aide aux réfugiés", "displacement", ("refugees",)),
        ("AIDE AUX RE\u0301FUGIE\u0301S", "displacement", ("refugees",)),
        ("Droit d’asile", "displacement", ("asylum",)),
        ("Lucha contra la trata de personas", "core", ("trafficking",)),
        ("Retorno voluntario", "core", ("return",)),
        ("Tráfico ilícito de migrantes", "core", ("smuggling",)),
        ("Visas for care workers", "core", ("visas",)),
        ("Roads in the Eastern Visayas", None, ()),
        ("Data migration of the land register", None, ()),
        ("Médecins sans frontières", None, ()),
        ("Drug trafficking routes", None, ("crime",)),
        ("Human trafficking routes", "core", ("trafficking",)),
        ("Roads in the border region", "adjacent", ("border",)),
        ("Disarmament, demobilization and reintegration", None, ()),
        ("Return and reintegration of migrants", "core", ("reintegration", "return")),
        ("Emigrant, immigrant, migrant", "core", ("governance",)),
        ("Intramigrant", None, ()),
        ("GÖÇ: MİGRANT", None, ()),
        ("A de\u017fk for refugees", "displacement", ("refugees",)),
    ],
)
def test_words_of_a_title(title: str, tier: str | None, topics: tuple[str, ...]) -> None:
    told = classify(None, [], title)
    assert (told.tier, told.topics) == (tier, topics)


@given(st.text())
def test_any_title_can_be_looked_at(title: str) -> None:
    told = classify(None, [], title)
    assert told.tier is None or told.because


@given(
    st.lists(st.sampled_from(CODES), max_size=4),
    st.sampled_from(CODES),
    st.sampled_from((IOM, UNHCR, None)),
    st.sampled_from(("", *TITLES)),
)
def test_more_evidence_never_takes_an_activity_away_from_migration(
    sectors: list[tuple[str, str]], more: tuple[str, str], reporter: str | None, title: str
) -> None:
    before = classify(reporter, sectors, title)
    after = classify(reporter, [*sectors, more], title)
    assert set(before.because) <= set(after.because)
    assert set(before.topics) <= set(after.topics)
    if before.tier is not None:
        assert order(after.tier) <= order(before.tier)


@given(
    st.lists(st.sampled_from(CODES), max_size=6), st.randoms(use_true_random=False), st.text("ab ")
)
def test_the_order_of_the_sectors_says_nothing(
    sectors: list[tuple[str, str]], random: Any, title: str
) -> None:
    shuffled = list(sectors)
    random.shuffle(shuffled)
    one, other = classify(IOM, sectors, title), classify(IOM, shuffled, title)
    assert (one.tier, one.topics) == (other.tier, other.topics)
    assert sorted(one.because) == sorted(other.because)


RELIEF = [("1", row["code"]) for row in rows("activity_topics") if row["code"].startswith("720")]


@given(st.lists(st.sampled_from(RELIEF), min_size=1, max_size=8))
def test_relief_of_any_kind_alone_is_adjacent(sectors: list[tuple[str, str]]) -> None:
    assert classify(IOM, sectors, None).tier == "adjacent"


def test_the_humanitarian_flag_is_no_evidence() -> None:
    assert list(inspect.signature(classify).parameters) == ["reporter", "sectors", "title"]


@given(st.lists(st.sampled_from(CODES), max_size=5), st.sampled_from((IOM, UNHCR)))
def test_a_tier_other_than_adjacent_rests_on_evidence_that_can_decide(
    sectors: list[tuple[str, str]], reporter: str
) -> None:
    told = classify(reporter, sectors, None)
    deciding = {
        row["tier"]
        for row in _codes()
        if (row["vocabulary"], row["code"]) in sectors
        and row["reporter"] in ("", reporter)
        and row["alone"] == "yes"
        and row["tier"]
    }
    if told.tier in ("core", "displacement"):
        assert told.tier in deciding
