"""One IATI 2 activity as a row of the activity contract. Pure: an element in, plain values out.

Standard: https://iatistandard.org/en/iati-standard/203/activity-standard/. What it is worth against
the schema, the rules and the code lists is asked in `gmg.exchange.iati`, not here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
from lxml import etree

from gmg.axes import topics, where, who
from gmg.records.activity import COLUMNS
from gmg.sources.forms import iati_words as words
from gmg.sources.forms.iati_tags import Stream

Element = etree._Element
Groups = dict[str, list[Element]]
Row = dict[str, Any]

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ACTIVITY = "iati-activity"
ROOT = "iati-activities"
OWN_VOCABULARIES = ("98", "99")
OFFICE = "BLDO"
"""Feature designation of an office building."""
DECIMAL = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*")
DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?\s*")


class Unreadable(ValueError):
    """A day or number that the contract cannot hold, with the line it stands on."""

    def __init__(self, element: Element, what: str, text: str | None) -> None:
        self.line, self.what, self.text = line_of(element), what, text
        super().__init__(f"line {self.line}: {text!r} is no {what}")


@dataclass(frozen=True, slots=True)
class Stated:
    """An activity opened once: its children by name, its language and its currency."""

    element: Element
    children: Groups
    language: str
    currency: str | None

    def all(self, name: str) -> Sequence[Element]:
        """The children of that name, in order; none is an empty sequence."""
        return self.children.get(name, ())

    @property
    def line(self) -> int:
        """The line of the activity's start tag in what was parsed."""
        return line_of(self.element)

    @property
    def identifier(self) -> str:
        """The text of `iati-identifier`, spaces around it taken off; empty where there is none."""
        found = self.children.get("iati-identifier")
        return (found[0].text or "").strip() if found else ""


def line_of(element: Element) -> int:
    """The line of an element, 0 where it is not known."""
    line: int | None = element.sourceline  # type: ignore[assignment]  # the stubs do not know its type
    return line or 0


def grouped(element: Element) -> Groups:
    """The children of an element by name; comments and other namespaces are passed over."""
    groups: Groups = {}
    for child in element.iterchildren(etree.Element):
        tag = child.tag
        if tag in groups:
            groups[tag].append(child)
        elif tag[0] != "{":
            groups[tag] = [child]
    return groups


def stated(element: Element, language: str = "") -> Stated:
    """The activity opened. `language` holds where it states none (that of the root)."""
    return Stated(
        element,
        grouped(element),
        (element.get(LANG) or language).strip().lower(),
        element.get("default-currency"),
    )


def row_of(activity: Stated) -> Row:
    """The row of the activity contract that an activity's own elements give.

    Without `xml`, `digest`, the stamp of the source and where it stands: those are known to whoever
    holds the bytes. Raises Unreadable for a day or number that the contract cannot hold.
    """
    element = activity.element
    note: list[str] = []
    reporter = next(iter(activity.all("reporting-org")), None)
    ref = None if reporter is None else reporter.get("ref")
    title, language = text_in(activity.all("title")[:1], activity.language)
    days = _days(activity, note)
    hierarchy = element.get("hierarchy")
    sectors = _sectors(activity, note)
    about = topics.classify(
        ref, [(one["vocabulary"], one["code"]) for one in sectors if one["percentage"] != 0], title
    )
    return {
        "identifier": activity.identifier,
        "reporter": ref,
        "reporter_name": None if reporter is None else name_of(reporter, activity.language),
        "agency": agency_of(ref),
        "secondary": reporter is not None and _flag(reporter.get("secondary-reporter")) is True,
        "title": title,
        "description": _description(activity),
        "language": language,
        "status": _code(activity, "activity-status"),
        "hierarchy": 1 if hierarchy is None else _whole(element, hierarchy),
        "scope": _code(activity, "activity-scope"),
        "humanitarian": _flag(element.get("humanitarian")),
        "planned_start": days.get("1"),
        "actual_start": days.get("2"),
        "planned_end": days.get("3"),
        "actual_end": days.get("4"),
        "time_from": days.get("2") or days.get("1"),
        "time_to": days.get("4") or days.get("3"),
        "tier": about.tier,
        "because": list(about.because),
        "topics": list(about.topics),
        "target_groups": target_groups(activity),
        "places": _places(activity, note),
        "admin": _admin(activity),
        "sectors": sectors,
        "partners": [_partner(item, activity) for item in activity.all("participating-org")],
        "budgets": [_budget(item, activity) for item in activity.all("budget")],
        "transactions": [_transaction(item, activity) for item in activity.all("transaction")],
        "related": _links(activity.all("related-activity")),
        "aliases": _links(activity.all("other-identifier")),
        "note": "; ".join(note) or None,
    }


def canonical_digest(element: Element) -> str:
    """sha256 of the exclusive canonical form (https://www.w3.org/TR/xml-exc-c14n/), hexadecimal."""
    try:
        form = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    except etree.C14NError:
        line = line_of(element)
        raise ValueError(
            f"line {line}: an activity without canonical form: a namespace in it is no full address"
        ) from None
    return hashlib.sha256(form).hexdigest()


def text_in(parents: Iterable[Element], default: str) -> tuple[str | None, str | None]:
    """The English narrative of the parents and its language, else the first one that has text.

    `default` is the language of a narrative that names none; empty for "not stated".
    """
    first: tuple[str, str | None] | None = None
    for parent in parents:
        lone = parent[0] if len(parent) == 1 else None
        for narrative in (lone,) if lone is not None else parent.iterchildren("narrative"):
            if narrative.tag != "narrative":
                continue
            text = (narrative.text or "").strip() or all_text(narrative)
            if not text:
                continue
            language = (narrative.get(LANG) or default).strip().lower()
            if language == "en" or language.startswith("en-"):
                return text, language
            if first is None:
                first = (text, language or None)
    return first or (None, None)


def name_of(parent: Element, default: str) -> str | None:
    """The narrative of `text_in` without its language."""
    if len(parent) < 2:
        if not len(parent):
            return None
        lone = parent[0]
        text = lone.text.strip() if lone.tag == "narrative" and lone.text else ""
        if text:
            return str(text)
    return text_in([parent], default)[0]


def all_text(element: Element) -> str:
    """All text below an element, comments left out."""
    return "".join(map(str, element.itertext(etree.Element))).strip()


def agency_of(ref: str | None) -> str | None:
    """The agency of `gmg.axes.who` that publishes under an organisation identifier, else None."""
    return None if ref is None else _agencies().get(ref.strip().upper())


@lru_cache(maxsize=1)
def _agencies() -> dict[str, str]:
    return {
        identifier.value.upper(): agency.code
        for agency in who.agencies()
        for identifier in agency.identifiers
        if identifier.scheme in ("iati", "iati-alias")
    }


def target_groups(activity: Stated) -> list[str]:
    """The groups that a description of type 3 (target groups) names in English, in a fixed order."""
    text = " ".join(
        all_text(narrative).lower()
        for item in activity.all("description")
        if item.get("type") == "3"
        for narrative in item.iterchildren("narrative")
    )
    return list(_named_groups(text)) if text else []


@lru_cache(maxsize=4096)
def _named_groups(text: str) -> tuple[str, ...]:
    return tuple(group for group, said in words.TARGET_GROUPS.items() if said.search(text))


# --- parts of an activity -----------------------------------------------------------------------


def _description(activity: Stated) -> str | None:
    """The general description (type 1 or none stated), else the first of any type."""
    found = activity.all("description")
    if len(found) > 1:
        general = [item for item in found if item.get("type") in (None, "1")]
        text = text_in(general, activity.language)[0]
        if text is not None:
            return text
    return text_in(found, activity.language)[0]


def _days(activity: Stated, note: list[str]) -> dict[str, date]:
    days: dict[str, date] = {}
    for item in activity.all("activity-date"):
        kind = item.get("type") or ""
        if kind in days:
            note.append(f"a second date of type {kind}: the first is taken")
            continue
        found = day_of(item)
        if found is not None:
            days[kind] = found
    return days


def _places(activity: Stated, note: list[str]) -> list[Row]:
    places = [_country(item) for item in activity.all("recipient-country")]
    places += [_region(item) for item in activity.all("recipient-region")]
    if places or "transaction" not in activity.children:
        return places
    seen: dict[tuple[str, str | None], Row] = {}
    for transaction in activity.all("transaction"):
        for item in transaction.iterchildren("recipient-country", "recipient-region"):
            place = _country(item) if item.tag == "recipient-country" else _region(item)
            seen.setdefault((place["kind"], place["as_published"]), {**place, "percentage": None})
    if seen:
        note.append("places stand on the transactions")
    return list(seen.values())


def _country(item: Element) -> Row:
    code = item.get("code")
    return {
        "place": None if code is None else _iso2().get(code.strip().upper()),
        "as_published": code,
        "kind": "country",
        "percentage": _number(item, item.get("percentage")),
    }


def _region(item: Element) -> Row:
    """M49 regions are known places; those of the DAC (vocabulary 1) and of others stay as published."""
    code, vocabulary = item.get("code"), item.get("vocabulary") or "1"
    place = _m49().get(code.strip().zfill(3)) if code and vocabulary == "2" else None
    return {
        "place": place,
        "as_published": code if vocabulary == "1" else f"{vocabulary}:{code}",
        "kind": "region",
        "percentage": _number(item, item.get("percentage")),
    }


@lru_cache(maxsize=1)
def _iso2() -> dict[str, str]:
    return where.mapping("iso2")


@lru_cache(maxsize=1)
def _m49() -> dict[str, str]:
    return where.mapping("m49")


def _admin(activity: Stated) -> list[str]:
    """Names of the locations that are neither a whole country nor an office of the reporter."""
    names: dict[str, None] = {}
    for location in activity.all("location"):
        named: list[Element] = []
        for item in location.iterchildren("name", "administrative", "feature-designation"):
            if item.tag == "name":
                named.append(item)
            elif _whole_country(item) or item.get("code") == OFFICE:
                break
        else:
            name = text_in(named, activity.language)[0]
            if name:
                names[name] = None
    return list(names)


def _whole_country(item: Element) -> bool:
    return (
        item.tag == "administrative"
        and item.get("vocabulary") == "A4"
        and item.get("level") in (None, "0")
    )


def _sectors(activity: Stated, note: list[str]) -> list[Row]:
    sectors = [_sector(item, activity) for item in activity.all("sector")]
    if sectors or "transaction" not in activity.children:
        return sectors
    seen: dict[tuple[str, str | None], Row] = {}
    for transaction in activity.all("transaction"):
        for item in transaction.iterchildren("sector"):
            sector = _sector(item, activity)
            seen.setdefault((sector["vocabulary"], sector["code"]), {**sector, "percentage": None})
    if seen:
        note.append("sectors stand on the transactions")
    return list(seen.values())


def _sector(item: Element, activity: Stated) -> Row:
    return {
        "vocabulary": item.get("vocabulary") or "1",
        "code": item.get("code"),
        "name": name_of(item, activity.language),
        "percentage": _number(item, item.get("percentage")),
    }


def _partner(item: Element, activity: Stated) -> Row:
    ref = item.get("ref")
    return {
        "ref": ref,
        "name": name_of(item, activity.language),
        "role": item.get("role"),
        "type": item.get("type"),
        "agency": agency_of(ref),
    }


def _budget(item: Element, activity: Stated) -> Row:
    found: Row = {
        "from": None,
        "to": None,
        "value": None,
        "currency": None,
        "type": item.get("type"),
        "status": item.get("status"),
    }
    for child in item.iterchildren("period-start", "period-end", "value"):
        if child.tag == "value":
            found["value"] = _number(child, child.text)
            found["currency"] = child.get("currency") or activity.currency
        else:
            found["from" if child.tag == "period-start" else "to"] = day_of(child)
    return found


def _transaction(item: Element, activity: Stated) -> Row:
    found: Row = {"type": None, "date": None, "value": None, "currency": None}
    for child in item.iterchildren("transaction-type", "transaction-date", "value"):
        if child.tag == "value":
            found["value"] = _number(child, child.text)
            found["currency"] = child.get("currency") or activity.currency
        elif child.tag == "transaction-type":
            found["type"] = child.get("code")
        else:
            found["date"] = day_of(child)
    return found


def _links(items: Iterable[Element]) -> list[Row]:
    return [{"identifier": item.get("ref"), "type": item.get("type")} for item in items]


def _code(activity: Stated, name: str) -> str | None:
    found = activity.children.get(name)
    return found[0].get("code") if found else None


def _flag(text: str | None) -> bool | None:
    return {"1": True, "true": True, "0": False, "false": False}.get((text or "").strip())


def _whole(element: Element, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unreadable(element, "whole number", text) from None


def _number(element: Element, text: str | None) -> float | None:
    if text is None:
        return None
    if text.isdecimal() and text.isascii():
        return float(text)
    if not DECIMAL.fullmatch(text):
        raise Unreadable(element, "number", text)
    return float(text)


def day_of(element: Element) -> date | None:
    """The day in `iso-date`, a time zone left aside. Raises Unreadable for a day that none is."""
    text = element.get("iso-date")
    if text is None:
        return None
    if len(text) == 10 and text[4] == text[7] == "-":  # as nearly all are written
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Unreadable(element, "day of the calendar", text) from None
    found = DAY.fullmatch(text)
    try:
        return date.fromisoformat(found.group(1)) if found else _no_day(element, text)
    except ValueError:
        raise Unreadable(element, "day of the calendar", text) from None


def _no_day(element: Element, text: str) -> date:
    raise Unreadable(element, "day of the calendar", text)


# --- whole documents in memory ------------------------------------------------------------------

FILLED = tuple(name for name in COLUMNS if name not in ("dataset", "edition", "snapshot", "sheet"))


def safe_parser(**more: Any) -> etree.XMLParser:
    """A parser that loads nothing: no DTD, no entities, no network, libxml2's own limits kept."""
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, **more
    )


def meaning_parser() -> etree.XMLParser:
    """A safe parser for UTF-8 that leaves out what means nothing: blank text, comments, instructions.

    Digests are made of what it gives, so an indented copy of an activity is the same activity.
    """
    return safe_parser(
        encoding="utf-8", remove_blank_text=True, remove_comments=True, remove_pis=True
    )


def activities_in(content: bytes, parser: etree.XMLParser | None = None) -> list[Element]:
    """The activities of a document that is small enough for memory; a bare activity counts as one.

    Raises ValueError for a DOCTYPE, another root and anything that is not well-formed.
    """
    try:
        root = etree.fromstring(content, parser or safe_parser())
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not well-formed XML: {error}") from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # a parsed tree has one
        raise ValueError("the file declares a DOCTYPE, which IATI has no use for")
    if root.tag == ACTIVITY:
        return [root]
    if root.tag != ROOT:
        raise ValueError(f"the root is <{root.tag}>, not <{ROOT}>")
    return list(root.iterchildren(ACTIVITY))


def activities_frame(content: bytes) -> pl.DataFrame:
    """The activities of a document as a frame of the contract; dataset, edition, snapshot are null.

    Raises ValueError (see `activities_in`) and Unreadable.
    """
    found = activities_in(content)
    bare = len(found) == 1 and found[0].getparent() is None
    lines = lines_of(content)
    if len(lines) != len(found):  # not UTF-8: what libxml2 counts holds up to line 65,535
        lines = [line_of(element) for element in found]
    return frame_of(
        _located(element, number, line, bare=bare)
        for number, (element, line) in enumerate(zip(found, lines, strict=True), start=1)
    )


def lines_of(content: bytes) -> list[int]:
    """The lines that the activities of well-formed UTF-8 begin in."""
    stream = Stream(content, lambda: None, 1)
    lines, depth = [], 0
    for tag in stream.tags():
        if tag.kind in ("begin", "lone") and depth == 0:
            lines.append(tag.line)
        depth += {"begin": 1, "end": -1}.get(tag.kind, 0)
        stream.keep = tag.end
    return lines


def _located(element: Element, number: int, line: int, *, bare: bool) -> Row:
    xml, root = etree.tostring(element, encoding="unicode", with_tail=False), element.getparent()
    return {
        **row_of(stated(element, "" if root is None else root.get(LANG, ""))),
        "xml": xml,
        "digest": canonical_digest(etree.fromstring(xml.encode("utf-8"), meaning_parser())),
        "row": line,
        "column": f"/{ACTIVITY}" if bare else f"/{ROOT}/{ACTIVITY}[{number}]",
    }


def frame_of(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as a frame of the activity contract; a column that no row names is null."""
    kept = list(rows)
    return pl.DataFrame(
        {name: pl.Series([row.get(name) for row in kept], dtype=of) for name, of in COLUMNS.items()}
    )


# --- account of a file --------------------------------------------------------------------------


def read_document(content: bytes) -> tuple[Element, list[Element]]:
    """The root and the activities of a file in memory; see `activities_in`."""
    found = activities_in(content)
    root = found[0].getroottree().getroot() if found else etree.fromstring(content, safe_parser())
    return root, found


Refuse = Callable[[Element, str], Exception]


def account_of(activities: Iterable[Element], refuse: Refuse) -> dict[str, int]:
    """How many elements stand below the activities, by the name of the child they belong to.

    Elements of other namespaces count under `other namespaces`. `refuse` makes the error for a child
    that neither `TAKEN` nor `LEFT` names.
    """
    counts: dict[str, int] = {}
    for activity in activities:
        for child in activity.iterchildren(etree.Element):
            name = "other namespaces" if child.tag[0] == "{" else child.tag
            if name not in words.TAKEN and name not in words.LEFT and name != "other namespaces":
                raise refuse(child, name)
            counts[name] = counts.get(name, 0) + sum(1 for _ in child.iter(etree.Element))
    return counts
