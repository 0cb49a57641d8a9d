"""Pages of agencies: what each publishes and how fresh it is, who is a member, what each does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gmg.axes import mandates
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.render import html
from gmg.site.pages import agency, who
from gmg.site.pages.agency_data import held, of_agency
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from profile_base import made_base, mid


def asked(base: Base, lang: str = "en") -> Ask:
    return Ask(base, open_shelf(base), words(lang), Addresses(lang), {})


def drawn(page: Page, ask: Ask) -> str:
    return html(page, base=ask.base, words=ask.words, to=ask.to)


def stock(year: int, **more: object) -> dict[str, object]:
    return {
        "concept": "migrant-stock",
        "place": "DEU",
        "value": 5.0,
        "as_published": "5",
        **mid(year),
        **more,
    }


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Two editions, of which one also projects."""
    folder = tmp_path_factory.mktemp("editions")
    return made_base(
        folder,
        {
            ("undesa.migrant-stock", "2020", "2021-01"): [stock(2015), stock(2020)],
            ("undesa.migrant-stock", "2024", "2025-01"): [stock(2020), stock(2024), stock(2050)],
        },
    )


def test_an_edition_is_as_fresh_as_what_it_says_of_its_past(editions: Base) -> None:
    (found,) = held(editions)
    assert [(one.edition, one.newest, one.kept) for one in found.editions] == [
        ("2024", date(2024, 7, 1), 3),
        ("2020", date(2020, 7, 1), 2),
    ]
    assert (found.newest, found.kept) == (date(2024, 7, 1), 5)
    assert of_agency(editions, "UNHCR") == ()


def test_the_page_lists_what_is_held_and_links_its_numbers(norms_base: Base) -> None:
    ask = asked(norms_base)
    page = agency.page(ask, "UNDESA")
    made = drawn(page, ask)
    (found,) = of_agency(norms_base, "UNDESA")
    assert f'<a class="n" href="/en/data/{found.dataset}">{found.kept}</a>' in made
    assert [row[0] for row in page.tables["datasets"].rows] == [found.dataset]
    assert page.document["datasets"][0]["editions"][0]["edition"] == "2024"
    assert page.datasets == (found.dataset,)


def test_the_mandate_stands_by_function_and_theme(norms_base: Base) -> None:
    page = agency.page(asked(norms_base), "ILO")
    for one in mandates.mandates("ILO"):
        assert one.theme in page.document["functions"][one.function]
    for function, theme, others in page.values["shared"]:
        assert "ILO" not in others and set(others) <= set(mandates.shared()[function, theme])


def test_activities_are_counted_as_their_page_lists_them(work_base: Base) -> None:
    from gmg.site.pages import activities

    ask = asked(work_base)
    for code in ("UNHCR", "IOM"):
        counted = agency.page(ask, code).document["activities"]
        listed = activities.page(
            Ask(work_base, ask.shelf, ask.words, ask.to, {"agency": code})
        ).document
        assert counted["count"] == listed["total"] > 0
        for theme, count in counted["themes"].items():
            narrowed = {"agency": code, "theme": theme}
            page = activities.page(Ask(work_base, ask.shelf, ask.words, ask.to, narrowed))
            assert page.document["total"] == count


def test_disputes_are_findings_in_which_its_figures_stand(norms_base: Base) -> None:
    ask = asked(norms_base)
    found = agency.page(ask, "UNHCR").document["disputes"]
    for identity in found:
        (one,) = ask.shelf.findings("id = ?", [identity], 1)
        assert "UNHCR" in one.agencies and one.kind != "silence"
    kept = ask.shelf.findings("list_contains(agencies, 'UNHCR') AND kind <> 'silence'", [], 100)
    assert bool(found) == bool(kept)


def test_ten_first_members_come_first_and_the_doubted_are_none(norms_base: Base) -> None:
    page = who.page(asked(norms_base))
    groups = {one["code"]: one["group"] for one in page.document["agencies"]}
    first = sorted(code for code, group in groups.items() if group == who.FIRST)
    assert first == [
        "ILO", "IOM", "OHCHR", "UNCTAD", "UNDESA", "UNDP", "UNFPA", "UNHCR", "UNODC", "WB",
    ]  # fmt: skip
    assert groups["UNICEF"] == who.LATER
    assert groups["IDMC"] == who.OTHER
    assert groups["UNEP"] == who.DOUBTED


def test_each_agency_and_data_set_has_a_row_to_take_away(norms_base: Base) -> None:
    rows = who.page(asked(norms_base)).tables["agencies"].rows
    assert {(row[0], row[4]) for row in rows if row[4]} == {
        (one.agency, one.dataset) for one in held(norms_base)
    }
    assert all(len(row) == len(who.COLUMNS) for row in rows)


@pytest.mark.parametrize("lang", ["en", "zh", "ar"])
def test_pages_of_agencies_are_sound(norms_base: Base, lang: str) -> None:
    ask = asked(norms_base, lang)
    for page in (who.page(ask), agency.page(ask, "UNHCR"), agency.page(ask, "UNEP")):
        made = drawn(page, ask)
        assert made.count("<h1") == 1 and " style=" not in made
        ids = re.findall(r' id="([^"]+)"', made)
        assert len(ids) == len(set(ids))


def test_an_unknown_agency_is_not_found(norms_base: Base) -> None:
    with pytest.raises(NotFound):
        agency.page(asked(norms_base), "NOPE")


def test_other_bases_are_not_mixed_up(editions: Base, norms_base: Base, tmp_path: Path) -> None:
    assert {one.dataset for one in held(editions)} == {"undesa.migrant-stock"}
    assert "unhcr.population" in {one.dataset for one in held(norms_base)}
    assert {one.dataset for one in held(editions)} == {"undesa.migrant-stock"}
