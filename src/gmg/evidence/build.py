"""From a folder of published files to a release: snapshot, read, check, assemble, swap in."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.evidence.accounts import Account
    from gmg.evidence.claims import Claim
    from gmg.evidence.release import Release

CODE = ("axes", "records", "sources", "evidence")
PACKAGE = Path(__file__).parent.parent
Progress = Callable[[int, int, str], None]


class BuildFailed(Exception):
    """No new release was made; the last good one still answers. `problems` has a line a file."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `seconds` maps the path of a file to the time its reading took, 0 if reused."""

    release: Release
    seconds: dict[str, float]
    total: float
    unchanged: bool
    refused: tuple[str, ...]


def build(
    data: Path,
    base: Path,
    *,
    sample: bool = False,
    skip_refused: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Build a release of all files below `data` in the base and make it current.

    Raises BuildFailed when a file is refused (unless `skip_refused`), when two builds run at once,
    and when the disk is full: in each case nothing of the new release can be seen.
    """
    start = time.perf_counter()
    if not data.is_dir():
        raise BuildFailed([f"{data}: there is no such folder; name one with --data or $GMG_DATA"])
    with locked(base):
        state = state_of(data, base, sample)
        known = unchanged_release(base, state)
        if known is not None:
            return Built(known, {}, time.perf_counter() - start, True, ())
        try:
            built = _build(data, base, sample, skip_refused, progress or (lambda *_: None), start)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise BuildFailed(
                [
                    f"{base}: the disk is full ({error}); free some space and build again. "
                    "The last good release is untouched"
                ]
            ) from error
        from gmg.evidence.snapshots import write_whole

        if not built.refused:
            write_whole(base / "state.json", json.dumps([state, built.release.id]).encode())
        return built


def _build(
    data: Path, base: Path, sample: bool, skip_refused: bool, progress: Progress, start: float
) -> Built:
    from gmg.evidence.claims import claimed, files_below
    from gmg.evidence.imported import imported
    from gmg.evidence.release import assemble, make_current
    from gmg.sources import sample as sample_edition
    from gmg.sources import sources

    clean(base)
    readers = sample_edition.SOURCES if sample else sources()
    claims, unclaimed = claimed((path for path, _ in files_below(data)), readers)
    if not any(claim.file.read for claim in claims):
        raise BuildFailed(
            [f"{data}: none of the {len(unclaimed)} files here is one that gmg reads"]
        )
    code = code_fingerprint()
    accounts: list[tuple[str, Account]] = []
    problems: list[str] = []
    seconds: dict[str, float] = {}
    readable = [claim for claim in claims if claim.file.read is not None]
    readable.sort(key=lambda claim: -(data / claim.path).stat().st_size)
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        tasks = {pool.submit(part_of, data, base, claim, code): claim for claim in readable}
        for done, task in enumerate(as_completed(tasks), start=1):
            claim = tasks[task]
            progress(done, len(tasks), claim.path)
            try:
                key, account, took = task.result()
            except (ValueError, EOFError) as error:
                problems.append(str(error))
                continue
            accounts.append((key, account))
            seconds[claim.path] = took
    problems.sort()
    if problems and not skip_refused:
        raise BuildFailed(problems)
    if not accounts:
        raise BuildFailed(problems)
    used = {claim.source.id: claim.source for claim in readable}
    for one in imported(base):
        accounts.append((one.key, one.account))
        used[one.source.id] = one.source
    if sample:
        used |= {source.id: source for source in sample_edition.cited(data)}
    release = assemble(base, accounts, unclaimed, problems, used.values(), sample)
    make_current(base, release)
    return Built(release, seconds, time.perf_counter() - start, False, tuple(problems))


def part_of(data: Path, base: Path, claim: Claim, code: str) -> tuple[str, Account, float]:
    """Key and account of the part of one file, and the seconds that reading it took."""
    from gmg.evidence import parts
    from gmg.evidence.snapshots import Snapshots, snapshot_of

    start = time.perf_counter()
    snapshot = snapshot_of(claim.path, (data / claim.path).read_bytes())
    key = parts.key_of(snapshot, claim, code)
    account = parts.kept_part(base / "parts", key)
    if account is not None:
        return key, account, 0.0
    Snapshots(base / "snapshots").put(snapshot, address=claim.edition.address)
    account = parts.make_part(base / "parts", key, snapshot, claim)
    return key, account, time.perf_counter() - start


@contextmanager
def locked(base: Path) -> Iterator[None]:
    """Hold the base for one build; a second one is told so at once."""
    try:
        base.mkdir(parents=True, exist_ok=True)
        lock = (base / "lock").open("w")
    except OSError as error:
        raise BuildFailed(
            [f"{base}: cannot be written ({error}); name another with --base"]
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildFailed([f"{base}: another build is at work here; wait for it"]) from None
        yield


def clean(base: Path) -> None:
    """Take away what a killed build left behind."""
    for beside in (base / "releases").glob(".building-*"):
        shutil.rmtree(beside, ignore_errors=True)
    for pattern in (
        "parts/*.writing-*",
        "parts/.writing-*",
        "snapshots/*/.writing-*",
        ".writing-*",
    ):
        for left in base.glob(pattern):
            left.unlink(missing_ok=True)


def state_of(data: Path, base: Path, sample: bool) -> str:
    """A fingerprint of names, sizes and times: every data file, imported file and file of this code."""
    from gmg.evidence.claims import files_below

    digest = hashlib.sha256(f"{data.resolve()}{sample}".encode())
    folders = [data, base / "imported", *(PACKAGE / name for name in CODE)]
    for folder in folders:
        if not folder.is_dir():
            continue
        for path, stat in files_below(folder):
            if not path.endswith(".pyc"):
                digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def unchanged_release(base: Path, state: str) -> Release | None:
    """The current release, when it was made from just this state."""
    from gmg.evidence.release import current_name, read_release

    path = base / "state.json"
    if not path.exists():
        return None
    known, name = json.loads(path.read_text(encoding="utf-8"))
    if known != state or name != current_name(base):
        return None
    try:
        return read_release(base, name)
    except (OSError, ValueError, KeyError):
        return None


def code_fingerprint() -> str:
    """A hash of the code and fact tables that turn bytes into figures."""
    from gmg.evidence.claims import files_below

    digest = hashlib.sha256()
    for name in CODE:
        for path, _ in files_below(PACKAGE / name):
            if path.endswith((".py", ".csv")):
                digest.update(path.encode() + (PACKAGE / name / path).read_bytes())
    return digest.hexdigest()
