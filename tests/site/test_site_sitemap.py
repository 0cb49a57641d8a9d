"""For those who come by machine: maps of the site, robots, the catalogue, pictures of pages."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from gmg.axes.where import LANGUAGES
from gmg.evidence.base import Base
from gmg.site.application.picture import picture
from gmg.site.frame.page import Page
from site_base import client_of

HOST = "http://testserver"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MOST = 50_000
"""Addresses that a map may hold (https://www.sitemaps.org/protocol.html)."""


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


def maps(client: Client) -> list[Any]:
    index = etree.fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    found = [loc.text.removeprefix(HOST) for loc in index.iter(f"{SITEMAP}loc")]
    return [etree.fromstring(client.get(path).content) for path in found]


def test_maps_are_complete(client: Client) -> None:
    pages: list[str] = []
    for one in maps(client):
        urls = one.findall(f"{SITEMAP}url")
        assert len(urls) <= MOST
        for url in urls:
            pages.append(url.findtext(f"{SITEMAP}loc"))
            links = {a.get("hreflang"): a.get("href") for a in url.findall(f"{XHTML}link")}
            assert set(links) == set(LANGUAGES)
            assert links["en"] == pages[-1]
    assert len(pages) == len(set(pages))
    for path in ("", "/place/LBY", "/concept/refugees", "/instrument/CSR51", "/agency/IOM"):
        assert f"{HOST}/en{path}" in pages
    assert f"{HOST}/en/data/unhcr.population" in pages
    assert f"{HOST}/en/corridor/SYR/TUR" in pages  # 2,900 refugees
    assert f"{HOST}/en/corridor/SYR/DEU" not in pages  # five people


def test_what_is_listed_answers(client: Client) -> None:
    for one in maps(client):
        links = [a.get("href") for a in one.iter(f"{XHTML}link")]
        for link in [*links[:6], *links[-6:], *links[7 :: len(links) // 12 + 1]]:
            answer = client.get(link.removeprefix(HOST))
            assert answer.status_code == 200, link
            assert b'name="robots" content="noindex"' not in answer.content, link


def test_robots_are_led_to_the_map(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {HOST}/sitemap.xml" in text
    assert "Disallow: /r/" in text


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    if isinstance(node, list):
        for value in node:
            yield from walk(value)


def test_the_catalogue_is_linked_data(client: Client, norms_base: Base) -> None:
    answer = client.get("/catalogue.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    told = answer.json()
    prefixes = set(told["@context"])
    for node in walk({name: value for name, value in told.items() if name != "@context"}):
        for name in node:
            assert name.startswith("@") or name.split(":")[0] in prefixes, name
    assert {one["dct:identifier"] for one in told["dcat:dataset"]} == set(
        norms_base.release.sources
    )
    for one in told["dcat:dataset"]:
        assert one["dct:title"]["@value"] and one["dct:description"]["@value"]
        assert one["dct:publisher"]["@id"].startswith(f"{HOST}/en/agency/")
        for given in one["dcat:distribution"]:
            assert given["dcat:accessURL"]["@id"] and given["dct:license"]["@id"]


def test_the_catalogue_leads_to_the_data(client: Client) -> None:
    told = client.get("/catalogue.jsonld").json()
    links = {
        node["@id"]
        for one in told["dcat:dataset"]
        for node in walk(one)
        if str(node.get("@id", "")).startswith(HOST) and "#licence" not in node["@id"]
    }
    assert any("/table/files.csv" in link for link in links)
    assert any("/api/v1/figures?dataset=" in link for link in links)
    broken = {
        link: answer.status_code
        for link in sorted(links)
        if (answer := client.get(link.removeprefix(HOST))).status_code != 200
    }
    assert broken == {}


@pytest.mark.parametrize("path", ["", "/place/LBY", "/corridor/SDN/LBY", "/concept/refugees"])
def test_a_page_names_its_picture(client: Client, path: str) -> None:
    html = client.get(f"/en{path}").content.decode()
    link = re.search(r'property="og:image" content="([^"]+)"', html)
    assert link
    answer = client.get(link[1].removeprefix(HOST))
    assert answer.headers["Content-Type"] == "image/png"
    assert size(answer.content) == (1200, 630)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


@pytest.mark.parametrize("lang", ["en", "zh", "ar"])
@pytest.mark.parametrize(
    "text", ["", "W" * 5000, "国" * 5000, '#read("/etc/passwd") $x$ *', "é " * 999]
)
def test_any_text_makes_one_picture(lang: str, text: str) -> None:
    made = picture(Page("place", "place/LBY", text, text, {}, {}), lang, "abc")
    assert size(made.body) == (1200, 630)


def test_lists_have_no_picture(client: Client) -> None:
    assert client.get("/en/search/picture.png?q=libya").status_code == 404
