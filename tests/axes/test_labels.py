"""The table of labels: every code exists, no language is forgotten, no English where it cannot be."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from gmg.analysis.findings.finding import KINDS
from gmg.analysis.findings.rules import RULES
from gmg.axes import labels, mandates, what, where, who
from gmg.axes.comparability import REASONS, VERDICTS
from gmg.axes.tables import CONFIDENCE

CODES = {
    "concept": set(what.codes()),
    "definition": set(what.codes()),
    "basis": {one.code for one in what.bases()},
    "unit": {one.code for one in what.units()},
    "status": {one.code for one in what.statuses()},
    "sex": {"total", "female", "male", "other", "unknown"},
    "theme": {one.code for one in what.themes()},
    "function": {one.code for one in mandates.functions()},
    "agency": {one.code for one in who.agencies()},
    "instrument": {one.code for one in what.instruments()},
    "instrument_title": {one.code for one in what.instruments()},
    "place_kind": set(where.KINDS),
    "kind": set(KINDS),
    "rule": {one.id for one in RULES},
    "rule_says": {one.id for one in RULES},
    "reason": set(REASONS),
    "reason_says": set(REASONS),
    "verdict": set(VERDICTS),
}
WHOLE = sorted(CODES.keys() - {"definition", "agency", "instrument", "instrument_title"})
"""Kinds of which every code has a label in every language."""
SCRIPTS = {"ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}
LATIN_ALLOWED = {"XXVI", "I", "IV", "II", "X", "CMW", "CRC"}


def test_no_label_stands_twice() -> None:
    counted = Counter((one.kind, one.code, one.lang) for one in labels.labels())
    assert [key for key, times in counted.items() if times > 1] == []


def test_every_code_exists() -> None:
    assert [one for one in labels.labels() if one.code not in CODES[one.kind]] == []


def test_every_row_has_a_language_a_text_and_a_confidence() -> None:
    for one in labels.labels():
        assert one.lang in labels.LANGUAGES
        assert one.label == one.label.strip() != ""
        assert one.confidence in CONFIDENCE


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_every_language_names_every_code(kind: str, lang: str) -> None:
    assert [code for code in sorted(CODES[kind]) if labels.label(kind, code, lang) is None] == []


@pytest.mark.parametrize("lang", sorted(SCRIPTS))
def test_no_english_is_left_in_another_script(lang: str) -> None:
    for one in labels.labels():
        if one.lang != lang:
            continue
        assert re.search(SCRIPTS[lang], one.label), one
        assert set(re.findall(r"[A-Za-z]+", one.label)) <= LATIN_ALLOWED, one


def test_no_label_holds_a_placeholder_or_a_tag() -> None:
    assert [one for one in labels.labels() if re.search(r"[{}<>]|%\(", one.label)] == []


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_sentences_are_not_left_in_english(lang: str) -> None:
    english = {item.id: item.says for item in RULES} | REASONS
    for one in labels.labels():
        if one.lang == lang and one.kind in ("rule_says", "reason_says"):
            assert one.label != english[one.code], one


def test_titles_are_the_official_ones() -> None:
    assert labels.label("instrument_title", "CSR51", "fr") == (
        "Convention relative au statut des réfugiés"
    )
    assert labels.label("instrument_title", "CSR51", "ru") == "Конвенция о статусе беженцев"
    assert labels.label("instrument_title", "CSR51", "zh") == "关于难民地位的公约"
    assert labels.label("instrument_title", "CSR51", "ar") == "الاتفاقية الخاصة بوضع اللاجئين"


def test_what_is_not_known_is_left_out() -> None:
    assert labels.label("instrument_title", "SAARC-TRAF02", "ru") is None
    assert labels.label("concept", "migrant-stock", "es") == (
        "Población de migrantes internacionales"
    )
