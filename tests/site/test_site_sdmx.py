"""SDMX over the network: the lines that the site's own page shows, run as they stand there."""

from __future__ import annotations

import contextlib
import html
import io
import re

import pytest
from django.test import Client

from gmg.evidence.base import Base
from gmg.site.application import sdmx as view
from site_base import client_of, served


def test_the_lines_of_the_page_run(norms_base: Base) -> None:
    from sdmx.source import sources

    sources.pop("GMG", None)
    client = client_of(norms_base.folder)
    page = client.get("/en/api").content.decode()
    found = re.search(r"<code>(import sdmx.*?)</code>", page, re.DOTALL)
    assert found
    with served(norms_base.folder) as address, contextlib.redirect_stdout(io.StringIO()) as out:
        exec(html.unescape(found[1]).replace("http://testserver", address), {})
    assert "313" in out.getvalue()
    client_of(norms_base.folder)


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


def body(client: Client, path: str, **headers: str) -> tuple[int, bytes]:
    answer = client.get(path, headers=headers)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def test_what_does_not_exist_is_an_sdmx_error(client: Client) -> None:
    for path in ("/sdmx", "/sdmx/", "/sdmx/data/NOTHING", "/sdmx/dataflow/GMG/NOTHING"):
        status, told = body(client, path)
        assert status == 404
        assert b"ErrorMessage" in told and b"Traceback" not in told


def test_long_answers_go_through_a_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/sdmx/data/REFUGEES?format=csv"
    whole = body(client, path)
    assert whole[0] == 200 and b"313" in whole[1]
    monkeypatch.setattr(view, "IN_MEMORY", 10)
    assert body(client, path) == whole


def test_the_patient_wait_and_the_many_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "PATIENCE", 0.01)
    for _ in range(view.AT_ONCE):
        assert view.TURNS.acquire(timeout=1)
    try:
        answer = client.get("/sdmx/dataflow")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    finally:
        for _ in range(view.AT_ONCE):
            view.TURNS.release()
    assert client.get("/sdmx/dataflow").status_code == 200


def test_an_answer_that_breaks_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gmg.exchange.sdmx

    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(gmg.exchange.sdmx, "answer", broken)
    answer = client.get("/sdmx/dataflow")
    assert answer.status_code == 500
    assert b"secret" not in answer.content
