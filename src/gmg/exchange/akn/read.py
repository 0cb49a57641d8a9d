"""From a document of AKN back to the text that it was written from: the same words, the same hash.

A file is a stranger's: no DTD, no entity, no other file is read, and only what `to_akn` writes is
understood; any other element among the words is refused, for it would be lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from gmg.exchange.akn.fields import read_fields
from gmg.exchange.akn.names import FORM, akn, own, plain
from gmg.exchange.akn.words import NotWords, read_words
from gmg.group.rules.record import hash_of_text

LARGEST = 20_000_000
Element = etree._Element


class NotAkn(ValueError):
    """A file that holds no statement of gmg; the text says why."""


@dataclass(frozen=True)
class Statement:
    """What a document holds.

    `text` is the version as a record has it: title, language, number, paragraphs with their citations
    as signed. `hash` is the one that the document claims, `holds` whether its words give it.
    """

    symbol: str
    adopted: str
    published: str
    hash: str
    text: dict[str, Any]
    signatories: tuple[str, ...]
    not_associated: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the words and figures give the hash that the document claims."""
        try:
            return hash_of_text(self.text) == self.hash
        except (UnicodeEncodeError, KeyError, TypeError, AttributeError):
            return False


def read_akn(data: bytes) -> Statement:
    """The statement of a document. Raises NotAkn."""
    root = parsed(data)
    try:
        return statement(root)
    except (NotWords, LookupError, TypeError, ValueError) as error:
        raise NotAkn(f"This is no statement of gmg: {error}") from None


def parsed(data: bytes) -> Element:
    """The root of a document of UTF-8 without a DOCTYPE."""
    if len(data) > LARGEST:
        raise NotAkn(f"The file holds more than {LARGEST:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAkn("The file is not UTF-8") from None
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise NotAkn("The file declares a DOCTYPE, which could harm a reader: take it out")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise NotAkn(f"The file is not XML: {error}") from None
    if root.tag != akn("akomaNtoso"):
        raise NotAkn("The file is no document of Akoma Ntoso 3.0")
    return root


def statement(root: Element) -> Statement:
    """The statement of a document."""
    main = only(root, f".//{akn('proprietary')}/{own('statement')}")
    if main.get("form") != FORM:
        raise NotAkn(f"The file is of another form than {FORM}")
    figures, citations = cited(main)
    text = read_fields(only(main, own("text")))
    text["title"] = read_words(only(root, f".//{akn('preface')}//{akn('docTitle')}"), {})
    more = {plain(e.get("uid", "")): read_fields(e) for e in main.iterchildren(own("paragraph"))}
    text["paragraphs"] = [
        paragraph(element, figures, citations, more)
        for element in only(root, f".//{akn('mainBody')}").iterchildren(akn("paragraph"))
    ]
    return Statement(
        plain(main.get("symbol", "")),
        plain(main.get("adopted", "")),
        plain(main.get("published", "")),
        plain(main.get("sha256", "")),
        text,
        named(root, "count_signatories"),
        named(root, "count_not-associated"),
    )


def cited(main: Element) -> tuple[dict[str, dict[str, str]], dict[str, list[dict[str, Any]]]]:
    """By the uid of a paragraph: the marks of its figures, and its citations in order."""
    figures: dict[str, dict[str, str]] = {}
    citations: dict[str, list[dict[str, Any]]] = {}
    for element in main.iterchildren(own("citation")):
        uid, fields = plain(element.get("paragraph", "")), read_fields(element)
        citations.setdefault(uid, []).append(fields)
        figures.setdefault(uid, {})[element.get("figure", "")] = str(fields["key"])
    return figures, citations


def paragraph(
    element: Element,
    figures: dict[str, dict[str, str]],
    citations: dict[str, list[dict[str, Any]]],
    more: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """One paragraph of the body."""
    uid = plain(element.get("GUID", ""))
    num = element.find(akn("num"))
    return {
        "uid": uid,
        "num": "" if num is None else read_words(num, {}),
        "text": read_words(only(element, f"{akn('content')}/{akn('p')}"), figures.get(uid, {})),
        "citations": citations.get(uid, []),
        **more.get(uid, {}),
    }


def named(root: Element, count: str) -> tuple[str, ...]:
    """The agencies of a count, by the codes that their addresses end with."""
    from urllib.parse import unquote

    agencies = {
        f"#{one.get('eId')}": unquote(one.get("href", "").rpartition("/")[2])
        for one in root.iterfind(f".//{akn('TLCOrganization')}")
    }
    found = root.iterfind(f".//{akn('count')}")
    refers = [one.get("refersTo", "").split() for one in found if one.get("eId") == count]
    return tuple(agencies[name] for names in refers for name in names)


def only(parent: Element, path: str) -> Element:
    """The one element of a path; ValueError where there is none, or another."""
    found = parent.findall(path)
    if len(found) != 1:
        raise ValueError(f"it has {len(found)} of {path.rpartition('}')[2]}, not one")
    return found[0]
