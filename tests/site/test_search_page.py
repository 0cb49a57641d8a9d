"""The page of hits: what it shows, what the API answers, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser

import pytest
from django.test import Client

from gmg.axes.where import LANGUAGES
from gmg.evidence.base import Base
from site_base import client_of


@pytest.fixture(scope="module")
def client(work_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("search-page") / "base"
    shutil.copytree(work_base.folder, folder)
    return client_of(folder)


class Ids(HTMLParser):
    """Every id of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "id" and value]


def text_of(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.content[:500]
    return str(answer.content.decode())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_corridor_is_the_best_hit(client: Client, lang: str) -> None:
    html = text_of(client, f"/{lang}/search", q="refugees Sudan Libya")
    best = html.split('class="best"', 1)[1]
    assert re.search(r'href="([^"]+)"', best).group(1) == f"/{lang}/corridor/SDN/LBY#people"  # type: ignore[union-attr]


def test_ids_are_unique_and_nothing_is_inline(client: Client) -> None:
    html = text_of(client, "/en/search", q="refugees")
    ids = Ids()
    ids.feed(html)
    assert len(ids.found) == len(set(ids.found))
    assert "style=" not in html and "onclick" not in html


def test_what_is_asked_is_text(client: Client) -> None:
    html = text_of(client, "/en/search", q='<script>alert("x")</script> Libya')
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_without_words_the_page_says_how_to_ask(client: Client) -> None:
    html = text_of(client, "/en/search")
    assert 'class="hits' not in html
    assert "<h1" in html


def test_a_kind_narrows_and_an_unknown_one_is_refused(client: Client) -> None:
    html = text_of(client, "/en/search", q="refugees", kind="instrument")
    assert "/en/instrument/CSR51" in html
    assert 'id="hits-place"' not in html
    assert client.get("/en/search", {"q": "refugees", "kind": "pony"}).status_code == 400
    assert client.get("/en/search", {"q": "refugees", "page": "-1"}).status_code == 400


def test_pages_of_a_list_do_not_repeat(client: Client) -> None:
    seen: list[str] = []
    for at in ("1", "2"):
        told = json.loads(text_of(client, "/api/v1/search", q="convention", page=at))
        seen += [hit["path"] for hit in told["data"]["hits"]]
    assert len(seen) > 20
    assert len(seen) == len(set(seen))


def test_the_api_says_how_the_text_was_read(client: Client) -> None:
    told = json.loads(text_of(client, "/api/v1/search", q="soudanais Libye 2020", lang="fr"))
    found = told["data"]
    assert found["read"]["corridor"] == ["SDN", "LBY"]
    assert found["read"]["year"] == 2020
    assert found["hits"][0]["path"] == "corridor/SDN/LBY"
    assert found["hits"][0]["direct"] is True
    assert "Soudan" in found["hits"][0]["title"]


def test_what_was_meant_is_offered(client: Client) -> None:
    html = text_of(client, "/en/search", q="Lybia")
    assert 'href="/en/search?q=Libya"' in html
    assert "/en/place/LBY" in html


def test_hits_lead_somewhere(client: Client) -> None:
    for text in ("refugees Sudan Libya", "trafficking", "UNHCR"):
        told = json.loads(text_of(client, "/api/v1/search", q=text))
        for hit in told["data"]["hits"]:
            if hit["kind"] != "activity":
                assert client.get(f"/en/{hit['path']}").status_code == 200, hit


def test_a_page_that_is_not_there_searches(client: Client) -> None:
    answer = client.get("/fr/place/Libye")
    assert answer.status_code == 404
    assert "/fr/place/LBY" in answer.content.decode()
