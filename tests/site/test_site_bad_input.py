"""What strangers send: every answer is a clear one, with the right status, and nothing is leaked."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmg.evidence.base import Base
from site_base import client_of

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
LEAKS = ("Traceback", "/src/gmg/", "site-packages", "duckdb.", "SELECT ")


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


def clear(client: Client, path: str, *statuses: int, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code in statuses, (path, answer.status_code)
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = str(raw.decode("utf-8", "replace"))
    assert not any(leak in text for leak in LEAKS), text[:400]
    return text


@pytest.mark.parametrize(
    "path",
    [
        "/en/place/XYZ", "/en/place/xyz", "/en/corridor/DEU/DEU", "/en/corridor/DEU/XYZ",
        "/en/corridor/M49-150/DEU", "/en/concept/nothing", "/en/instrument/NOTHING",
        "/en/agency/NOBODY", "/en/data/no.such", "/en/finding/nothing", "/en/figure/nothing",
        "/en/figure/000000000000.1.A", "/en/figure/ffffffffffff.999999999999999999999999.A",
        "/xx", "/en/nothing", "/place", "/en/place/DEU/table/figures.exe", "/static/nothing.css",
        "/en/place/DEU/nothing", "/en/%2e%2e/%2e%2e/etc/passwd", "/en/place/%00", "//evil.example/x",
        "/en/place/..%5c..%5c", "/r/x/en", "/en/place/" + "A" * 300, "/static/..%2fviews.py",
        "/en/place/%F0%9F%98%80", "/api/v1/nothing", "/api/v1/place/XYZ",
    ],
)  # fmt: skip
def test_what_is_not_there(client: Client, path: str) -> None:
    clear(client, path, 404)


@pytest.mark.parametrize("year", ["0", "-1", "99999", "2024; drop table", "٢٠٢٤", "1e3", "NaN"])
@pytest.mark.parametrize("path", ["/en/concept/migrant-stock", "/en/instrument/ICRMW", "/en"])
def test_absurd_years(client: Client, path: str, year: str) -> None:
    text = clear(client, f"{path}?year={year}", 400)
    assert "2024" in text  # an example of what would be answered


def test_filters_that_name_nothing(client: Client) -> None:
    for name in ("kind", "rule", "place", "concept", "agency", "reason", "page"):
        clear(client, f"/en/findings?{name}=nothing", 400)
    clear(client, "/en/gaps?place=XYZ", 400)
    clear(client, "/en/activities?agency=NOBODY", 400)
    clear(client, "/en/instruments?set=nothing", 400)
    clear(client, "/en/sum?concept=refugees", 400)
    clear(client, "/en/note?on=yesterday", 400)


def test_long_questions(client: Client) -> None:
    clear(client, "/en/search?q=" + "a" * 10_000, 200, 400, 414)
    clear(client, "/en/findings?place=" + "A" * 10_000, 400, 414)
    clear(client, "/" + "a" * 10_000, 404, 414)


@pytest.mark.parametrize(
    "path",
    [
        "/en/place/{}", "/en/concept/migrant-stock?year={}", "/en/findings?place={}",
        "/en/search?q={}", "/en/{}", "/en/concept/migrant-stock?dataset={}", "/en/activities?theme={}",
        "/en/sum?concept={}&dataset=x&edition=x&time=2024-06-30&place=DEU", "/en/data/{}",
        "/r/{}/en/place/DEU", "/en/finding/{}", "/en/note?on={}", "/en/figure/{}", "/{}", "/xx/{}/y",
        "/en/corridor/{}/DEU", "/en/instrument/{}", "/en/agency/{}", "/en/place/DEU/{}", "/{}/place/DEU",
        "/en/findings?concept={}", "/en/findings?rule={}", "/en/findings?reason={}", "/en/gaps?theme={}",
        "/en/instruments?set={}", "/en/instruments?on={}", "/en?concept={}", "/en?year={}",
        "/en/search?q=sudan&kind={}", "/ar/search?q={}", "/en/activities?year={}", "/en/data/{}",
    ],
)  # fmt: skip
def test_script_is_never_echoed_as_script(client: Client, path: str) -> None:
    from urllib.parse import quote

    answer = client.get(path.format(quote(SCRIPT, safe="")))
    text = answer.content.decode()
    assert "<script>alert" not in text and "<img src=x" not in text
    if "text/html" in answer.headers["Content-Type"]:
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_headers_of_strangers(client: Client) -> None:
    clear(client, "/en", 200, **{"accept-language": "a" * 100_000})
    clear(client, "/", 302, **{"accept-language": "," * 10_000})
    clear(client, "/en", 200, **{"if-none-match": "*" * 10_000})
    clear(client, "/en", 200, **{"x-forwarded-host": "evil.example"})
    text = clear(client, "/en/place/DEU", 200, **{"x-forwarded-host": "evil.example"})
    assert "evil.example" not in text
    answer = client.get("/en/place/DEU", headers={"host": "bad host<script>"})
    assert b"<script>" not in answer.content.replace(b"<script defer", b"").replace(
        b"<script type", b""
    )


def test_nobody_is_sent_elsewhere(client: Client) -> None:
    for path in ("//evil.example/place/DEU", "/\\evil.example", "/%2f%2fevil.example/"):
        answer = client.get(path)
        assert not answer.headers.get("Location", "").startswith(("//", "http", "/\\"))


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/place/DEU?x=1&y=%0d%0aSet-Cookie:a", "/en/place/DEU?x=1&y=%0d%0aSet-Cookie:a"),
        ("/en/place/DEU/", "/en/place/DEU"),
        ("/en/", "/en"),
        ("/en//", "/en"),
        ("//en/place/DEU", "/en/place/DEU"),
        ("///place/DEU//", "/en/place/DEU"),
        ("/place/%3Fa%23b", "/en/place/%3Fa%23b"),
        ("/place/a%0d%0aSet-Cookie:%20x", "/en/place/a%0D%0ASet-Cookie%3A%20x"),
        ("/figure/%2f%2fevil.example", "/en/figure///evil.example"),
        ("/https://evil.example/", None),
        ("/r/x/en/place/DEU/", "/r/x/en/place/DEU"),
        ("/api/v1/place/DEU/", "/api/v1/place/DEU"),
    ],
)
def test_where_an_address_is_sent(client: Client, path: str, to: str | None) -> None:
    answer = client.get(path)
    assert answer.headers.get("Location") == to
    assert answer.status_code == (404 if to is None else 302)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/", "///evil.example/en", "/\\evil"]
)
def test_a_host_in_the_path(client: Client, path: str) -> None:
    answer = client.get("/", PATH_INFO=path)
    assert answer.status_code == 404
    assert client.get("/", PATH_INFO=f"//en/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/place/a%0ab/c/d", "/%0a", "/api/v1/place/%0a", "/api/v1/%0a%0d", "/%ff%fe", "/en/%ed%a0%80",
        "/" + "en/" * 300, "/en/place/" + "%00" * 100, "/r/" + "a" * 300 + "/en", "/r/%D9%A3/en",
        "/api/v1/place/DEU?release=../../etc", "/api/v1/figures?release=" + "a" * 200,
        "/static/../../settings.py", "/static/..%5c..%5csettings.py", "/sdmx/data/..%2f..%2fetc",
        "/en/place/DEU/table/figures%00.csv", "/en/place/DEU/table/..%2f..%2fx.csv",
    ],
)  # fmt: skip
def test_strange_paths(client: Client, path: str) -> None:
    clear(client, path, 404)


@pytest.mark.parametrize(
    "start", ["/en/place/DEU", "/api/v1/home", "/api/v1/figures", "/sdmx/codelist"]
)
def test_strange_questions(client: Client, start: str) -> None:
    clear(client, f"{start}?{'a&' * 1500}", 400)
    clear(client, f"{start}?{'a=1&' * 40}", 200)
    clear(client, f"{start}?%00=%00&=&&==&%ff=%ff&[]=x&a[b]=c&\u0661=\u0662", 200)
    clear(client, f"{start}?{'x' * 4100}", 414)


@pytest.mark.parametrize("name", ["page", "year", "per_page"])
@pytest.mark.parametrize(
    "text", ["00000019999", "1" * 3000, "0x10", "1_0", "１", "²", "+1", "1 1", "-0"]
)
def test_strange_numbers(client: Client, name: str, text: str) -> None:
    from urllib.parse import quote

    clear(client, f"/api/v1/figures?{name}={quote(text)}", 400)
    if name != "per_page":
        clear(client, f"/api/v1/activities?{name}={quote(text)}", 400)
        clear(client, f"/en/activities?{name}={quote(text)}", 400)


def test_only_reading(client: Client) -> None:
    for method in (client.post, client.put, client.delete, client.patch):
        assert method("/en/place/DEU").status_code == 405
    assert client.head("/en/place/DEU").status_code == 200


def test_every_answer_has_its_headers(client: Client) -> None:
    for path in (
        "/en",
        "/en/nothing",
        "/api/v1/home",
        "/health",
        "/en/place/DEU/table/figures.csv",
    ):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=40))
def test_any_path_and_any_question(client: Client, path: str, question: str) -> None:
    from urllib.parse import quote

    for start in ("/", "/en/", "/en/place/", "/api/v1/"):
        answer = client.get(start + quote(path, safe="/"), {"q": question, "year": question})
        assert answer.status_code in (200, 302, 301, 400, 404)


def test_errors_of_the_api_have_one_form(client: Client) -> None:
    for path in (
        "place/XYZ",
        "findings?kind=x",
        "figures?year=x",
        "figures?concept=x",
        "home?lang=xx",
    ):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code in (400, 404)
        assert set(answer.json()["error"]) == {"status", "name", "message"}
        assert answer.json()["error"]["status"] == answer.status_code


def test_the_patient_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    from gmg.site.application.middleware.limits import Buckets

    buckets = Buckets(burst=3, per_second=1)
    assert [buckets.take("a", 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert buckets.take("b", 0.0) == 0
    assert buckets.take("a", 2.5) == 0
