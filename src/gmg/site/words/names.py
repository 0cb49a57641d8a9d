"""Names of codes in six languages: from the axes, and from the table of labels where they hold one.

Labels stand in `gmg/axes/facts/labels.csv`, each with its confidence; a code without a label in a
language has its English one, and the label says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from gmg.analysis.findings.rules import RULES
from gmg.axes import mandates, what, where, who
from gmg.axes.comparability import REASONS
from gmg.axes.tables import UnknownCode
from gmg.site.words.english import KINDS_OF_FINDING, PLACE_KINDS, RULE_NAMES, SEXES
from gmg.site.words.label import Label


def name(kind: str, code: str, lang: str) -> Label:
    """The name of a code; the code itself where nothing has it."""
    if kind == "place":
        return place(code, lang)
    if kind in ("agency", "agency_name"):
        return agency(kind, code, lang)
    if lang != "en" and (kind, code, lang) in translated():
        return Label(translated()[kind, code, lang], lang)
    try:
        return Label(ENGLISH[kind](code))
    except (UnknownCode, KeyError):
        return Label(code)


def place(code: str, lang: str) -> Label:
    """The name of a place; English where neither gmg nor CLDR has one in the language."""
    try:
        found = where.get(code)
    except where.UnknownPlace:
        return Label(code)
    text = found.label(lang)
    return Label(text, "en" if lang != "en" and text == found.name and not latin(lang) else lang)


def latin(lang: str) -> bool:
    """Whether a name may be the same in English and in the language."""
    return lang in ("en", "fr", "es")


def agency(kind: str, code: str, lang: str) -> Label:
    """The short or the full name of an agency."""
    try:
        found = who.agency(code)
    except UnknownCode:
        return Label(code)
    if kind == "agency":
        return Label(found.label, lang if latin(lang) else "en")
    return Label(found.name_in(lang), lang)


@lru_cache(maxsize=1)
def translated() -> dict[tuple[str, str, str], str]:
    """Kind, code and language to label."""
    from gmg.axes.labels import labels

    return {(one.kind, one.code, one.lang): one.label for one in labels()}


ENGLISH: dict[str, Callable[[str], str]] = {
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
    "rule_says": lambda code: next(rule.says for rule in RULES if rule.id == code),
    "reason": lambda code: code if code in REASONS else code,
    "reason_says": REASONS.__getitem__,
    "kind": KINDS_OF_FINDING.__getitem__,
    "verdict": lambda code: code,
    "sex": SEXES.__getitem__,
    "place_kind": PLACE_KINDS.__getitem__,
}
