"""The room's pages under load: `python -m bench.room_load BASE [sqlite|postgresql]`.

40 agencies of 25 people, 5,000 documents of 20 versions each, 100,000 events. Pages are asked for by
50 connections at once (wrk) and compared, in the same run and the same server, with an empty Django
view and with an empty page of the room (signed in, seats read, layout drawn). Each connection is
another person of another agency. Each page was asked for once by each before it is timed. Then the same again
while an act a second is entered, so that nothing kept from before can serve.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.site_server import KEY
from gmg.site.application.settings import configure

configure(SECRET_KEY=KEY)

from bench.room import AGENCIES, DOCUMENTS, PEOPLE, fill, people, rooms  # noqa: E402
from bench.under_load import CONNECTIONS, ROUNDS, free_port, p95  # noqa: E402

VERSIONS = 20
LUA = """
local cookies = {%s}
local at = 0
request = function()
  at = at %% #cookies + 1
  return wrk.format("GET", nil, {["Cookie"] = cookies[at]})
end
done = function(s, l, r) io.write(string.format("p95us %%d\\n", l:percentile(95))) end
"""


def versions() -> None:
    """Twenty versions for each document, each with three paragraphs, the last one frozen."""
    from gmg.group.rules import texts
    from gmg.group.store.models import Document, Version

    made = datetime.now(UTC)
    for start in range(0, DOCUMENTS, 250):
        rows = []
        for document in Document.objects.order_by("id")[start : start + 250]:
            for number in range(1, VERSIONS + 1):
                text = texts.Version(
                    document.key,
                    document.title,
                    "en",
                    number,
                    tuple(
                        texts.Paragraph(f"p{n}", str(n), f"Words of version {number}. " * 12)
                        for n in (1, 2, 3)
                    ),
                )
                rows.append(
                    Version(
                        document=document,
                        language="en",
                        number=number,
                        content=asdict(text),
                        hash=texts.digest(text),
                        made=made,
                        frozen=made if number == VERSIONS else None,
                    )
                )
        Version.objects.bulk_create(rows, batch_size=1_000)


def sessions(count: int) -> list[str]:
    """Cookies of people who are signed in, each of another agency as far as they go."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from gmg.group.store.models import Person

    persons = list(Person.objects.order_by("id")[: AGENCIES * PEOPLE])
    chosen = [persons[(n % AGENCIES) * PEOPLE + n // AGENCIES] for n in range(count)]
    made = []
    for person in chosen:
        Authenticator.objects.create(user=person, type="totp", data={"secret": "unused"})
        store = SessionStore()
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.create()
        made.append(f"gmg={store.session_key}; gmg-form={'a' * 32}")
    return made


def running(chair: Any, body: Any) -> tuple[str, str]:
    """A document with a round that runs on it: their keys."""
    from gmg.group.acts import rounds, texts
    from gmg.group.rules.rounds import Kind
    from gmg.group.rules.texts import Paragraph, Version

    words = Version("", "On which all look", "en", 0, (Paragraph("p1", "1", "Words. " * 150),))
    document = texts.start(chair, body, "statement", words.title, "A00")
    version = texts.write_version(chair, document, words, None)
    texts.freeze(chair, version)
    ends = datetime.now(UTC) + timedelta(days=5)
    return document.key, rounds.open_round(chair, version, Kind.CLEARANCE, ends).key


@contextmanager
def served(base: Path, url: str) -> Iterator[str]:
    """The server in a process of its own, on loopback."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.site_server", str(base), str(port), url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/health").read()
                break
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def once(address: str, path: str, cookies: list[str]) -> None:
    """The page once for each person, before it is timed: what follows is a page asked for again."""
    for cookie in cookies:
        wanted = urllib.request.Request(f"{address}/{path}", headers={"Cookie": cookie})
        with urllib.request.urlopen(wanted) as answer:
            answer.read()
            if "/login/" in answer.url:
                raise RuntimeError(f"{path}: not signed in")


def asked(address: str, pages: dict[str, str], cookies: list[str]) -> dict[str, Any]:
    """p95 of each page in turn, round after round, and its ratio to both empty ones."""
    runs: dict[str, list[float]] = {name: [] for name in pages}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "p95.lua"
        script.write_text(LUA % ", ".join(json.dumps(cookie) for cookie in cookies))
        for _ in range(ROUNDS):
            for name, path in pages.items():
                once(address, path, cookies)
                runs[name].append(p95(f"{address}/{path}", script))

    def ratio(name: str, to: str) -> float:
        return round(median(a / b for a, b in zip(runs[name], runs[to], strict=True)), 2)

    measured = [name for name in pages if not name.startswith("empty")]
    return {
        "p95_ms": {name: round(median(values), 1) for name, values in runs.items()},
        "to_empty_view": {name: ratio(name, "empty view") for name in measured},
        "to_empty_page": {name: ratio(name, "empty page") for name in measured},
    }


def acting(stop: threading.Event, url: str) -> None:
    """An event a second, as if somebody worked."""
    from gmg.group.acts.log import write, writing
    from gmg.group.store.models import Body

    del url
    while not stop.wait(1.0):
        body = Body.objects.first()
        assert body is not None
        with writing() as at:
            write("bench.act", body, at, None, None)


def measure(base: Path, kind: str) -> dict[str, Any]:
    """One database."""
    from gmg.group.store.database import open_room

    with rooms(kind) as url:
        open_room(url)
        body, chair, _ = people("BENCH")
        fill(body)
        versions()
        cookies = sessions(CONNECTIONS)
        document, round_ = running(chair, body)
        pages = {
            "empty view": "empty",
            "empty page": "en/room/empty",
            "desk": "en/room",
            "document": f"en/room/document/{document}",
            "clearance": f"en/room/round/{round_}",
            "documents": "en/room/documents",
        }
        with served(base, url) as address:
            found = {"quiet": asked(address, pages, cookies)}
            stop = threading.Event()
            busy = threading.Thread(target=acting, args=(stop, url))
            busy.start()
            try:
                found["while an act a second is entered"] = asked(address, pages, cookies)
            finally:
                stop.set()
                busy.join()
    return found


def main() -> None:
    base = Path(sys.argv[1])
    kinds = sys.argv[2:] or ["sqlite", "postgresql"]
    print(json.dumps({kind: measure(base, kind) for kind in kinds}, indent=1))


if __name__ == "__main__":
    main()
