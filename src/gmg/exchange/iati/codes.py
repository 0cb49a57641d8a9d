"""Codes against the code lists: unknown ones, and those that were withdrawn, with the day.

One XPath a mapping over a whole piece gathers the codes in use; only where one of them is not
known, or withdrawn, are its elements looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from gmg.exchange.iati.remark import Level
from gmg.exchange.iati.standard import Standard
from gmg.sources.forms.iati import Element, safe_parser

LANGUAGE = "//@xml:lang"


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list. `complete` says that no other code may stand where it is used."""

    name: str
    complete: bool
    codes: frozenset[str]
    withdrawn: dict[str, str]  # code: day of withdrawal, empty where it is not said

    def level(self) -> Level:
        """How bad a code is that the list does not know."""
        return "error" if self.complete else "warning"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One path of the standard and the list that its values come from."""

    path: str
    list: CodeList
    values: etree.XPath  # every value in a tree
    holders: etree.XPath  # the elements that hold them
    attribute: str | None  # None where the value is the element's text


@dataclass(frozen=True, slots=True)
class Odd:
    """A code that is unknown or withdrawn, at the element that holds it."""

    at: Element
    level: Level
    rule: str
    message: str
    to_do: str


def odd_codes(tree: etree._ElementTree, mappings: tuple[Mapping, ...]) -> Iterator[Odd]:
    """Every unknown or withdrawn code in the activities of a tree, mapping after mapping."""
    for mapping in mappings:
        values = mapping.values(tree)
        if not values:
            continue
        used = {str(value) for value in values}  # type: ignore[union-attr]
        folded = mapping.path == LANGUAGE
        fine = mapping.list.codes
        odd = {code for code in used if (code.lower() if folded else code) not in fine}
        odd |= used & mapping.list.withdrawn.keys()
        if odd:
            yield from _placed(tree, mapping, odd)


def _placed(tree: etree._ElementTree, mapping: Mapping, odd: set[str]) -> Iterator[Odd]:
    for holder in mapping.holders(tree):  # type: ignore[union-attr]
        texts = [holder.text] if mapping.attribute is None else [holder.get(mapping.attribute)]
        for code in texts:
            if code in odd:
                yield _odd(holder, mapping, code)


def _odd(at: Element, mapping: Mapping, code: str) -> Odd:
    known = mapping.list
    if code in known.withdrawn:
        day = known.withdrawn[code]
        when = f"on {day}" if day else "on a day that the list does not say"
        return Odd(
            at,
            "warning",
            "code-withdrawn",
            f"{code!r} was withdrawn from the list {known.name} {when}",
            f"use the code of {known.name} that took its place",
        )
    may = "" if known.complete else " (the list is not complete: the code may be right)"
    return Odd(
        at,
        known.level(),
        "code-unknown",
        f"{code!r} is not in the list {known.name}{may}",
        f"use a code of the list {known.name}",
    )


def mappings_of(standard: Standard) -> tuple[Mapping, ...]:
    """The mappings that speak of activities, read once. Raises ValueError for a list that is not there."""
    return _mappings(standard.folder)


@lru_cache(maxsize=4)
def _mappings(folder: Path) -> tuple[Mapping, ...]:
    standard = Standard(folder)
    found = []
    root = etree.parse(str(standard.mapping), safe_parser()).getroot()
    for item in root.iter("mapping"):
        path = (item.findtext("path") or "").strip()
        reference = item.find("codelist")
        if not path.startswith(("//iati-activit", LANGUAGE)) or reference is None:
            continue
        condition = (item.findtext("condition") or "").strip()
        name = reference.get("ref") or ""
        found.append(_mapping(path, condition, code_list(standard.lists / f"{name}.xml")))
    return tuple(found)


def _mapping(path: str, condition: str, known: CodeList) -> Mapping:
    holder, _, last = path.rpartition("/")
    if path == LANGUAGE:
        values, holders = path, "//*[@xml:lang]"
    else:
        rooted = holder.removeprefix("/").replace(
            "/iati-activity", "/iati-activities/iati-activity", 1
        )
        holders = f"{rooted}[{condition}]" if condition else rooted
        values = f"{holders}/{last}"
    attribute = None if last == "text()" else last.removeprefix("@")
    if attribute == "xml:lang":
        attribute = "{http://www.w3.org/XML/1998/namespace}lang"
    return Mapping(
        path,
        known,
        etree.XPath(values, smart_strings=False),
        etree.XPath(holders, smart_strings=False),
        attribute,
    )


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
        if item.get("status") == "withdrawn" or item.get("withdrawal-date"):
            withdrawn[code] = item.get("withdrawal-date") or ""
    return CodeList(
        root.get("name") or path.stem, root.get("complete") == "1", frozenset(codes), withdrawn
    )
