"""A release swapped in while many ask: every answer is one, and of one release throughout."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gmg.evidence.base import NoBase, open_base
from gmg.evidence.release import make_current
from gmg.site.application.kept import Keep, kept
from gmg.site.application.releases import Releases
from gmg.site.frame.errors import NotFound
from site_base import client_of
from small import POPULATION, STOCK_2024, build_small, stock_2024, unhcr

SYRIANS = {"first": 700, "second": 90_210}
ASKERS, SECONDS = 6, 2.5


def files(refugees: int) -> dict[str, bytes]:
    stock = [("DEU", 2024, "SYR", "male", refugees), ("DEU", 2024, "SYR", "female", refugees + 1)]
    return {STOCK_2024: stock_2024(*stock), POPULATION: unhcr((2024, "SYR", "DEU", refugees))}


@pytest.fixture(scope="module")
def releases_of(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A folder with two releases, the first current, and the refugees that each counts."""
    folder = tmp_path_factory.mktemp("swap")
    counted = {}
    for name, refugees in reversed(SYRIANS.items()):
        build_small(folder / f"data-{name}", folder / "base", files(refugees))
        counted[open_base(folder / "base").release.id] = refugees
    assert len(counted) == 2
    return folder / "base", counted


def refugees_in(document: Any) -> set[int]:
    return {f["value"] for f in document["data"]["figures"] if f["concept"] == "refugees"}


def test_every_answer_is_of_one_release(releases_of: tuple[Path, dict[str, int]]) -> None:
    base, counted = releases_of
    client_of(base)
    faults: list[str] = []
    seen: set[str] = set()
    done = threading.Event()

    def ask() -> None:
        client = Client(REMOTE_ADDR=str(threading.get_ident()))
        turn = 0
        while not done.is_set():
            turn += 1
            document = client.get("/api/v1/corridor/SYR/DEU")
            if document.status_code == 429:
                continue
            if document.status_code != 200:
                faults.append(f"{document.status_code}")
                continue
            told = document.json()
            seen.add(told["release"])
            if refugees_in(told) != {counted[told["release"]]}:
                faults.append(f"{told['release']} tells {refugees_in(told)}")
            page = client.get(f"/en/corridor/SYR/DEU?n={turn}")
            html = page.content.decode()
            of = [name for name in counted if f"/r/{name}/en/corridor" in html]
            if page.status_code != 200 or len(of) != 1 or f"{counted[of[0]]:,}" not in html:
                faults.append(f"page {page.status_code} of {of}")

    threads = [threading.Thread(target=ask) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    names = list(counted)
    until, turn = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        turn += 1
        make_current(base, open_base(base, names[turn % 2]).release)
        time.sleep(0.02)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert seen == set(counted)


def test_a_pinned_page_never_changes_but_says_so(releases_of: tuple[Path, dict[str, int]]) -> None:
    base, counted = releases_of
    old, new = counted
    client = client_of(base)
    make_current(base, open_base(base, old).release)
    before = client.get(f"/r/{old}/en/corridor/SYR/DEU").content.decode()
    make_current(base, open_base(base, new).release)
    after = client.get(f"/r/{old}/en/corridor/SYR/DEU").content.decode()
    assert f"{counted[old]:,}" in before and f"{counted[old]:,}" in after
    assert new not in before
    assert f"A newer release, {new}, exists" in after
    assert f"{counted[new]:,}" in client.get("/en/corridor/SYR/DEU").content.decode()


def test_one_opens_and_others_are_not_held_up(
    releases_of: tuple[Path, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, counted = releases_of
    old, new = counted
    found = Releases(base)
    found.get(old)
    go, begun, opened = threading.Event(), threading.Event(), []
    real = Releases._open

    def slow(self: Releases, name: str) -> Any:
        opened.append(name)
        begun.set()
        go.wait(10)
        return real(self, name)

    monkeypatch.setattr(Releases, "_open", slow)
    threads = [threading.Thread(target=found.get, args=(new,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    assert found.get(old).base.release.id == old  # answered while the other is still being opened
    go.set()
    for thread in threads:
        thread.join()
    assert opened == [new]


def test_names_that_are_no_releases(releases_of: tuple[Path, dict[str, int]]) -> None:
    found = Releases(releases_of[0])
    for name in ("..", "../base", "a/b", "a" * 65, "a" * 300, "٣", "\x00", "0123456789ab", "."):
        with pytest.raises(NotFound):
            found.get(name)
    with pytest.raises(NoBase):
        Releases(releases_of[0] / "nothing").get()


def test_what_many_ask_at_once_is_made_once() -> None:
    keep, made, ready = Keep(), [], threading.Barrier(8)

    def make() -> Any:
        made.append(1)
        time.sleep(0.05)
        return kept(b"x" * 1000, "text/plain")

    answers: list[bool] = []

    def ask() -> None:
        ready.wait()
        answers.append(keep.get(("a",), make)[1])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert sorted(answers) == [False] + [True] * 7
    assert keep.making == {}


def test_what_fails_is_not_kept() -> None:
    keep = Keep()

    def fail() -> Any:
        raise NotFound("nothing")

    for _ in range(2):
        with pytest.raises(NotFound):
            keep.get(("a",), fail)
    assert keep.making == {} and keep.held == 0
    assert keep.get(("a",), lambda: kept(b"", "text/plain"))[1] is False


def test_no_more_is_kept_than_may_be() -> None:
    keep = Keep(most=10_000)
    for at in range(100):
        keep.get((str(at),), lambda: kept(b"x" * 500, "text/plain"))
    assert keep.held <= 10_000
    assert keep.held == sum(answer.size for answer in keep.answers.values())
    keep.get(("large",), lambda: kept(b"x" * 5000, "text/plain"))
    assert ("large",) not in keep.answers
