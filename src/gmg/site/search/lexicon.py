"""What readers write in place of our names, in six languages.

Titles stand in the tables of the axes; `phrases.csv` holds the words that people type: of concepts,
instruments, agencies and peoples, and the small words that say which way a corridor goes. Phrases are
compared by their stems, so one number and one gender of a word will do. They are words of everyday
use, written down from general knowledge of the languages.

| kind | the phrase |
|---|---|
| concept, instrument, agency | means the code |
| people | is what people of the place are called, where no habit of the language makes it |
| party | asks whether a State is bound |
| from, to | stands before the place that people come from, or are in |
| there | stands after the place where people are, in Chinese |
| between | says nothing that a search could use |
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from gmg.axes.tables import words

PHRASES = Path(__file__).with_name("phrases.csv")
KINDS = ("concept", "instrument", "agency", "people", "party", "from", "to", "there", "between")

NO_PEOPLE = frozenset(
    (
        "pero",
        "male",
        "males",
        "same",
        "island",
        "islands",
        "micron",
        "human",
        "humans",
        "mane",
        "manes",
    )
)
"""Words that look like a people's name or like an ending of a place's name, and are none."""


def phrases(kind: str) -> list[tuple[str, str]]:
    """Code and phrase of a kind of `KINDS`, in the order of the table; small words have no code."""
    return [(code, phrase) for of, code, phrase in _table() if of == kind]


def phrases_of(kind: str, code: str) -> tuple[str, ...]:
    """The phrases that mean a code."""
    return tuple(phrase for own, phrase in phrases(kind) if own == code)


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str, str], ...]:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["kind"], row["code"], phrase)
            for row in csv.DictReader(file)
            for phrase in words(row["phrases"])
        )
