"""The note as a page, as Markdown, as a PDF and as text: the same sentences, the same records."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.note import Note, note
from gmg.evidence.base import Base
from gmg.site.note import charts, page
from gmg.site.note.text import text
from gmg.site.note.view import ranges, view
from small import figure, release_of

VOID = {"meta", "br", "link"}
LOADS = ("src", "srcset", "poster", "data", "action")


class Checker(HTMLParser):
    """Reads a page: tags left open, ids, links inside it, and whatever it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            said = value or ""
            if name == "id":
                self.ids.append(said)
            if name == "href" and said.startswith("#"):
                self.links.append(said[1:])
            if name in LOADS or tag == "link" or name.startswith("on"):
                self.loads.append(f"{tag} {name}={said}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return release_of(
        tmp_path_factory.mktemp("note"),
        figure("undesa.migrant-stock@2020", "migrant-stock", "DEU", 900, year=2020),
        figure("undesa.migrant-stock", "migrant-stock", "DEU", 1200, year=2020),
        figure("undesa.migrant-stock", "migrant-stock", "LBY", 400),
    )


@pytest.fixture(scope="module")
def made(base: Base) -> Note:
    return note(base, date(2009, 3, 1))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_whole_and_asks_for_nothing(base: Base, language: str) -> None:
    shown = page.html(note(base, date(2009, 3, 1), language))
    checker = Checker()
    checker.feed(shown)
    assert checker.open == []
    assert checker.loads == []
    assert "script" not in checker.tags
    assert "url(" not in shown.replace("url(#hatch)", "")
    assert "@import" not in shown
    assert len(checker.ids) == len(set(checker.ids))
    assert set(checker.links) <= set(checker.ids)
    way = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{way}">' in shown


def test_every_sentence_stands_on_the_page_and_every_record_in_its_list(made: Note) -> None:
    shown = unescape(page.html(made))
    plain = page.markdown(made)
    folded = re.sub(r"\s+", " ", text(made))
    for *_, said in made.sentences():
        assert said.text in shown
        assert said.text in plain
        # a date may be parted where a line of the terminal ends, a word with a hyphen too
        assert said.text.replace(" ", "") in folded.replace(" ", "")
    for record, number in made.records().items():
        assert f'<li id="r{number}"><span lang="en" dir="ltr">{record.says}' in shown
        assert f"[^{number}]: {record.says}" in plain


def test_every_footnote_of_the_markdown_is_used_and_explained(made: Note) -> None:
    plain = page.markdown(made)
    explained = re.findall(r"^\[\^(\d+)\]:", plain, re.MULTILINE)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", plain))
    assert len(explained) == len(set(explained)) == len(made.records())
    assert used == set(explained)
    assert plain.startswith("# Global Migration Group: Information note\n")


def test_lost_and_recalled_words_look_otherwise(made: Note) -> None:
    shown = page.html(made)
    assert 'class="lost">Lost from the copy that is known' in shown
    assert 'class="recalled"' in shown


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_pdf_is_made_and_made_the_same_again(base: Base, language: str) -> None:
    written = note(base, date(2007, 1, 1), language)
    first = page.pdf(written)
    assert first.startswith(b"%PDF")
    assert first == page.pdf(written)


def test_a_language_without_letters_here_is_refused_with_what_to_do(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(page.FONTS, "zh", ("No Such Font",))
    with pytest.raises(page.NoFont, match=r"install No Such Font, or write \.html or \.md"):
        page.pdf(note(base, date(2007, 1, 1), "zh"))


def test_before_the_group_the_note_is_short_in_every_form(base: Base, tmp_path: Path) -> None:
    early = note(base, date(2003, 1, 1))
    assert "did not exist yet" in page.html(early)
    assert "did not exist yet" in page.markdown(early)
    assert "did not exist yet" in text(early)
    assert page.pdf(early).startswith(b"%PDF")


def test_the_sample_edition_says_so(made: Note) -> None:
    from dataclasses import replace

    sample = replace(made, sample=True)
    for shown in (page.html(sample), page.markdown(sample), re.sub(r"\s+", " ", text(sample))):
        assert "Sample edition: a few hundred headline figures" in shown
    assert "Sample edition" not in page.html(made)


def test_the_calendar_of_chairs_shows_every_term_once_a_year_and_the_vacancy(made: Note) -> None:
    terms = [
        line
        for part in made.sections
        for block in part.blocks
        if block.kind == "chairs"
        for line in block.lines
    ]
    for rtl in (False, True):
        drawn = charts.chairs(terms, date(2009, 3, 1), "Chairs", charts.PAPER, rtl)
        root = ElementTree.fromstring(drawn)
        boxes = root.findall(".//{http://www.w3.org/2000/svg}g")
        assert len(boxes) == len(terms)
        hatched = [box for box in boxes if "url(#hatch)" in ElementTree.tostring(box).decode()]
        assert len(hatched) == 2
        for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
            left, width = float(rect.attrib["x"]), float(rect.attrib["width"])
            assert 0 <= left <= left + width <= charts.WIDTH


@given(st.lists(st.integers(min_value=1, max_value=60)))
def test_runs_of_numbers_lose_none(numbers: list[int]) -> None:
    shown: list[int] = []
    for one in ranges(numbers):
        first, _, last = one["text"].partition("\u2013")
        assert one["n"] == int(first)
        shown += range(int(first), int(last or first) + 1)
    assert shown == sorted(set(numbers))


@given(on=st.dates(min_value=date(2006, 6, 1), max_value=date(2018, 12, 31)))
def test_bars_stay_within_the_scale(made: Note, on: date) -> None:
    from dataclasses import replace

    shown = view(replace(made, stands=on, on=on + timedelta(days=1)))
    for part in (*shown["sections"], *shown["pages"]):
        for block in part["blocks"]:
            for line in block["lines"]:
                span = line["span"]
                if span is None:
                    continue
                assert 0 <= span["from"] <= span["to"] <= 1.01
                if span["sure_from"] is not None:
                    assert span["from"] <= span["sure_from"] <= span["sure_to"] <= 1.01
