"""Names of codes in six languages: from the axes, and from the table of labels where they hold one.

Labels stand in `gmg/axes/facts/labels.csv`, each with its confidence; a code without a label in a
language has its English one, and the label says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from babel import Locale

from gmg.analysis.findings.rules import RULES
from gmg.axes import mandates, what, where, who
from gmg.axes.comparability import REASONS, VERDICTS
from gmg.axes.labels import label
from gmg.axes.tables import UnknownCode, rows
from gmg.site.words.english import KINDS_OF_FINDING, PLACE_KINDS, RULE_NAMES, SEXES
from gmg.site.words.label import Label

ENGLISH = "en"


def name(kind: str, code: str, lang: str) -> Label:
    """The name of a code of some kind; English where the language has none, else the code itself."""
    held = label(kind, code, lang)
    if held is not None:
        return Label(held, lang)
    try:
        return OWN[kind](code, lang) if kind in OWN else Label(NAMES[kind](code))
    except (UnknownCode, where.UnknownPlace, KeyError):
        return Label(code)


def place(code: str, lang: str) -> Label:
    """The name of a place; raises UnknownPlace."""
    found = where.get(code)
    text = found.label(lang)
    spoken = lang if text != found.name or same_in(found, lang) else ENGLISH
    return Label(text, spoken)


def same_in(found: where.Place, lang: str) -> bool:
    """Whether the language has a name for the place at all, though it be the English one."""
    if lang == ENGLISH or (found.code, lang) in named():
        return True
    key = found.m49 if found.kind == "region" else found.iso2
    return key in Locale.parse(lang).territories


@lru_cache(maxsize=1)
def named() -> frozenset[tuple[str, str]]:
    """Places and languages for which the axis holds a name of its own."""
    held = rows("place_names_extra")
    return frozenset((row["place"], row["lang"]) for row in held if row["use"] == "label")


def agency_name(code: str, lang: str) -> Label:
    """The full name of an agency, English where none is settled; raises UnknownAgency."""
    found = who.agency(code)
    text = found.names[who.LANGUAGES.index(lang)]
    return Label(text, lang) if text else Label(found.name)


def rule_says(code: str) -> str:
    """What a rule of findings says; raises KeyError."""
    return {rule.id: rule.says for rule in RULES}[code]


OWN: dict[str, Callable[[str, str], Label]] = {"place": place, "agency_name": agency_name}
"""Kinds whose axis holds names in all languages."""

NAMES: dict[str, Callable[[str], str]] = {
    "agency": lambda code: who.agency(code).label,
    "concept": lambda code: what.concept(code).label,
    "definition": lambda code: what.concept(code).definition,
    "basis": lambda code: what.basis(code).label,
    "unit": lambda code: what.unit(code).label,
    "status": lambda code: what.status(code).label,
    "instrument": lambda code: what.instrument(code).short_title,
    "instrument_title": lambda code: what.instrument(code).title,
    "theme": lambda code: what.theme(code).label,
    "function": lambda code: mandates.function(code).label,
    "rule": RULE_NAMES.__getitem__,
    "rule_says": rule_says,
    "reason": {reason: reason for reason in REASONS}.__getitem__,
    "reason_says": REASONS.__getitem__,
    "kind": KINDS_OF_FINDING.__getitem__,
    "verdict": {str(verdict): str(verdict) for verdict in VERDICTS}.__getitem__,
    "sex": SEXES.__getitem__,
    "place_kind": PLACE_KINDS.__getitem__,
}
"""English names of every other kind; each raises UnknownCode or KeyError for a code it lacks."""
