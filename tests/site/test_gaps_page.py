"""Gaps and overlaps on a page: the same cells as the analysis gives, each number with its figures."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from gmg.analysis.coordination.gaps import gaps as gaps_of
from gmg.analysis.coordination.overlaps import overlaps as overlaps_of
from gmg.axes import where
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery
from gmg.site.pages import gaps
from gmg.site.pages.parts_gaps import cells, places_of
from gmg.site.pages.per_release import RELEASES, PerRelease
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from site_base import client_of, links


def ask(base: Base, **query: str) -> Ask:
    return Ask(base, open_shelf(base), words("en"), Addresses(), query)


@pytest.fixture
def client(work_base: Base) -> Client:
    return client_of(work_base.folder)


@pytest.mark.parametrize(
    ("place", "theme"),
    [(None, None), ("LBY", None), (None, "labour"), ("TUR", "refugees"), ("LBY", "return")],
)
def test_cells_chosen_from_the_world_are_those_asked_for_alone(
    work_base: Base, place: str | None, theme: str | None
) -> None:
    known = theme is None or theme in {one.topic for one in cells(work_base, None, None).cells}
    chosen = cells(work_base, place, theme)
    alone = gaps_of(
        work_base,
        places=None if place is None else [place],
        topics=None if theme is None else [theme],
        year=chosen.year if known else None,
    )
    assert chosen.states == alone.states
    assert {one.subject: one.as_json() for one in chosen.cells} == {
        one.subject: one.as_json() for one in alone.cells
    }
    scores = [one.score for one in chosen.cells if one.score is not None]
    assert scores == sorted(scores, reverse=True)


def test_a_region_is_its_countries(work_base: Base) -> None:
    africa = places_of("M49-015")
    assert "LBY" in africa and all(where.get(code).kind == "country" for code in africa)
    found = cells(work_base, "M49-015", None)
    assert {one.place for one in found.cells} == set(africa)
    assert sum(found.states.values()) == len(found.cells)


def test_an_area_that_is_no_country_is_asked_alone(work_base: Base) -> None:
    areas = [one.code for one in where.places("area")]
    found = cells(work_base, areas[0], None)
    assert {one.place for one in found.cells} == {areas[0]}


def test_the_page_shows_the_first_and_the_table_holds_all(work_base: Base) -> None:
    page = gaps.page(ask(work_base))
    told = page.told()
    assert len(told["gaps"]) == gaps.TOP
    table = page.tables["gaps"]
    assert len(table.rows) == sum(told["states"].values()) > gaps.TOP
    names = [column.name for column in table.columns]
    first = dict(zip(names, table.rows[0], strict=True))
    assert first["place"] == told["gaps"][0]["place"]
    assert first["score"] == told["gaps"][0]["score"]


def test_overlaps_are_those_of_the_analysis(work_base: Base) -> None:
    found = overlaps_of(work_base)
    told = gaps.page(ask(work_base)).told()
    assert told["overlaps"] == [one.as_json() for one in found[: gaps.TOP]]
    table = gaps.page(ask(work_base)).tables["overlaps"]
    assert [row[0] for row in table.rows] == [one.place for one in found]


def test_people_concerned_lead_to_their_figures(norms_base: Base) -> None:
    """A published total leads to its cell; our sum to a list that comes to the same number."""
    client, asked = client_of(norms_base.folder), ask(norms_base)
    shown = {
        (one.need.figures[0].concept, one.place): (
            one.need,
            gaps.people(asked, one.need.figures[0]),
        )
        for one in cells(norms_base, None, None).cells
        if one.need.figures
    }
    assert shown
    for need, number in shown.values():
        path = urlsplit(number.href).path
        assert client.get(number.href).status_code == 200
        if number.sum:
            assert path == "/en/sum"
            lead = re.search(r'<p class="lead">([\d,]+)', client.get(number.href).content.decode())
            assert lead and lead[1] == number.text
        else:
            assert path == f"/en/figure/{need.figures[0].cells[0]}"


def test_links_to_activities_list_what_the_cell_counts(work_base: Base, client: Client) -> None:
    asked = ask(work_base)
    met = [one for one in cells(work_base, None, None).cells if one.activities]
    for one in met:
        href = gaps.row(asked, one)["activities_href"]
        told = client.get(href.replace("/en/", "/api/v1/")).json()["data"]
        named = {row["identifier"] for row in told["activities"] if row["status"] != "5"}
        assert named == set(one.activities)
    assert met


def test_words_that_are_no_filter(work_base: Base) -> None:
    for query in ({"place": "XYZ"}, {"theme": "no-theme"}):
        with pytest.raises(BadQuery):
            gaps.page(ask(work_base, **query))


def test_every_link_of_the_page_leads_somewhere(work_base: Base, client: Client) -> None:
    html = client.get("/en/gaps?place=LBY").content.decode()
    broken = {link for link in links(html) if client.get(link).status_code != 200}
    assert broken == set()


def test_a_base_without_activities_has_gaps_and_no_overlap(small_base: Base) -> None:
    client = client_of(small_base.folder)
    html = client.get("/en/gaps").content.decode()
    assert "None is known here." in html


def test_answers_are_kept_per_release_and_the_longest_unused_go(
    work_base: Base, small_base: Base
) -> None:
    kept, made = PerRelease(2), []

    def ask_for(base: Base, key: str) -> str:
        return kept.get(base, key, lambda: made.append(key) or f"{base.release.id} {key}")  # type: ignore[func-returns-value]

    for key in ("a", "b", "a", "c", "a", "b"):
        assert ask_for(work_base, key) == f"{work_base.release.id} {key}"
    assert made == ["a", "b", "c", "b"]
    assert ask_for(small_base, "a") == f"{small_base.release.id} a"
    assert len(kept.held) == 2 <= RELEASES
