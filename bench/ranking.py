"""Ranking all findings: what gmg does, as one process that prints the weightiest hundred."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gmg.analysis.findings import RULES, rank
from gmg.evidence.base import open_base

TOP = 100

if __name__ == "__main__":
    lines = rank(open_base(Path(sys.argv[1])), RULES, {}, TOP)
    print(json.dumps([[line["rule"], line["place"], line["people"]] for line in lines]))
