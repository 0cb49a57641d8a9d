"""Every page of a small base: it answers, its links lead somewhere, its numbers lead to their cells."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from gmg.axes.where import LANGUAGES
from gmg.evidence.base import Base
from gmg.site.pages import ROUTES
from site_base import PATHS, client_of, links

DEEPER = (
    "place/DEU", "place/DEU/migrant-stock", "corridor/SYR/DEU", "concept/migrant-stock",
    "instrument/ICRMW", "agency/UNHCR", "data/unhcr.population", "place/M49-150",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


def get(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.content[:300])
    return str(answer.content.decode())


@pytest.mark.parametrize("path", [*PATHS, *DEEPER, "search?q=refugees"])
def test_every_page_answers(client: Client, path: str) -> None:
    html = get(client, f"/en/{path}".rstrip("/"))
    assert html.count("<h1") == 1
    assert 'lang="en"' in html
    assert " style=" not in html and "<style" not in html and "onclick" not in html
    assert not re.search(r"<script(?! defer src| type=\"application/(ld\+)?json\")", html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_every_language(client: Client, lang: str) -> None:
    html = get(client, f"/{lang}/corridor/SYR/DEU")
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html


def test_every_link_of_the_first_pages_leads_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for path in ("/en", "/en/place/DEU", "/en/corridor/SYR/DEU", "/en/findings", "/en/who"):
        seen |= links(get(client, path))
    broken = {link: code for link in sorted(seen) if (code := client.get(link).status_code) != 200}
    assert broken == {}


def test_a_number_leads_to_its_cell_and_back(client: Client, norms_base: Base) -> None:
    html = get(client, "/en/corridor/SYR/DEU")
    found = re.findall(r'href="(/en/figure/[^"]+)"', html)
    assert found
    trace = get(client, found[0])
    assert "/en/corridor/SYR/DEU" in links(trace) or "/en/place/DEU" in links(trace)
    assert 'class="cell"' in trace
    assert norms_base.release.id in trace


def test_a_sum_lists_what_it_adds(client: Client) -> None:
    html = get(client, "/en/corridor/SYR/DEU")
    sums = [link for link in links(html) if link.startswith("/en/sum")]
    assert sums
    listed = get(client, sums[0])
    shown = re.findall(r'<td class="num"><a class="n" href="/en/figure/[^"]+">([\d,]+)</a>', listed)
    total = re.search(r'<p class="lead">([\d,]+) is our sum of (\d+)', listed)
    assert total
    assert sum(int(text.replace(",", "")) for text in shown) == int(total[1].replace(",", ""))
    assert len(shown) == int(total[2])


def test_pages_weigh_little(client: Client) -> None:
    for path in ("/en/place/DEU", "/en/corridor/SYR/DEU", "/en/findings"):
        html = get(client, path)
        assert len(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL).encode()) < 100_000
        assert len(html.encode()) < 300_000


def test_tables_hold_their_licence(client: Client, norms_base: Base) -> None:
    for form in ("csv", "json", "parquet"):
        answer = client.get(f"/en/corridor/SYR/DEU/table/figures.{form}")
        assert answer.status_code == 200
        assert norms_base.release.id.encode() in answer.content
        assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/en/corridor/SYR/DEU/table/nothing.csv").status_code == 404


def test_permanent_addresses(client: Client, norms_base: Base) -> None:
    release = norms_base.release.id
    html = get(client, f"/r/{release}/en/place/DEU")
    assert f"/r/{release}/en/corridor/SYR/DEU" in links(html)
    assert client.get("/r/0123456789ab/en/place/DEU").status_code == 404
    assert client.get("/r/..%2f..%2fetc/en/place/DEU").status_code == 404


def test_language_is_asked_of_the_browser(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "ar,en;q=0.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar")
    answer = client.get("/place/DEU", headers={"accept-language": "fr"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/place/DEU")


def test_structured_data_is_json(client: Client) -> None:
    for path in ("", "place/DEU", "corridor/SYR/DEU", "findings"):
        html = get(client, f"/en/{path}".rstrip("/"))
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert found
        assert json.loads(found[1])["@context"] == "https://schema.org"


def test_every_page_is_a_document_too(client: Client) -> None:
    for path in (*PATHS, *DEEPER):
        answer = client.get(f"/api/v1/{path or 'home'}")
        assert answer.status_code == 200, path
        assert set(answer.json()) >= {"data", "release", "permanent", "licences", "tables"}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_api_describes_every_page(client: Client) -> None:
    described = client.get("/openapi.json").json()
    wanted = {"/api/v1/" + (r.path or "home").replace("<", "{").replace(">", "}") for r in ROUTES}
    assert wanted <= set(described["paths"])


def test_tags_save_the_second_answer(client: Client) -> None:
    first = client.get("/en/place/DEU")
    again = client.get("/en/place/DEU", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_for_machines(client: Client) -> None:
    assert b"sitemap-places.xml" in client.get("/sitemap.xml").content
    for part in ("pages", "places", "corridors", "norms", "data"):
        assert client.get(f"/sitemap-{part}.xml").status_code == 200
    assert client.get("/sitemap-x.xml").status_code == 404
    catalogue = client.get("/catalogue.jsonld").json()
    assert catalogue["@type"] == "dcat:Catalog" and catalogue["dcat:dataset"]
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/en/place/DEU/picture.png").content.startswith(b"\x89PNG")
