"""The standing phrases of a note in six languages, and how dates and numbers are written in each.

Phrases stand in `phrases.csv`, a column a language. What has no phrase (titles, themes, sentences of
findings) is said in English.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from gmg.analysis.note.model import Mark, Record, Sentence
from gmg.axes.when import PartialDate
from gmg.axes.who import LANGUAGES, Agency

ENGLISH = "en"
RIGHT_TO_LEFT = ("ar",)
ISOLATED = ("\u2068", "\u2069\u200f")
"""First-strong isolate; its end and a right-to-left mark, so that a number behind runs on as it should."""
AND = {"en": " and ", "fr": " et ", "es": " y ", "ar": " و", "ru": " и ", "zh": "和"}
COMMA = {"ar": "، ", "zh": "、"}
MONTH = {"fr": "MMMM y", "es": "MMMM 'de' y", "ru": "LLLL y", "zh": "y年M月"}
MARKS: dict[str, Mark] = {"lost": "lost", "none": "none"}
"""Marks of phrases by the last part of their key."""
Value = str | int | date | PartialDate


@lru_cache(maxsize=1)
def phrases() -> dict[str, dict[str, str]]:
    """Every phrase: key, then language, then text; an empty text is none."""
    path = Path(__file__).parent / "phrases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("key"): row for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says phrases in one language of the United Nations."""

    language: str

    def phrase(self, key: str, **values: Value) -> str:
        """The phrase with its values; in English where it has no text in the language."""
        return self._said(key, values)[0]

    def say(self, key: str, records: Record | Iterable[Record], **values: Value) -> Sentence:
        """A sentence made of a phrase and the records it rests on."""
        text, language = self._said(key, values)
        return sentence(text, language, records, MARKS.get(key.rpartition("_")[2], ""))

    def quote(self, text: str, records: Record | Iterable[Record]) -> Sentence:
        """A sentence that is held in English only, with a full stop at its end."""
        whole = text if text.endswith((".", "?", "!")) else f"{text}."
        return sentence(whole, ENGLISH, records, "")

    def value(self, value: Value) -> str:
        """A name, number or date as it is written in the language."""
        if isinstance(value, str):
            return value
        if isinstance(value, int):
            return self.number(value)
        return self.day(value)

    def number(self, value: int) -> str:
        """A whole number, thousands parted as the language does."""
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.language)

    def day(self, when: date | PartialDate) -> str:
        """A day, month or year in words; nothing that was not published is added."""
        from babel.dates import format_date

        if isinstance(when, PartialDate) and when.precision == "year":
            return f"{when.year}年" if self.language == "zh" else str(when.year)
        if isinstance(when, PartialDate) and when.precision == "month":
            form = MONTH.get(self.language, "MMMM y")
            return format_date(when.first, form, locale=self.language)
        first = when.first if isinstance(when, PartialDate) else when
        form = "d MMMM y" if self.language == "en" else "long"
        text = format_date(first, form, locale=self.language)
        return f"1er {text[2:]}" if self.language == "fr" and first.day == 1 else text

    def names(self, agencies: Iterable[Agency], short: bool = False) -> str:
        """Names of agencies in a row, the last joined by the language's `and`."""
        said = [one.label if short else one.name_in(self.language) for one in agencies]
        if len(said) < 2:
            return "".join(said)
        comma = COMMA.get(self.language, ", ")
        return comma.join(said[:-1]) + AND[self.language] + said[-1]

    def _said(self, key: str, values: dict[str, Value]) -> tuple[str, str]:
        known = phrases()[key]
        language = self.language if known[self.language] else ENGLISH
        speaker = self if language == self.language else Speaker(ENGLISH)
        written = {name: speaker.value(value) for name, value in values.items()}
        if language in RIGHT_TO_LEFT:
            written = {name: isolated(text) for name, text in written.items()}
        text = known[language].format(**{n: _bare(t) for n, t in written.items()})
        # the Russian short form of "year" has a full stop of its own
        return text.replace("г..", "г."), language


def sentence(text: str, language: str, records: Record | Iterable[Record], mark: Mark) -> Sentence:
    """A sentence; one that rests on recalled facts alone is marked as such."""
    behind = (records,) if isinstance(records, Record) else tuple(dict.fromkeys(records))
    recalled = bool(behind) and all(one.confidence == "recalled" for one in behind)
    return Sentence(text, language, behind, mark or ("recalled" if recalled else ""))


def isolated(text: str) -> str:
    """A value kept together inside text that runs the other way: names, and codes such as 2025-01."""
    if any("A" <= c <= "z" for c in text):
        return f"{ISOLATED[0]}{text}{ISOLATED[1]}"
    return f"\u200e{text}\u200f" if re.fullmatch(r"\d+[-.][\d.-]+", text) else text


def speaker(language: str) -> Speaker:
    """The speaker of a language code. Raises ValueError for one that is not of the six."""
    if language not in LANGUAGES:
        raise ValueError(f"a note is written in {', '.join(LANGUAGES)}, not in {language!r}")
    return Speaker(language)


def _bare(text: str) -> str:
    return text.removesuffix(".") if not text.endswith("г.") else text
