"""`gmg build`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gmg.evidence.base import base_folder

if TYPE_CHECKING:
    from gmg.evidence.accounts import Account
    from gmg.evidence.build import Built


def run(data: Path | None, base: Path | None, skip_refused: bool, as_json: bool) -> None:
    """Build, with a progress bar, and print the closing table."""
    from gmg.data_folder import choose
    from gmg.evidence.build import build

    choice = choose() if data is None else None
    folder = data if choice is None else choice.path
    assert folder is not None
    if choice is not None:
        print(f"reading {choice.why}: {folder}", file=sys.stderr)
    built = build(
        folder,
        base_folder(base),
        sample=choice is not None and choice.sample,
        skip_refused=skip_refused,
        progress=bar if sys.stderr.isatty() else None,
    )
    if as_json:
        print(json.dumps(_lines(built), ensure_ascii=False, indent=1))
    elif built.unchanged:
        print(
            f"nothing has changed; release {built.release.id} still answers ({built.total:.2f} s)"
        )
    else:
        closing_table(built)
    for problem in built.refused:
        print(f"refused: {problem}", file=sys.stderr)
    if built.refused:
        raise SystemExit(1)


def bar(done: int, total: int, label: str) -> None:
    width = 30
    filled = width * done // total
    line = f"\r{'━' * filled}{'╌' * (width - filled)} {done}/{total}  {label[:60]:<60}"
    sys.stderr.write(line if done < total else f"\r{' ' * len(line)}\r")
    sys.stderr.flush()


def grouped(built: Built) -> dict[tuple[str, str, str], list[Account]]:
    """The accounts by agency, data set and edition, in that order."""
    groups: dict[tuple[str, str, str], list[Account]] = {}
    for account in sorted(built.release.accounts, key=lambda a: (a.agency, a.dataset, a.edition)):
        groups.setdefault((account.agency, account.dataset, account.edition), []).append(account)
    return groups


def _lines(built: Built) -> list[dict[str, object]]:
    return [
        {
            "agency": agency,
            "dataset": dataset,
            "edition": edition,
            "files": len(accounts),
            "holds": sum(a.holds for a in accounts),
            "kept": sum(a.kept for a in accounts),
            "ignored": sum(a.ignored_cells for a in accounts),
            "rejected": sum(len(a.rejected) for a in accounts),
            "seconds": round(sum(built.seconds.get(a.path, 0.0) for a in accounts), 3),
        }
        for (agency, dataset, edition), accounts in grouped(built).items()
    ]


def closing_table(built: Built) -> None:
    """Agencies, data sets, editions; cells held, figures kept, cells ignored and rejected; seconds."""
    from gmg.cli.show import table

    lines = _lines(built)
    counts = ("files", "holds", "kept", "ignored", "rejected")
    rows = [
        [
            str(line["agency"]),
            str(line["dataset"]),
            str(line["edition"]),
            *(f"{line[name]:,}" for name in counts),
            f"{line['seconds']:.2f}",
        ]
        for line in lines
    ]
    sums = [f"{sum(int(str(line[name])) for line in lines):,}" for name in counts]
    rows.append(["all", "", "", *sums, f"{built.total:.2f}"])
    heads = [
        "agency",
        "data set",
        "edition",
        "files",
        "cells",
        "kept",
        "ignored",
        "rejected",
        "seconds",
    ]
    table(heads, rows, right=heads[3:], keep=heads[:3])
    print(
        f"release {built.release.id}: every cell of every file is kept, ignored by name or rejected; "
        f"`gmg sources` lists them file by file"
    )
    if built.release.unclaimed:
        print(
            f"{len(built.release.unclaimed)} other files in the folder belong to no source of evidence"
        )
