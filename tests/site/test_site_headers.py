"""Headers, methods and tags: what browsers, proxies and programs rely on."""

from __future__ import annotations

import gzip
import http.client
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from gmg.evidence.base import Base
from gmg.site.application.views import has_it
from site_base import client_of, served

KINDS = (
    "/en", "/en/place/DEU", "/api/v1/place/DEU", "/api/v1/figures", "/openapi.json",
    "/catalogue.jsonld", "/sitemap.xml", "/sitemap-places.xml", "/robots.txt", "/health",
    "/en/corridor/SYR/DEU/table/figures.csv", "/sdmx/dataflow", "/en/nothing", "/api/v1/nothing",
)  # fmt: skip
TAGGED = (
    "/en/place/DEU", "/api/v1/place/DEU", "/api/v1/figures", "/openapi.json", "/sdmx/dataflow",
    "/catalogue.jsonld", "/sitemap-places.xml", "/en/corridor/SYR/DEU/table/figures.parquet",
    "/en/place/DEU/picture.png",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


def body(answer: object) -> bytes:
    streamed = getattr(answer, "streaming", False)
    return b"".join(answer.streaming_content) if streamed else answer.content  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", KINDS)
def test_head_is_get_without_a_body(client: Client, path: str) -> None:
    full, bare = client.get(path), client.head(path)
    assert bare.status_code == full.status_code
    assert body(bare) == b""
    assert bare.headers["Content-Type"] == full.headers["Content-Type"]
    assert int(bare.headers["Content-Length"]) == len(body(full))
    assert bare.headers.get("ETag") == full.headers.get("ETag")


@pytest.mark.parametrize("path", KINDS)
def test_options_says_what_may_be_asked(client: Client, path: str) -> None:
    answer = client.options(path, headers={"origin": "https://other.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    shared = path.startswith(("/api", "/openapi", "/catalogue", "/sdmx")) or "/table/" in path
    assert ("Access-Control-Allow-Methods" in answer.headers) == shared
    assert ("Access-Control-Allow-Origin" in answer.headers) == shared
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    for path in ("/en/place/DEU", "/api/v1/place/DEU", "/sdmx/dataflow", "/nothing"):
        answer = client.generic(method, path)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    said = client.generic(method, "/api/v1/place/DEU").json()
    assert said["error"]["name"] == "method-not-allowed"


@pytest.mark.parametrize("path", TAGGED)
def test_tags(client: Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for told in (tag, tag.removeprefix("W/"), f'"a", {tag}, "b"', "*"):
        again = client.get(path, headers={"if-none-match": told})
        assert (again.status_code, body(again)) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Content-Type" not in again.headers
    for garbage in ('"x"', "x" * 10_000, tag[:-3], '"', "\u00e9"):
        assert client.get(path, headers={"if-none-match": garbage}).status_code == 200


def test_a_tag_is_quoted_whole() -> None:
    assert has_it('W/"abc"', '"abc"')
    assert not has_it('"xabc"', '"abc"')
    assert not has_it("", '"abc"')


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("br, GZIP;q=0.5", True), ("gzip;q=0", False), ("gzip; q=0.0", False),
        ("identity", False), ("", False), ("xgzip", False), ("gzip" * 200_000, False),
    ],
)  # fmt: skip
def test_packing(client: Client, accepted: str, packed: bool) -> None:
    for path in ("/en/place/DEU", "/api/v1/places", "/sdmx/codelist"):
        plain = body(client.get(path))
        answer = client.get(path, headers={"accept-encoding": accepted})
        assert (answer.headers.get("Content-Encoding") == "gzip") == packed
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert (gzip.decompress(body(answer)) if packed else body(answer)) == plain


def test_range_is_not_known_here(client: Client) -> None:
    answer = client.get("/en/place/DEU", headers={"range": "bytes=0-3"})
    assert answer.status_code == 200
    assert len(answer.content) > 4


def test_only_a_named_release_is_kept_for_good(client: Client, norms_base: Base) -> None:
    release = norms_base.release.id
    for path in (f"/r/{release}/en/place/DEU", f"/api/v1/place/DEU?release={release}"):
        assert "max-age=31536000" in client.get(path).headers["Cache-Control"]
    for path in ("/en/place/DEU", "/api/v1/place/DEU", "/api/v1/figures", "/sdmx/dataflow"):
        assert "max-age=300" in client.get(path).headers["Cache-Control"]
    for path in ("/en/nothing", "/api/v1/nothing", "/health", "/sdmx/nothing"):
        cached = client.get(path).headers.get("Cache-Control", "")
        assert "max-age" not in cached


def test_an_answer_is_not_for_another_host(client: Client) -> None:
    first = client.get("/en/place/DEU", headers={"host": "one.example"}).content.decode()
    second = client.get("/en/place/DEU", headers={"host": "two.example"}).content.decode()
    assert "http://one.example/r/" in first and "two.example" not in first
    assert "http://two.example/r/" in second and "one.example" not in second


def test_a_set_origin_is_never_overruled(client: Client) -> None:
    from django.conf import settings

    settings.GMG_ORIGIN = "https://gmg.example"
    try:
        for path in ("/en/place/KEN", "/sitemap-places.xml", "/catalogue.jsonld", "/robots.txt"):
            text = client.get(path, headers={"host": "evil.example"}).content.decode()
            assert "evil.example" not in text and "https://gmg.example/" in text
    finally:
        settings.GMG_ORIGIN = ""


def test_without_a_base_nothing_is_told_of_the_machine(tmp_path: Path, norms_base: Base) -> None:
    client = client_of(tmp_path / "nowhere")
    try:
        for path in ("/en", "/api/v1/home", "/health", "/sdmx/dataflow", "/sitemap-places.xml"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert str(tmp_path) not in answer.content.decode()
        assert client.get("/robots.txt").status_code == 200
        assert client.get("/en/nothing").status_code in (404, 503)
    finally:
        client_of(norms_base.folder)


def test_too_many_questions(norms_base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    from gmg.site.application.middleware.limits import Buckets

    monkeypatch.setattr(Buckets.__init__, "__defaults__", (5.0, 0.001))
    client = client_of(norms_base.folder)
    answers = [client.get("/api/v1/place/DEU") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    last = answers[-1]
    assert int(last.headers["Retry-After"]) > 0
    assert last.json()["error"]["name"] == "too-many-requests"
    assert last.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/en/place/DEU").status_code == 200  # a page is no costly answer
    assert client.get("/en/place/DEU/picture.png").status_code == 429


def test_over_the_network(norms_base: Base) -> None:
    """A real server: HEAD has no body, long answers come whole, and eight ask at once."""
    with served(norms_base.folder) as address:
        host = urlsplit(address).netloc
        connection = http.client.HTTPConnection(host, timeout=30)
        for path in ("/en/place/DEU", "/api/v1/places", "/sdmx/codelist"):
            connection.request("GET", path)
            full = connection.getresponse()
            length = len(full.read())
            connection.request("HEAD", path)
            bare = connection.getresponse()
            assert (bare.status, bare.read()) == (200, b"")
            assert int(bare.headers["Content-Length"]) == length
        seen: list[int] = []

        def ask() -> None:
            own = http.client.HTTPConnection(host, timeout=60)
            for path in ("/en/corridor/SYR/DEU", "/api/v1/figures", "/sdmx/data/MIGRANT_STOCK"):
                own.request("GET", path)
                answer = own.getresponse()
                answer.read()
                seen.append(answer.status)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == [200] * 24
    client_of(norms_base.folder)
