"""The standing words of a public record in six languages, for its files: AKN and PDF.

They stand in `facts/record_words.csv`, a column a language; a kind, a verdict, a state or a standing has
a row by its own name (`verdict:objects`). Translations are ours.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def phrases() -> dict[str, dict[str, str]]:
    """Every phrase: key, then language, then text."""
    text = (files("gmg.group") / "facts" / "record_words.csv").read_text("utf-8")
    return {row["key"]: row for row in csv.DictReader(text.splitlines())}


def phrase(key: str, lang: str, **facts: str) -> str:
    """A phrase in a language, in English where the language is none of the six.

    A kind, verdict, state or standing without a row is said as it stands.
    """
    row = phrases().get(key)
    if row is None:
        return key.partition(":")[2] or key
    text = row.get(lang) or row["en"]
    return text.format(**facts) if facts else text
