"""What an activity is about, and how near it is to migration: from its sectors and its title.

>>> told = classify("XM-DAC-47066", [("1", "72010"), ("99", "LM")], "Fair recruitment")
>>> told.tier, told.topics
('core', ('labour', 'living-standard', 'recruitment'))
>>> classify(None, [("1", "72010")], "Blankets").tier
'adjacent'

Policy. Every code that the activity carries is looked at, with every word of its title that stands
in the table of words, and the nearest tier that any of them supports is the tier. Codes that do not
mean migration or displacement by definition (`alone` is no: material relief goes to whoever needs
it) decide nothing: with no other evidence they make an activity adjacent, for a person to confirm.
A reporter's own codes (vocabularies 98 and 99) mean what that reporter says. The humanitarian flag
is no evidence. Sectors with 0 per cent count as not carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from gmg.axes.tables import flag, rows, words

TIERS = ("core", "displacement", "adjacent")
OWN = ("98", "99")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A code or a word: its themes, its tier, and whether it can decide the tier."""

    said: str
    themes: tuple[str, ...]
    tier: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Classified:
    """The nearest tier, None where nothing points to migration; what it rests on; the themes."""

    tier: str | None
    because: tuple[str, ...]
    topics: tuple[str, ...]


def classify(
    reporter: str | None, sectors: Iterable[tuple[str, str | None]], title: str | None
) -> Classified:
    """Tier, evidence and topics of an activity.

    `sectors` are pairs of vocabulary and code, `reporter` the organisation identifier whose own
    codes they may be.
    """
    codes, own = _codes(), (reporter or "").strip().upper()
    found = []
    for vocabulary, code in sectors:
        whose = own if vocabulary in OWN else ""
        known = codes.get((vocabulary, whose, (code or "").strip().upper()))
        if known is not None:
            found.append(known)
    found += _said(title or "")
    return _weighed(tuple(dict.fromkeys(found)))


@lru_cache(maxsize=65_536)
def _weighed(found: tuple[Evidence, ...]) -> Classified:
    telling = [one for one in found if one.tier]
    deciding = [one.tier for one in telling if one.alone]
    tier = min(deciding, key=TIERS.index) if deciding else ("adjacent" if telling else None)
    return Classified(
        tier,
        tuple(one.said for one in found if one.tier or one.themes),
        tuple(sorted({theme for one in found for theme in one.themes})),
    )


def _said(title: str) -> list[Evidence]:
    pattern, evidence = _words()
    plain = normalize("NFC", title).lower().replace("’", "'")
    return [evidence[match] for match in dict.fromkeys(pattern.findall(plain))]


@lru_cache(maxsize=1)
def _codes() -> dict[tuple[str, str, str], Evidence]:
    return {
        (row["vocabulary"], row["reporter"], row["code"].upper()): Evidence(
            f"{row['vocabulary']}:{row['code']} {row['label']}",
            words(row["themes"]),
            row["tier"],
            flag(row["alone"]),
        )
        for row in rows("activity_topics")
    }


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], dict[str, Evidence]]:
    """One pattern of all beginnings, longest first, and what each says.

    A longer one without tier and themes takes a word away: "Visayas" is no visa.
    """
    evidence = {
        row["beginning"]: Evidence(
            f"title: {row['beginning']}", words(row["themes"]), row["tier"], bool(row["tier"])
        )
        for row in rows("activity_words")
    }
    longest = sorted(evidence, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})")
    return pattern, evidence
