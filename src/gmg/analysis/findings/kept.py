"""All findings of a release, worked out once and kept beside it.

Findings are a pure function of the release, of the facts of the axes and of the rules, so they are
kept under a name made of all three and never go stale.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gmg.analysis.findings import tables
from gmg.analysis.findings.finding import Rule
from gmg.evidence.build import PACKAGE

if TYPE_CHECKING:
    from gmg.evidence.base import Base

FACTS = PACKAGE / "axes" / "facts"
TRANSLATIONS = ("labels.csv",)
NAMES = PACKAGE / "analysis" / "findings" / "identity.py"


def all_findings(rules: Sequence[Rule]) -> str:
    """SQL of every finding of the rules, unranked: rule, kind and the columns of a rule's answer."""
    return " UNION ALL BY NAME ".join(
        f"SELECT '{rule.id}' AS rule, '{rule.kind}' AS kind, concept::VARCHAR AS concept, "
        "place::VARCHAR AS place, counterpart::VARCHAR AS counterpart, time_from, time_to, "
        f"round(people) AS people, reasons, rests_on FROM ({rule.sql})"
        for rule in rules
    )


def relation(base: Base, rules: Sequence[Rule]) -> str:
    """SQL that selects the findings: from the kept file, made now if need be.

    Where the base cannot be written to, the findings are worked out for this session alone.
    """
    path = base.folder / "derived" / f"{base.release.id}-{fingerprint(rules)}.findings.parquet"
    if not path.exists():
        tables.prepare(base)
        try:
            keep(base, rules, path)
        except OSError:
            return all_findings(rules)
    return f"SELECT * FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"


def keep(base: Base, rules: Sequence[Rule], path: Path) -> None:
    """Write beside and rename; two processes that do so at once write the same."""
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".writing-{os.getpid()}")
    try:
        base.connection.execute(
            f"COPY ({all_findings(rules)} ORDER BY ALL) TO '{str(beside).replace(chr(39), chr(39) * 2)}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        beside.replace(path)
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


@lru_cache(maxsize=4)
def fingerprint(rules: Sequence[Rule]) -> str:
    """A hash of the rules, of the tables they select from, of the facts of the axes and of how a
    finding is named; translations decide nothing."""
    digest = hashlib.sha256(tables.TEXT.encode())
    digest.update(NAMES.read_bytes())
    for rule in rules:
        digest.update(f"{rule.id}\n{rule.sql}\n".encode())
    for path in sorted(FACTS.glob("*.csv")):
        if path.name not in TRANSLATIONS:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
