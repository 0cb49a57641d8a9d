"""A name for a finding that stays the same from release to release while the finding does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGITS = 8


def identity(line: Mapping[str, Any]) -> str:
    """Place, other end, rule and year to be read, and eight digits that make it one of its kind.

    `line` has the columns of a rule's answer. The digits are of all that the finding rests on, so a
    new edition that says the same of another figure makes another finding.
    """
    rests_on = [
        [side[name] for name in ("concept", "dataset", "edition", "place", "counterpart", "basis")]
        + [str(side["time_to"]), side["whole"]]
        for side in line["rests_on"]
    ]
    key = [line["rule"], line["concept"], line["place"], line["counterpart"]]
    key += [str(line["time_from"]), str(line["time_to"]), rests_on]
    digest = hashlib.sha256(json.dumps(key, ensure_ascii=False).encode()).hexdigest()
    ends = [line["place"], *([line["counterpart"]] if line["counterpart"] else [])]
    return "-".join([*ends, line["rule"], str(line["time_to"])[:4], digest[:DIGITS]])
