"""What one process writes: pages one after another, and all corridors of a destination at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gmg.evidence.base import Base, open_base
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.render import html
from gmg.site.pages import ROUTES, Route
from gmg.site.pages.corridor import of_lines
from gmg.site.publish.cells import Files
from gmg.site.publish.written import Written, file_of
from gmg.site.shelf import Line, Shelf, open_shelf
from gmg.site.words import words


class Paths(frozenset[str]):
    """The pages that are written; findings are written as they are led to."""

    def __contains__(self, path: object) -> bool:
        return super().__contains__(path) or str(path).startswith("finding/")


@dataclass(frozen=True, slots=True)
class Task:
    """What every process is told."""

    folder: Path
    base: Path
    release: str
    lang: str
    languages: tuple[str, ...]
    paths: Paths
    assets: dict[str, str]
    origin: str


class Writer:
    """Writes pages of one release in one language."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.base: Base = open_base(task.base, task.release)
        self.shelf: Shelf = open_shelf(self.base)
        self.words = words(task.lang)
        self.files = Files(self.base)
        self.out = task.folder / task.lang
        self.findings: dict[str, None] = {}
        self.made: set[Path] = set()

    def ask(self, path: str) -> Ask:
        """A question whose answer is the page of that path."""
        task = self.task
        to = Written(
            task.lang,
            path,
            task.paths,
            languages=task.languages,
            assets=task.assets,
            origin=task.origin,
        )
        return Ask(self.base, self.shelf, self.words, to)

    def pages(self, paths: Iterable[str]) -> int:
        """Write pages by their paths; how many there were."""
        count = 0
        for path in paths:
            route, parameters = routed(path)
            ask = self.ask(path)
            try:
                page = route.make(ask, **parameters)
            except NotFound:
                continue
            self.write(page, ask)
            count += 1
        return count

    def corridors(self, destination: str, origins: Sequence[str]) -> int:
        """Write the pages of many origins and one destination, from two readings of the shelf."""
        wanted = set(origins)
        there: dict[str, list[Line]] = {origin: [] for origin in origins}
        back: dict[str, list[Line]] = {origin: [] for origin in origins}
        for line in self.shelf.pairs_at(destination, origins):
            there[line.counterpart or ""].append(line)
        for line in self.shelf.newest_from(destination):
            if line.place in wanted:
                back[line.place].append(line)
        for origin in origins:
            ask = self.ask(f"corridor/{origin}/{destination}")
            self.write(of_lines(ask, origin, destination, there[origin], back[origin]), ask)
        return len(origins)

    def write(self, page: Page, ask: Ask) -> None:
        """One file: written beside and renamed, so that a killed process leaves no half page."""
        to = ask.to
        assert isinstance(to, Written)
        also = {
            "permanent": to.permanent(self.task.release, page.path, page.query),
            "newest": to.newest(page.path, page.query),
            "notice": "",
            "picture": "",
            "structured": "",
            "cells": lambda: self.files.listed(to.cells),
        }
        text = html(page, base=self.base, words=self.words, to=to, **also)
        self.findings.update(to.findings)
        path = self.out / file_of(page.path)
        if path.parent not in self.made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(path.parent)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_bytes(text.encode())
        beside.replace(path)


def routed(path: str) -> tuple[Route, dict[str, str]]:
    """The route of a path and its parameters. Raises NotFound where there is none."""
    parts = path.split("/")
    for route in ROUTES:
        pattern = route.path.split("/")
        if len(pattern) == len(parts) and all(
            p == q or p.startswith("<") for p, q in zip(pattern, parts, strict=True)
        ):
            values = dict(zip(pattern, parts, strict=True))
            return route, {p[1:-1]: q for p, q in values.items() if p.startswith("<")}
    raise NotFound("No page has that path", path)


def chunks(paths: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Paths in runs of at most `size`."""
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
