"""Texts: versions of paragraphs that keep their name for life, and the hash that stands for them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

MARK = re.compile(r"\[\[([a-z0-9-]{1,40})\]\]")
"""Where a paragraph shows the value of a citation: `[[c1]]`."""


@dataclass(frozen=True)
class Citation:
    """One figure of one release, quoted in a text.

    `value` is what the release said when the citation was resolved, in `unit`; None where no figure
    was found. `tolerance` is the relative difference that changes nothing (0.01 is one per cent);
    `rounding` is the number of significant figures that the text shows, 0 for all.
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
