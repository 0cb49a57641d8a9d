"""Fetching: against answers made here, and against a real server on this machine."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from gmg.evidence.fetch import USER_AGENT, Limits
from gmg.evidence.pull import Pulled, newest, pull
from gmg.evidence.snapshots import Snapshots
from gmg.evidence.whole import NotWhole, check_whole
from gmg.sources import published
from gmg.sources.iom.arrivals import SOURCE as ARRIVALS
from gmg.sources.iom.displacement_tracking import SOURCE as DTM
from gmg.sources.published import Key, Pages, Request
from gmg.sources.unctad.remittances import SOURCE as REMITTANCES
from gmg.sources.unhcr.population import SOURCE as POPULATION

QUICK = Limits(
    size=10_000,
    connect=2,
    silence=0.5,
    whole=2,
    attempts=3,
    first_wait=0.01,
    longest_wait=0.02,
    between_pages=0,
)
ONE = Request(
    "unhcr.population",
    "one file",
    "https://api.unhcr.org/one.json",
    "live/one.json",
    "json",
    "confirmed",
)
Answer = Callable[[httpx.Request], httpx.Response]


def asked(
    folder: Path, answer: Answer, *requests: Request, environment: dict[str, str] | None = None
) -> list[Pulled]:
    return pull(
        [POPULATION],
        folder / "snapshots",
        transport=httpx.MockTransport(answer),
        into=folder / "pulled",
        limits=QUICK,
        environment=environment or {},
        requests=lambda _: requests or (ONE,),
    )


def test_an_answer_is_kept_twice_in_the_store_and_where_a_build_finds_it(tmp_path: Path) -> None:
    headers: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        headers.append(request.headers)
        return httpx.Response(200, content=b'{"a": 1}', headers={"ETag": '"v1"'})

    (result,) = asked(tmp_path, answer, replace(ONE, like="unhcr/population.csv.gz"))
    assert (result.outcome, result.bytes, result.paths) == ("fetched", 8, ("live/one.json",))
    assert result.line == "unhcr.population: one file: fetched: 8 bytes"
    assert (tmp_path / "pulled/live/one.json").read_bytes() == b'{"a": 1}'
    store = Snapshots(tmp_path / "snapshots")
    assert store.get(result.sha256[0]).raw == b'{"a": 1}'
    (line,) = store.index()
    assert (line["address"], line["etag"], line["dataset"]) == (
        "https://api.unhcr.org/one.json",
        '"v1"',
        "unhcr.population",
    )
    assert str(line["fetched"]).endswith("+00:00")
    assert headers[0]["User-Agent"] == USER_AGENT
    assert "gmg/" in USER_AGENT and "Mozilla" not in USER_AGENT
    assert "If-None-Match" not in headers[0]


def test_an_answer_without_a_reader_says_so(tmp_path: Path) -> None:
    (result,) = asked(tmp_path, lambda _: httpx.Response(200, content=b"{}"))
    assert result.line.endswith("2 bytes; fetched and kept; no reader yet makes figures of it")
    assert not result.is_read


def test_what_has_not_changed_is_asked_for_by_its_tag_and_put_back(tmp_path: Path) -> None:
    seen: list[tuple[str | None, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tag = request.headers.get("If-None-Match")
        seen.append((tag, request.headers.get("If-Modified-Since")))
        if tag == '"v1"':
            return httpx.Response(304)
        stamps = {"ETag": '"v1"', "Last-Modified": "Tue, 01 Jul 2025 00:00:00 GMT"}
        return httpx.Response(200, content=b'{"a": 1}', headers=stamps)

    asked(tmp_path, answer)
    (tmp_path / "pulled/live/one.json").unlink()
    (result,) = asked(tmp_path, answer)
    assert (result.outcome, result.bytes) == ("unchanged", 8)
    assert (tmp_path / "pulled/live/one.json").read_bytes() == b'{"a": 1}'
    assert seen == [(None, None), ('"v1"', "Tue, 01 Jul 2025 00:00:00 GMT")]


def test_the_same_bytes_without_a_tag_are_unchanged_and_new_ones_fetched(tmp_path: Path) -> None:
    bodies = [b"[1]", b"[1]", b"[2]"]
    outcomes = [
        asked(tmp_path, lambda _, body=body: httpx.Response(200, content=body))[0].outcome
        for body in bodies
    ]
    assert outcomes == ["fetched", "unchanged", "fetched"]
    assert (tmp_path / "pulled/live/one.json").read_bytes() == b"[2]"
    store = Snapshots(tmp_path / "snapshots")
    line = newest(store)["https://api.unhcr.org/one.json"]
    assert store.get(str(line["sha256"])).raw == b"[2]"


def test_rotten_bytes_are_fetched_anew(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "If-None-Match" in request.headers:
            return httpx.Response(304)
        return httpx.Response(200, content=b"[1]", headers={"ETag": "x"})

    (first,) = asked(tmp_path, answer)
    store = Snapshots(tmp_path / "snapshots")
    store.path(first.sha256[0]).write_bytes(b"[7]")
    (second,) = asked(tmp_path, answer)
    assert second.sha256 == first.sha256
    assert store.get(first.sha256[0]).raw == b"[1]"


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(404), "the server answers 404 Not Found: the address may have moved"),
        (httpx.Response(403), "403 Forbidden: a key is missing or wrong"),
        (httpx.Response(200, content=b""), "the answer is empty"),
        (httpx.Response(200, content=b"<!DOCTYPE html><p>down"), "a web page came in place"),
        (httpx.Response(200, content=b'<?xml version="1.0"?><html>'), "a web page came in place"),
        (httpx.Response(200, content=b'{"a": [1, 2'), "the answer is not whole json"),
        (httpx.Response(200, content=b"[" + b"1," * 9000 + b"1]"), "18,003 bytes, more than"),
        (
            httpx.Response(200, content=b"[]", headers={"Content-Length": "99999999"}),
            "99,999,999 bytes, more than the 10,000",
        ),
        (
            httpx.Response(302, headers={"Location": "https://example.org/one.json"}),
            "leads to 'example.org', which is no host that gmg asks",
        ),
        (
            httpx.Response(302, headers={"Location": "http://api.unhcr.org/one.json"}),
            "leads from https to http",
        ),
        (
            httpx.Response(302, headers={"Location": "https://api.unhcr.org:8443/one.json"}),
            "leads to 'api.unhcr.org:8443'",
        ),
        (
            httpx.Response(302, headers={"Location": "https://api.unhcr.org@example.org/"}),
            "leads to 'example.org'",
        ),
        (httpx.Response(302, headers={"Location": "file:///etc/passwd"}), "leads to 'file:///etc"),
        (httpx.Response(302, headers={"Location": "//[half"}), "is no address"),
        (httpx.Response(302, headers={"Location": "/one.json"}), "redirects more than 5 times"),
        (httpx.Response(304), "though nothing was kept before"),
    ],
)
def test_what_is_not_the_file_is_refused(
    tmp_path: Path, response: httpx.Response, message: str
) -> None:
    calls = Counter[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        calls[str(request.url)] += 1
        return httpx.Response(
            response.status_code, content=response.content, headers=response.headers
        )

    (result,) = asked(tmp_path, answer)
    assert result.outcome == "refused"
    assert message in result.line
    assert not (tmp_path / "pulled").exists()
    assert list(Snapshots(tmp_path / "snapshots").index()) == []
    assert all("example.org" not in address for address in calls)


def test_a_redirect_on_the_list_is_followed_without_the_key(tmp_path: Path) -> None:
    keys: dict[str, str | None] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        keys[request.url.host] = request.headers.get("X-Key")
        if request.url.host == "api.unhcr.org":
            return httpx.Response(301, headers={"Location": "https://www.un.org/one.json"})
        return httpx.Response(200, content=b"[]")

    keyed = replace(ONE, key=Key("MY_KEY", "X-Key", "https://api.unhcr.org/"))
    (result,) = asked(tmp_path, answer, keyed, environment={"MY_KEY": "s3cret"})
    assert result.outcome == "fetched"
    assert keys == {"api.unhcr.org": "s3cret", "www.un.org": None}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(b"s3cret" not in path.read_bytes() for path in written)


def test_without_its_key_a_service_is_not_asked(tmp_path: Path) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("was asked all the same")

    keyed = replace(ONE, key=Key("MY_KEY", "X-Key", "https://keys.example.org/"))
    (result,) = asked(tmp_path, answer, keyed)
    assert result.outcome == "needs a key"
    assert "set $MY_KEY; keys are given out at https://keys.example.org/" in result.line


def test_a_busy_service_is_asked_again_and_then_given_up(tmp_path: Path) -> None:
    codes = [500, 503, 200]
    lines: list[str] = []

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(codes.pop(0), content=b"[]")

    def hear(_done: int, _total: int, line: str) -> None:
        lines.append(line)

    (result,) = pull(
        [POPULATION],
        tmp_path / "snapshots",
        hear,
        httpx.MockTransport(answer),
        limits=QUICK,
        requests=lambda _: (ONE,),
    )
    assert result.outcome == "fetched"
    assert [line for line in lines if "attempt" in line] == [
        "https://api.unhcr.org/one.json: attempt 2",
        "https://api.unhcr.org/one.json: attempt 3",
    ]
    codes[:] = [500, 500, 500, 200]
    (result,) = asked(tmp_path, answer)
    assert result.outcome == "unreachable"
    assert "500 Internal Server Error; asked up to 3 times" in result.line
    assert codes == [200]


def test_a_service_is_asked_as_late_as_it_asks_for(tmp_path: Path) -> None:
    times: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        times.append(time.monotonic())
        if len(times) == 1:
            return httpx.Response(429, headers={"Retry-After": "1"})
        return httpx.Response(200, content=b"[]")

    assert asked(tmp_path, answer)[0].outcome == "fetched"
    assert times[1] - times[0] >= 0.9


PAGED = replace(
    ONE,
    address="https://api.unhcr.org/many?page={page}&from={offset}",
    target="live/many/page-{page:04d}.json",
    pages=Pages(100, lambda page, document: page < document["maxPages"]),
)


def pages_of(total: int, broken: int | None = None) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"])
        assert int(request.url.params["from"]) == (page - 1) * 100
        if page == broken:
            return httpx.Response(404)
        return httpx.Response(200, json={"maxPages": total, "items": [page]})

    return answer


def test_pages_are_fetched_to_the_last_and_older_ones_removed(tmp_path: Path) -> None:
    (long,) = asked(tmp_path, pages_of(3), PAGED)
    assert (long.outcome, len(long.sha256)) == ("fetched", 3)
    assert "in 3 pages" in long.line
    beside = tmp_path / "pulled/live/many/notes.json"
    beside.write_text("mine")
    asked(tmp_path, pages_of(2), PAGED)
    names = sorted(path.name for path in (tmp_path / "pulled/live/many").iterdir())
    assert names == ["notes.json", "page-0001.json", "page-0002.json"]


def test_pages_are_put_down_only_when_all_have_come(tmp_path: Path) -> None:
    asked(tmp_path, pages_of(2), PAGED)
    before = (tmp_path / "pulled/live/many/page-0001.json").read_bytes()
    (broken,) = asked(tmp_path, pages_of(3, broken=3), PAGED)
    assert broken.outcome == "refused"
    assert (tmp_path / "pulled/live/many/page-0001.json").read_bytes() == before
    (odd,) = asked(tmp_path, lambda _: httpx.Response(200, content=b"{}"), PAGED)
    assert "does not say how many pages there are" in odd.line


def test_an_answer_leads_to_others(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/bulkfiles/en"):
            return httpx.Response(200, json=[{"fileId": "7/../x"}])
        assert request.url.raw_path.endswith(b"/bulkfile/7%2F..%2Fx/en")
        head = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24)
        return httpx.Response(200, content=head)

    totals: list[tuple[int, int]] = []
    results = pull(
        [REMITTANCES],
        tmp_path / "snapshots",
        lambda done, total, _: totals.append((done, total)),
        httpx.MockTransport(answer),
        into=tmp_path / "pulled",
        limits=QUICK,
    )
    assert [result.outcome for result in results] == ["fetched", "fetched"]
    assert (tmp_path / "pulled/live/unctad/us-remittances.7z").stat().st_size == 32
    assert totals[-1] == (2, 2)
    assert all(done <= total for done, total in totals)


def test_a_list_that_names_nothing_to_fetch_is_refused(tmp_path: Path) -> None:
    for body in (b"[]", b"{}", b"[3]"):
        (result,) = pull(
            [REMITTANCES],
            tmp_path / "snapshots",
            None,
            httpx.MockTransport(lambda _, body=body: httpx.Response(200, content=body)),
            limits=QUICK,
        )
        assert result.outcome == "refused"
        assert "does not name what to fetch" in result.line


def test_rounds_of_displacement_follow_the_list_of_countries(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Ocp-Apim-Subscription-Key"] == "k"
        if request.url.path.endswith("country-list"):
            return httpx.Response(200, json={"result": [{"admin0Pcode": "HTI"}]})
        return httpx.Response(200, json={"result": []})

    results = pull(
        [DTM],
        tmp_path / "snapshots",
        None,
        httpx.MockTransport(answer),
        limits=QUICK,
        environment={"GMG_DTM_KEY": "k"},
    )
    assert [result.paths[0].rsplit("/", 1)[1] for result in results] == [
        "displacement-country-list.json",
        *(f"displacement-admin{level}-admin0pcode-hti.json" for level in (0, 1, 2)),
    ]

    def evil(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"result": [{"admin0Pcode": "../../x"}]})

    (result,) = pull(
        [DTM],
        tmp_path / "other",
        None,
        httpx.MockTransport(evil),
        limits=QUICK,
        environment={"GMG_DTM_KEY": "k"},
    )
    assert (result.outcome, "which is no code" in result.line) == ("refused", True)


def test_a_source_without_an_address_says_why(tmp_path: Path) -> None:
    (result,) = pull([ARRIVALS], tmp_path / "snapshots", None, httpx.MockTransport(_never))
    assert result.outcome == "not asked"
    assert result.line == f"iom.arrivals: not asked: {published.NOT_ASKED['iom.arrivals']}"


def _never(_: httpx.Request) -> httpx.Response:
    raise AssertionError("was asked")


def test_one_dead_service_does_not_stop_the_others(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/one.json":
            raise httpx.ConnectError("no route")
        return httpx.Response(200, content=b"[]")

    other = replace(ONE, address="https://api.unhcr.org/two.json", target="live/two.json")
    outcomes = [result.outcome for result in asked(tmp_path, answer, ONE, other)]
    assert outcomes == ["unreachable", "fetched"]


WHOLE = {
    "json": b'{"a": 1}',
    "csv": b"a,b\n1,2\n",
    "xml": b"<?xml version='1.0'?>\n<Treaty></Treaty>\n",
    "gzip": gzip.compress(b"a,b\n" * 100),
}


@pytest.mark.parametrize("form", WHOLE)
def test_whole_files_pass_and_cut_ones_do_not(form: str) -> None:
    check_whole(form, WHOLE[form])
    cut = WHOLE[form][:-4] if form != "csv" else b"no header here"
    with pytest.raises(NotWhole):
        check_whole(form, cut)


def test_workbooks_and_archives_that_are_cut_off_are_refused() -> None:
    import io

    import py7zr
    import xlsxwriter

    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        workbook.add_worksheet("Table 1").write(0, 0, 1)
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr("a,b\n" * 1000, "a.csv")
    for form, raw in (("xlsx", book.getvalue()), ("7z", packed.getvalue())):
        check_whole(form, raw)
        with pytest.raises(NotWhole, match=f"not whole {form}"):
            check_whole(form, raw[:-30])
        with pytest.raises(NotWhole, match=f"is not {form}"):
            check_whole(form, b"{}")


# --- a real server on this machine --------------------------------------------------------------


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    calls: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.calls[self.path] += 1
        getattr(self, f"serve_{self.path.strip('/').split('.')[0]}")()

    def reply(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve_tagged(self) -> None:
        if self.headers.get("If-None-Match") == '"t"':
            self.send_response(304)
            self.end_headers()
            return
        self.reply(200, b'{"ok": true}', ETag='"t"')

    def serve_shaky(self) -> None:
        code = 500 if self.calls[self.path] == 1 else 200
        self.reply(code, b'{"ok": true}')

    def serve_away(self) -> None:
        self.reply(302, b"", Location="http://127.0.0.2:9/elsewhere.json")

    def serve_big(self) -> None:
        self.reply(200, b"[" + b"1," * 20_000 + b"1]")

    def serve_endless(self) -> None:
        self.reply(200, b"", Transfer_Encoding="chunked")
        for _ in range(1000):
            self.wfile.write(b"400\r\n" + b"1" * 1024 + b"\r\n")

    def serve_page(self) -> None:
        self.reply(200, b"<!doctype html><title>maintenance</title>", Content_Type="text/html")

    def serve_cut(self) -> None:
        self.close_connection = True
        body = b'{"ok": true}'
        full = self.calls[self.path] > 2
        self.reply(200, body if full else body[:5], Content_Length=str(len(body)))

    def serve_always(self) -> None:
        self.close_connection = True
        self.reply(200, b'{"o', Content_Length="12")

    def serve_silent(self) -> None:
        time.sleep(1.2)
        self.close_connection = True

    def serve_drip(self) -> None:
        self.reply(200, b"", Transfer_Encoding="chunked")
        for _ in range(40):
            self.wfile.write(b"1\r\n1\r\n")
            self.wfile.flush()
            time.sleep(0.1)

    def serve_packed(self) -> None:
        self.reply(200, gzip.compress(b'{"ok": true}'), Content_Encoding="gzip")

    def serve_bomb(self) -> None:
        self.reply(200, gzip.compress(b"1" * 5_000_000), Content_Encoding="gzip")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up on an answer too long is what is tested here."""


@contextmanager
def _serving() -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(name="host")
def _host() -> Iterator[str]:
    _Handler.calls = Counter()
    with _serving() as host:
        yield host


def from_server(folder: Path, host: str, name: str, limits: Limits = QUICK) -> Pulled:
    request = replace(ONE, address=f"http://{host}/{name}.json")
    (result,) = pull(
        [POPULATION],
        folder / "snapshots",
        into=folder / "pulled",
        limits=limits,
        hosts={host},
        requests=lambda _: (request,),
    )
    return result


def test_a_server_that_knows_its_tags(tmp_path: Path, host: str) -> None:
    assert from_server(tmp_path, host, "tagged").outcome == "fetched"
    assert from_server(tmp_path, host, "tagged").outcome == "unchanged"
    assert _Handler.calls["/tagged.json"] == 2


def test_a_server_that_fails_once(tmp_path: Path, host: str) -> None:
    assert from_server(tmp_path, host, "shaky").outcome == "fetched"
    assert _Handler.calls["/shaky.json"] == 2


def test_a_body_cut_off_is_asked_for_again(tmp_path: Path, host: str) -> None:
    assert from_server(tmp_path, host, "cut").outcome == "fetched"
    assert _Handler.calls["/cut.json"] == 3
    assert (tmp_path / "pulled/live/one.json").read_bytes() == b'{"ok": true}'


def test_a_body_that_is_always_cut_off_is_never_kept(tmp_path: Path, host: str) -> None:
    result = from_server(tmp_path, host, "always")
    assert result.outcome == "unreachable"
    assert _Handler.calls["/always.json"] == QUICK.attempts
    assert not (tmp_path / "pulled").exists()
    assert list(Snapshots(tmp_path / "snapshots").index()) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("away", "leads to '127.0.0.2:9', which is no host"),
        ("big", "40,003 bytes, more than the 10,000"),
        ("endless", "more than the 10,000 bytes"),
        ("bomb", "more than the 10,000 bytes"),
        ("page", "a web page came in place of the file"),
        ("missing", "the server answers 404"),
    ],
)
def test_a_server_that_sends_something_else(
    tmp_path: Path, host: str, name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        _Handler, "serve_missing", lambda self: self.reply(404, b"no"), raising=False
    )
    result = from_server(tmp_path, host, name)
    assert (result.outcome, message in result.line) == ("refused", True), result.line
    assert _Handler.calls[f"/{name}.json"] == 1
    assert not (tmp_path / "pulled").exists()


def test_a_server_that_stays_silent_or_drips(tmp_path: Path, host: str) -> None:
    start = time.monotonic()
    silent = from_server(tmp_path, host, "silent", replace(QUICK, attempts=2, silence=0.2))
    drip = from_server(tmp_path, host, "drip", replace(QUICK, whole=0.5))
    assert (silent.outcome, drip.outcome) == ("unreachable", "unreachable")
    assert "not whole after 0.5 seconds" in drip.line
    assert _Handler.calls["/silent.json"] == 2
    assert time.monotonic() - start < 4


def test_a_server_that_packs_on_the_way(tmp_path: Path, host: str) -> None:
    assert from_server(tmp_path, host, "packed").outcome == "fetched"
    assert (tmp_path / "pulled/live/one.json").read_bytes() == b'{"ok": true}'


def test_nobody_there(tmp_path: Path) -> None:
    with _serving() as host:
        pass
    assert from_server(tmp_path, host, "tagged").outcome == "unreachable"


def test_a_pulled_folder_is_one_that_a_build_reads(tmp_path: Path) -> None:
    from gmg.evidence.build import build

    numbers = {"refugees": 12, "asylum_seekers": "5", "returned_refugees": "-", "oip": "-"}
    none = dict.fromkeys(("idps", "returned_idps", "stateless", "ooc", "hst"), 0)
    origin = {"coo_id": 1, "coo_name": "Sudan", "coo": "SUD", "coo_iso": "SDN"}
    asylum = {"coa_id": 2, "coa_name": "Libya", "coa": "LBY", "coa_iso": "LBY"}
    item = {"year": 2024, **origin, **asylum, **numbers, **none}
    document = {"page": 1, "maxPages": 1, "items": [item]}
    (result,) = pull(
        [POPULATION],
        tmp_path / "snapshots",
        None,
        httpx.MockTransport(lambda _: httpx.Response(200, content=json.dumps(document).encode())),
        limits=QUICK,
    )
    assert result.outcome == "fetched"
    built = build(tmp_path / "pulled", tmp_path / "base")
    (account,) = built.release.accounts
    assert (account.dataset, account.edition, account.kept) == ("unhcr.population", "live", 7)
    assert account.sha256 == result.sha256[0]
