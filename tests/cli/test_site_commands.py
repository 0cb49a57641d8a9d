"""`gmg serve` and `gmg publish` as a user calls them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from gmg.evidence.base import Base


def gmg(*words: object, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gmg", *map(str, words)],
        capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


def test_publish_says_what_it_wrote(norms_base: Base, tmp_path: Path) -> None:
    out = tmp_path / "site"
    ran = gmg("publish", out, "--only", "places", "--base", norms_base.folder, "--json")
    assert ran.returncode == 0, ran.stderr
    (said,) = json.loads(ran.stdout)
    assert said["pages"] > 200
    assert said["release"] == norms_base.release.id
    assert json.loads((out / "published.json").read_text())["pages"] == said["pages"]
    again = gmg("publish", out, "--only", "places", "--base", norms_base.folder)
    assert again.returncode == 0
    assert "pages in" in again.stdout


def test_publish_refuses_a_folder_of_others(norms_base: Base, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    ran = gmg("publish", tmp_path, "--base", norms_base.folder)
    assert ran.returncode == 1
    assert "holds other files" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_serve_answers_until_it_is_stopped(norms_base: Base) -> None:
    known = {**os.environ, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gmg", "serve", "--port", "0", "--base", str(norms_base.folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=known,
    )  # fmt: skip
    assert server.stdout is not None and server.stderr is not None
    said = ""
    while "http://" not in said:
        line = server.stdout.readline()
        assert line, server.stderr.read()
        said += line
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found
    for _ in range(50):
        try:
            with urllib.request.urlopen(f"{found[0]}/en/place/DEU") as answer:
                assert answer.status == 200
                break
        except OSError:
            time.sleep(0.1)
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=20) in (0, 130)
    logged = [
        json.loads(line) for line in server.stderr.read().splitlines() if line.startswith("{")
    ]
    assert any(line["path"] == "/en/place/DEU" and line["status"] == 200 for line in logged)


def test_a_port_that_is_taken(norms_base: Base) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = gmg("serve", "--port", port, "--base", norms_base.folder)
    assert ran.returncode == 1
    assert f"port {port}" in ran.stderr and "--port" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_serve_without_a_base(tmp_path: Path) -> None:
    ran = gmg("serve", "--base", tmp_path)
    assert ran.returncode == 1
    assert "gmg build" in ran.stderr
