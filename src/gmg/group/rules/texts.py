"""Texts: versions of paragraphs that keep their name for life, and the hash that stands for them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

MARK = re.compile(r"\[\[([a-z0-9-]{1,40})\]\]")
"""Where a paragraph shows the value of a citation: `[[c1]]`."""
NAME = re.compile(r"[a-z0-9-]{1,40}")
"""What a paragraph and a citation may be called."""
MOST_PARAGRAPHS, MOST_CITATIONS = 400, 200
LONGEST_TITLE, LONGEST_PARAGRAPH, LONGEST_TEXT = 300, 20_000, 200_000
"""Characters; the whole text is bounded by what one form may carry."""
UNSEEN = frozenset(
    chr(code)
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x202D, 0x202E)
    if chr(code) not in "\n\t"
) | frozenset(map(chr, range(0xD800, 0xE000)))
"""Signs that no text has: controls, halves of signs, and those that turn what is read away from
what is signed (the overrides of direction)."""


@dataclass(frozen=True)
class Citation:
    """One figure of one release, quoted in a text.

    `period` is a year, or two days as `first/last`. `sex`, `age` and `detail` say which breakdown is
    meant; `detail` is empty where the figure has none. `value` is what the release said when the
    citation was resolved, in `unit`; None where no figure was found. `tolerance` is the relative
    difference that changes nothing (0.01 is one per cent); `rounding` is the number of significant
    figures that the text shows, 0 for all.
    """

    key: str
    concept: str
    place: str
    counterpart: str
    period: str
    agency: str
    dataset: str = ""
    edition: str = ""
    release: str = ""
    figure: str = ""
    unit: str = "persons"
    value: Decimal | None = None
    rounding: int = 0
    tolerance: Decimal = Decimal(0)
    sex: str = "total"
    age: str = "all"
    detail: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: `uid` is given at birth and never changes, `num` is only what is shown."""

    uid: str
    num: str
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Version:
    """A text in one language, as it stood.

    `translates` is the hash of the version of which this one is a translation.
    """

    document: str
    title: str
    language: str
    number: int
    paragraphs: tuple[Paragraph, ...] = ()
    translates: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def normal(text: str) -> str:
    """Text as it is hashed and compared: NFC, one kind of line end, no blanks at the ends of lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


@dataclass(frozen=True)
class Flaw:
    """Why a version cannot be kept: a sentence, and the facts that fill its places."""

    text: str
    facts: dict[str, object] = field(default_factory=dict)


def flaw(version: Version) -> Flaw | None:
    """What is wrong with a version as it would be kept; None where nothing is."""
    uids = [paragraph.uid for paragraph in version.paragraphs]
    cited = [citation.key for paragraph in version.paragraphs for citation in paragraph.citations]
    words = [
        version.title,
        *(p.text for p in version.paragraphs),
        *(p.num for p in version.paragraphs),
    ]
    if not normal(version.title).strip():
        return Flaw("A text needs a title")
    if len(version.title) > LONGEST_TITLE:
        return Flaw("A title has at most {most} characters", {"most": LONGEST_TITLE})
    if len(uids) > MOST_PARAGRAPHS:
        return Flaw("A text has at most {most} paragraphs", {"most": MOST_PARAGRAPHS})
    if len(cited) > MOST_CITATIONS:
        return Flaw("A text has at most {most} citations", {"most": MOST_CITATIONS})
    if any(len(paragraph.text) > LONGEST_PARAGRAPH for paragraph in version.paragraphs):
        return Flaw("A paragraph has at most {most} characters", {"most": LONGEST_PARAGRAPH})
    if sum(map(len, words)) > LONGEST_TEXT:
        return Flaw("A text has at most {most} characters in all", {"most": LONGEST_TEXT})
    if any(len(paragraph.num) > 12 for paragraph in version.paragraphs):
        return Flaw("The number of a paragraph has at most 12 characters")
    if not all(NAME.fullmatch(name) for name in (*uids, *cited)):
        return Flaw("A paragraph or a citation has a name that cannot be one")
    if len(set(uids)) < len(uids):
        return Flaw("Two paragraphs have the same name")
    if any(UNSEEN & set(text) for text in words):
        return Flaw("This text holds a character that no text has")
    return None


def normalised(version: Version) -> Version:
    """A version as it is kept: what `normal` makes of its words."""
    paragraphs = tuple(replace(p, text=normal(p.text)) for p in version.paragraphs)
    return replace(version, title=normal(version.title), paragraphs=paragraphs)


def canonical(value: Any) -> bytes:
    """A record as bytes that are the same everywhere: sorted keys, no blanks, UTF-8 (after RFC 8785).

    Decimals are written as text, as they stand.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    ).encode("utf-8")


def digest(version: Version) -> str:
    """The SHA-256 of a version: of every word, number and citation in it, in order."""
    body = asdict(version)
    body["title"] = normal(version.title)
    for paragraph, given in zip(body["paragraphs"], version.paragraphs, strict=True):
        paragraph["text"] = normal(given.text)
    return hashlib.sha256(canonical(body)).hexdigest()


def marks(text: str) -> list[str]:
    """The citations that a text shows, in order."""
    return MARK.findall(text)


def unresolved(version: Version) -> list[str]:
    """What no round may be opened on: marks without a citation, citations without a figure.

    Each is named `uid:key`.
    """
    found = []
    for paragraph in version.paragraphs:
        cited = {citation.key: citation for citation in paragraph.citations}
        names = dict.fromkeys([*marks(paragraph.text), *cited])
        found += [
            f"{paragraph.uid}:{key}"
            for key in names
            if key not in cited or cited[key].value is None
        ]
    return found
