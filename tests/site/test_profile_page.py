"""The page and the PDF of a profile, and how numbers and charts are drawn."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gmg.analysis.profile import profile
from gmg.analysis.series import of_figure
from gmg.cli.profile import run
from gmg.evidence.base import Base
from gmg.site.profile import charts
from gmg.site.profile.page import html, pdf
from gmg.site.profile.words import short, written
from profile_base import made_base, mid, profiled_base

VOID = {"meta", "br", "link"}


class Checker(HTMLParser):
    """Reads a page: open tags that were never closed, ids, and links inside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and (value or "").startswith("#"):
                self.links.append((value or "")[1:])
            if name in ("src", "srcset") or (tag == "link" and name == "href"):
                self.outside.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def checked(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    return checker


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return profiled_base(tmp_path, money=True)


def page_of(base: Base, lang: str = "en") -> str:
    return html(base, profile(base, "KEN", lang, with_findings=False))


def test_every_number_leads_to_a_source_that_stands_on_the_page(base: Base) -> None:
    seen = checked(page_of(base))
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.links) <= set(seen.ids)
    assert sum(link.startswith("n") for link in seen.links) > 10


def test_the_page_needs_nothing_else_and_runs_no_script(base: Base) -> None:
    page = page_of(base)
    seen = checked(page)
    assert seen.outside == []
    assert "script" not in seen.tags
    assert "@import" not in page
    assert "url(" not in page


def test_a_source_gives_file_cell_text_and_id(base: Base) -> None:
    page = page_of(base)
    figure = base.figures("migrant-stock", place="KEN", counterpart="UGA", sex="female")[0]
    assert f"<code>{figure.id}</code>" in page
    assert "cell C4 <q>7.0</q>" in page
    assert "https://example.org/undesa.migrant-stock/2024" in page
    assert "creativecommons.org/licenses/by/4.0/" in page


def test_sums_and_dates_are_said_in_words(base: Base) -> None:
    page = page_of(base)
    assert "sum of 6 published figures" in page
    assert "<b>mid-2024</b>" in page
    assert "<b>end of 2024</b>" in page


def test_a_rounded_number_is_marked_and_keeps_its_text(base: Base) -> None:
    page = page_of(base)
    found = re.search(
        r'<a class="num rounded"[^>]*title="([^"]+)"[^>]*>US\$ 4.23 billion</a>', page
    )
    assert found is not None
    assert found[1].startswith("published as 423456")


def test_the_sample_edition_says_so(tmp_path: Path) -> None:
    assert "Sample edition." in page_of(profiled_base(tmp_path / "a", sample=True))
    assert "Sample edition." not in page_of(profiled_base(tmp_path / "b"))


def test_names_are_translated_and_the_rest_is_not(base: Base) -> None:
    page = page_of(base, "ar")
    assert '<h1 lang="ar" dir="rtl">كينيا</h1>' in page
    assert '<html lang="en">' in page
    assert "in English only" in page


def test_texts_of_a_source_cannot_become_markup(tmp_path: Path) -> None:
    row = {
        "concept": "population",
        "basis": "population-estimate",
        "place": "KEN",
        "value": 1.0,
        "as_published": "<script>alert(1)</script>",
        **mid(2020),
    }
    base = made_base(tmp_path, {("undesa.population-prospects", "2024", "2024-07"): [row]})
    page = page_of(base)
    assert "script" not in checked(page).tags
    assert "&lt;script&gt;" in page


def test_charts_have_text_alternatives_and_tables_behind(base: Base) -> None:
    page = page_of(base)
    drawings = re.findall(r"<figure>(<svg.*?</svg>)</figure>", page, re.DOTALL)
    assert drawings
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]
        assert root[1].text
    assert page.count("The numbers behind the chart") == len(drawings)


def test_a_line_that_is_no_newest_number_is_named_below_the_chart(tmp_path: Path) -> None:
    rows = [
        {
            "concept": "population",
            "basis": basis,
            "place": "KEN",
            "value": float(year),
            **mid(year),
        }
        for basis in ("projection-medium", "projection-high")
        for year in (2024, 2030, 2050)
    ]
    base = made_base(tmp_path, {("undesa.population-prospects", "2024", "2024-07"): rows})
    page = page_of(base)
    also = re.search(r'<p class="also">(.*?)</p>', page)
    assert also is not None
    assert "projection, high variant" in also[1]
    assert "medium variant" not in also[1]


def test_lines_differ_without_colour() -> None:
    assert len({(style.dash, style.mark) for style in charts.STYLES}) == len(charts.STYLES)


def test_a_scale_holds_all_values_and_starts_at_nought_where_it_can() -> None:
    for low, high in ((3, 96), (0, 0), (-40, 10), (0.68, 0.81), (-7, -3), (5e6, 6.1e7)):
        ticks = charts.scale(low, high)
        assert ticks[0] <= low
        assert ticks[-1] >= high
        assert 2 <= len(ticks) <= 7
    assert charts.scale(3, 96)[0] == 0
    assert charts.scale(0.68, 0.81)[0] > 0


def test_one_point_can_be_drawn() -> None:
    path = charts.Path("a", charts.style(0), ((date(2020, 7, 1), 5.0),))
    ElementTree.fromstring(charts.lines([path], "t", "d", short))


def test_thousand_persons_are_scaled_without_loss(tmp_path: Path) -> None:
    row = {
        "concept": "population",
        "basis": "population-estimate",
        "place": "KEN",
        "unit": "thousand persons",
        "value": 54027.487,
        **mid(2022),
    }
    base = made_base(tmp_path, {("undesa.population-prospects", "2024", "2024-07"): [row]})
    said = written(of_figure(base.figures("population")[0]))
    assert (said.text, said.unit, said.rounded) == ("54,027,487", "", False)
    assert said.exact == "published as 54027.487 thousand persons"


def test_the_pdf_is_a_pdf_and_the_same_twice(base: Base) -> None:
    made = profile(base, "KEN", with_findings=False)
    first = pdf(base, made)
    assert first.startswith(b"%PDF-")
    assert pdf(base, made) == first


def test_an_unknown_form_or_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name one of them"):
        run("KEN", tmp_path / "profile.docx", "en", False, tmp_path, None)
    with pytest.raises(ValueError, match="names are held in"):
        run("KEN", None, "de", False, tmp_path, None)
