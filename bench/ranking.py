"""Ranking all findings: what gmg does, as one process that prints the weightiest hundred.

`python -m bench.ranking BASE`; with `counts`, findings and people by rule.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gmg.analysis.findings import RULES, count, rank
from gmg.evidence.base import open_base

TOP = 100

if __name__ == "__main__":
    base = open_base(Path(sys.argv[1]))
    if sys.argv[2:] == ["counts"]:
        print(json.dumps([[rule, *found] for rule, found in sorted(count(base).items())]))
    else:
        lines = rank(base, RULES, {}, TOP)
        print(json.dumps([[line["rule"], line["place"], line["people"]] for line in lines]))
