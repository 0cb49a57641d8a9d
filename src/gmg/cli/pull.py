"""`gmg pull`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from gmg.cli.show import print_json, table
from gmg.evidence.base import base_folder


def run(dataset: str | None, to: Path | None, as_json: bool, base: Path | None) -> None:
    """Fetch, say what became of each request, and how to build from what came."""
    from gmg.evidence.pull import pull
    from gmg.sources import source, sources

    folder = base_folder(base)
    into = to or folder / "pulled"
    asked = sources() if dataset is None else (source(dataset),)
    pulled = pull(asked, folder / "snapshots", _tell if sys.stderr.isatty() else None, into=into)
    if as_json:
        print_json(asdict(item) for item in pulled)
    else:
        table(["", "what became of it"], [[item.outcome, item.line] for item in pulled])
    if any(item.is_read and item.outcome in ("fetched", "unchanged") for item in pulled):
        print(f"build from what came: gmg build --data {into}", file=sys.stderr)
    tried = [item for item in pulled if item.outcome != "not asked"]
    if tried and all(item.outcome in ("refused", "unreachable", "needs a key") for item in tried):
        raise LookupError("nothing could be fetched; each line above says why")


def _tell(done: int, total: int, line: str) -> None:
    text = f"\r{done}/{total}  {line}"[:110]
    sys.stderr.write(f"{text:<110}" if done < total else f"\r{'':<110}\r")
    sys.stderr.flush()
