"""Fetch what the agencies publish now: bytes into the snapshot store, files into a folder to build from.

Policy: only hosts on the list of `gmg.sources.published` are asked, and no redirect leads off it or
from https to http; an answer is taken whole or not at all; a web page in place of a file is refused,
whatever its status; what has not changed is not fetched again; a busy service is asked again after
a pause that grows, and as late as it asks for. Nothing is converted: what is kept is what was sent.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import httpx

from gmg.evidence.fetch import Fetcher, Limits, NotTaken, Unreachable, fetcher
from gmg.evidence.snapshots import Snapshot, Snapshots, snapshot_of, write_whole
from gmg.evidence.whole import NotWhole, check_whole
from gmg.sources import published
from gmg.sources.description import Source
from gmg.sources.published import HOSTS, NO_READER, NOT_ASKED, Request

Progress = Callable[[int, int, str], None]
Outcome = Literal["fetched", "unchanged", "refused", "needs a key", "unreachable", "not asked"]
Index = dict[str, dict[str, Any]]
MAX_PAGES = 5000


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one request. `line` says it to a reader; `paths` are below the folder of files.

    `bytes` and `sha256` (one a page) are of what the answer holds, fetched now or before; `is_read`
    says whether a build makes figures of it.
    """

    dataset: str
    title: str
    address: str
    outcome: Outcome
    line: str
    paths: tuple[str, ...] = ()
    sha256: tuple[str, ...] = ()
    bytes: int = 0
    is_read: bool = False


def pull(
    sources: Iterable[Source],
    snapshots: Path,
    progress: Progress | None = None,
    transport: httpx.BaseTransport | None = None,
    *,
    into: Path | None = None,
    limits: Limits | None = None,
    environment: Mapping[str, str] | None = None,
    hosts: Collection[str] = HOSTS,
    requests: Callable[[str], tuple[Request, ...]] = published.requests,
) -> list[Pulled]:
    """Ask every address of the sources and say what became of each, in order.

    Bytes go into the store at `snapshots`, files below `into` (`pulled` beside the store unless
    named) under paths that `gmg build --data` knows. `progress` hears of requests done, requests in
    all and a line; `environment` holds the keys that services want. `hosts` and `requests` stand for
    those of `gmg.sources.published`. Raises OSError where nothing can be written, and nothing for
    what a service does: each outcome has a line.
    """
    with fetcher(hosts, limits or Limits(), transport) as fetching:
        pulling = _Pulling(
            fetching,
            Snapshots(snapshots),
            into or snapshots.parent / "pulled",
            os.environ if environment is None else environment,
            progress or (lambda *_: None),
        )
        return pulling.all(list(sources), requests)


@dataclass(frozen=True, slots=True)
class _Answer:
    snapshot: Snapshot
    changed: bool


@dataclass(slots=True)
class _Pulling:
    fetching: Fetcher
    store: Snapshots
    into: Path
    environment: Mapping[str, str]
    progress: Progress
    done: int = 0
    waiting: list[Request] = field(default_factory=list)

    def all(
        self, sources: list[Source], requests: Callable[[str], tuple[Request, ...]]
    ) -> list[Pulled]:
        """The outcome of every request of the sources and of those that answers lead to."""
        results = [_not_asked(source) for source in sources if not requests(source.id)]
        self.waiting = [request for source in sources for request in requests(source.id)]
        known = newest(self.store)
        while self.waiting:
            request = self.waiting.pop(0)
            self.tell(request.title, 1)
            result = self.one(request, known)
            self.done += 1
            self.tell(result.line)
            results.append(result)
        return results

    def tell(self, line: str, under_way: int = 0) -> None:
        """Say how far it is."""
        self.progress(self.done, self.done + under_way + len(self.waiting), line)

    def one(self, request: Request, known: Index) -> Pulled:
        """Ask one request, whole with its pages, and put its files where a build finds them."""
        key = request.key
        if key is not None and not self.environment.get(key.variable):
            return _said(
                request, "needs a key", f"set ${key.variable}; keys are given out at {key.where}"
            )
        try:
            answers = list(self.answers(request, known))
            further = published.leads_to(request, answers[0].snapshot.content)
        except (NotTaken, NotWhole, ValueError) as error:
            return _said(request, "refused", str(error))
        except Unreachable as error:
            times = self.fetching.limits.attempts
            return _said(
                request, "unreachable", f"{error}; asked up to {times} times, try again later"
            )
        self.waiting[:0] = further
        return self.put(request, answers)

    def answers(self, request: Request, known: Index) -> Iterator[_Answer]:
        """The answer, or its pages one after the other."""
        size = request.pages.size if request.pages else 0
        for page in range(1, MAX_PAGES + 1):
            address = request.address.format(page=page, offset=(page - 1) * size)
            name = request.target.format(page=page) or f"{request.dataset}, {request.title}"
            answer = self.ask(request, address, name, known.get(address, {}))
            yield answer
            if not _more(request, page, answer.snapshot):
                return
            self.tell(f"{request.title}, page {page + 1}", 1)
            time.sleep(self.fetching.limits.between_pages)
        raise NotTaken(f"does not end after {MAX_PAGES} pages")

    def ask(self, request: Request, address: str, name: str, before: dict[str, Any]) -> _Answer:
        """One answer, kept in the store; the bytes of before where the server says they still hold."""
        secret = {}
        if request.key is not None:
            secret[request.key.header] = self.environment[request.key.variable]
        conditions = self.conditions(before)
        fetched = self.fetching.get(address, conditions, secret, lambda line: self.tell(line, 1))
        if fetched.raw is None:
            if not conditions:
                raise NotTaken("says that nothing has changed, though nothing was kept before")
            return _Answer(self.store.get(str(before["sha256"]), name), changed=False)
        check_whole(request.form, fetched.raw)
        snapshot = snapshot_of(name, fetched.raw)
        self.store.record(
            snapshot,
            address=address,
            dataset=request.dataset,
            fetched=datetime.now(UTC).isoformat(timespec="seconds"),
            **fetched.facts,
        )
        return _Answer(snapshot, changed=before.get("sha256") != snapshot.sha256)

    def conditions(self, before: dict[str, Any]) -> dict[str, str]:
        """Headers that ask for the answer only if it has changed, where its bytes are still whole."""
        wanted = {"If-None-Match": "etag", "If-Modified-Since": "last_modified"}
        found = {header: str(before[fact]) for header, fact in wanted.items() if before.get(fact)}
        if not found:
            return {}
        try:
            self.store.get(str(before["sha256"]))
        except (OSError, ValueError):
            return {}
        return found

    def put(self, request: Request, answers: list[_Answer]) -> Pulled:
        """Write the files of a whole answer and say what came."""
        paths = tuple(answer.snapshot.name for answer in answers) if request.target else ()
        for path, answer in zip(paths, answers, strict=False):
            target = self.into / path
            if not target.exists() or target.read_bytes() != answer.snapshot.raw:
                write_whole(target, answer.snapshot.raw)
        if request.pages is not None:
            self.remove_others(request, paths)
        size = sum(len(answer.snapshot.raw) for answer in answers)
        pages = f" in {len(answers)} pages" if len(answers) > 1 else ""
        reader = "" if request.is_read or not request.target else f"; {NO_READER}"
        changed = any(answer.changed for answer in answers)
        return _said(
            request,
            "fetched" if changed else "unchanged",
            f"{size:,} bytes{pages}{reader}",
            paths=paths,
            sha256=tuple(answer.snapshot.sha256 for answer in answers),
            size=size,
        )

    def remove_others(self, request: Request, paths: tuple[str, ...]) -> None:
        """Remove pages left by an earlier, longer answer: they would be counted beside the new."""
        pattern = request.target.replace("{page:04d}", "[0-9][0-9][0-9][0-9]")
        for path in (self.into / request.target).parent.iterdir():
            name = path.relative_to(self.into).as_posix()
            if fnmatchcase(name, pattern) and name not in paths:
                path.unlink()


def newest(store: Snapshots) -> Index:
    """The newest line that the index of the store holds for each address that was fetched."""
    return {
        str(line["address"]): line
        for line in store.index()
        if "address" in line and "fetched" in line
    }


def _more(request: Request, page: int, snapshot: Snapshot) -> bool:
    """Whether another page follows, as the answer itself says."""
    if request.pages is None:
        return False
    try:
        return request.pages.more(page, json.loads(snapshot.content))
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise NotTaken(
            f"the answer does not say how many pages there are ({type(error).__name__}: {error})"
        ) from error


def _not_asked(source: Source) -> Pulled:
    why = NOT_ASKED.get(source.id, "no address is known")
    line = f"{source.id}: not asked: {why}"
    return Pulled(source.id, source.title, source.home, "not asked", line)


def _said(
    request: Request,
    outcome: Outcome,
    line: str,
    *,
    paths: tuple[str, ...] = (),
    sha256: tuple[str, ...] = (),
    size: int = 0,
) -> Pulled:
    return Pulled(
        request.dataset,
        request.title,
        request.address,
        outcome,
        f"{request.dataset}: {request.title}: {outcome}: {line}",
        paths,
        sha256,
        size,
        request.is_read,
    )
