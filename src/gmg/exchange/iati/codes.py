"""Codes against the code lists: unknown ones, and those that were withdrawn, with the day.

The values of one path are gathered over all activities of a piece at once; only where one of them
is not known, or withdrawn, are its elements looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from lxml import etree

from gmg.exchange.iati.remark import Level
from gmg.exchange.iati.standard import Standard
from gmg.exchange.iati.survey import Survey
from gmg.sources.forms.iati import ACTIVITY, LANG, Element, Stated, safe_parser

LANGUAGES = "//@xml:lang"
PREFIX = "//iati-activity"
CASELESS = ("Language", "FileFormat")
"""Codes of languages (BCP 47) and media types (RFC 6838) mean the same in capitals."""
CONDITION = re.compile(r"@vocabulary ?= ?'([^']+)'( or not\(@vocabulary\))?")


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list. `complete` says that no other code may stand where it is used."""

    name: str
    complete: bool
    codes: frozenset[str]
    withdrawn: dict[str, str]  # code: day of withdrawal, empty where it is not said

    def fits(self, code: str) -> bool:
        """True where there is nothing to say about a code."""
        return code in self.codes and code not in self.withdrawn


@dataclass(frozen=True, slots=True)
class Mapping:
    """One path of the standard and the list that its values come from.

    `steps` leads from the activity to the holder of the value; `attribute` is None where the value
    is the holder's text; `vocabularies` are those it speaks of (None: none stated), empty for all.
    """

    steps: tuple[str, ...]
    attribute: str | None
    vocabularies: frozenset[str | None]
    list: CodeList

    def values(self, holders: Iterable[Element]) -> set[str | None]:
        """The different codes that elements hold."""
        attribute = self.attribute
        if attribute is None:
            return set(map(self.value, holders))
        if self.vocabularies:
            spoken = self.vocabularies
            return {one.get(attribute) for one in holders if one.get("vocabulary") in spoken}
        return {holder.get(attribute) for holder in holders}

    def value(self, holder: Element) -> str | None:
        """The code that an element holds, None where it has none or speaks of another vocabulary."""
        if self.vocabularies and holder.get("vocabulary") not in self.vocabularies:
            return None
        return holder.text if self.attribute is None else holder.get(self.attribute)


@dataclass(frozen=True, slots=True)
class Odd:
    """A code that is unknown or withdrawn, at the element that holds it."""

    at: Element
    attribute: str | None
    level: Level
    rule: str
    message: str
    to_do: str


def odd_codes(survey: Survey, mappings: Sequence[Mapping]) -> Iterator[Odd]:
    """Every unknown or withdrawn code in the activities, mapping after mapping, at its first element.

    One that stands several times in an activity is said once, with how often. The language of a
    text is not among the mappings: see `odd_languages`.
    """
    for mapping in mappings:
        holders = survey.at(*mapping.steps)
        if not holders:
            continue
        used = mapping.values(holders)
        odd = {code for code in used if code is not None and not mapping.list.fits(code)}
        if odd:
            texts = [(holder, mapping.value(holder)) for holder in holders]
            at_fault = [
                (holder, code) for holder, code in texts if code in odd and code is not None
            ]
            yield from _once_each(at_fault, mapping.attribute, mapping.list)


def odd_languages(activities: Iterable[Stated], languages: CodeList) -> Iterator[Odd]:
    """Every `xml:lang` in the activities that the list of languages lacks."""
    for activity in activities:
        texts = [(item, item.get(LANG)) for item in activity.element.iter()]
        at_fault = [
            (item, code) for item, code in texts if code and not languages.fits(code.lower())
        ]
        yield from _once_each(at_fault, "xml:lang", languages)


def _once_each(
    at_fault: Iterable[tuple[Element, str]], attribute: str | None, known: CodeList
) -> Iterator[Odd]:
    groups: dict[tuple[Element, str], list[Element]] = {}
    for holder, code in at_fault:
        groups.setdefault((activity_of(holder), code), []).append(holder)
    for (_, code), holders in groups.items():
        one = _odd(holders[0], attribute, known, code)
        times = f", {len(holders)} times in this activity" if len(holders) > 1 else ""
        yield replace(one, message=one.message + times)


def activity_of(element: Element) -> Element:
    """The activity that an element stands in; itself where it is one."""
    while element.tag != ACTIVITY and (parent := element.getparent()) is not None:
        element = parent
    return element


def _odd(at: Element, attribute: str | None, known: CodeList, code: str) -> Odd:
    if code in known.withdrawn:
        day = known.withdrawn[code]
        when = f"on {day}" if day else "on a day that the list does not say"
        return Odd(
            at,
            attribute,
            "warning",
            "code-withdrawn",
            f"{code!r} was withdrawn from the list {known.name} {when}",
            f"use the code of {known.name} that took its place",
        )
    if known.name in CASELESS and code.lower() in known.codes:
        return Odd(
            at,
            attribute,
            "advice",
            "code-case",
            f"{code!r} stands as {code.lower()!r} in the list {known.name}",
            "write it as the list does",
        )
    may = "" if known.complete else " (the list is not complete: the code may be right)"
    return Odd(
        at,
        attribute,
        "error" if known.complete else "warning",
        "code-unknown",
        f"{code!r} is not in the list {known.name}{may}",
        f"use a code of the list {known.name}",
    )


def mappings_of(standard: Standard) -> tuple[Mapping, ...]:
    """The mappings that speak of activities, read once.

    Raises ValueError for a list that is not there and for a condition that gmg cannot read.
    """
    return _mappings(standard.folder)


def languages_of(standard: Standard) -> CodeList:
    """The list of languages, for `xml:lang`."""
    return code_list(standard.lists / "Language.xml")


@lru_cache(maxsize=4)
def _mappings(folder: Path) -> tuple[Mapping, ...]:
    standard = Standard(folder)
    root = etree.parse(str(standard.mapping), safe_parser()).getroot()
    found = []
    for item in root.iter("mapping"):
        path = (item.findtext("path") or "").strip()
        reference = item.find("codelist")
        if not path.startswith(f"{PREFIX}/") or reference is None:
            continue
        *steps, last = path.removeprefix(f"{PREFIX}/").split("/")
        found.append(
            Mapping(
                tuple(steps),
                None if last == "text()" else last.removeprefix("@"),
                _vocabularies(standard.mapping, (item.findtext("condition") or "").strip()),
                code_list(standard.lists / f"{reference.get('ref')}.xml"),
            )
        )
    return tuple(found)


def _vocabularies(file: Path, condition: str) -> frozenset[str | None]:
    if not condition:
        return frozenset()
    found = CONDITION.fullmatch(condition)
    if not found:
        raise ValueError(
            f"{file}: the condition {condition!r} is of a kind that gmg does not read; "
            "it knows @vocabulary = '1' and @vocabulary = '1' or not(@vocabulary)"
        )
    return frozenset([found.group(1), None] if found.group(2) else [found.group(1)])


@lru_cache(maxsize=256)
def code_list(path: Path) -> CodeList:
    """A code list from its file. Raises ValueError, naming what to get, where it is not there."""
    try:
        root = etree.parse(str(path), safe_parser()).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise ValueError(
            f"{path}: the code list cannot be read ({error}); get it from "
            "https://github.com/IATI/IATI-Codelists or IATI-Codelists-NonEmbedded"
        ) from error
    codes, withdrawn = set(), {}
    for item in root.iter("codelist-item"):
        code = (item.findtext("code") or "").strip()
        codes.add(code)
        ended = item.get("withdrawal-date") and item.get("status") is None
        if item.get("status") == "withdrawn" or ended:
            withdrawn[code] = item.get("withdrawal-date") or ""
    return CodeList(
        root.get("name") or path.stem, root.get("complete") == "1", frozenset(codes), withdrawn
    )
