"""What pages tell machines: schema.org graphs that are complete, escaped, and lead somewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gmg.evidence.base import Base
from gmg.exchange.tables import Column, Licence, Table
from gmg.site.application.html import embedded
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.page import Page
from gmg.site.frame.structured import breadcrumbs, structured, trail
from gmg.site.words import words
from site_base import client_of

TO = Addresses(lang="en", origin="https://gmg.example")
CC = Licence("UNHCR, people", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "UNHCR")
TABLE = Table("figures", "Figures", (Column("value", "Value", "number"),), [(1,)])


def page(kind: str, path: str, title: str = "Libya", **more: Any) -> Page:
    return Page(kind, path, title, more.pop("description", ""), {}, {}, **more)


def graph(of: Page, lang: str = "en") -> dict[str, dict[str, Any]]:
    made = structured(of, words=words(lang), to=TO, release="abc", licences=[CC, CC])
    assert made["@context"] == "https://schema.org"
    return {node["@type"]: node for node in made["@graph"]}


def test_a_place_is_a_data_set() -> None:
    told = graph(page("place", "place/LBY", tables={"figures": TABLE}))["Dataset"]
    assert told["license"] == [CC.url]
    assert told["creator"] == [{"@type": "Organization", "name": "UNHCR"}]
    assert told["spatialCoverage"] == ["Libya"]
    assert told["url"] == "https://gmg.example/r/abc/en/place/LBY"
    assert [one["encodingFormat"] for one in told["distribution"]] == [
        "text/csv", "application/json", "application/vnd.apache.parquet",
    ]  # fmt: skip
    assert len(told["description"]) > 0


def test_nothing_empty_is_told() -> None:
    made = structured(
        page("place", "place/LBY", tables={"figures": TABLE}),
        words=words("en"), to=TO, release="abc", licences=[],
    )  # fmt: skip
    told = made["@graph"][0]
    assert "license" not in told and "creator" not in told


def test_a_corridor_covers_both_ends_in_the_language_of_the_page() -> None:
    told = graph(page("corridor", "corridor/SDN/LBY", tables={"figures": TABLE}), "fr")["Dataset"]
    assert told["spatialCoverage"] == ["Soudan", "Libye"]
    assert told["inLanguage"] == "fr"


def test_a_concept_is_a_term() -> None:
    told = graph(page("concept", "concept/refugees", "Refugees"))
    assert told["DefinedTerm"]["termCode"] == "refugees"
    assert told["DefinedTerm"]["description"] == str(words("en").definition("refugees"))
    assert "WebPage" in told  # without tables it is no data set


@pytest.mark.parametrize(
    ("kind", "path", "way"),
    [
        ("place", "place/LBY", ["", "/where", "/place/LBY"]),
        ("topic", "place/LBY/refugees", ["", "/where", "/place/LBY", "/place/LBY/refugees"]),
        ("concept", "concept/refugees", ["", "/what", "/concept/refugees"]),
        ("finding", "finding/x", ["", "/what", "/findings", "/finding/x"]),
        ("agency", "agency/IOM", ["", "/who", "/agency/IOM"]),
        ("about", "about", ["", "/about"]),
        ("home", "", [""]),
    ],
)
def test_the_way_to_a_page(kind: str, path: str, way: list[str]) -> None:
    found = trail(page(kind, path), words("en"), TO)
    assert [link for _, link in found] == [f"https://gmg.example/en{part}" for part in way]
    items = breadcrumbs(found)["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(way) + 1))


@given(st.text(), st.text())
def test_a_script_element_is_never_ended(title: str, description: str) -> None:
    made = structured(
        page("place", "place/LBY", title, description=description, tables={"figures": TABLE}),
        words=words("en"), to=TO, release="abc", licences=[CC],
    )  # fmt: skip
    text = embedded(made)
    assert not set(text) & set("<>&")
    assert json.loads(text) == json.loads(json.dumps(made))


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("path", ["place/DEU", "corridor/SYR/DEU", "concept/refugees"])
def test_every_address_in_a_page_leads_somewhere(client: Client, lang: str, path: str) -> None:
    html = client.get(f"/{lang}/{path}").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["@graph"][0]["@type"] == "Dataset"
    links = set(re.findall(r'"(http://testserver[^"]*)"', json.dumps(told)))
    assert len(links) > 4
    for link in links:
        assert client.get(link.removeprefix("http://testserver")).status_code == 200, link
