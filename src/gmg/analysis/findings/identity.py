"""A name for a finding that stays the same from release to release while the finding does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGITS = 8
OF_AN_EDITION = (
    "edition-contradicts-itself",
    "edition-revises",
    "parts-exceed-whole",
    "sexes-do-not-sum",
)
"""Rules whose findings are about what one edition says: another edition makes another finding."""
SIDE = ("concept", "dataset", "place", "counterpart")
SIDE_OF_AN_EDITION = (*SIDE, "edition", "basis", "time_to", "whole")


def identity(line: Mapping[str, Any]) -> str:
    """Place, other end, rule and year to be read, and eight digits that make it one of its kind.

    `line` has the columns of a rule's answer. The digits are of rule, concept, places, times and the
    data sets that meet. Where data sets are compared, a new edition that says the same again keeps
    the name; where one edition is at fault, the edition is part of it. Values never are.
    """
    names = SIDE_OF_AN_EDITION if line["rule"] in OF_AN_EDITION else SIDE
    sides = [[plain(side[name]) for name in names] for side in line["rests_on"]]
    key = [line["rule"], line["concept"], line["place"], line["counterpart"]]
    key += [str(line["time_from"]), str(line["time_to"]), sides]
    digest = hashlib.sha256(json.dumps(key, ensure_ascii=False).encode()).hexdigest()
    ends = [line["place"], *([line["counterpart"]] if line["counterpart"] else [])]
    return "-".join([*ends, line["rule"], str(line["time_to"])[:4], digest[:DIGITS]])


def plain(value: Any) -> str | bool | None:
    """Texts, flags and nothing as they are; days as ISO text."""
    return value if value is None or isinstance(value, (str, bool)) else str(value)
