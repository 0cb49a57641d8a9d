"""The site under load, measured from other processes on loopback: `python -m bench.under_load BASE`.

Pages are compared with an empty Django view in the same server and the same run (wrk, 50
connections). Cold pages are pages that this server has not made before. A bounded run of mixed
requests stands for an hour. `gmg publish` is one process.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

SECONDS = 6
ROUNDS = 3
CONNECTIONS = 50
COLD = 40
MIXED = 6_000
LUA = 'done = function(s, l, r) io.write(string.format("p95us %d\\n", l:percentile(95))) end\n'
WARM = ("en/place/LBY", "en/corridor/SDN/LBY")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def started(base: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.site_server", str(base), str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/health").read()
            return server, address
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def p95(address: str, script: Path) -> float:
    """Milliseconds under which 95 of 100 answers stay, with 50 connections."""
    said = subprocess.run(
        ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if errors:
        raise RuntimeError(f"{address}: {errors[0]}")
    found = re.search(r"p95us (\d+)", said)
    assert found
    return int(found[1]) / 1000


def loaded(address: str, finding: str) -> dict[str, Any]:
    """The p95 of an empty view and of three pages, in turn, and their ratios."""
    pages = {
        "empty": "empty",
        "place": WARM[0],
        "corridor": WARM[1],
        "finding": f"en/finding/{finding}",
    }
    runs: dict[str, list[float]] = {name: [] for name in pages}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "p95.lua"
        script.write_text(LUA)
        for path in pages.values():
            urllib.request.urlopen(f"{address}/{path}").read()
        for _ in range(ROUNDS):
            for name, path in pages.items():
                runs[name].append(p95(f"{address}/{path}", script))
    found = {name: round(median(values), 1) for name, values in runs.items()}
    return {
        "p95_ms": found,
        "ratio_to_empty": {
            name: round(median(a / b for a, b in zip(runs[name], runs["empty"], strict=True)), 2)
            for name in pages
            if name != "empty"
        },
    }


def first_byte(address: str) -> tuple[float, bytes]:
    """Milliseconds to the first byte, and the page."""
    begun = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        first = answer.read(1)
        elapsed = (time.perf_counter() - begun) * 1000
        return elapsed, first + answer.read()


def cold(address: str, places: list[str]) -> dict[str, Any]:
    """First bytes of places that the server has not made before, in a quiet server."""
    found = sorted(first_byte(f"{address}/en/place/{place}")[0] for place in places)
    return {
        "places": len(found),
        "median_ms": round(median(found)),
        "p95_ms": round(found[int(0.95 * (len(found) - 1))]),
        "slowest_ms": round(found[-1]),
    }


def weights(address: str, paths: dict[str, list[str]]) -> dict[str, Any]:
    """Bytes of pages, with pictures and without, as sent and packed."""
    rows = {}
    for kind, of_kind in paths.items():
        whole, bare, packed = [], [], []
        for path in of_kind:
            page = first_byte(f"{address}/{path}")[1]
            whole.append(len(page))
            bare.append(len(re.sub(rb"<svg.*?</svg>", b"", page, flags=re.DOTALL)))
            packed.append(len(gzip.compress(page, 6)))
        rows[kind] = {
            "pages": len(whole),
            "heaviest_kB": round(max(whole) / 1000),
            "heaviest_without_pictures_kB": round(max(bare) / 1000),
            "heaviest_packed_kB": round(max(packed) / 1000),
        }
    return rows


def memory(pid: int) -> int:
    """Resident MiB of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1]) // 1024


def mixed(address: str, pid: int, paths: list[str]) -> dict[str, Any]:
    """Requests of all kinds in an order of chance, eight at a time: errors, and memory at each quarter."""
    chance = random.Random(7)
    wanted = [chance.choice(paths) for _ in range(MIXED)]
    wrong: list[tuple[str, int]] = []
    levels = [memory(pid)]
    begun = time.perf_counter()
    for quarter in range(4):
        part = wanted[quarter * MIXED // 4 : (quarter + 1) * MIXED // 4]

        def asking(mine: list[str]) -> None:
            for path in mine:
                try:
                    urllib.request.urlopen(f"{address}/{path}", timeout=60).read()
                except urllib.error.HTTPError as error:
                    if error.code not in (404, 400, 429):
                        wrong.append((path, error.code))

        threads = [threading.Thread(target=asking, args=(part[at::8],)) for at in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        levels.append(memory(pid))
    return {
        "requests": MIXED,
        "seconds": round(time.perf_counter() - begun),
        "errors": len(wrong),
        "first_errors": wrong[:5],
        "resident_MiB": levels,
    }


def published(base: Path) -> dict[str, Any]:
    """`gmg publish` of places, corridors over 1,000 people and instruments, one process."""
    folder = Path(tempfile.mkdtemp()) / "site"
    only = [word for part in ("places", "corridors", "instruments") for word in ("--only", part)]
    said = subprocess.run(
        [sys.executable, "-m", "gmg", "publish", str(folder), *only, "--processes", "1", "--json",
         "--base", str(base)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    size = sum(file.stat().st_size for file in folder.rglob("*.html"))
    shutil.rmtree(folder.parent)
    (row,) = json.loads(said)
    return {
        "pages": row["pages"],
        "of_them_findings": row["findings"],
        "seconds": row["seconds"],
        "pages_a_second_a_core": row["per_second"],
        "MB": round(size / 1e6),
    }


def main(base: Path) -> dict[str, Any]:
    from gmg.axes import what, where
    from gmg.evidence.base import open_base
    from gmg.site.shelf import open_shelf

    shelf = open_shelf(open_base(base))
    places = [place.code for place in where.places("country")]
    corridors = [f"en/corridor/{o}/{d}" for o, d, _ in shelf.corridors(1000)]
    findings = [one.id for one in shelf.findings("true", (), 200)]
    chance = random.Random(3)
    some = chance.sample(places, COLD)
    server, address = started(base)
    try:
        urllib.request.urlopen(f"{address}/en/place/FRA").read()  # templates and shelf are warm
        found: dict[str, Any] = {"cold place page, first byte": cold(address, some)}
        found["weight"] = weights(
            address,
            {
                "place": [f"en/place/{place}" for place in some],
                "corridor": ["en/corridor/SDN/LBY", *corridors[:40], *chance.sample(corridors, 40)],
                "finding": [f"en/finding/{one}" for one in findings[:40]],
            },
        )
        found["load"] = loaded(address, findings[0])
        print(json.dumps(found), file=sys.stderr, flush=True)
        kinds = [f"{lang}/place/{place}" for place in places[:60] for lang in ("en", "ar")]
        kinds += corridors[:400] + [f"en/finding/{one}" for one in findings]
        kinds += [f"en/concept/{code}" for code in what.codes()]
        kinds += [f"api/v1/place/{place}" for place in places[:60]]
        kinds += [
            "en",
            "ar",
            "en/findings",
            "en/when",
            "en/place/XYZ",
            "en/search?q=refugees+Kenya",
        ]
        kinds += [f"{path}/table/figures.csv" for path in corridors[:100]]
        found["mixed"] = mixed(address, server.pid, kinds)
        print(json.dumps(found["mixed"]), file=sys.stderr, flush=True)
    finally:
        server.terminate()
        server.wait()
    found["publish"] = published(base)
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), indent=1, ensure_ascii=False))
