"""`gmg publish`: the whole site, or a part of it, as files."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from gmg.axes import what, where, who
from gmg.evidence.base import Base
from gmg.site.application.assets import assets
from gmg.site.publish.work import Paths, Task, Writer, chunks
from gmg.site.shelf import open_shelf

LEAST = 1000
"""People from which on a corridor is written."""

SINGLE = (
    "", "where", "what", "who", "when", "instruments", "findings", "flows", "gaps", "activities",
    "data", "note", "about", "method", "licences", "api",
)  # fmt: skip
PARTS = ("places", "corridors", "concepts", "instruments", "agencies", "data", "pages")
A_RUN = 12
RARELY = (50_000, 50, 50)
"""When a process that writes thousands of pages looks for garbage."""

START = "index.html"


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: pages by kind, bytes, seconds."""

    folder: str
    release: str
    languages: tuple[str, ...]
    pages: int
    findings: int
    seconds: float
    processes: int

    @property
    def per_second(self) -> float:
        """Pages a second, all processes together."""
        return self.pages / self.seconds if self.seconds else 0.0


class NotEmpty(ValueError):
    """The folder holds something else; nothing was written."""


def publish(
    base: Base,
    folder: Path,
    *,
    languages: Sequence[str] = ("en",),
    parts: Collection[str] = PARTS,
    least: float = LEAST,
    origin: str = "",
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Published:
    """Write the site of a release into `folder`; `progress` is told pages written and pages in all.

    A folder that was published before is written over; one that holds anything else is refused
    with NotEmpty. Corridors are those in which any newest figure counts at least `least` people.
    """
    started = time.perf_counter()
    refuse_others(folder)
    shelf = open_shelf(base)
    corridors: dict[str, list[str]] = {}
    if "corridors" in parts:
        for origin_code, destination, _ in shelf.corridors(least):
            corridors.setdefault(destination, []).append(origin_code)
    single = listed(base, parts)
    pairs = [f"corridor/{o}/{d}" for d, found in corridors.items() for o in found]
    paths = Paths([*single, *pairs])
    static = assets()
    (folder / "static").mkdir(parents=True, exist_ok=True)
    for name, body in static.bodies.items():
        (folder / "static" / name).write_bytes(body)
    tasks = [
        Task(
            folder=folder,
            base=base.folder,
            release=base.release.id,
            lang=lang,
            languages=tuple(languages),
            paths=paths,
            assets=static.names,
            origin=origin,
        )
        for lang in languages
    ]
    count = processes or os.cpu_count() or 1
    total = len(paths) * len(tasks)
    done = findings = 0
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        led_to: dict[str, dict[str, None]] = {task.lang: {} for task in tasks}
        jobs = [
            pool.submit(run, task, list(run_of), None)
            for task in tasks
            for run_of in chunks(single, A_RUN)
        ]
        jobs += [
            pool.submit(run, task, found, destination)
            for task in tasks
            for destination, found in sorted(corridors.items(), key=lambda item: -len(item[1]))
        ]
        for job in as_completed(jobs):
            lang, written, led = job.result()
            led_to[lang].update(led)
            done += written
            if progress:
                progress(done, total)
        more = [
            pool.submit(run, task, list(run_of), None)
            for task in tasks
            for run_of in chunks(
                [f"finding/{one}" for one in sorted(led_to[task.lang])], 10 * A_RUN
            )
        ]
        total += sum(len(found) for found in led_to.values())
        for job in as_completed(more):
            written = job.result()[1]
            done, findings = done + written, findings + written
            if progress:
                progress(done, total)
    first = languages[0]
    (folder / START).write_text(
        f'<!doctype html><meta charset="utf-8"><title>gmg</title>'
        f'<meta http-equiv="refresh" content="0;url={first}/index.html">'
        f'<a href="{first}/index.html">gmg</a>\n'
    )
    published = Published(
        folder=str(folder),
        release=base.release.id,
        languages=tuple(languages),
        pages=done,
        findings=findings,
        seconds=round(time.perf_counter() - started, 3),
        processes=count,
    )
    (folder / "published.json").write_text(json.dumps(asdict(published), indent=1) + "\n")
    return published


def refuse_others(folder: Path) -> None:
    """Refuse a folder that holds what was not published."""
    if folder.is_file():
        raise NotEmpty(f"{folder}: this is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "published.json").is_file():
        raise NotEmpty(f"{folder}: holds other files; name a new folder or an empty one")


def listed(base: Base, parts: Collection[str]) -> list[str]:
    """The paths of all pages but the corridors."""
    found: list[str] = []
    if "pages" in parts:
        found += SINGLE
    if "places" in parts:
        found += [f"place/{place.code}" for place in where.places()]
    if "concepts" in parts:
        found += [f"concept/{code}" for code in what.codes()]
    if "instruments" in parts:
        found += [f"instrument/{one.code}" for one in what.instruments()]
    if "agencies" in parts:
        found += [f"agency/{one.code}" for one in who.agencies()]
    if "data" in parts:
        found += [f"data/{name}" for name in sorted(base.release.sources)]
    return found


_WRITERS: dict[str, Writer] = {}


def run(task: Task, names: list[str], destination: str | None) -> tuple[str, int, dict[str, None]]:
    """Write pages, or the corridors of a destination, in a process of the pool."""
    writer = _WRITERS.get(task.lang)
    if writer is None:
        gc.set_threshold(*RARELY)
        writer = _WRITERS[task.lang] = Writer(task)
    writer.findings = {}
    whole = destination is None
    written = writer.pages(names) if whole else writer.corridors(destination or "", names)
    return task.lang, written, writer.findings
