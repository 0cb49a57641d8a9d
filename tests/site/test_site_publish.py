"""The site as files: every link leads to a file, every number to its cell, and nothing is half written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gmg.evidence.base import Base
from gmg.site.publish import publish
from gmg.site.publish.publish import NotEmpty
from gmg.site.publish.written import Written, file_of


@pytest.fixture(scope="module")
def folder(norms_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published") / "site"
    publish(norms_base, made, languages=("en", "ar"), least=0, processes=2)
    return made


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_pages_of_every_kind(folder: Path) -> None:
    for path in (
        "index",
        "where",
        "place/DEU",
        "corridor/SYR/DEU",
        "concept/refugees",
        "instrument/ICRMW",
    ):
        for lang in ("en", "ar"):
            assert (folder / lang / f"{path}.html").is_file()
    assert [*(folder / "en" / "finding").glob("*.html")]


def test_every_link_leads_to_a_file(folder: Path) -> None:
    broken = set()
    for page in pages(folder):
        text = page.read_text()
        for link in set(re.findall(r'(?:href|src)="([^"]+)"', text)):
            if link.startswith(("http:", "https:", "mailto:", "data:")):
                continue
            assert not link.startswith("/"), (page, link)
            target, _, anchor = link.partition("#")
            to = page if not target else (page.parent / target).resolve()
            if not to.is_file() or (anchor and not target and f'id="{anchor}"' not in text):
                broken.add((str(page.relative_to(folder)), link))
    assert sorted(broken)[:10] == []


def test_a_number_leads_to_its_cell(folder: Path) -> None:
    text = (folder / "en" / "corridor" / "SYR" / "DEU.html").read_text()
    numbers = re.findall(r'<a class="n" href="#([^"]+)">', text)
    assert numbers
    assert all(f'id="{number}"' in text for number in numbers)
    assert "sha256" in text


def test_the_same_release_gives_the_same_bytes(
    norms_base: Base, folder: Path, tmp_path: Path
) -> None:
    publish(norms_base, tmp_path / "again", languages=("en", "ar"), least=0, processes=1)
    for page in pages(folder):
        assert (tmp_path / "again" / page.relative_to(folder)).read_bytes() == page.read_bytes()


def test_a_folder_of_others_is_refused(norms_base: Base, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotEmpty, match="holds other files"):
        publish(norms_base, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(NotEmpty, match="a file"):
        publish(norms_base, tmp_path / "mine.txt")


def test_a_killed_writer_leaves_no_half_page(norms_base: Base, tmp_path: Path) -> None:
    out = tmp_path / "site"
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gmg",
            "publish",
            str(out),
            "--base",
            str(norms_base.folder),
            "--least",
            "0",
        ],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(400):
        if len(pages(out)) > 3 or running.poll() is not None:
            break
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    written = pages(out)
    assert written
    assert all(
        page.read_text().rstrip().endswith("</html>") for page in written if page.parent != out
    )


def test_addresses_on_disk() -> None:
    to = Written("en", "corridor/SYR/DEU", {"", "place/DEU"}, languages=("en", "ar"))
    assert to.page("") == "../../index.html"
    assert to.place("DEU") == "../../place/DEU.html"
    assert to.place("FRA") == ""
    assert to.page("place/DEU", year=2020) == ""
    assert to.in_language("ar", "place/DEU", {}) == "../../../ar/place/DEU.html"
    assert to.in_language("fr", "place/DEU", {}) == ""
    assert to.figure("4d8356453a32.7.L") == "#4d8356453a32.7.L"
    assert file_of("a/b") == "a/b.html"
