"""Files that a user brought in: kept beside the base and part of every release from then on.

`imported/KEY.json` holds the account and the source of one file, `parts/KEY.parquet` its records.
The account is written last and taken away first: without it nothing was imported.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from gmg.evidence.accounts import Account, account_from
from gmg.evidence.release import (
    Release,
    assemble,
    current_name,
    described,
    make_current,
    read_release,
    source_from,
)
from gmg.evidence.snapshots import write_whole
from gmg.sources.description import Source

FOLDER = "imported"
PREFIX = "imported."
"""What the id of a data set that was brought in begins with."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One file brought in: the key of its part, what it gave, and whose data set it is."""

    key: str
    account: Account
    source: Source


def imported(base: Path) -> tuple[Imported, ...]:
    """Every file brought in, in order of its path."""
    found = []
    for path in (base / FOLDER).glob("*.json"):
        line = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            Imported(path.stem, account_from(line["account"]), source_from(line["source"]))
        )
    return tuple(sorted(found, key=lambda one: (one.account.path, one.key)))


def keep(base: Path, one: Imported) -> None:
    """Let the file be part of the releases to come. Its part stands in `parts/` already."""
    line = {"account": asdict(one.account), "source": described(one.source)}
    (base / FOLDER).mkdir(parents=True, exist_ok=True)
    write_whole(
        base / FOLDER / f"{one.key}.json", json.dumps(line, ensure_ascii=False, indent=1).encode()
    )


def drop(base: Path, key: str) -> None:
    """Leave the file out of the releases to come; those that were made keep it."""
    (base / FOLDER / f"{key}.json").unlink(missing_ok=True)


def renew(base: Path) -> Release:
    """A new release: the published files of the current one, and all that is imported now.

    Raises LookupError when there is no current release, or one made before files could be imported.
    """
    name = current_name(base)
    if name is None:
        raise LookupError(f"{base}: no evidence base here yet; run `gmg build` first")
    current = read_release(base, name)
    if not all(current.keys):
        raise LookupError(f"{base}: made by an earlier gmg; run `gmg build` once more")
    pairs = [pair for pair in current.pairs() if not pair[1].path.startswith(f"{FOLDER}/")]
    used = {name: one for name, one in current.sources.items() if not name.startswith(PREFIX)}
    brought = imported(base)
    release = assemble(
        base,
        [*pairs, *((one.key, one.account) for one in brought)],
        current.unclaimed,
        current.refused,
        (used | {one.source.id: one.source for one in brought}).values(),
        current.sample,
    )
    if release.id != current.id:
        make_current(base, release)
    return release
