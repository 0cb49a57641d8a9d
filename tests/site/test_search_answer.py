"""Answers of a search over small bases: order, kinds, titles, spelling, robustness, threads."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gmg
from gmg.axes import where
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.search import suggest
from gmg.site.search.answer import search
from gmg.site.search.entries import KINDS, entries
from gmg.site.search.index import Index, build, expression, index, mark
from gmg.site.search.question import Piece, question

ASKED = {
    "en": "refugees Sudan Libya",
    "fr": "réfugiés Soudan Libye",
    "es": "refugiados Sudán Libia",
    "ru": "беженцы Судан Ливия",
    "zh": "苏丹 利比亚 难民",
    "ar": "لاجئين السودان ليبيا",
}


@pytest.fixture(scope="module")
def searched(work_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A copy: the index is written beside the release."""
    folder = tmp_path_factory.mktemp("searched") / "base"
    shutil.copytree(work_base.folder, folder)
    return gmg.open(folder)


@pytest.mark.parametrize("lang", where.LANGUAGES)
def test_the_corridor_comes_first_in_every_language(searched: Base, lang: str) -> None:
    hits = search(searched, ASKED[lang], lang).hits
    assert [(hit.kind, hit.codes) for hit in hits[:2]] == [
        ("corridor", ("SDN", "LBY")),
        ("corridor", ("LBY", "SDN")),
    ]
    assert hits[0].direct and hits[0].anchor == "people"
    assert where.get("SDN").label(lang) in hits[0].title
    assert where.get("LBY").label(lang) in hits[0].title


@pytest.mark.parametrize("lang", where.LANGUAGES)
def test_every_language_is_read_whatever_the_page_speaks(searched: Base, lang: str) -> None:
    firsts = {search(searched, text, lang).hits[0].codes for text in ASKED.values()}
    assert firsts == {("SDN", "LBY")}


def test_a_place_and_a_concept_lead_to_their_page(searched: Base) -> None:
    hits = search(searched, "refugees Libya 2020", "en").hits
    assert [(hit.kind, hit.codes) for hit in hits[:3]] == [
        ("topic", ("LBY", "refugees")),
        ("place", ("LBY",)),
        ("concept", ("refugees",)),
    ]
    assert hits[2].year == 2020


def test_a_convention_and_a_place_lead_to_both(searched: Base) -> None:
    hits = search(searched, "party 1951 convention Libya", "en").hits
    assert (hits[0].kind, hits[0].codes) == ("instrument", ("CSR51",))
    assert (hits[1].kind, hits[1].codes, hits[1].anchor) == ("place", ("LBY",), "norms")


def test_titles_before_words_and_places_before_the_rest(searched: Base) -> None:
    kinds = [hit.kind for hit in search(searched, "lib", "en").hits]
    assert kinds[:3] == ["place", "place", "place"]
    assert len({(hit.kind, hit.codes) for hit in search(searched, "lib", "en").hits}) == len(kinds)


def test_scores_never_rise(searched: Base) -> None:
    for text in (*ASKED.values(), "lib", "migration", "help refugees", "trafficking protocol"):
        scores = [hit.score for hit in search(searched, text, "en", 100).hits]
        assert scores == sorted(scores, reverse=True), text


def test_activities_and_agencies_are_found(searched: Base) -> None:
    found = search(searched, "help for refugees", "en", kinds=("activity",)).hits
    assert {hit.kind for hit in found} == {"activity"}
    assert "Help for refugees" in {str(hit.title) for hit in found}
    assert search(searched, "HCR", "fr").hits[0].codes == ("UNHCR",)
    assert search(searched, "难民署", "zh").hits[0].codes == ("UNHCR",)


def test_activities_answer_for_their_place_in_any_language(searched: Base) -> None:
    found = search(searched, "ليبيا", "ar", kinds=("activity",)).hits
    assert {str(hit.title) for hit in found} >= {"Return of migrants and refugees"}


def test_only_the_kinds_asked_for(searched: Base) -> None:
    for kind in ("place", "concept", "instrument"):
        assert {
            hit.kind for hit in search(searched, "refugees Libya", "en", kinds=(kind,)).hits
        } == {kind}
    corridors = search(searched, "refugees Sudan Libya", "en", kinds=("corridor",)).hits
    assert [hit.codes for hit in corridors] == [("SDN", "LBY"), ("LBY", "SDN")]


@pytest.mark.parametrize(
    ("text", "meant", "kind", "code"),
    [
        ("Lybia", "Libya", "place", "LBY"),
        ("refugess", "refugees", "concept", "refugees"),
        ("Germny", "Germany", "place", "DEU"),
        ("لبنن", "لبنان", "place", "LBN"),
    ],
)
def test_what_was_meant(searched: Base, text: str, meant: str, kind: str, code: str) -> None:
    lang = "ar" if text == "لبنن" else "en"
    found = search(searched, text, lang)
    assert found.instead
    assert found.meant == meant
    assert (found.hits[0].kind, found.hits[0].codes) == (kind, (code,))


def test_a_foreign_name_is_no_mistake(searched: Base) -> None:
    found = search(searched, "Soudan", "en")
    assert found.meant == ""
    assert found.hits[0].codes == ("SDN",)
    assert str(found.hits[0].title) == "Sudan"


def test_nothing_found_is_said_and_not_made_up(searched: Base) -> None:
    found = search(searched, "zzzzqqqxx", "en")
    assert found.hits == () and found.meant == "" and not found.instead
    assert search(searched, " \u200f\x00 ", "en").hits == ()


def test_suggestions_for_an_address_that_is_not_there(searched: Base) -> None:
    to = Addresses(lang="fr")
    hits = suggest(searched, "place/Libye", "fr", to)
    assert hits[0].codes == ("LBY",)
    assert hits[0].href == "/fr/place/LBY"
    assert suggest(searched, "", "en") == []


def test_addresses_carry_year_and_anchor(searched: Base) -> None:
    to = Addresses(lang="en")
    hits = [hit.addressed(to) for hit in search(searched, "refugees Sudan Libya 2020", "en").hits]
    assert hits[0].href == "/en/corridor/SDN/LBY#people"
    assert "/en/concept/refugees?year=2020" in {hit.href for hit in hits}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 10_000,
        "refugees " * 2000,
        '"',
        "'; DROP TABLE entries; --",
        'title:"a" OR (b AND NOT c*) NEAR(d, 3) ^e + f - {g}',
        "\x00\ud800\udfff\u202e\u200f\u2066",
        "*",
        "%_%",
        "&amp;&amp;amp;",
        "年" * 300,
    ],
)
def test_odd_texts_are_answered(searched: Base, text: str) -> None:
    for lang in ("en", "ar"):
        search(searched, text, lang)
        suggest(searched, text, lang, Addresses(lang=lang))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    text=st.text(
        st.characters() | st.sampled_from("\"'*():^+-{}ا难é\u200f\x00\ud800 "), max_size=60
    )
)
def test_any_text_is_answered(searched: Base, text: str) -> None:
    found = search(searched, text, "en", 5)
    assert len(found.hits) <= 5
    for hit in found.hits:
        assert hit.title and hit.addressed(Addresses()).href.startswith("/en/")


def test_threads_share_an_index(searched: Base) -> None:
    def codes(text: str) -> tuple[str, ...]:
        return search(searched, text, "en").hits[0].codes

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(codes, [*ASKED.values()] * 8)) == {("SDN", "LBY")}


def test_the_index_is_written_once_and_is_the_same(searched: Base, tmp_path: Path) -> None:
    first = build(searched, tmp_path / "a")
    stamp = first.stat().st_mtime_ns
    assert build(searched, tmp_path / "a") == first
    assert first.stat().st_mtime_ns == stamp
    assert build(searched, tmp_path / "b").read_bytes() == first.read_bytes()
    assert [path.name for path in (tmp_path / "a").iterdir()] == [first.name]


def test_an_index_cannot_be_written(searched: Base, tmp_path: Path) -> None:
    import sqlite3

    held = Index(build(searched, tmp_path))
    with pytest.raises(sqlite3.OperationalError):
        held.connection.execute("DELETE FROM entries")


def test_a_base_that_cannot_be_written_to_is_searched_all_the_same(
    searched: Base, tmp_path: Path
) -> None:
    folder = tmp_path / "base"
    shutil.copytree(searched.folder, folder, ignore=shutil.ignore_patterns("derived"))
    (folder / "derived").write_text("no folder")
    base = gmg.open(folder)
    assert search(base, "Libya", "en").hits[0].codes == ("LBY",)
    assert index(base).path.parent != folder / "derived"


def test_entries_of_every_kind_have_words_to_be_found_by(searched: Base) -> None:
    found = list(entries(searched))
    assert {entry.kind for entry in found} >= set(KINDS) - {"finding"}
    assert len({(entry.kind, entry.code) for entry in found}) == len(found)
    assert all(any(entry.titles) or any(entry.body) for entry in found)


def test_a_known_piece_is_asked_for_by_code_and_by_words() -> None:
    asked = expression([Piece("soudan", "place", "SDN"), Piece("eau")])
    assert mark("place", "SDN") in asked and '"soudan"' in asked and '"eau" *' in asked
    assert question("soudan eau").pieces == (Piece("soudan", "place", "SDN"), Piece("eau"))
